"""The questions of the page Compare snapshots, counted a second time with pandas straight over both files."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from repression.maintain.extract_messages import texts_of_data
from repression.questions.answer import Answer, vocabulary
from repression.questions.filter_macros import build_warehouse
from repression.questions.selection import BadAddress
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import asked
from tests.support.registers import next_register

OLD, NEW, NEWEST = date(2023, 2, 10), date(2026, 11, 30), date(2026, 12, 31)
SELECTIONS = ["", "status=any", "gender=female", "status=any&article=342&arrested=2021-01..2022-06"]
every_selection = pytest.mark.parametrize("parameters", SELECTIONS)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three registers: the real one, and two made from it by known changes."""
    folder = Path(shutil.copytree(DATA, tmp_path_factory.mktemp("compared") / "data"))
    next_register(folder, NEW, gone=5, freed=30, added=12, by_people=True)
    next_register(folder, NEWEST, gone=7)
    return folder


@pytest.fixture(scope="module")
def registers(data: Path) -> Warehouse:
    return build_warehouse(read_catalog(data))


def people(data: Path, day: date, parameters: str) -> pd.DataFrame:
    """What an address leaves of a register, said once more."""
    rows = pd.read_csv(data / f"people/{day}.csv", dtype=str, keep_default_na=False)
    rows["numbers"] = rows["articles"].map(
        lambda text: {each.split("+")[-1].split(".")[0] for each in text.split(";") if each} or {"unknown"}
    )
    if "status=any" not in parameters:
        rows = rows[rows["status"] != "convicted"]
    if "gender=female" in parameters:
        rows = rows[rows["gender"] == "female"]
    if "article=342" in parameters:
        rows = rows[rows["numbers"].map(lambda each: "342" in each) & rows["arrested"].between("2021-01", "2022-06")]
    return rows


def days(answer: Answer) -> set[tuple[date, date]]:
    return {(row["earlier_day"], row["later_day"]) for row in answer.table.to_pylist()}


@every_selection
def test_totals_of_both_days(registers: Warehouse, data: Path, parameters: str) -> None:
    answer = asked(registers, "compare_totals", f"snapshot={NEW}&{parameters}")

    def counts(day: date) -> dict[str, int]:
        rows = people(data, day, parameters)
        return {
            "All": len(rows),
            "Political prisoner": int((rows["status"] == "political_prisoner").sum()),
            "Former political prisoner": int((rows["status"] == "former_political_prisoner").sum()),
            "Prosecuted, not recognised": int((rows["status"] == "convicted").sum()),
            "Women": int((rows["gender"] == "female").sum()),
            "With a known length of sentence": int((rows["sentence_months"] != "").sum()),
        }

    old, new = counts(OLD), counts(NEW)
    expected = [(name, old[name], new[name], new[name] - old[name]) for name in old if old[name] or new[name]]
    found = [tuple(row[name] for name in ("figure", "earlier", "later", "difference")) for row in rows_of(answer)]
    assert found == expected
    assert days(answer) == {(OLD, NEW)}


def rows_of(answer: Answer) -> list[dict[str, Any]]:
    return answer.table.to_pylist()  # type: ignore[no-any-return]


def test_known_changes_are_found(registers: Warehouse) -> None:
    answer = asked(registers, "compare_totals", f"snapshot={NEW}")
    found = {row["figure"]: row["difference"] for row in rows_of(answer)}
    assert found["All"] == 12 - 5
    assert found["Political prisoner"] == 12 - 5 - 30
    assert found["Former political prisoner"] == 30
    assert answer.words == (
        "2,125 people in the register of 10 February 2023, 2,132 in that of 30 November 2026: 7 more."
    )


def groups(rows: pd.DataFrame, split: str) -> Counter[str]:
    if split == "article":
        return Counter(number for each in rows["numbers"] for number in each)
    years = {"verdict_year": "verdict", "arrest_year": "arrested"}
    codes = rows[years[split]].str[:4] if split in years else rows[split]
    return Counter(codes.replace("", "unknown"))


