"""Excel workbooks (.xlsx), opened only after a check of their unpacked size."""

import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from repression.intake.formats.limits import MAX_COLUMNS, MAX_ROWS, MEGABYTE, TableBuilder
from repression.snapshots.csv_io import Table
from repression.snapshots.issues import ValidationError

_LARGEST_UNPACKED = 64 * MEGABYTE
_MOST_MEMBERS = 1_000
_MOST_TAGS = 2_000_000
_NOT_A_DATE_PART = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.")


def read_excel(content: bytes, path: str, known: Collection[str]) -> tuple[Table, str]:
    """The table of the first sheet with headings of `known`, else of the first that is not empty; its format in words.

    A row's line is its row in the sheet. Raises ValidationError if this is no workbook, a zip bomb, or beyond a limit.
    """
    _look_inside(content, path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and drawings, which are not read
            return _chosen(dict(_sheets(content, path)), path, known)
    except ValidationError:
        raise
    except Exception as error:  # openpyxl has no exception of its own for broken workbooks
        raise ValidationError.about(path, f"is no Excel workbook that can be read: {type(error).__name__}") from None


def _look_inside(content: bytes, path: str) -> None:
    """Raise ValidationError if the file is no workbook, or unpacks to more than is safe to open."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > _LARGEST_UNPACKED or len(members) > _MOST_MEMBERS:
                size = f"{-(-unpacked // MEGABYTE):,} MB in {len(members):,} parts"
                raise ValidationError.about(path, f"unpacks to {size}, may have {_LARGEST_UNPACKED // MEGABYTE} MB")
            if "[Content_Types].xml" not in archive.namelist():
                raise ValidationError.about(path, "is a zip file and no Excel workbook: unpack it first")
            _look_at_parts(archive, members, path)
    except ValidationError:
        raise
    except Exception as error:  # zipfile, too, may raise any exception for a broken archive
        raise ValidationError.about(path, f"is no zip file that can be read: {type(error).__name__}") from None


def _look_at_parts(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], path: str) -> None:
    """Raise ValidationError if the XML has too many tags for memory, or defines entities, which may expand."""
    tags = 0
    for member in members:
        if not member.filename.endswith((".xml", ".rels")):
            continue
        part = archive.read(member)
        if b"\0" in part or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise ValidationError.about(
                path, "is no Excel workbook: a part of it defines entities or is no XML in UTF-8"
            )
        tags += part.count(b"<")
        if tags > _MOST_TAGS:
            raise ValidationError.about(path, f"holds more than {_MOST_TAGS:,} tags, the most there may be")


def _sheets(content: bytes, path: str) -> Iterator[tuple[str, TableBuilder]]:
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    for sheet in workbook.worksheets:
        gathered = TableBuilder(path)
        sheet.reset_dimensions()  # the size that a sheet states may be wrong
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), start=1):
            if number > MAX_ROWS:
                raise ValidationError.about(path, f"is beyond {MAX_ROWS:,} rows, the most there may be", number)
            gathered.add(number, _trimmed([_text(cell) for cell in cells]))
        if gathered.rows:
            yield sheet.title, gathered


def _chosen(sheets: dict[str, TableBuilder], path: str, known: Collection[str]) -> tuple[Table, str]:
    headers = {title: header for title, one in sheets.items() if (header := one.header(known)) is not None}
    if not sheets:
        raise ValidationError.about(path, "the file is empty: a header is needed", 1)
    title = next(iter(headers or sheets))
    header = headers.get(title, 0)
    gathered = sheets[title]
    width = max(len(cells) for _, cells in gathered.rows[header:])
    gathered.rows = [(line, cells + [""] * (width - len(cells))) for line, cells in gathered.rows]
    others = f" (of {len(sheets)})" if len(sheets) > 1 else ""
    return gathered.table(header), f"Excel, sheet {title!r}{others}"


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: Any) -> str:
    """A cell as text: dates in ISO, with as much as the cell shows; whole numbers without a decimal point."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return _as_shown(value.date(), cell.number_format)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _as_shown(day: date, pattern: str) -> str:
    """A date with the parts that the cell shows: one that shows a month or a year stores its first day, as a filler."""
    shown = _NOT_A_DATE_PART.sub("", pattern).lower()
    if "d" in shown:
        return day.isoformat()
    return f"{day:%Y-%m}" if "m" in shown else f"{day:%Y}"
