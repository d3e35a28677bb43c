"""No two texts of a chart lie upon each other, and none leaves the chart: on a small phone, and as wide as charts get.

The boxes of the texts are computed from the drawing and the widths of letters in the project's own font.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from PIL import ImageFont

from repression.charts.figures import figure
from repression.charts.png import FONTS
from repression.charts.svg import svg
from repression.i18n import LANGUAGES
from repression.questions.answer import ask
from repression.questions.question import all_questions
from repression.questions.selection import Selection
from repression.warehouse.database import Warehouse

DRAWN = [name for name, question in all_questions().items() if question.has_chart]
WIDTHS = (328, 896)  # px: a phone of 360 px less the page's margins, and the widest chart
ASCENT, DESCENT = 0.72, 0.2  # font sizes; a little less than letters have, since few lines have both
LEAST = 1  # px that two boxes may share
EM = 100  # px, the size at which widths of letters are read
MOVED = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)")
EDGES = re.compile(r"padding:([-\d.]+)px ([-\d.]+)px ([-\d.]+)px ([-\d.]+)px")


class Box(NamedTuple):
    """A line of text with its edges in px."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > LEAST and min(self.bottom, other.bottom) - max(self.top, other.top) > LEAST


@functools.cache
def font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"NotoSans-{'Bold' if bold else 'Regular'}.ttf"), EM)


@functools.lru_cache(20_000)
def width_of(text: str, bold: bool) -> float:
    """Font sizes that a text is wide."""
    return font(bold).getlength(text) / EM


class Drawing:
    """The boxes of a chart's texts at a width."""

    def __init__(self, html: str, width: float) -> None:
        root = ElementTree.fromstring(html)
        (padded,) = root
        top, right, bottom, left = map(float, EDGES.search(padded.get("style", "")).groups())  # type: ignore[union-attr]
        (whole,) = padded
        plot = width - left - right
        if whole.tag == "div":  # a map, which keeps its proportions
            most, shape = map(float, re.findall(r"[\d.]+", whole.get("style", "")))
            (whole,) = whole
            plot = min(plot, most)
            self.plot = plot, plot / shape
        else:
            self.plot = plot, float(whole.get("height", ""))
        self.size = float(whole.get("font-size", ""))
        self.edges = (-left, -top, width - left, self.plot[1] + bottom)
        self.boxes = [box for each in whole for box in self._texts(each, 0, 0, self.size)]

    def _length(self, text: str | None, axis: int) -> float:
        if text is None:
            return 0
        return float(text[:-1]) / 100 * self.plot[axis] if text.endswith("%") else float(text)

    def _texts(self, element: ElementTree.Element, x: float, y: float, size: float) -> Iterator[Box]:
        size = float(element.get("font-size", size))
        moved = MOVED.search(element.get("transform", ""))
        right, down = map(float, moved.groups()) if moved else (0.0, 0.0)
        if element.tag == "text":
            yield from self._lines(element, x + right, y + down, size)
        elif element.tag not in ("title", "desc", "pattern") and not element.get("viewBox"):
            x += right + (self._length(element.get("x"), 0) if element.tag == "svg" else 0)
            y += down + (self._length(element.get("y"), 1) if element.tag == "svg" else 0)
            for each in element:
                yield from self._texts(each, x, y, size)

    def _lines(self, element: ElementTree.Element, x: float, y: float, size: float) -> Iterator[Box]:
        left, line = x + self._length(element.get("x"), 0), y + self._length(element.get("y"), 1)
        lines: list[list[tuple[str, bool]]] = [[(element.text or "", False)]]
        for piece in element:
            if piece.get("dy"):
                lines.append([])
            runs = [piece, *piece]
            lines[-1] += [(each.text or "", each.get("font-weight") == "bold") for each in runs]
            lines[-1] += [(each.tail or "", False) for each in reversed(runs)]
        steps = [float(each.get("dy", "0")) for each in element if each.get("dy")]
        for n, pieces in enumerate(lines):
            line += steps[n - 1] if n else 0
            wide = size * sum(width_of(text, bold) for text, bold in pieces)
            start = left - {"middle": wide / 2, "end": wide}.get(element.get("text-anchor", ""), 0)
            text = "".join(text for text, _ in pieces)
            if "rotate" in element.get("transform", ""):
                yield Box(text, left - size / 2, line, left + size / 2, line + wide)
            elif text.strip():
                yield Box(text, start, line - ASCENT * size, start + wide, line + DESCENT * size)

    def faults(self) -> Iterator[str]:
        left, top, right, bottom = self.edges
        for box in self.boxes:
            beyond = (left - box.left, box.right - right, top - box.top, box.bottom - bottom)
            if max(beyond) > LEAST:
                yield f"{box} leaves {self.edges}"
        yield from (f"{one} meets {other}" for one, other in combinations(self.boxes, 2) if one.meets(other))


def faults(warehouse: Warehouse, name: str, lang: str) -> list[str]:
    """What is wrong with the texts of a question's chart at each width."""
    answer = ask(warehouse, name, Selection(warehouse.days[-1], lang))
    if not answer.table.num_rows:
        return []
    html = svg(figure(answer), title="A title", description="Words.", anchor="one")
    return [f"{name}, {lang}, {width} px: {fault}" for width in WIDTHS for fault in Drawing(html, width).faults()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_label_meets_another_or_leaves_its_chart(warehouse: Warehouse, lang: str) -> None:
    assert not [fault for name in DRAWN for fault in faults(warehouse, name, lang)]


def test_labels_that_meet_or_leave_are_found() -> None:
    texts = '<text x="0" y="10">Minsk</text><text x="8%" y="12">Hrodna</text><text x="92%" y="90">Homiel</text>'
    html = f'<div><div style="padding:0px 0px 0px 0px"><svg font-size="14" height="100">{texts}</svg></div></div>'
    assert len(list(Drawing(html, 328).faults())) == 2
    assert not list(Drawing(html, 896).faults())
