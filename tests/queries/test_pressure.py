"""The questions of the page Pressure beyond prison, counted a second time with pandas straight over the files."""

from __future__ import annotations

import pandas as pd
import pytest

from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import asked
from tests.queries.conftest import Indicators

PINNED = "snapshot=2026-11-22"
INDICATORS = pd.read_csv(DATA / "indicators" / "2026-11-22.csv")
COUNTS = pd.read_csv(DATA / "organisation_counts" / "2026-11-22.csv", parse_dates=["date"])


def rows(warehouse: Warehouse, question: str, parameters: str = PINNED) -> pd.DataFrame:
    return pd.DataFrame(asked(warehouse, question, parameters).table.to_pylist())


def test_media_workers_are_every_figure_of_theirs(warehouse: Warehouse) -> None:
    expected = INDICATORS[INDICATORS.topic == "media_workers_behind_bars"].sort_values(["date", "value"])
    found = rows(warehouse, "media_workers_behind_bars")
    assert found[["date", "people"]].to_numpy().tolist() == expected[["date", "value"]].to_numpy().tolist()
    words = asked(warehouse, "media_workers_behind_bars", PINNED).words
    assert f", {expected.value.iloc[-1]:.0f} media workers were behind bars." in words
    assert f"highest figure is {expected.value.max():.0f}" in words


def test_short_repression_is_the_newest_figure_of_a_year(warehouse: Warehouse) -> None:
    kinds = ["detained", "administrative_rulings", "administrative_arrests", "administrative_fines"]
    of_kinds = INDICATORS[INDICATORS.topic.isin([f"{kind}_per_year" for kind in kinds])]
    year = of_kinds.date.str[:4].astype(int)
    expected = of_kinds.assign(year=year).groupby(["topic", "year"]).value.last()
    found = rows(warehouse, "short_repression")
    assert sorted(found.cases) == sorted(expected) and len(found) == len(expected)
    newest = expected[expected.index.get_level_values("year") == expected.index.get_level_values("year").max()].max()
    said = asked(warehouse, "short_repression", PINNED).words
    assert said.startswith(f"Rulings in administrative trials in {year.max()}: at least {newest:,.0f}.")


def test_official_lists_are_every_figure_of_theirs(warehouse: Warehouse) -> None:
    of_lists = INDICATORS[INDICATORS.topic.isin(["extremist_persons_list", "kgb_terrorist_list"])]
    found = rows(warehouse, "official_lists")
    assert sorted(found[["date", "people"]].to_numpy().tolist()) == sorted(
        of_lists[["date", "value"]].to_numpy().tolist()
    )
    words = asked(warehouse, "official_lists", PINNED).words
    for _, figures in of_lists.groupby("topic"):
        newest = figures[figures.date == figures.date.max()].value.max()
        assert f" — {newest:,.0f} by " in words or f"“extremists”: {newest:,.0f}, on " in words


def test_groups_added_to_the_list_and_the_whole_list_stay_apart(warehouse: Warehouse) -> None:
    added = INDICATORS[INDICATORS.topic == "extremist_formations_added_per_year"].sort_values("date")
    [whole] = INDICATORS[INDICATORS.topic == "extremist_formations_list"].value.astype(int)
    found = rows(warehouse, "extremist_formations")
    assert found[["date", "added"]].to_numpy().tolist() == added[["date", "value"]].to_numpy().tolist()
    assert asked(warehouse, "extremist_formations", PINNED).words == (
        f"{added.value.iloc[1]:.0f} groups were added to the list of “extremist formations” in 2025. "
        f"Earlier: {added.value.iloc[0]:.0f} in 2024. "
        f"The whole list had {whole} groups on 18 October 2021; no later figure of it was found."
    )


def test_sanctions_are_listed_and_not_drawn(warehouse: Warehouse) -> None:
    listed = INDICATORS[INDICATORS.topic == "eu_sanctions_listed"]
    answer = asked(warehouse, "sanctions", PINNED)
    assert answer.table["value"].to_pylist() == sorted(listed.value.astype(int), reverse=True)
    assert not answer.question.has_chart and any("no chart" in note for note in answer.question.caveats)


