"""Excel workbooks (.xlsx), opened only after a check of their unpacked size.

What a person sees in the sheet is what is taken in; a cell that shows something else than it holds is refused.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from repression.intake.formats.excel_cells import shown_text
from repression.intake.formats.excel_marks import Marks, read_marks
from repression.intake.formats.limits import MAX_COLUMNS, MAX_ROWS, MEGABYTE, ParsedFile, TableBuilder
from repression.messages import message
from repression.snapshots.issues import Issue, ValidationError

_LARGEST_UNPACKED = 64 * MEGABYTE
_MOST_MEMBERS = 1_000
_MOST_TAGS = 2_000_000
_BEFORE_XML = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n"
_MOST_SHOWN = 10
_COMPUTED_ANEW = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad=[\"'](?:1|true)")


def read_excel(content: bytes, path: str, known: Collection[str]) -> ParsedFile:
    """The table of the first visible sheet with headings of `known`, else of the first that is not empty.

    A row's line is its row in the sheet. Raises ValidationError if this is no workbook, a zip bomb, or beyond a limit;
    and with sheet and cells, if a cell of the table shows something else than it holds, or is hidden or merged.
    """
    computed_anew = _look_inside(content, path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and drawings, which are not read
            return _chosen(content, path, known, computed_anew)
    except ValidationError:
        raise
    except Exception as error:  # openpyxl has no exception of its own for broken workbooks
        raise ValidationError.about(
            path, message("is no Excel workbook that can be read: {name}", name=type(error).__name__)
        ) from None


def _look_inside(content: bytes, path: str) -> bool:
    """Whether programs compute all formulas anew when they open the workbook, so that stored values may be anything.

    Raises ValidationError if the file is no workbook, or unpacks to more than is safe to open.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > _LARGEST_UNPACKED or len(members) > _MOST_MEMBERS:
                too_much = message(
                    "unpacks to {megabytes} MB in {parts} parts, may have {limit} MB",
                    megabytes=-(-unpacked // MEGABYTE),
                    parts=len(members),
                    limit=_LARGEST_UNPACKED // MEGABYTE,
                )
                raise ValidationError.about(path, too_much)
            names = archive.namelist()
            if "mimetype" in names and archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument"):
                raise ValidationError.about(path, message("is an OpenDocument file: save it as .xlsx or CSV"))
            if "[Content_Types].xml" not in names:
                raise ValidationError.about(path, message("is a zip file and no Excel workbook: unpack it first"))
            return _look_at_parts(archive, members, path)
    except ValidationError:
        raise
    except Exception as error:  # zipfile, too, may raise any exception for a broken archive
        raise ValidationError.about(
            path, message("is no zip file that can be read: {name}", name=type(error).__name__)
        ) from None


def _look_at_parts(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], path: str) -> bool:
    """Whether a part asks to compute all formulas anew. A part may have any name, so each is judged by its content.

    Raises ValidationError if the XML has too many tags for memory, or defines entities, which may expand.
    """
    tags, computed_anew = 0, False
    for member in members:
        part = archive.read(member)
        tags += part.count(b"<")
        if tags > _MOST_TAGS:
            raise ValidationError.about(
                path, message("holds more than {tags} tags, the most there may be", tags=_MOST_TAGS)
            )
        is_xml = part.lstrip(_BEFORE_XML).startswith(b"<")
        if is_xml and (b"\0" in part or b"<!DOCTYPE" in part or b"<!ENTITY" in part):
            raise ValidationError.about(
                path, message("is no Excel workbook: a part of it defines entities or is no XML in UTF-8")
            )
        computed_anew = computed_anew or bool(_COMPUTED_ANEW.search(part))
    return computed_anew


@dataclass(frozen=True)
class _Sheet:
    """A sheet as texts; `doubtful` has row, column and why for cells that do not show what they hold."""

    title: str
    gathered: TableBuilder
    doubtful: list[tuple[int, int, str]]
    marks: Marks


