"""The questions of the overview, counted a second time with the csv module straight over the files."""

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from repression.exhibits.cards import first_card, other_cards
from repression.exhibits.footer import footer_of
from repression.exhibits.view import Location
from repression.questions.answer import Answer
from repression.questions.filter_macros import build_warehouse
from repression.site import PAGES
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import asked, chosen

PINNED = "snapshot=2026-11-22&"
COLLECTED = date(2026, 11, 22)


def read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


MAIN = [row for row in read("people_counts/2026-11-22") if row["series"] == "viasna"]
LAWTREND = [row for row in read("organisation_counts/2026-11-22") if row["series"] == "lawtrend"]
INDICATORS = read("indicators/2026-11-22")
RECOGNISED = [row for row in read("people/2023-02-10") if row["status"] != "convicted"]


def rows(warehouse: Warehouse, question: str, parameters: str = "") -> list[dict[str, Any]]:
    return asked(warehouse, question, PINNED + parameters).table.to_pylist()


def newest(table: list[dict[str, str]], column: str) -> tuple[str, set[int]]:
    """The newest date with a figure in a column, and the figures of that date."""
    known = [row for row in table if row[column]]
    day = max(row["date"] for row in known)
    return day, {int(row[column]) for row in known if row["date"] == day}


@pytest.mark.parametrize(
    "question",
    [
        "headlines",
        "prisoners_trend",
        "freshness",
        "dispatch_prisoners",
        "events_dated",
    ],
)
def test_the_default_view_is_as_it_was_checked(
    warehouse: Warehouse, same_as_golden: Callable[..., None], question: str
) -> None:
    same_as_golden(question, chosen(warehouse, PINNED))
    assert asked(warehouse, question, PINNED).words


@pytest.mark.parametrize(
    ("figure", "table", "column"),
    [
        ("political_prisoners", MAIN, "political_prisoners"),
        ("women", MAIN, "women"),
        ("organisations_total", LAWTREND, "total"),
        ("organisations_forced", LAWTREND, "forced_liquidation"),
        ("organisations_self", LAWTREND, "self_liquidation"),
    ],
)
def test_headlines_are_the_newest_figures(
    warehouse: Warehouse, figure: str, table: list[dict[str, str]], column: str
) -> None:
    found = [row for row in rows(warehouse, "headlines") if row["figure"] == figure]
    day, values = newest(table, column)
    assert {row["value"] for row in found} == values
    assert {row["date"].isoformat() for row in found} == {day}


def test_headlines_in_numbers(warehouse: Warehouse) -> None:
    values = {row["figure"]: (row["value"], str(row["date"]), row["qualifier"]) for row in rows(warehouse, "headlines")}
    assert values == {
        "political_prisoners": (1140, "2026-03-05", "exact"),
        "women": (167, "2025-12-31", "exact"),
        "ever_recognised": (4499, "2026-03-05", "as_published"),
        "organisations_total": (1950, "2025-08-31", "at_least"),
        "organisations_forced": (1193, "2025-08-31", "at_least"),
        "organisations_self": (757, "2025-08-31", "at_least"),
    }


def test_the_recognised_are_the_newest_of_both_tables(warehouse: Warehouse) -> None:
    counted = [(row["date"], int(row["ever_recognised"])) for row in MAIN if row["ever_recognised"]]
    told = [(row["date"], int(row["value"])) for row in INDICATORS if row["topic"] == "recognised_cumulative"]
    found = next(row for row in rows(warehouse, "headlines") if row["figure"] == "ever_recognised")
    assert (found["date"].isoformat(), found["value"]) == max(counted + told)


def test_headlines_say_how_old_they_are_and_that_an_undated_page_says_less(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "headlines", PINNED)
    ages = {row["figure"]: row["age_months"] for row in answer.table.to_pylist()}
    assert ages["political_prisoners"] == 8
    assert ages["organisations_total"] == 14
    assert "897" in answer.words


def test_every_published_figure_of_the_main_list_is_a_point(warehouse: Warehouse) -> None:
    found = rows(warehouse, "prisoners_trend")
    expected = Counter((row["date"], int(row["political_prisoners"])) for row in MAIN)
    assert {(row["date"].isoformat(), row["political_prisoners"]): row["sources"] for row in found} == expected


def test_figures_that_disagree_on_a_day_are_both_points(warehouse: Warehouse) -> None:
    of_the_day = {
        row["political_prisoners"] for row in rows(warehouse, "prisoners_trend") if row["date"] == date(2022, 12, 31)
    }
    assert of_the_day == {1446, 1448}


