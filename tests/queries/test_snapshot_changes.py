"""What each update brought, with corrections and a withdrawal; counted a second time over the descriptors."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

from msgspec.structs import replace

from repression.downloads.extract import Part, extract
from repression.exhibits.change_log import change_log
from repression.questions.filter_macros import build_warehouse
from repression.snapshots.catalog import read_catalog
from repression.snapshots.descriptor import Changes, Correction, Withdrawal, format_descriptor
from repression.snapshots.writer import write_snapshot
from tests.queries.asking import asked
from tests.support.registers import next_register

MADE, LATER = date(2026, 11, 25), date(2026, 11, 26)


def test_corrections_and_withdrawals_are_told_with_their_reasons(data_copy: Path) -> None:
    counts = data_copy / "people_counts/2026-11-22.yaml"
    people = data_copy / "people/2023-02-10.yaml"
    events = data_copy / "events/2026-11-22.yaml"
    catalog = read_catalog(data_copy)
    described = {each.dataset: each.descriptor for each in catalog.snapshots}
    row = {"date": "2022-12-31", "counted_by": "Viasna"}
    twice = Correction(LATER, {}, "region", None, None, "A typing error.")
    for path, dataset, entries in (
        (counts, "people_counts", (Correction(MADE, row, "women", "", "170", "The source says so."),)),
        (people, "people", (twice, twice)),
    ):
        path.write_text(format_descriptor(replace(described[dataset], corrections=entries)), "utf-8")
    withdrawn = replace(described["events"], withdrawn=Withdrawal(LATER, "It named a person."), notes=(), changes=None)
    events.write_text(format_descriptor(withdrawn), "utf-8")
    events.with_suffix(".csv").unlink()
    answer = asked(build_warehouse(read_catalog(data_copy)), "snapshot_changes", "")
    rows = answer.table.to_pylist()
    amended = [
        (row["day"], row["kind"], row["dataset"], row["change"], row["why"]) for row in rows if row["day"] >= MADE
    ]
    hidden = "Corrected: Region of one person. The values are not told, to protect people."
    assert amended == [
        (LATER, "Withdrawal", "events", "The file of 22 November 2026 was withdrawn.", "It named a person."),
        *[(LATER, "Correction", "people", hidden, "A typing error.")] * 2,
        (
            MADE,
            "Correction",
            "people_counts",
            "Corrected: Women. 31 December 2022, Viasna: – → 170.",
            "The source says so.",
        ),
    ]
    files = [path for path in data_copy.glob("*/*.yaml") if path != events]
    assert sum(row["kind"] == "New data" for row in rows) == len(files)
    assert len({row["entry"] for row in rows}) == len(rows) == len(files) + 4
    html = change_log(answer, answer.selection)
    assert html.count("<section") == len(rows)
    assert html.count("<h3>") == len({row["day"] for row in rows})
    assert all(row["why"] in html for row in rows if row["kind"] != "New data")
    assert "The first file of these data, with 3,084 rows." in html
    assert "hold as of 2025-12-16 only" in str(rows) and "hold as of 16 December 2025 only" in html


def test_each_row_that_an_update_changed_is_told(data_copy: Path) -> None:
    """Counted a second time with Python's sets, over every cell of the two files."""
    day = date(2026, 11, 23)
    with (data_copy / "indicators/2026-11-22.csv").open(encoding="utf-8", newline="") as file:
        before = list(csv.DictReader(file))
    newer, kept = before[0] | {"value": "7777"}, [dict(row) for row in before[2:]]
    kept[5]["source_title"] += " (another copy)"
    kept[9]["unit"] += " (in other words)"
    after = [newer, *kept, before[0] | {"topic": "mass_release", "date": "2026-11-25", "value": "31"}]
    last = read_catalog(data_copy).on("indicators", day)
    assert last
    changes = Changes(last.date, "rows", 4, None, 4, {}, None, None, {}, ())
    described = replace(last.descriptor, date=day, accessed=day, changes=changes)
    write_snapshot(data_copy, described, last.fields, [[row[each.name] for each in last.fields] for row in after])
    warehouse = build_warehouse(read_catalog(data_copy))
    told = [row for row in asked(warehouse, "changed_rows", "").table.to_pylist() if row["dataset"] == "indicators"]
    assert Counter(row["change"] for row in told) == {"changed": 1, "gone": 1, "new": 1, "other details": 2}
    by_change = {row["change"]: row for row in told}
    old, lost = Decimal(before[0]["value"]), Decimal(before[1]["value"])
    assert (by_change["changed"]["before"], by_change["changed"]["after"]) == ([old], [7777])
    assert by_change["changed"]["detail"] == before[0]["unit"]
    assert (by_change["gone"]["before"], by_change["gone"]["after"]) == ([lost], None)
    assert (by_change["new"]["what"], by_change["new"]["after"]) == ("Releases on one day", [31])
    details = {row["fields"]: row for row in told if row["change"] == "other details"}
    assert set(details) == {"Source", "Unit"}
    assert details["Unit"]["detail"] == kept[9]["unit"]
    assert details["Unit"]["before"] == details["Unit"]["after"] == [Decimal(kept[9]["value"])]
    written = extract(asked(warehouse, "changed_rows", ""), Part(), (), "", "").table.to_pylist()
    assert [(row["before"], row["after"]) for row in written if row["change"] == "changed"] == [(f"{old}", "7777")]
    (entry,) = [
        row["change"]
        for row in asked(warehouse, "snapshot_changes", "").table.to_pylist()
        if (row["dataset"], row["snapshot"]) == ("indicators", day)
    ]
    assert "1 entry is new; 1 entry is gone; 1 number changed; 2 entries changed in other details" in entry
    assert "Releases on one day, 25 November 2026: 31 is new" in entry and f"{old:,} before, 7,777 now" in entry
    assert "the number is as before, “Unit” changed" in entry


def test_no_row_about_people_is_told(data_copy: Path) -> None:
    next_register(data_copy, date(2026, 11, 30))
    warehouse = build_warehouse(read_catalog(data_copy))
    told = asked(warehouse, "changed_rows", "").table.to_pylist()
    assert not {row["dataset"] for row in told} & {"people", "defenders", "outcomes"}