def test_what_was_lost_in_a_year_is_the_difference_of_two_counts(warehouse: Warehouse) -> None:
    lawtrend = COUNTS[(COUNTS.series == "lawtrend") & COUNTS.total.notna()]
    days = lawtrend.groupby("date")[["total", "forced_liquidation", "self_liquidation"]].max()
    derived = days.self_liquidation.isna() & days.forced_liquidation.notna()
    days["self_liquidation"] = days.self_liquidation.fillna(days.total - days.forced_liquidation)
    ends = days[(days.index.strftime("%m-%d") == "12-31") | (days.index == days.index.max())]
    found = rows(warehouse, "organisations_lost_by_year")
    # What has only a total is drawn as that, once.
    alone = found.forced_liquidation.isna() & found.self_liquidation.isna()
    assert found.not_split.equals(found.total.where(alone)) and alone.any()
    of_lawtrend = found[found.counted_by == "Lawtrend"]
    expected = pd.concat([ends.head(1), ends.diff().iloc[1:]])
    assert of_lawtrend[["total", "forced_liquidation", "self_liquidation"]].fillna(-1).to_numpy().tolist() == (
        expected.fillna(-1).to_numpy().tolist()
    )
    assert of_lawtrend.computed.tolist() == [False, *[True] * (len(ends) - 1)]
    # What no count gives is said to be derived, in each row that reads it.
    ends_derived = derived[ends.index]
    assert of_lawtrend.derived.tolist() == (ends_derived | ends_derived.shift(fill_value=False)).tolist()
    assert "The number of closures by own decision for 31 December 2023 is computed, too" in (
        asked(warehouse, "organisations_lost_by_year", PINNED).words
    )
    assert found[~found.computed].period.str.contains("2021|2020").all()
    # A label has the counter's name alone, however long the data tell of its text.
    assert "2021, PAP" in set(found.period) and found.counted_by.str.startswith("PAP (").any()


FIGURES = (
    {"topic": "media_workers_behind_bars", "date": "2026-05-01", "value": "30", "unit": "media workers (at least)"},
    {"topic": "media_workers_behind_bars", "date": "2026-06-01", "value": "28", "source_kind": "secondary"},
    {"topic": "media_workers_behind_bars", "date": "2026-06-01", "value": "29", "source_kind": "primary"},
    {"topic": "lawyers_behind_bars", "date": "2025-12", "value": "16", "unit": "lawyers (at least)"},
    {"topic": "at_special_risk_behind_bars", "date": "2026-06-01", "value": "164"},
    {"topic": "at_special_risk_behind_bars", "date": "2026-06-01", "value": "26", "unit": "of them over 60"},
    {"topic": "families_behind_bars", "date": "2026-06-01", "value": "20", "unit": "families"},
)


@pytest.fixture(scope="module")
def groups(with_indicators: Indicators) -> Warehouse:
    return with_indicators(*({"unit": "people", **row} for row in FIGURES))


def test_a_group_has_its_newest_figure_under_the_strongest_source(groups: Warehouse) -> None:
    found = rows(groups, "groups_behind_bars", "")
    assert found[["group_name", "people"]].to_numpy().tolist() == [
        ["People at special risk", 164],
        ["– of them over 60", 26],
        ["Media workers", 29],
        ["Lawyers", 16],
    ]
    assert asked(groups, "groups_behind_bars", "").words.startswith(
        "Political prisoners by group: people at special risk — 164 on 1 June 2026. "
        "Other groups: media workers — 29 on 1 June 2026; lawyers — at least 16 on 31 December 2025."
    )


def test_a_figure_that_is_rounded_says_so(groups: Warehouse) -> None:
    found = rows(groups, "media_workers_behind_bars", "")
    assert found.precision.tolist() == ["at least", "as published", "as published"]
