"""Compares answers with golden files; builds warehouses with figures of a test's own."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from repression.downloads.csv_file import csv_chunks
from repression.questions.answer import ask
from repression.questions.filter_macros import build_warehouse
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog
from repression.snapshots.schema import fields_of
from repression.snapshots.writer import write_snapshot
from repression.warehouse.database import Warehouse
from tests.conftest import DATA

Indicators = Callable[..., Warehouse]
DAY = date(2026, 11, 29)  # after the schema has `source_kind`
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def same_as_golden(warehouse: Warehouse) -> Callable[..., None]:
    """`same_as_golden(question, selection)` compares an answer's whole CSV with `golden/<file or question>.csv`."""

    def hold(question: str, selection: Selection, file: str = "") -> None:
        expected = (GOLDEN / f"{file or question}.csv").read_text(encoding="utf-8")
        assert b"".join(csv_chunks(ask(warehouse, question, selection).table)).decode() == expected

    return hold


@pytest.fixture(scope="module")
def with_indicators(tmp_path_factory: pytest.TempPathFactory) -> Indicators:
    """`with_indicators(row, …)` is a warehouse of the frozen data whose newest indicators are these rows."""

    def build(*rows: dict[str, str]) -> Warehouse:
        data = Path(shutil.copytree(DATA, tmp_path_factory.mktemp("figures") / "data"))
        catalog = read_catalog(data)
        last, fields = catalog.on("indicators", DAY), fields_of(catalog.package, "indicators")
        assert last
        usual = {"source_title": "Text", "source_url": "https://source.example/", "source_kind": "primary"}
        cells = [[(usual | row).get(field.name, "") for field in fields] for row in rows]
        write_snapshot(data, replace(last.descriptor, date=DAY, accessed=DAY), fields, cells)
        return build_warehouse(read_catalog(data))

    return build
