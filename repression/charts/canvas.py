"""The size of a chart, its parts before layout, and the values that all kinds of charts read from an answer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from repression.charts.style import colour_of
from repression.charts.text import CYRILLIC, LETTER, PERCENT, WIDE_LETTER, format_amount
from repression.partial_dates import PartialDate
from repression.questions.filters import BY_NAME

if TYPE_CHECKING:
    from repression.questions.answer import Answer
    from repression.questions.question import Column, Unit


MILLISECONDS_A_DAY = 86_400_000  # the unit of lengths on an axis of dates


@dataclass(frozen=True)
class Canvas:
    """The space for a chart, in px: the least width at which it must be readable, font size, fixed height if any."""

    width: int
    font: int
    plot_height: int | None = None

    @property
    def fixed(self) -> bool:
        """Whether the size is fixed, as in a picture, where nothing is shown on hover."""
        return self.plot_height is not None

    def letters(self, pixels: float) -> int:
        """How many letters fit into a width in px; at least 4."""
        return max(4, int(pixels / (self.font * LETTER)))

    def pixels(self, text: str) -> int:
        """The estimated width of a line of text in px."""
        return math.ceil(len(text) * self.font * (WIDE_LETTER if CYRILLIC.search(text) else LETTER))


@dataclass(frozen=True)
class LegendEntry:
    """An entry of a chart's legend: a symbol that looks like the marks, their colour, and what they stand for."""

    shape: str
    colour: str
    name: str


@dataclass
class Drawing:
    """Traces, axes, legend and margins (px) of a chart. Events are named only on charts that have a `curve`.

    `curve` are the points, as `axis_position` gives them and values, of the line that events stand on.
    """

    height: int
    traces: list[dict[str, Any]] = field(default_factory=list)
    xaxis: dict[str, Any] = field(default_factory=dict)
    yaxis: dict[str, Any] = field(default_factory=dict)
    annotations: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    legend: list[LegendEntry] = field(default_factory=list)
    left: int = 8
    right: int = 12
    top: int = 12
    bottom: int = 40
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    curve: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Series:
    """The rows of an answer that are drawn in one colour; `y` is the column of their values."""

    name: str
    colour: str
    y: str
    rows: Sequence[dict[str, Any]]


def rows_of(answer: Answer) -> list[dict[str, Any]]:
    """An answer's rows, with Decimal as int or float, infinite floats as None, and datetimes as dates."""
    names = answer.table.column_names
    columns = [[_value(cell) for cell in column.to_pylist()] for column in answer.table.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _value(cell: Any) -> Any:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    return cell.date() if isinstance(cell, datetime) else cell


def y_columns(answer: Answer) -> list[str]:
    """The columns whose values a chart shows."""
    chart = answer.question.chart
    y = chart["from"] if chart["kind"] == "timeline" else chart["y"]
    return [y] if isinstance(y, str) else list(y)


def series_of(answer: Answer) -> list[Series]:
    """The series of a chart: one for each value of the column `series`, or else one for each column of `y`."""
    chart, rows, ys = answer.question.chart, rows_of(answer), y_columns(answer)
    by = chart.get("series")
    if by is None:
        return [Series(title_of(answer, y), colour_of(y, i), y, rows) for i, y in enumerate(ys)]
    code = chart.get("colour", by)
    groups: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row[by], []).append(row)
    return [
        Series("–" if name is None else str(name), colour_of(str(group[0][code]), i), ys[0], group)
        for i, (name, group) in enumerate(groups.items())
    ]


def title_of(answer: Answer, column: str) -> str:
    """A column's title for readers."""
    about: Column | None = answer.question.columns.get(column)
    return about.title if about else column


def unit_of(answer: Answer, column: str) -> Unit:
    """A column's unit, or else the question's unit."""
    about: Column | None = answer.question.columns.get(column)
    return about.counts if about and about.unit else answer.question.counts


def format_cell(answer: Answer, column: str, value: object, bare: bool = False) -> str:
    """A value of a column as text for readers, with its unit; `bare` leaves out the unit's name."""
    unit = unit_of(answer, column)
    return format_amount(value, "" if bare else unit.forms, answer.selection.lang, unit.measure in PERCENT)


def click_values(answer: Answer, rows: Sequence[dict[str, Any]], y: str | None = None) -> dict[str, Any]:
    """The filter value of each mark as URL text, for a click; empty without `click` or for another `y`."""
    click = answer.question.chart.get("click")
    if not click or click.get("of", y) != y:
        return {}
    return {"customdata": [click_text(click, row) for row in rows]}


def click_text(click: Mapping[str, str], row: Mapping[str, Any]) -> Any:
    """The filter value of a row's mark as URL text; None where a click does nothing."""
    if "column" in click:
        return plotly_value(row[click["column"]])
    low, high = row[click["low"]], row[click.get("high", click.get("below", ""))]
    if low is None or high is None:
        return None
    # A step excludes its upper end, a filter includes it.
    return BY_NAME[click["filter"]].write((low, high - 0.1 if "below" in click else high))[0]


def plotly_value(value: Any) -> Any:
    """A value as Plotly takes it: a date as ISO text."""
    return value.isoformat() if isinstance(value, date) else value


def axis_position(value: Any) -> float:
    """The position of a value on its axis: of a date or (partial) ISO text, the ordinal of its first day."""
    if isinstance(value, date):
        return float(value.toordinal())
    if isinstance(value, str):
        known = PartialDate.parse(value)
        assert known is not None, value
        return float(known.first_day.toordinal())
    return float(value)


def spread_labels(wanted: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Positions near the wanted ones (ascending), each at least its gap above the one before."""
    places: list[float] = []
    for place, gap in zip(wanted, gaps, strict=True):
        places.append(max(place, places[-1] + gap) if places else place)
    excess = [have - want for have, want in zip(places, wanted, strict=True)]
    return [place - max(excess, default=0) / 2 for place in places]
