"""The legend: as a list of HTML below a fluid drawing, or below the plot of a picture."""

from __future__ import annotations

from itertools import accumulate

from markupsafe import Markup

from repression.charts.canvas import LEGEND_ROW, LEGEND_SIGN, Canvas, legend_columns
from repression.charts.svg.marks import look, symbol
from repression.charts.svg.markup import join, number, plain_lines, tag
from repression.charts.svg.model import Bar, Figure, Heatmap, Trace
from repression.charts.svg.texts import MIDDLE

WIDTH, HEIGHT = 30, 14  # px, of a sign
GAP = 6  # px between a name and the next sign, and above the first row
WIDE = 1.12  # how much wider than estimated a name may be
SMALL = 5  # px, diameter of a point's sign where the points have none


def html_legend(figure: Figure) -> Markup:
    """The legend as a list that breaks where the page ends; empty without one."""
    items = (tag("li", _framed(trace) + tag("span", " ".join(plain_lines(trace.name)))) for trace in _named(figure))
    return tag("ul", join(items), class_="chart-legend") if figure.layout.showlegend else Markup()


def svg_legend(figure: Figure, width: float) -> Markup:
    """The legend of a picture around (0, 0): in one row if a width in px has room for it, else in equal columns."""
    canvas = Canvas(int(width), int(figure.layout.font.size or 0))
    named = [(trace, plain_lines(trace.name)) for trace in _named(figure)] if figure.layout.showlegend else []
    if not named:
        return Markup()
    widths = [LEGEND_SIGN + WIDE * max(map(canvas.pixels, lines)) for _, lines in named]
    columns, starts = len(named), [0, *accumulate(widths)]
    if starts[-1] > width:
        columns = legend_columns([line for _, lines in named for line in lines], width, canvas)
        starts = [width / columns * i for i in range(columns)]
    drawn, down = [], float(GAP)
    for first in range(0, len(named), columns):
        row = named[first : first + columns]
        for (trace, lines), right in zip(row, starts, strict=False):
            at = f"translate({number(right)} {number(down)})"
            drawn.append(tag("g", _sign(trace) + _name(lines, canvas), transform=at))
        down += LEGEND_ROW * max(len(lines) for _, lines in row)
    return join(drawn)


def _name(lines: list[str], canvas: Canvas) -> Markup:
    right = LEGEND_SIGN - GAP
    pieces = (tag("tspan", line, x=right, dy=LEGEND_ROW if n else 0) for n, line in enumerate(lines))
    return tag("text", join(pieces), y=HEIGHT / 2 + canvas.font * MIDDLE)


def _named(figure: Figure) -> list[Trace]:
    return [trace for trace in figure.data if trace.showlegend and not isinstance(trace, Heatmap)]


def _framed(trace: Trace) -> Markup:
    width = HEIGHT if isinstance(trace, Bar) else WIDTH
    return tag("svg", _sign(trace), width=width, height=HEIGHT, aria_hidden="true")


def _sign(trace: Trace) -> Markup:
    """What stands for a trace in the legend: a piece of its bar, area or line, with its point."""
    assert not isinstance(trace, Heatmap)
    middle = HEIGHT / 2
    if isinstance(trace, Bar):
        return tag("rect", width=HEIGHT, height=HEIGHT, fill=trace.marker.color)
    if trace.fill:
        return tag("rect", width=WIDTH, height=HEIGHT, fill=trace.fillcolor)
    line = tag("line", x2=WIDTH, y1=middle, y2=middle, stroke=trace.line.color, stroke_width=trace.line.width)
    if "markers" not in trace.mode:
        return line
    size, name = trace.marker.size, trace.marker.symbol
    diameter = (max(size, default=0) if isinstance(size, list) else size) or SMALL
    point = symbol(name[0] if isinstance(name, list) else name, diameter / 2)
    at = f"translate({number(WIDTH / 2)} {number(middle)})"
    pointed = tag("g", point, transform=at, **look(trace.marker))
    return line + pointed if "lines" in trace.mode else pointed
