"""What a schema demands of cells together, of days and of numbers: one rule for the dictionary, `check` and `add`."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from repression.snapshots.catalog import read_catalog, read_package
from repression.snapshots.schema import broken_cells, datasets_of, fields_of, fields_on, row_rules_of
from tests.conftest import DATA, LIVE_DATA

PACKAGE = read_package(DATA)
FIELDS = {(dataset, field.name): field for dataset in datasets_of(PACKAGE) for field in fields_of(PACKAGE, dataset)}
PARTIAL = [("organisations", "date"), ("indicators", "date"), ("defenders", "as_of"), ("events", "date")]


def broken(dataset: str, **cells: str) -> list[str]:
    """What a row breaks that has these cells and no others, beside that others must not be empty."""
    fields = fields_of(PACKAGE, dataset)
    row = [cells.get(field.name, "") for field in fields]
    found = broken_cells(fields, [(2, row)], row_rules_of(PACKAGE, dataset))
    return [f"{name}: {rule}" for _, name, _, rule in found if rule != "must not be empty"]


def test_every_number_and_every_day_has_bounds() -> None:
    kinds = {"number", "integer", "date", "yearmonth"}
    measured = {place: field for place, field in FIELDS.items() if field.type in kinds}
    assert not [place for place, field in measured.items() if not (field.minimum and field.maximum)]


@pytest.mark.parametrize("place", PARTIAL)
def test_dates_of_any_precision_are_those_of_the_calendar(place: tuple[str, str]) -> None:
    shape = re.compile(FIELDS[place].pattern)
    days = {str(date(1990, 1, 1) + timedelta(days=each)) for each in range(40_177)}
    assert max(days) == "2099-12-31"
    allowed = days | {day[:7] for day in days} | {day[:4] for day in days}
    tried = [
        text for year in range(1988, 2102) for text in (str(year), *(f"{year}-{month:02}" for month in range(14)))
    ] + [f"{year}-{month:02}-{day:02}" for year in range(1988, 2102) for month in range(14) for day in range(33)]
    assert {text for text in tried if shape.fullmatch(text)} == allowed


@pytest.mark.parametrize(
    ("dataset", "cells", "rules"),
    [
        ("people_counts", {"date": "2023-02-29"}, ["date: must be a date such as 2022-09-06"]),
        ("people_counts", {"date": "0221-08-02"}, ["date: must be 1990-01-01 or later"]),
        ("people_counts", {"date": "2100-01-01"}, ["date: must be 2099-12-31 or earlier"]),
        ("people_counts", {"political_prisoners": "9" * 16}, ["political_prisoners: must have at most 15 digits"]),
        ("people_counts", {"political_prisoners": "9" * 15}, ["political_prisoners: must be 10000000 or less"]),
        ("indicators", {"value": "0." + "1" * 15}, ["value: must have at most 15 digits"]),
        ("indicators", {"value": "1" * 401}, ["value: must have at most 15 digits"]),
        (
            "people_counts",
            {"political_prisoners": "1000", "women": "1001"},
            ["women: must not be more than political_prisoners, which is 1000"],
        ),
        (
            "people_counts",
            {"political_prisoners": "1000", "ever_recognised": "999"},
            ["political_prisoners: must not be more than ever_recognised, which is 999"],
        ),
        ("people_counts", {"political_prisoners": "1000", "women": "1000", "ever_recognised": "1000"}, []),
        (
            "people_counts",
            {"date": "2023-02-10", "published": "2023-02-09"},
            ["published: must not be before date, which is 2023-02-10"],
        ),
        ("people_counts", {"date": "2023-02-10", "published": "2023-02-10"}, []),
        (
            "organisation_counts",
            {"forced_liquidation": "500", "self_liquidation": "500", "total": "700"},
            ["forced_liquidation: must, with self_liquidation 500, not be more than total, which is 700"],
        ),
        ("organisation_counts", {"forced_liquidation": "500", "total": "500"}, []),
        ("organisations", {"date": "2021-08", "date_precision": "month"}, []),
        (
            "organisations",
            {"date": "2021-08", "date_precision": "day"},
            ["date_precision: must be month, since date is 2021-08"],
        ),
        ("organisations", {"date_precision": "day"}, ["date_precision: must be empty, as date is"]),
        ("organisations", {"date": "2021-08"}, ["date_precision: must be month, since date is 2021-08"]),
        (
            "indicators",
            {"topic": "dispatch_organisations", "date": "2023-09"},
            ["date: must be a day such as 2023-09-17, since topic is dispatch_organisations"],
        ),
        ("indicators", {"topic": "another", "date": "2023-09"}, []),
        (
            "defenders",
            {"arrested": "2021-07-14", "released": "2020-07-14", "as_of": "2020"},
            [
                "as_of: must not be before arrested, which is 2021-07-14",
                "released: must not be before arrested, which is 2021-07-14",
            ],
        ),
        ("defenders", {"arrested": "2021-07-14", "as_of": "2021-07"}, []),
        (
            "people",
            {"sentence_kind": "fine", "sentence_months": "12.0"},
            ["sentence_months: must be empty, since sentence_kind is fine"],
        ),
        (
            "people",
            {"sentence_kind": "length"},
            ["sentence_months: must not be empty, since sentence_kind is length"],
        ),
    ],
)
def test_a_rule_between_cells_is_told_in_words(dataset: str, cells: dict[str, str], rules: list[str]) -> None:
    assert sorted(broken(dataset, **cells)) == rules


def test_a_row_that_equals_another_is_refused(data_copy: Path) -> None:
    path = data_copy / "events/2026-11-22.csv"
    path.with_suffix(".yaml").unlink()
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:2], *lines[1:]]), "utf-8")
    (issue,) = read_catalog(data_copy).issues
    assert issue.line == 3 and issue.rule == "must not begin a row that equals another"


@pytest.mark.parametrize("data", [DATA, LIVE_DATA])
def test_what_is_unique_is_the_whole_row(data: Path) -> None:
    """A row that differs from another in a column that came later is another row: `add` keeps both."""
    schemas = [each["schema"] for each in read_package(data)["resources"] if "uniqueKeys" in each.get("schema", ())]
    assert len(schemas) == 7
    for schema in schemas:
        assert sorted(schema["uniqueKeys"][0]) == sorted(field["name"] for field in schema["fields"])


def test_a_snapshot_before_a_column_of_a_key_is_unique_in_the_others(data_copy: Path) -> None:
    package = read_package(data_copy)
    fields = fields_on(package, "indicators", date(2026, 11, 28))
    assert len(fields) < len(fields_of(package, "indicators"))
    row = ["a_topic", "2021", "1", "people", "Invented report", "https://example.org/a"]
    between = row_rules_of(package, "indicators")
    assert [each[0] for each in broken_cells(fields, [(2, row), (3, row)], between)] == [3]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rules": [{"kind": "guess"}]}, "a rule is of no known kind"),
        ({"rules": [{"kind": "order", "earlier": "date", "later": "end"}]}, "a rule names 'end', which is no column"),
        ({"doubts": [{"kind": "not_later", "columns": ["end"]}]}, "a rule names 'end', which is no column"),
        ({"uniqueKeys": [["end"]]}, "uniqueKeys of events name 'end', which is no column"),
    ],
)
def test_a_rule_that_cannot_be_applied_is_named(data_copy: Path, change: dict[str, Any], said: str) -> None:
    package = json.loads((data_copy / "datapackage.json").read_text("utf-8"))
    (events,) = [each for each in package["resources"] if each["name"] == "events"]
    events["schema"] |= change
    (data_copy / "datapackage.json").write_text(json.dumps(package))
    (issue,) = read_catalog(data_copy).issues
    assert said in str(issue)
