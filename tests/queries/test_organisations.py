"""The questions of the page Organisations, counted a second time straight over the files."""

import csv
import shutil
from calendar import monthrange
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from repression.questions.filter_macros import build_warehouse
from repression.snapshots.catalog import read_catalog
from repression.snapshots.writer import write_snapshot
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import asked, chosen

PINNED = "snapshot=2026-11-22&"  # so that a newer snapshot does not change the results


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name / "2026-11-22.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ORGANISATIONS, COUNTS = read("organisations"), read("organisation_counts")
LAWTREND = [row for row in COUNTS if row["series"] == "lawtrend"]
MEASURES = ("forced_liquidation", "self_liquidation", "total")
# The filters of an address, implemented a second time.
SELECTIONS = {
    "": ORGANISATIONS,
    "field=religion&field=unknown": [row for row in ORGANISATIONS if row["field"] in ("religion", "")],
    "kind=forced_liquidation&year=2022..": [
        row for row in ORGANISATIONS if row["kind"] == "forced_liquidation" and row["date"] >= "2022"
    ],
    "org_region=Minsk region": [row for row in ORGANISATIONS if row["region"] == "Minsk region"],
}
NAMED = ["named_organisations", "organisations_by_field", "organisations_by_year", "organisation_suits"]
every_selection = pytest.mark.parametrize("parameters", SELECTIONS)


def closures(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in rows if row["kind"] != "suit_filed"]


def as_text(row: dict[str, object]) -> dict[str, str]:
    return {name: "" if cell is None else str(cell) for name, cell in row.items()}


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def figures(measure: str) -> dict[date, set[int]]:
    """What texts give for each day."""
    found: dict[date, set[int]] = {}
    for row in LAWTREND:
        if row[measure]:
            found.setdefault(date.fromisoformat(row["date"]), set()).add(int(row[measure]))
    return found


def test_lost_has_one_point_for_texts_that_agree(warehouse: Warehouse) -> None:
    rows = asked(warehouse, "organisations_lost", PINNED).table.to_pylist()
    days = [row["date"] for row in rows]
    assert days == sorted(set(days))  # today no two texts differ on a day
    for measure in MEASURES:
        known = {row["date"]: {row[measure]} for row in rows if row[measure] is not None}
        assert known == figures(measure)
    texts = Counter(row["date"] for row in LAWTREND)
    assert {row["date"].isoformat(): row["sources"] for row in rows if row["sources"]} == texts


