"""The legend: as a list of HTML below a fluid drawing, or below the plot of a picture."""

from __future__ import annotations

from markupsafe import Markup

from repression.charts.canvas import Canvas
from repression.charts.svg.marks import look, symbol
from repression.charts.svg.markup import join, number, plain_lines, tag
from repression.charts.svg.model import Bar, Figure, Heatmap, Trace

WIDTH, HEIGHT = 30, 14  # px, of a sign
ROW, SIGN = 22, 44  # px, of a row, and of a sign with the space around it
SMALL = 5  # px, diameter of a point's sign where the points have none


def html_legend(figure: Figure) -> Markup:
    """The legend as a list that breaks where the page ends; empty without one."""
    items = (tag("li", _framed(trace) + tag("span", " ".join(plain_lines(trace.name)))) for trace in _named(figure))
    return tag("ul", join(items), class_="chart-legend") if figure.layout.showlegend else Markup()


def svg_legend(figure: Figure, width: float) -> Markup:
    """The legend of a picture around (0, 0), in as many equal columns as fit into a width in px."""
    if not figure.layout.showlegend:
        return Markup()
    canvas = Canvas(int(width), int(figure.layout.font.size or 0))
    named = [(trace, plain_lines(trace.name)) for trace in _named(figure)]
    widest = SIGN + max((canvas.pixels(line) for _, lines in named for line in lines), default=0)
    columns = max(1, int(width // widest))
    drawn = []
    for i, (trace, lines) in enumerate(named):
        at = f"translate({number(i % columns * widest)} {number(ROW * (i // columns))})"
        text = join(tag("tspan", line, x=SIGN - 4, dy=number(ROW if n else 0)) for n, line in enumerate(lines))
        drawn.append(tag("g", _sign(trace) + tag("text", text, y=HEIGHT / 2 + canvas.font * 0.35), transform=at))
    return join(drawn)


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
