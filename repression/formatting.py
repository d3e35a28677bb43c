"""Formats dates, numbers and messages in the languages of readers."""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from repression.i18n import get_translator, ngettext
from repression.partial_dates import PartialDate

# An ISO day in a sentence; not a part of an address, of the name of a file or of a longer number.
_ISO_DAY = re.compile(r"(?<![\w./=-])\d{4}-\d{2}-\d{2}(?![\w/=-]|\.\w)", re.ASCII)


@functools.lru_cache(10_000)
def format_day(day: date, lang: str = "en") -> str:
    """A day in words: `30 September 2023`."""
    return format_date(day, "d MMMM y", locale=lang)


@functools.lru_cache(10_000)
def format_month(day: date, lang: str = "en") -> str:
    """A day's month in words: `September 2023`."""
    return format_date(day, "LLLL y", locale=lang)


def format_month_and_day(day: date, lang: str = "en") -> str:
    """A day in words without its year: `September 30`."""
    return format_skeleton("MMMMd", day, locale=lang)


def format_partial_date(moment: date | str, lang: str = "en") -> str:
    """A day in words; for an ISO text without a day (`2021-05`, `2003`) the month or the year."""
    known = PartialDate.of(moment) if isinstance(moment, date) else PartialDate.parse(moment)
    if known is None or known.month is None:
        return str(moment)
    return format_day(known.first_day, lang) if known.day else format_month(known.first_day, lang)


def with_days_in_words(text: str, lang: str = "en") -> str:
    """A text with each ISO day in it in words: `Sentenced on 17 June 2024`. What is no day of the calendar stays."""

    def in_words(found: re.Match[str]) -> str:
        with suppress(ValueError):
            return format_partial_date(found[0], lang)
        return found[0]

    return _ISO_DAY.sub(in_words, text)


@functools.lru_cache(10_000)
def format_number(value: float, lang: str = "en") -> str:
    """A number with separated thousands, at most one decimal, and a proper minus sign."""
    return format_decimal(value, "#,##0.#", locale=lang).replace("-", "−")


@functools.lru_cache(10_000)
def format_exactly(value: float | Decimal, lang: str = "en") -> str:
    """A number with separated thousands, all of its decimals, and a proper minus sign."""
    return format_decimal(value, f"#,##0.{'#' * 15}", locale=lang).replace("-", "−")


@functools.lru_cache(10_000)
def format_length(months: float, lang: str = "en") -> str:
    """A number of months as a length of time in years and months: `5 months`, `2½ years`, `2 years 3 months`."""
    _ = get_translator(lang)

    def counted(number: float, forms: str) -> str:
        return f"{format_number(number, lang)} {ngettext(number, forms, lang)}"

    years, rest = int(months // 12), months % 12
    if years and rest == 6:
        return counted(years + 0.5, _("year|years")).replace(".5", "½", 1)
    parts = [counted(years, _("year|years"))] if years else []
    return " ".join([*parts, counted(rest, _("month|months"))] if rest or not years else parts)


def format_value(value: Any, lang: str = "en") -> str:
    """A value formatted by its type: a day in words, a number with separators, a list as `A, B and C`, else as text.

    A Decimal keeps all of its digits.
    """
    if isinstance(value, date):
        return format_day(value, lang)
    if isinstance(value, list):
        return format_list([format_value(each, lang) for each in value], "standard", "en_GB" if lang == "en" else lang)
    if isinstance(value, Decimal):
        return format_exactly(value, lang)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return format_number(value, lang)
    return str(value)


class _Formatter(string.Formatter):
    def __init__(self, lang: str) -> None:
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            return "–"
        if format_spec == "month":
            return format_month(value, self.lang)
        if format_spec == "of_month":
            return format_date(value, "MMMM y", locale=self.lang)
        if format_spec == "length":
            return format_length(value, self.lang)
        if "|" in format_spec:
            return f"{format_number(value, self.lang)} {ngettext(value, format_spec, self.lang)}"
        if format_spec == "date":
            return format_partial_date(value, self.lang)
        if format_spec == "days":
            return with_days_in_words(str(value), self.lang)
        if format_spec == "lower":
            return str(value).lower()
        if format_spec.strip() in (",", ";"):
            return f"{format_spec} ".join(format_value(each, self.lang) for each in value)
        if format_spec == " ":
            return " ".join(format_value(each, self.lang) for each in value)
        return str(value) if format_spec == "year" else format_value(value, self.lang)


def format_message(template: str, values: Mapping[str, Any], lang: str = "en") -> str:
    """A template with its `{placeholders}` filled by values, each formatted by its type.

    A date becomes a day, a month with `{name:month}`, or a month in the genitive with `{name:of_month}`. An ISO text
    becomes a day, month or year with `{name:date}`; `{name:days}` is a text with the days in it in words. A number gets
    separators, none with `{name:year}`, and with `{name:person|people}` the noun that it counts in the form of
    `ngettext`. Months become years and months with `{name:length}`. A list becomes `A, B and C`, or is joined by a
    character, `{names:;}` or `{notes: }`. A text with `{name:lower}` is in lower case. Raises KeyError for a
    placeholder without a value.
    """
    return _Formatter(lang).vformat(template, (), values)


class _HtmlFormatter(_Formatter):
    """Escapes every value, unless it is Markup."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return value if isinstance(value, Markup) else escape(super().format_field(value, format_spec))


def format_html(template: str, values: Mapping[str, Any], lang: str = "en") -> Markup:
    """As `format_message`, for a template of our own that may contain simple HTML; the values are escaped."""
    # Safe as Markup without escaping: the template is ours, and the formatter has escaped the values.
    return Markup(_HtmlFormatter(lang).vformat(template, (), values))  # nosec B704