@pytest.mark.parametrize("split", ["article", "penalty", "gender", "age_group", "region", "verdict_year"])
@every_selection
def test_groups_of_both_days(registers: Warehouse, data: Path, parameters: str, split: str) -> None:
    answer = asked(registers, "compare_breakdowns", f"snapshot={NEW}&split={split}&{parameters}")
    old, new = (groups(people(data, day, parameters), split) for day in (OLD, NEW))
    found = {row["code"]: (row["earlier"], row["later"], row["difference"]) for row in rows_of(answer)}
    assert found == {code: (old[code], new[code], new[code] - old[code]) for code in {*old, *new}}
    differing = sum(old[code] != new[code] for code in found)
    every = f"{len(found)} group{'' if len(found) == 1 else 's'} "
    said = f"{differing} of {every}" if differing else f"None of {every}"
    assert answer.words.startswith(said)


@every_selection
def test_every_group_in_one_table(registers: Warehouse, data: Path, parameters: str) -> None:
    answer = asked(registers, "compare_all", f"snapshot={NEW}&{parameters}")
    named = {
        "Status": "status",
        "Gender": "gender",
        "Age at arrest": "age_group",
        "Article": "article",
        "Penalty": "penalty",
        "Region": "region",
        "Place of detention": "facility",
        "Year of arrest": "arrest_year",
        "Year of verdict": "verdict_year",
    }
    found = {(row["breakdown"], row["code"]): (row["earlier"], row["later"]) for row in rows_of(answer)}
    expected = {}
    for title, split in named.items():
        old, new = (groups(people(data, day, parameters), split) for day in (OLD, NEW))
        expected |= {(title, code): (old[code], new[code]) for code in {*old, *new}}
    assert found == expected


@pytest.mark.parametrize(
    ("parameters", "compared"),
    [
        ("", {(NEW, NEWEST)}),
        (f"against={OLD}", {(OLD, NEWEST)}),
        (f"snapshot={NEW}", {(OLD, NEW)}),
        ("snapshot=2026-12-01", {(OLD, NEW)}),  # between two registers the older one is shown
        (f"snapshot={OLD}&against={NEWEST}", {(OLD, NEWEST)}),  # the order of time, not of asking
        (f"snapshot={OLD}", set()),  # nothing is older than the first
        (f"snapshot={NEW}&against={NEW}", set()),
    ],
)
def test_which_days_are_compared(registers: Warehouse, parameters: str, compared: set[tuple[date, date]]) -> None:
    answer = asked(registers, "compare_totals", parameters)
    assert days(answer) == days(asked(registers, "compared_days", parameters)) == compared


def test_both_registers_are_named_as_sources(registers: Warehouse) -> None:
    answer = asked(registers, "compare_totals", f"against={OLD}")
    assert [each.snapshot for each in answer.sources] == [OLD, NEWEST]


def test_changes_are_those_of_every_register_since_the_earlier_one(registers: Warehouse) -> None:
    answer = asked(registers, "compare_changes", f"against={OLD}&gender=female")
    followed = [
        ("Event", "Arrested", 0),
        ("Event", "Sentenced", 0),
        ("Event", "Released", 30),
        ("Event or revision", "Another status, and no date says why", 0),
        ("List", "New in the register", 12),
        ("List", "New, and not surely arrested since the earlier one", 12),
        ("List", "No longer in the register", 5),
        ("Revision", "An older fact was corrected", 2),
        ("Revision", "Corrected: gender", 2),
    ]
    entries = [
        ("Entries", "New, or changed to what they are", 0),
        ("Entries", "Gone, or changed from what they were", 7),
    ]
    columns = ("kind", "change", "people", "since", "until")
    assert [tuple(row[name] for name in columns) for row in rows_of(answer)] == [
        *((*each, OLD, NEW) for each in followed),
        *((*each, NEW, NEWEST) for each in entries),
    ]
    assert answer.words == (
        "From 10 February 2023 to 30 November 2026: 30 released; older facts corrected of 2 people. "
        "From 30 November 2026 to 31 December 2026: 7 entries are gone or were changed. Events and corrections "
        "look alike here."
    )
    assert len(rows_of(asked(registers, "compare_changes", ""))) == len(entries)


