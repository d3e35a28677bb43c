"""Files are safe to open, and numbers stay numbers."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from pyarrow import parquet

from repression.downloads.csv_file import csv_chunks
from repression.downloads.excel_file import EXCEL_MAX_CELL, TooLarge, excel_chunks
from repression.downloads.extract import Extract, Part, extract, file_stem
from repression.downloads.formats import FORMATS
from repression.downloads.full_package import full_package
from repression.questions.answer import ask
from repression.questions.describe import filter_sentence
from repression.questions.question import all_questions
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_package
from repression.snapshots.formula_escape import escape_formulas, unescape_formulas
from repression.snapshots.schema import datasets_of
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.support.adversarial_data import columns_in_csv, fits, hostile_table, invented, kind_of, rows_of

RUNS = ("=", "+", "-", "@", "\t", "\r")
HARMFUL = ["=1+1", "+7", "-5", "@x", "\tx", "\rx"]


def cells(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode(), newline="")))


def test_a_placeholder_runs_nothing_and_stays_as_it_is() -> None:
    cells_in = ["-", "- ; https://example.org/a", "https://example.org/a ; -", "- ; -"]
    assert [row[0] for row in cells(b"".join(csv_chunks(pa.table({"text": cells_in}))))[1:]] == cells_in


def test_texts_that_a_spreadsheet_would_run_are_made_harmless() -> None:
    table = pa.table({"text": [*HARMFUL, "plain", 'q"uote', "two\nlines", "Мінск 🕊"]})
    rows = [row[0] for row in cells(b"".join(csv_chunks(table)))[1:]]
    assert rows == [*(f"'{text}" for text in HARMFUL), "plain", 'q"uote', "two\nlines", "Мінск 🕊"]


def test_numbers_and_dates_stay_what_they_are() -> None:
    table = pa.table({"n": [-5, 3], "x": [-1.5, None], "d": [date(2023, 2, 10), None]})
    assert b"".join(csv_chunks(table)) == b"n,x,d\n-5,-1.5,2023-02-10\n3,,\n"


ANY_SIGN = st.characters(exclude_categories=["Cs"], exclude_characters="\0") | st.sampled_from("=+-@;,'\" \t\r\na")


@given(st.lists(st.text(ANY_SIGN), min_size=1))
def test_any_text_comes_back_and_none_can_be_run(texts: list[str]) -> None:
    table = pa.table({"a": ["x"] * len(texts), "text": pa.array(texts, pa.string())})
    body = b"".join(csv_chunks(table))
    back = [row[1] for row in cells(body)[1:]]
    for separator in ",;\t":
        pieces = [
            piece for row in csv.reader(io.StringIO(body.decode(), newline=""), delimiter=separator) for piece in row
        ]
        # A tab or a return in front is nothing; what follows it may begin the cell.
        begins = [piece.lstrip("\t\r") for piece in pieces]
        assert not [piece for piece in begins if piece.startswith(RUNS) and not re.match(r"-\s*(;|$)", piece)]
    assert [unescape_formulas(text) for text in back] == texts


@pytest.mark.parametrize("part", ["\n", "\t ", ";'", "'", "- "])
def test_a_long_text_takes_no_longer_than_its_length_asks_for(part: str) -> None:
    text = "x" + part * 45_000 + "y"
    began = time.process_time()
    assert unescape_formulas(escape_formulas(text)) == text
    assert time.process_time() - began < 1  # a few hundredths; where time grows with the square, a minute


def test_two_filters_never_share_a_file_name() -> None:
    day = date(2026, 11, 22)
    long = [
        Selection(day).with_value("facility", tuple(f"Penal colony No. {n}" for n in range(12, end)))
        for end in (40, 41)
    ]
    names = {file_stem("people", selection) for selection in [Selection(day), *long]}
    assert len(names) == 3
    assert all(len(name) < 200 and name.isascii() for name in names)


PACKAGE = read_package(DATA)
QUESTIONS = sorted(all_questions())


def made(extract: Extract, ending: str) -> bytes:
    """The whole file of an extract."""
    return b"".join(FORMATS[ending].chunks(extract))


def of_question(warehouse: Warehouse, name: str) -> Extract:
    """The extract of a question's whole answer, everybody counted where it counts people."""
    answer = ask(warehouse, name, Selection(warehouse.days[-1]).with_value("status", ("any",)))
    return extract(answer, Part(), (), "", "http://localhost/data/a")


