"""The table of an HTML page, as text: no script is executed, nothing is loaded."""

import re
from collections.abc import Collection
from html.parser import HTMLParser
from itertools import count

from repression.intake.formats.limits import ParsedFile, TableBuilder
from repression.messages import message
from repression.snapshots.issues import ValidationError

_SILENT = frozenset(["script", "style", "template", "noscript"])
_MOST_TABLES = 1_000
# What opens a spreadsheet in XML. The root stands behind declarations and comments.
_SPREADSHEET = re.compile(r"<(?P<opendocument>office:document)\b|<(?:\w+:)?Workbook\b")
_ROOT_WITHIN = 2_000  # characters
_ON_A_NEW_LINE = frozenset(["br", "p", "div", "li"])


def read_html_table(text: str, path: str, known: Collection[str]) -> ParsedFile:
    """The first table of the page with headings of `known`. A row has its number within the table.

    Raises ValidationError if the file is a sheet of OpenDocument or of Excel's XML, no table has any, the page is cut
    off, rows differ in length or a limit is exceeded.
    """
    if found := _SPREADSHEET.search(text, 0, _ROOT_WITHIN):
        name = "a flat OpenDocument file" if found["opendocument"] else "an Excel file in XML of 2003"
        raise ValidationError.about(path, message("is {name}: save it as .xlsx or CSV", name=name))
    # Checked first, since html.parser would search the rest of the page for each missing end.
    for opening, closing, what in (("<!--", "-->", "comment"), ("<", ">", "tag")):
        if text.rfind(opening) > text.rfind(closing):
            line = text.count("\n", 0, text.rfind(opening)) + 1
            raise ValidationError.about(
                path, message("opens a {what} that never ends: the page is cut off", what=what), line
            )
    reader = _Reader(path)
    try:
        reader.feed(text)
        reader.close()
    except (AssertionError, ValueError, RecursionError) as error:  # how html.parser gives up on broken markup
        raise ValidationError.about(
            path, message("is no HTML that can be read: {error}", error=str(error)), reader.getpos()[0]
        ) from None
    reader.end()
    for place, gathered in enumerate(reader.tables, start=1):
        header = gathered.header(known)
        if header is not None:
            words = message("table {place} of {all} of an HTML page", place=place, all=len(reader.tables))
            return ParsedFile(gathered.table(header), words)
    raise ValidationError.about(
        path, message("has no table with known headings ({tables} tables seen)", tables=len(reader.tables))
    )


class _Reader(HTMLParser):
    """Collects the tables; a nested table is a table of its own."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[TableBuilder] = []
        self._path = path
        self._open: list[tuple[int, TableBuilder, count[int]]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._silent: tuple[int, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, row or cell. The end tags of rows and cells are optional in HTML."""
        if tag in _SILENT:
            self._silent = self._silent or (self.getpos()[0], tag)
        elif tag == "table":
            self._end_row()
            if len(self.tables) == _MOST_TABLES:
                raise ValidationError.about(
                    self._path,
                    message("opens more than {tables} tables", tables=_MOST_TABLES),
                    self.getpos()[0],
                )
            self.tables.append(TableBuilder(self._path))
            self._open.append((self.getpos()[0], self.tables[-1], count(1)))
        elif tag == "tr" and self._open:
            self._end_row()
            self._row = []
        elif tag in ("td", "th") and self._row is not None:
            self._end_cell()
            self._cell = []
        elif tag in _ON_A_NEW_LINE and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close a table, row or cell."""
        if self._silent and tag == self._silent[1]:
            self._silent = None
        elif tag == "table":
            self._end_row()
            if self._open:
                self._open.pop()
        elif tag == "tr":
            self._end_row()
        elif tag in ("td", "th"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Keep the text of a cell; line breaks in the source are spaces."""
        if self._cell is not None and self._silent is None:
            self._cell.append(re.sub(r"\s+", " ", data))

    def end(self) -> None:
        """Raise ValidationError if the page ends within a table or a script: the rest is missing."""
        for line, tag in [self._silent] if self._silent else [(line, "table") for line, *_ in self._open]:
            raise ValidationError.about(
                self._path, message("opens a <{tag}> that never ends: the page is cut off", tag=tag), line
            )

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None and self._open:
            _, table, numbers = self._open[-1]
            table.add(next(numbers), self._row)
        self._row = None

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
            self._row.append("\n".join(line for line in lines if line))
        self._cell = None