def test_rounded_figures_are_no_counts(warehouse: Warehouse) -> None:
    firm = {(row["date"], row["political_prisoners"]) for row in MAIN if row["qualifier"] in ("exact", "as_published")}
    found = [row for row in rows(warehouse, "prisoners_trend") if row["shown_as"] == "Count"]
    assert {(row["date"].isoformat(), str(row["political_prisoners"])) for row in found} == firm


def test_the_trend_says_what_was_counted_around_the_dispatch(warehouse: Warehouse) -> None:
    firm = sorted((row["date"], int(row["political_prisoners"])) for row in MAIN if row["qualifier"] == "exact")
    assert [each for each in firm if each[0] <= "2023-09-17"][-1] == ("2023-08-31", 1496)
    assert next(each for each in firm if each[0] > "2023-09-17") == ("2023-09-30", 1490)
    words = asked(warehouse, "prisoners_trend", PINNED).words
    assert "On 17 September 2023 Human Rights Watch wrote of “over 1,500” political prisoners." in words
    assert "1,496 (31 August 2023) and 1,490 (30 September 2023)" in words


def test_organisations_by_force_when_the_dispatch_was_written(warehouse: Warehouse) -> None:
    found = next(row for row in rows(warehouse, "organisations_lost") if row["date"] == date(2023, 8, 31))
    assert (found["forced_liquidation"], found["self_liquidation"], found["total"]) == (900, 507, 1407)
    assert "900 closed by force by 31 August 2023" in asked(warehouse, "organisations_lost", PINNED).words


@pytest.mark.parametrize("column", ["total", "forced_liquidation", "self_liquidation"])
def test_organisations_are_those_counted_and_nothing_is_filled_in(warehouse: Warehouse, column: str) -> None:
    expected: dict[str, set[int]] = {}
    for row in LAWTREND:
        if row[column]:
            expected.setdefault(row["date"], set()).add(int(row[column]))
    # One row a day can hold them all only as long as what is given for a day agrees.
    assert all(len(values) == 1 for values in expected.values())
    found = {
        row["date"].isoformat(): {row[column]}
        for row in rows(warehouse, "organisations_lost")
        if row[column] is not None
    }
    assert found == expected


def test_months_without_a_figure_are_gaps(warehouse: Warehouse) -> None:
    found = {row["date"].isoformat(): row["total"] for row in rows(warehouse, "organisations_lost")}
    assert found["2024-11-30"] is None
    assert len(found) == 43  # February 2022 to August 2025


def test_freshness_in_words(warehouse: Warehouse) -> None:
    found = {row["figure"]: row for row in rows(warehouse, "freshness")}
    register = found["Register of people"]
    assert (register["date"], register["age_months"]) == (date(2023, 2, 10), 45)
    assert register["age"] == "3 years and 9 months before the data were collected"
    assert found["Organisations lost"]["age"] == "1 year and 2 months before the data were collected"
    assert found["Political prisoners"]["age"] == "8 months before the data were collected"


def test_a_figure_is_as_old_on_its_card_as_in_the_table_whenever_other_data_came(data_copy: Path) -> None:
    shutil.copy(data_copy / "events/2026-11-22.csv", data_copy / "events/2026-12-31.csv")
    catalog = read_catalog(data_copy)
    assert not catalog.issues
    later = build_warehouse(catalog)
    table, shown = (asked(later, name, "snapshot=2026-12-31").table.to_pylist() for name in ("freshness", "headlines"))
    ages = {row["figure"]: row["age_months"] for row in table}
    on_cards = {row["title"]: row["age_months"] for row in shown}
    assert on_cards["women among the political prisoners"] == ages["Women among the political prisoners"] == 10
    assert on_cards["political prisoners"] == ages["Political prisoners"]


def test_an_event_without_a_day_has_its_month_wherever_it_is_told(warehouse: Warehouse) -> None:
    events = read("events/2026-11-22")
    assert [row["date"] for row in rows(warehouse, "events_dated")] == sorted(row["date"] for row in events)
    trend = asked(warehouse, "prisoners_trend", PINNED)
    place = Location(PAGES[0], trend.selection, "https://figures.example")
    below = footer_of(trend, place, "", COLLECTED).html()
    assert "<li>May 2021: Anti-extremism laws widened</li>" in below


def test_before_the_counts_were_collected_there_are_none(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "headlines", "snapshot=2023-02-10")
    assert answer.missing


def test_cards_show_number_qualifier_date_age_and_source(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "headlines", PINNED)
    html = first_card(answer, answer.selection) + other_cards(answer, answer.selection)
    assert html.count('<section class="card">') == 6
    assert '<span class="qualifier">at least</span> <b>1,950</b>' in html
    assert "as of 5 March 2026" in html
    assert "14 months old when the data were collected" in html
    assert "Counted by Lawtrend" in html


