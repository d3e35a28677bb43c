"""The marks of a figure: bars, lines, points, outlines, cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup

from repression.charts.style import PAGE_COLOUR
from repression.charts.svg.markup import join, number, plain_lines, tag
from repression.charts.svg.model import Bar, Font, Heatmap, Marker, Scatter, Trace
from repression.charts.svg.plane import Place, Plane
from repression.charts.svg.texts import TEXT_PAD, Edge, Side, text

LinkOf = Callable[[str], str | None] | None
REACH = 12  # px around a small point in which the pointer meets it
OPEN = "-open"
# Outlines of symbols for a radius of 1. The sizes are Plotly's: all symbols look equally large.
_TRIANGLE = 2 / math.sqrt(3)
SYMBOLS: dict[str, Sequence[tuple[float, float]]] = {
    "square": ((1, -1), (1, 1), (-1, 1), (-1, -1)),
    "diamond": ((1.3, 0), (0, 1.3), (-1.3, 0), (0, -1.3)),
    "triangle-up": ((-_TRIANGLE, 0.5), (_TRIANGLE, 0.5), (0, -1)),
    "triangle-down": ((-_TRIANGLE, -0.5), (_TRIANGLE, -0.5), (0, 1)),
    "triangle-right": ((-0.5, -_TRIANGLE), (-0.5, _TRIANGLE), (1, 0)),
}


def marks(trace: Trace, plane: Plane, font: Font, link_of: LinkOf) -> Markup:
    """A trace on the plane; `font` is the layout's. `link_of` gives the address to which a filter value leads."""
    if isinstance(trace, Bar):
        return _bars(trace, plane, font, link_of)
    if isinstance(trace, Heatmap):
        return _cells(trace, plane, link_of)
    return join(_scatter(trace, plane, font, link_of))


def symbol(name: str, radius: float) -> Markup:
    """A point's symbol around (0, 0), without colours: these are those of its group."""
    shape = name.removesuffix(OPEN)
    fill = "none" if name.endswith(OPEN) else None
    if shape == "circle":
        return tag("circle", r=radius, fill=fill)
    corners = " ".join(f"{number(x * radius)},{number(y * radius)}" for x, y in SYMBOLS[shape])
    return tag("polygon", points=corners, fill=fill)


def _with_title(mark: Markup, words: str | None, code: Any, link_of: LinkOf) -> Markup:
    """A mark with its tooltip, and as a link where a filter selects what it counts."""
    title = tag("title", "\n".join(plain_lines(words))) if words else Markup()
    address = link_of(str(code)) if link_of and code is not None else None
    if address is not None:
        return tag("a", title + mark, href=address)
    return tag("g", title + mark) if title else mark


def _bars(trace: Bar, plane: Plane, font: Font, link_of: LinkOf) -> Markup:
    upright = trace.orientation == "v"
    scales = plane.across_scale, plane.up_scale
    across, along = scales if upright else reversed(scales)
    places, values = (trace.x, trace.y) if upright else (trace.y, trace.x)
    drawn, texts = [], []
    for i, (place, value) in enumerate(zip(places, values, strict=True)):
        if place is None or value is None:
            continue
        assert not isinstance(value, str)
        base = along.number(trace.base[i]) if trace.base else 0.0
        start, end = along.share(base), along.share(base + along.length(value))
        side = across.number(place) + across.length(trace.offset)
        low, high = across.share(side), across.share(side + across.length(trace.width))
        box = (low, 1 - end, high, 1 - start) if upright else (start, 1 - low, end, 1 - high)
        drawn.append(_with_title(_box(box, plane), _at(trace.hovertext, i), _at(trace.customdata, i), link_of))
        if trace.text and trace.text[i] and trace.textposition != "none":
            texts.append(_bar_text(trace, i, box, value, plane, font))
    outline = trace.marker.line
    edge = {"stroke": outline.color, "stroke_width": outline.width} if outline.width else {}
    fill = f"url(#{plane.hatching})" if trace.marker.pattern else trace.marker.color
    bars = tag("g", join(drawn), class_="chart-bars", fill=fill, **edge)
    return bars + _values(texts)


def _values(texts: Iterable[Markup]) -> Markup:
    written = join(texts)
    return tag("g", written, class_="chart-values") if written else written


Box = tuple[float, float, float, float]  # left, top, right, bottom as shares, the first two may be the larger


def _box(box: Box, plane: Plane, fill: str | None = None) -> Markup:
    left, right = sorted((box[0], box[2]))
    top, bottom = sorted((box[1], box[3]))
    x, y, _ = plane.at(Place(left, top))
    return tag("rect", x=x, y=y, width=plane.across(right - left), height=plane.down(bottom - top), fill=fill)


