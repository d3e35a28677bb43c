"""Snapshots that tests make from the real ones by known changes; they live in a test's own folder only."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

from repression.schema import fields_of
from repression.snapshots import read_catalog
from repression.writing import write_snapshot


def next_register(data: Path, day: date, gone: int = 5) -> Path:
    """A register of another day in a copy of the data folder: the last one less its first `gone` recognised people."""
    catalog = read_catalog(data)
    last = catalog.on("people", day)
    assert last
    with last.path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    recognised = [row for row in rows if row[header.index("status")] == "political_prisoner"]
    for row in recognised[:gone]:
        rows.remove(row)
    descriptor = replace(last.descriptor, date=day, changes=None)
    return write_snapshot(data, descriptor, fields_of(catalog.package, "people"), rows)
