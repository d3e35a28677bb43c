"""The same numbers in every language, and the words of questions in the reader's."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from repression.charts.canvas import series_of
from repression.charts.horizontal import not_stated
from repression.i18n import LANGUAGES, get_translator
from repression.questions.answer import Answer, ask, vocabulary
from repression.questions.question import all_questions, question_in, read_question
from repression.questions.selection import Selection
from repression.warehouse.database import Warehouse
from tests.conftest import DATA

EVERYONE = (("status", ("any",)), ("series", ("any",)))
# Titles of articles, and names of organisations: the data have them in several languages.
OF_THE_DATA = {"title", "other_title"}
NAMED = {"named_organisations", "organisation_suits"}
other_languages = pytest.mark.parametrize("lang", LANGUAGES[1:])
every_question = pytest.mark.parametrize("name", all_questions())


def asked(warehouse: Warehouse, name: str, lang: str) -> Answer:
    return ask(warehouse, name, Selection(warehouse.days[-1], lang, EVERYONE))


@other_languages
@every_question
def test_only_spoken_cells_differ(warehouse: Warehouse, name: str, lang: str) -> None:
    english, other = asked(warehouse, name, "en"), asked(warehouse, name, lang)
    assert english.table.schema == other.table.schema
    own = OF_THE_DATA | ({"name", "other_name"} if name in NAMED else set())
    same = [each.name for each in english.question.columns.values() if not each.translate and each.name not in own]
    gathered = Counter if name in NAMED else list  # in the order of their names in each language
    rows, others = (
        gathered(zip(*each.table.select(same).to_pydict().values(), strict=True)) for each in (english, other)
    )
    assert rows == others


@other_languages
@every_question
def test_what_a_click_filters_by_is_a_code(warehouse: Warehouse, name: str, lang: str) -> None:
    question, rows = question_in(name, lang), asked(warehouse, name, lang).table
    click = question.chart.get("click", {})
    if "column" in click and "filter" in click:
        codes = vocabulary(warehouse, lang)[click["filter"]]
        assert {code for code in rows[click["column"]].to_pylist() if code is not None} <= set(codes)


@other_languages
@pytest.mark.parametrize("name", [each.name for each in all_questions().values() if "series" in each.chart])
def test_a_series_has_one_colour_in_every_language(warehouse: Warehouse, name: str, lang: str) -> None:
    def drawn(answer: Answer) -> list[tuple[str, int]]:
        return [(each.colour, len(each.rows)) for each in series_of(answer)]

    assert drawn(asked(warehouse, name, lang)) == drawn(asked(warehouse, name, "en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_region_is_named_in_the_readers_language(warehouse: Warehouse, lang: str) -> None:
    outlines = json.loads((DATA / "regions.geojson").read_text(encoding="utf-8"))["features"]
    names = {each["properties"]["region"]: each["properties"][f"name_{lang}"] for each in outlines}
    rows = asked(warehouse, "people_by_region", lang).table.to_pylist()
    told = names | {"unknown": get_translator(lang)("not stated")}
    assert {row["region"]: row["name"] for row in rows} == told
    assert {name: vocabulary(warehouse, lang)[name] for name in ("region", "org_region")} == {
        "region": told,
        "org_region": told | {"national": get_translator(lang)("national")},
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_charts_know_what_is_not_stated_by_its_code(warehouse: Warehouse, lang: str) -> None:
    """In every chart of categories: those whose words say so in the language are those of the code."""
    told: dict[str, set[str]] = {}
    for name, question in all_questions().items():
        if question.chart.get("kind") in {"bars", "dumbbells", "percentiles"}:
            answer = asked(warehouse, name, lang)
            categories = answer.table[question.chart["x"]].to_pylist()
            words = get_translator(lang)("not stated")
            told[name] = {each for each in categories if str(each).startswith(words)}
            assert not_stated(answer) == told[name], name
    assert sum(map(bool, told.values())) >= 5


def test_a_header_may_hold_several_sentences_forms_and_texts_of_cells(tmp_path: Path) -> None:
    (tmp_path / "pairs.sql").write_text(HEADER, encoding="utf-8")
    question = read_question(tmp_path / "pairs.sql")
    assert (question.unit, question.counts.forms) == ("people", "person|people")
    assert question.words == {"one": "{n:person|people}.", "two": "Both {names}."}
    assert (question.columns["name"].translate, question.cell_texts) == (True, ("{n} of {all}",))


HEADER = """/*
title: Pairs
answers: Nothing
unit: person|people
datasets: []
columns:
  name: {title: Name, translate: true}
words:
  one: "{n:person|people}."
  two: "Both {names}."
cell_texts:
  - "{n} of {all}"
*/
SELECT {template: '{n} of {all}', n: 1, all: 2} AS name;
"""


@pytest.mark.parametrize(("lang", "months"), [("en", "months"), ("be", "месяцаў"), ("ru", "месяцев")])
def test_a_unit_without_a_number_is_that_of_many(lang: str, months: str) -> None:
    assert str(question_in("sentence_lengths", lang).columns["from_months"].counts) == months
