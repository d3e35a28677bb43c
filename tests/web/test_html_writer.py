"""A page of plain HTML says what the Streamlit page says, with the numbers of the files; what fails costs its part."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from babel.numbers import get_decimal_symbol, get_group_symbol
from streamlit.testing.v1 import AppTest

from repression.downloads.extract import Part, extract
from repression.downloads.json_file import json_chunks
from repression.exhibits.frame import with_filters
from repression.exhibits.tables import PAGE_ROWS
from repression.i18n import LANGUAGES, get_translator
from repression.paths import PACKAGE
from repression.questions import live
from repression.questions.answer import ask, vocabulary
from repression.questions.filter_macros import build_warehouse
from repression.questions.filters import names_of
from repression.questions.question import all_questions, question_in
from repression.questions.selection import Selection
from repression.site import FAILED, PAGES, Page
from repression.snapshots.catalog import read_catalog
from repression.snapshots.schema import datasets_of, fields_of
from repression.warehouse.database import Warehouse
from repression.web.html_writer import page_content
from repression.web.markdown import markdown_html
from tests.exhibits.test_footer import EXHIBITS
from tests.support.app_tests import PART, html_of, pieces_of
from tests.support.html_tables import DIFFERENCES, tables_of
from tests.support.registers import next_register
from tests.support.selections import random_selections
from tests.ui.test_broken_questions import broken
from tests.ui.test_pages import run

# As Streamlit's pages have it without a browser.
SITE = "http://localhost"
PLACE = '<div class="exhibit">'
# What stands around what a page's own script writes.
AROUND = re.compile(r'<style|<div class="top"|<h1 |<p class="(footer|selected|newer)"')
by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)


@pytest.fixture(autouse=True)
def frozen(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are of the frozen data, which no other test builds anew."""
    monkeypatch.setattr(live, "current", lambda: warehouse)


def page_of(path: str) -> Page:
    return next(each for each in PAGES if each.path == path)


def content(warehouse: Warehouse, page: Page, lang: str = "en") -> str:
    return str(page_content(warehouse, page, Selection(warehouse.days[-1], lang), SITE))


def of_streamlit(test: AppTest) -> Iterator[str]:
    """What a page's script writes into the Streamlit page, as HTML."""
    for each in test.main:
        if each.type == PART and not AROUND.match(html_of(each)):
            yield from pieces_of(each)
        elif each.type == "markdown":
            yield markdown_html(each.value)
        elif each.type in ("info", "warning"):
            yield f">{escape(each.value)}<".replace("&quot;", "&#34;").replace("&#x27;", "&#39;")


@by_page
def test_a_page_has_every_text_of_its_streamlit_page(warehouse: Warehouse, page: Page) -> None:
    test = run(page.file)
    for lang in LANGUAGES:
        test.query_params["lang"] = lang
        test.run()
        assert not test.exception
        assert not test.error
        said, shown = list(of_streamlit(test)), content(warehouse, page, lang)
        assert said
        assert [each for each in said if each not in shown] == []
        heads = re.compile(r'class="exhibit-head" id="([^"]+)"')
        assert heads.findall(shown) == [name for each in said for name in heads.findall(each)]
        assert shown.count('class="exhibit-foot"') == "".join(said).count('class="exhibit-foot"')


def number(text: str, lang: str) -> float:
    """The number that a cell says."""
    plain = text.replace(get_group_symbol(lang), "").replace(get_decimal_symbol(lang), ".").replace("−", "-")
    return float(plain)


def file_rows(warehouse: Warehouse, name: str, selection: Selection) -> list[dict[str, Any]]:
    """The rows of the JSON file of a view."""
    part = extract(ask(warehouse, name, selection), Part(), (), "", "https://figures.example/data/a.json")
    rows: list[dict[str, Any]] = json.loads(b"".join(json_chunks(part)))["rows"]
    return rows


def has_the_numbers_of_its_files(warehouse: Warehouse, page: Page, selection: Selection) -> int:
    """Check every table of a page; return how many numbers were compared."""
    checked = 0
    filters = names_of(with_filters(page, warehouse).scopes)
    written = page_content(warehouse, page, selection, SITE)
    assert 'class="failed"' not in written
    for name, (titles, *shown) in tables_of(written).items():
        if name not in all_questions():
            continue
        question = question_in(name, selection.lang)
        rows = file_rows(warehouse, name, selection.only(filters | set(question.settings)))
        assert len(shown) == min(len(rows), PAGE_ROWS), name
        columns = {column.title: key for key, column in question.columns.items()}
        # Texts only: in some languages two columns of them have one title.
        ambiguous = {each.title for key, each in question.columns.items() if columns[each.title] != key}
        for row, cells in zip(rows, shown, strict=False):
            for title, cell in zip(titles, cells, strict=True):
                value = row.get(columns.get(title, ""))
                if title in ambiguous:
                    assert not isinstance(value, int | float)
                elif value is None:
                    assert title not in columns or not cell
                elif isinstance(value, int | float) and not isinstance(value, bool):
                    assert number(cell, selection.lang) == value, (name, title)
                    checked += 1
                elif re.fullmatch("(earlier_|later_)?source(_title)?", columns[title]):
                    assert [part for part in value.split(" ; ") if part not in cell] == []
    return checked


