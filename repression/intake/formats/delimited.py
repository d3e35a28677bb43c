"""CSV with commas, semicolons or tabs, or with the separator that its first line states (`sep=;`)."""

import csv
import io
import re
from collections.abc import Collection, Iterator

from repression.i18n import N_
from repression.intake.formats.limits import MAX_CELL_LENGTH, MAX_COLUMNS, ParsedFile, TableBuilder, plain_heading
from repression.messages import Message, message
from repression.snapshots.issues import ValidationError

_DELIMITERS = {",": message("commas"), ";": message("semicolons"), "\t": message("tabs")}
_LONGEST_LINE = 4_000_000  # characters
_LONGEST_FIELD = 131_072  # characters; the default of the csv module
_HEADER_WITHIN = 10  # lines; a title may stand above the header
# What Excel reads as the separator of the file. Other programs may have put separators or quotes around it.
_STATED = re.compile(r"\A\s*\"?sep=(?P<delimiter>[^\w\s\"\\]|\t)\"?[,;\t]*(?:\r\n?|\n)", re.IGNORECASE)
_ESCAPED = re.compile(r'\\(["\\])')
_MEANT = {'"': '""', "\\": "\\"}


def read_delimited(text: str, path: str, known: Collection[str]) -> ParsedFile:
    """The table of a CSV; its header is the row with the most headings of `known`, else the first that is not empty.

    A row has the number that a spreadsheet gives it: line breaks within cells begin none, empty lines are rows.

    Short rows are filled up with empty cells, as Excel leaves out the last ones. Quotes within quotes are doubled, or
    stand behind a backslash as PHP writes them; a file may have both. Raises ValidationError if no delimiter splits the
    header, quotes are broken, a row is too long, the last row is cut off, or a limit is exceeded.
    """
    stated = _STATED.match(text)
    delimiter = stated["delimiter"] if stated else max(_DELIMITERS, key=lambda one: _headings(text, one, known))
    separators = _DELIMITERS.get(delimiter, message("separators {sign}", sign=delimiter))
    words = message("CSV, {separators}", separators=separators)
    body = text[stated.end() :] if stated else text  # a spreadsheet does not show the statement as a row
    if '\\"' in body and (doubled := _with_doubled_quotes(body, delimiter)) != body:
        return _parsed(doubled, path, delimiter, known, message("{form}, backslashes before quotes", form=words))
    return _parsed(body, path, delimiter, known, words)


def _with_doubled_quotes(text: str, delimiter: str) -> str:
    r"""The text with doubled quotes in place of those behind a backslash.

    A quote behind a backslash may also be the end of a cell whose last character is a backslash. Before a delimiter or
    the end of a line it is that, unless it closes a pair of escaped quotes: `"a \"b\", c"` is one cell, `"a\",b` two.
    """
    ends = rf"[{re.escape(delimiter)}\r\n]|\Z"
    text_of_cell = r'(?:[^"\\]++|\\\\|\\(?!")|"")'
    # Possessive, so that a file of broken quotes takes linear time.
    cell = re.compile(
        rf'(?<![^{re.escape(delimiter)}\r\n])"((?:{text_of_cell}|\\"{text_of_cell}*+\\"|\\"(?!{ends}))*+)'
        rf'(\\?"(?={ends}))'
    )
    return cell.sub(lambda found: f'"{_unescaped(found[1])}{found[2]}', text)


def _unescaped(cell: str) -> str:
    return _ESCAPED.sub(lambda found: _MEANT[found[1]], cell) if '\\"' in cell else cell


def _parsed(text: str, path: str, delimiter: str, known: Collection[str], words: Message) -> ParsedFile:
    gathered = TableBuilder(path)
    reader = csv.reader(_lines(text, path), delimiter=delimiter, strict=True)
    begins = 1
    # The csv module has one limit for the whole process, which libraries may have raised.
    usual_limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        for number, cells in enumerate(reader, start=1):
            gathered.add(number, cells)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ValidationError.about(path, message("is no CSV: {fault}", fault=_reason(str(error))), begins) from None
    finally:
        csv.field_size_limit(usual_limit)
    header = gathered.header(known) or 0
    line, headings = gathered.rows[header] if gathered.rows else (1, [])
    if len(headings) == 1 and plain_heading(headings[0]) not in known:
        raise ValidationError.about(
            path, message("is one cell: headings must be parted by commas, semicolons or tabs"), line
        )
    short = gathered.fill_up(header)
    if short and short[-1] == gathered.rows[-1][0] and not text.endswith(("\n", "\r")):
        raise ValidationError.about(path, message("ends within this row: the file is cut off"), short[-1])
    filled_up = message("short rows, filled up with empty cells")
    return ParsedFile(gathered.table(header), words, {filled_up: short} if short else {})


def _headings(text: str, delimiter: str, known: Collection[str]) -> tuple[int, int]:
    """The number of known headings, and of all, in the line with the most when it is split by `delimiter`."""
    lines = io.StringIO(text.lstrip("\r\n"))
    return max(_headings_of(lines.readline(_LONGEST_LINE), delimiter, known) for _ in range(_HEADER_WITHIN))


def _headings_of(line: str, delimiter: str, known: Collection[str]) -> tuple[int, int]:
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
                path,
                message("is too long: {line} characters, perhaps {columns} columns", line=len(line), columns=columns),
                number,
            )
        yield line


def _reason(words: str) -> str:
    """An error message of the csv module in words for maintainers."""
    if "unexpected end" in words:
        return message("a quote is opened here and never closed")
    if "field larger" in words:
        template = N_("a cell has more than {characters} characters; perhaps a quote is never closed")
        return message(template, characters=MAX_CELL_LENGTH)
    if "expected after" in words:
        template = N_("{fault}: a quote within a quoted cell must be written twice, or behind a backslash")
        return message(template, fault=words)
    return words
