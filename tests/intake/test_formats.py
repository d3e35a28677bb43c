"""Forms of files: the same table out of each, and one clear sentence for whatever is no table."""

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from repression.intake.formats import parse_file, read_bytes
from repression.intake.formats.excel import _LARGEST_UNPACKED
from repression.intake.formats.limits import MAX_CELL_LENGTH, MAX_FILE_BYTES
from repression.intake.register import COLUMNS, open_register
from repression.intake.sources import KNOWN
from repression.messages import message
from repression.paths import ROOT
from repression.snapshots.csv_io import format_csv
from repression.snapshots.issues import ValidationError
from tests.support.raw_registers import COMPACT, PUBLISHED, form_of, published

ROWS = [[row[column] for column in COLUMNS] for row in COMPACT]
PLAIN = format_csv(COLUMNS, ROWS).decode()


def said_of(content: bytes) -> str:
    """The one sentence with which a file is refused."""
    with pytest.raises(ValidationError) as caught:
        parse_file(content, "raw", KNOWN)
    (issue,) = caught.value.issues
    assert "\n" not in str(issue)
    return str(issue)


def workbook(*rows: list[object]) -> bytes:
    file = io.BytesIO()
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(("delimiter", "name"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs")])
@pytest.mark.parametrize(
    ("encoding", "encoded"),
    [
        ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"), ("cp1251", "Windows-1251"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_of_every_kind_gives_the_same_rows(
    delimiter: str, name: str, encoding: str, encoded: str, end: str
) -> None:
    translated = {"Penal colony No. 1": "Исправительная колония № 1\nадрес", "1,5 years": "1,5 года"}
    rows = [[translated.get(cell, cell) for cell in row] for row in ROWS]
    text = "".join(
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + end for row in [list(COLUMNS), *rows]
    )
    content = text.encode(encoding)
    assert published(content) == PUBLISHED
    assert form_of(content) == f"our compact columns (CSV, {name}, {encoded})"


def test_json_gives_the_same_rows() -> None:
    for parsed in (COMPACT, {"data": COMPACT}):
        assert published(json.dumps(parsed, indent=1).encode("utf-8-sig")) == PUBLISHED


def test_html_gives_the_same_rows() -> None:
    rows = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in [COLUMNS, *ROWS])
    assert published(f"<table>{rows}</table>".encode()) == PUBLISHED


def test_excel_gives_the_same_rows_with_its_dates_and_numbers() -> None:
    rows = [list[object](row) for row in ROWS]
    rows[0][COLUMNS.index("arrested")] = datetime(2020, 10, 2)
    rows[0][COLUMNS.index("verdict_date")] = date(2022, 9, 6)
    for row in rows:
        row[0], row[3] = int(str(row[0])), float(str(row[3]))
    content = workbook(list(COLUMNS), *rows)
    assert published(content) == PUBLISHED
    assert form_of(content) == "our compact columns (Excel, sheet 'Sheet')"


def test_a_cell_that_shows_a_month_is_no_day() -> None:
    book = Workbook()
    book.active.append(["id", "status", "arrested"])
    for pattern, shown in (("mmm yyyy", "2021-05"), ("yyyy", "2021"), ("[$-419]d mmmm yyyy;@", "2021-05-01")):
        book.active.append([shown, None, date(2021, 5, 1)])
        book.active.cell(book.active.max_row, 3).number_format = pattern
    file = io.BytesIO()
    book.save(file)
    for _, cells in parse_file(file.getvalue(), "raw", KNOWN).table.rows:
        assert cells[0] == cells[2]


def test_rows_have_the_numbers_that_a_spreadsheet_shows() -> None:
    """A line break in a cell begins no row, an empty line is one, and the statement of the separator is none."""
    csv = b'id,status\n\n1,"a\nb"\n,\n2,c\n'
    for before in (b"", b"sep=,\n"):
        assert parse_file(before + csv, "raw", KNOWN).table.rows == ((3, ["1", "a\nb"]), (5, ["2", "c"]))
    page = b"<p>Invented<table><tr><th>id<th>status<tr><td>1<td>a<br>b<tr><tr><td>2<td>c</table>"
    assert parse_file(page, "raw", KNOWN).table.rows == ((2, ["1", "a\nb"]), (4, ["2", "c"]))
    sheet = workbook(["id", "status"], [], ["1", "a"])
    assert parse_file(sheet, "raw", KNOWN).table.rows == ((3, ["1", "a"]),)


def test_the_first_line_may_state_the_separator() -> None:
    for first in ("sep=;\n", '\ufeff"sep=;"\r\n', "SEP=;\n", "sep=;,,\n"):
        read = parse_file((first + "id;status\n1;a,b\n").encode(), "raw", KNOWN)
        assert read.table.rows == ((2, ["1", "a,b"]),)
    assert parse_file(b"sep=|\nid|status\n1|a\n", "raw", KNOWN).words == "CSV, separators |, UTF-8"


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (r'"called \"A\" by ""B"""', 'called "A" by "B"'),
        (r'"\"A\""', '"A"'),
        (r'"C:\new \"A\", B"', r'C:\new "A", B'),
        (r'"a \\ \"A\""', 'a \\ "A"'),
        (r'"C:\new\"', "C:\\new\\"),
        (r'"24\" and more"', '24" and more'),
        (r'"by \"A\", \"B\""', 'by "A", "B"'),
    ],
)
def test_quotes_may_stand_behind_backslashes(cell: str, meant: str) -> None:
    read = parse_file(f"id,status\n1,{cell}\n2,b\n".encode(), "raw", KNOWN)
    assert read.table.rows == ((2, ["1", meant]), (3, ["2", "b"]))
    usual = meant == "C:\\new\\"
    assert read.words == ("CSV, commas, UTF-8" if usual else "CSV, commas, backslashes before quotes, UTF-8")


