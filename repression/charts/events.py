"""Dated events: all in the time of a chart, and those that are named on its curve."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any, NamedTuple

from repression.charts.canvas import Canvas, Drawing, axis_position, plotly_value, rows_of
from repression.charts.style import INK, PAGE_COLOUR, QUIET_INK
from repression.charts.text import LINE, escape, format_moment, hover_text, wrap_lines

if TYPE_CHECKING:
    from repression.questions.answer import Answer

LEAST, MOST = 3, 5  # named events on a curve
LETTERS = (18, 14, 11)  # in a line of a name on the curve, in order of preference
MOST_LINES = 5  # of a name on the curve; what is longer is not named
WIDEST = 1044  # px, of a page's column
ARMS = range(24, 240, 16)  # px from the curve to a name, in order of preference
SIDES = ("center", "left", "right")  # of a name, aligned with its place on the curve
STEP = 4  # px between the points at which a line is sampled
AROUND = 3  # px that a name keeps free


@dataclass(frozen=True)
class Event:
    """An event; `date` is a date or ISO text, as in its question.

    `label` names it on a curve, `released` is how many people it freed, or 0.
    """

    date: Any
    title: str
    label: str
    released: int

    @cached_property
    def position(self) -> float:
        """Its position on an axis of dates."""
        return axis_position(self.date)


def events_on(answer: Answer, x_range: tuple[float, float]) -> list[Event]:
    """The events within a chart's time range, by date."""
    layer = answer.layers.get("events")
    rows = rows_of(layer) if layer else []
    first, last = x_range
    events = [Event(row["date"], row["title"], row["label"], row["released"] or 0) for row in rows if row["date"]]
    return sorted((one for one in events if first <= one.position <= last), key=lambda one: one.position)


def draw_events(drawing: Drawing, answer: Answer, canvas: Canvas) -> None:
    """Name a few events on the curve: those that freed most people, and the first one, with which the curve begins.

    Where these are fewer than `LEAST`, those farthest in time from them follow. A name stands only where it covers
    nothing, at the least width of the chart and at the widest page.
    """
    if drawing.x_range is None or len(drawing.curve) < 2:
        return
    rest = [one for one in events_on(answer, drawing.x_range) if _height_at(drawing, one) is not None]
    plots = [_Plot(drawing, canvas, width) for width in {canvas.width, canvas.width if canvas.fixed else WIDEST}]
    named: list[Event] = []
    while event := _next_event(rest, named):
        rest.remove(event)
        if note := _note(drawing, event, canvas, plots):
            drawing.annotations.append(note)
            named.append(event)
    if named:
        drawing.traces.append(_dots(drawing, named, answer))


def _next_event(rest: Sequence[Event], named: Sequence[Event]) -> Event | None:
    """The event to name next of those that are left, by date; None if enough are named."""
    if not rest or len(named) == MOST:
        return None
    most = max(rest, key=lambda one: one.released)
    if most.released:
        return most
    first = rest[0]
    if all(first.position < one.position for one in named):
        return first
    if len(named) >= LEAST:
        return None
    return max(rest, key=lambda one: min(abs(one.position - other.position) for other in named))


def _height_at(drawing: Drawing, event: Event) -> float | None:
    """The value of the curve on the day of an event; None beyond its ends."""
    for (x, y), (to_x, to_y) in pairwise(drawing.curve):
        if x <= event.position <= to_x:
            return y + (to_y - y) * (event.position - x) / ((to_x - x) or 1)
    return None


def _dots(drawing: Drawing, events: Sequence[Event], answer: Answer) -> dict[str, Any]:
    lang = answer.selection.lang
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plotly_value(event.date) for event in events],
        "y": [_height_at(drawing, event) for event in events],
        "marker": {"size": 9, "color": PAGE_COLOUR, "opacity": 1, "line": {"color": INK, "width": 1.5}},
        "hovertext": [hover_text(format_moment(event.date, False, lang), event.title) for event in events],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


class Box(NamedTuple):
    """An area of the plot, in px from its lower left corner."""

    left: float
    low: float
    right: float
    high: float

    def meets(self, other: Box) -> bool:
        """Whether the two have a place in common."""
        return self.left < other.right and other.left < self.right and self.low < other.high and other.low < self.high


