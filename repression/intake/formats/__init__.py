"""Parsers of raw tables: CSV, Excel, HTML and JSON. The format is detected by the bytes, not by the file name."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from repression.intake.formats.delimited import read_delimited
from repression.intake.formats.encoding import decode
from repression.intake.formats.excel import read_excel
from repression.intake.formats.html_table import read_html_table
from repression.intake.formats.json_records import read_json_records
from repression.intake.formats.limits import MAX_FILE_BYTES, MEGABYTE, ParsedFile
from repression.messages import message
from repression.snapshots.issues import ValidationError

_ZIP = b"PK"
_OTHER_FORMATS = {
    b"\xd0\xcf\x11\xe0": message("an Excel file of the old kind"),
    b"PAR1": message("a Parquet file"),
    b"%PDF-": message("a PDF"),
}


@dataclass(frozen=True)
class RawFile:
    """A raw file in memory, with the name that messages give it. It is read once, since a file may change meanwhile."""

    name: str
    content: bytes

    @classmethod
    def read(cls, path: Path) -> "RawFile":
        """The file at a path. Raises ValidationError as `read_bytes` does."""
        return cls(str(path), read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises ValidationError if it cannot be read or is larger than MAX_FILE_BYTES."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise ValidationError.about(str(path), message("cannot be read: {strerror}", strerror=error.strerror)) from None
    if len(content) > MAX_FILE_BYTES:
        raise ValidationError.about(
            str(path), message("is larger than {megabytes} MB", megabytes=MAX_FILE_BYTES // MEGABYTE)
        )
    return content


def parse_file(content: bytes, path: str, known: Collection[str]) -> ParsedFile:
    """The table in the bytes of a file of any of the formats.

    `known` are the possible headings, as `plain_heading` writes them: they identify the delimiter of a CSV, the sheet
    of a workbook and the table of a page. A row's line is its number as a spreadsheet shows it, where line breaks
    within cells begin no row; in JSON it is the number of the record. Raises ValidationError, with the line if there is
    one, if the file has no complete table.
    """
    if len(content) > MAX_FILE_BYTES:
        raise ValidationError.about(
            path, message("is larger than {megabytes} MB", megabytes=MAX_FILE_BYTES // MEGABYTE)
        )
    for first_bytes, name in _OTHER_FORMATS.items():
        if content.startswith(first_bytes):
            raise ValidationError.about(path, message("is {name}: save it as .xlsx or CSV", name=name))
    if content.startswith(_ZIP):
        return read_excel(content, path, known)
    text, encoding = decode(content, path)
    beginning = text.lstrip()[:1]
    if not beginning:
        raise ValidationError.about(path, message("the file is empty: a header is needed"), 1)
    if beginning in "[{":
        parsed = read_json_records(text, path)
    elif beginning == "<":
        parsed = read_html_table(text, path, known)
    else:
        parsed = read_delimited(text, path, known)
    return replace(parsed, words=message("{form}, {encoding}", form=parsed.words, encoding=encoding))
