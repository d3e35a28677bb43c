"""Citations: outside judges read back from each what its view says, whatever stands in it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any

import bibtexparser
import pytest
import rispy
import yaml
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import example, given
from hypothesis import strategies as st

from repression.downloads.citations import Citation, apa, as_sentence, bibtex, cite, ris
from repression.questions.answer import Answer, AnswerSource
from repression.questions.describe import filter_sentence
from repression.questions.question import Question, all_questions
from repression.questions.selection import query_of
from repression.site import NAME
from repression.warehouse.database import Warehouse
from repression.web.dcat import KEYWORDS
from tests.conftest import ROOT
from tests.queries.asking import asked, chosen

SEEN = date(2026, 12, 3)
VIEWS = (
    "",
    "status=any&gender=female&arrested=2020-08..2021-12",
    "article=342&article=293&article_match=all&length=12..",
    "snapshot=2023-02-10&lang=be",
    "org_region=Minsk+city&year=2021..2022&lang=ru",
    "series=wider",
)
NAMED = {
    "\\textbackslash{}": "\\",
    "\\textbraceleft{}": "{",
    "\\textbraceright{}": "}",
    "\\textasciitilde{}": "~",
    "\\textasciicircum{}": "^",
}
# Anything that can stand in a value, and often what stands for something in one of the formats.
PIECES = [
    *("\r\nER  - \r\nTY  - JOUR", "},\n", "}}", "{", "\\", "\\{", "@misc{x,", '"', "ё", *"%&#_$~^"),
    *("\0", "\t", "\x0b", "\x1c", "\x85", "\u2028", "\u2029", "\ud800"),
]
ALL_PIECES = "x".join(["", *PIECES, ""])
HOSTILE = st.lists(st.one_of(st.characters(), st.sampled_from(PIECES)), max_size=20).map("".join)


def view(warehouse: Warehouse, question: str, parameters: str = "") -> Citation:
    answer = asked(warehouse, question, parameters)
    link = f"https://figures.example/sentences?{query_of(answer.selection.address())}#{question}"
    return cite(answer, filter_words=filter_sentence(warehouse, answer), link=link, seen=SEEN)


def of_ris(text: str) -> dict[str, Any]:
    assert text.count("\n") == text.count("\r\n") and text.endswith("ER  - \r\n")
    (record,) = rispy.loads(text.replace("\r\n", "\n"))
    assert not record.get("unknown_tag")
    return dict(record)


def of_bibtex(text: str, *middleware: Any) -> dict[str, str]:
    library = bibtexparser.parse_string(text, append_middleware=middleware)
    assert not library.failed_blocks and not library.comments
    (entry,) = library.entries
    assert entry.entry_type == "misc"
    return {"key": entry.key, **{field.key: field.value for field in entry.fields}}


def held(warehouse: Warehouse, parameters: str) -> list[str]:
    """The questions that have an answer as old as the view asks."""
    return [name for name in all_questions() if not asked(warehouse, name, parameters).missing]


@pytest.mark.parametrize("parameters", VIEWS)
def test_a_reader_of_bibtex_gives_every_view_back(warehouse: Warehouse, parameters: str) -> None:
    for question in held(warehouse, parameters):
        citation = view(warehouse, question, parameters)
        raw, told = of_bibtex(bibtex(citation)), of_bibtex(bibtex(citation), LatexDecodingMiddleware())
        assert told["key"] == citation.key and re.fullmatch(r"[a-z0-9-]+", citation.key)
        assert told.get("author", "") == " and ".join(citation.counters)
        assert told["title"] == citation.title
        assert (told["year"], told["date"]) == (str(citation.day.year), citation.day.isoformat())
        # An address is taken as it stands: programs know that it is not LaTeX.
        assert (raw["url"], raw["urldate"]) == (citation.link, "2026-12-03")
        assert citation.site in told["howpublished"] and citation.known_words in told["howpublished"]
        assert citation.filter_words in told.get("note", "") and citation.counted in told.get("note", "")


@pytest.mark.parametrize("parameters", VIEWS)
def test_a_reader_of_ris_gives_every_view_back(warehouse: Warehouse, parameters: str) -> None:
    for question in held(warehouse, parameters):
        citation = view(warehouse, question, parameters)
        told = of_ris(ris(citation))
        assert (told["type_of_reference"], told["id"]) == ("DATA", citation.key)
        assert told.get("authors", []) == list(citation.counters)
        assert (told["title"], told["name_of_database"]) == (citation.title, citation.site)
        assert (told["year"], told["date"]) == (str(citation.day.year), citation.day.isoformat().replace("-", "/"))
        assert (told["urls"], told["access_date"]) == ([citation.link], "2026/12/03")
        said = [citation.known_words, citation.filter_words, citation.counted]
        assert all(any(part in note for note in told["notes"]) for part in said)


def test_the_address_is_the_one_that_was_given(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "sentence_lengths", VIEWS[1])
    link = f"https://figures.example/sentences?{query_of(answer.selection.address())}#sentence_lengths"
    assert cite(answer, filter_words="", link=link, seen=SEEN).link == link


def test_the_counter_is_the_author_and_the_dashboard_never_is(warehouse: Warehouse) -> None:
    for question in held(warehouse, ""):
        citation = view(warehouse, question)
        assert NAME not in " ".join(citation.counters)
        assert not apa(citation).startswith(NAME)
    assert view(warehouse, "sentence_lengths").counters == ("Human Rights Center Viasna",)
    # Compiled figures of one counter, of the counters of the rows alone, and of both a register and the rows.
    assert view(warehouse, "organisations_lost").counters == ("Lawtrend",)
    assert apa(view(warehouse, "prisoners_trend")).startswith(
        "The human rights community of Belarus with Viasna. (2026, "
    )
    assert view(warehouse, "headlines").counters == ()
    both = view(warehouse, "stock_against_published")
    assert (both.counters, both.in_rows) == (("Human Rights Center Viasna",), True)
    # The register is of 2023, though what others counted was collected later: the year goes with the author.
    assert both.day == date(2023, 2, 10)
    assert [each.snapshot for each in asked(warehouse, "stock_against_published", "").sources] == [both.day, both.known]


def test_two_editions_of_a_counter_are_cited_by_the_newer(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "sentence_lengths", "")
    older = replace(answer.sources[0], snapshot=date(2022, 1, 31))
    citation = cite(
        replace(answer, sources=(*answer.sources, older)), filter_words="", link="https://figures.example/", seen=SEEN
    )
    assert (citation.counters, citation.day) == (("Human Rights Center Viasna",), date(2023, 2, 10))


def test_a_register_is_cited_whole(warehouse: Warehouse) -> None:
    citation = view(warehouse, "sentence_lengths", "gender=female&snapshot=2026-11-22")
    link = "https://figures.example/sentences?snapshot=2026-11-22&lang=en&gender=female#sentence_lengths"
    assert citation.link == link
    assert apa(citation) == (
        "Human Rights Center Viasna. (2023, February 10). Length of sentences: recognised political prisoners, present "
        "and former; gender: Women (data as known on 22 November 2026) [Data set]. Compiled and shown by Political "
        f"repression in Belarus, in figures. Retrieved December 3, 2026, from {link}"
    )
    assert as_sentence(citation) == (
        "“Length of sentences: recognised political prisoners, present and former; gender: Women”. From the data of "
        "Human Rights Center Viasna, as of 10 February 2023. Compiled and shown by “Political repression in Belarus, "
        f"in figures”, data as known on 22 November 2026; seen on 3 December 2026 at {link}"
    )
    assert bibtex(citation) == (
        f"@misc{{{citation.key},\n"
        "  author = {{Human Rights Center Viasna}},\n"
        "  title = {{Length of sentences}},\n"
        "  year = {2023},\n"
        "  date = {2023-02-10},\n"
        "  howpublished = {Compiled and shown by Political repression in Belarus, in figures, data as known on 22 "
        "November 2026},\n"
        "  note = {Filter: recognised political prisoners, present and former; gender: Women. From the data of Human "
        "Rights Center Viasna, as of 10 February 2023},\n"
        f"  url = {{{link}}},\n"
        "  urldate = {2026-12-03},\n"
        "  langid = {english},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("lang", "begin"),
    [
        ("en", "“Groups added to the list of ‘extremist formations’”. "),
        ("be", "«Групы, дададзеныя ў пералік „экстрэмісцкіх фарміраванняў“». "),
    ],
)
def test_marks_within_a_quoted_title_are_inner_ones(warehouse: Warehouse, lang: str, begin: str) -> None:
    assert as_sentence(view(warehouse, "extremist_formations", f"lang={lang}")).startswith(begin)


def test_compiled_figures_without_a_counter_lead_with_their_title(warehouse: Warehouse) -> None:
    citation = view(warehouse, "headlines")
    assert apa(citation).startswith(
        "The newest figures (data as known on 22 November 2026) [Data set]. (2026, November 22). "
        "Each row names its source. Compiled and shown by "
    )
    assert "Each row names its source; collected 22 November 2026" in as_sentence(citation)
    assert "author" not in of_bibtex(bibtex(citation)) and "authors" not in of_ris(ris(citation))


def test_several_counters_are_told_apart(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "sentence_lengths", "")
    (source,) = answer.sources
    names = ("Viasna", "Law & Order, Minsk", "Salt and Bread")
    several = replace(answer, sources=tuple(replace(source, publisher=name) for name in names))
    citation = cite(several, filter_words="", link="https://figures.example/", seen=SEEN)
    assert apa(citation).startswith("Viasna, Law & Order, Minsk, & Salt and Bread. (2023, February 10). ")
    assert of_bibtex(bibtex(citation))["author"] == "{Viasna} and {Law \\& Order, Minsk} and {Salt and Bread}"
    assert of_ris(ris(citation))["authors"] == list(names)


def test_a_view_keeps_its_key_and_another_view_has_another(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "sentence_lengths", VIEWS[1])
    again = cite(answer, filter_words="", link="http://elsewhere.example/", seen=date(2027, 1, 1))
    assert again.key == view(warehouse, "sentence_lengths", VIEWS[1]).key
    views = [(name, parameters) for parameters in VIEWS for name in held(warehouse, parameters)]
    # The language of the words makes no other view, nor does a filter that the question does not obey.
    told_apart = {(name, asked(warehouse, name, parameters).selection) for name, parameters in views}
    told_apart = {(name, replace(selection, lang="en")) for name, selection in told_apart}
    assert len({view(warehouse, *each).key for each in views}) == len(told_apart)


def test_what_is_not_there_is_not_cited(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "headlines", "snapshot=2023-02-10")
    with pytest.raises(ValueError, match="the answer lacks people_counts, organisation_counts, indicators"):
        cite(answer, filter_words="", link="https://figures.example/", seen=SEEN)
    with pytest.raises(ValueError, match="link must begin with https:// or http://, not 'javascript"):
        cite(asked(warehouse, "headlines", ""), filter_words="", link="javascript:alert(1)", seen=SEEN)


def unescaped(text: str) -> str:
    """The text that an escaped one stands for, by the rules of LaTeX and nothing of ours."""
    pattern = r"\\text\w+\{\}|\\([&%#_$])"
    return re.sub(pattern, lambda found: found[1] or NAMED[found[0]], text)


def hostile(warehouse: Warehouse, title: str, filter_words: str, publisher: str, link: str) -> Citation:
    question: Question = replace(all_questions()["sentence_lengths"], title=title, counted_by="")
    source = AnswerSource("people", date(2023, 2, 10), "A source", None, publisher, "")
    answer = Answer(question, chosen(warehouse, ""), asked(warehouse, "sentence_lengths", "").table, (), (source,))
    return cite(answer, filter_words=filter_words, link=f"https://figures.example/{link}", seen=SEEN)


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
@example(ALL_PIECES, ALL_PIECES, ALL_PIECES, ALL_PIECES)
def test_nothing_that_stands_in_a_value_breaks_a_format(
    warehouse: Warehouse, title: str, filter_words: str, publisher: str, link: str
) -> None:
    citation = hostile(warehouse, title, filter_words, publisher, link)
    for text in (as_sentence(citation), apa(citation)):
        assert len(text.splitlines()) == 1 and "Cc" not in map(unicodedata.category, text)
        text.encode()

    text = bibtex(citation)
    fields = of_bibtex(text)
    assert len(text.splitlines()) == len(fields) + 1  # a line each, the key's is the first and the brace's the last
    assert text.count("{") == text.count("}")
    without_link = re.sub(r"  url = .*\n", "", text)
    assert not re.search(r"(?<!\\)[%#&_$~^]|\\(?!text[a-z]+\{\}|[%#&_$])", without_link)
    assert unescaped(fields["title"].removeprefix("{").removesuffix("}")) == citation.title
    assert (fields["url"], fields["year"]) == (citation.link, "2023")
    assert unescaped(fields.get("author", "").removeprefix("{").removesuffix("}")) == "".join(citation.counters)
    assert citation.filter_words in unescaped(fields["note"])

    text = ris(citation)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.splitlines())
    record = of_ris(text)
    assert record.get("authors", []) == list(citation.counters)
    assert record["title"] == citation.title and record["urls"] == [citation.link]
    assert [note for note in record["notes"] if note.startswith("Filter: ")] == (
        [f"Filter: {citation.filter_words}"] if citation.filter_words else []
    )


def test_the_citation_of_the_software_agrees_with_what_it_names(warehouse: Warehouse) -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    # All that version 1.2.0 of the format asks for, of the whole and of each work referred to.
    assert citation["cff-version"] == "1.2.0" and {"message", "title", "authors"} <= citation.keys()
    assert all({"type", "title", "authors"} <= work.keys() for work in citation["references"])
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])
    assert citation["keywords"] == list(KEYWORDS)
    named = {author["name"] for work in citation["references"] for author in work["authors"]}
    assert {each.descriptor.source.publisher for each in warehouse.catalog.snapshots} - {""} <= named
