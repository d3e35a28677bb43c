"""Snapshots that tests make from the real ones by known changes; they live in a test's own folder only."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from repression.snapshots.catalog import read_catalog
from repression.snapshots.descriptor import Changes, Total
from repression.snapshots.schema import Field, fields_on
from repression.snapshots.writer import write_snapshot


def widened(rows: Iterable[Sequence[str]], fields: Sequence[Field]) -> list[list[str]]:
    """The rows in the columns of a later day: those that came since, at the end, are empty or hold their first code."""
    later = [field.enum[0] if field.required and field.enum else "" for field in fields]
    return [[*row, *later[len(row) :]] for row in rows]


def next_register(
    data: Path,
    day: date,
    gone: int = 5,
    freed: int = 0,
    added: int = 0,
    by_people: bool = False,
    accessed: date | None = None,
) -> Path:
    """A register of another day in a copy of the data folder.

    It is the last one less its first `gone` political prisoners; the next `freed` of them are former ones, released
    in the month of that day; the next `added` are there twice. Its changes are told `by_people` or by rows. It was
    taken in on the day `accessed`, or on that of the last one.
    """
    catalog = read_catalog(data)
    last = catalog.on("people", day)
    assert last
    with last.path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    recognised = [row for row in rows if row[header.index("status")] == "political_prisoner"]
    for row in recognised[:gone]:
        rows.remove(row)
    for row in recognised[gone : gone + freed]:
        row[header.index("status")] = "former_political_prisoner"
        row[header.index("released")] = f"{day:%Y-%m}"
    rows += recognised[gone + freed : gone + freed + added]
    held = len(recognised)
    totals = (Total("political_prisoner", held, held - gone - freed + added),)
    changes = Changes(last.date, "rows", freed + added, None, gone + freed, {}, None, None, {}, totals)
    if by_people:
        events = {"arrests": 0, "verdicts": 0, "releases": freed}
        changes = Changes(last.date, "people", added, added, gone, events, 0, 2, {"gender": 2}, totals)
    descriptor = replace(last.descriptor, date=day, changes=changes, accessed=accessed or last.descriptor.accessed)
    fields = fields_on(catalog.package, "people", day)
    return write_snapshot(data, descriptor, fields, widened(rows, fields))
