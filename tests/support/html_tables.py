"""The tables of a page of plain HTML, as texts."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._exhibit = ""
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if attributes.get("class") == "exhibit-head":
            self._exhibit = attributes["id"] or ""
        elif tag == "footer":
            self._exhibit = ""
        elif tag == "tr":
            self.found.setdefault(self._exhibit, []).append([])
        elif tag in ("th", "td"):
            self.found[self._exhibit][-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.found[self._exhibit][-1][-1] += data


DIFFERENCES = re.compile(r'<table class="differences">.*?</table>', re.DOTALL)


def tables_of(page: str) -> dict[str, list[list[str]]]:
    """By the name of an exhibit, the rows of its table, the titles of the columns first; "" for other tables.

    Figures of two days, which stand in place of a chart, are none.
    """
    reader = _Tables()
    reader.feed(DIFFERENCES.sub("", str(page)))  # Markup would escape what is added to it
    reader.close()
    return reader.found
