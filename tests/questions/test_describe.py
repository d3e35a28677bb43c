"""What a view is called, and what is said of its sources."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from repression.questions.answer import ask
from repression.questions.describe import linked_sources, source_line, subtitle_of, title_of
from repression.questions.question import published_questions
from repression.questions.selection import Selection
from repression.warehouse.database import Warehouse

DAYS = {"en": "10 February 2023", "be": "10 лютага 2023 года", "ru": "10 февраля 2023 года"}


@pytest.mark.parametrize("lang", DAYS)
def test_whatever_counts_people_of_the_register_has_its_day_in_the_title(warehouse: Warehouse, lang: str) -> None:
    for name, question in published_questions().items():
        answer = ask(warehouse, name, Selection(date(2026, 11, 22), lang))
        title, of_people = title_of(answer), question.datasets[:1] == ("people",) and name != "freshness"
        if answer.finding and question.datasets != ("people",):
            # What stands beside published counts is of the day that it names.
            assert not of_people or re.search(r"\b20[0-9]{2}\b", title), title
        else:
            assert (DAYS[lang] in title) == of_people, title


def test_what_was_found_is_the_title_and_the_topic_stands_below_it(warehouse: Warehouse) -> None:
    found = ask(warehouse, "sentence_lengths", Selection(date(2026, 11, 22)))
    assert title_of(found) == (
        "At least half of 1,264 known terms behind bars were 3 years or longer, on 10 February 2023"
    )
    assert subtitle_of(found) == f"Length of sentences · {found.question.answers}"
    assert title_of(found) in found.words and title_of(found) not in found.details
    without = ask(warehouse, "sentence_lengths", Selection(date(2020, 1, 1)))
    assert (title_of(without), subtitle_of(without)) == ("Length of sentences", found.question.answers)


def test_data_of_several_days_that_are_counted_alike_are_said_together(warehouse: Warehouse) -> None:
    answer = ask(warehouse, "headlines", Selection(date(2026, 11, 22)))
    first, *others = answer.sources
    later = replace(answer, sources=(replace(first, snapshot=date(2026, 11, 29)), *others))
    assert len(later.sources) == 3
    assert source_line(later) == "Each row names its source; collected 22 November 2026 and 29 November 2026"


def test_what_was_compiled_here_is_no_source_since_its_rows_name_theirs(warehouse: Warehouse) -> None:
    both = ask(warehouse, "convictions_by_year", Selection(date(2026, 11, 22)))
    assert [source.dataset for source in both.sources] == ["indicators", "people"]
    assert linked_sources(both) == [(both.sources[1].title, both.sources[1].url)]
    assert source_line(both) == (
        "Each row names its source; collected 22 November 2026. "
        "From the data of Human Rights Center Viasna, as of 10 February 2023"
    )
