"""Titles of exhibits: each says what was found, under any filter, or its question is one that has nothing to say so."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from repression.paths import ROOT
from repression.questions.answer import ask
from repression.questions.describe import title_of
from repression.questions.question import all_questions, question_in
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import asked, chosen

PINNED = "snapshot=2026-11-22&"
ON_PAGES = sorted(
    {
        name
        for page in (ROOT / "pages").glob("*.py")
        for name in re.findall(r'(?:exhibit|station)\("(\w+)"', page.read_text("utf-8"))
    }
)
# Questions whose topic is their title, and why.
A_LIST = "a list to look things up in: no row of it says more than another"
A_SAMPLE = "a sample: what stands out in it says nothing about all organisations closed"
OF_THE_DATA = "about the data, not about repression"
WITHOUT = {
    "figures_courts": A_LIST,
    "figures_pressure": A_LIST,
    "figures_prisoners": A_LIST,
    "figures_releases": A_LIST,
    "compare_all": A_LIST,
    "compare_figures": A_LIST,
    "register": A_LIST,
    "organisations_other_counters": "counters with definitions of their own, of whom none may stand for the others",
    "sanctions": "a few figures of people and of entities, which answer the repression and are no part of it",
    "compare_changes": "several updates, each with its own counts of events and corrections",
    "named_organisations": A_SAMPLE,
    "organisation_suits": A_SAMPLE,
    "organisations_by_field": A_SAMPLE,
    "organisations_by_year": A_SAMPLE,
    "changed_rows": OF_THE_DATA,
    "contradictions": OF_THE_DATA,
    "corrected_figures": OF_THE_DATA,
    "dictionary_shown": OF_THE_DATA,
    "missing_values": OF_THE_DATA,
    "refused_snapshots": OF_THE_DATA,
    "sentence_readings": OF_THE_DATA,
    "sentences_without_length": OF_THE_DATA,
    "snapshot_changes": OF_THE_DATA,
    "snapshots_shown": OF_THE_DATA,
    "wanted": OF_THE_DATA,
    "freshness": OF_THE_DATA,
    "headlines": "the newest figures of several kinds, the first of which leads the overview as a number",
}
LONGEST = 22  # words of a title
MOST_LETTERS = 125  # of a title: some three lines on a phone
PEOPLE = pd.read_csv(DATA / "people" / "2023-02-10.csv", dtype=str, keep_default_na=False)
RECOGNISED = PEOPLE[PEOPLE["status"] != "convicted"]
SELECTIONS = {
    "": RECOGNISED,
    "gender=female": RECOGNISED[RECOGNISED["gender"] == "female"],
    "penalty=home_confinement&status=any": PEOPLE[PEOPLE["penalty"] == "home_confinement"],
}
ONE_PERSON = "article=130-1"
NOBODY = "article=178&article=139&article_match=all"


@pytest.mark.parametrize("name", ON_PAGES)
def test_a_question_on_a_page_says_what_was_found_unless_there_is_a_reason(name: str) -> None:
    assert bool(all_questions()[name].finding) == (name not in WITHOUT)


def test_the_reasons_are_of_questions_on_pages() -> None:
    assert set(WITHOUT) <= set(ON_PAGES)


@pytest.mark.parametrize("parameters", [*SELECTIONS, ONE_PERSON])
def test_a_title_is_one_short_sentence(warehouse: Warehouse, parameters: str) -> None:
    for name in ON_PAGES:
        answer = asked(warehouse, name, PINNED + parameters)
        title = title_of(answer)
        assert len(title.split()) <= LONGEST, title
        assert not re.search(r"\b1 (people|terms|articles)\b", title), title
        assert answer.finding not in answer.details or not answer.finding, title


@pytest.mark.parametrize("lang", ["en", "be", "ru"])
def test_a_title_has_room_on_a_phone(warehouse: Warehouse, lang: str) -> None:
    for parameters in ("", "article=342", "gender=female"):
        for name in ON_PAGES:
            title = title_of(asked(warehouse, name, f"{PINNED}{parameters}&lang={lang}"))
            assert len(title) <= MOST_LETTERS, title


@pytest.mark.parametrize("parameters", [*SELECTIONS, ONE_PERSON])
def test_below_a_title_stand_at_most_four_sentences(warehouse: Warehouse, parameters: str) -> None:
    for name in ON_PAGES:
        said = asked(warehouse, name, PINNED + parameters).details
        assert len(re.findall(r"[.!?](?=\s|$)", re.sub(r"\bArt\.", "Art", said))) <= 4, said


@pytest.mark.parametrize("lang", ["en", "be", "ru"])
def test_of_nobody_the_topic_is_the_title(warehouse: Warehouse, lang: str) -> None:
    for name in ON_PAGES:
        if all_questions()[name].filters & {"article", "status"}:
            answer = asked(warehouse, name, f"{PINNED}{NOBODY}&lang={lang}")
            assert not answer.table.num_rows and title_of(answer).startswith(question_in(name, lang).title)


@pytest.mark.parametrize("parameters", SELECTIONS)
def test_the_month_with_the_most_arrests(warehouse: Warehouse, parameters: str) -> None:
    people = SELECTIONS[parameters]
    months = people[people["arrested"] >= "2020"]["arrested"].value_counts()
    stands_out = months.iloc[0] >= 10 and months.iloc[0] > months.iloc[1]
    is_dated = months.sum() > (people["arrested"] == "").sum()
    title = title_of(asked(warehouse, "flows", PINNED + parameters))
    if stands_out and is_dated:
        month = pd.Period(months.index[0], "M").strftime("%B %Y")
        assert title == f"Arrests peaked at {months.iloc[0]} in {month}, by the register of 10 February 2023"
    else:
        assert title.startswith(f"{months.sum()} arrests, ")


@pytest.mark.parametrize("series", ["viasna", "wider", "other"])
def test_the_highest_published_count_is_one_of_its_series(warehouse: Warehouse, series: str) -> None:
    counts = pd.read_csv(DATA / "people_counts" / "2026-11-22.csv")
    counts = counts[(counts["series"] == series) & counts["political_prisoners"].notna()]
    exact = counts[counts["qualifier"].isin(["exact", "as_published"])].sort_values(["political_prisoners", "date"])
    title = title_of(asked(warehouse, "published_counts", f"{PINNED}series={series}"))
    if counts["date"].nunique() == 1 or exact.empty:
        assert title == "Published counts and who counted"
        return
    highest = exact[exact["political_prisoners"] == exact["political_prisoners"].max()].iloc[0]
    assert title == (
        f"The highest published count was {highest.political_prisoners:,.0f} political prisoners, on"
        f" {pd.Timestamp(highest.date):%-d %B %Y}"
    )


def test_counts_of_several_series_have_no_highest_one(warehouse: Warehouse) -> None:
    assert title_of(asked(warehouse, "published_counts", f"{PINNED}series=any")) == "Published counts and who counted"


def test_the_last_month_is_set_against_the_same_one_a_year_before(warehouse: Warehouse) -> None:
    months = {
        row["month"]: row["political_prisoners"] for row in asked(warehouse, "monthly_counts", PINNED).table.to_pylist()
    }
    last = max(month for month, count in months.items() if count is not None)
    before = months[last.replace(year=last.year - 1)]
    assert before > months[last]
    assert title_of(asked(warehouse, "monthly_counts", PINNED)) == (
        f"{months[last]:,} political prisoners at the end of {last:%B %Y}, {before - months[last]} fewer than a year"
        " before"
    )


def test_titles_of_a_day_before_the_counts_are_their_topics(warehouse: Warehouse) -> None:
    for name in (
        "monthly_counts",
        "released_in_total",
        "convictions_by_year",
        "organisations_lost",
        "groups_behind_bars",
    ):
        selection = chosen(warehouse, "snapshot=2023-02-10")
        assert title_of(ask(warehouse, name, selection)) == all_questions()[name].title
