"""A link that was made before shows the same numbers, whatever snapshot is taken in later."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from repression.downloads.csv_file import csv_chunks
from repression.questions.answer import ask
from repression.questions.filter_macros import build_warehouse
from repression.questions.question import all_questions
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog
from repression.snapshots.schema import fields_of
from repression.snapshots.writer import write_snapshot
from repression.warehouse.database import Warehouse
from tests.support.registers import next_register

LINKED, TAKEN_IN = date(2026, 11, 22), date(2026, 11, 29)
CHOSEN = {"gender": ("female",), "series": ("viasna", "other"), "kind": ("forced_liquidation",)}


def newer_table(data: Path, dataset: str) -> None:
    """A snapshot of a later day that repeats the newest one without its first row."""
    catalog = read_catalog(data)
    last = catalog.on(dataset, TAKEN_IN)
    assert last
    with last.path.open(encoding="utf-8", newline="") as file:
        _, _, *rows = csv.reader(file)
    descriptor = replace(last.descriptor, date=TAKEN_IN, accessed=TAKEN_IN)
    fields = fields_of(catalog.package, dataset)
    # Columns that came with the later day have a value of their own in every row.
    added = [field.enum[0] if field.enum else "" for field in fields[len(last.fields) :]]
    write_snapshot(data, descriptor, fields, [row + added for row in rows])


def older_register(data: Path) -> None:
    """A register of a day between those that there are, which comes in late."""
    next_register(data, date(2024, 11, 29), freed=20, accessed=TAKEN_IN)


def newer_register(data: Path) -> None:
    next_register(data, TAKEN_IN, accessed=TAKEN_IN)


NEWER_TABLES = (
    "people_counts",
    "organisations",
    "organisation_counts",
    "indicators",
    "outcomes",
    "defenders",
    "events",
)


def newer_tables(data: Path) -> None:
    for dataset in NEWER_TABLES:
        newer_table(data, dataset)


def files(warehouse: Warehouse, selection: Selection) -> dict[str, bytes]:
    """The CSV of every question, with its sentences."""
    answers = {name: ask(warehouse, name, selection) for name in all_questions()}
    return {name: b"".join(csv_chunks(each.table)) + each.words.encode() for name, each in answers.items()}


@pytest.mark.parametrize(
    ("taken_in", "snapshots"), [(older_register, 1), (newer_register, 1), (newer_tables, len(NEWER_TABLES))]
)
def test_a_link_made_before_gives_the_same_rows_and_sentences(
    taken_in: Callable[[Path], None], snapshots: int, warehouse: Warehouse, data_copy: Path
) -> None:
    selection = Selection(LINKED)
    for name, value in CHOSEN.items():
        selection = selection.with_value(name, value)
    before = files(warehouse, selection)
    taken_in(data_copy)
    catalog = read_catalog(data_copy)
    after = files(build_warehouse(catalog), selection)
    assert len(catalog.snapshots) == len(warehouse.catalog.snapshots) + snapshots
    assert [name for name in before if before[name] != after[name]] == []
