"""Vertical charts: lines and columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import cycle, groupby, pairwise
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
    spread_labels,
    title_of,
    unit_of,
    y_columns,
)
from repression.charts.placement import GAP, place_beside, place_on_top
from repression.charts.style import INCOMPLETE, PAGE_COLOUR, QUIET_INK, with_alpha
from repression.charts.text import (
    LINE,
    PERCENT,
    escape,
    format_amount,
    format_moment,
    hover_text,
    is_dated,
    percent_sign,
    wrap_lines,
)
from repression.charts.ticks import month_ticks, number_ticks
from repression.formatting import format_message, format_number
from repression.i18n import get_translator

if TYPE_CHECKING:
    from repression.questions.answer import Answer

PLOT_HEIGHT = 260  # px
FEW_POINTS = 20  # of more points that no line joins, only the last one has its value
VALUE_WIDTH = 34  # px, of a column above which its value is written
SPARSE = 60  # up to this number of points, a line shows a dot for each
End = tuple[tuple[Any, float], Series]  # the last point of a line, and the line
# Points' symbols, each with the letter that stands for it in a legend: to be distinguished on grey paper, too.
SYMBOLS = {"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "triangle-down": "▼"}
FULL = next(iter(SYMBOLS))
OPEN = "-open"  # the end of the name of a symbol that is not filled
AREA, HATCHED = "■", "▨"  # the letters for bars and areas


def line(answer: Answer, canvas: Canvas) -> Drawing:
    """Lines over dates or numbers, or points; a null is a gap. `band` is drawn behind as an area.

    `joined` names the boolean column of the points that one line joins: a curve, on which events are named.
    """
    chart, series = answer.question.chart, series_of(answer)
    drawing = _vertical(answer, canvas, series, [*chart.get("band", ())], stack=False)
    if "band" in chart:
        drawing.traces.append(_band(answer, series[0].colour))
        drawing.legend.append(LegendEntry(AREA, series[0].colour, _band_name(answer)))
    if "joined" in chart:
        drawing.traces.append(_curve(answer, drawing, series[0]))
    drawing.traces += [_line(answer, one) for one in series]
    if len(series) > 1 or drawing.legend:
        _name(answer, drawing, series, canvas, can_be_direct=not {"points", "band", "incomplete"} & {*chart})
    if len(series) == 1:
        _write_turns(answer, drawing, series[0], canvas)
    return drawing


def columns(answer: Answer, canvas: Canvas) -> Drawing:
    """Vertical bars over months, steps or categories, grouped or stacked.

    If x is named `from_…`, it is the lower end of a step that its bar fills. All steps from `tail` on are one.
    """
    chart, series = answer.question.chart, series_of(answer)
    if "tail" in chart:
        series = [_with_tail(answer, one) for one in series]
    drawing = _vertical(answer, canvas, series, [], stack=bool(chart.get("stack")))
    drawing.traces = [_columns(answer, one) for one in series]
    drawing.legend = [LegendEntry(AREA, one.colour, one.name) for one in series if len(series) > 1]
    xs = _distinct([row[chart["x"]] for one in series for row in one.rows])
    room = 1 - GAP
    if _on_scale(xs):
        room *= step_of(xs)
    else:
        _categories(drawing, xs, canvas)
    (place_on_top if chart.get("stack") else place_beside)(drawing.traces, room)
    if _has_edges(answer) and not _are_dates(xs):
        _fill_steps(answer, drawing, xs)
    if not chart.get("stack"):
        fit = len(xs) * len(series) * VALUE_WIDTH <= canvas.width
        tops = {x: max(row[one.y] or 0 for one in series for row in one.rows if row[chart["x"]] == x) for x in xs}
        for trace, one in zip(drawing.traces, series, strict=True):
            _write_values(answer, trace, one, None if fit else tops)
    return drawing


def _with_tail(answer: Answer, one: Series) -> Series:
    """A series whose rows from `tail` on are one row, up to the end of the last."""
    chart = answer.question.chart
    kept = [row for row in one.rows if row[chart["x"]] < chart["tail"]]
    rest = one.rows[len(kept) :]
    if len(rest) < 2:
        return one
    return replace(one, rows=[*kept, {**rest[-1], chart["x"]: chart["tail"], one.y: sum(row[one.y] for row in rest)}])


def x_range_of(answer: Answer) -> tuple[float, float] | None:
    """The range of a chart's x as `axis_position` gives it; None for categories or without rows."""
    x = answer.question.chart["x"]
    xs = [row[x] for row in rows_of(answer) if row[x] is not None]
    return (min(map(axis_position, xs)), max(map(axis_position, xs))) if xs and _on_scale(xs) else None


