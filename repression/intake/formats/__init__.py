"""Parsers of raw tables: CSV, Excel, HTML and JSON. The format is detected by the bytes, not by the file name."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from repression.intake.formats.delimited import read_delimited
from repression.intake.formats.encoding import decode
from repression.intake.formats.excel import read_excel
from repression.intake.formats.html_table import read_html_table
from repression.intake.formats.json_records import read_json_records
from repression.intake.formats.limits import MAX_FILE_BYTES, MEGABYTE
from repression.snapshots.csv_io import Table
from repression.snapshots.issues import ValidationError

_ZIP = b"PK"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class ParsedFile:
    """A file as a table of texts, and its format in words ("CSV, semicolons, Windows-1251")."""

    table: Table
    words: str


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises ValidationError if it cannot be read or is larger than MAX_FILE_BYTES."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise ValidationError.about(str(path), f"cannot be read: {error.strerror}") from None
    if len(content) > MAX_FILE_BYTES:
        raise ValidationError.about(str(path), f"is larger than {MAX_FILE_BYTES // MEGABYTE} MB")
    return content


def parse_file(content: bytes, path: str, known: Collection[str]) -> ParsedFile:
    """The table in the bytes of a file of any of the formats.

    `known` are the possible headings, as `plain_heading` writes them: they identify the delimiter of a CSV, the sheet
    of a workbook and the table of a page. A row's line is that of the file; in a workbook it is the row of the sheet,
    in JSON the number of the record. Raises ValidationError, with the line if there is one, if the file has no complete
    table.
    """
    if len(content) > MAX_FILE_BYTES:
        raise ValidationError.about(path, f"is larger than {MAX_FILE_BYTES // MEGABYTE} MB")
    if content.startswith(_OLD_EXCEL):
        raise ValidationError.about(path, "is an Excel file of the old kind: save it as .xlsx or CSV")
    if content.startswith(_ZIP):
        return ParsedFile(*read_excel(content, path, known))
    text, encoding = decode(content, path)
    beginning = text.lstrip()[:1]
    if not beginning:
        raise ValidationError.about(path, "the file is empty: a header is needed", 1)
    if beginning in "[{":
        table, words = read_json_records(text, path)
    elif beginning == "<":
        table, words = read_html_table(text, path, known)
    else:
        table, words = read_delimited(text, path, known)
    return ParsedFile(table, f"{words}, {encoding}")
