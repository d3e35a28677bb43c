"""The warehouse of snapshots with different columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec.structs import replace

from repression.questions.filter_macros import build_warehouse
from repression.snapshots.catalog import read_catalog
from repression.snapshots.schema import fields_on
from repression.snapshots.writer import write_snapshot
from repression.warehouse.database import Warehouse
from tests.support.growth import grow_schema

OLD_DAY, NEW_DAY = date(2023, 2, 10), date(2026, 11, 30)


def add_wider_register(data: Path) -> None:
    """The register once more on a later day, with the new column."""
    catalog = read_catalog(data)
    last = catalog.on("people", OLD_DAY)
    assert last
    fields = fields_on(catalog.package, "people", NEW_DAY)
    known = [field.name for field in last.fields]
    registered = [dict(zip(known, row, strict=True)) for row in last.rows()]
    waves = [{"wave": "first" if row["status"] == "convicted" else ""} for row in registered]
    rows = [[(row | wave).get(field.name, "") for field in fields] for row, wave in zip(registered, waves, strict=True)]
    write_snapshot(data, replace(last.descriptor, date=NEW_DAY), fields, rows)


def waves(warehouse: Warehouse) -> dict[tuple[date, str | None], int]:
    sql = "SELECT snapshot, wave, count(*) FROM people_read GROUP BY ALL"
    return {(day, wave): rows for day, wave, rows in warehouse.database.execute(sql).fetchall()}


def test_a_column_is_null_in_the_snapshots_before_it(data_copy: Path) -> None:
    grow_schema(data_copy, NEW_DAY)
    assert waves(build_warehouse(read_catalog(data_copy))) == {(OLD_DAY, None): 3084}
    add_wider_register(data_copy)
    warehouse = build_warehouse(read_catalog(data_copy))
    assert waves(warehouse) == {(OLD_DAY, None): 3084, (NEW_DAY, None): 2125, (NEW_DAY, "first"): 959}
    assert warehouse.database.execute("SELECT typeof(wave) FROM people_read LIMIT 1").fetchone() == ("VARCHAR",)


def test_a_snapshot_of_the_warehouse_before_may_lack_a_column_that_came_since(data_copy: Path) -> None:
    before = build_warehouse(read_catalog(data_copy))
    grow_schema(data_copy, NEW_DAY)
    add_wider_register(data_copy)
    with (data_copy / f"people/{OLD_DAY}.csv").open("a", encoding="utf-8") as file:
        file.write("broken\n")
    warehouse = build_warehouse(read_catalog(data_copy), before)
    assert waves(warehouse) == {(OLD_DAY, None): 3084, (NEW_DAY, None): 2125, (NEW_DAY, "first"): 959}


def test_the_dictionaries_are_read_in_their_newest_edition(data_copy: Path) -> None:
    for dataset, column in (("articles", "title_en"), ("facilities", "place")):
        catalog = read_catalog(data_copy)
        last = catalog.shown_on(dataset, date.max)
        assert last
        at = [field.name for field in last.fields].index(column)
        rows = [[*row[:at], f"New {row[at]}", *row[at + 1 :]] for row in last.rows()]
        write_snapshot(data_copy, replace(last.descriptor, date=NEW_DAY), last.fields, rows)
    database = build_warehouse(read_catalog(data_copy)).database
    articles = database.execute("SELECT title['en'] FROM all_articles()").fetchall()
    places = database.execute("SELECT place FROM all_facilities()").fetchall()
    assert len(articles) == 77 and all(title.startswith("New ") for (title,) in articles)
    assert len(places) == 51 and all(place.startswith("New ") for (place,) in places)
