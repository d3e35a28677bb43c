"""Axes with their grid, ticks and titles, and the areas and lines behind the marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from markupsafe import Markup

from repression.charts.svg.markup import join, plain_lines, tag
from repression.charts.svg.model import Axis, Font, Heatmap, Layout, Shape
from repression.charts.svg.plane import Place, Plane
from repression.charts.svg.texts import DESCENT, LINE, MIDDLE, text

TICK = 5  # px, length of a mark at the axis
GAP = 0.2  # font sizes between an axis and its labels
CAPITALS = 0.7  # font sizes, height of a capital letter


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
    across, up = layout.xaxis, layout.yaxis
    lines = []
    if across.showgrid and across.visible:
        top, bottom = plane.down(1 - up.domain[1]), plane.down(1 - up.domain[0])
        places = [plane.across(plane.x(value)) for value, _ in across.labelled_ticks]
        lines.append(_thin(across.gridcolor, (tag("line", x1=x, x2=x, y1=top, y2=bottom) for x in places)))
    if up.showgrid and up.visible:
        heights = [plane.down(plane.y(value)) for value, _ in up.labelled_ticks]
        lines.append(_thin(up.gridcolor, (tag("line", x2=plane.across(1), y1=y, y2=y) for y in heights)))
    return join(lines)


def _thin(colour: str, lines: Iterable[Markup]) -> Markup:
    return tag("g", join(lines), stroke=colour, shape_rendering="crispEdges")


def _across(axis: Axis, plane: Plane, font: Font) -> Iterator[Markup]:
    if not axis.visible:
        return
    baseline = plane.down(1)
    if axis.showline:
        yield _thin(axis.linecolor, [tag("line", x2=plane.across(1), y1=baseline, y2=baseline)])
    if axis.ticks:
        ends = [plane.at(Place(plane.x(value), 1, 0, TICK)) for value, _ in axis.labelled_ticks]
        yield _thin(axis.tickcolor, (tag("line", x1=x, x2=x, y1=baseline, y2=y) for x, y, _ in ends))
    own = _font(axis, font)
    size = own.size or 0
    gap = (TICK if axis.ticks else 0) + (size * GAP + 0.5 if axis.ticks or axis.showline else 1)
    places = [(label, Place(plane.x(value), 1, 0, gap)) for value, label in axis.labelled_ticks]
    if axis.tickangle:
        yield _labels(axis, font, (_turned(label, place, plane, size) for label, place in places))
    else:
        below = [(label, place._replace(down=gap + size)) for label, place in places]
        yield _labels(axis, font, (text(label, at, "center", "line", plane, font=own) for label, at in below))
    if axis.title.text:
        lines = max((len(plain_lines(label)) for label in axis.ticktext), default=1)
        labelled = gap + size * (1 + DESCENT + LINE * (lines - 1))
        foot_of_title = labelled + axis.title.standoff + (axis.title.font.size or size) * CAPITALS
        place = Place(0.5, 1, 0, foot_of_title)
        title = text(axis.title.text, place, "center", "line", plane, font=font, own=axis.title.font)
        yield tag("g", title, class_="chart-title")


def _turned(label: str, place: Place, plane: Plane, size: float) -> Markup:
    [words] = plain_lines(label)
    return plane.around(place, tag("text", words, transform="rotate(-90)", y=size * MIDDLE, text_anchor="end"))


def _up(axis: Axis, plane: Plane, font: Font) -> Iterator[Markup]:
    if axis.visible:
        own, gap = _font(axis, font), 1 + axis.ticklabelstandoff
        places = [(Place(0, plane.y(value), -gap, 0), label) for value, label in axis.labelled_ticks]
        yield _labels(axis, font, (text(label, place, "right", "middle", plane, font=own) for place, label in places))


def _font(axis: Axis, font: Font) -> Font:
    return Font(size=axis.tickfont.size or font.size, color=axis.tickfont.color or font.color)


def _labels(axis: Axis, font: Font, labels: Iterable[Markup]) -> Markup:
    own = _font(axis, font)
    assert not isinstance(own.color, list)
    size = own.size if own.size != font.size else None
    return tag("g", join(labels), class_="chart-ticks", font_size=size, fill=own.color)


def colour_bar(trace: Heatmap, plane: Plane, font: Font) -> Markup:
    """The key to a heatmap's colours, above the plot."""
    bar, size = trace.colorbar, font.size or 0
    baseline = -bar.ypad - size * LINE  # below it are the labels
    steps = []
    for (low, colour), (high, _) in pairwise(trace.colorscale):
        x, y, moved = plane.at(Place(low * bar.len, 0, 0, baseline - bar.thickness))
        width = plane.across((high - low) * bar.len)
        steps.append(tag("rect", x=x, y=y, transform=moved, width=width, height=bar.thickness, fill=colour))
    for value, label in zip(bar.tickvals, bar.ticktext, strict=True):
        place = Place(bar.len * (value - trace.zmin) / (trace.zmax - trace.zmin), 0, 0, baseline + size * (1 + GAP))
        steps.append(text(label, place, "center", "line", plane, font=font))
    return tag("g", join(steps), class_="chart-key")