def test_no_code_of_a_change_is_a_text_to_translate(registers: Warehouse) -> None:
    texts = {text for text, place in texts_of_data(registers) if "compare_changes" in place}
    assert "Arrested" in texts and "Gender" in texts  # a column by its title
    assert not texts & {"arrests", "verdicts", "releases", "added", "gone", "undated", "corrected"}


@pytest.mark.parametrize("back", [1, 3])
@pytest.mark.parametrize(
    ("title", "table", "series", "column"),
    [
        ("political prisoners", "people_counts", "viasna", "political_prisoners"),
        ("women among the political prisoners", "people_counts", "viasna", "women"),
        ("non-profit organisations lost since August 2020", "organisation_counts", "lawtrend", "total"),
        (
            "organisations closed by force, or in the course of it",
            "organisation_counts",
            "lawtrend",
            "forced_liquidation",
        ),
    ],
)
def test_two_days_of_the_counts(
    warehouse: Warehouse, title: str, table: str, series: str, column: str, back: int
) -> None:
    (row,) = [each for each in rows_of(asked(warehouse, "compare_counts", f"back={back}")) if each["title"] == title]
    counts = pd.read_csv(DATA / table / "2026-11-22.csv", parse_dates=["date"])
    weak = ["about", "derived"] if table == "organisation_counts" else ["about", "at_least"]
    counts = counts[(counts.series == series) & ~counts.qualifier.isin(weak)].dropna(subset=column)
    later_day = counts.date.max()
    wanted = later_day - pd.DateOffset(years=back)
    # Of the last day of a month and the first of the next, the last day tells of the month.
    ends = counts[counts.date.dt.is_month_end | (counts.date.dt.day == 1)].assign(first=counts.date.dt.day == 1)
    ends["month"] = (ends.date - pd.to_timedelta(ends["first"].astype(int), unit="D")).dt.to_period("M")
    ends = ends[~ends["first"] | ~ends.month.isin(ends.month[~ends["first"]])]
    away = (ends.date - wanted).abs()
    earlier_day = ends.date[away == away.min()].min()
    assert (row["later_day"], row["later"]) == (later_day.date(), counts[counts.date == later_day][column].iloc[0])
    if away.min().days > 92:
        assert row["earlier"] is row["earlier_day"] is row["difference"] is row["percent"] is None
    else:
        assert row["earlier_day"] == earlier_day.date()
        earlier = row["earlier"]
        assert earlier in set(counts[counts.date == earlier_day][column])
        assert row["difference"] == row["later"] - earlier
        assert row["percent"] == pytest.approx(100 * row["difference"] / earlier, abs=0.051)


@pytest.mark.parametrize("back", [1, 2])
def test_two_days_of_the_other_figures(warehouse: Warehouse, back: int) -> None:
    answer = asked(warehouse, "compare_figures", f"back={back}")
    told = pd.read_csv(DATA / "indicators/2026-11-22.csv", dtype={"date": str})
    told = told[told.date.str.len() == 10].assign(day=lambda rows: pd.to_datetime(rows.date))
    told["counted"] = told.unit.map(
        lambda unit: re.sub(r"\b(19|20)\d\d\b", "", re.sub(r"\s*\([^)]*\)", "", unit)).strip()
    )
    days: Counter[tuple[date, date]] = Counter()
    possible = set()
    for _, group in told.groupby(["topic", "counted"]):
        newest = group[group.day == group.day.max()]
        away = (group.day - (group.day.max() - pd.DateOffset(years=back))).abs()
        earlier = group[group.day == group[away == away.min()].day.min()]
        if away.min().days <= 92:
            days[earlier.day.iloc[0].date(), newest.day.iloc[0].date()] += 1
            possible |= {
                (old.value, old.unit, new.value, new.unit)
                for old in earlier.itertuples()
                for new in newest.itertuples()
            }
    rows = rows_of(answer)
    columns = ("earlier", "earlier_unit", "later", "later_unit")
    assert (
        Counter((date.fromisoformat(row["earlier_day"]), date.fromisoformat(row["later_day"])) for row in rows) == days
    )
    assert {tuple(row[name] for name in columns) for row in rows} <= possible
    assert all(row["difference"] == row["later"] - row["earlier"] for row in rows)
    kinds = pd.read_csv(DATA / "indicators/2026-11-22.csv").topic.nunique()
    said = f"For {len(rows)} of {kinds} kinds of figures both days are known."
    assert answer.words.startswith(said)
    # A newer figure of a kind that is shown is never passed over in silence.
    topics = warehouse.ask("FROM topics", {"snapshot": date(2026, 11, 22)}).to_pylist()
    of_kind = told.merge(pd.DataFrame(topics)[["topic", "title"]], on="topic")
    for title, group in of_kind.groupby("title"):
        shown = [date.fromisoformat(row["later_day"]) for row in rows if row["title"] == title]
        newest = group[group.day == group.day.max()]
        is_newer = bool(shown) and group.day.max().date() > max(shown)
        named = [f"{title} — {value:,.0f} on {group.day.max():%-d %B %Y}" in answer.words for value in newest.value]
        assert any(named) == is_newer, title


