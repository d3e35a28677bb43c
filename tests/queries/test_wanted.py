"""What data are wanted, counted a second time with the csv module straight over the files."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import asked

PINNED = "snapshot=2026-11-22"


def read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def wanted(warehouse: Warehouse) -> dict[str, dict[str, Any]]:
    return {row["wanted"]: row for row in asked(warehouse, "wanted", PINNED).table.to_pylist()}


def months(first: str, last: str = "2026-10") -> list[str]:
    """The months from a first to a last one; the data were collected in November 2026."""
    year, month = map(int, first.split("-"))
    found = []
    while (text := f"{year}-{month:02}") <= last:
        found.append(text)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def listed(row: dict[str, Any]) -> Iterator[str]:
    """The months that a row names, its spans written out."""
    for span in row["months"].split("; "):
        first, _, last = span.partition("–")
        yield from months(first, last or first)


def ends_with(column: str) -> set[str]:
    """The months for whose end the main list has a figure in a column."""
    found = set()
    for row in read("people_counts/2026-11-22"):
        day = date.fromisoformat(row["date"])
        before = day - timedelta(days=1)
        if row["series"] == "viasna" and row[column]:
            if (day + timedelta(days=1)).month != day.month:
                found.add(f"{day:%Y-%m}")
            if before.month != day.month:
                found.add(f"{before:%Y-%m}")
    return found


@pytest.mark.parametrize(
    ("what", "column"),
    [
        ("Political prisoners at the end of a month", "political_prisoners"),
        ("Women among them at the end of a month", "women"),
    ],
)
def test_months_without_a_figure_are_those_of_the_files(
    wanted: dict[str, dict[str, Any]], what: str, column: str
) -> None:
    known = ends_with(column)
    missing = [month for month in months(min(ends_with("political_prisoners"))) if month not in known]
    assert list(listed(wanted[what])) == missing
    assert wanted[what]["missing"] == f"{len(missing)} months"


def test_months_since_the_register(wanted: dict[str, dict[str, Any]]) -> None:
    row = wanted["Register of people"]
    assert list(listed(row)) == months("2023-03")
    assert (row["missing"], row["command"]) == ("44 months", "add --dataset people")


def test_months_without_all_three_figures_of_organisations(wanted: dict[str, dict[str, Any]]) -> None:
    known: dict[str, set[str]] = {}
    for row in read("organisation_counts/2026-11-22"):
        if row["series"] == "lawtrend":
            figures = {name for name in ("forced_liquidation", "self_liquidation", "total") if row[name]}
            known.setdefault(row["date"][:7], set()).update(figures)
    missing = [month for month in months("2020-08") if len(known.get(month, ())) < 3]
    assert list(listed(wanted["Running totals of organisations lost, all three figures"])) == missing


def test_what_is_no_matter_of_months(wanted: dict[str, dict[str, Any]]) -> None:
    closed = [row for row in read("organisations/2026-11-22") if row["kind"] == "forced_liquidation"]
    named = sum(row["date"] >= "2020-08" for row in closed)
    counts = read("organisation_counts/2026-11-22")
    by_force = max(int(row["forced_liquidation"] or 0) for row in counts if row["series"] == "lawtrend")
    former = [row for row in read("people/2023-02-10") if row["status"] == "former_political_prisoner"]
    datasets = ("people_counts", "organisation_counts", "organisations", "indicators", "events")
    unlinked = sum(not row["source_url"] for name in datasets for row in read(f"{name}/2026-11-22"))
    unconfirmed = sum(row["confirmed"] == "false" for row in read("articles/2026-11-22"))
    assert [row["missing"] for row in wanted.values() if row["months"] is None] == [
        f"{by_force - named:,} names",
        f"{sum(not row['released'] for row in former)} people",
        f"{unconfirmed} titles are not confirmed",
        f"{unlinked} rows",
    ]
