"""CSV with commas, semicolons or tabs."""

import csv
import io
from collections.abc import Collection, Iterator

from repression.intake.formats.limits import MAX_CELL_LENGTH, MAX_COLUMNS, TableBuilder, plain_heading
from repression.snapshots.csv_io import Table
from repression.snapshots.issues import ValidationError

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_LONGEST_LINE = 4_000_000  # characters
_LONGEST_FIELD = 131_072  # characters; the default of the csv module


def read_delimited(text: str, path: str, known: Collection[str]) -> tuple[Table, str]:
    """The table of a CSV and its format in words; the header is the first row that is not empty.

    Raises ValidationError if no delimiter splits the header, quotes are broken, rows differ in length or a limit is
    exceeded.
    """
    delimiter = max(_DELIMITERS, key=lambda one: _headings(text, one, known))
    gathered = TableBuilder(path)
    reader = csv.reader(_lines(text, path), delimiter=delimiter, strict=True)
    begins = 1
    # The csv module has one limit for the whole process, which libraries may have raised.
    usual_limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        for cells in reader:
            gathered.add(begins, cells)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ValidationError.about(path, f"is no CSV: {_reason(str(error))}", begins) from None
    finally:
        csv.field_size_limit(usual_limit)
    line, header = gathered.rows[0] if gathered.rows else (1, [])
    if len(header) == 1 and plain_heading(header[0]) not in known:
        raise ValidationError.about(path, "is one cell: headings must be parted by commas, semicolons or tabs", line)
    return gathered.table(), f"CSV, {_DELIMITERS[delimiter]}"


def _headings(text: str, delimiter: str, known: Collection[str]) -> tuple[int, int]:
    """The number of known headings, and of all, in the first line when it is split by `delimiter`."""
    line = text.lstrip("\r\n").partition("\n")[0]
    if line.count(delimiter) > MAX_COLUMNS:
        return 0, line.count(delimiter)  # it will be refused, so it need not be split
    cells = [cell.strip().strip('"') for cell in line.split(delimiter)]
    return sum(plain_heading(cell) in known for cell in cells), len(cells)


def _lines(text: str, path: str) -> Iterator[str]:
    """The lines of a text. Raises ValidationError at a line so long that its cells would fill the memory."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > _LONGEST_LINE:
            columns = max(line.count(delimiter) for delimiter in _DELIMITERS) + 1
            raise ValidationError.about(
                path, f"is too long: {len(line):,} characters, perhaps {columns:,} columns", number
            )
        yield line


def _reason(words: str) -> str:
    """An error message of the csv module in words for maintainers."""
    if "unexpected end" in words:
        return "a quote is opened here and never closed"
    if "field larger" in words:
        return f"a cell has more than {MAX_CELL_LENGTH:,} characters; perhaps a quote is never closed"
    return words