def test_a_backslash_at_the_end_of_a_cell_may_stand_beside_quotes_behind_backslashes() -> None:
    csv = r"""id,status,gender
"1\","2\",,
"a\","b \"c\", d",e
"","\"f\"","g\"
""".replace(",,", ",")
    assert [cells for _, cells in parse_file(csv.encode(), "raw", KNOWN).table.rows] == [
        ["1\\", "2\\", ""],
        ["a\\", 'b "c", d', "e"],
        ["", '"f"', "g\\"],
    ]


def test_a_cell_that_is_split_moves_no_other_in_silence() -> None:
    words = "raw: line 3: has 4 cells, must have 3"
    assert said_of(b'id,status,gender\n1,"a \\"b\\", c",d\n1,"a, 24\\", b",\n') == words


def test_backslashes_hide_no_broken_quote() -> None:
    rule = "a quote within a quoted cell must be written twice, or behind a backslash"
    assert said_of(b'id,status\n1,"a \\"b"\n2,"c"d"\n') == f"raw: line 3: is no CSV: ',' expected after '\"': {rule}"


def test_short_rows_are_filled_up_and_named() -> None:
    read = parse_file(b"id,status,gender\n1\n2,b,female\n3,c\n", "raw", KNOWN)
    assert read.table.rows == ((2, ["1", "", ""]), (3, ["2", "b", "female"]), (4, ["3", "c", ""]))
    assert read.mended == {message("short rows, filled up with empty cells"): [2, 4]}
    assert said_of(b"id,status,gender\n1,a,male,\n") == "raw: line 2: has 4 cells, must have 3"
    assert said_of(b"id,status,gender\n1,a,male\n2,b") == "raw: line 3: ends within this row: the file is cut off"
    assert parse_file(b"id,status,gender\n1,a,male", "raw", KNOWN).mended == {}


