"""What stands below every exhibit leads where it says, and the rows behind a number are as many as the number."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from repression.charts.canvas import click_text
from repression.exhibits.cards import SHOWN_AT
from repression.exhibits.footer import footer_of
from repression.exhibits.row_links import rows_addresses, rows_behind
from repression.exhibits.view import Location
from repression.questions.answer import ask, vocabulary
from repression.questions.describe import filter_sentence
from repression.questions.filters import BY_NAME
from repression.questions.question import all_questions
from repression.questions.selection import Selection, query_of, read_address
from repression.site import LISTED, PAGES, Page
from repression.warehouse.database import Warehouse
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.conftest import ROOT

DAY = date(2026, 11, 22)
EXHIBITS = [
    (page, name)
    for page in PAGES
    for name in re.findall(r'(?:exhibit|station)\("(\w+)"', (ROOT / "pages" / page.file).read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(app, follow_redirects=False) as client:
        yield client


def chosen(warehouse: Warehouse, **texts: str) -> Selection:
    parameters = {"snapshot": ["2026-11-22"], **{name: [text] for name, text in texts.items()}}
    return read_address(parameters, vocabulary(warehouse, "en"), warehouse.days)


@pytest.mark.parametrize(("page", "name"), EXHIBITS, ids=[name for _, name in EXHIBITS])
def test_every_link_below_an_exhibit_leads_somewhere(
    warehouse: Warehouse, client: TestClient, page: Page, name: str
) -> None:
    answer = ask(warehouse, name, Selection(DAY))
    if not answer.table.num_rows:
        pytest.skip("nothing to compare yet")
    below = footer_of(
        answer, Location(page, Selection(DAY), "https://figures.example"), filter_sentence(warehouse, answer), DAY
    ).html()
    links = [html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', below)]
    shared = {"html", "svg", "png"} if answer.question.has_chart else set()
    assert {"csv", "xlsx", "json", "parquet", "zip", "sql", "txt", "bib", "ris"} | shared <= {
        urlsplit(link).path.rpartition(".")[2] for link in links
    }
    for link in links:
        if link.startswith("/data/") and ".csv" not in link:
            continue  # each question in each format is asked for in tests/web/test_data_routes.py
        if ".png" in link:
            continue  # is drawn of the SVG, tests/web/test_pictures.py
        assert client.get(link).status_code == 200, link
    assert f"https://figures.example/{page.path}?snapshot=2026-11-22&amp;lang=en#{name}" in below


def test_the_line_names_its_parts_in_one_order_and_says_nothing_unasked(warehouse: Warehouse) -> None:
    for page, name in EXHIBITS:
        answer = ask(warehouse, name, Selection(DAY))
        below = footer_of(answer, Location(page, Selection(DAY), "https://figures.example"), "", DAY).html()
        parts = re.findall(r'<details class="(\w+)"><summary aria-label="([^"]*)">([^<]*)</summary>', below)
        order = ["notes", "source", "download", "share", "cite", "sql"]
        assert [kind for kind, *_ in parts] == [each for each in order if each in {kind for kind, *_ in parts}]
        expected = {*order[1:]} if answer.sources else {*order[2:]}
        assert expected <= {kind for kind, *_ in parts}, name
        # Who speaks to the machine says what they see (WCAG 2.5.3), and hears which exhibit it belongs to.
        assert all(html.unescape(said) == f"{seen}: {answer.question.title}" for _, said, seen in parts)
        notes = re.search(r'<details class="notes">.*?</details>', below, re.DOTALL)
        if notes and (said := re.search(r">Notes (\d+)<", notes[0])):
            assert notes[0].partition("<p>")[0].count("<li") == int(said[1])
        around = re.sub(r"<details.*?</details>", "", below, flags=re.DOTALL)
        assert not re.sub("<[^>]*>", "", around).strip()


def only(addresses: dict[str, str]) -> str:
    (address,) = addresses.values()
    return address


def test_behind_a_list_of_suits_are_its_suits(warehouse: Warehouse) -> None:
    answer = ask(warehouse, "organisation_suits", chosen(warehouse))
    address = only(rows_addresses(answer.question, answer.selection))
    assert "kind=suit_filed" in address
    asked = read_address(parse_qs(urlsplit(address).query), vocabulary(warehouse, "en"), warehouse.days)
    assert ask(warehouse, "named_organisations", asked).table.num_rows == answer.table.num_rows == 29


def test_what_lists_a_dataset_is_on_the_page_that_is_named() -> None:
    for dataset, listing in LISTED.items():
        assert (listing.path, listing.exhibit) in [(page.path, name) for page, name in EXHIBITS]
        assert all_questions()[listing.exhibit].datasets == (dataset,)


def test_what_shows_a_headline_over_time_is_on_the_page_that_is_named() -> None:
    assert set(SHOWN_AT.values()) <= {(page.path, name) for page, name in EXHIBITS}


# Each counts people (or organisations) in the named column, a row for every value of the filter that a click sets.
COUNTED = {
    "people_by_article": "people",
    "penalties": "people",
    "people_by_region": "people",
    "people_by_facility": "people_in_facility",
    "sentence_lengths": "people",
    "sentence_quantiles": "people",
    "sentence_total": "people",
    "flows": "arrests",
    "organisations_by_field": "organisations",
    "organisations_by_year": "organisations",
}


@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"gender": "female"},
        {"status": "any", "arrested": "2020-08..2021-12"},
        {"article": "342", "length": "..36"},
        {"org_region": "Minsk city", "year": "2021..2022", "penalty": "home_confinement"},
    ],
)
def test_behind_every_bar_are_as_many_rows_as_it_says(warehouse: Warehouse, name: str, filters: dict[str, str]) -> None:
    question = all_questions()[name]
    answer = ask(warehouse, name, chosen(warehouse, **filters))
    click = question.chart["click"]
    name_of_filter = (
        click["filter"] if "filter" in click else str(BY_NAME[click["filter_of"]].bind(None)[click["filter_of"]])
    )
    checked = 0
    for row in answer.table.to_pylist():
        text = click_text(click, row)
        if text is None or row[COUNTED[name]] is None:
            continue
        address = rows_behind(question, answer.selection, name_of_filter, str(text), vocabulary(warehouse, "en"))
        if address is None:  # the filter leaves nobody of this mark
            assert row[COUNTED[name]] == 0, row
            continue
        asked = read_address(parse_qs(urlsplit(address).query), vocabulary(warehouse, "en"), warehouse.days)
        listed = ask(warehouse, LISTED[question.datasets[0]].exhibit, asked)
        assert listed.table.num_rows == row[COUNTED[name]], (row, address)
        checked += 1
    assert checked


def test_where_no_filter_says_what_a_mark_counts_it_leads_nowhere(warehouse: Warehouse) -> None:
    several = read_address({"article": ["342", "368"]}, vocabulary(warehouse, "en"), warehouse.days)
    question, codes = all_questions()["people_by_article"], vocabulary(warehouse, "en")
    assert rows_behind(question, several, "article", "130", codes) is None
    every = several.with_value("article_match", "all")
    address = rows_behind(question, every, "article", "130", codes)
    assert address and "article=130&article=342&article=368&article_match=all" in query_of(
        read_address(parse_qs(urlsplit(address).query), codes, warehouse.days).address()
    )