FIGURES = {
    "political prisoners": ("people_counts", "viasna", "political_prisoners"),
    "women among the political prisoners": ("people_counts", "viasna", "women"),
    "non-profit organisations lost since August 2020": ("organisation_counts", "lawtrend", "total"),
}


def nearest(title: str, day: date, other: date) -> tuple[date, set[int]] | None:
    """The day with a figure that is nearest to one of two days, and its values; it is not nearer to the `other` one.

    Of two that are as near, it is the later one for the later day; a figure between both stands for the earlier day.
    """
    last = day > other
    table, series, column = FIGURES[title]
    counts = pd.read_csv(DATA / table / "2026-11-22.csv", parse_dates=["date"])
    weak = ["about", "derived"] if table == "organisation_counts" else ["about", "at_least"]
    counts = counts[(counts.series == series) & ~counts.qualifier.isin(weak)].dropna(subset=column)
    near, far = ((counts.date - pd.Timestamp(each)).abs() for each in (day, other))
    counts = counts[near < far if last else near <= far]
    away = near[counts.index]
    if counts.empty or away.min().days > 92:
        return None
    at = counts.date[away == away.min()]
    found = at.max() if last else at.min()
    return found.date(), set(counts[counts.date == found][column].astype(int))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (date(2021, 12, 31), date(2022, 12, 31)),
        (date(2024, 12, 31), date(2025, 12, 31)),
        (date(2021, 5, 5), date(2021, 5, 6)),
        (date(2025, 8, 31), date(2026, 3, 5)),
        (date(2025, 12, 31), date(2026, 3, 5)),  # of women there is a figure of the first day alone
    ],
)
@pytest.mark.parametrize("title", FIGURES)
def test_any_two_days_of_the_counts(warehouse: Warehouse, title: str, earlier: date, later: date) -> None:
    both = asked(warehouse, "compare_counts", f"earlier={earlier}&later={later}&back=3")
    found = [row for row in rows_of(both) if row["title"] == title]
    new, old = nearest(title, later, earlier), nearest(title, earlier, later)
    assert bool(found) == bool(new)
    if new and found:
        [row] = found
        assert row["later_day"] == new[0] and row["later"] in new[1]
        if old and old[0] < new[0]:
            assert row["earlier_day"] == old[0] and row["earlier"] in old[1]
            assert row["difference"] == row["later"] - row["earlier"]
        else:
            assert row["earlier"] is row["earlier_day"] is row["difference"] is None
    # The order of time, not of asking.
    assert asked(warehouse, "compare_counts", f"earlier={later}&later={earlier}&back=3").table.equals(both.table)


def test_any_two_days_of_the_other_figures(warehouse: Warehouse) -> None:
    rows = rows_of(asked(warehouse, "compare_figures", "earlier=2023-12-31&later=2024-12-31"))
    told = pd.read_csv(DATA / "indicators/2026-11-22.csv", dtype={"date": str})
    known = set(zip(told.value, told.unit, told.date, strict=True))
    for row in rows:
        for end, day in (("earlier", date(2023, 12, 31)), ("later", date(2024, 12, 31))):
            assert (row[end], row[f"{end}_unit"], row[f"{end}_day"]) in known
            away = abs((pd.Period(row[f"{end}_day"]).end_time.date() - day).days)
            assert away <= 92
    convicted = told[(told.topic == "convicted_per_year") & told.date.str[:4].isin(["2023", "2024"])]
    assert {row["title"] for row in rows} >= {"Convicted in a year"} and len(convicted) >= 2


