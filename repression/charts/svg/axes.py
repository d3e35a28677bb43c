"""Axes with their grid, ticks and titles, and the areas and lines behind the marks."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from repression.charts.svg.markup import join, plain_lines, tag
from repression.charts.svg.model import Axis, ColorBar, Font, Heatmap, Layout, Shape
from repression.charts.svg.plane import Place, Plane
from repression.charts.svg.texts import DESCENT, LINE, MIDDLE, text

TICK = 5  # px, length of a mark at the axis
GAP = 0.2  # font sizes between an axis and its labels
CAPITALS = 0.7  # font sizes, height of a capital letter
CRISP = "crispEdges"


def background(layout: Layout, plane: Plane) -> Markup:
    """What is drawn before the marks: shapes and grid."""
    shapes = join(_shape(one, plane) for one in layout.shapes)
    return tag("g", shapes, class_="chart-behind") + _grid(layout, plane)


def axes(layout: Layout, plane: Plane) -> Markup:
    """The axes' lines, marks, labels and titles."""
    return join([*_across(layout.xaxis, plane, layout.font), *_up(layout.yaxis, plane, layout.font)])


def _shape(given: Shape, plane: Plane) -> Markup:
    x0, y0, _ = plane.at(Place(plane.x(given.x0), 1 - given.y0))
    x1, y1, _ = plane.at(Place(plane.x(given.x1), 1 - given.y1))
    if given.type == "line":
        return tag("line", x1=x0, y1=y0, x2=x1, y2=y1, stroke=given.line.color, stroke_width=given.line.width)
    width, height = plane.across(plane.x(given.x1) - plane.x(given.x0)), plane.down(given.y1 - given.y0)
    return tag("rect", x=x0, y=y1, width=width, height=height, fill=given.fillcolor)


def _grid(layout: Layout, plane: Plane) -> Markup:
    lines = []
    if layout.xaxis.showgrid and layout.xaxis.visible:
        top, bottom = (plane.down(edge) for edge in _domain(layout.yaxis))
        places = (plane.across(plane.x(value)) for value in layout.xaxis.tickvals)
        upright = join(tag("line", x1=x, x2=x, y1=top, y2=bottom) for x in places)
        lines.append(tag("g", upright, stroke=layout.xaxis.gridcolor, shape_rendering=CRISP))
    if layout.yaxis.showgrid and layout.yaxis.visible:
        heights = (plane.down(plane.y(value)) for value in layout.yaxis.tickvals)
        flat = join(tag("line", x2=plane.across(1), y1=y, y2=y) for y in heights)
        lines.append(tag("g", flat, stroke=layout.yaxis.gridcolor, shape_rendering=CRISP))
    return join(lines)


def _domain(axis: Axis) -> tuple[float, float]:
    """The upper and the lower end of an upright axis, as shares of the plot from its top."""
    return 1 - axis.domain[1], 1 - axis.domain[0]


def _across(axis: Axis, plane: Plane, font: Font) -> Iterator[Markup]:
    if not axis.visible:
        return
    foot, size = plane.down(1), axis.tickfont.size or font.size or 0
    if axis.showline:
        yield tag("line", x2=plane.across(1), y1=foot, y2=foot, stroke=axis.linecolor, shape_rendering=CRISP)
    length = TICK if axis.ticks else 0
    if length:
        ends = [
            (plane.at(Place(plane.x(one), 1)), plane.at(Place(plane.x(one), 1, 0, length))) for one in axis.tickvals
        ]
        drawn = join(tag("line", x1=top[0], y1=top[1], x2=end[0], y2=end[1]) for top, end in ends)
        yield tag("g", drawn, stroke=axis.tickcolor, shape_rendering=CRISP)
    gap = length + (size * GAP + 0.5 if axis.ticks or axis.showline else 1)
    labels = zip(axis.tickvals, axis.ticktext, strict=True)
    if axis.tickangle:
        drawn = join(_turned(label, Place(plane.x(value), 1, 0, gap), plane, size) for value, label in labels)
    else:
        drawn = join(
            text(label, Place(plane.x(value), 1, 0, gap + size), "center", "line", plane, font=_font(axis, font))
            for value, label in labels
        )
    yield _labels(axis, font, drawn)
    if axis.title.text:
        lines = max((len(plain_lines(label)) for label in axis.ticktext), default=1)
        below = gap + size * (1 + DESCENT + LINE * (lines - 1)) + axis.title.standoff
        size_of_title = axis.title.font.size or size
        place = Place(0.5, 1, 0, below + size_of_title * CAPITALS)
        title = text(axis.title.text, place, "center", "line", plane, font=font, own=axis.title.font)
        yield tag("g", title, class_="chart-title")


def _turned(label: str, place: Place, plane: Plane, size: float) -> Markup:
    [words] = plain_lines(label)
    return plane.around(place, tag("text", words, transform="rotate(-90)", y=size * MIDDLE, text_anchor="end"))


def _up(axis: Axis, plane: Plane, font: Font) -> Iterator[Markup]:
    if not axis.visible:
        return
    gap = 1 + axis.ticklabelstandoff
    labels = zip(axis.tickvals, axis.ticktext, strict=True)
    drawn = join(
        text(label, Place(0, plane.y(value), -gap, 0), "right", "middle", plane, font=_font(axis, font))
        for value, label in labels
    )
    yield _labels(axis, font, drawn)


def _font(axis: Axis, font: Font) -> Font:
    return Font(size=axis.tickfont.size or font.size, color=axis.tickfont.color or font.color)


def _labels(axis: Axis, font: Font, drawn: Markup) -> Markup:
    size = axis.tickfont.size if axis.tickfont.size != font.size else None
    colour = axis.tickfont.color
    assert not isinstance(colour, list)
    return tag("g", drawn, class_="chart-ticks", font_size=size, fill=colour)


def colour_bar(trace: Heatmap, plane: Plane, font: Font) -> Markup:
    """The key to a heatmap's colours, above the plot."""
    bar: ColorBar = trace.colorbar
    steps = []
    for (low, colour), (high, _) in zip(trace.colorscale, trace.colorscale[1:], strict=False):
        if high > low:
            x, y, moved = plane.at(Place(low * bar.len, 0, 0, -bar.ypad - bar.thickness))
            width = plane.across((high - low) * bar.len)
            steps.append(tag("rect", x=x, y=y, transform=moved, width=width, height=bar.thickness, fill=colour))
    for value, label in zip(bar.tickvals, bar.ticktext, strict=True):
        share = bar.len * (value - trace.zmin) / ((trace.zmax - trace.zmin) or 1)
        size = font.size or 0
        place = Place(share, 0, 0, -bar.ypad + size + 2)
        steps.append(text(label, place, "center", "line", plane, font=font))
    return join(steps)