def test_months_without_a_count_are_empty_rows(warehouse: Warehouse) -> None:
    rows = asked(warehouse, "organisations_lost", PINNED).table.to_pylist()
    empty = [row["date"].isoformat() for row in rows if not row["sources"]]
    assert empty == ["2022-03-31", "2022-05-31", "2022-06-30", "2024-11-30"]
    assert all(row[measure] is None for row in rows if not row["sources"] for measure in MEASURES)
    months = [(row["date"].year, row["date"].month) for row in rows]
    assert months == [(2022 + month // 12, month % 12 + 1) for month in range(1, 44)]


def test_figures_that_no_text_states_are_marked(warehouse: Warehouse) -> None:
    rows = asked(warehouse, "organisations_lost", PINNED).table.to_pylist()
    assert {row["date"].isoformat(): row["derived"] for row in rows if row["derived"]} == {
        "2022-07-31": "Closed by force ; Closed themselves ; Together",
        "2022-08-31": "Closed by force",
        "2024-08-31": "Closed by force",
    }


def test_texts_that_differ_on_a_day_are_both_shown(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    catalog = read_catalog(data)
    given = catalog.on("organisation_counts", date(2026, 11, 22))
    assert given is not None
    # The count by force of July 2025 becomes another one for August.
    other = {"date": "2025-08-31", "forced_liquidation": "1200", "total": "1957"}
    rows = [row | other if row["date"] == "2025-07-31" else row for row in COUNTS]
    write_snapshot(
        data,
        given.descriptor,
        given.fields,
        [list(row.values()) for row in rows],
    )
    warehouse = build_warehouse(read_catalog(data))
    lost = asked(warehouse, "organisations_lost", PINNED).table.to_pylist()
    assert [tuple(row[name] for name in MEASURES) for row in lost if row["date"] == date(2025, 8, 31)] == [
        (1193, 757, 1950),
        (1200, 757, 1957),
    ]
    assert [row["total"] for row in lost if row["date"] == date(2025, 7, 31)] == [None]
    months = {row["month"]: row for row in asked(warehouse, "organisations_lost_monthly", PINNED).table.to_pylist()}
    assert months[date(2025, 8, 1)]["forced_liquidation"] is None  # no one difference is the true one


def test_lost_monthly_is_the_difference_of_two_month_ends(warehouse: Warehouse) -> None:
    rows = asked(warehouse, "organisations_lost_monthly", PINNED).table.to_pylist()
    assert len(rows) == 43
    for measure in MEASURES:
        known = figures(measure)
        for row in rows:
            ends = month_end(row["month"]), row["month"] - timedelta(days=1)
            both = [known[end] for end in ends if end in known]
            expected = both[0].copy().pop() - both[1].copy().pop() if len(both) == 2 else None
            assert row[measure] == expected, (measure, row["month"])


def test_lost_monthly_agrees_with_what_a_review_says_of_its_month(warehouse: Warehouse) -> None:
    months = {row["month"]: row for row in asked(warehouse, "organisations_lost_monthly", PINNED).table.to_pylist()}
    august = months[date(2022, 8, 1)]
    # "85 of them in the month, 65 of these forced, 20 self", says the review of August 2022.
    assert [august[measure] for measure in MEASURES] == [65, 20, 85]
    assert august["derived"] is True
    assert months[date(2025, 3, 1)]["forced_liquidation"] == 0  # a zero that is known, and no gap
    assert months[date(2024, 12, 1)]["forced_liquidation"] is None


def test_words_of_the_trends(warehouse: Warehouse) -> None:
    assert asked(warehouse, "organisations_lost", PINNED).words == (
        "At least 1,950 organisations were lost from August 2020 to 31 August 2025. Lawtrend, a legal research centre,"
        " counted 1,193 closed by force and 757 by their own decision."
        " On 17 September 2023 Human Rights Watch wrote of “more than 900”"
        " organisations that the authorities had shut. Lawtrend counted 900 closed by force by 31 August 2023 and 923"
        " by 30 September 2023. For 22 of the 61 months from August 2020 to August 2025 no count was found."
    )
    assert asked(warehouse, "organisations_lost_monthly", PINNED).words == (
        "The most closures by force in a known month: 65, in August 2022. Figures begin with August 2022; months"
        " without a figure stay empty in the chart. For earlier months there are no counts for two month ends in"
        " a row, so no growth is known. In July 2021 alone motolko.help counted about 128 closed by force."
        " In June 2025, the latest month with both figures, 2 were closed by force and 6 closed themselves."
        " The figure of August 2022 uses a count that no source states. We computed it, one"
        " published figure less another."
    )
    counted = {row["date"][:7] for row in LAWTREND}
    months = [f"{year}-{month:02}" for year in range(2020, 2026) for month in range(1, 13)]
    months = [month for month in months if "2020-08" <= month <= "2025-08"]
    assert (len(months), sum(month not in counted for month in months)) == (61, 22)


def test_other_counters_stand_apart(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "organisations_other_counters", PINNED)
    assert answer.table.num_rows == len(COUNTS) - len(LAWTREND) == 14
    assert "Lawtrend" not in answer.table["counted_by"].to_pylist()
    assert answer.words.startswith("14 figures of other counters, from 23 July 2021 to 31 August 2022.")


def test_dispatch(warehouse: Warehouse) -> None:
    [row] = asked(warehouse, "dispatch_organisations", PINNED).table.to_pylist()
    assert (row["date"], row["value"]) == (date(2023, 9, 17), 900)
    assert row["label"] == "Human Rights Watch: more than 900"


@every_selection
def test_organisations_are_the_rows_of_the_file(warehouse: Warehouse, parameters: str) -> None:
    answer = asked(warehouse, "organisations", PINNED + parameters)
    rows = [as_text(row) for row in answer.table.to_pylist()]
    assert sorted(map(str, rows)) == sorted(map(str, SELECTIONS[parameters]))
    kinds = [row["kind"] for row in rows]
    assert kinds == sorted(kinds)  # suits, which are no closures, stand last


@every_selection
def test_organisations_by_field(warehouse: Warehouse, parameters: str) -> None:
    rows = asked(warehouse, "organisations_by_field", PINNED + parameters).table.to_pylist()
    expected = Counter(row["field"] or "unknown" for row in closures(SELECTIONS[parameters]))
    assert {row["field"]: row["organisations"] for row in rows} == expected


@every_selection
def test_organisations_by_year(warehouse: Warehouse, parameters: str) -> None:
    rows = asked(warehouse, "organisations_by_year", PINNED + parameters).table.to_pylist()
    years = [row["date"][:4] for row in closures(SELECTIONS[parameters])]
    found = {row["period"]: row["organisations"] for row in rows}
    assert sum(found.values()) == len(years)
    assert found.get("not stated", 0) == years.count("")
    assert sum(size for period, size in found.items() if period < "2020") == sum("" < year < "2020" for year in years)
    for period, size in found.items():
        if "2020" <= period <= "2099":
            assert size == years.count(period)


@every_selection
def test_organisation_suits(warehouse: Warehouse, parameters: str) -> None:
    rows = asked(warehouse, "organisation_suits", PINNED + parameters).table.to_pylist()
    suits = [row for row in SELECTIONS[parameters] if row["kind"] == "suit_filed"]
    assert [row["name"] for row in rows] == sorted(row["name"] for row in suits)


def test_organisations_are_named_in_the_readers_language_where_a_source_does(warehouse: Warehouse) -> None:
    originals = {row["name"]: row["name_original"] for row in ORGANISATIONS}
    for row in asked(warehouse, "named_organisations", PINNED).table.to_pylist():
        assert (row["other_name"] or "") == originals[row["name"]]
    for lang in ("be", "ru"):
        rows = asked(warehouse, "named_organisations", f"{PINNED}lang={lang}").table.to_pylist()
        assert Counter((row["name"], row["other_name"]) for row in rows) == Counter(
            (row["name_original"] or row["name"], row["name"] if row["name_original"] else None)
            for row in ORGANISATIONS
        )
        assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)


def test_named_organisations_are_said_to_be_a_sample(warehouse: Warehouse) -> None:
    assert len(closures(ORGANISATIONS)) == 148
    assert sum("" < row["date"] < "2020" for row in closures(ORGANISATIONS)) == 30
    last = max(LAWTREND, key=lambda row: row["date"])
    assert [last[name] for name in ("date", *MEASURES)] == ["2025-08-31", "1193", "757", "1950"]
    assert asked(warehouse, "named_organisations", PINNED).words == (
        "Selected: 148 closures and 29 suits with unknown outcomes. The whole list names 148 closures, 30 of them"
        " before 2020 and 11 without a date. Lawtrend counted far more. By 31 August 2025 at least 1,950"
        " organisations were lost since August 2020, 1,193 by force and 757 by their own decision."
    )
    for question in NAMED[1:3]:
        assert asked(warehouse, question, PINNED).question.title.startswith("A sample: ")


def test_words_for_one(warehouse: Warehouse) -> None:
    said = {name: asked(warehouse, name, PINNED + "year=2010..2010").words for name in NAMED}
    assert said["named_organisations"].startswith("Selected: 1 closure. ")
    assert said["organisations_by_field"] == "1 closure is named in our sources, in the field politics."
    assert said["organisations_by_year"] == "1 closure is named in our sources, from before 2020."
    suit = asked(warehouse, "organisation_suits", PINNED + "kind=suit_filed&year=2003..2003").words
    assert suit == (
        "For 1 suit no outcome is known to us; it is not counted as closed anywhere on this page. "
        "1 suit dates from before 2020."
    )
    assert "before 2020" not in asked(warehouse, "organisation_suits", PINNED + "year=2022..2024").words


@pytest.mark.parametrize("question", NAMED)
def test_none(warehouse: Warehouse, question: str) -> None:
    answer = asked(warehouse, question, PINNED + "year=1999..1999")
    assert (answer.table.num_rows, answer.words) == (0, "")


def test_plain_counts_are_those_of_the_file(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "organisation_counts", PINNED)
    rows = [as_text(row) for row in answer.table.to_pylist()]
    assert sorted(map(str, rows)) == sorted(map(str, COUNTS))
    assert answer.words == "92 counts, from 23 July 2021 to 31 August 2025."


@pytest.mark.parametrize(
    ("question", "parameters", "file"),
    [
        ("organisations", "field=religion", "organisations_of_religion"),
        ("organisations_lost", "", ""),
        ("organisations_lost_monthly", "", ""),
        ("organisations_other_counters", "", ""),
        ("organisations_by_field", "", ""),
        ("organisations_by_field", "year=2022..", "organisations_by_field_from_2022"),
        ("organisations_by_year", "", ""),
        ("organisation_suits", "org_region=Vitebsk region", "organisation_suits_in_vitebsk_region"),
    ],
)
def test_golden(
    warehouse: Warehouse, same_as_golden: Callable[..., None], question: str, parameters: str, file: str
) -> None:
    same_as_golden(question, chosen(warehouse, PINNED + parameters), file)
