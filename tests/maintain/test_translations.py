"""The catalogues say everything that readers are told, and nothing that nobody says.

This holds for the texts of the code, the questions and the schema of the published data. The texts of snapshots come
and go with `add` and `remove`: of those `python -m repression check` warns.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import string
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from repression.i18n import LANGUAGES, get_translator
from repression.maintain import extract_messages
from repression.questions.filter_macros import macros
from repression.questions.question import all_questions
from tests.conftest import LIVE_DATA

PLURAL_FORMS = {3, 4}  # one, few, many; other where decimals have a form of their own
NOUN = re.compile(r"[^{}|]+(\|[^{}|]+)+")
in_every_language = pytest.mark.parametrize("lang", LANGUAGES[1:])


@pytest.fixture(scope="module")
def texts() -> set[str]:
    """Those that do not change with the snapshots."""
    return {text for text, _ in extract_messages.fixed_texts() if extract_messages.has_words(text)}


def translated(lang: str) -> list[Message]:
    return [each for each in extract_messages.read(lang) if each.id and each.string]


def placeholders(template: str) -> set[str]:
    """Their names; a translation may say the same value in another format, or with a noun."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def nouns(text: str) -> list[str]:
    """The forms of nouns in a text: of a unit's name, or beside the numbers of a template."""
    return [text] if NOUN.fullmatch(text) else re.findall(r"\{\w+:([^{}]*\|[^{}]*)\}", text)


@in_every_language
def test_every_text_stands_in_the_catalogue(lang: str, texts: set[str]) -> None:
    known = {each.id for each in extract_messages.read(lang) if each.id}
    missing = [text for text in texts if text not in known]
    assert not missing, "run make messages"


@in_every_language
def test_no_text_stands_there_that_is_said_no_more(lang: str, texts: set[str]) -> None:
    entries = [each for each in extract_messages.read(lang) if each.id and each.id not in texts]
    stale = [each.id for each in entries if not extract_messages.is_of_data(each)]
    assert not stale, "run make messages"


@in_every_language
def test_every_text_is_translated(lang: str, texts: set[str]) -> None:
    held = [each for each in extract_messages.read(lang) if each.id in texts or not extract_messages.is_of_data(each)]
    assert not [each.id for each in held if each.id and (not each.string or each.fuzzy)]


@in_every_language
def test_an_update_keeps_what_is_translated(lang: str) -> None:
    texts = {each.id: [] for each in translated(lang)}
    after = read_po(
        io.BytesIO(extract_messages.updated_catalog(lang, {**texts, "A new text": ["a place"]})), locale=lang
    )
    assert {each.id: each.string for each in after if each.id} == {
        **{each.id: each.string for each in translated(lang)},
        "A new text": "",
    }


@in_every_language
def test_the_catalogue_opens_in_editors_of_translations(lang: str, tmp_path: Path) -> None:
    with extract_messages.path_of(lang).open("rb") as file:
        header = dict(read_po(file).mime_headers)  # without a locale: what the file itself says
    assert header["Language"] == lang
    assert header["Content-Type"] == "text/plain; charset=utf-8"
    assert header["Plural-Forms"].startswith("nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : ")
    if msgfmt := shutil.which("msgfmt"):
        subprocess.run([msgfmt, "--check", "-o", tmp_path / "messages.mo", extract_messages.path_of(lang)], check=True)


@in_every_language
def test_an_update_of_equal_texts_gives_equal_bytes(lang: str) -> None:
    wanted = {str(each.id): each.auto_comments for each in extract_messages.read(lang) if each.id}
    assert extract_messages.updated_catalog(lang, wanted) == extract_messages.path_of(lang).read_bytes()


@in_every_language
def test_a_translation_has_the_placeholders_of_its_text(lang: str) -> None:
    assert not [each.id for each in translated(lang) if placeholders(each.id) != placeholders(each.string)]


@in_every_language
def test_nouns_have_all_their_forms(lang: str) -> None:
    forms = {noun: len(noun.split("|")) for each in translated(lang) for noun in nouns(each.string)}
    assert set(forms.values()) <= PLURAL_FORMS, forms


@in_every_language
def test_a_unit_that_has_forms_has_them_in_every_language(lang: str) -> None:
    assert not [each.id for each in translated(lang) if NOUN.fullmatch(each.id) and "|" not in str(each.string)]


@in_every_language
def test_a_translation_has_the_tags_of_its_text(lang: str) -> None:
    def tags(text: str) -> Counter[str]:
        return Counter(re.findall(r"</?\w+[^<>]*>", text))

    assert not [each.id for each in translated(lang) if tags(each.id) != tags(each.string)]


@in_every_language
def test_regions_are_named_as_on_the_map(lang: str) -> None:
    features = json.loads((LIVE_DATA / "regions.geojson").read_text(encoding="utf-8"))["features"]
    named = {each["properties"]["name_en"]: each["properties"][f"name_{lang}"] for each in features}
    assert {region: get_translator(lang)(region) for region in named} == named


def test_what_a_question_says_stands_in_its_sql() -> None:
    shared = macros()
    for question in all_questions().values():
        whole = shared + question.sql + (question.words_sql or "")
        assert not [text for text in question.cell_texts if "'" + text.replace("'", "''") + "'" not in whole], (
            question.name
        )


def test_the_parts_of_an_answer_are_those_of_its_header() -> None:
    for question in all_questions().values():
        if len(question.words) > 1 and "parts" in (question.words_sql or ""):
            assert not [part for part in question.words if f"'{part}'" not in str(question.words_sql)], question.name
