"""The registry: one choice has one address, and nothing that is not known passes in silence."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import parse_qs, quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repression.paths import QUERIES
from repression.questions.answer import ask, vocabulary
from repression.questions.filter_macros import PLACE, filter_macros, macros
from repression.questions.filter_types import (
    Choice,
    KnownDay,
    LengthRange,
    MonthRange,
    NotAllowed,
    Single,
    Vocabulary,
    address_code,
)
from repression.questions.filters import BY_NAME, FILTERS
from repression.questions.selection import BadAddress, Selection, query_of, read_address
from repression.warehouse.build import build
from repression.warehouse.database import Warehouse

DAYS = [date(2023, 2, 10), date(2026, 11, 22)]


@pytest.fixture(scope="module")
def codes(warehouse: Warehouse) -> Vocabulary:
    return vocabulary(warehouse, "en")


def months() -> st.SearchStrategy[date | None]:
    return st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(lambda d: d.replace(day=1))


def values_of(name: str, codes: Vocabulary) -> st.SearchStrategy[Any]:
    """Values as a reader can choose them, none included."""
    each = BY_NAME[name]
    if isinstance(each, Choice):
        return st.lists(st.sampled_from(list(codes[name]))).map(lambda c: each.choose(c, codes))
    if isinstance(each, Single):
        return st.sampled_from([code for code, _ in each.codes]).map(lambda c: each.read([c], codes))
    if isinstance(each, KnownDay):
        return st.none() | st.sampled_from(list(codes[name]))
    sides = months() if isinstance(each, MonthRange) else st.none() | st.integers(0, 999)
    if isinstance(each, LengthRange):
        sides = st.none() | st.integers(0, 999).map(lambda n: n / 10)
    pairs = st.tuples(sides, sides).filter(lambda p: p != (None, None))
    return st.none() | pairs.filter(lambda p: None in p or p[0] <= p[1])


@given(data=st.data())
def test_an_address_gives_back_the_selection_that_wrote_it(data: Any, codes: Vocabulary) -> None:
    selection = Selection(data.draw(st.dates(DAYS[0], DAYS[1])), data.draw(st.sampled_from(["en", "be", "ru"])))
    for each in FILTERS:
        selection = selection.with_value(each.name, data.draw(values_of(each.name, codes)))
    assert read_address(selection.address(), codes, DAYS) == selection


def test_the_registry_sets_what_the_questions_read() -> None:
    """A name that is not set would be read as not filtered, and a filter that is not read would narrow nothing."""
    texts = [macros(), *(path.read_text() for path in QUERIES.glob("*.sql"))]
    read = {name for text in texts for name in re.findall(r"getvariable\('(\w+)'\)", text)}
    assert read == {*Selection(DAYS[1]).bound(), "shown"}


@pytest.mark.parametrize(
    ("parameters", "parameter"),
    [
        ({"gender": ["other"]}, "gender"),
        ({"gender": ["male", "nobody"]}, "gender"),
        ({"status": ["any", "convicted"]}, "status"),
        ({"status": [""]}, "status"),
        ({"arrested": ["2020-13..2021-01"]}, "arrested"),
        ({"arrested": ["2020-8"]}, "arrested"),
        ({"arrested": [""]}, "arrested"),
        ({"arrested": ["2021..2020"]}, "arrested"),
        ({"arrested": ["2021-01..2020-01"]}, "arrested"),
        ({"arrested": ["2020-01..", "2021-01.."]}, "arrested"),
        ({"length": ["-1..5"]}, "length"),
        ({"length": ["nan..5"]}, "length"),
        ({"year": ["2021.5.."]}, "year"),
        ({"year": ["२०२१.."]}, "year"),
        ({"bin": ["7"]}, "bin"),
        ({"article_match": ["any", "all"]}, "article_match"),
        ({"snapshot": ["2026-02-30"]}, "snapshot"),
        ({"snapshot": ["2027-01-01"]}, "snapshot"),
        ({"snapshot": ["20261122"]}, "snapshot"),
        ({"against": ["2026-02-30"]}, "against"),
        ({"against": ["2023-02-11"]}, "against"),
        ({"against": ["2023-02-10", "2023-02-10"]}, "against"),
        ({"lang": ["de"]}, "lang"),
        ({"gendr": ["male"]}, "gendr"),
        ({"article": ["342'; DROP TABLE people_rows; --"]}, "article"),
    ],
)
def test_what_is_not_known_is_named_with_what_is_allowed(
    parameters: dict[str, list[str]], parameter: str, codes: Vocabulary
) -> None:
    with pytest.raises(BadAddress) as caught:
        read_address({**parameters, "penalty": ["arrest"]}, codes, DAYS)
    (problem,) = caught.value.problems
    assert problem.parameter == parameter
    assert re.match(rf"{parameter}=.*: (allowed is .|there is no such parameter; perhaps gender)", problem.said)
    # The sound part of the address is kept for the way back.
    assert caught.value.rest.get("penalty") == ("arrest",)


def test_every_code_survives_in_an_address(codes: Vocabulary) -> None:
    """Programs send it as it is, and forms read a `+` as a blank: neither changes it."""
    for name, known in codes.items():
        if isinstance(BY_NAME[name], KnownDay):
            continue
        written = {code: BY_NAME[name].write((code,)) for code in known}
        assert len({text for texts in written.values() for text in texts}) == len(written), name
        for code, (text,) in written.items():
            query = query_of({name: [text]})
            assert query.isascii() and not set(query) & set(" +")
            assert name == "facility" or query == f"{name}={text}", "nothing is percent-encoded"
            for sent in (query, f"{name}={text}", f"{name}={quote(code)}", f"{name}={quote_plus(code)}"):
                read = {key: parse_qs(sent)[key] for key in (name,)}
                assert read_address(read, codes, DAYS) == read_address({name: [code]}, codes, DAYS), sent


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("65_plus", "65+"), ("65+", "65+"), ("65 ", "65+"), ("65%2B", "65+")),
        *(("18-24", "18–24"), ("18–24", "18–24"), ("under_18", "under 18"), ("under+18", "under 18")),
    ],
)
def test_codes_are_read_as_they_are_written_and_as_they_ever_were(text: str, code: str, codes: Vocabulary) -> None:
    selection = read_address({"age_group": [text]}, codes, DAYS)
    assert selection.bound()["age_group"] == [code]
    assert selection.address()["age_group"] == [{"65+": "65_plus", "18–24": "18-24", "under 18": "under_18"}[code]]


@pytest.mark.parametrize("text", ["convicted", "not_recognised"])
def test_a_code_that_misleads_has_another_word_in_addresses(text: str, codes: Vocabulary) -> None:
    selection = read_address({"status": [text]}, codes, DAYS)
    assert selection.bound()["status"] == ["convicted"]
    assert selection.address()["status"] == ["not_recognised"]
    assert "not_recognised" in str(BY_NAME["status"].schema(codes)) and "convicted" not in str(
        BY_NAME["status"].schema(codes)
    )


def test_a_text_that_may_mean_two_codes_means_none() -> None:
    places, known = Choice("place", "Place", "people"), {"place": dict.fromkeys(("No. 1", "No._1", "No. 2"), "")}
    assert places.read(["No._2"], known) == ("No. 2",)
    assert places.read(["No. 1"], known) == ("No. 1",)
    with pytest.raises(NotAllowed):
        places.read(["No._1"], known)


def test_the_list_of_codes_says_how_an_address_has_them(warehouse: Warehouse) -> None:
    rows = ask(warehouse, "vocabulary", Selection(DAYS[1])).table.to_pylist()
    assert {row["value"]: row["address"] for row in rows} == {row["value"]: address_code(row["value"]) for row in rows}
    assert {row["address"] for row in rows if row["filter"] == "age_group"} >= {"under_18", "18-24", "65_plus"}


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("arrested", "2021", "2021-01..2021-12"),
        ("arrested", "2021-03", "2021-03..2021-03"),
        ("arrested", "2020..2021", "2020-01..2021-12"),
        ("arrested", "2020..", "2020-01.."),
        ("verdict", "..2021", "..2021-12"),
        ("verdict", "2020-08..2021", "2020-08..2021-12"),
        ("year", "2021", "2021..2021"),
        ("length", "24", "24..24"),
    ],
)
def test_one_value_is_a_range_and_a_year_its_months(name: str, text: str, written: str, codes: Vocabulary) -> None:
    assert read_address({name: [text]}, codes, DAYS).address()[name] == [written]
    assert re.search(BY_NAME[name].schema(codes)["pattern"], text)


def test_nothing_chosen_counts_the_recognised_and_any_counts_all(codes: Vocabulary) -> None:
    nothing = read_address({}, codes, DAYS)
    assert nothing.bound()["status"] == ["political_prisoner", "former_political_prisoner"]
    assert read_address({"status": ["any"]}, codes, DAYS).bound()["status"] is None
    everyone = read_address({"status": list(codes["status"])}, codes, DAYS)
    assert everyone.address()["status"] == ["any"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "arrested from March 2021 to May 2022"),
        ("be", "затрыманне ад сакавіка 2021 да мая 2022"),
        ("ru", "задержание с марта 2021 по май 2022"),
    ],
)
def test_months_are_said_in_words(lang: str, said: str) -> None:
    months = (date(2021, 3, 1), date(2022, 5, 1))
    assert Selection(date(2026, 11, 22), lang).with_value("arrested", months).words({}) == said


def test_a_filter_is_said_in_words(codes: Vocabulary) -> None:
    selection = read_address({"gender": ["female"], "arrested": ["2020-08..2021-12"], "length": ["24.."]}, codes, DAYS)
    assert selection.words(codes) == (
        "gender: Women; arrested from August 2020 to December 2021; length of sentence from 24 months"
    )


def test_a_day_to_compare_with_is_one_of_a_snapshot(codes: Vocabulary) -> None:
    selection = read_address({"against": ["2023-02-10"]}, codes, DAYS)
    assert selection.bound()["against"] == date(2023, 2, 10)
    assert selection.words(codes) == "compared with 10 February 2023"
    with pytest.raises(BadAddress, match="against=2026-11-22: allowed is a day of a snapshot: 2023-02-10"):
        read_address({"against": ["2026-11-22"]}, codes, DAYS)


def test_several_articles_are_joined_as_they_are_matched(codes: Vocabulary) -> None:
    any_of = read_address({"article": ["342", "130"]}, codes, DAYS).words(codes)
    all_of = read_address({"article": ["342", "130"], "article_match": ["all"]}, codes, DAYS).words(codes)
    assert "social enmity or 342 Organizing or joining" in any_of
    assert "social enmity and 342 Organizing or joining" in all_of


def test_a_new_filter_on_a_column_is_one_declaration(warehouse: Warehouse) -> None:
    """Rows, counts and codes of a filter that only its declaration names."""
    invented = Choice("invented", "Invented", "people", column="custody", has_unknown=True)
    catalog = warehouse.catalog
    macros_with_it = (QUERIES / "macros.sql").read_text().replace(PLACE, filter_macros([*FILTERS, invented]))
    extended = build(catalog, macros_with_it)
    chosen = {**Selection(DAYS[1]).bound(), **invented.bind(("house_arrest",))}
    rows = extended.ask("SELECT custody, count(*) AS people FROM selected_people() GROUP BY ALL", chosen).to_pylist()
    everybody = extended.ask("SELECT custody FROM selected_people()", {**chosen, **invented.bind(None)}).to_pylist()
    expected = Counter(row["custody"] or "unknown" for row in everybody)
    assert rows == [{"custody": "house_arrest", "people": expected["house_arrest"]}]
    counts = extended.ask("FROM choices_people() WHERE filter = 'invented'", chosen).to_pylist()
    assert {row["value"]: row["rows"] for row in counts} == expected
    codes = extended.ask("FROM filter_codes() WHERE filter = 'invented'", chosen).to_pylist()
    assert {row["value"] for row in codes} >= expected.keys()