def draw_axis_of(answer: Answer, drawing: Drawing, canvas: Canvas) -> list[Any]:
    """Draw the axis across, with what is incomplete; the values along it are returned, in the order of the rows."""
    chart, rows = answer.question.chart, rows_of(answer)
    xs = [row[chart["x"]] for row in rows if row[chart["x"]] is not None]
    if _on_scale(xs):
        drawing.x_range = x_range_of(answer)
        drawing.xaxis = _scale(answer, xs, drawing)
        _shade_incomplete(drawing, answer, rows)
    drawing.bottom = 14 + round(2.6 * canvas.font)
    about = answer.question.columns.get(chart["x"])
    if not _are_dates(xs) and not (_on_scale(xs) and about and not about.unit):  # years need no title
        drawing.xaxis["title"] = {"text": _axis_title(answer)}
        drawing.bottom = 40 + 2 * canvas.font
    return xs


def _vertical(answer: Answer, canvas: Canvas, series: Sequence[Series], also: list[str], stack: bool) -> Drawing:
    chart, rows = answer.question.chart, rows_of(answer)
    drawing = Drawing(height=canvas.plot_height or PLOT_HEIGHT)
    low, high = _extent(chart["x"], series, rows, also, stack)
    if "joined" in chart:
        high *= 1.05  # names of events stand above the curve, too
    drawing.y_range = low, high
    drawing.yaxis = {"range": [low, high], **_value_ticks(answer, series, low, high)}
    drawing.left = canvas.pixels("10,000") + 8
    draw_axis_of(answer, drawing, canvas)
    return drawing


def _shade_incomplete(drawing: Drawing, answer: Answer, rows: Sequence[dict[str, Any]]) -> None:
    """Shade the dates of the rows that the column `incomplete` marks."""
    column = answer.question.chart.get("incomplete")
    dates = sorted(axis_position(row[answer.question.chart["x"]]) for row in rows if column and row[column])
    if not dates:
        return
    step = min((b - a for a, b in pairwise(dict.fromkeys(dates))), default=28.0) / 2
    _ = get_translator(answer.selection.lang)
    ends = [_moment(dates[0] - step), _moment(dates[-1] + step)]
    drawing.shapes.append(
        {
            "type": "rect",
            "layer": "below",
            "x0": ends[0],
            "x1": ends[1],
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "fillcolor": with_alpha(INCOMPLETE, 0.14),
            "line": {"width": 0},
        }
    )
    drawing.annotations.append(
        {
            "x": ends[1],
            "yref": "paper",
            "y": 1,
            "xanchor": "right",
            "yanchor": "top",
            "showarrow": False,
            "text": escape(_("incomplete")),
            "font": {"color": QUIET_INK},
        }
    )


def _scale(answer: Answer, xs: Sequence[Any], drawing: Drawing) -> dict[str, Any]:
    """An axis for dates or numbers. The range is set here, because layers would widen an automatic one."""
    first, last = drawing.x_range or (0.0, 1.0)
    places = sorted({axis_position(x) for x in xs})
    step = min((b - a for a, b in pairwise(places)), default=0.0)
    pad = max((last - first) * 0.015, step * 0.6) or 45.0
    if not _are_dates(xs):
        return _numbers(answer, xs, first - pad, last + pad)
    return {"type": "date", "range": [_moment(first - pad), _moment(last + pad)], "tickangle": 0}


