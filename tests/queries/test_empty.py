"""What is said where an answer has no rows: whether nobody matches the filters, or nobody of those who match counts."""

from __future__ import annotations

import pytest

from repression.questions.describe import NOTHING, why_missing
from repression.questions.question import published_questions
from repression.warehouse.database import Warehouse
from tests.queries.asking import asked

NOT_RECOGNISED = "Nobody selected was recognised as a political prisoner, so "
NO_LENGTH = "Nobody selected has a sentence of known length."
NO_TERM = "No political prisoner selected has a term whose end can be estimated."
OF_PEOPLE = [
    name
    for name, question in published_questions().items()
    if question.filters and question.datasets[0] == "people" and "against" not in question.settings
]


@pytest.mark.parametrize(
    ("question", "parameters", "said"),
    [
        ("stock_against_published", "status=convicted", f"{NOT_RECOGNISED}there is no stock to rebuild."),
        ("women", "status=convicted", f"{NOT_RECOGNISED}no share of women is shown."),
        ("sentence_lengths", "status=former_political_prisoner&penalty=unknown", NO_LENGTH),
        ("sentence_quantiles", "status=former_political_prisoner&penalty=unknown", NO_LENGTH),
        ("sentence_total", "status=former_political_prisoner&penalty=unknown", NO_LENGTH),
        ("article_pairs", "article=unknown&status=any", "For nobody selected articles are stated."),
        (
            "articles_by_quarter",
            "article=unknown&status=any",
            "Nobody selected has both a month of arrest and articles",
        ),
        (
            "months_to_verdict",
            "status=political_prisoner&arrested=..2019-12",
            "For none of the people selected can the time",
        ),
        ("terms_ending", "status=convicted", NO_TERM),
        ("organisation_suits", "kind=self_liquidation", "None of the organisations selected has a suit"),
    ],
)
def test_people_without_what_is_counted_are_not_nobody(
    warehouse: Warehouse, question: str, parameters: str, said: str
) -> None:
    answer = asked(warehouse, question, f"snapshot=2026-11-22&{parameters}")
    assert not answer.table.num_rows
    assert why_missing(warehouse, answer).startswith(said)


@pytest.mark.parametrize(
    ("question", "parameters", "said"),
    [
        (
            "terms_ending",
            "article=356&status=any",
            "The terms counted include those of 1 person in a colony of general",
        ),
        ("sentences_without_length", "arrested=2009-01..2012-12", "For each of them the register states neither"),
        ("missing_values", "penalty=fine", "Empty for all 2 counted: Length of sentence; Released (of the former)."),
    ],
)
def test_sentences_of_few_people(warehouse: Warehouse, question: str, parameters: str, said: str) -> None:
    assert said in asked(warehouse, question, f"snapshot=2026-11-22&{parameters}").words


@pytest.mark.parametrize("question", OF_PEOPLE)
def test_nobody_is_nobody_in_every_question(warehouse: Warehouse, question: str) -> None:
    answer = asked(warehouse, question, "snapshot=2026-11-22&arrested=1990-01..1990-02")
    assert not answer.table.num_rows
    assert why_missing(warehouse, answer) == NOTHING


def test_a_time_beyond_the_end_of_the_chart_is_said(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "months_to_verdict", "snapshot=2026-11-22&status=convicted&arrested=2009-01..2012-12")
    assert (
        answer.words
        == "One person waited 11 years 3 months from arrest to verdict, by the register of 10 February 2023."
    )


def test_a_verdict_in_the_month_of_the_arrest_is_said_in_words(warehouse: Warehouse) -> None:
    answer = asked(
        warehouse, "months_to_verdict", "snapshot=2026-11-22&arrested=2021-02..2021-02&penalty=juvenile_colony"
    )
    assert answer.words.startswith("One person was sentenced in the month of the arrest")
