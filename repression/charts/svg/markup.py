"""SVG and HTML as text: every text and attribute is escaped here, and with entities of XML alone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup, escape

TAGS = re.compile(r'(<br>|</?b>|<span style="color:#[0-9a-f]{6}">|</span>)')
PLAIN = re.compile("[A-Za-z0-9#%.,:() -]*")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float, digits: int = 2) -> str:
    """A number with at most so many decimals, as short as possible."""
    short = f"{value:.{digits}f}"
    if digits:
        short = short.rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def tag(name: str, content: Markup | str = "", /, **attributes: str | float | None) -> Markup:
    """An element; `font_size` is the attribute `font-size`, `class_` is `class`; attributes that are None are left out.

    Content that is no Markup is escaped.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{safe(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = content if isinstance(content, Markup) else safe(content)
    # Safe: the name is of this package, all the rest is escaped above.
    return Markup(f"<{name}{given}>{inside}</{name}>" if inside else f"<{name}{given}/>")  # nosec B704


def join(parts: Iterable[str]) -> Markup:
    """Elements and texts one after the other; texts that are no Markup are escaped."""
    return Markup("").join(parts)


def safe(text: str) -> str:
    """A text escaped for elements and attributes, without the characters that XML forbids."""
    # Most attributes are numbers and colours: to see that costs less than to escape.
    return text if PLAIN.fullmatch(text) else escape(NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))


class Piece(NamedTuple):
    """A piece of a line of text; `colour` is None where it has that of the whole text."""

    text: str
    bold: bool
    colour: str | None


def runs(text: str) -> list[list[Piece]]:
    """The lines of a text of a figure, each as pieces.

    Figures escape their texts and mark them with `<br>`, `<b>` and `<span>` of a colour alone; any other tag is text.
    """
    lines: list[list[Piece]] = [[]]
    bold, colour = False, None
    for piece in TAGS.split(text):
        if piece == "<br>":
            lines.append([])
        elif piece in ("<b>", "</b>"):
            bold = piece == "<b>"
        elif TAGS.fullmatch(piece):
            colour = piece.partition("color:")[2].removesuffix('">') or None
        elif piece:
            lines[-1].append(Piece(html.unescape(piece), bold, colour))
    return lines


def plain_lines(text: str) -> list[str]:
    """The lines of a text of a figure without their marks."""
    return ["".join(piece.text for piece in line) for line in runs(text)]
