"""The query of a view, run by a plain DuckDB in the unpacked package, gives the rows of the view."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repression.downloads.extract import Extract, Part, extract
from repression.downloads.full_package import full_package
from repression.downloads.query_file import literal, query_chunks
from repression.i18n import LANGUAGES
from repression.questions.answer import ask, compute
from repression.questions.filter_macros import build_warehouse
from repression.questions.question import published_questions, question_in
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.support.registers import next_register
from tests.support.selections import random_selections

DATABASE = duckdb.connect()
WHOLE = Part()
LATER = date(2026, 11, 30)
HOSTILE = "x'); DROP TABLE people_rows; --\n'' \\ \" ё $$"


def unpack(warehouse: Warehouse, folder: Path, *days: date) -> Path:
    for day in days:
        zipfile.ZipFile(io.BytesIO(full_package(warehouse, Selection(day)))).extractall(folder)
    return folder


@pytest.fixture(scope="module")
def package(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack(warehouse, tmp_path_factory.mktemp("package"), warehouse.days[-1])


def extract_of(warehouse: Warehouse, name: str, selection: Selection, part: Part = WHOLE) -> Extract:
    address = f"https://figures.example/data/questions/{name}.sql"
    return extract(ask(warehouse, name, selection), part, (), HOSTILE, address)


def script_of(warehouse: Warehouse, name: str, selection: Selection, part: Part = WHOLE) -> str:
    return b"".join(query_chunks(warehouse, extract_of(warehouse, name, selection, part))).decode()


def run(script: str, folder: Path) -> list[dict[str, Any]]:
    """The rows that the script's last statement gives, in a database that knows nothing else."""
    with duckdb.connect(config={"file_search_path": str(folder), "threads": 1}) as database:
        rows: list[dict[str, Any]] = database.execute(script).to_arrow_table().to_pylist()
        return rows


def rows_of(warehouse: Warehouse, name: str, selection: Selection) -> list[dict[str, Any]]:
    shown = ask(warehouse, name, selection).question.columns
    rows: list[dict[str, Any]] = compute(warehouse, name, selection).table.select(list(shown)).to_pylist()
    return rows


def agrees(warehouse: Warehouse, package: Path, name: str, selection: Selection) -> None:
    given_rows = run(script_of(warehouse, name, selection), package)
    assert given_rows == rows_of(warehouse, name, selection), selection.address()


@pytest.mark.parametrize("name", published_questions())
def test_every_query_gives_the_rows_of_its_view(warehouse: Warehouse, package: Path, name: str) -> None:
    """Under filters that leave some rows, where the question has filters: without any the script sets less."""
    some = (each for each in random_selections(warehouse, name, 5) if rows_of(warehouse, name, each))
    agrees(warehouse, package, name, next(some, Selection(warehouse.days[-1])))


@pytest.mark.proof
@pytest.mark.parametrize("name", published_questions())
def test_many_filters_give_the_rows_of_their_views(warehouse: Warehouse, package: Path, name: str) -> None:
    for selection in (Selection(warehouse.days[-1]), *random_selections(warehouse, name, 50)):
        agrees(warehouse, package, name, selection)


def test_two_registers_are_compared_from_two_packages(tmp_path: Path) -> None:
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    next_register(data, LATER, gone=5, freed=30, added=12, by_people=True)
    warehouse = build_warehouse(read_catalog(data))
    earlier = warehouse.catalog.days()[0]
    package = unpack(warehouse, tmp_path / "package", earlier, LATER)
    selection = Selection(LATER)
    for name in ("compare_totals", "compare_all", "compare_changes", "register"):
        assert rows_of(warehouse, name, selection)
        agrees(warehouse, package, name, selection)
    comment = script_of(warehouse, "compare_totals", selection)
    assert f"package.zip?snapshot={LATER}" in comment and f"package.zip?snapshot={earlier}" in comment


def test_a_script_is_the_same_in_every_language(warehouse: Warehouse) -> None:
    chosen = [Selection(warehouse.days[-1], lang).with_value("gender", ("female",)) for lang in LANGUAGES]
    scripts = {script_of(warehouse, "penalties", each, Part(limit=3)) for each in chosen}
    assert len(scripts) == 1
    comment = scripts.pop().partition("\n\nCREATE ")[0]
    assert all(f"-- {question_in('penalties', lang).title}\n" in comment for lang in LANGUAGES)
    assert all(f": {word}" in comment for word in ("Women", "Жанчыны", "Женщины"))
    assert "penalties.sql?snapshot=2026-11-22&gender=female&limit=3\n" in comment


def test_a_part_of_a_file_is_that_part_of_its_query(warehouse: Warehouse, package: Path) -> None:
    selection, part = Selection(warehouse.days[-1]), Part(("people", "label"), 3)
    rows = run(script_of(warehouse, "people_by_article", selection, part), package)
    assert rows == [
        {name: row[name] for name in part.columns or ()}
        for row in rows_of(warehouse, "people_by_article", selection)[:3]
    ]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.just(HOSTILE)
VALUES = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | TEXTS | st.dates()


@given(VALUES | st.lists(TEXTS, min_size=1) | st.dictionaries(TEXTS, st.dates(), min_size=1))
def test_a_literal_is_read_as_its_value(value: Any) -> None:
    assert DATABASE.execute(f"SELECT {literal(value)}").fetchall() == [(value,)]


def test_what_has_no_literal_is_refused() -> None:
    with pytest.raises(TypeError, match="a bytes has no literal"):
        literal(b"x")


def test_no_text_leaves_the_comment_or_a_literal(warehouse: Warehouse, tmp_path: Path) -> None:
    """A place whose name is hostile, in the data, in the filter and in the words of the filter."""
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    known = "Penal colony No. 15'); DROP TABLE answer; --"
    facilities = next((data / "facilities").glob("*.csv"))
    facilities.with_suffix(".yaml").unlink()
    facilities.write_text(facilities.read_text().replace("Penal colony No. 15,", f"{known},"))
    hostile = build_warehouse(read_catalog(data))
    day = hostile.days[-1]
    selection = Selection(day).with_value("facility", (known,))
    script = script_of(hostile, "people_by_facility", selection)
    comment = script.partition("\n\nCREATE ")[0]
    assert "DROP TABLE answer" in comment
    assert all(line.startswith("--") for line in comment.splitlines())
    package = unpack(hostile, tmp_path / "package", day)
    agrees(hostile, package, "people_by_facility", selection)
    assert known in {row["value"] for row in run(script_of(hostile, "vocabulary", Selection(day)), package)}
