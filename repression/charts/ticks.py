"""Ticks of an axis and their labels: Plotly itself names months in English only."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from babel.dates import format_date, format_skeleton

from repression.charts.canvas import Canvas
from repression.charts.text import escape

MAX_TICKS = 9  # marks on an axis, however wide it is
GAP = 8  # px between two labels
FEW_DAYS = 60  # an axis with fewer days may have ticks at days
DAYS, MONTHS, YEARS = (1, 2, 7, 14), (1, 3, 6), (1, 2, 5, 10, 20, 50, 100)  # steps from one mark to the next


NUMBERS = 6  # the most steps between the marks of an axis of numbers
STEPS = (2, 5, 10)
MONTHS_BY_HALVES = 48  # an axis with no more months has marks at half years


def number_ticks(low: float, high: float, whole: bool, write: Callable[[float], str]) -> dict[str, Any]:
    """The tick keys of a Plotly axis from one number to another: at multiples of a round step.

    `whole`: no marks between whole numbers. `write` gives the label of a number.
    """
    step = _round_step((high - low) / NUMBERS, 1 if whole else 0.1)
    marks = [i * step for i in range(math.ceil(low / step), math.floor(high / step) + 1)]
    return {"tickvals": marks, "ticktext": [escape(write(mark)) for mark in marks]}


def month_ticks(low: float, high: float) -> dict[str, Any]:
    """The tick keys of a Plotly axis of months, named in years: at years, or half years where it is short."""
    step = int(12 * _round_step((high - low) / 12 / NUMBERS, 1)) if high - low > MONTHS_BY_HALVES else 6
    marks = range(math.ceil(low / step) * step, math.floor(high) + 1, step)
    return {"tickvals": list(marks), "ticktext": [_in_years(mark) for mark in marks]}


def _in_years(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years or ''}½" if rest else str(years)


def _round_step(rough: float, least: float) -> float:
    """A round step that is larger than a rough one, and not less than the least."""
    power = 10.0 ** math.floor(math.log10(rough))
    return max(next(step for step in STEPS if step > rough / power) * power, least)


def date_ticks(first: date, last: date, room: float, canvas: Canvas, lang: str) -> dict[str, Any]:
    """The tick keys of a Plotly axis from one day to another on `room` px: the densest ticks that fit."""
    texts: list[str] = []
    days: Sequence[date] = ()
    few = ((kind, days) for kind, days in _marks(first, last) if len(days) <= MAX_TICKS)
    for kind, days in few:
        texts = _labels(kind, days, lang)
        widest = max((canvas.pixels(part) for text in texts for part in text.split("<br>")), default=0)
        if len(days) * (widest + GAP) <= room:
            break
    return {"tickvals": [day.isoformat() for day in days], "ticktext": texts}


def _marks(first: date, last: date) -> Iterator[tuple[str, list[date]]]:
    """Candidates for the ticks, densest first, each with the unit of its labels: `day`, `month` or `year`."""
    if (last - first).days < FEW_DAYS:
        numbers = range(first.toordinal(), last.toordinal() + 1)
        for step in DAYS:
            yield "day", [date.fromordinal(number) for number in numbers if number % step == 0]
    all_months = (date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13))
    months = [month for month in all_months if first <= month <= last]
    for step in MONTHS:
        yield "month", [each for each in months if (each.month - 1) % step == 0]
    for step in YEARS:
        yield "year", [each for each in months if each.month == 1 and each.year % step == 0]


def _labels(kind: str, days: Sequence[date], lang: str) -> list[str]:
    """The labels of ticks; a label has the year on a second line where it differs from the label before."""
    if kind == "year":
        return [str(day.year) for day in days]
    names = [
        format_skeleton("MMMd", day, locale=lang) if kind == "day" else format_date(day, "LLL", locale=lang)
        for day in days
    ]
    before = [None, *(day.year for day in days[:-1])]
    return [
        name if day.year == year else f"{name}<br>{day.year}"
        for name, day, year in zip(names, days, before, strict=False)
    ]
