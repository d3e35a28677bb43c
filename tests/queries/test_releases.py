"""The questions of the page Releases and deaths, counted a second time with pandas straight over the files."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from repression.charts.figures import figure
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import asked
from tests.queries.conftest import Indicators

PINNED = "snapshot=2026-11-22"
INDICATORS = pd.read_csv(DATA / "indicators" / "2026-11-22.csv", dtype={"date": str})
COUNTS = pd.read_csv(DATA / "people_counts" / "2026-11-22.csv", parse_dates=["date"])


def rows(warehouse: Warehouse, question: str, parameters: str = PINNED) -> pd.DataFrame:
    return pd.DataFrame(asked(warehouse, question, parameters).table.to_pylist())


def of_topics(*topics: str) -> pd.DataFrame:
    return INDICATORS[INDICATORS.topic.isin(topics)].sort_values(["date", "value"])


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("released_in_total", ("released_cumulative_since_2020",)),
        ("mass_releases", ("mass_release",)),
        ("deaths_in_custody", ("died_in_custody_cumulative",)),
    ],
)
def test_every_figure_of_the_topics_is_there(warehouse: Warehouse, question: str, topics: tuple[str, ...]) -> None:
    found = rows(warehouse, question).sort_values(["date", "people"])
    assert found[["date", "people"]].to_numpy().tolist() == of_topics(*topics)[["date", "value"]].to_numpy().tolist()


def test_pardons_of_a_year_are_its_newest_figure(warehouse: Warehouse) -> None:
    expected = of_topics("pardoned_per_year")
    newest = expected.groupby(expected.date.str[:4].astype(int)).value.last()
    assert rows(warehouse, "ways_out_by_year").set_index("year").people.to_dict() == newest.to_dict()


def test_who_left_is_the_newly_recognised_less_the_growth_of_the_list(warehouse: Warehouse) -> None:
    recognised = of_topics("newly_recognised_per_month").set_index("date").value
    exact = COUNTS[(COUNTS.series == "viasna") & COUNTS.qualifier.isin(["exact", "as_published"])]
    figures = exact.groupby("date").political_prisoners.agg(set)
    found = rows(warehouse, "left_and_recognised")
    for row in found.itertuples():
        end = pd.Timestamp(row.month) + pd.offsets.MonthEnd(0)
        start = pd.Timestamp(row.month) - pd.Timedelta(days=1)
        assert row.recognised == recognised[str(end.date())]
        for day, count in ((start, row.at_start), (end, row.at_end)):
            assert count in figures.get(day, set()) | figures.get(day + pd.Timedelta(days=1), set())
        assert row.at_start + row.recognised - row.gone == row.at_end
    words = asked(warehouse, "left_and_recognised", PINNED).words
    assert f"{found.recognised.sum():,} people were newly recognised and {found.gone.sum():,} left" in words
    assert "computed here" in words


def test_deaths_of_the_years_are_said(warehouse: Warehouse) -> None:
    by_year = of_topics("died_in_custody_per_year")
    words = asked(warehouse, "deaths_in_custody", PINNED).words
    years = "; ".join(f"{row.value:.0f} in {row.date[:4]}" for row in by_year.itertuples())
    assert words.endswith(f"By year: {years}. No newer total was found, and no figure for 2026.")


def test_what_is_not_known_of_releases_is_said(warehouse: Warehouse) -> None:
    totals = set(of_topics("released_cumulative_since_2020").date)
    lacking = [year for year in (2024, 2025) if not {f"{year - 1}-12-31", f"{year}-12-31"} <= totals]
    last = max(of_topics("released_cumulative_since_2020", "pardoned_per_year", "served_full_term_per_year").date)
    assert lacking == [2024, 2025] and last < "2026" <= max(of_topics("mass_release").date)
    assert asked(warehouse, "released_in_total", PINNED).words.endswith(
        "No yearly total of all releases was found for 2024 and 2025. For 2026 only releases on single days were found."
    )


def test_a_figure_of_a_part_of_a_year_says_its_day(warehouse: Warehouse) -> None:
    newest = of_topics("pardoned_per_year").iloc[-1]
    words = asked(warehouse, "ways_out_by_year", PINNED).words
    assert (
        f"From January to {date.fromisoformat(newest.date):%-d %B %Y}, {newest.value:.0f} people were pardoned" in words
    )


def test_a_total_of_a_year_that_falls_is_said_to_be_of_sources_that_disagree(with_indicators: Indicators) -> None:
    of_a_year = {"topic": "newly_recognised_per_year", "unit": "people recognised in 2025"}
    figures = (
        {"date": "2025-12-23", "value": "509"},
        {"date": "2025-12-31", "value": "448"},
        {"date": "2024-12-31", "value": "593", "unit": "people recognised in 2024"},
    )
    words = asked(with_indicators(*(of_a_year | figure for figure in figures)), "figures_releases", "").words
    assert words.endswith(
        "The sources contradict each other: Newly recognised in a year — 509"
        " by 23 December 2025, but only 448 by 31 December 2025."
    )


def test_the_former_of_the_register_are_set_apart_from_the_published_total(with_indicators: Indicators) -> None:
    total = {"topic": "released_cumulative_since_2020", "date": "2025-12-31", "value": "3208"}
    register = {"topic": "register_former", "date": "2026-08-30", "value": "3953"}
    built = with_indicators(*({"unit": "people", **row} for row in (total, register)))
    assert "In the register of 30 August 2026, 3,953 people were former political prisoners. Others counted" in (
        asked(built, "released_in_total", "").words
    )


FIGURES = (
    {"topic": "mass_release", "date": "2026-03", "value": "60", "source_kind": "quoted"},
    {"topic": "mass_release", "date": "2026-05-01", "value": "55", "source_kind": "secondary"},
    {"topic": "mass_release", "date": "2026-05-01", "value": "52"},
    {"topic": "mass_release", "date": "2026-06-01", "value": "49"},
    {"topic": "pardoned_since_july_2024", "date": "2025-01-31", "value": "40"},
    {"topic": "pardoned_since_july_2024", "date": "2026-05-31", "value": "90", "unit": "people (more than)"},
    {"topic": "pardoned_since_2020", "date": "2026-06-30", "value": "110"},
    {"topic": "died_in_custody_cumulative", "date": "2026-05-31", "value": "9", "unit": "people (at least)"},
)


@pytest.fixture(scope="module")
def grown(with_indicators: Indicators) -> Warehouse:
    return with_indicators(*({"unit": "people", **row} for row in FIGURES))


def test_only_large_releases_after_the_totals_are_named(with_indicators: Indicators) -> None:
    figures = [("pardoned_since_2020", "2026-05-31", "110"), ("mass_release", "2026-05-01", "60")]
    figures += [("mass_release", "2026-06-0" + day, people) for day, people in (("1", "49"), ("2", "50"))]
    rows = ({"topic": topic, "date": day, "value": value, "unit": "people"} for topic, day, value in figures)
    words = asked(with_indicators(*rows), "released_in_total", "").words
    assert "Large releases after that, not in these totals: 50 people on 2 June 2026." in words


def test_totals_with_different_beginnings_share_no_line_and_no_name(grown: Warehouse) -> None:
    drawn = [trace for trace in figure(asked(grown, "released_in_total", ""))["data"] if trace.get("yaxis", "y") == "y"]
    assert [trace["name"] for trace in drawn] == ["Pardons since July 2024", "Pardons since 2020"]
    assert {trace["mode"] for trace in drawn} == {"markers"}
    assert [list(trace["y"]) for trace in drawn] == [[40, 90], [110]]
    assert [symbol.endswith("-open") for symbol in drawn[0]["marker"]["symbol"]] == [False, True]


def test_a_total_that_is_a_lower_bound_is_not_said_as_a_count(grown: Warehouse) -> None:
    assert asked(grown, "released_in_total", "").words == (
        "The newest totals: Pardons since 2020 — 110 by 30 June 2026; "
        "Pardons since July 2024 — at least 90 by 31 May 2026. For 2026 only releases on single days were found."
    )


def test_large_releases_stand_once_a_day_by_the_strongest_source(grown: Warehouse) -> None:
    found = rows(grown, "large_releases", "")
    assert found[["date", "title"]].to_numpy().tolist() == [
        ["2026-03", "60 people released"],
        ["2026-05-01", "52 people released"],
    ]


def test_a_release_without_a_day_names_none(grown: Warehouse) -> None:
    labels = rows(grown, "mass_releases", "").release.tolist()
    assert labels[0] == "2026-03: people" and labels[1] == "1 May 2026: people"
    assert asked(grown, "mass_releases", "").words == "The largest release was of 60 people."


def test_at_least_is_said_of_deaths(grown: Warehouse) -> None:
    assert asked(grown, "deaths_in_custody", "").words == (
        f"At least 9 political prisoners died in custody from 2020 to {date(2026, 5, 31):%-d %B %Y}. "
        "No newer total was found."
    )


REGISTER = pd.read_csv(DATA / "people" / "2023-02-10.csv").replace({"status": {"convicted": "not_recognised"}})
OUTCOMES = pd.read_csv(DATA / "outcomes" / "2026-11-22.csv")


def test_outcomes_are_of_the_people_of_the_register() -> None:
    of_all = OUTCOMES[OUTCOMES.split == "all"].set_index("status").people
    assert of_all.to_dict() == REGISTER.status.value_counts().to_dict()
    of_women = OUTCOMES[(OUTCOMES.split == "gender") & (OUTCOMES.value == "female")].set_index("status").people
    assert of_women.to_dict() == REGISTER[REGISTER.gender == "female"].status.value_counts().to_dict()


def test_outcomes_add_up_and_no_group_is_small() -> None:
    parts = OUTCOMES[["political_prisoner", "former_political_prisoner", "not_recognised", "not_found"]].sum(axis=1)
    once = OUTCOMES.split != "article"
    assert (parts == OUTCOMES.people)[once].all()
    assert (OUTCOMES.people[~OUTCOMES.value.isin(["other"])] >= 20).all()
    totals = OUTCOMES[once].groupby(["split", "status"]).people.sum().unstack()
    assert (totals.nunique() == 1).all()


@pytest.mark.parametrize("group", ["length", "penalty", "article", "age_group", "gender", "arrest_year"])
def test_outcomes_of_a_group_are_those_of_the_file(warehouse: Warehouse, group: str) -> None:
    expected = OUTCOMES[(OUTCOMES.split == group) & (OUTCOMES.status == "political_prisoner")].set_index("value")
    found = rows(warehouse, "outcome_groups", f"{PINNED}&outcomes_by={group}").set_index("code")
    assert found.held.to_dict() == expected.political_prisoner.to_dict()
    assert found.free.to_dict() == expected.former_political_prisoner.to_dict()
    assert found.not_found.to_dict() == expected.not_found.to_dict()
    large = found[found.people >= 20]
    assert ((large.share_held - 100 * large.held / large.people).abs() <= 0.05).all()
    assert found[found.people < 20].share_held.isna().all()


def test_what_became_of_all_of_them_is_said(warehouse: Warehouse) -> None:
    [then] = OUTCOMES[(OUTCOMES.split == "all") & (OUTCOMES.status == "political_prisoner")].itertuples()
    words = asked(warehouse, "outcome_groups", PINNED).words
    assert f"{then.political_prisoner} were listed as held on 22 November 2026." in words
    assert (
        f"{then.former_political_prisoner:,} were no longer held." in words
        and f"Of {then.not_found} people nothing" in words
    )
    assert "is in the group “Sentence of 10 years or more”: 78.9 per cent of its people." in words