def test_a_title_may_stand_above_the_header() -> None:
    read = parse_file(b"Invented register; as of May\n\nid;status\n1;a,b,c,d\n", "raw", KNOWN)
    assert (read.table.header, read.table.rows) == (("id", "status"), ((4, ["1", "a,b,c,d"]),))


def test_several_byte_order_marks_are_none() -> None:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert parse_file(("\ufeff\ufeff" + PLAIN).encode(encoding), "raw", KNOWN).table.header == COLUMNS


def test_empty_columns_at_the_end_are_none() -> None:
    assert parse_file(b"id,status,,\n1,a,,\n", "raw", KNOWN).table.header == ("id", "status")
    assert said_of(b"id,status,\n1,a,b\n") == "raw: line 1: has no heading for column 3"


def test_cells_stay_the_text_they_are() -> None:
    cells = ["=cmd|' /C calc'!A0", "<b>&amp;</b><script>alert(1)</script>"]
    content = format_csv(["id", "status"], [cells])
    assert parse_file(content, "raw", KNOWN).table.rows == ((2, cells),)


MIXED = PLAIN.replace("9001", "Выдуманная").encode() + "9004,Выдуманная".encode("cp1251") + b"," * 11


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "raw: line 1: the file is empty: a header is needed"),
        (b"\xef\xbb\xbf \r\n", "raw: line 1: the file is empty: a header is needed"),
        (",".join(COLUMNS).encode(), "raw: line 1: is a header without rows: there is nothing to take in"),
        (PLAIN.replace(",", "|").encode(), "raw: line 1: is one cell: headings must be parted by commas, semicolons"),
        (b"id,status\n1,a\n2\n3,b,c\n", "raw: line 3: has 1 cells, must have 2 (as 1 more rows)"),
        (b'id,status\n1,a\n2,"b\n3,c\n4,d\n', "raw: line 3: is no CSV: a quote is opened here and never closed"),
        (b'id,status\n1,"a"b\n', "raw: line 2: is no CSV: ',' expected after '\"'"),
        (b'id,status\n1,"' + b"a" * 200_000, "raw: line 2: is no CSV: a cell has more than 100,000 characters"),
        (b"id,status\n1," + b"a" * (MAX_CELL_LENGTH + 1), "raw: line 2: has a cell of more than 100,000 characters"),
        (b"id,status\n1,a\0b\n", "raw: line 2: holds a NUL byte: this is no text"),
        (b"id,status\n1,\x1b\n", "raw: line 2: holds the control character U+001B: this is no text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xd8", "raw: line 1: is not UTF-8, nor does it read as UTF-16 or Windows"),
        (bytes(range(256)) * 64, "raw: line 1: "),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 512, "raw: is an Excel file of the old kind: save it as .xlsx or CSV"),
        (MIXED, "raw: line 5: is not UTF-8 while lines above are: the file mixes encodings"),
        ("id\nВыдуманная\n".encode("cp1251") + "Выдуманная\n".encode(), "raw: line 3: is UTF-8 while lines above"),
        ("id,status\n1,Выдуманная\n".encode("koi8-r"), "raw: line 2: is not UTF-8, nor does it read as"),
        ("id,status\n1,Выдуманная\n".encode("cp866"), "raw: line 2: is not UTF-8, nor does it read as"),
        ("id,status\n1,José\n".encode("latin-1"), "raw: line 2: is not UTF-8, nor does it read as"),
        ("id,status\n1,ю\n".encode("utf-16") + b"\x00", "raw: line 3: is not whole UTF-16"),
        (b"a," * 1_000_000 + b"a\n" + b"1," * 1_000_000 + b"1\n", "raw: line 1: has 1,000,001 columns, may have 200"),
        (b"a," * 2_500_000 + b"a\n", "raw: line 1: is too long: 5,000,002 characters, perhaps 2,500,001 columns"),
        (b"[]", "raw: is a list without records: there is nothing to take in"),
        (b'{"people": []}', 'raw: must be a list of objects, or {"data": a list of objects}'),
        (b"[1]", 'raw: must be a list of objects, or {"data": a list of objects}'),
        (b'[{"id": 1},\n{"id": 2]', "raw: line 2: is no JSON: "),
        (b'[{"id": 1, "id": 2}]', "raw: is no JSON that can be read: a key stands twice in one object"),
        (b"[" * 100_000, "raw: is no JSON that can be read: "),
        (b"[" + b"[]," * 2_100_000 + b"1]", "raw: holds more than 2,000,000 lists and objects"),
        (json.dumps([dict.fromkeys(map(str, range(201)), 1)]).encode(), "raw: has 201 columns, may have 200"),
        (b"<html><![foo[ <table>", "raw: line 1: is no HTML that can be read: unknown status keyword"),
        (b"<table>\n<tr><td>", "raw: line 1: opens a <table> that never ends: the page is cut off"),
        (b"<table>\n<!-- <tr>", "raw: line 2: opens a comment that never ends: the page is cut off"),
        (b"<table>\n<tr", "raw: line 2: opens a tag that never ends: the page is cut off"),
        (b"<table>" * 2_000_000, "raw: line 1: opens more than 1,000 tables"),
        (b"<table><tr><td>id<td>status<tr><td>" + b"1<td>" * 300 + b"</table>", "raw: line 2: has 301 columns, may"),
        (b"PK\x03\x04" + b"\0" * 100, "raw: is no zip file that can be read: BadZipFile"),
        (workbook(["id", "status"], ["1"])[:-300], "raw: is no zip file that can be read: BadZipFile"),
        (workbook(), "raw: line 1: the file is empty: a header is needed"),
        (workbook(["id", "status"]), "raw: line 1: is a header without rows: there is nothing to take in"),
        (workbook(["id", None, "status"], ["1", "2", "3"]), "raw: line 1: has no heading for column 2"),
        (workbook(["id", "status"], [1] * 300), "raw: line 2: has 201 columns, may have 200"),
    ],
    ids=range(42),
)  # fmt: skip
def test_what_is_no_table_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    assert said_of(content).startswith(sentence)


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def with_sheet(sheet: bytes) -> bytes:
    """A workbook whose one sheet is replaced."""
    with zipfile.ZipFile(io.BytesIO(workbook(["id", "status"], ["1", "a"]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {"xl/worksheets/sheet1.xml": sheet})


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (zipped({"a.csv": b"id"}), "raw: is a zip file and no Excel workbook: unpack it first"),
        (with_sheet(b" " * (_LARGEST_UNPACKED + 1)), "raw: unpacks to 65 MB in 9 parts, may have 64 MB"),
        (with_sheet(SHEET + b"<c/>" * 2_100_000), "raw: holds more than 2,000,000 tags, the most there may be"),
        (with_sheet(b'<!DOCTYPE a [<!ENTITY b "b">]>' + SHEET), "raw: is no Excel workbook: a part of it defines"),
        (with_sheet(SHEET + b'<row r="900000000"/>' + END), "raw: line 100001: is beyond 100,000 rows"),
        (with_sheet(b"no XML"), "raw: is no Excel workbook that can be read: ParseError"),
        (zipped({"[Content_Types].xml": b""}), "raw: is no Excel workbook that can be read: "),
        (zipped({f"{n}.xml": b"" for n in range(1001)}), "raw: unpacks to 0 MB in 1,001 parts"),
    ],
    ids=["zip", "unpacked", "tags", "entities", "rows", "no XML", "no parts", "parts"],
)  # fmt: skip
def test_bombs_and_broken_workbooks_are_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    assert said_of(content).startswith(sentence)


