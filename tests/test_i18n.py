"""What is said in a language: forms of nouns, numbers in sentences, catalogues."""

import re

import pytest

from repression.documents import DOCUMENTS, document
from repression.formatting import format_message
from repression.i18n import LANGUAGES, guess_language, negotiate_language, ngettext, translations
from repression.questions.question import Unit


@pytest.mark.parametrize(
    ("lang", "forms", "said"),
    [
        ("en", "person|people", {0: "people", 1: "person", 2: "people", 21: "people", 1.5: "people"}),
        ("be", "чалавек|чалавекі|чалавек", {0: "чалавек", 1: "чалавек", 2: "чалавекі", 5: "чалавек", 21: "чалавек"}),
        ("be", "месяц|месяцы|месяцаў", {1: "месяц", 22: "месяцы", 11: "месяцаў", 12: "месяцаў", 1.5: "месяцы"}),
        ("be", "месяц|месяцы|месяцаў|месяца", {1: "месяц", 3: "месяцы", 5: "месяцаў", 1.5: "месяца"}),
        ("ru", "месяц|месяца|месяцев", {1: "месяц", 3: "месяца", 14: "месяцев", 101: "месяц", 2.5: "месяца"}),
    ],
)
def test_a_noun_has_the_form_of_its_number(lang: str, forms: str, said: dict[float, str]) -> None:
    assert {value: ngettext(value, forms, lang) for value in said} == said


@pytest.mark.parametrize(("lang", "name"), [("en", "months"), ("be", "месяцаў"), ("ru", "месяцев")])
def test_a_unit_without_a_number_is_named_as_for_many(lang: str, name: str) -> None:
    assert str(Unit("month|months").in_language(lang)) == name


def test_a_sentence_says_a_number_with_its_noun() -> None:
    assert format_message("{n:person|people} of {all}", {"n": 1, "all": 2000}) == "1 person of 2,000"
    assert format_message("{n:чалавек|чалавекі|чалавек}", {"n": 1002}, "be") == "1\N{NO-BREAK SPACE}002 чалавекі"


def test_an_unknown_language_has_no_catalogue() -> None:
    with pytest.raises(KeyError):
        translations("de")


def test_a_text_without_a_translation_is_said_in_english() -> None:
    assert [format_message("{n:person|people}", {"n": n}, "be") for n in (1, 3, 5)] == [
        "1 person",
        "3 people",
        "5 people",
    ]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "en",
            "1 month, 1.5 months, 6 months, 1 year, 1 year 1.5 months, 1½ years, 2 years 1 month, 4,681 years",
        ),
        (
            "be",
            "1 месяц, 1,5 месяца, 6 месяцаў, 1 год, 1 год 1,5 месяца, 1,5 года, 2 гады 1 месяц, 4\xa0681 год",
        ),
        (
            "ru",
            "1 месяц, 1,5 месяца, 6 месяцев, 1 год, 1 год 1,5 месяца, 1,5 года, 2 года 1 месяц, 4\xa0681 год",
        ),
    ],
)
def test_a_length_is_said_in_years_and_months(lang: str, expected: str) -> None:
    months = (1, 1.5, 6, 12, 13.5, 18, 25, 4681 * 12)
    assert ", ".join(format_message("{n:length}", {"n": n}, lang) for n in months) == expected


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("be", "be"),
        ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"),
        ("en;q=0.1, be-BY;q=0.9", "be"),
        ("de, uk;q=0.9, ru;q=0.2", "ru"),
        ("be;q=0, ru;q=0.1", "ru"),
        ("BE", "be"),
        ("be;q=nan, ru;q=0.1", "ru"),
        ("de", "en"),
        ("*", "en"),
        ("", "en"),
        (";;,=,;q=", "en"),
    ],
)
def test_the_browser_says_which_language_its_reader_wants(asked: str, lang: str) -> None:
    assert negotiate_language(asked) == lang


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_is_there_in_every_language(name: str, lang: str) -> None:
    """As many headings and examples, in the same order: a translation that lags behind is seen."""
    english, translated = (document(name, each).read_text(encoding="utf-8") for each in ("en", lang))
    english = english.replace("&lang=en&", f"&lang={lang}&")
    for parts in (r"^#+(?= )", r"^```$.*?^```$", r"^\| `[^|]*(?=\|)"):
        pattern = re.compile(parts, re.MULTILINE | re.DOTALL)
        assert pattern.findall(translated) == pattern.findall(english)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Колькасць палітвязняў апусцілася да 1200 чалавек (Nasha Niva)", "be"),
        ("В Беларуси заблокировали сайт «Экодома»", "ru"),
        ("Правозахисники назвали кількість політв’язнів у Білорусі", ""),
        ("Lawtrend: С 2020 года в Беларуси (Позірк)", ""),
        ("Human Rights Situation in Belarus", ""),
    ],
)
def test_letters_tell_the_language_of_a_title_or_nothing(text: str, lang: str) -> None:
    assert guess_language(text) == lang
