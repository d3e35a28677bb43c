"""The texts for readers are plain: short sentences, and none of the phrases that have to be read twice.

This holds in every language for the texts of the code, the questions and the schema, for the documents that the site
shows, and for what the project itself wrote into the data up to a day. What snapshots have from their sources, and what
maintainers write later, is not counted here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

import pytest

from repression.documents import DOCUMENTS, document
from repression.i18n import LANGUAGES, translations
from repression.maintain import extract_messages
from repression.snapshots.catalog import read_catalog
from repression.snapshots.schema import datasets_of
from tests.conftest import LIVE_DATA
from tests.maintain.test_translations import texts

__all__ = ["texts"]  # the fixture: every fixed text in English

# Words in a sentence: the longest of all, and the longest of all but a few. Belarusian and Russian may be 15 % longer.
LONGEST = {"en": 25, "be": 28, "ru": 28}
LONG = {"en": 20, "be": 23, "ru": 23}
FEW = 0.03
WRITTEN_BY = date(2026, 11, 30)
# The columns with words of our own. Names, titles of sources, charges and codes are those of others.
WRITTEN_HERE = {
    "people_counts": ("counted_by",),
    "organisation_counts": ("counted_by",),
    "indicators": ("unit",),
    "defenders": ("role", "sentence", "appeal", "release_kind", "note"),
    "events": ("title", "description"),
}
# A full stop after these ends no sentence.
ABBREVIATIONS = re.compile(r"((?<![^\s(])[A-ZА-Я]|\b(?:No|Nos|Art|e\.g|i\.e|etc|арт|ст|гг|г|т|п|ч|д|тыс))\.(?=\s)")
# After the stop may stand closing quotes and brackets; the next sentence begins with a capital, a digit or a sign.
END = re.compile(r"(?<=[.?!…])[\"”’»)\]*_]*\s+(?=[\"“«(\[*_]*[A-ZА-ЯЁІЎ\d`–—-])|\n\s*\n|\n(?=\s*(?:[-*|]|\d+\.)\s)")
BLOCKS = re.compile(r"</(?:p|li|h\d|summary|td|th)>|<br>")
PLACEHOLDER = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
# What placeholders usually hold: "10 February 2023", "August 2022", a title, a list of two terms of two words.
DAYS = re.compile(r"(\w+_)?(day|date|on)|since|until|register|collected|newest|accessed|today|snapshot|heard|period")
TITLES = frozenset(
    ["title", "dataset", "source", "sources", "counter", "reason", "filter", "figure", "issue", "refusal", "names"]
)
# Phrases of officials, with what to say instead.
STIFF = {
    r"\bof which\b": "among them, or a second sentence",
    r"\b(?:cannot|can not) be told\b": "is not known",
    r"\bfor which it is not\b": "name them",
    r"\bset off against\b": "compare",
    r"\bread as later\b": "say later than what",
    r"\bnot un(?!der|til|ique|less)\w+": "the plain word",
    r"\bnone\b[^.;]*\bwithout\b": "all have",
}


def words_of(placeholder: re.Match[str]) -> str:
    """As many words as a value of the placeholder usually has."""
    name, shape = placeholder[1], placeholder[2] or ""
    if "|" in shape:
        count = 1 + max(len(form.split()) for form in shape.split("|"))
    elif shape in (";", ","):
        count = 4
    elif shape in ("month", "of_month"):
        count = 2
    elif (not shape and DAYS.fullmatch(name)) or name in TITLES:
        count = 3
    else:
        count = 1
    return " ".join(["N1"] * count)


def sentences(text: str) -> list[str]:
    """The sentences of a text or template, placeholders filled."""
    plain = re.sub(r"<[^>]*>", "", BLOCKS.sub("\n\n", PLACEHOLDER.sub(words_of, text)))
    plain = ABBREVIATIONS.sub(r"\1", plain)
    return [each.strip() for each in END.split(plain) if re.search(r"\w", each)]


def length(sentence: str) -> int:
    """Its words: what has a letter or a digit between blanks."""
    return sum(bool(re.search(r"\w", each)) for each in sentence.split())


def too_long(found: Iterable[str], lang: str) -> list[str]:
    """Sentences over the hard bound, or all long ones if they are more than a few."""
    lengths = {each: length(each) for each in found}
    long = [f"{count}: {each}" for each, count in lengths.items() if count > LONG[lang]]
    longest = [f"{count}: {each}" for each, count in lengths.items() if count > LONGEST[lang]]
    return longest or (long if len(long) > FEW * len(lengths) else [])


@pytest.fixture(scope="module")
def said(texts: set[str]) -> Callable[[str], list[str]]:
    """The fixed texts in a language."""

    def in_language(lang: str) -> list[str]:
        if lang == LANGUAGES[0]:
            return sorted(texts)
        return [str(each.string) for each in extract_messages.read(lang) if each.id in texts]

    return in_language


def texts_of_data() -> Iterator[str]:
    """The notes of the published snapshots, and the cells of the columns that were written here."""
    catalog = read_catalog(LIVE_DATA)
    for dataset in datasets_of(catalog.package):
        snapshot = catalog.shown_on(dataset, WRITTEN_BY)
        assert snapshot, dataset
        yield from snapshot.descriptor.notes
        with snapshot.path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from (row[column] for column in WRITTEN_HERE.get(dataset, ()) if row[column])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_of_the_data_are_short(lang: str) -> None:
    known = translations(lang)
    said = {known.get(text, text) for text in texts_of_data()}
    assert len(said) > 100
    assert not [each for text in said for each in sentences(text) if length(each) > LONGEST[lang]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_are_short(lang: str, said: Callable[[str], list[str]]) -> None:
    assert not too_long((each for text in said(lang) for each in sentences(text)), lang)


def test_no_text_has_a_phrase_to_be_read_twice(texts: set[str]) -> None:
    assert not [
        (text, f"say: {plain}")
        for text in sorted(texts)
        for phrase, plain in STIFF.items()
        if re.search(phrase, text, re.IGNORECASE)
    ]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("Penal colony No. 15 held most. Art. 342 is next, e.g. in 2021.", [6, 7]),
        ("“Safe to write.” By 10 February 2023 it fell. 12 were freed.", [3, 6, 3]),
        ("In {month:month} {n:person was|people were} held; {places:;} by {read_on}.", [15]),
        ("<b>Nothing is guessed.</b> Gaps stay gaps<br>and so on", [3, 3, 3]),
        ("- one item\n- another item\n\nA paragraph (2 of 3) goes\non.", [2, 2, 7]),
        ("З 2021 г. у турме № 4. Далей — іншыя.", [6, 2]),
    ],
)
def test_sentences_are_split_and_counted(text: str, lengths: list[int]) -> None:
    assert [length(each) for each in sentences(text)] == lengths


def test_a_long_sentence_is_found_and_a_few_less_long_ones_pass() -> None:
    def of(count: int, number: int) -> str:
        return f"{number} " + "word " * (count - 1)

    short = [of(5, number) for number in range(97)]
    assert not too_long([*short, *(of(25, number) for number in range(3))], "en")
    assert len(too_long([*short, *(of(21, number) for number in range(4))], "en")) == 4
    assert len(too_long([*short, of(26, 0)], "en")) == 1


NOT_PROSE = re.compile(r"^```.*?^```$|^\|[^\n]*$|^ {4}[^\n]*$|^#[^\n]*$", re.MULTILINE | re.DOTALL)
CITATION = re.compile(r"\s*\((?:\[[^\]]*\]\([^)]*\)(?:, )?)+\)")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_sentences_of_documents_are_short(name: str, lang: str) -> None:
    """Without their tables, headings and examples, and without citations in brackets."""
    text = NOT_PROSE.sub("\n\n", document(name, lang).read_text(encoding="utf-8"))
    assert not too_long(sentences(LINK.sub(r"\1", CITATION.sub("", text))), lang)