@pytest.fixture(params=["hostile", *QUESTIONS])
def asked(request: pytest.FixtureRequest, warehouse: Warehouse) -> Extract:
    """Every question's extract, and one of an invented table whose cells are what breaks files."""
    return invented(hostile_table()) if request.param == "hostile" else of_question(warehouse, request.param)


def test_answers_have_only_what_every_format_can_hold(asked: Extract) -> None:
    for column in asked.table.schema:
        assert kind_of(column.type)
        if pa.types.is_floating(column.type):
            assert all(cell is None or abs(cell) < float("inf") for cell in asked.table.column(column.name).to_pylist())


def test_json_gives_the_rows_back(asked: Extract) -> None:
    def forbidden(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    rows = json.loads(made(asked, "json"), parse_constant=forbidden)["rows"]
    iso = [[cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in rows_of(asked.table)]
    assert [list(row) for row in rows] == [asked.table.column_names] * len(rows)
    assert [list(row.values()) for row in rows] == iso


def test_parquet_gives_rows_and_types_back(asked: Extract, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(made(asked, "parquet"))
    assert parquet.read_table(tmp_path / "a.parquet").equals(asked.table)
    with duckdb.connect() as database:
        assert database.execute("FROM read_parquet(?)", [str(tmp_path / "a.parquet")]).fetchall() == rows_of(
            asked.table
        )


def test_openpyxl_reads_a_workbook_as_it_is_meant(asked: Extract) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(asked, "xlsx")))
    assert book.sheetnames == ["Data", "README"]
    data = book["Data"]
    assert data.freeze_panes == "A2"
    # Excel writes characters that XML does not allow as _x000D_, which openpyxl does not decode.
    header, *rows = [
        tuple(unescape(cell) if isinstance(cell, str) else cell for cell in row)
        for row in data.iter_rows(values_only=True)
    ]
    assert list(header) == asked.table.column_names
    assert [tuple(map(day_of, row)) for row in rows] == rows_of(asked.table)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}  # and no "f", which is a formula
    assert {cell.number_format for cell in cells if cell.data_type == "d"} <= {"yyyy-mm-dd"}
    assert "TO BEAR IN MIND" in [row[0] for row in book["README"].iter_rows(values_only=True)]


def day_of(cell: Any) -> Any:
    """A day as a date: workbooks have moments only."""
    if isinstance(cell, datetime):
        assert cell == datetime(cell.year, cell.month, cell.day)
        return cell.date()
    return cell


def test_pandas_reads_a_csv_as_it_is_meant(asked: Extract) -> None:
    days = [column.name for column in asked.table.schema if kind_of(column.type) == "day"]
    # The invented table has the texts NA and nan, which pandas else takes for gaps; no other has.
    careful: Any = {"keep_default_na": False, "na_values": [""]} if asked.answer.question.name == "invented" else {}
    frame = pd.read_csv(io.BytesIO(made(asked, "csv")), parse_dates=days, **careful)
    assert list(frame.columns) == asked.table.column_names
    kinds = {"str": "text", "int64": "whole", "float64": "real", "datetime64[us]": "day", "bool": "truth"}
    for name, meant, want in columns_in_csv(asked.table):
        # An object column is what pandas makes of truths with gaps.
        assert fits(kinds.get(str(frame[name].dtype), "truth"), meant, want), name
        cells = [None if pd.isna(cell) else day_of(cell) for cell in frame[name].tolist()]
        assert cells == want or meant == "text" != kinds.get(str(frame[name].dtype)), name