def selections(warehouse: Warehouse, page: Page, count: int) -> Iterator[Selection]:
    """Some selections by the filters and settings of a page's exhibits, in all languages."""
    names = [name for each, name in EXHIBITS if each == page]
    for number, name in enumerate(names):
        for chosen in random_selections(warehouse, name, count):
            yield Selection(chosen.snapshot, LANGUAGES[number % len(LANGUAGES)], chosen.chosen)


@by_page
def test_a_table_has_the_numbers_of_its_file(warehouse: Warehouse, page: Page) -> None:
    whole = has_the_numbers_of_its_files(warehouse, page, Selection(warehouse.days[-1]))
    assert whole or page.path in ("defenders", "changes", "files", "privacy")
    for selection in list(selections(warehouse, page, 1))[:2]:
        has_the_numbers_of_its_files(warehouse, page, selection)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_of_two_days_are_those_of_the_file(warehouse: Warehouse, lang: str) -> None:
    rows = file_rows(warehouse, "compare_figures", Selection(warehouse.days[-1], lang))
    (table,) = DIFFERENCES.findall(content(warehouse, page_of("compare"), lang))
    shown = [re.findall("<b>(.*?)</b>", row) for row in table.split("<tr>")[2:]]
    numbers = [[number(cell.removeprefix("+"), lang) for cell in cells] for cells in shown]
    assert numbers == [[row[name] for name in ("earlier", "later", "difference")] for row in rows] != []


@pytest.mark.proof
@by_page
def test_tables_have_the_numbers_of_their_files_under_many_filters(warehouse: Warehouse, page: Page) -> None:
    for selection in selections(warehouse, page, 5):
        has_the_numbers_of_its_files(warehouse, page, selection)


@pytest.mark.parametrize(
    ("path", "name", "lang"),
    [("sentences", "penalties", "en"), ("", "headlines", "be"), ("places", "people_by_region", "ru")],
)
@pytest.mark.parametrize(
    "changes", [{}, {"chart": {"kind": "columns", "x": "nothing", "y": ["people"]}}], ids=["query", "chart"]
)
def test_a_question_that_fails_costs_its_own_place(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, path: str, name: str, lang: str, changes: dict[str, Any]
) -> None:
    page = page_of(path)
    whole = content(warehouse, page, lang).split(PLACE)
    with broken(name, monkeypatch, **changes):
        shown = content(live.current(), page, lang).split(PLACE)
    (place,) = [each for each in shown if f'id="{name}"' in each]
    assert f">{get_translator(lang)(FAILED)}<" in place
    assert question_in(name, lang).title in unescape(place)
    lost = {number for number, each in enumerate(shown) if f">{get_translator(lang)(FAILED)}<" in each}
    # The first of the headlines stands above all exhibits.
    assert lost - {shown.index(place)} <= ({0} if name == "headlines" else set())
    kept = [each for number, each in enumerate(whole) if number not in lost]
    assert [each for number, each in enumerate(shown) if number not in lost] == kept


def test_each_option_of_a_setting_is_a_link_to_the_page_with_it(warehouse: Warehouse) -> None:
    page = page_of("sentences")
    setting, _split = re.findall(r'<p class="setting">(.*?)</p>', content(warehouse, page))
    twelve, six = re.findall(r'<a href="([^"]*)"( aria-current="true")?>', setting)
    assert twelve == ("/sentences?snapshot=2026-11-22&amp;lang=en#sentence_lengths", ' aria-current="true"')
    assert six == ("/sentences?snapshot=2026-11-22&amp;lang=en&amp;bin=6#sentence_lengths", "")


def test_the_register_to_compare_with_is_chosen_by_links(data_copy: Path) -> None:
    next_register(data_copy, date(2026, 11, 30))
    warehouse, page = build_warehouse(read_catalog(data_copy)), page_of("compare")
    shown = page_content(warehouse, page, Selection(date(2026, 11, 30)), SITE)
    assert "The register of <b>10 February 2023</b> beside that of <b>30 November 2026</b>" in shown
    choice = re.findall(r'<p class="setting">Compared with:(.*?)</p>', shown)[0]
    assert re.findall(r'<a href="([^"]*)"( aria-current="true")?>(.*?)</a>', choice) == [
        ("/compare?snapshot=2026-11-30&amp;lang=en", ' aria-current="true"', "The one before: 10 February 2023"),
        ("/compare?snapshot=2026-11-30&amp;lang=en&amp;against=2023-02-10", "", "10 February 2023 (2023-02-10)"),
    ]
    chosen = Selection(date(2023, 2, 10)).with_value("against", "2026-11-30")
    shown = page_content(warehouse, page, chosen, SITE)
    assert 'against=2026-11-30" aria-current="true">30 November 2026 (2026-11-30)</a>' in shown


