"""Limits on the size of files, so that none fills the machine's memory, and the builder of tables that applies them."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from repression.messages import Message, message
from repression.snapshots.csv_io import Table
from repression.snapshots.issues import ValidationError

MEGABYTE = 2**20
MAX_FILE_BYTES = 32 * MEGABYTE  # a register of 3,000 people with all its descriptions has a third of that
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELLS = 2_000_000
MAX_CELL_LENGTH = 100_000
_HEADER_WITHIN = 10  # rows; a table may have titles above its header
_FEWEST_KNOWN = 2  # headings that make a row a header

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class ParsedFile:
    """A file as a table of texts, and its format in words ("CSV, semicolons, Windows-1251").

    `mended` says what was read otherwise than it is written, with the lines of these rows.
    """

    table: Table
    words: Message
    mended: Mapping[Message, Sequence[int]] = field(default_factory=dict)


def plain_heading(text: str) -> str:
    """A heading normalised for comparison: case, kinds of apostrophe and surplus spaces do not matter."""
    plain = unicodedata.normalize("NFC", text).lower().replace("ё", "е")
    return " ".join(plain.replace("’", "'").replace("ʼ", "'").replace("`", "'").split())


class TableBuilder:
    """Collects rows one by one. Rows without any text are left out."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.rows: list[Row] = []
        self._cells = 0

    def add(self, line: int, cells: list[str]) -> None:
        """Add a row. Raises ValidationError as soon as a limit is exceeded."""
        if len(cells) > MAX_COLUMNS:
            raise ValidationError.about(
                self.path,
                message("has {cells} columns, may have {limit}", cells=len(cells), limit=MAX_COLUMNS),
                line,
            )
        if any(len(cell) > MAX_CELL_LENGTH for cell in cells):
            raise ValidationError.about(
                self.path,
                message("has a cell of more than {limit} characters", limit=MAX_CELL_LENGTH),
                line,
            )
        self._cells += len(cells)
        if self._cells > MAX_CELLS or len(self.rows) > MAX_ROWS:
            raise ValidationError.about(
                self.path,
                message(
                    "is beyond {rows} rows or {cells} cells, the most there may be",
                    rows=MAX_ROWS,
                    cells=MAX_CELLS,
                ),
                line,
            )
        if any(cell.strip() for cell in cells):
            self.rows.append((line, cells))

    def header(self, known: Collection[str]) -> int | None:
        """The index of the row, among the first ones, with the most headings of `known`; None if none has two."""
        counts = [sum(plain_heading(cell) in known for cell in cells) for _, cells in self.rows[:_HEADER_WITHIN]]
        most = max(counts, default=0)
        return counts.index(most) if most >= _FEWEST_KNOWN else None

    def fill_up(self, header: int) -> list[int]:
        """Give each row below the header as many cells as that has; the lines of the rows that had fewer.

        Where a row has more cells than there are headings, separators or quotes are broken, and nothing is filled up.
        This holds of empty cells, too: a cell that is split in two moves the ones behind it by one place.
        """
        width = len(self.rows[header][1]) if self.rows else 0
        body = self.rows[header + 1 :]
        if any(len(cells) > width for _, cells in body):
            return []
        short = [(line, cells) for line, cells in body if len(cells) < width]
        for _, cells in short:
            cells += [""] * (width - len(cells))
        return [line for line, _ in short]

    def table(self, header: int = 0) -> Table:
        """The rows as a table with the headings of the row `header`.

        Raises ValidationError if there is no row below it, a column has no heading, or rows differ in length.
        """
        if not self.rows:
            raise ValidationError.about(self.path, message("the file is empty: a header is needed"), 1)
        (line, headings), *body = self.rows[header:]
        if not body:
            raise ValidationError.about(
                self.path, message("is a header without rows: there is nothing to take in"), line
            )
        uneven = [(at, len(cells)) for at, cells in body if len(cells) != len(headings)]
        if uneven:
            first, count = uneven[0]
            more = message(" (as {rows} more rows)", rows=len(uneven) - 1) if len(uneven) > 1 else ""
            raise ValidationError.about(
                self.path,
                message(
                    "has {count} cells, must have {headings}{more}", count=count, headings=len(headings), more=more
                ),
                first,
            )
        width = _last_used(headings, [cells for _, cells in body])
        nameless = next((place for place, name in enumerate(headings[:width], 1) if not name.strip()), None)
        if nameless:
            raise ValidationError.about(
                self.path, message("has no heading for column {column}", column=str(nameless)), line
            )
        names = tuple(" ".join(name.split()) for name in headings[:width])
        return Table(names, tuple((at, cells[:width]) for at, cells in body))


def _last_used(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """The number of columns without the last ones that have neither heading nor text."""
    width = len(headings)
    while width and not headings[width - 1].strip() and not any(cells[width - 1].strip() for cells in rows):
        width -= 1
    return width
