"""Small multiples: a row of columns for each series, all on one axis of time and one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from repression.charts.canvas import (
    Canvas,
    Drawing,
    LegendEntry,
    Series,
    axis_position,
    click_values,
    format_cell,
    plotly_value,
    series_of,
)
from repression.charts.placement import GAP, place_beside
from repression.charts.style import FINDING, GRID, HATCHING, UNKNOWN
from repression.charts.text import LINE, escape, wrap_lines
from repression.charts.vertical import HATCHED, draw_axis_of, hover_texts, step_of
from repression.i18n import get_translator

if TYPE_CHECKING:
    from repression.questions.answer import Answer

LEAST_ROW, MOST_ROW, ALL_ROWS = 76, 150, 400  # px of a row, and of all rows together where they are few
FEW = 12  # columns in a row that have their values
GAP_HEIGHT = 14  # px of the hatching where there is no value
NAME_GAP = 6  # px between the base line of a row and the name of the next one
ABOVE = 46  # px above the longest column: its value and the name of the row


def panels(answer: Answer, canvas: Canvas) -> Drawing:
    """Columns over months, quarters or years, a row a series; its name and its highest value stand in the row.

    A place whose row has no value is hatched. Rows of one column of codes have one colour: their names tell them apart.
    """
    series = series_of(answer)
    if "series" in answer.question.chart:
        series = [replace(one, colour=FINDING) for one in series]
    names = [wrap_lines(one.name, canvas.letters(canvas.width)) for one in series]
    more_lines = round((max(map(len, names), default=1) - 1) * LINE * canvas.font)
    row = min(MOST_ROW, max(LEAST_ROW, ALL_ROWS // max(1, len(series)))) + more_lines
    drawing = Drawing(height=canvas.plot_height or row * max(1, len(series)), left=12)
    tallest = 1 - (ABOVE + more_lines) * max(1, len(series)) / drawing.height
    drawing.yaxis = {"range": [0, max(1, len(series))], "visible": False}
    xs = draw_axis_of(answer, drawing, canvas)
    longest = max((row[one.y] or 0 for one in series for row in one.rows), default=0) or 1
    every = _values_fit(answer, drawing, series, canvas)
    for place, (one, name) in enumerate(reversed(list(zip(series, names, strict=True)))):
        _draw_row(answer, drawing, one, name, place, tallest / longest)
        _draw_gaps(answer, drawing, one, place, GAP_HEIGHT * len(series) / drawing.height)
        _write_values(answer, drawing, one, place, tallest / longest, every, canvas)
    for trace in drawing.traces:
        place_beside([trace], (1 - GAP) * step_of(xs))
    if any(trace["marker"].get("pattern") for trace in drawing.traces):
        _ = get_translator(answer.selection.lang)
        drawing.legend.append(LegendEntry(HATCHED, UNKNOWN, _("no figure")))
    ends = {"x0": drawing.xaxis["range"][0], "x1": drawing.xaxis["range"][1], "yref": "paper"}
    for place in range(1, len(series)):
        height = place / len(series)
        line = {"type": "line", "y0": height, "y1": height, "line": {"color": GRID, "width": 1}, "layer": "below"}
        drawing.shapes.append(ends | line)
    return drawing


def _draw_row(answer: Answer, drawing: Drawing, one: Series, name: Sequence[str], place: int, scale: float) -> None:
    """Draw the columns of a series from the height `place` on, and write the lines of its name above them."""
    known = [row for row in one.rows if row[one.y] is not None]
    drawing.traces.append(_columns(answer, one, known, place, [row[one.y] * scale for row in known]))
    drawing.annotations.append(
        {
            "xref": "paper",
            "x": 0,
            "y": place + 1,
            "xanchor": "left",
            "yanchor": "top",
            "xshift": -drawing.left,
            "yshift": -NAME_GAP,
            "align": "left",
            "showarrow": False,
            "text": "<br>".join(map(escape, name)),
        }
    )


def _draw_gaps(answer: Answer, drawing: Drawing, one: Series, place: int, height: float) -> None:
    """Hatch the places of a series whose rows have no value."""
    empty = [row for row in one.rows if row[one.y] is None and row[answer.question.chart["x"]] is not None]
    if empty:
        drawing.traces.append(_columns(answer, one, empty, place, [height] * len(empty), hatched=True))


def _write_values(
    answer: Answer, drawing: Drawing, one: Series, place: int, scale: float, every: bool, canvas: Canvas
) -> None:
    """Write the values of a series above its columns: every one, or the highest and the last that is complete."""
    x = answer.question.chart["x"]
    known = [row for row in one.rows if row[one.y] is not None]
    most = max(known, key=lambda row: row[one.y], default=None)
    last = _last_apart(answer, drawing, known, most, canvas)
    for row in known:
        if every or row is most or row is last:
            text = escape(format_cell(answer, one.y, row[one.y], bare=True))
            drawing.annotations.append(
                {
                    "x": plotly_value(row[x]),
                    "y": place + row[one.y] * scale,
                    "xanchor": "center",
                    "yanchor": "bottom",
                    "showarrow": False,
                    "text": f"<b>{text}</b>" if row is most else text,
                }
            )


def _last_apart(
    answer: Answer, drawing: Drawing, known: Sequence[dict[str, Any]], most: dict[str, Any] | None, canvas: Canvas
) -> dict[str, Any] | None:
    """The last row that is complete, if its value has room beside the highest one."""
    x, incomplete = answer.question.chart["x"], answer.question.chart.get("incomplete")
    whole = [row for row in known if not (incomplete and row[incomplete])]
    if not whole or most is None or drawing.x_range is None:
        return None
    first, end = drawing.x_range
    across = (canvas.width - drawing.left - drawing.right) / ((end - first) or 1)
    apart = abs(axis_position(whole[-1][x]) - axis_position(most[x])) * across
    return whole[-1] if apart > canvas.pixels("10,000") else None


def _values_fit(answer: Answer, drawing: Drawing, series: Sequence[Series], canvas: Canvas) -> bool:
    """Whether every column is wide enough for its value."""
    places = {row[answer.question.chart["x"]] for one in series for row in one.rows}
    room = (canvas.width - drawing.left - drawing.right) / max(1, len(places))
    texts = (format_cell(answer, one.y, row[one.y], bare=True) for one in series for row in one.rows)
    return len(places) <= FEW and max(map(canvas.pixels, texts), default=0) < room


def _columns(
    answer: Answer, one: Series, rows: list[dict[str, Any]], place: int, heights: list[float], hatched: bool = False
) -> dict[str, Any]:
    look = {"color": UNKNOWN, "pattern": HATCHING} if hatched else {"color": one.colour}
    return {
        "type": "bar",
        "name": escape(one.name),
        "x": [plotly_value(row[answer.question.chart["x"]]) for row in rows],
        "y": heights,
        "base": [place] * len(rows),
        "marker": {**look, "line": {"width": 0}},
        "hovertext": hover_texts(answer, one, rows),
        "hoverinfo": "text",
        "textposition": "none",
        **click_values(answer, rows, one.y),
    }