class _Plot:
    """The plot of a drawing at a width: what is drawn where, in px."""

    def __init__(self, drawing: Drawing, canvas: Canvas, width: int) -> None:
        self.drawing, self.canvas = drawing, canvas
        first, last = (datetime.fromisoformat(end).timestamp() / 86400 for end in drawing.xaxis["range"])
        self._first = datetime.fromisoformat(drawing.xaxis["range"][0]).toordinal()
        self.width = width - drawing.left - drawing.right
        self.across = self.width / ((last - first) or 1)
        low, high = drawing.y_range or (0.0, 1.0)
        self._low, self.up = low, drawing.height / ((high - low) or 1)
        self.taken = [_around(place) for trace in drawing.traces for place in self._drawn(trace)]
        self.taken += [self.box_of(note) for note in drawing.annotations if "yref" not in note]

    def place(self, x: Any, y: float) -> tuple[float, float]:
        """A point in px from the lower left corner."""
        return (axis_position(x) - self._first) * self.across, (y - self._low) * self.up

    def box_of(self, note: dict[str, Any]) -> Box:
        """The area of a note's text."""
        lines = note["text"].replace("<b>", "").replace("</b>", "").split("<br>")
        wide, tall = max(map(self.canvas.pixels, lines)), len(lines) * self.canvas.font * LINE
        x, y = self.place(note["x"], note["y"])
        x, y = x + note.get("xshift", 0), y + note.get("yshift", 0) - note.get("ay", 0)
        left = x - {"left": 0.0, "center": wide / 2, "right": wide}[note["xanchor"]]
        low = y - {"bottom": 0.0, "middle": tall / 2, "top": tall}[note["yanchor"]]
        return Box(left - AROUND, low - AROUND, left + wide + AROUND, low + tall + AROUND)

    def is_free(self, note: dict[str, Any]) -> bool:
        """Whether a note is inside the plot and covers nothing, nor its line."""
        text = self.box_of(note)
        inside = (
            text.left >= -AROUND and text.right <= self.width and text.low >= 0 and text.high <= self.drawing.height
        )
        arm = self._arm_of(note)
        return inside and not any(text.meets(one) or arm.meets(one) for one in self.taken)

    def take(self, note: dict[str, Any]) -> None:
        """Keep the place of a note and its line."""
        self.taken += [self.box_of(note), self._arm_of(note)]

    def _arm_of(self, note: dict[str, Any]) -> Box:
        """The area of a note's line, without its end at the curve."""
        (x, y), arm = self.place(note["x"], note["y"]), -note["ay"]
        near = math.copysign(min(abs(arm), 12), arm)
        return Box(x - 1, y + min(near, arm), x + 1, y + max(near, arm))

    def _drawn(self, trace: dict[str, Any]) -> Iterator[tuple[float, float]]:
        """The drawn points of a trace, with samples along its lines."""
        pairs = zip(trace["x"], trace["y"], strict=True)
        points = [None if x is None or y is None else self.place(x, y) for x, y in pairs]
        yield from (point for point in points if point)
        if "lines" in trace["mode"]:
            for one, other in pairwise(points):
                if one and other:
                    yield from _between(one, other)


def _around(place: tuple[float, float]) -> Box:
    x, y = place
    return Box(x - AROUND, y - AROUND, x + AROUND, y + AROUND)


def _between(one: tuple[float, float], other: tuple[float, float]) -> list[tuple[float, float]]:
    """Sample points between two points, STEP px apart."""
    (x, y), (to_x, to_y) = one, other
    steps = int(math.hypot(to_x - x, to_y - y) / STEP)
    return [(x + (to_x - x) * i / steps, y + (to_y - y) * i / steps) for i in range(1, steps)]


def _note(drawing: Drawing, event: Event, canvas: Canvas, plots: Sequence[_Plot]) -> dict[str, Any] | None:
    """The name of an event at the nearest free place; None where there is no room."""
    x, y = plotly_value(event.date), _height_at(drawing, event)
    for lines, arm, way, side in product(_wrapped(event, canvas), ARMS, (1, -1), SIDES):
        note = {
            "x": x,
            "y": y,
            "ax": 0,
            "ay": way * arm,
            "xanchor": side,
            "yanchor": "top" if way > 0 else "bottom",
            "align": side,
            "text": "<br>".join(map(escape, lines)),
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": QUIET_INK,
            "standoff": 5,
        }
        if all(plot.is_free(note) for plot in plots):
            for plot in plots:
                plot.take(note)
            return note
    return None


def _wrapped(event: Event, canvas: Canvas) -> list[list[str]]:
    """The ways to break an event's name into lines."""
    ways = [wrap_lines(event.label, letters * (2 if canvas.fixed else 1)) for letters in LETTERS]
    return [lines for lines in ways if len(lines) <= MOST_LINES]
