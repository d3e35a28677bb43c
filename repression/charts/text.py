"""Texts for charts. Plotly interprets tags in every text and wraps no lines: this module escapes and wraps."""

from __future__ import annotations

import functools
import html
import re
import textwrap
from datetime import date

from babel.numbers import format_percent

from repression.formatting import format_day, format_month, format_number, format_partial_date
from repression.i18n import ngettext
from repression.partial_dates import PartialDate

LETTER = 0.56  # width of a letter in our fonts, in font sizes; enough for short labels too
WIDE_LETTER = 0.6  # width of a Cyrillic letter
LINE = 1.3  # font sizes from one line to the next
MEAN_LETTER = 0.51  # for long lines, where wide and narrow letters even out
PERCENT = ("%", "percent")
CYRILLIC = re.compile("[а-яёіў]", re.IGNORECASE)
WIDER = 0.88  # Cyrillic letters are wider: this share of the number of Latin letters fits on a line


def escape(text: object) -> str:
    """A text escaped for Plotly: it interprets no tag, entity or `%{placeholder}` in it."""
    escaped = html.escape(str(text), quote=False).replace("\n", " ")
    return escaped.replace("%{", "&#37;{")


def wrap_lines(text: object, letters: int, most: int | None = None) -> list[str]:
    """A text wrapped into lines of at most `letters` (or one longer word); cut after `most` lines with an ellipsis."""
    short = str(text).strip()
    letters = int(letters * WIDER) if CYRILLIC.search(short) else letters
    if len(short) <= letters and "\n" not in short:
        return [short]
    return textwrap.wrap(short, letters, max_lines=most, placeholder=" …", break_long_words=False) or [""]


def wrap_escaped(text: object, letters: int, most: int | None = None) -> str:
    """A text wrapped into lines and escaped for Plotly."""
    return "<br>".join(escape(line) for line in wrap_lines(text, letters, most))


def hover_text(*parts: str, letters: int = 40) -> str:
    """The text of a hover label: each part on its own lines, the first in bold, without empty parts."""
    said = [wrap_escaped(part, letters) for part in parts if part]
    return "<br>".join([f"<b>{said[0]}</b>", *said[1:]]) if said else ""


# Cached: formatting numbers and dates takes most of the time of a figure, and few values are distinct.
@functools.lru_cache(maxsize=8192)
def format_amount(value: object, forms: str, lang: str, percent: bool = False) -> str:
    """A value for readers: `1,496 people`, `12.5%`, `–` for none; `forms` are those of the noun that it counts.

    `percent`: it is a share of 100.
    """
    if value is None:
        return "–"
    if not isinstance(value, int | float):
        return str(value)
    if percent:
        return f"{format_number(value, lang)}{percent_sign(lang)}"
    return f"{format_number(value, lang)} {ngettext(value, forms, lang)}".rstrip()


def percent_sign(lang: str) -> str:
    """The percent sign to append to a number: after a space in some languages."""
    return str(format_percent(1, locale=lang)).removeprefix("100")


def is_dated(text: str | None) -> bool:
    """Whether a text is an ISO day or month; a year alone may be any number."""
    known = PartialDate.parse(text or "")
    return known is not None and known.month is not None


@functools.lru_cache(maxsize=8192)
def format_moment(value: object, by_month: bool, lang: str) -> str:
    """A point in time in words: a month where all points are months, else a day.

    ISO text is said as the day or month it is, other text stays.
    """
    if isinstance(value, str) and is_dated(value):
        return format_partial_date(value, lang)
    if not isinstance(value, date):
        return "–" if value is None else str(value)
    return format_month(value, lang) if by_month else format_day(value, lang)
