"""A column that came later changes no byte behind the links to the days before it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from repression.__main__ import main
from repression.questions import live
from repression.questions.columns import shown_question
from repression.questions.filter_macros import build_warehouse
from repression.questions.question import all_questions
from repression.questions.selection import Selection
from repression.snapshots.catalog import Snapshot, read_catalog
from repression.snapshots.schema import fields_on
from repression.snapshots.writer import write_snapshot
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.support.growth import grow_schema, grown_questions
from tests.support.registers import next_register
from tests.warehouse.test_build import NEW_DAY, add_wider_register

OLD = "snapshot=2026-11-22&status=any"
PINNED = [
    *(f"/data/people.{ending}?{OLD}" for ending in ("csv", "json", "zip", "xlsx", "parquet")),
    f"/data/people.zip?{OLD}&lang=be",
    f"/data/questions/register.csv?{OLD}",
    f"/data/people.csv?{OLD}&columns=gender,region",
    f"/data/people.csv?{OLD}&columns=wave",
    "/data/questions/dictionary_shown.json?snapshot=2026-11-22",
    f"/data/questions/people_by_custody.csv?{OLD}",
    "/data/questions/missing_values.zip?snapshot=2026-11-22",
    "/data/package.zip?snapshot=2026-11-22",
    "/data/package.zip?snapshot=2026-11-22&lang=ru",
]


@pytest.fixture
def client(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The routes on a folder whose data a test changes."""
    show(data_copy, monkeypatch)
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(app) as client:
        yield client


def show(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = build_warehouse(read_catalog(data))
    assert not warehouse.catalog.issues
    monkeypatch.setattr(live, "current", lambda: warehouse)


def test_pinned_links_give_the_same_bytes(
    client: TestClient, data_copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: client.get(path) for path in PINNED}
    assert {answer.status_code for path, answer in before.items() if "columns=wave" not in path} == {200}
    grow_schema(data_copy, NEW_DAY)
    add_wider_register(data_copy)
    assert main(["check", "--data", str(data_copy)]) == 0
    assert "warning" not in capsys.readouterr().out
    with grown_questions("people", "register"):
        show(data_copy, monkeypatch)
        for path, answer in before.items():
            again = client.get(path)
            assert (again.status_code, again.content) == (answer.status_code, answer.content), path
        newest = client.get(f"/data/people.csv?snapshot={NEW_DAY}&status=any")
        assert newest.text.splitlines()[0].endswith(",wave")
        assert client.get(f"/data/people.csv?snapshot={NEW_DAY}&columns=wave").text.startswith("wave\n")
        dictionary = client.get(f"/data/questions/dictionary_shown.csv?snapshot={NEW_DAY}").text
        assert '"people","wave","Wave"' in dictionary


def test_registers_of_different_widths_are_compared(
    client: TestClient, data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison of two registers gives the same numbers whether or not the later one has a new column."""
    names = ("compare_all", "compare_breakdowns", "compare_changes", "compare_totals")
    paths = [f"/data/questions/{name}.csv?snapshot={NEW_DAY}" for name in names]
    next_register(data_copy, NEW_DAY, gone=5, freed=3, added=2)
    show(data_copy, monkeypatch)
    before = {path: client.get(path).content for path in paths}
    assert b"2026-11-30" in before[paths[0]]
    register = snapshot_on(data_copy, NEW_DAY)
    grow_schema(data_copy, NEW_DAY)
    fields = fields_on(read_catalog(data_copy).package, "people", NEW_DAY)
    rows = [[*row, "first" if row[1] == "female" else "second"] for row in register.rows()]
    write_snapshot(data_copy, register.descriptor, fields, rows)
    with grown_questions("people"):
        show(data_copy, monkeypatch)
        assert {path: client.get(path).content for path in paths} == before


def snapshot_on(data: Path, day: date) -> Snapshot:
    found = read_catalog(data).on("people", day)
    assert found
    return found


def test_the_package_of_a_day_describes_the_columns_of_its_files(
    client: TestClient, data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow_schema(data_copy, NEW_DAY)
    add_wider_register(data_copy)
    show(data_copy, monkeypatch)
    for day in (date(2026, 11, 22), NEW_DAY):
        with zipfile.ZipFile(io.BytesIO(client.get(f"/data/package.zip?snapshot={day}").content)) as archive:
            package = json.loads(archive.read("datapackage.json"))
            for resource in package["resources"]:
                if "schema" in resource:
                    (path,) = resource["path"]
                    header = archive.read(path).decode().partition("\n")[0]
                    columns = [field["name"] for field in resource["schema"]["fields"]]
                    assert header == ",".join(columns), path
                    assert all(set(key) == set(columns) for key in resource["schema"].get("uniqueKeys", ())), path
            assert ("wave" in archive.read("datapackage.json").decode()) == (day == NEW_DAY)


def test_a_column_that_a_chart_draws_stays(data_copy: Path) -> None:
    """Without it there is no chart; and nobody pinned that chart before the column came."""
    grow_schema(data_copy, NEW_DAY)
    warehouse, selection = build_warehouse(read_catalog(data_copy)), Selection(date(2026, 11, 22))
    with grown_questions("people"):
        table = all_questions()["people"]
        assert "wave" not in shown_question(warehouse, table, selection).columns
        drawn = replace(table, chart={"x": "wave"})
        assert "wave" in shown_question(warehouse, drawn, selection).columns
