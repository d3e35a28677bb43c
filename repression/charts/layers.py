"""Layers on top of a chart over time: dated events and single published figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from repression.charts.canvas import Canvas, Drawing, axis_position, plotly_value, rows_of
from repression.charts.style import INK, PAGE_COLOUR, QUIET_INK, with_alpha
from repression.charts.text import LINE, escape, format_moment, hover_text, wrap_lines
from repression.palette import EVENT_LINE

if TYPE_CHECKING:
    from repression.questions.answer import Answer

BADGE, ROW, MAX_BADGE_ROWS = 15, 18, 5  # px, px, rows


@dataclass(frozen=True)
class Event:
    """A numbered event of a chart; `date` is a date or ISO text, as in its question."""

    number: int
    date: Any
    title: str


def events_on(answer: Answer, x_range: tuple[float, float]) -> list[Event]:
    """The events within a chart's time range, numbered from 1 by date."""
    layer = answer.layers.get("events")
    rows = rows_of(layer) if layer else []
    first, last = x_range
    inside = [row for row in rows if row["date"] and first <= axis_position(row["date"]) <= last]
    inside.sort(key=lambda row: axis_position(row["date"]))
    return [Event(i, row["date"], row["title"]) for i, row in enumerate(inside, start=1)]


def draw_events(drawing: Drawing, answer: Answer, canvas: Canvas) -> None:
    """Draw numbers in a strip above the plot, in as many rows as avoid overlaps, and a thin line down from each."""
    if drawing.x_range is None or not (events := events_on(answer, drawing.x_range)):
        return
    rows = _rows(events, drawing, canvas)
    strip = ROW * (max(rows) + 1)
    if not canvas.fixed:
        drawing.height += strip
    share = strip / drawing.height
    places = [1 - (row + 0.5) / (max(rows) + 1) for row in rows]
    drawing.yaxis["domain"] = [0, 1 - share]
    drawing.layout["yaxis2"] = {
        "range": [0, 1],
        "domain": [1 - share, 1],
        "visible": False,
        "fixedrange": True,
        "anchor": "x",
    }
    for event, place in zip(events, places, strict=True):
        x = plotly_value(event.date)
        ends = {"x0": x, "x1": x, "y0": 0, "y1": 1 - share * (1 - place), "yref": "paper"}
        drawing.shapes.append({"type": "line", **ends, "line": {"color": EVENT_LINE, "width": 1}, "layer": "below"})
    drawing.traces.append(_badges(events, places, answer))


def _rows(events: Sequence[Event], drawing: Drawing, canvas: Canvas) -> list[int]:
    first, last = drawing.x_range or (0.0, 1.0)
    pixels_a_day = (canvas.width - drawing.left - drawing.right - 16) / ((last - first) or 1)
    taken = [float("-inf")] * MAX_BADGE_ROWS
    rows = []
    for event in events:
        place = axis_position(event.date) * pixels_a_day
        free = [row for row in range(MAX_BADGE_ROWS) if place - taken[row] >= BADGE + 1]
        row = free[0] if free else taken.index(min(taken))
        taken[row] = place
        rows.append(row)
    return rows


def _badges(events: Sequence[Event], places: Sequence[float], answer: Answer) -> dict[str, Any]:
    lang = answer.selection.lang
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [plotly_value(event.date) for event in events],
        "y": list(places),
        "yaxis": "y2",
        "text": [str(event.number) for event in events],
        "textposition": "middle center",
        "textfont": {"size": 10, "color": INK},
        "marker": {
            "size": BADGE,
            "color": PAGE_COLOUR,
            "opacity": 1,
            "line": {"color": QUIET_INK, "width": 1},
        },
        "hovertext": [hover_text(format_moment(event.date, False, lang), event.title) for event in events],
        "hoverinfo": "text",
        "cliponaxis": False,
        "showlegend": False,
    }


def draw_marks(drawing: Drawing, answer: Answer, canvas: Canvas) -> None:
    """Draw ringed points from rows of `date, value, label`; points close together share a label."""
    layer = answer.layers.get("marks")
    if layer is None or drawing.y_range is None:
        return
    rows = [row for row in rows_of(layer) if row["date"] is not None and row["value"] is not None]
    if not rows:
        return
    lang = answer.selection.lang
    drawing.traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [plotly_value(row["date"]) for row in rows],
            "y": [row["value"] for row in rows],
            "marker": {"symbol": "circle-open", "size": 13, "color": INK, "line": {"width": 2}},
            "hovertext": [hover_text(format_moment(row["date"], False, lang), row["label"]) for row in rows],
            "hoverinfo": "text",
            "cliponaxis": False,
            "showlegend": False,
        }
    )
    for group in _close(rows, drawing):
        drawing.annotations.append(_label(drawing, group, canvas))


