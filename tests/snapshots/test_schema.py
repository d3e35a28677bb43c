"""Schemas grow: a snapshot has the columns of its day, no more and no fewer."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from repression.snapshots.catalog import read_catalog
from repression.snapshots.schema import fields_of, fields_on
from repression.snapshots.writer import write_snapshot
from tests.snapshots.test_catalog import DAY, DESCRIPTOR, PACKAGE, ROW

SINCE = date(2022, 1, 1)
HEADER = "word,month,day,number,whole,flag,code"


def grown(*sinces: Any) -> dict[str, Any]:
    """The package with one more field for each of `sinces`: `more_0`, `more_1`, …"""
    package: dict[str, Any] = json.loads(json.dumps(PACKAGE))
    package["resources"][0]["schema"]["fields"] += [
        {"name": f"more_{at}", "type": "integer", "title": "More", "description": "More."}
        | ({} if since is None else {"since": since})
        for at, since in enumerate(sinces)
    ]
    return package


def written(root: Path, package: dict[str, Any], day: date, columns: date) -> list[str]:
    """What is refused of a snapshot of `day` with the columns of a snapshot of the day `columns`."""
    (root / "datapackage.json").write_text(json.dumps(package))
    fields = fields_on(package, "things", columns)
    write_snapshot(root, replace(DESCRIPTOR, date=day), fields, [[*ROW, "4"][: len(fields)]])
    return [str(issue) for issue in read_catalog(root).issues]


@pytest.mark.parametrize(
    ("day", "columns", "header"),
    [
        (DAY, DAY, ""),
        (SINCE, SINCE, ""),
        (date(2099, 12, 31), SINCE, ""),
        (DAY, SINCE, f"'{HEADER},more_0' must be the header {HEADER};"),
        (SINCE, DAY, f"'{HEADER}' must be the header {HEADER},more_0;"),
    ],
)
def test_a_snapshot_has_the_columns_of_its_day(tmp_path: Path, day: date, columns: date, header: str) -> None:
    issues = written(tmp_path, grown(str(SINCE)), day, columns)
    assert len(issues) == bool(header)
    assert all(header in issue for issue in issues)


def test_snapshots_of_different_widths_stand_beside_each_other(tmp_path: Path) -> None:
    package = grown(str(SINCE))
    assert not written(tmp_path, package, DAY, DAY)
    assert not written(tmp_path, package, SINCE, SINCE)
    old, new = read_catalog(tmp_path).snapshots
    assert [len(snapshot.fields) for snapshot in (old, new)] == [7, 8]
    assert [len(snapshot.rows()[0]) for snapshot in (old, new)] == [7, 8]


@pytest.mark.parametrize(
    ("sinces", "rule"),
    [
        (["soon"], "since of more_0 is 'soon', must be a date such as 2022-09-06"),
        (["20220101"], "since of more_0 is '20220101', must be a date such as 2022-09-06"),
        ([2022], "since of more_0 is 2022, must be a date such as 2022-09-06"),
        (["2022-01-01", None], "more_1 of things must stand before more_0, which came later"),
        (["2022-01-02", "2022-01-01"], "more_1 of things must stand before more_0, which came later"),
    ],
)
def test_a_broken_since_is_refused(tmp_path: Path, sinces: list[Any], rule: str) -> None:
    (tmp_path / "datapackage.json").write_text(json.dumps(grown(*sinces)))
    catalog = read_catalog(tmp_path)
    assert [str(issue) for issue in catalog.issues] == [f"datapackage.json: is no data package with schemas: {rule}"]


def test_columns_of_one_day_may_stand_in_any_order() -> None:
    assert len(fields_of(grown("2022-01-01", "2022-01-01", "2022-01-02"), "things")) == 10
