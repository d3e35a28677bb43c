"""Files opened as readers open them, in LibreOffice and in R: the same rows, the same kinds, and nothing is run."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from repression.downloads.extract import Extract, Part, extract
from repression.downloads.formats import FORMATS
from repression.questions.answer import ask
from repression.questions.question import all_questions
from repression.questions.selection import Selection
from repression.warehouse.database import Warehouse
from tests.proof.opendocument import Sheet, as_written, read_sheets, with_plain_lines
from tests.support.adversarial_data import columns_in_csv, fits, hostile_table, invented, rows_of

HERE = Path(__file__).parent
# Commas, double quotes, UTF-8, from the first line; quoted cells are texts, days and truths are known as such.
CAREFUL = "44,34,76,1,,0,true,true"
# What the dialogue offers by itself: a text in quotes may become whatever it looks like.
HASTY = "44,34,76,1"
NAMES = ["invented", *sorted(all_questions())]

Read = dict[str, dict[str, Sheet]]


@pytest.fixture(scope="session")
def extracts(warehouse: Warehouse) -> dict[str, Extract]:
    """Everybody, by every question; and the invented table."""
    everybody = Selection(warehouse.days[-1]).with_value("status", ("any",))
    answers = {name: ask(warehouse, name, everybody) for name in all_questions()}
    real = {name: extract(answer, Part(), (), "", "http://localhost/a") for name, answer in answers.items()}
    return {"invented": invented(hostile_table()), **real}


def written(extracts: dict[str, Extract], ending: str, folder: Path) -> list[Path]:
    """The files of all extracts, by the project's own writers."""
    for name, each in extracts.items():
        (folder / f"{name}.{ending}").write_bytes(b"".join(FORMATS[ending].chunks(each)))
    return [folder / f"{name}.{ending}" for name in extracts]


@pytest.fixture(scope="session")
def csv_files(extracts: dict[str, Extract], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return written(extracts, "csv", tmp_path_factory.mktemp("csv"))


@pytest.fixture(scope="session")
def csv_in_calc(csv_files: list[Path], in_calc: Callable[..., list[Path]]) -> Read:
    return {path.stem: read_sheets(path) for path in in_calc(csv_files, CAREFUL)}


@pytest.fixture(scope="session")
def workbook_in_calc(
    extracts: dict[str, Extract], tmp_path_factory: pytest.TempPathFactory, in_calc: Callable[..., list[Path]]
) -> Read:
    files = written(extracts, "xlsx", tmp_path_factory.mktemp("xlsx"))
    return {path.stem: read_sheets(path) for path in in_calc(files)}


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_reads_a_csv_as_it_is_meant(name: str, extracts: dict[str, Extract], csv_in_calc: Read) -> None:
    (sheet,) = csv_in_calc[name].values()
    table = extracts[name].table
    columns = [[as_written(cell) for cell in cells] for _, _, cells in columns_in_csv(table)]
    meant = [list(row) for row in zip(*columns, strict=True)]
    assert sheet.formulas == []
    assert same(sheet.rows, [table.column_names, *meant])


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_reads_a_workbook_as_it_is_meant(
    name: str, extracts: dict[str, Extract], workbook_in_calc: Read
) -> None:
    assert list(workbook_in_calc[name]) == ["Data", "README"]
    data, readme = workbook_in_calc[name].values()
    table = extracts[name].table
    meant = [[as_written(cell) for cell in row] for row in rows_of(table)]
    assert same(data.rows, [table.column_names, *meant])
    assert data.formulas == readme.formulas == []
    assert ["TO BEAR IN MIND"] in [row[:1] for row in readme.rows]


def same(read: list[list[Any]], meant: list[list[Any]]) -> bool:
    """Whether cells are of one kind and value; a reader has no empty texts, and numbers are all of one kind there."""
    width = len(meant[0])
    shown = [[None if cell == "" else cell for cell in [*row[:width], *[None] * (width - len(row))]] for row in read]
    asked = [[None if cell == "" else cell for cell in row] for row in meant]
    while asked and not any(cell is not None for cell in asked[-1]):
        asked.pop()
    kinds = [[type(number(cell)) for cell in row] for row in asked]
    return shown == asked and [[type(cell) for cell in row] for row in shown] == kinds


def number(cell: Any) -> Any:
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def test_a_hasty_reader_runs_nothing_either(csv_files: list[Path], in_calc: Callable[..., list[Path]]) -> None:
    for path in in_calc(csv_files, HASTY):
        (sheet,) = read_sheets(path).values()
        assert sheet.formulas == [], path.stem
        if path.stem == "invented":
            header, *rows = sheet.rows
            whole = [row[header.index("whole")] for row in rows]
            assert all(cell is None or (isinstance(cell, float) and cell <= 0) for cell in whole)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_nothing_runs_where_lists_are_separated_otherwise(
    separator: str, csv_files: list[Path], in_calc: Callable[..., list[Path]]
) -> None:
    for path in in_calc(csv_files, f"{ord(separator)},34,76,1"):
        (sheet,) = read_sheets(path).values()
        assert sheet.formulas == [], path.stem


def test_libreoffice_would_run_what_is_not_made_harmless(tmp_path: Path, in_calc: Callable[..., list[Path]]) -> None:
    (tmp_path / "bare.csv").write_bytes(b'text\n"=1+1"\n')
    (sheet,) = read_sheets(in_calc([tmp_path / "bare.csv"], HASTY)[0]).values()
    assert sheet.formulas == ["of:=1+1"]


@pytest.fixture(scope="session")
def csv_in_r(csv_files: list[Path], in_r: Callable[..., str]) -> dict[str, list[dict[str, Any]]]:
    lines = in_r(HERE / "read.R", *csv_files).removesuffix("\n").split("\n")
    return {Path(one["file"]).stem: one["columns"] for one in map(json.loads, lines)}


@pytest.mark.parametrize("name", NAMES)
def test_r_reads_a_csv_as_it_is_meant(
    name: str, extracts: dict[str, Extract], csv_in_r: dict[str, list[dict[str, Any]]]
) -> None:
    kinds = {"character": "text", "integer": "whole", "numeric": "real", "Date": "day", "logical": "truth"}
    table = extracts[name].table
    assert [each["name"] for each in csv_in_r[name]] == table.column_names
    for read, (column, meant, want) in zip(csv_in_r[name], columns_in_csv(table), strict=True):
        assert fits(kinds[read["kind"]], meant, want), column
        if meant != "text" or kinds[read["kind"]] == "text":
            assert [of_r(cell, meant) for cell in read["cells"]] == [with_plain_lines(cell) for cell in want], column


def of_r(cell: str | None, kind: str) -> Any:
    """A cell that R printed, as the kind it is meant to be."""
    if cell is None or kind == "text":
        return cell
    if kind == "day":
        return date.fromisoformat(cell)
    return cell == "TRUE" if kind == "truth" else float(cell)
