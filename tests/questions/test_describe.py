"""What a view is called."""

from __future__ import annotations

from datetime import date

import pytest

from repression.questions.answer import ask
from repression.questions.describe import dated_title
from repression.questions.question import published_questions
from repression.questions.selection import Selection
from repression.warehouse.database import Warehouse

DAYS = {"en": "10 February 2023", "be": "10 лютага 2023 года", "ru": "10 февраля 2023 года"}


@pytest.mark.parametrize("lang", DAYS)
def test_whatever_counts_people_of_the_register_has_its_day_in_the_title(warehouse: Warehouse, lang: str) -> None:
    for name, question in published_questions().items():
        title = dated_title(ask(warehouse, name, Selection(date(2026, 11, 22), lang)))
        assert (DAYS[lang] in title) == (question.datasets[:1] == ("people",) and name != "freshness"), title