def test_the_days_to_choose_are_those_of_the_figures(warehouse: Warehouse) -> None:
    days: set[str] = set()
    for table, series in (("people_counts", "viasna"), ("organisation_counts", "lawtrend"), ("indicators", "")):
        rows = pd.read_csv(DATA / table / "2026-11-22.csv", dtype={"date": str})
        rows = rows[rows.series == series] if series else rows[rows.date.str.len() == 10]
        days |= set(rows.date)
    known = vocabulary(warehouse, "en")
    assert list(known["earlier"]) == list(known["later"]) == sorted(days, reverse=True)
    with pytest.raises(BadAddress, match="earlier=2021-05-07: allowed is a day of a published figure: 2021-04-"):
        asked(warehouse, "compare_counts", "earlier=2021-05-07")


def test_two_days_of_the_counts_in_words(warehouse: Warehouse) -> None:
    assert asked(warehouse, "compare_counts", "").words == (
        "1,140 political prisoners on 5 March 2026, 94 fewer than on 28 February 2025 (1,234)."
    )
    assert asked(warehouse, "compare_counts", "back=5").words.startswith("1,140 political prisoners on 5 March 2026, ")


def test_each_update_is_told_as_its_descriptor_counts(registers: Warehouse, data: Path) -> None:
    found = rows_of(asked(registers, "snapshot_changes", ""))
    described = [yaml.safe_load(path.read_text("utf-8")) for path in data.glob("*/*.yaml")]
    keys = [(str(each["accessed"]), each["dataset"], str(each["date"])) for each in described]
    assert [(str(row["day"]), row["dataset"], str(row["snapshot"])) for row in found] == sorted(
        keys, key=lambda key: (-int(key[0].replace("-", "")), key[1], -int(key[2].replace("-", "")))
    )
    by_key = {(row["dataset"], row["snapshot"]): row for row in found}
    for each in described:
        row, changes = by_key[each["dataset"], each["date"]], each["changes"] or {}
        assert (row["since"], row["added"], row["gone"]) == tuple(map(changes.get, ("since", "added", "gone")))
    followed, rows = by_key["people", NEW], by_key["people", NEWEST]
    assert followed["change"] == (
        "Since the register of 10 February 2023: 30 released; 12 people are new in the list; 5 people are no longer in "
        "it; older facts corrected of 2 people."
    )
    held = [int((people(data, day, "")["status"] == "political_prisoner").sum()) for day in (OLD, NEW)]
    assert followed["by_status"] == f"Political prisoner: {held[0]:,} before, {held[1]:,} now"
    assert rows["change"] == "Since the file of 30 November 2026: 7 rows are gone or changed."
    assert by_key["people", OLD]["change"] == "The first file of these data, with 3,084 rows."


def test_of_as_many_new_rows_as_gone_ones_it_is_told_once_that_they_differ(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    next_register(folder, NEW, gone=5, added=5)
    told = rows_of(asked(build_warehouse(read_catalog(folder)), "snapshot_changes", ""))
    [change] = [row["change"] for row in told if (row["dataset"], row["snapshot"]) == ("people", NEW)]
    assert change == "Since the file of 10 February 2023: 5 rows in place of as many others."


def test_an_update_has_the_notes_that_the_one_before_lacks(registers: Warehouse) -> None:
    notes = {
        row["snapshot"]: row["why"]
        for row in rows_of(asked(registers, "snapshot_changes", ""))
        if row["dataset"] == "people"
    }
    assert str(notes[OLD]).startswith("10 February 2023 is the day of the newest verdict")
    assert notes[NEW] is notes[NEWEST] is None


@pytest.mark.parametrize("question", ["compared_days", "compare_totals", "compare_breakdowns", "compare_changes"])
@pytest.mark.parametrize("parameters", ["", f"against={OLD}"])
def test_one_register_alone_gives_no_numbers(warehouse: Warehouse, question: str, parameters: str) -> None:
    answer = asked(warehouse, question, parameters)
    assert not rows_of(answer)
    assert not answer.words