def test_a_file_of_200_mb_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 200 * 2**20)
    with pytest.raises(ValidationError, match=r"large\.csv: is larger than 32 MB"):
        read_bytes(path)
    with pytest.raises(ValidationError, match="is larger than 32 MB"):
        parse_file(b" " * (MAX_FILE_BYTES + 1), "raw", KNOWN)


def test_what_cannot_be_opened_says_why(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="cannot be read: Is a directory"):
        read_bytes(tmp_path)
    with pytest.raises(ValidationError, match="cannot be read: No such file"):
        read_bytes(tmp_path / "none.csv")


# VmHWM and not ru_maxrss: the latter also has what the process was before it became this program, the tests themselves.
HUNGRY = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from repression.intake.formats import parse_file
from repression.snapshots.issues import ValidationError
try:
    parse_file(eval(sys.argv[2]), "raw", ["id", "status"])
except ValidationError as error:
    assert len(str(error)) < 300
(peak,) = [each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM:")]
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.parametrize(
    "content",
    [
        "'id,status\\n'.encode() + 'я,я\\n'.encode() * 5_500_000",
        "b'\\n' * 32 * 2**20",
        "('\\U0001f600' + 'id,status\\n' + 'яяя,я\\n' * 2_000_000).encode()",
        "b'[' + b'{\"id\":1},' * 1_900_000 + b'{}]'",
    ],
    ids=["cells", "lines", "wide characters", "objects"],
)
def test_memory_stays_under_a_gigabyte(content: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", HUNGRY, str(ROOT), content], capture_output=True, text=True, check=True, timeout=120
    )
    assert int(ran.stdout) < 1000  # MB


SOME_TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from('",;\t\n\r<>{}[]:&я'), max_size=60)
PIECES = [
    b"id,status\n", b"PK\x03\x04", b"[{", b'"id":1', b"}]", b"<table>", b"<tr><td>id<td>status", b"</table>", b"<!--",
    b"<![CDATA[", b"<script>", b"&#x110000;", b"\xff\xfe", b"\0", b'"', b"\n", b"\xef\xbb\xbf", "яЯ".encode("cp1251"),
    "я".encode(),
]  # fmt: skip
ANYTHING = st.one_of(
    st.binary(max_size=300),
    SOME_TEXT.map(str.encode),
    st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=12).map(b"".join),
    st.tuples(st.sampled_from(["utf-8", "utf-16", "cp1251"]), SOME_TEXT).map(
        lambda pair: (PLAIN + pair[1]).encode(pair[0], "replace")
    ),
)