def test_two_of_many_days_are_chosen_in_one_form(warehouse: Warehouse) -> None:
    page = page_of("compare")
    chosen = Selection(date(2026, 11, 22)).with_value("later", "2025-12-31").with_value("gender", ("female",))
    shown = str(page_content(warehouse, page, chosen, SITE))
    (form,) = re.findall(r'<form class="setting".*?</form>', shown, re.DOTALL)
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
    assert kept == {"snapshot": "2026-11-22", "lang": "en", "gender": "female"}
    days = list(vocabulary(warehouse, "en")["earlier"])
    for name, selected in (("earlier", []), ("later", ["2025-12-31"])):
        (select,) = re.findall(rf'<select name="{name}">.*?</select>', form, re.DOTALL)
        assert re.findall(r'<option value="([^"]*)"', select) == ["", *days]
        assert re.findall(r'value="([^"]*)" selected', select) == selected
    assert "earlier=" not in shown.replace(form, "")
    # A copy without a server reads no form.
    copied = str(page_content(warehouse, page, chosen, SITE, lacking="/lacking"))
    assert 'class="setting" method' not in copied and '<a href="/lacking">What this copy lacks</a>' in copied


def test_a_long_table_says_that_it_is_not_whole(warehouse: Warehouse) -> None:
    page = page_of("register")
    assert "Rows 1–300 of 2,125; the files below have all of them." in content(warehouse, page)


def test_a_fold_is_closed_and_has_its_contents(warehouse: Warehouse) -> None:
    page = page_of("method")
    shown = content(warehouse, page)
    (fold,) = re.findall(r'<details id="question-penalties">(.*?)</details>', shown, re.DOTALL)
    assert str(escape(all_questions()["penalties"].sql)).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in fold


def test_days_in_texts_are_in_words_in_cards_and_tables(warehouse: Warehouse) -> None:
    shown = content(warehouse, page_of("defenders"))
    assert shown.count("in absentia on 17 June 2024") == 2  # a card and a row of its table
    assert "in absentia on 2024-06-17" not in shown


def test_years_have_no_separator_of_thousands(warehouse: Warehouse) -> None:
    tables = [tables_of(content(warehouse, page)) for page in PAGES]
    years = [
        cell
        for titles, *rows in (table for found in tables for name, table in found.items() if name in all_questions())
        for row in rows
        for title, cell in zip(titles, row, strict=True)
        if title in ("Year", "First year", "Last year")
    ]
    assert len(years) > 20 and [each for each in years if re.search(r"\d\D\d{3}\b", each)] == []


def test_tables_on_pages_have_words_and_no_codes(warehouse: Warehouse) -> None:
    package = warehouse.catalog.package
    fields = [field for dataset in datasets_of(package) for field in fields_of(package, dataset)]
    codes = {code for field in fields for code in field.enum if re.search("[a-z]", code)} | {"unknown"}
    shown = {
        (name, title, cell)
        for page in PAGES
        for name, (titles, *rows) in tables_of(content(warehouse, page, "ru")).items()
        if name in all_questions() and name != "dictionary_shown"  # it explains the codes
        for row in rows
        for title, cell in zip(titles, row, strict=True)
        if title != "Правовая форма"  # as the source calls it
    }
    assert len(shown) > 3000 and {cell for cell in shown if cell[-1] in codes} == set()


def test_a_table_names_its_columns_where_a_narrow_screen_shows_them(warehouse: Warehouse) -> None:
    styles = (PACKAGE / "static" / "style.css").read_text(encoding="utf-8")
    most = len(re.findall(r"\.titled td:nth-child\((\d+)\) { --column: var\(--c\1\); }", styles))
    tables = re.findall(
        r'<table class="prose titled"[^>]* style="([^"]*)">\s*<thead>(.*?)</thead>', content_of_all(warehouse)
    )
    assert len(tables) > 30
    for style, head in tables:
        titles = re.findall(r"<th[^>]*>(.*?)</th>", head)
        said = "".join(f'--c{place}:"{title}";' for place, title in enumerate(titles, start=1))
        assert style.replace("&#34;", '"') == said and len(titles) <= most


def content_of_all(warehouse: Warehouse) -> str:
    """What all pages write."""
    return "".join(content(warehouse, page) for page in PAGES)