def test_duckdb_reads_a_csv_as_it_is_meant(asked: Extract, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(made(asked, "csv"))
    with duckdb.connect() as database:
        table = database.execute("FROM read_csv(?)", [str(tmp_path / "a.csv")]).to_arrow_table()
    assert table.column_names == asked.table.column_names
    for name, meant, want in columns_in_csv(asked.table):
        read = kind_of(table.column(name).type)
        assert fits(read, meant, want), name
        assert table.column(name).to_pylist() == want or meant == "text" != read, name


def test_frictionless_finds_nothing_wrong_with_an_archive(asked: Extract, tmp_path: Path) -> None:
    unpacked(made(asked, "zip"), tmp_path)
    assert frictionless.validate(str(tmp_path / "datapackage.json")).flatten() == []


@pytest.mark.parametrize("dataset", datasets_of(PACKAGE))
def test_an_archive_of_a_dataset_passes_its_own_dictionary(warehouse: Warehouse, dataset: str, tmp_path: Path) -> None:
    answer = ask(warehouse, dataset, Selection(warehouse.days[-1]))
    schema = next(each["schema"]["fields"] for each in PACKAGE["resources"] if each["name"] == dataset)
    unpacked(made(extract(answer, Part(), schema, "", "http://localhost/data/a"), "zip"), tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert any("constraints" in field for field in package["resources"][0]["schema"]["fields"])
    assert frictionless.validate(str(tmp_path / "datapackage.json")).flatten() == []


def test_a_readme_says_what_is_left_out_where_nothing_is_chosen(warehouse: Warehouse, tmp_path: Path) -> None:
    for chosen, words, left_out in (((), "counters: Viasna and the human", True), (("any",), "none: all rows", False)):
        answer = ask(warehouse, "people_counts", Selection(warehouse.days[-1]).with_value("series", chosen or None))
        archive = made(extract(answer, Part(), (), filter_sentence(warehouse, answer), "http://localhost/a"), "zip")
        unpacked(archive, tmp_path)
        said = (tmp_path / "README.txt").read_text(encoding="utf-8")
        assert words in said.partition("DATA AS KNOWN ON")[0]
        assert ("129\nThe filter leaves out 10 rows of the dataset." in said) == left_out
        assert "whole" not in said.partition("\n")[0]


def test_frictionless_finds_nothing_wrong_with_the_whole_package(warehouse: Warehouse, tmp_path: Path) -> None:
    unpacked(full_package(warehouse, Selection(warehouse.days[-1])), tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.flatten() == []
    assert len(report.tasks) >= 9


def test_frictionless_sees_what_is_wrong(warehouse: Warehouse, tmp_path: Path) -> None:
    unpacked(made(of_question(warehouse, "prisoners_trend"), "zip"), tmp_path)
    (csv_file,) = tmp_path.glob("*.csv")
    csv_file.write_bytes(csv_file.read_bytes().replace(b"2020", b"in 2020", 1))
    assert frictionless.validate(str(tmp_path / "datapackage.json")).flatten(["type"])


def unpacked(archive: bytes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        files.extractall(folder)


@pytest.mark.parametrize(
    "cells",
    [["x" * (EXCEL_MAX_CELL + 1)], ["short", "🕊" * (EXCEL_MAX_CELL // 2 + 1)], [["x" * EXCEL_MAX_CELL, "y"]]],
    ids=["signs", "signs that are two in Excel", "members of a list"],
)
def test_what_excel_would_cut_is_refused_before_the_first_byte(cells: list[Any]) -> None:
    with pytest.raises(TooLarge, match=f"text has a text of \\d+ signs; Excel holds {EXCEL_MAX_CELL}: take .csv"):
        next(excel_chunks(invented(pa.table({"text": cells}))))


@pytest.mark.parametrize("text", ["x" * EXCEL_MAX_CELL, "Ж" * EXCEL_MAX_CELL, "🕊" * (EXCEL_MAX_CELL // 2)])
def test_what_excel_just_holds_is_whole(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(invented(pa.table({"text": [text]})), "xlsx")))
    assert book["Data"]["A2"].value == text