@settings(deadline=None, max_examples=400)
@given(ANYTHING)
def test_whatever_the_bytes_readers_raise_nothing_but_refused(content: bytes) -> None:
    try:
        register, form = open_register(content, "raw")
    except ValidationError as error:
        assert error.issues
    else:
        assert form and register.table.rows


GOOD_WORKBOOK = workbook(list(COLUMNS), *ROWS)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, len(GOOD_WORKBOOK) - 1), st.binary(min_size=1, max_size=8))
def test_whatever_is_broken_in_a_workbook_readers_raise_nothing_but_refused(at: int, piece: bytes) -> None:
    content = GOOD_WORKBOOK[:at] + piece + GOOD_WORKBOOK[at + len(piece) :]
    try:
        open_register(content, "raw")
    except ValidationError as error:
        assert error.issues


SHEET_TEXT = st.lists(
    st.sampled_from(
        ["<row>", '<row r="3">', '<row r="x">', "</row>", '<c r="A1" t="s">', '<c t="d">', "<c>",
         '<c r="ZZZZ9" t="n" s="9">', "</c>",
         "<v>", "</v>", "1", "-1", "1e999", "x", "<is><t>", "</t></is>", "<f>", "</f>"]
    ),
    max_size=15,
).map("".join)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(SHEET_TEXT)
def test_whatever_a_sheet_says_readers_raise_nothing_but_refused(text: str) -> None:
    try:
        parse_file(with_sheet(SHEET + text.encode() + END), "raw", KNOWN)
    except ValidationError as error:
        assert error.issues