def _bar_text(trace: Bar, i: int, box: Box, value: float, plane: Plane, font: Font) -> Markup:
    assert trace.text is not None
    words, (left, top, right, bottom) = trace.text[i], box
    away = TEXT_PAD if value >= 0 else -TEXT_PAD
    place = Place((left + right) / 2, (top + bottom) / 2)
    side: Side = "center"
    edge: Edge = "middle"
    if trace.textposition == "outside" and trace.orientation == "v":
        place, edge = Place(place.x, top, 0, -away), "bottom" if value >= 0 else "top"
    elif trace.textposition == "outside":
        place, side = Place(right, place.y, away, 0), "left" if value >= 0 else "right"
    return text(words, place, side, edge, plane, font=font, own=trace.textfont, i=i)


def _scatter(trace: Scatter, plane: Plane, font: Font, link_of: LinkOf) -> Iterator[Markup]:
    if trace.fill or "lines" in trace.mode:
        yield _line(trace, plane, link_of)
    if "markers" in trace.mode and trace.marker.opacity:
        yield _points(trace, plane, link_of)
    if "text" in trace.mode and isinstance(trace.text, list):
        places = (Place(plane.x(x), plane.y(y)) for x, y in zip(trace.x, trace.y, strict=True))
        yield _values(
            text(words, place, "center", "middle", plane, font=font, own=trace.textfont, i=i)
            for i, (words, place) in enumerate(zip(trace.text, places, strict=True))
        )


def _line(trace: Scatter, plane: Plane, link_of: LinkOf) -> Markup:
    d = "".join(_runs(trace, plane))
    stroke = {"stroke": trace.line.color, "stroke_width": trace.line.width, "vector_effect": "non-scaling-stroke"}
    outline = tag(
        "path",
        class_="chart-line",
        d=d,
        fill=trace.fillcolor or "none",
        stroke_linejoin="round",
        **(stroke if trace.line.width else {}),
    )
    words = trace.text if trace.hoveron and isinstance(trace.text, str) else ""
    return plane.paths(_with_title(outline, words, trace.meta, link_of))


def _runs(trace: Scatter, plane: Plane) -> Iterator[str]:
    """The parts of a line between two gaps, as parts of a path."""
    points = zip(trace.x, trace.y, strict=True)
    for there, run in groupby(points, lambda point: None not in point):
        if there:
            drawn = (plane.point(plane.x(x), plane.y(y)) for x, y in run)
            yield "M" + "L".join(drawn) + ("Z" if trace.fill else "")


def _points(trace: Scatter, plane: Plane, link_of: LinkOf) -> Markup:
    marker, drawn = trace.marker, []
    for i, (x, y) in enumerate(zip(trace.x, trace.y, strict=True)):
        if x is None or y is None:
            continue
        place = Place(plane.x(x), plane.y(y))
        name, size = _one(marker.symbol, i), _one(marker.size, i)
        words = _at(trace.hovertext, i) if trace.hoverinfo == "text" else None
        if size or words:
            point = _point(name, size / 2, place, plane)
            drawn.append(_with_title(point, words, _at(trace.customdata, i), link_of))
    return tag("g", join(drawn), class_="chart-points", pointer_events="all", **look(marker))


def _point(name: str, radius: float, place: Place, plane: Plane) -> Markup:
    if name != "circle":
        return plane.around(place, symbol(name, radius))
    x, y, _ = plane.at(place)  # most points are circles, and these need no element around them
    return tag("circle", cx=x, cy=y, r=radius)


def look(marker: Marker) -> dict[str, str | float | None]:
    """The attributes of a group of points. What is not painted widens small ones for the pointer."""
    if marker.line.width:
        return {"fill": marker.color, "stroke": marker.line.color or marker.color, "stroke_width": marker.line.width}
    return {"fill": marker.color, "stroke_width": REACH}


def _cells(trace: Heatmap, plane: Plane, link_of: LinkOf) -> Markup:
    drawn = []
    for y, line in zip(trace.y, trace.z, strict=True):
        for x, value in zip(trace.x, line, strict=True):
            if value is None:
                continue
            box = (plane.x(x - 0.5), plane.y(y - 0.5), plane.x(x + 0.5), plane.y(y + 0.5))
            words, code = _at(_at(trace.hovertext, y), x), _at(_at(trace.customdata, y), x)
            drawn.append(_with_title(_box(box, plane, _shade(trace, value)), words, code, link_of))
    # The gap between cells is their outline in the colour of the page: a width in per cent cannot leave px out.
    return tag("g", join(drawn), class_="chart-cells", stroke=PAGE_COLOUR, stroke_width=trace.xgap)


def _shade(trace: Heatmap, value: float) -> str:
    """The colour of a value: that of the last stop of the scale which it has reached."""
    share = (value - trace.zmin) / (trace.zmax - trace.zmin)
    reached = [colour for stop, colour in trace.colorscale if stop <= share]
    return reached[-1] if share < 1 else trace.colorscale[-1][1]


def _one(given: Any, i: int) -> Any:
    return given[i] if isinstance(given, list) else given


def _at(given: Any, i: int) -> Any:
    return given[i] if given else None