def _chosen(content: bytes, path: str, known: Collection[str], computed_anew: bool) -> ParsedFile:
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    seen = [_read(sheet, path) for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    seen = [sheet for sheet in seen if sheet.gathered.rows]
    headers = {sheet.title: header for sheet in seen if (header := sheet.gathered.header(known)) is not None}
    if hidden and not headers:
        names = ", ".join(map(repr, hidden))
        raise ValidationError.about(
            path, message("has no known headings on a visible sheet; {names} is hidden and not read", names=names)
        )
    if not seen:
        raise ValidationError.about(path, message("the file is empty: a header is needed"), 1)
    sheet = next((each for each in seen if each.title in headers), seen[0])
    header = headers.get(sheet.title, 0)
    _refuse_unseen(sheet, header, path, computed_anew)
    sheet.gathered.rows[header:] = _of_one_width(sheet.gathered.rows[header:])
    whole = len(seen) + len(hidden)
    words = message("Excel, sheet {title}", title=repr(sheet.title))
    if whole > 1 and not hidden:
        words = message("{form} (of {whole})", form=words, whole=whole)
    elif whole > 1:
        words = message("{form} (of {whole}, {hidden} of them hidden)", form=words, whole=whole, hidden=len(hidden))
    return ParsedFile(sheet.gathered.table(header), words)


def _read(sheet: ReadOnlyWorksheet, path: str) -> _Sheet:
    gathered = TableBuilder(path)
    doubtful = []
    with sheet._get_source() as part:  # openpyxl has no other way to what it does not read itself
        marks = read_marks(part)
    sheet.reset_dimensions()  # the size that a sheet states may be wrong
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), start=1):
        if number > MAX_ROWS:
            raise ValidationError.about(
                path, message("is beyond {rows} rows, the most there may be", rows=MAX_ROWS), number
            )
        texts = []
        for place, cell in enumerate(cells, start=1):
            try:
                texts.append(shown_text(cell))
            except ValueError as error:
                texts.append(str(cell.value))
                doubtful.append((number, place, str(error)))
        while texts and not texts[-1]:
            texts.pop()
        gathered.add(number, texts)
    return _Sheet(sheet.title, gathered, doubtful, marks)


def _of_one_width(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    width = max(len(cells) for _, cells in rows)
    return [(line, cells + [""] * (width - len(cells))) for line, cells in rows]


def _refuse_unseen(sheet: _Sheet, header: int, path: str, computed_anew: bool) -> None:
    """Raise ValidationError for all cells from the header on whose content is not what a person sees."""
    found = sorted(_unseen(sheet, header, computed_anew))
    issues = [
        Issue(path, line, None, None, message("sheet {title}, {words}", title=repr(sheet.title), words=words))
        for line, words in found[:_MOST_SHOWN]
    ]
    if len(found) > _MOST_SHOWN:
        more = message(
            "sheet {title}, {cells} more cells like these", title=repr(sheet.title), cells=len(found) - _MOST_SHOWN
        )
        issues.append(Issue(path, None, None, None, more))
    if issues:
        raise ValidationError(*issues)


def _unseen(sheet: _Sheet, header: int, computed_anew: bool) -> Iterator[tuple[int, str]]:
    """Row and words for everything in a table that is not taken in as a person sees it."""
    rows, marks = sheet.gathered.rows[header:], sheet.marks
    first, last, width = rows[0][0], rows[-1][0], max(len(cells) for _, cells in rows)
    for line, place, words in sheet.doubtful:
        if first <= line:
            yield line, message("cell {cell} {words}", cell=f"{get_column_letter(place)}{line}", words=words)
    for line, place, has_value in marks.formulas:
        if first <= line and (computed_anew or not has_value):
            cell = f"cell {get_column_letter(place)}{line}"
            yield line, f"{cell} has a formula whose value is not stored: open the file in Excel and save it"
    for reference in marks.merged:
        left, top, _, bottom = range_boundaries(reference)
        if bottom >= first and top <= last and left <= width:
            yield (
                max(top, first),
                message(
                    "cells {reference} are merged: unmerge them and write into each what holds for it",
                    reference=reference,
                ),
            )
    for line, _ in rows:
        if line in marks.hidden_rows:
            yield line, f"row {line} is hidden: show it (a filter may hide it), or delete it"
    for place in sorted(marks.hidden_columns):
        if any(cell.strip() for _, cells in rows for cell in cells[place - 1 : place]):
            yield first, f"column {get_column_letter(place)} is hidden: show it, or delete it"
