"""What is said in a language: forms of nouns, numbers in sentences, catalogues."""

import pytest

from repression.languages import catalogue, counted
from repression.wording import sentence


@pytest.mark.parametrize(
    ("lang", "forms", "said"),
    [
        ("en", "person|people", {0: "people", 1: "person", 2: "people", 21: "people", 1.5: "people"}),
        ("be", "чалавек|чалавекі|чалавек", {0: "чалавек", 1: "чалавек", 2: "чалавекі", 5: "чалавек", 21: "чалавек"}),
        ("be", "месяц|месяцы|месяцаў", {1: "месяц", 22: "месяцы", 11: "месяцаў", 12: "месяцаў", 1.5: "месяцы"}),
        ("ru", "месяц|месяца|месяцев", {1: "месяц", 3: "месяца", 14: "месяцев", 101: "месяц", 2.5: "месяца"}),
    ],
)
def test_a_noun_has_the_form_of_its_number(lang: str, forms: str, said: dict[float, str]) -> None:
    assert {value: counted(value, forms, lang) for value in said} == said


def test_a_sentence_says_a_number_with_its_noun() -> None:
    assert sentence("{n:person|people} of {all}", {"n": 1, "all": 2000}) == "1 person of 2,000"
    assert sentence("{n:чалавек|чалавекі|чалавек}", {"n": 1002}, "be") == "1\N{NO-BREAK SPACE}002 чалавекі"


def test_an_unknown_language_has_no_catalogue() -> None:
    with pytest.raises(KeyError):
        catalogue("de")