def _numbers(answer: Answer, xs: Sequence[Any], low: float, high: float) -> dict[str, Any]:
    """An axis of numbers between two ends; months are named in years."""
    about, lang = answer.question.columns.get(answer.question.chart["x"]), answer.selection.lang
    whole = all(isinstance(x, int) for x in xs if x is not None)
    # Without a unit it is a year, which has no separators.
    written = (lambda x: format_number(x, lang)) if about and about.unit else "{:g}".format
    in_months = about and about.counts.measure == "months"
    ticks = month_ticks(low, high) if in_months else number_ticks(low, high, whole, written)
    return {"type": "linear", "range": [low, high], "tickangle": 0, **ticks}


def _value_ticks(answer: Answer, series: Sequence[Series], low: float, high: float) -> dict[str, Any]:
    lang = answer.selection.lang
    sign = percent_sign(lang) if unit_of(answer, series[0].y if series else "").measure in PERCENT else ""
    whole = all(isinstance(row[one.y], int | None) for one in series for row in one.rows)
    return number_ticks(low, high, whole, lambda value: format_number(value, lang) + sign)


def _extent(
    x: str, series: Sequence[Series], rows: list[dict[str, Any]], also: list[str], stack: bool
) -> tuple[float, float]:
    values = [row[name] for row in rows for name in also if row[name] is not None]
    if stack:
        sums: dict[Any, float] = {}
        for one in series:
            for row in one.rows:
                sums[row[x]] = sums.get(row[x], 0) + (row[one.y] or 0)
        values += sums.values()
    else:
        values += [row[one.y] for one in series for row in one.rows if row[one.y] is not None]
    low, high = min([0, *values]), max([0, *values])
    room = (high - low) * 0.1 or 1
    return (low - room if low < 0 else 0.0), high + room


def _has_edges(answer: Answer) -> bool:
    return bool(answer.question.chart["x"].startswith("from_"))


def _axis_title(answer: Answer) -> str:
    x = answer.question.chart["x"]
    about = answer.question.columns.get(x)
    if about and about.counts.measure == "months":
        return escape(get_translator(answer.selection.lang)("years"))
    unit = f", {about.unit}" if about and about.unit and about.unit not in about.title.lower() else ""
    return escape(title_of(answer, x) + unit)


def _are_dates(xs: Sequence[Any]) -> bool:
    return bool(xs) and all(isinstance(x, date) or (isinstance(x, str) and is_dated(x)) for x in xs)


def _on_scale(xs: Sequence[Any]) -> bool:
    return _are_dates(xs) or all(isinstance(x, int | float) for x in xs)


def _are_months(xs: Sequence[Any]) -> bool:
    return all(isinstance(x, date) and x.day == 1 for x in xs)


