"""Workbooks: what a person sees in the sheet is taken in, or the cell is named."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from repression.intake.formats import parse_file
from repression.intake.formats.limits import ParsedFile
from repression.paths import ROOT
from repression.snapshots.issues import ValidationError
from tests.intake.test_formats import SHEET, with_sheet, workbook, zipped

KNOWN = ["id", "status", "arrested"]
END = b"</sheetData></worksheet>"


def parsed(change: Callable[[Worksheet], object], rows: Sequence[Sequence[Any]] = ((1, "a"), (2, "b"))) -> ParsedFile:
    """What is read of a sheet that `change` was made to."""
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in [("id", "status"), *rows]:
        sheet.append(row)
    change(sheet)
    book.save(file)
    return parse_file(file.getvalue(), "raw", KNOWN)


def refused(change: Callable[[Worksheet], object], rows: Sequence[Sequence[Any]] = ((1, "a"), (2, "b"))) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        parsed(change, rows)
    return [str(issue) for issue in caught.value.issues]


def shown(value: object, pattern: str) -> str:
    """A cell with a number format as it is read, or why it is refused."""

    def give_it_the_format(sheet: Worksheet) -> None:
        sheet["B2"].number_format = pattern

    try:
        return parsed(give_it_the_format, [(1, value)]).table.rows[0][1][1]
    except ValidationError as error:
        (issue,) = error.issues
        assert issue.line == 2 and "sheet 'Sheet', cell B2 " in issue.rule
        return "refused: " + issue.rule.partition("cell B2 ")[2]


ACCOUNTING = '_-* #,##0.00\\ _₽_-;\\-* #,##0.00\\ _₽_-;_-* "-"??\\ _₽_-;_-@_-'


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (0.145, "0.0%", "14.5%"),
        (0.14, "0%", "14%"),
        (0.145, "0%", "refused: shows 15 and holds 14.5: round it, or show all its decimals"),
        (1436, "General", "1436"),
        (1990.0, "General", "1990"),
        (0.1 + 0.2, "General", "0.3"),
        (14.499999999999998, "General", "14.5"),
        (1234567.5, "#,##0.0", "1234567.5"),
        (-1234, "#,##0;[Red]-#,##0", "-1234"),
        (27.63, "0", "refused: shows 28 and holds 27.63: round it, or show all its decimals"),
        (14.5, "0.00", "14.50"),
        (14.5, "0.##", "14.5"),
        (123, "00000", "00123"),
        (1234567, "0,", "refused: holds 1234567 and shows it by the format '0,': give it the format General"),
        (5, '0" thousand"', "refused: holds 5 and shows it by the format '0\" thousand\"': give it the format General"),
        (5, '0"00"', "refused: holds 5 and shows it by the format '0\"00\"': give it the format General"),
        (5, ";;;", "refused: holds 5 and shows it by the format ';;;': give it the format General"),
        (5, "[>9]0;0", "refused: holds 5 and shows it by the format '[>9]0;0': give it the format General"),
        (5, "[$€-2] 0", "refused: holds 5 and shows it by the format '[$€-2] 0': give it the format General"),
        (1234.5, ACCOUNTING, "1234.50"),
        (0, ACCOUNTING, "0"),
        (True, "General", "true"),
        (date(2021, 5, 1), "dd.mm.yyyy", "2021-05-01"),
        (date(2021, 5, 1), "mmm yyyy", "2021-05"),
        (datetime(2021, 5, 1, 10, 30), "yyyy-mm-dd", "2021-05-01"),
        (datetime(2021, 5, 1, 10, 30), "yyyy-mm-dd hh:mm", "2021-05-01T10:30:00"),
        (date(2021, 5, 1), "d mmm", "refused: shows no year and holds 2021-05-01: show the year, too"),
        ("hidden", ";;;", "refused: shows nothing and holds 'hidden': give it the format General"),
        ("two_x000D_\nlines", "General", "two\r\nlines"),
        ("#REF!", "General", "refused: has the error #REF!: write what was meant, or leave it empty"),
        ("#N/A", "General", "refused: has the error #N/A: write what was meant, or leave it empty"),
    ],
)
def test_a_cell_is_taken_as_it_is_shown(value: object, pattern: str, text: str) -> None:
    assert shown(value, pattern) == text


def test_merged_cells_are_refused_by_their_range() -> None:
    assert refused(lambda sheet: sheet.merge_cells("B2:B3")) == [
        "raw: line 2: sheet 'Sheet', cells B2:B3 are merged: unmerge them and write into each what holds for it"
    ]


def test_a_merged_title_above_the_header_hides_nothing() -> None:
    def with_title(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "Invented register"
        sheet.merge_cells("A1:B1")

    assert [cells for _, cells in parsed(with_title).table.rows] == [["1", "a"], ["2", "b"]]


def test_what_is_hidden_is_refused() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    assert refused(hide) == [
        "raw: line 1: sheet 'Sheet', column B is hidden: show it, or delete it",
        "raw: line 3: sheet 'Sheet', row 3 is hidden: show it (a filter may hide it), or delete it",
    ]


def test_a_row_without_height_is_hidden_and_an_empty_one_may_be() -> None:
    def hide_what_is_empty(sheet: Worksheet) -> None:
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["G"].hidden = True

    assert parsed(hide_what_is_empty).table.rows == ((2, ["1", "a"]), (3, ["2", "b"]))
    flat = SHEET + ROW + ROW.replace(b"<row>", b'<row ht="0" customHeight="1">') + END
    with pytest.raises(ValidationError, match="line 2: sheet 'Sheet', row 2 is hidden"):
        parse_file(with_sheet(flat), "raw", KNOWN)


def test_a_hidden_sheet_is_never_preferred() -> None:
    book, file = Workbook(), io.BytesIO()
    old, new = book.active, book.create_sheet("new")
    assert isinstance(old, Worksheet)
    old.title, old.sheet_state = "old", "hidden"
    for sheet, status in ((old, "a"), (new, "b")):
        sheet.append(["id", "status"])
        sheet.append([1, status])
    book.save(file)
    read = parse_file(file.getvalue(), "raw", KNOWN)
    assert read.words == "Excel, sheet 'new' (of 2, 1 of them hidden)"
    assert read.table.rows == ((2, ["1", "b"]),)
    new.delete_rows(1)
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(ValidationError, match="no known headings on a visible sheet; 'old' is hidden and not read"):
        parse_file(file.getvalue(), "raw", KNOWN)


def test_a_formula_needs_its_value() -> None:
    def write(sheet: Worksheet) -> None:
        sheet["B3"] = "=A3+1"

    (said,) = refused(write)
    assert said.endswith("cell B3 has a formula whose value is not stored: open the file in Excel and save it")
    row = b'<row><c><v>1</v></c><c t="str"><f>A2</f><v>one</v></c></row>'
    stored = with_sheet(SHEET + ROW + row + END)
    with pytest.raises(ValidationError, match="cell B2 has a formula whose value is not stored"):
        parse_file(stored, "raw", KNOWN)  # the writer asks Excel to compute all anew: what is stored may be anything
    with zipfile.ZipFile(io.BytesIO(stored)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'fullCalcOnLoad="1"', b"")
    assert parse_file(zipped(parts), "raw", KNOWN).table.rows == ((2, ["1", "one"]),)


def test_many_cells_are_named_in_a_few_lines() -> None:
    said = refused(lambda sheet: None, [("1", "#REF!")] * 40)
    assert len(said) == 11
    assert said[-1] == "raw: sheet 'Sheet', 30 more cells like these"


OPENDOCUMENT = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}
SAVE_IT = ": save it as .xlsx or CSV"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (zipped(OPENDOCUMENT), "is an OpenDocument file" + SAVE_IT),
        (b'<?xml version="1.0"?>\n<office:document xmlns:office="x">', "is a flat OpenDocument file" + SAVE_IT),
        (b'<?xml version="1.0"?>\n<Workbook xmlns="x"><Table>', "is an Excel file in XML of 2003" + SAVE_IT),
        (b"PAR1\x15\x04", "is a Parquet file" + SAVE_IT),
        (b"%PDF-1.7\n", "is a PDF" + SAVE_IT),
    ],
)
def test_other_formats_are_called_by_their_name(content: bytes, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        parse_file(content, "raw", KNOWN)
    assert str(caught.value) == f"raw: {said}"


ROW = b'<row><c t="str"><v>id</v></c><c t="str"><v>status</v></c></row>'


def sheet_called(name: str, sheet: bytes) -> bytes:
    """A workbook whose sheet is a part of another name than usual."""
    with zipfile.ZipFile(io.BytesIO(workbook(["id", "status"], ["1", "a"]))) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    del parts["xl/worksheets/sheet1.xml"]
    for part in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[part] = parts[part].replace(b"worksheets/sheet1.xml", f"worksheets/{name}".encode())
    return zipped(parts | {f"xl/worksheets/{name}": sheet})


@pytest.mark.parametrize("name", ["sheet1.dat", "sheet1", "sheet1.XML", "sheet1.png"])
def test_the_bound_on_tags_holds_whatever_a_part_is_called(name: str) -> None:
    assert parse_file(sheet_called(name, SHEET + ROW + ROW + END), "raw", KNOWN).table.rows == ((2, ["id", "status"]),)
    with pytest.raises(ValidationError, match="holds more than 2,000,000 tags"):
        parse_file(sheet_called(name, SHEET + b"<c/>" * 2_100_000), "raw", KNOWN)
    for part in (b'<!DOCTYPE a [<!ENTITY b "b">]>' + SHEET, (SHEET + END).decode().encode("utf-16")):
        with pytest.raises(ValidationError, match="defines entities or is no XML in UTF-8"):
            parse_file(sheet_called(name, part), "raw", KNOWN)


def test_a_picture_in_a_workbook_is_no_xml() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(["id", "status"], ["1", "a"]))) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    content = zipped(parts | {"xl/media/image1.png": b"\x89PNG\r\n\x1a\n\0\0<!DOCTYPE"})
    assert parse_file(content, "raw", KNOWN).table.rows == ((2, ["1", "a"]),)


WITHOUT_DEFUSEDXML = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
sys.modules["defusedxml"] = sys.modules["defusedxml.ElementTree"] = None
from repression.intake.formats import parse_file
from repression.snapshots.issues import ValidationError
try:
    parse_file(Path(sys.argv[2]).read_bytes(), "raw", ["id", "status"])
except ValidationError as error:
    assert len(str(error)) < 300, error
(peak,) = [each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM:")]
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.proof
@pytest.mark.parametrize(
    "sheet",
    [
        SHEET + b"<row>" + b"<c/>" * 1_900_000 + b"</row>" + END,
        SHEET + b'<row hidden="1"/>' * 90_000 + b"</sheetData>" + b'<mergeCell ref="A1:ZZ9"/>' * 1_500_000,
    ],
    ids=["cells", "marks"],
)
def test_the_largest_workbook_takes_less_than_a_gigabyte(sheet: bytes, tmp_path: Path) -> None:
    (tmp_path / "large.xlsx").write_bytes(sheet_called("sheet1.dat", sheet))
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_DEFUSEDXML, str(ROOT), str(tmp_path / "large.xlsx")],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert int(ran.stdout) < 1000  # MB
