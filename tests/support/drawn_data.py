"""Data folders that are valid by their dictionary and otherwise arbitrary, drawn by hypothesis.

Everything is read from `datapackage.json`: types, codes, patterns, bounds, what is required and unique, and the rules
between cells. Texts are of few letters, and most numbers, days and codes are near each other, so that rows meet:
groups, ties and gaps are where queries go wrong.
"""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from repression.snapshots.catalog import PACKAGE, read_package
from repression.snapshots.csv_io import format_csv
from repression.snapshots.schema import Field, broken_cells, datasets_of, fields_on, row_rules_of
from tests.conftest import DATA

NEWEST = date(2026, 12, 1)  # after the first days of columns that came later
MAX_ROWS = 6
# What queries know by name beside the codes of the dictionary, and texts that none of them knows.
KNOWN = {
    "topic": (
        "dispatch_political_prisoners",
        "dispatch_organisations",
        "recognised_cumulative",
        "political_prisoners_undated",
        "other_topic",
    ),
    "unit": ("people", "people (over)", "organisations (more than)", "per cent, of all"),
    "source_url": ("https://example.org/a", "https://example.org/b ; -", "-"),
    "source_title": ("A report", "A report (Somebody)", "Another ; a third"),
    "article": ("342", "361-4", "130"),
    "facility": ("Prison No. 1", "Penal colony No. 2", "Nowhere"),
}
NEAR = (date(2020, 1, 1), date(2026, 12, 31))
Rows = dict[tuple[str, date], list[list[str]]]
"""The rows of each snapshot, by dataset and day."""

PACKAGE_READ = read_package(DATA)


def cells(field: Field, *, near: bool = True) -> st.SearchStrategy[str]:
    """Valid cells of a column."""
    made = KNOWN_CELLS[field.name] if field.name in KNOWN_CELLS else _by_type(field, near=near)
    valid = made.filter(lambda cell: field.broken_rule(cell) is None)
    return valid if field.required else st.just("") | valid


KNOWN_CELLS = {name: st.sampled_from(texts) for name, texts in KNOWN.items()}


def _by_type(field: Field, *, near: bool) -> st.SearchStrategy[str]:
    first, last = NEAR if near else (date(1990, 1, 1), date(2099, 12, 31))
    days = st.dates(first, last).map(str) | st.just(str(NEAR[0]))
    if field.enum:
        return st.sampled_from(field.enum)
    if field.pattern:
        if field.broken_rule("2021-07") is None:  # dates of any precision
            return st.builds(lambda day, length: day[:length], days, st.sampled_from((4, 7, 10)))
        return st.from_regex(field.pattern, fullmatch=True).filter(lambda text: len(text) < 60)
    match field.type:
        case "date":
            return days
        case "yearmonth":
            return days.map(lambda day: day[:7])
        case "boolean":
            return st.sampled_from(("true", "false"))
        case "integer":
            return _numbers(field, near=near).map(lambda number: str(round(number)))
        case "number":
            return _numbers(field, near=near).map(lambda number: f"{number:.1f}")
    return st.text("Абв xyz,;'\"<&", min_size=1, max_size=4).filter(lambda text: text.strip() == text != "")


def _numbers(field: Field, *, near: bool) -> st.SearchStrategy[float]:
    low, high = float(field.minimum), float(field.maximum)
    middle = st.integers(0, 12).map(lambda number: min(high, low + number) if low > -1000 else float(number))
    ends = st.sampled_from((low, high))
    return middle if near else middle | ends | st.floats(low, high)


@st.composite
def tables(draw: st.DrawFn, dataset: str, day: date, near: bool) -> list[list[str]]:
    """Rows of a dataset that its dictionary allows on a day; none at all is allowed, too."""
    fields, between = fields_on(PACKAGE_READ, dataset, day), row_rules_of(PACKAGE_READ, dataset)
    rows = draw(st.lists(st.tuples(*(cells(field, near=near) for field in fields)).map(list), max_size=MAX_ROWS))
    mended = [_mended([field.name for field in fields], dataset, row) for row in rows]
    broken = {line for line, *_ in broken_cells(fields, enumerate(mended), between)}
    return [row for place, row in enumerate(mended) if place not in broken]


def _mended(names: list[str], dataset: str, row: list[str]) -> list[str]:
    """A row in which cells that follow from others do so: what is drawn at random would seldom agree."""
    cell = dict(zip(names, row, strict=True))
    if dataset == "organisations":
        cell["date_precision"] = {0: "", 4: "year", 7: "month", 10: "day"}[len(cell["date"])]
    if dataset == "people":
        cell["sentence_months"] = (cell["sentence_months"] or "1.0") if cell["sentence_kind"] == "length" else ""
    return list(cell.values())


@st.composite
def folders(draw: st.DrawFn, near: bool = True) -> Rows:
    """The rows of one or two snapshots of every dataset, or of none."""
    drawn = {}
    for dataset in datasets_of(PACKAGE_READ):
        for age in draw(st.sampled_from(((), (0,), (0,), (0, 400)))):
            day = NEWEST - timedelta(days=age)
            drawn[dataset, day] = draw(tables(dataset, day, near))
    return drawn


def write(folder: Path, drawn: Rows) -> Path:
    """A data folder with these snapshots, put in by hand: without descriptors, which say nothing of cells."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(DATA / "regions.geojson", folder)
    package: dict[str, Any] = json.loads((DATA / PACKAGE).read_text("utf-8"))
    for resource in package["resources"]:
        if "schema" in resource:
            resource["path"] = []
    (folder / PACKAGE).write_text(json.dumps(package), "utf-8")
    for (dataset, day), rows in drawn.items():
        (folder / dataset).mkdir(exist_ok=True)
        header = [field.name for field in fields_on(package, dataset, day)]
        (folder / dataset / f"{day}.csv").write_bytes(format_csv(header, sorted(rows)))
    return folder