def _distinct(values: Sequence[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def hover_texts(answer: Answer, group: Series, rows: Sequence[dict[str, Any]]) -> list[str]:
    """What is told of each row of a series when its mark is pointed at."""
    x, lang = answer.question.chart["x"], answer.selection.lang
    by_month = _are_months([row[x] for row in rows])
    name = group.name if group.name != answer.question.title else ""
    return [
        hover_text(_format_x(answer, row[x], by_month, lang), name, format_cell(answer, group.y, row[group.y]))
        for row in rows
    ]


def _format_x(answer: Answer, value: Any, by_month: bool, lang: str) -> str:
    x = answer.question.chart["x"]
    if isinstance(value, int | float):
        _ = get_translator(lang)
        about = answer.question.columns.get(x)
        # Without a unit it is a year, which has no separators.
        counted = format_amount(value, about.counts.forms, lang) if about and about.unit else f"{value:g}"
        return format_message(_("{column} {value}"), {"column": title_of(answer, x), "value": counted}, lang)
    return format_moment(value, by_month, lang)


def _line(answer: Answer, group: Series) -> dict[str, Any]:
    chart, is_open = answer.question.chart, _openness(answer)
    symbols = [FULL + (OPEN if is_open(row) else "") for row in group.rows]
    ys = [row[group.y] for row in group.rows]
    mode = "markers" if chart.get("points") else "lines+markers"
    return {
        "type": "scatter",
        "mode": mode,
        "name": escape(group.name),
        "x": [plotly_value(row[chart["x"]]) for row in group.rows],
        "y": ys,
        "connectgaps": False,
        "cliponaxis": False,
        "line": {
            "color": group.colour,
            "width": 2,
        },
        "marker": {
            "color": group.colour,
            "opacity": 1,
            "size": _point_size(chart) if chart.get("points") else _sizes(ys),
            "symbol": symbols[0] if len(set(symbols)) == 1 else symbols,
            "line": {"width": 1.5, "color": group.colour} if any(OPEN in one for one in symbols) else {"width": 0},
        },
        "hovertext": hover_texts(answer, group, group.rows),
        "hoverinfo": "text",
        **click_values(answer, group.rows, group.y),
    }


def _openness(answer: Answer) -> Callable[[Mapping[str, Any]], bool]:
    """Whether the mark of a row is open: where a column has one of the values that make it weaker."""
    _ = get_translator(answer.selection.lang)
    weaker = {column: set(map(_, values)) for column, values in answer.question.chart.get("open_marks", {}).items()}
    return lambda row: any(row.get(column) in values for column, values in weaker.items())


def _in_shape(symbol: str | list[str], shape: str) -> str | list[str]:
    if isinstance(symbol, str):
        return symbol.replace(FULL, shape)
    return [one.replace(FULL, shape) for one in symbol]


def _point_size(chart: Mapping[str, Any]) -> int:
    """The size of points; those beside a curve are small."""
    return 5 if "joined" in chart else 8


def _sizes(ys: Sequence[Any]) -> list[int]:
    """The size of each point's dot; on a long line only points between two gaps need one."""
    if len(ys) <= SPARSE:
        return [5] * len(ys)
    around = [None, *ys, None]
    alone = [around[i] is None and around[i + 2] is None for i in range(len(ys))]
    return [5 if lonely else 0 for lonely in alone]


def _band(answer: Answer, colour: str) -> dict[str, Any]:
    """An area between two columns."""
    chart, rows = answer.question.chart, rows_of(answer)
    low, high = chart["band"]
    xs: list[Any] = []
    ys: list[Any] = []
    for whole, group in groupby(rows, lambda row: None not in (row[low], row[high])):
        if whole:
            run = list(group)
            there = [(plotly_value(row[chart["x"]]), row[low]) for row in run]
            back = [(plotly_value(row[chart["x"]]), row[high]) for row in reversed(run)]
            xs += [x for x, _ in there + back] + [None]
            ys += [y for _, y in there + back] + [None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "fill": "toself",
        "fillcolor": with_alpha(colour, 0.18),
        "line": {"width": 0, "color": colour},
        "hoverinfo": "skip",
    }


def _band_name(answer: Answer) -> str:
    """The name of an area: after both its columns, or after its upper one if a line shows the lower one."""
    low, high = answer.question.chart["band"]
    ends = [high] if low in y_columns(answer) else [low, high]
    return " – ".join(title_of(answer, end) for end in ends)


def _curve(answer: Answer, drawing: Drawing, group: Series) -> dict[str, Any]:
    """The line through the rows that are joined, behind the points."""
    chart = answer.question.chart
    rows = sorted(
        (row for row in rows_of(answer) if row[chart["joined"]]), key=lambda row: axis_position(row[chart["x"]])
    )
    drawing.curve = [(axis_position(row[chart["x"]]), row[group.y]) for row in rows]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [plotly_value(row[chart["x"]]) for row in rows],
        "y": [row[group.y] for row in rows],
        "line": {"color": group.colour, "width": 2.5},
        "hoverinfo": "skip",
    }


# Where a value stands beside its point. The first is left of a line that rises.
RIGHT = {"xanchor": "left", "yanchor": "middle", "xshift": 8}
ABOVE = {"xanchor": "center", "yanchor": "bottom", "yshift": 8}
HIGH_ABOVE = 10  # px
ABOVE_LEFT = {"xanchor": "center", "yanchor": "bottom", "xshift": -6, "yshift": HIGH_ABOVE}
ABOVE_START = {"xanchor": "left", "yanchor": "bottom", "xshift": -2, "yshift": 8}  # not over the labels of the axis


def _write_turns(answer: Answer, drawing: Drawing, group: Series, canvas: Canvas) -> None:
    """Write the first, the highest and the last value beside their points, where they do not touch each other."""
    chart = answer.question.chart
    shown = [
        row for row in group.rows if row[group.y] is not None and row.get(chart.get("joined", group.y)) is not False
    ]
    rows = sorted(shown, key=lambda row: axis_position(row[chart["x"]])) if drawing.x_range else []
    if not rows or drawing.x_range is None:
        return
    across = (canvas.width - drawing.left - drawing.right) / ((drawing.x_range[1] - drawing.x_range[0]) or 1)
    last, most, first = rows[-1], max(rows, key=lambda row: row[group.y]), rows[0]
    texts: dict[float, str] = {}
    # The last value is what most readers look for, and the highest says more than the first.
    are_points = bool(chart.get("points")) and "joined" not in chart
    for row in (last,) if are_points and len(rows) > FEW_POINTS else (last, most, first):
        place = (axis_position(row[chart["x"]]) - drawing.x_range[0]) * across
        text = format_cell(answer, group.y, row[group.y], bare=True)
        if text not in texts.values() and all(abs(place - at) > canvas.pixels(text) + canvas.font for at in texts):
            side = RIGHT if row is last or most is first else ABOVE if row is most or are_points else ABOVE_LEFT
            if side is not RIGHT and place < canvas.pixels(text) and _meets_label(drawing, row[group.y], canvas):
                side = ABOVE_START
                values = [(axis_position(one[chart["x"]]), one[group.y]) for one in rows]
                if not are_points and _rises_through(drawing, values, canvas.pixels(text), canvas):
                    continue
            place_of = {"x": plotly_value(row[chart["x"]]), "y": row[group.y], **side}
            drawing.annotations.append(place_of | {"showarrow": False, "text": f"<b>{escape(text)}</b>"})
            texts[place] = text
    drawing.right = max(drawing.right, canvas.pixels(format_cell(answer, group.y, last[group.y], bare=True)) + 12)


def _meets_label(drawing: Drawing, value: float, canvas: Canvas) -> bool:
    """Whether the text above a value is as high as a label of the axis."""
    low, high = drawing.y_range or (0.0, 1.0)
    up, above = drawing.height / (high - low), HIGH_ABOVE + canvas.font / 2
    return any(abs((value - tick) * up + above) < canvas.font * LINE for tick in drawing.yaxis["tickvals"])


def _rises_through(drawing: Drawing, values: Sequence[tuple[float, float]], wide: int, canvas: Canvas) -> bool:
    """Whether a line, as positions and values, rises through a text of this width (px) above its first point."""
    (low, high), (first, last) = drawing.y_range or (0.0, 1.0), drawing.x_range or (0.0, 1.0)
    across = (canvas.width - drawing.left - drawing.right) / ((last - first) or 1)
    up, (start, value) = drawing.height / (high - low), values[0]
    points = [((x - start) * across, (y - value) * up) for x, y in values]
    return any(
        y + (to_y - y) * min(1, (wide - x) / ((to_x - x) or 1)) > HIGH_ABOVE + canvas.font
        for (x, y), (to_x, to_y) in pairwise(points)
        if x < wide
    )


def _name(answer: Answer, drawing: Drawing, series: Sequence[Series], canvas: Canvas, can_be_direct: bool) -> None:
    """Write the names at the ends of the lines if these are few and end together, else in a legend."""
    traces = drawing.traces[-len(series) :]
    ends = [
        (points[-1], one)
        for trace, one in zip(traces, series, strict=True)
        if (points := [point for point in zip(trace["x"], trace["y"], strict=True) if point[1] is not None])
    ]
    if can_be_direct and 1 < len(ends) <= 4 and _end_together(drawing, ends):
        _write_ends(answer, drawing, ends, canvas)
        return
    for one, trace, (symbol, sign) in zip(series, traces, cycle(SYMBOLS.items()), strict=False):
        trace["marker"]["symbol"] = _in_shape(trace["marker"]["symbol"], symbol)
        drawing.legend.append(LegendEntry(sign, one.colour, one.name))
    if answer.question.chart.get("points") and len(series) > 1:
        _write_last(answer, drawing, ends, canvas)


def _write_last(answer: Answer, drawing: Drawing, ends: Sequence[End], canvas: Canvas) -> None:
    """Write the last value of each series beside its point, the highest first, where it covers no other."""
    if drawing.x_range is None:
        return
    low, high = drawing.y_range or (0.0, 1.0)
    across = (canvas.width - drawing.left - drawing.right) / ((drawing.x_range[1] - drawing.x_range[0]) or 1)
    up = drawing.height / (high - low)
    taken: list[tuple[float, float]] = []
    for (x, y), one in sorted(ends, key=lambda end: -end[0][1]):
        text, at = format_cell(answer, one.y, y, bare=True), (axis_position(x) * across, y * up)
        wide, tall = canvas.pixels(text) + 12, canvas.font * LINE
        if any(abs(at[0] - left) < wide and abs(at[1] - height) < tall for left, height in taken):
            continue
        taken.append(at)
        place = {"x": x, "y": y, **RIGHT}
        drawing.annotations.append(
            place | {"showarrow": False, "text": f"<b>{escape(text)}</b>", "font": {"color": one.colour}}
        )
        drawing.right = max(drawing.right, wide)


def _end_together(drawing: Drawing, ends: Sequence[End]) -> bool:
    if drawing.x_range is None:
        return False
    first, last = drawing.x_range
    return all(last - axis_position(x) <= (last - first) * 0.08 for (x, _), _ in ends)


def _write_ends(answer: Answer, drawing: Drawing, ends: Sequence[End], canvas: Canvas) -> None:
    """Write the last value and the name of each line at its end."""
    low, high = drawing.y_range or (0.0, 1.0)
    scale = drawing.height / (high - low)
    ordered = sorted(ends, key=lambda end: end[0][1])
    values = [format_cell(answer, one.y, y, bare=True) for (_, y), one in ordered]
    names = [
        [value, *wrap_lines(one.name, canvas.letters(150 if canvas.fixed else 88), 3)]
        for value, (_, one) in zip(values, ordered, strict=True)
    ]
    heights = [len(name) * canvas.font * LINE for name in names]
    gaps = [(one + other) / 2 for one, other in pairwise([0.0, *heights])]
    wanted = [(y - low) * scale for (_, y), _ in ordered]
    for ((x, y), group), name, want, place in zip(ordered, names, wanted, spread_labels(wanted, gaps), strict=True):
        drawing.annotations.append(
            {
                "x": x,
                "y": y,
                "xshift": 8,
                "yshift": place - want,
                "xanchor": "left",
                "yanchor": "middle",
                "align": "left",
                "showarrow": False,
                "text": "<br>".join([f"<b>{escape(name[0])}</b>", *map(escape, name[1:])]),
                "font": {"color": group.colour, "size": canvas.font},
            }
        )
    drawing.right = 14 + max(canvas.pixels(part) for name in names for part in name)


def _columns(answer: Answer, group: Series) -> dict[str, Any]:
    chart = answer.question.chart
    return {
        "type": "bar",
        "name": escape(group.name),
        "x": [plotly_value(row[chart["x"]]) for row in group.rows],
        "y": [row[group.y] for row in group.rows],
        "marker": {"color": group.colour, "line": {"width": 0}},
        "hovertext": hover_texts(answer, group, group.rows),
        "hoverinfo": "text",
        "textposition": "none",
        **click_values(answer, group.rows, group.y),
    }


def step_of(xs: Sequence[Any]) -> float:
    """The least distance of two positions on an axis, in its units; those of dates are milliseconds."""
    places = sorted({axis_position(x) for x in xs if x is not None})
    if _are_dates(xs):
        return min((b - a for a, b in pairwise(places)), default=28.0) * MILLISECONDS_A_DAY
    return min((b - a for a, b in pairwise(places)), default=1.0)


def _fill_steps(answer: Answer, drawing: Drawing, xs: Sequence[Any]) -> None:
    """Let each bar fill its step, which begins at its position."""
    step = step_of(xs)
    for trace in drawing.traces:
        trace |= {"offset": 0, "width": step}
        trace["marker"]["line"] = {"width": 1, "color": PAGE_COLOUR}
    places = [axis_position(x) for x in xs if x is not None]
    drawing.xaxis |= _numbers(answer, xs, min(places, default=0.0), max(places, default=0.0) + step)
    if answer.question.chart.get("tail") in {*xs} & {*drawing.xaxis["tickvals"]}:
        tail = drawing.xaxis["tickvals"].index(answer.question.chart["tail"])
        drawing.xaxis["ticktext"][tail] += "+"
        drawing.xaxis["tickvals"], drawing.xaxis["ticktext"] = (
            drawing.xaxis[key][: tail + 1] for key in ("tickvals", "ticktext")
        )


def _moment(day: float) -> str:
    """A day's ordinal, with its fraction of a day, as ISO text."""
    return (datetime.fromordinal(int(day)) + timedelta(days=day % 1)).isoformat(" ", "minutes")


def _categories(drawing: Drawing, xs: list[Any], canvas: Canvas) -> None:
    """Give categories numeric positions, so that labels can have several lines and some can be left out."""
    place = {plotly_value(x): i for i, x in enumerate(xs)}
    for trace in drawing.traces:
        trace["x"] = [place[x] for x in trace["x"]]
    room = (canvas.width - drawing.left - drawing.right) / max(1, len(xs))
    every = max(1, math.ceil(canvas.pixels("0000") / room))
    shown = range(0, len(xs), every)
    labels = [wrap_lines(xs[i] if xs[i] is not None else "–", canvas.letters(room * every - 4), 3) for i in shown]
    drawing.xaxis |= {
        "type": "linear",
        "tickvals": list(shown),
        "ticktext": ["<br>".join(map(escape, label)) for label in labels],
        "tickangle": 0,
        "range": [-0.6, len(xs) - 0.4],
        "title": {},
    }
    drawing.bottom = 16 + round(max(map(len, labels), default=1) * canvas.font * LINE)


def _write_values(answer: Answer, trace: dict[str, Any], one: Series, tops: Mapping[Any, float] | None) -> None:
    """Write the values of a series above its columns: every one, or the highest and the last where there is no room.

    Then `tops` has the highest column at each place: a value above a lower one would lie on it.
    """
    x = answer.question.chart["x"]
    said = [row for row in one.rows if row[one.y] is not None]
    if tops is not None and said:
        said = [max(said, key=lambda row: row[one.y]), said[-1]]
        said = [row for row in said if row[one.y] >= tops[row[x]]]
    trace["text"] = [
        escape(format_cell(answer, one.y, row[one.y], bare=True)) if any(row is each for each in said) else ""
        for row in one.rows
    ]
    trace |= {"textposition": "outside", "constraintext": "none", "cliponaxis": False, "textfont": {"color": QUIET_INK}}
