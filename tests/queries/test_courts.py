"""The questions of the page Courts, counted a second time with pandas straight over the files."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import asked
from tests.queries.conftest import Indicators

PINNED = "snapshot=2026-11-22"
INDICATORS = pd.read_csv(DATA / "indicators" / "2026-11-22.csv", dtype={"date": str})
VERDICTS = pd.read_csv(DATA / "people" / "2023-02-10.csv").verdict.dropna()


def rows(warehouse: Warehouse, question: str, parameters: str = PINNED) -> pd.DataFrame:
    return pd.DataFrame(asked(warehouse, question, parameters).table.to_pylist())


def of_topic(topic: str) -> pd.DataFrame:
    return INDICATORS[INDICATORS.topic == topic].sort_values(["date", "value"])


def test_convictions_of_a_year_stand_beside_the_verdicts_of_the_register(warehouse: Warehouse) -> None:
    found = rows(warehouse, "convictions_by_year").set_index("year")
    published = of_topic("convicted_per_year")
    assert found.convictions.to_dict() == dict(zip(published.date.str[:4].astype(int), published.value, strict=True))
    women = of_topic("convicted_per_year_women")
    assert found.women.dropna().to_dict() == dict(zip(women.date.str[:4].astype(int), women.value, strict=True))
    by_year = VERDICTS.str[:4].astype(int).value_counts()
    covered = found.in_register.dropna()
    assert covered.to_dict() == {year: by_year[year] for year in (2020, 2021, 2022)}
    assert ((found.coverage - 100 * found.in_register / found.convictions).dropna().abs() <= 0.05).all()
    assert f"{found.coverage[2022]:g} in 2022" in asked(warehouse, "convictions_by_year", PINNED).words


def test_convictions_of_a_month_stand_beside_the_verdicts_of_the_register(warehouse: Warehouse) -> None:
    found = rows(warehouse, "convictions_by_month")
    published = of_topic("convicted_per_month")
    months = found.month.astype(str).str[:7]
    assert dict(zip(months, found.convictions, strict=True)) == dict(
        zip(published.date.str[:7], published.value, strict=True)
    )
    by_month = VERDICTS.value_counts()
    whole = months < "2023-02"
    assert found.in_register[whole].tolist() == [by_month[month] for month in months[whole]]
    assert found.in_register[~whole].isna().all()
    most = published.loc[published.value.idxmax()]
    assert (published.value == most.value).sum() == 1
    assert asked(warehouse, "convictions_by_month", PINNED).words.startswith(
        f"The most convictions in a known month: {most.value:.0f}, in {pd.Timestamp(most.date):%B %Y}."
    )


@pytest.mark.parametrize(
    ("question", "topic", "unit", "column"),
    [
        ("convictions_by_region", "convicted_by_region", "people", "people"),
        ("sentence_kinds_by_month", "sentence_type_share_of_month", "per cent", "share"),
    ],
)
def test_no_figure_of_the_topic_is_lost(
    warehouse: Warehouse, question: str, topic: str, unit: str, column: str
) -> None:
    expected = of_topic(topic)
    expected = expected[expected.unit.str.startswith(unit)]
    found = rows(warehouse, question)
    assert sorted(zip(found.unit, found[column], strict=True)) == sorted(
        zip(expected.unit, expected.value, strict=True)
    )


def test_regions_are_named_as_everywhere_else(warehouse: Warehouse) -> None:
    outlines = json.loads((DATA / "regions.geojson").read_text("utf-8"))["features"]
    known = {each["properties"]["name_en"] for each in outlines}
    assert set(rows(warehouse, "convictions_by_region").region) == known


def test_where_most_were_convicted_is_said_of_the_period_with_the_most_people(warehouse: Warehouse) -> None:
    periods = rows(warehouse, "convictions_by_region").groupby("period")
    period, everybody = max(periods.people.sum().items(), key=lambda each: each[1])
    first = periods.get_group(period).sort_values("people").iloc[-1]
    assert asked(warehouse, "convictions_by_region", PINNED).words == (
        f"Of {everybody:,} people convicted in {period}, {first.people} were convicted in {first.region}."
    )


def test_the_most_frequent_kind_of_sentence_is_said(warehouse: Warehouse) -> None:
    shares = of_topic("sentence_type_share_of_month")
    newest = shares[(shares.date == shares.date.max()) & shares.unit.str.contains(", ")]
    (most,) = newest[newest.value == newest.value.max()].itertuples()
    assert most.unit.endswith(", custody")
    assert asked(warehouse, "sentence_kinds_by_month", PINNED).words.startswith(
        f"Imprisonment: {most.value:.0f} per cent of the sentences of {pd.Timestamp(most.date):%B %Y}."
    )


FIGURES = (
    {"topic": "convicted_per_year", "date": "2022-12-31", "value": "1242", "unit": "people (at least)"},
    {"topic": "convicted_per_year", "date": "2024", "value": "1500", "source_kind": "secondary"},
    {"topic": "convicted_per_year", "date": "2024", "value": "1400"},
    {"topic": "population", "date": "2023-01-01", "value": "9200617"},
    {"topic": "population", "date": "2023-07-01", "value": "1"},
    {"topic": "register_by_article", "date": "2026-08-26", "value": "5", "unit": "people, Article 361-4 (at least)"},
    {"topic": "register_by_article", "date": "2026-08-26", "value": "9", "unit": "people, Article 342 (at least)"},
    {"topic": "register_by_article", "date": "2025-08-26", "value": "99", "unit": "people, Article 342"},
)


@pytest.fixture(scope="module")
def grown(with_indicators: Indicators) -> Warehouse:
    return with_indicators(*({"unit": "people", **row} for row in FIGURES))


def test_a_rate_has_the_inhabitants_at_the_end_of_its_year(grown: Warehouse) -> None:
    found = rows(grown, "convictions_by_year", "").set_index("year")
    assert found.per_100000[2022] == pytest.approx(1242 * 100_000 / 9_200_617, abs=0.05)
    assert pd.isna(found.per_100000[2024]) and found.convictions[2024] == 1400
    words = asked(grown, "convictions_by_year", "").words
    assert words.startswith("In 2024 1,400 people were convicted for political reasons, by the published figure.")
    assert words.endswith(
        "In 2022, 13.5 in 100,000 inhabitants were convicted. This number is computed here, and it is rather too low."
    )


def test_the_rate_of_prisoners_has_the_inhabitants_at_the_beginning_of_the_year(grown: Warehouse) -> None:
    answer = asked(grown, "register_against_world", "")
    assert "10 February 2023. That was 15.6 in 100,000 inhabitants, as computed here. Published" in answer.words
    found = {row["political_prisoners"]: row["per_100000"] for row in answer.table.to_pylist()}
    assert len(found) > 2
    assert found == {people: round(people * 100_000 / 9_200_617, 1) for people in found}


def test_a_later_register_has_its_newest_counts_by_article(grown: Warehouse) -> None:
    found = rows(grown, "later_register_by_article", "")
    assert found[["article", "people"]].to_numpy().tolist() == [["342", 9], ["361-4", 5]]
    assert asked(grown, "later_register_by_article", "").words.startswith(
        "On 26 August 2026 Viasna's register named 9 people under Art. 342. In the Criminal Code: Art. 342 "
    )
