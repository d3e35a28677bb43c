"""Horizontal charts, one category a row: bars, percentiles, timeline."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence, Set
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from repression.charts.canvas import (
    MILLISECONDS_A_DAY,
    Canvas,
    Drawing,
    LegendEntry,
    Series,
    axis_position,
    click_values,
    format_cell,
    plotly_value,
    rows_of,
    series_of,
    title_of,
    unit_of,
    y_columns,
)
from repression.charts.placement import GAP, place_beside, place_on_top, value_range
from repression.charts.style import HATCHING, INK, PAGE_COLOUR, QUIET_INK, UNKNOWN, colour_of, with_alpha
from repression.charts.text import LINE, MEAN_LETTER, escape, format_moment, hover_text, wrap_lines
from repression.charts.ticks import month_ticks, number_ticks
from repression.formatting import format_message, format_number
from repression.i18n import get_translator

if TYPE_CHECKING:
    from repression.questions.answer import Answer

SHORT = 14  # letters; on a narrow page longer labels are put above their bars
ABOVE_SLOT, BESIDE_SLOT = 46, 30  # px for each category with a label of one line
NOT_KNOWN = {"not_found", "not_split"}  # columns that count what is not known
NOT_STATED = "unknown"  # the code of what the source does not state
APART = 0.4  # of a slot, between the known and what is not stated
LEAST_SLOT = 14  # px; less is not readable in a picture of fixed height
SPAN = 0.34  # of a slot, the bar of a timeline


def bars(answer: Answer, canvas: Canvas) -> Drawing:
    """Horizontal bars, first row on top; several `y` or a `series` are grouped or stacked."""
    chart, series = answer.question.chart, series_of(answer)
    drawing, place, room = _horizontal(answer, canvas, per_slot=1 if chart.get("stack") else len(series))
    drawing.traces = [_bars(answer, one, place) for one in series]
    (place_on_top if chart.get("stack") else place_beside)(drawing.traces, room)
    for one, trace in zip(series, drawing.traces, strict=True):
        if one.y in NOT_KNOWN:
            trace["marker"] |= {"color": UNKNOWN, "pattern": HATCHING}
        if len(series) > 1:
            drawing.legend.append(LegendEntry("▨" if one.y in NOT_KNOWN else "■", trace["marker"]["color"], one.name))
    if len(series) == 1:
        _hatch(drawing, {place[name] for name in not_stated(answer) if name in place})
    drawing.xaxis |= {"visible": False, "type": "linear", "range": value_range(drawing.traces)}
    drawing.bottom = 8
    for trace in drawing.traces:
        trace["textfont"]["size"] = drawing.yaxis.get("tickfont", {}).get("size", canvas.font)
    texts = [text for trace in drawing.traces for text in trace["text"]]
    drawing.right = 12 + max(map(canvas.pixels, texts), default=0)
    if chart.get("stack") and len(series) > 1:
        _write_inside(drawing)
        _write_sums(answer, drawing, series, place, canvas)
    return drawing


def not_stated(answer: Answer) -> set[Any]:
    """The categories of what the source does not state, by their codes: their bars are hatched, and stand apart."""
    chart = answer.question.chart
    return {row[chart["x"]] for row in rows_of(answer) if "code" in chart and row[chart["code"]] == NOT_STATED}


def _hatch(drawing: Drawing, places: Set[float]) -> None:
    """Hatch the bars at some places: they become a trace of their own."""
    [trace] = drawing.traces
    inside = [y in places for y in trace["y"]]
    if any(inside):
        lists = {key: value for key, value in trace.items() if isinstance(value, list)}
        known = {
            key: [v for v, hatched in zip(value, inside, strict=True) if not hatched] for key, value in lists.items()
        }
        rest = {key: [v for v, hatched in zip(value, inside, strict=True) if hatched] for key, value in lists.items()}
        look = {"marker": {"color": UNKNOWN, "pattern": HATCHING, "line": {"width": 0}}}
        drawing.traces = [{**trace, **known}, {**trace, **rest, **look}]


def _write_inside(drawing: Drawing) -> None:
    """Write numbers inside the parts of stacked bars that are long enough; of the only part its sum says it."""
    sums: dict[float, float] = {}
    parts: Counter[float] = Counter()
    for trace in drawing.traces:
        for place, value in zip(trace["y"], trace["x"], strict=True):
            sums[place] = sums.get(place, 0) + (value or 0)
            parts[place] += bool(value)
    least = max(sums.values(), default=0) * 0.1
    for trace in drawing.traces:
        texts = zip(trace["text"], trace["x"], trace["y"], strict=True)
        trace["text"] = [text if (value or 0) >= least and parts[place] > 1 else "" for text, value, place in texts]
        trace |= {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0}
        # On a hatched part, whose ground is light, the number is dark.
        trace["textfont"] = {"color": INK if "pattern" in trace["marker"] else PAGE_COLOUR}


def _write_sums(
    answer: Answer, drawing: Drawing, series: Sequence[Series], place: dict[Any, float], canvas: Canvas
) -> None:
    """Write the sum of each stacked bar at its end."""
    sums: Counter[Any] = Counter()
    for one in series:
        for row in one.rows:
            if row[one.y] and (name := row[answer.question.chart["x"]]) in place:
                sums[name] += row[one.y]
    texts = {name: format_cell(answer, series[0].y, value, bare=True) for name, value in sums.items()}
    for name, text in texts.items():
        drawing.annotations.append(
            {
                "x": sums[name],
                "y": place[name],
                "xanchor": "left",
                "yanchor": "middle",
                "xshift": 4,
                "showarrow": False,
                "text": f"<b>{escape(text)}</b>",
            }
        )
    drawing.right = 12 + max(map(canvas.pixels, texts.values()), default=0)


def _bars(answer: Answer, group: Series, place: dict[Any, float]) -> dict[str, Any]:
    x = answer.question.chart["x"]
    rows = [row for row in group.rows if row[x] in place]
    name = group.name if answer.question.chart.get("series") or len(y_columns(answer)) > 1 else ""
    return {
        "type": "bar",
        "orientation": "h",
        "name": escape(group.name),
        "x": [row[group.y] for row in rows],
        "y": [place[row[x]] for row in rows],
        "marker": {"color": group.colour, "line": {"width": 0}},
        "text": [escape(format_cell(answer, group.y, row[group.y], bare=True)) for row in rows],
        "textposition": "outside",
        "constraintext": "none",
        "textfont": {"color": QUIET_INK},
        "cliponaxis": False,
        "hovertext": [
            hover_text(_category_name(row[x]), name, format_cell(answer, group.y, row[group.y])) for row in rows
        ],
        "hoverinfo": "text",
        **click_values(answer, rows, group.y),
    }


def dumbbells(answer: Answer, canvas: Canvas) -> Drawing:
    """Then and now: for each category the two values of `y` as points, and the line from one to the other."""
    x, both = answer.question.chart["x"], series_of(answer)
    drawing, place, _ = _horizontal(answer, canvas, per_slot=1)
    rows = [row for row in rows_of(answer) if row[x] in place]
    drawing.traces = [_spans(rows, both, [place[row[x]] for row in rows])]
    drawing.traces += [_ends(answer, one, rows, place) for one in both]
    drawing.legend = [LegendEntry("●", one.colour, one.name) for one in both]
    values = [format_cell(answer, one.y, row[one.y], bare=True) for one in both for row in rows]
    drawing.left = max(drawing.left, 12 + max(map(canvas.pixels, values), default=0))
    drawing.right = drawing.left
    drawing.bottom = 8
    for label in drawing.annotations:
        if label["x"] == 0:
            label["xshift"] = 6 - drawing.left
    for row in rows:
        known = sorted((one for one in both if row[one.y] is not None), key=lambda one: row[one.y])
        for one, side in zip(known, ("right", "left"), strict=False):
            drawing.annotations.append(_end_value(answer, one, row, place[row[x]], side if len(known) > 1 else "left"))
    high = max((row[one.y] for one in both for row in rows if row[one.y] is not None), default=0) or 1
    drawing.xaxis |= {"visible": False, "type": "linear", "range": [0, high]}
    return drawing


def _spans(rows: Sequence[dict[str, Any]], both: Sequence[Series], places: Sequence[float]) -> dict[str, Any]:
    """The lines from the one to the other, in a tint of the colour in which they end."""
    one, other = both
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [end for row in rows for end in (row[one.y], row[other.y], None)],
        "y": [end for at in places for end in (at, at, None)],
        "line": {"color": with_alpha(other.colour, 0.35), "width": 4},
        "hoverinfo": "skip",
    }


def _ends(answer: Answer, one: Series, rows: Sequence[dict[str, Any]], place: dict[Any, float]) -> dict[str, Any]:
    x = answer.question.chart["x"]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": escape(one.name),
        "x": [row[one.y] for row in rows],
        "y": [place[row[x]] for row in rows],
        "marker": {"color": one.colour, "size": 11, "line": {"color": PAGE_COLOUR, "width": 1.5}},
        "cliponaxis": False,
        "hovertext": [
            hover_text(_category_name(row[x]), one.name, format_cell(answer, one.y, row[one.y])) for row in rows
        ],
        "hoverinfo": "text",
        **click_values(answer, rows, one.y),
    }


def _end_value(answer: Answer, one: Series, row: dict[str, Any], at: float, side: str) -> dict[str, Any]:
    return {
        "x": row[one.y],
        "y": at,
        "xanchor": side,
        "yanchor": "middle",
        "xshift": 9 if side == "left" else -9,
        "showarrow": False,
        "text": escape(format_cell(answer, one.y, row[one.y], bare=True)),
        "font": {"color": one.colour},
    }


def percentiles(answer: Answer, canvas: Canvas) -> Drawing:
    """Quantiles: p10 to p90 thin, p25 to p75 thick, the median a dot."""
    p10, p25, p50, p75, p90 = y_columns(answer)
    x = answer.question.chart["x"]
    drawing, place, _ = _horizontal(answer, canvas, per_slot=1)
    rows = [row for row in rows_of(answer) if row[x] in place]
    colour = colour_of(p50, 0)
    thin = _strokes(answer, rows, place, p10, p90, {"color": with_alpha(colour, 0.45), "width": 2})
    thick = _strokes(answer, rows, place, p25, p75, {"color": with_alpha(colour, 0.45), "width": 10})
    median = {
        "type": "scatter",
        "mode": "markers",
        "x": [row[p50] for row in rows],
        "y": [place[row[x]] for row in rows],
        "marker": {"color": colour, "size": 11, "line": {"color": PAGE_COLOUR, "width": 1.5}},
        "hovertext": [
            hover_text(
                _category_name(row[x]),
                *(f"{title_of(answer, y)}: {format_cell(answer, y, row[y])}" for y in y_columns(answer)),
            )
            for row in rows
        ],
        "hoverinfo": "text",
        **click_values(answer, rows),
    }
    drawing.traces = [thin, thick, median]
    drawing.legend = [
        LegendEntry("●", colour, title_of(answer, p50)),
        LegendEntry("▬", colour, f"{title_of(answer, p25)} – {title_of(answer, p75)}"),
        LegendEntry("—", colour, f"{title_of(answer, p10)} – {title_of(answer, p90)}"),
    ]
    lang, in_months = answer.selection.lang, unit_of(answer, p50).measure == "months"
    high = max((row[p90] for row in rows if row[p90] is not None), default=0) or 1
    drawing.xaxis |= {
        "range": [0, high],
        **(month_ticks(0, high) if in_months else number_ticks(0, high, True, lambda x: format_number(x, lang))),
        "showgrid": True,
        "title": {"text": escape(get_translator(lang)("years") if in_months else unit_of(answer, p50))},
    }
    drawing.bottom = 32 + 2 * canvas.font
    return drawing


def _strokes(
    answer: Answer,
    rows: Sequence[dict[str, Any]],
    place: dict[Any, float],
    low: str,
    high: str,
    stroke: dict[str, Any],
) -> dict[str, Any]:
    x = answer.question.chart["x"]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [end for row in rows for end in (row[low], row[high], None)],
        "y": [end for row in rows for end in (place[row[x]], place[row[x]], None)],
        "line": stroke,
        "hoverinfo": "skip",
    }


def timeline(answer: Answer, canvas: Canvas) -> Drawing:
    """A bar from a date to a date a category; `series` colours by a column.

    A bar without an end runs to the date in the column `open` (the last day on which the span is known to last), or
    else to the newest snapshot, and ends in an arrowhead.
    """
    chart, groups = answer.question.chart, series_of(answer)
    drawing, place, _ = _horizontal(answer, canvas, per_slot=1)
    drawing.traces = [_timeline_bars(answer, one, place) for one in groups]
    drawing.traces += [trace for one in groups if (trace := _arrowheads(answer, one, place))["x"]]
    drawing.legend = [LegendEntry("■", one.colour, one.name) for one in groups if chart.get("series")]
    drawing.xaxis |= {"type": "date", "range": _time_range(answer, groups), "tickangle": 0, "showgrid": True}
    drawing.right = 24
    return drawing


def _timeline_bars(answer: Answer, group: Series, place: dict[Any, float]) -> dict[str, Any]:
    chart, lang = answer.question.chart, answer.selection.lang
    rows = [row for row in _started(answer, group) if row[chart["x"]] in place]
    lengths = [axis_position(_until(answer, row)) - axis_position(row[chart["from"]]) for row in rows]
    return {
        "type": "bar",
        "orientation": "h",
        "name": escape(group.name),
        "base": [plotly_value(row[chart["from"]]) for row in rows],
        "x": [length * MILLISECONDS_A_DAY for length in lengths],
        "y": [place[row[chart["x"]]] for row in rows],
        "width": SPAN,
        "offset": -SPAN / 2,
        "marker": {"color": group.colour, "line": {"width": 0}},
        "hovertext": [
            hover_text(
                _category_name(row[chart["x"]]),
                group.name if chart.get("series") else "",
                *(
                    f"{title_of(answer, chart[side])}: {format_moment(row[chart[side]], False, lang)}"
                    for side in ("from", "to")
                ),
            )
            for row in rows
        ],
        "hoverinfo": "text",
        "textposition": "none",
        **click_values(answer, rows),
    }


def _started(answer: Answer, group: Series) -> list[dict[str, Any]]:
    return [row for row in group.rows if row[answer.question.chart["from"]] is not None]


def _time_range(answer: Answer, groups: Sequence[Series]) -> list[str]:
    """The ends of the axis as ISO text: a little before the first bar and after the last one."""
    rows = [row for one in groups for row in _started(answer, one)]
    first = min(
        (axis_position(row[answer.question.chart["from"]]) for row in rows), default=axis_position(date.today())
    )
    last = max((axis_position(_until(answer, row)) for row in rows), default=first)
    pad = max(round((last - first) * 0.03), 1)
    return [date.fromordinal(int(first) - pad).isoformat(), date.fromordinal(int(last) + pad).isoformat()]


def _until(answer: Answer, row: dict[str, Any]) -> Any:
    chart = answer.question.chart
    known = row[chart["to"]] or (row[chart["open"]] if "open" in chart else None)
    newest = max((source.snapshot for source in answer.sources), default=date.today())
    return known or newest


def _arrowheads(answer: Answer, group: Series, place: dict[Any, float]) -> dict[str, Any]:
    chart = answer.question.chart
    started = (row for row in _started(answer, group) if row[chart["x"]] in place)
    rows = [row for row in started if row[chart["to"]] is None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plotly_value(_until(answer, row)) for row in rows],
        "y": [place[row[chart["x"]]] for row in rows],
        "marker": {
            "symbol": "triangle-right",
            "size": 16,
            "color": group.colour,
            "line": {"width": 0},
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _category_name(category: Any) -> str:
    return "–" if category is None else str(category)


def _is_long(category: Any, letters: int) -> bool:
    """Whether a label needs more than one line of so many letters; wide letters count for more."""
    name = _category_name(category)
    return wrap_lines(name, letters, 1) != [name]


Slots = tuple[Drawing, dict[Any, float], float]


def _horizontal(answer: Answer, canvas: Canvas, per_slot: int) -> Slots:
    """A drawing with its categories' labels, the y position of each category's marks, and how much of y these take.

    Categories get numeric positions, so that labels can have several lines. On a narrow page, long labels are put
    above their marks: beside them they would leave no space for the marks.
    """
    x, rows = answer.question.chart["x"], rows_of(answer)
    categories = list(dict.fromkeys(row[x] for row in rows))
    every = len(categories)
    categories = categories[: answer.question.chart.get("top")]
    if canvas.plot_height:
        categories = categories[: max(1, canvas.plot_height // LEAST_SLOT)]
    above = not canvas.fixed and any(_is_long(category, SHORT) for category in categories)
    # What is not stated stands last and apart.
    apart = APART if categories and categories[-1] in not_stated(answer) else 0.0
    slots = (_labelled_above if above else _labelled_beside)(canvas, categories, per_slot, apart)
    if len(categories) < every:
        _note_truncation(slots[0], len(categories), every, answer.selection.lang)
    return slots


def _labelled_beside(canvas: Canvas, categories: Sequence[Any], per_slot: int, apart: float) -> Slots:
    slot = BESIDE_SLOT + 14 * (per_slot - 1)
    drawing = _slots(canvas, slot, (-0.5, max(1, len(categories)) - 0.5 + apart))
    places = [float(i) for i in range(len(categories))]
    if places:
        places[-1] += apart
    _label_beside(drawing, categories, places, canvas)
    return drawing, dict(zip(categories, places, strict=True)), 1 - GAP


def _labelled_above(canvas: Canvas, categories: Sequence[Any], per_slot: int, apart: float) -> Slots:
    """Labels in the upper part of their slots, with as many lines as needed, and marks in the lower part."""
    slot = ABOVE_SLOT + 14 * (per_slot - 1)
    letters = math.floor((canvas.width - 16) / (canvas.font * MEAN_LETTER))
    labels = [wrap_lines(_category_name(category), letters) for category in categories]
    ends = list(accumulate(1 + (len(label) - 1) * LINE * canvas.font / slot for label in labels))
    ends[-1] += apart
    drawing = _slots(canvas, slot, (0, ends[-1]))
    thick = (3 + 15 * per_slot) / slot
    places = [end - (9 + 9 * per_slot) / slot for end in ends]
    _label_above(drawing, labels, [place - thick / 2 for place in places])
    return drawing, dict(zip(categories, places, strict=True)), thick


def _slots(canvas: Canvas, slot: float, ends: tuple[float, float]) -> Drawing:
    """A drawing whose y axis runs downwards, with `slot` px for each unit unless the height is fixed."""
    first, last = ends
    drawing = Drawing(height=canvas.plot_height or round(slot * (last - first)))
    drawing.yaxis = {"range": [last, first], "showgrid": False, "zeroline": False}
    return drawing


def _note_truncation(drawing: Drawing, shown: int, every: int, lang: str) -> None:
    _ = get_translator(lang)
    drawing.annotations.append(
        {
            "xref": "paper",
            "yref": "paper",
            "x": 1,
            "y": 0,
            "xanchor": "right",
            "yanchor": "bottom",
            "showarrow": False,
            "text": escape(format_message(_("{shown} of {every} rows"), {"shown": shown, "every": every}, lang)),
            "font": {"color": QUIET_INK},
        }
    )


def _label_above(drawing: Drawing, labels: Sequence[Sequence[str]], baselines: Sequence[float]) -> None:
    drawing.yaxis["visible"] = False
    for label, baseline in zip(labels, baselines, strict=True):
        drawing.annotations.append(
            {
                "xref": "paper",
                "x": 0,
                "xanchor": "left",
                "xshift": -2,
                "y": baseline,
                "yanchor": "bottom",
                "align": "left",
                "showarrow": False,
                "text": "<br>".join(map(escape, label)),
            }
        )


def _label_beside(drawing: Drawing, categories: Sequence[Any], places: Sequence[float], canvas: Canvas) -> None:
    slot = drawing.height / max(1, len(categories))
    widest = 64 if canvas.fixed else SHORT
    two = any(_is_long(category, widest) for category in categories)
    size = max(9, min(canvas.font, int(slot / (2.7 if two and slot > 2 * LEAST_SLOT else 1.15))))
    most = max(1, min(2, int(slot / (size * 1.2))))
    labels = [wrap_lines(_category_name(category), widest, most) for category in categories]
    drawing.yaxis |= {
        "tickvals": list(places),
        "ticktext": ["<br>".join(map(escape, label)) for label in labels],
        "tickfont": {"size": size},
        "ticklabelstandoff": 4,
    }
    letters = Canvas(canvas.width, size)
    drawing.left = 12 + max((letters.pixels(part) for label in labels for part in label), default=0)
