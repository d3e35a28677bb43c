"""A cell of a workbook as the text that a person sees in it."""

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl.utils.escape import unescape

from repression.messages import message

# The parts of a format of Excel: a text, a sign as it is, a blank as wide as a sign, a sign repeated, a colour or
# language, or one character that may stand for a digit.
_TOKEN = re.compile(r'"(?P<text>[^"]*)"|\\(?P<sign>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<other>.)', re.DOTALL)
_COLOUR_OR_LANGUAGE = re.compile(
    r"\$-[0-9A-Za-z-]+|black|blue|cyan|green|magenta|red|white|yellow|color ?\d+", re.IGNORECASE
)
_DIGITS = re.compile(r"[-+(]?(?P<whole>[#0?,]*[#0?])?(?P<point>\.(?P<decimals>[#0?]+))?(?P<percent>%?)[-)]?")
_EXACT = 15  # significant digits; Excel has no more


def shown_text(cell: Any) -> str:
    """The text that a cell of openpyxl shows; numbers without separators of thousands, dates in ISO.

    Raises ValueError, with words that complete "cell C3 …", if it shows something else than it holds.
    """
    value, pattern = cell.value, cell.number_format if cell.value is not None else ""
    if value is None:
        return ""
    if cell.data_type == "e":
        raise ValueError(message("has the error {value}: write what was meant, or leave it empty", value=value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _number(value, pattern)
    if isinstance(value, datetime):
        return _moment(value, pattern)
    if isinstance(value, date | time):
        return str(value.isoformat())
    text = str(unescape(str(value)))  # _x000A_ is how a workbook writes a line feed
    sections = _sections(pattern)
    if text and len(sections) > 3 and not sections[3].strip():
        raise ValueError(message("shows nothing and holds {text}: give it the format General", text=repr(text)))
    return text


def _number(value: float, pattern: str) -> str:
    """A number with the decimals and leading zeros that its format shows."""
    held = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{_EXACT}g}")
    section = _section_for(held, _sections(pattern))
    if section.strip().lower() in ("general", "@"):
        return _plain(held)
    shape = _shape(section)
    if held == 0 and shape.strip(" #?.,0") == "-":
        return "0"  # what the format of accounting shows as a dash
    found = _DIGITS.fullmatch(shape.replace(" ", ""))
    if not found or not (found["whole"] or found["decimals"]):
        raise ValueError(
            message(
                "holds {held} and shows it by the format {pattern}: give it the format General",
                held=_plain(held),
                pattern=repr(pattern),
            )
        )
    decimals = found["decimals"] or ""
    meant = held * 100 if found["percent"] else held
    shown = meant.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    if shown != meant:
        raise ValueError(
            message(
                "shows {shown} and holds {meant}: round it, or show all its decimals",
                shown=f"{shown:f}",
                meant=_plain(meant),
            )
        )
    whole, _, fraction = f"{abs(shown):f}".partition(".")
    fraction = fraction.rstrip("0").ljust(decimals.rfind("0") + 1, "0")
    sign = "-" if shown < 0 else ""
    digits = whole.zfill((found["whole"] or "").count("0"))
    return f"{sign}{digits}{'.' if fraction else ''}{fraction}{found['percent']}"


def _plain(number: Decimal) -> str:
    """A number without trailing zeros, in digits."""
    return f"{number.normalize():f}"


def _moment(moment: datetime, pattern: str) -> str:
    """A date with the parts that its cell shows; one that shows a month or a year holds its first day, as a filler."""
    shown = "".join(found["other"] or "" for found in _TOKEN.finditer(pattern)).lower()
    if "y" not in shown and "d" in shown:
        raise ValueError(message("shows no year and holds {moment}: show the year, too", moment=f"{moment:%Y-%m-%d}"))
    if "h" in shown or "s" in shown:
        return moment.isoformat() if moment.time() != time() else moment.date().isoformat()
    if "d" in shown:
        return moment.date().isoformat()
    return f"{moment:%Y-%m}" if "m" in shown else f"{moment:%Y}"


def _sections(pattern: str) -> list[str]:
    """The parts of a format: for numbers above zero, below zero, zero, and for texts."""
    sections = [""]
    for token in _TOKEN.finditer(pattern):
        if token["other"] == ";":
            sections.append("")
        else:
            sections[-1] += token.group()
    return sections


def _section_for(number: Decimal, sections: list[str]) -> str:
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


def _shape(section: str) -> str:
    """A part of a format without colours, languages and widths, but with the texts and currencies that it shows."""
    shape = ""
    for token in _TOKEN.finditer(section):
        shown = token["text"] or token["sign"] or token["other"] or ""
        if token["bracket"] and not _COLOUR_OR_LANGUAGE.fullmatch(token["bracket"]):
            shown = token.group()
        # A digit that is a text is shown, and is none of the number.
        shape += (
            "".join("\0" if sign.isdigit() or sign in "#?%" else sign for sign in shown) if token["text"] else shown
        )
    return shape