def test_every_card_leads_to_its_source_or_to_where_its_figure_is_shown_over_time(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "headlines", PINNED)
    chosen_elsewhere = answer.selection.with_value("gender", ("female",))
    each = (first_card(answer, chosen_elsewhere) + other_cards(answer, chosen_elsewhere)).split("</section>")[:-1]
    assert all("<a href=" in card for card in each)
    assert all("gender=female#" in card for card in each if '<p class="what"><a' in card)


def of_one_card(answer: Answer, **changes: object) -> str:
    """The cards of an answer's first row with some of its values changed."""
    table = answer.table.slice(0, 1)
    row = {**table.to_pylist()[0], **changes}
    shown = Answer(answer.question, answer.selection, table.from_pylist([row], table.schema), answer.words)
    return first_card(shown, answer.selection)


def test_cards_run_nothing_that_a_source_wrote(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "headlines", PINNED)
    html = of_one_card(answer, source_title="<script>x</script>", counted_by='"&<b>', source_url="javascript:x")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "&#34;&amp;&lt;b&gt;" in html
    assert "javascript:" not in html


def test_cards_link_each_of_several_sources_that_has_a_link(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "headlines", PINNED)
    html = of_one_card(answer, source_title="One ; Two", source_url="- ; https://two.example/")
    assert 'Source: One · <a href="https://two.example/"' in html


def test_a_source_is_marked_with_the_language_of_its_title(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "headlines", PINNED)
    html = of_one_card(answer, source_title="Лічба палітвязняў ; Число людей", source_url="- ; https://two.example/")
    assert '<span lang="be">Лічба палітвязняў</span>' in html
    assert '<a href="https://two.example/" lang="ru"' in html


def month_ends(table: str, series: str, column: str) -> pd.Series:
    """The firm figures of the ends of months by day, each figure of a day once."""
    counts = pd.read_csv(DATA / table / "2026-11-22.csv", parse_dates=["date"])
    lower_bounds = [] if table == "people_counts" else ["at_least"]
    firm = counts.qualifier.isin(["exact", "as_published", *lower_bounds])
    counts = counts[(counts.series == series) & firm].dropna(subset=column).drop_duplicates(["date", column])
    return counts[(counts.date.dt.day == 1) | counts.date.dt.is_month_end].set_index("date")[column]


@pytest.mark.parametrize(
    ("figure", "table", "series", "column"),
    [
        ("political_prisoners", "people_counts", "viasna", "political_prisoners"),
        ("women", "people_counts", "viasna", "women"),
        ("organisations_total", "organisation_counts", "lawtrend", "total"),
        ("organisations_forced", "organisation_counts", "lawtrend", "forced_liquidation"),
        ("organisations_self", "organisation_counts", "lawtrend", "self_liquidation"),
    ],
)
def test_each_headline_stands_against_a_year_before_and_the_peak(
    warehouse: Warehouse, figure: str, table: str, series: str, column: str
) -> None:
    (row,) = [row for row in rows(warehouse, "headlines") if row["figure"] == figure]
    known = month_ends(table, series, column)
    year_before = pd.Timestamp(row["date"]) - pd.DateOffset(years=1)
    day = min(known.index, key=lambda each: (abs(each - year_before), each))
    assert (row["year_before"], row["year_before_date"]) == (known[day], day.date())
    assert row["peak"] == known.max()
    assert row["peak_date"] == known.idxmax().date()


def test_the_figure_of_a_year_before_is_that_of_the_monthly_file(warehouse: Warehouse) -> None:
    row = rows(warehouse, "headlines")[0]
    monthly = {each["date"]: each["political_prisoners"] for each in rows(warehouse, "monthly_counts")}
    assert monthly[row["year_before_date"]] == row["year_before"] == 1234
    assert (row["peak"], row["peak_date"]) == (1496, date(2023, 5, 31))


def test_cards_say_how_a_figure_changed(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "headlines", PINNED)
    html = first_card(answer, answer.selection) + other_cards(answer, answer.selection)
    assert "94 fewer than on 28 February 2025 (1,234)<br>356 fewer than at the peak on 31 May 2023 (1,496)" in html
    assert "147 more than on 30 September 2024 (1,803)<br>The highest figure so far" in html
    assert "As many as on 28 February 2025" in of_one_card(answer, value=1234)
    assert 'class="change"' not in of_one_card(answer, year_before=None, peak=None)


def test_cards_are_silent_on_the_age_of_what_is_new(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "headlines", PINNED)
    assert "months old" not in of_one_card(answer, age_months=3)
    assert "4 months old" in of_one_card(answer, age_months=4)
