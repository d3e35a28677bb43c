"""The catalogues say everything that readers are told, and nothing that nobody says."""

from __future__ import annotations

import json
import re
import string
from collections import Counter

import pytest
from babel.messages.catalog import Message

from repression import messages
from repression.languages import LANGUAGES, speaker
from repression.questions import all_questions
from repression.warehouse import QUERIES, ROOT

PLURAL_FORMS = 3  # one, few, many
in_every_language = pytest.mark.parametrize("lang", LANGUAGES[1:])


@pytest.fixture(scope="module")
def texts() -> dict[str, list[str]]:
    return messages.texts()


def translated(lang: str) -> list[Message]:
    return [each for each in messages.read(lang) if each.id and each.string]


def fields(template: str) -> list[tuple[str, str]]:
    """The placeholders of a template, each with its format; the forms of a noun are a format `forms`."""
    parts = [(name, form or "") for _, name, form, _ in string.Formatter().parse(template) if name is not None]
    return sorted((name, "forms" if "|" in form else form) for name, form in parts)


@in_every_language
def test_every_text_stands_in_the_catalogue(lang: str, texts: dict[str, list[str]]) -> None:
    known = {each.id for each in messages.read(lang) if each.id}
    missing = [text for text in texts if text not in known]
    assert not missing, "run make messages"


@in_every_language
def test_no_text_stands_there_that_is_said_no_more(lang: str, texts: dict[str, list[str]]) -> None:
    stale = [each.id for each in messages.read(lang) if each.id and each.id not in texts]
    assert not stale, "run make messages"


@in_every_language
def test_every_text_is_translated(lang: str) -> None:
    catalogue = messages.read(lang)
    assert not [each.id for each in catalogue if each.id and (not each.string or each.fuzzy)]


@in_every_language
def test_an_update_changes_nothing_of_what_is_translated(lang: str, texts: dict[str, list[str]]) -> None:
    before = {each.id: each.string for each in translated(lang)}
    after = messages.updated(lang, {text: texts.get(text, []) for text in before})
    assert after.decode().count("\nmsgstr ") == len(before)
    assert after.decode().count('msgstr ""\n\n') == 0


@in_every_language
def test_a_translation_has_the_placeholders_of_its_text(lang: str) -> None:
    told = {each.id: (fields(each.id), fields(each.string)) for each in translated(lang)}
    # A number may stand in a translation without the noun, or with one that English does not need.
    bare = {
        text: [[(name, form.replace("forms", "")) for name, form in one] for one in pair] for text, pair in told.items()
    }
    assert not {text: pair for text, pair in bare.items() if set(pair[0]) != set(pair[1])}


@in_every_language
def test_nouns_have_three_forms(lang: str) -> None:
    nouns = [
        form
        for each in translated(lang)
        for form in (
            [each.string]
            if re.fullmatch(r"\w+\|\w+", each.id)
            else re.findall(r"\{\w+:([^{}]*\|[^{}]*)\}", each.string)
        )
    ]
    assert not [noun for noun in nouns if len(noun.split("|")) != PLURAL_FORMS]


@in_every_language
def test_a_translation_has_the_tags_of_its_text(lang: str) -> None:
    def tags(text: str) -> Counter[str]:
        return Counter(re.findall(r"</?\w+[^<>]*>", text))

    assert not [each.id for each in translated(lang) if tags(each.id) != tags(each.string)]


@in_every_language
def test_regions_are_named_as_on_the_map(lang: str) -> None:
    features = json.loads((ROOT / "data" / "regions.geojson").read_text(encoding="utf-8"))["features"]
    named = {each["properties"]["region"]: each["properties"][f"name_{lang}"] for each in features}
    assert {region: speaker(lang)(region) for region in named} == named


def test_what_a_question_says_stands_in_its_sql() -> None:
    shared = (QUERIES / "macros.sql").read_text(encoding="utf-8")
    for question in all_questions().values():
        whole = shared + question.sql + (question.words_sql or "")
        assert not [text for text in question.says if "'" + text.replace("'", "''") + "'" not in whole], question.name


def test_the_parts_of_an_answer_are_those_of_its_header() -> None:
    for question in all_questions().values():
        if len(question.words) > 1 and "parts" in (question.words_sql or ""):
            assert not [part for part in question.words if f"'{part}'" not in str(question.words_sql)], question.name
