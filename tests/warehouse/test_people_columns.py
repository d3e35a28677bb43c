"""The columns that follow from a person's row alone, computed anew in Python for invented people of every kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

from repression.questions.filter_macros import build_warehouse
from repression.snapshots.catalog import read_catalog
from repression.snapshots.schema import fields_on
from repression.snapshots.writer import write_snapshot

DAY = date(2023, 2, 10)
CUSTODY = ("penal_colony_general", "penal_colony_maximum", "arrest")
RESTRICTION = ("open_facility", "home_confinement")
ENDS_AT_VERDICT = ("home_confinement", "fine")
VARIED = {
    "status": ("political_prisoner", "former_political_prisoner", "convicted"),
    "penalty": ("", *CUSTODY, *RESTRICTION, "fine"),
    "arrested": ("", "2021-05"),
    "verdict": ("", "2021-03", "2021-05", "2022-02"),
    "released": ("", "2022-06"),
    "sentence_months": ("", "2.5", "30.0"),
    "custody": ("", "facility", "house_arrest"),
}
Row = dict[str, str]


def people_of_every_kind() -> Iterator[Row]:
    """Every value with every other."""
    for values in product(*VARIED.values()):
        row = dict(zip(VARIED, values, strict=True))
        yield row | {"sentence_kind": "length" if row["sentence_months"] else "not_stated", "fine": "false"}


def after(month: str, months: int) -> str:
    """The month that many months after another."""
    years, rest = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + months, 12)
    return f"{years}-{rest + 1:02}"


def arrest_is_start_of_term(row: Row) -> bool:
    has_later_verdict = bool(row["arrested"]) and row["verdict"] > row["arrested"]
    return row["status"] != "convicted" and row["penalty"] == "open_facility" and not has_later_verdict


def term_end(row: Row) -> str:
    months = {"": 0, "2.5": 3, "30.0": 30}[row["sentence_months"]]
    return after(row["arrested"], months) if row["arrested"] and months else ""


def has_credit(row: Row) -> bool:
    return row["penalty"] == "penal_colony_general" and "" < row["arrested"] <= row["verdict"]


def credited_term_end(row: Row) -> str:
    credit = {"2021-05": 1, "2022-02": 5}[row["verdict"]] if has_credit(row) else 0  # half of the wait and two months
    return after(term_end(row), -credit) if term_end(row) else ""


def latest_possible_release(row: Row) -> str:
    if row["penalty"] in ENDS_AT_VERDICT:
        return max(row["verdict"], row["arrested"]) if row["verdict"] and row["arrested"] else row["verdict"]
    began_after_verdict = arrest_is_start_of_term(row) and "" < row["verdict"] < row["arrested"]
    return term_end(row) if row["penalty"] in CUSTODY or began_after_verdict else ""


def derived(row: Row) -> Row:
    is_held = row["status"] == "political_prisoner" and not row["released"]
    kinds = {**dict.fromkeys(CUSTODY, "custody"), **dict.fromkeys(RESTRICTION, "restriction")}
    confinement = kinds.get(row["penalty"], "other")
    has_outcome = row["verdict"] or row["penalty"] or row["sentence_months"]
    return {
        "confinement": confinement,
        "arrest_is_start_of_term": str(arrest_is_start_of_term(row)),
        "awaits_verdict": str(is_held and not has_outcome),
        "is_in_custody": str(is_held and confinement != "restriction" and row["custody"] != "house_arrest"),
        "term_end": term_end(row),
        "has_credit": str(has_credit(row)),
        "credited_term_end": credited_term_end(row),
        "latest_possible_release": latest_possible_release(row),
    }


def text(value: object) -> str:
    return "" if value is None else f"{value:%Y-%m}" if isinstance(value, date) else str(value)


def test_each_column_is_what_its_row_says(data_copy: Path) -> None:
    catalog = read_catalog(data_copy)
    last = catalog.on("people", DAY)
    assert last
    fields = fields_on(catalog.package, "people", DAY)
    cells = [[row.get(field.name, "") for field in fields] for row in people_of_every_kind()]
    write_snapshot(data_copy, last.descriptor, fields, cells)
    expected = [{name: row[name] for name in VARIED} | derived(row) for row in people_of_every_kind()]
    rows = build_warehouse(read_catalog(data_copy)).database.table("people_read").to_arrow_table()
    found = [{name: text(value) for name, value in row.items()} for row in rows.select(list(expected[0])).to_pylist()]
    assert Counter(map(frozenset, (row.items() for row in found))) == Counter(
        map(frozenset, (row.items() for row in expected))
    )
