"""Words that nobody knows: asked once, and read as they were answered. All people are invented."""

from collections.abc import Mapping
from datetime import date

import pytest

from repression.intake import anonymise
from repression.intake.register import COLUMNS, Reference, read_entries
from repression.intake.report import Report
from repression.intake.terms import term
from repression.intake.vocabulary import ASKED, UNREADABLE, broken_meaning, choices, word_of
from repression.snapshots.catalog import read_package
from repression.snapshots.csv_io import format_csv
from repression.snapshots.descriptor import Reading
from repression.snapshots.schema import fields_of
from tests.conftest import DATA
from tests.support.raw_registers import REFERENCE

DAY = date(2023, 2, 10)
PLAIN = dict.fromkeys(COLUMNS, "") | {"status": "active", "gender": "female"}
UNKNOWN = {
    "gender": "x",
    "arrested": "2021-02-30",
    "verdict_date": "soon",
    "release_date": "1900-01-01",
    "articles": "342; many",
    "penalty": "Exile",
    "prison": "Camp No. 5; Secret street 5, Zinaida Kavalenka",
    "died": "perhaps",
    "tags": "somehow",
}
WORDS = {
    "gender": "x",
    "arrested": "0000-00-00",
    "verdict_date": "soon",
    "release_date": "0000-00-00",
    "articles": "many",
    "penalty": "exile",
    "prison": "camp no. 5",
    "died": "perhaps",
    "tags": "somehow",
}


def read(
    *rows: dict[str, str], words: Mapping[tuple[str, str], str] | None = None
) -> tuple[list[dict[str, str]], Report]:
    numbered = [PLAIN | {"id": str(number)} | row for number, row in enumerate(rows, start=1)]
    content = format_csv(COLUMNS, [[row[column] for column in COLUMNS] for row in numbered])
    known = Reference(REFERENCE.regions, REFERENCE.articles, ("fine", "exile"), words or {})
    entries, report = read_entries(content, "raw.csv", DAY, known)
    return [dict(zip(anonymise.COLUMNS, entry.cells, strict=True)) for entry in entries], report


def test_an_unknown_word_costs_neither_the_person_nor_the_other_cells() -> None:
    rows, report = read({}, UNKNOWN, {"penalty": "exile "}, {"penalty": "EXILE"})
    assert not report.issues
    assert len(rows) == 4
    empty = [rows[1][name] for name in ("gender", "arrested", "verdict", "released", "penalty", "facility")]
    assert (empty, rows[1]["articles"]) == ([""] * 6, "342")
    words = {one.column: one for one in report.open_words()}
    assert {column: one.word for column, one in words.items()} == WORDS
    assert (words["penalty"].rows, words["penalty"].lines) == (3, (3, 4, 5))
    assert words["penalty"].examples == ("Exile", "exile ", "EXILE")
    assert not words["penalty"].is_rare and words["prison"].is_rare
    # Nothing of the row beside the word, and nothing behind the name of the place.
    assert words["prison"].examples == ("Camp No. 5",)
    assert any(str(line).startswith("not known: column penalty, 3 rows: 'Exile' must be") for line in report.lines(()))


def test_an_answered_word_is_read_as_answered() -> None:
    words = {
        ("gender", "x"): "male",
        ("articles", "many"): "293.2;361-1",
        ("penalty", "exile"): "exile",
        ("prison", "camp no. 5"): "Prison No. 4",
        ("prison", "at large"): "not_held",
        ("status", "free"): "convicted",
    }
    rows, report = read(UNKNOWN, {"prison": "At large"}, {"status": "Free"}, words=words)
    assert {one.column for one in report.open_words()} == {"arrested", "verdict_date", "release_date", "died", "tags"}
    found = [rows[0][name] for name in ("gender", "articles", "penalty", "custody", "facility", "region")]
    assert found == ["male", "293.2;342;361-1", "exile", "facility", "Prison No. 4", "Mogilev region"]
    assert (rows[1]["custody"], rows[2]["status"]) == ("", "convicted")


def test_an_unreadable_word_leaves_its_cell_empty_and_is_counted() -> None:
    words = dict.fromkeys(WORDS.items(), UNREADABLE)
    rows, report = read(UNKNOWN, {}, words=words)
    assert (len(rows), report.open_words(), report.issues) == (2, (), [])
    for column in WORDS:
        assert Reading(ASKED[column], UNREADABLE, 1, 1) in report.readings(), column


def test_nobody_is_counted_without_a_status() -> None:
    rows, report = read({}, {"status": "free"})
    assert (len(rows), len(report.open_words()), report.issues) == (1, 1, [])
    assert "left out until their status is known: 1 row" in map(str, report.lines(()))
    rows, report = read({}, {"status": "free"}, words={("status", "free"): UNREADABLE})
    assert (len(rows), report.open_words(), len(report.issues)) == (1, (), 1)


@pytest.mark.parametrize("text", ["'", "…", "\u200b"])
def test_a_cell_without_a_letter_cannot_be_asked_for(text: str) -> None:
    rows, report = read({"penalty": text})
    assert (rows[0]["penalty"], report.issues) == ("", [])
    assert all(one.word for one in report.open_words())


@pytest.mark.parametrize(
    ("column", "meaning", "rule"),
    [
        ("penalty", "exil", "must be one of fine, exile, unreadable"),
        ("arrested", "2021", "must be one of unreadable"),
        ("articles", "342;293.2", "must be articles in their order"),
        ("articles", "", "must be articles in their order"),
        ("articles", "many", "must be articles such as"),
        ("prison", "Nowhere", "must be one of not_held, house_arrest, awaiting_sentence, Penal colony No. 1"),
        ("status", "", "must be one of political_prisoner"),
    ],
)
def test_a_meaning_is_one_that_can_be_published(column: str, meaning: str, rule: str) -> None:
    known = Reference(REFERENCE.regions, REFERENCE.articles, ("fine", "exile"))
    said = broken_meaning(column, meaning, known)
    assert said and said.startswith(rule)


def test_a_word_is_in_the_form_of_words_already() -> None:
    for column, word in WORDS.items():
        assert word_of(column, word) == word


FIELDS = {field.name: field for field in fields_of(read_package(DATA), "people")}
CODED = [raw for raw, name in ASKED.items() if name in FIELDS and FIELDS[name].enum and raw != "prison"]


def test_every_word_that_is_asked_about_can_be_answered() -> None:
    _, report = read({column: "somehow" for column in COLUMNS if column != "id"})
    assert {one.column for one in report.open_words()} <= ASKED.keys()
    for raw in CODED:
        assert set(choices(raw, Reference({}, ())) or ()) == set(FIELDS[ASKED[raw]].enum), raw


def test_maintainers_are_told_columns_and_codes_in_words() -> None:
    codes = {code for raw in CODED for code in FIELDS[ASKED[raw]].enum}
    for name in (*anonymise.COLUMNS, *ASKED, *codes):
        assert term(name).template == name, name
