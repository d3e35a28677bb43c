"""Sentences for maintainers: a template and its values, in every language."""

import pickle
from datetime import date

import pytest

from repression.i18n import LANGUAGES
from repression.messages import Message, in_lines, indented, message
from repression.snapshots.issues import Issue, ValidationError


def test_a_message_is_told_with_its_values_in_every_language() -> None:
    told = message(
        "{file}: {rows:row is|rows are} read otherwise today",
        file=message("private/{day}.csv", day=date(2023, 2, 10)),
        rows=2,
    )
    assert str(told) == "private/2023-02-10.csv: 2 rows are read otherwise today"
    in_others = {lang: told.in_language(lang) for lang in LANGUAGES[1:]}
    assert all("private/2023-02-10.csv" in text and "rows" not in text for text in in_others.values())
    assert len({*in_others.values()}) == len(in_others)


def test_what_has_no_translation_stays_as_it_is() -> None:
    known, unknown = message("{file} goes", file="a.csv"), message("An invented line of nobody.")
    said = message("{parts:;}", parts=(known, unknown))
    assert said.in_language("ru") == f"{known.in_language('ru')}; An invented line of nobody."


def test_equal_messages_are_one_key() -> None:
    assert {message("{n} a", n=1): "x"}[message("{n} a", n=1)] == "x"


def test_an_issue_is_told_with_its_place_and_value_in_every_language() -> None:
    refused = Issue("a.csv", 1002, "events", "no", message("must have at most {digits} digits", digits=15))
    assert str(refused) == "a.csv: row 1002, column events: 'no' must have at most 15 digits"
    assert refused.public == "a.csv: row 1002, column events: must have at most 15 digits"
    (russian,) = ValidationError(refused).lines
    assert russian.in_language("ru") == "a.csv: строка 1002, столбец events: 'no' должно быть не больше 15 цифр"
    # Steps run in a process of their own.
    assert pickle.loads(pickle.dumps(ValidationError(refused))).lines[0].in_language("ru") == russian.in_language("ru")


def test_a_text_of_somebody_is_no_template() -> None:
    assert Message("Seen {twice}.") == "Seen {twice}."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_are_told_one_below_the_other(lang: str) -> None:
    assert in_lines([message("a"), *indented(["b {c}"])], lang) == "a\n  b {c}"