def _close(rows: list[dict[str, Any]], drawing: Drawing) -> list[list[dict[str, Any]]]:
    """Groups of rows that are too close together for a label each."""
    first, last = drawing.x_range or (0.0, 1.0)
    groups: list[list[dict[str, Any]]] = []
    for row in sorted(rows, key=lambda row: axis_position(row["date"])):
        if groups and axis_position(row["date"]) - axis_position(groups[-1][0]["date"]) < (last - first) / 8:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


ARMS = (44, 24, 74, 104, 134)  # px from a mark to its label, in order of preference
SIDES = ("center", "left", "right")  # of a label, aligned with its mark
STEP = 4  # px between the points at which a line is sampled


def _label_place(drawing: Drawing, row: dict[str, Any], tall: float, wide: float, canvas: Canvas) -> tuple[int, str]:
    """The position of a label of `tall` × `wide` px that covers the fewest drawn points.

    The first value is the distance in px below (or, if negative, above) the mark, the second the aligned side.
    """
    low, high = drawing.y_range or (0.0, 1.0)
    first, last = drawing.x_range or (0.0, 1.0)
    across = (canvas.width - drawing.left - drawing.right) / ((last - first) or 1)  # px a day
    up = drawing.height / (high - low)  # px a unit
    width, height = (last - first) * across, (high - low) * up
    x_mark, y_mark = (axis_position(row["date"]) - first) * across, (row["value"] - low) * up
    places = [place for trace in drawing.traces for place in _drawn_points(trace, first, low, across, up)]

    def covered(spot: tuple[int, str]) -> tuple[bool, int]:
        arm, side = spot
        left = x_mark - {"left": 0.0, "center": wide / 2, "right": wide}[side]
        bottom = y_mark + (-arm - tall if arm > 0 else -arm)
        inside = 0 <= left <= width - wide and 0 <= bottom <= height - tall
        hit = sum(left <= x <= left + wide and bottom <= y <= bottom + tall for x, y in places)
        return not inside, hit

    return min(((way * arm, side) for arm in ARMS for way in (1, -1) for side in SIDES), key=covered)


def _drawn_points(
    trace: dict[str, Any], first: float, low: float, across: float, up: float
) -> list[tuple[float, float]]:
    """The drawn points of a trace, in px from the left and the bottom, with samples along its lines."""
    points = [
        None if x is None or y is None else ((axis_position(x) - first) * across, (y - low) * up)
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    there = [point for point in points if point]
    if "lines" not in trace.get("mode", ""):  # bars have none
        return there
    pairs = [(one, other) for one, other in pairwise(points) if one and other]
    return there + [place for one, other in pairs for place in _between(one, other)]


def _between(one: tuple[float, float], other: tuple[float, float]) -> list[tuple[float, float]]:
    """Sample points between two points, STEP px apart."""
    (x, y), (to_x, to_y) = one, other
    steps = int(math.hypot(to_x - x, to_y - y) / STEP)
    return [(x + (to_x - x) * i / steps, y + (to_y - y) * i / steps) for i in range(1, steps)]


def _label(drawing: Drawing, rows: list[dict[str, Any]], canvas: Canvas) -> dict[str, Any]:
    """One label for points close together, where it covers the fewest drawn points."""
    lowest = min(rows, key=lambda row: row["value"])
    rows = sorted(rows, key=lambda row: -row["value"])
    letters = canvas.letters(360 if canvas.fixed else 170)
    bullet = "• " if len(rows) > 1 else ""
    text = [part for row in rows for part in wrap_lines(f"{bullet}{row['label']}", letters, 3)]
    tall = len(text) * canvas.font * LINE
    arm, side = _label_place(drawing, lowest, tall, max(map(canvas.pixels, text)), canvas)
    return {
        "x": plotly_value(lowest["date"]),
        "y": lowest["value"],
        "ax": 0,
        "ay": arm,
        "xanchor": side,
        "yanchor": "top" if arm > 0 else "bottom",
        "align": side,
        "text": "<br>".join(map(escape, text)),
        "font": {"size": canvas.font - 1},
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": QUIET_INK,
        "standoff": 7,
        "bgcolor": with_alpha(PAGE_COLOUR, 0.85),
    }
