"""The frame owns the address: it states every choice of a reader, and restores the choices when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.steps import address_of, choose, selected_words, settle, to_page, visit

Open = Callable[..., Page]
WOMEN = "/sentences?snapshot=2026-11-22&lang=en&gender=female&arrested=2020-08..2021-12"


def test_a_bare_address_gets_snapshot_and_language(open_page: Open) -> None:
    assert address_of(open_page("/")) == {"snapshot": ["2026-11-22"], "lang": ["en"]}


def test_a_bare_address_gets_the_language_of_the_browser(open_page: Open) -> None:
    page = open_page("/sentences", locale="be-BY")
    assert address_of(page)["lang"] == ["be"]
    assert page.evaluate("document.documentElement.lang") == "be"


def test_the_page_follows_its_address_in_place_and_reset_clears_its_filters(
    open_page: Open, subtests: pytest.Subtests
) -> None:
    page = open_page(WOMEN)
    with subtests.test("the page is in the language of its address when that changes in place"):
        the_page_is_in_the_language_of_its_address_when_that_changes_in_place(page)
    settle(page)
    with subtests.test("reset clears the filters of the page"):
        reset_clears_the_filters_of_the_page(page)


def the_page_is_in_the_language_of_its_address_when_that_changes_in_place(page: Page) -> None:
    assert page.evaluate("document.documentElement.lang") == "en"
    page.evaluate("address => window.history.pushState({}, '', address)", WOMEN.replace("lang=en", "lang=ru"))
    assert page.evaluate("document.documentElement.lang") == "ru"
    page.go_back()
    page.wait_for_function("() => document.documentElement.lang === 'en'")


def test_a_link_restores_the_view_as_the_first_thing_a_server_is_asked(
    spare_server: Callable[..., str], open_page: Open, data_copy: object
) -> None:
    page = open_page(WOMEN, address=spare_server(data_copy))
    assert "gender: Women" in selected_words(page)
    assert "arrested from August 2020 to December 2021" in selected_words(page)
    assert address_of(page) == parse_qs(urlsplit(WOMEN).query)


def test_a_choice_goes_into_the_address_and_the_address_to_another_reader(open_page: Open) -> None:
    page = open_page("/sentences")
    choose(page, "Gender", "Women")
    assert address_of(page)["gender"] == ["female"]
    said = selected_words(page)
    link = page.url
    assert selected_words(open_page(link)) == said


def test_back_and_forward_go_through_the_readers_own_steps(open_page: Open) -> None:
    page = open_page("/sentences")
    steps = [(page.url, selected_words(page))]
    choose(page, "Gender", "Women")
    steps.append((page.url, selected_words(page)))
    choose(page, "Gender", "Men")
    steps.append((page.url, selected_words(page)))
    page.get_by_role("link", name="Charges").first.click()
    settle(page)
    steps.append((page.url, selected_words(page)))
    assert len(set(steps)) == len(steps)
    for url, said in reversed(steps[:-1]):
        page.go_back()
        settle(page)
        assert (page.url, selected_words(page)) == (url, said)
    for url, said in steps[1:]:
        page.go_forward()
        settle(page)
        assert (page.url, selected_words(page)) == (url, said)


def test_filters_go_along_from_page_to_page(open_page: Open) -> None:
    page = open_page(WOMEN)
    page.get_by_role("link", name="Organisations").first.click()
    settle(page)
    assert address_of(page) == parse_qs(urlsplit(WOMEN).query)
    assert "Women" not in selected_words(page)
    to_page(page, "register")
    assert "gender: Women" in selected_words(page)


def test_an_unknown_value_or_name_is_named_and_no_number_is_shown(open_page: Open) -> None:
    page = open_page("/", allow=("status of 400",))
    for path in ("/", "/sentences", "/register", "/organisations"):
        visit(page, f"{path}?snapshot=2026-11-22&lang=en&gender=nobody&penalty=arrest&gendr=male")
        issue = page.get_by_role("alert").inner_text()
        assert "gender=nobody: allowed is female, male" in issue
        assert "gendr=male: there is no such parameter; perhaps gender is meant" in issue
        assert "The parameters are: snapshot, lang, status" in issue
        assert page.locator(".chart, [data-testid=stDataFrame], .exhibit-head, .selected").count() == 0
        page.get_by_role("link", name="Show the page without these").click()
        settle(page)
        assert address_of(page) == {"snapshot": ["2026-11-22"], "lang": ["en"], "penalty": ["arrest"]}
        assert page.get_by_role("alert").count() == 0


def test_what_others_appended_leaves_the_address_and_one_line_says_so(open_page: Open) -> None:
    page = open_page("/")
    for lang, said in (
        ("en", "A part of this link means nothing here"),
        ("ru", "Часть этой ссылки здесь ничего не значит"),
    ):
        steps = page.evaluate("history.length")
        visit(page, f"/sentences?snapshot=2026-11-22&lang={lang}&amp;gender=female&ysclid=lx1y2z&igsh=lx1y2z#penalties")
        assert address_of(page) == {"snapshot": ["2026-11-22"], "lang": [lang], "gender": ["female"]}
        assert page.url.endswith("#penalties")
        line = page.locator("#passed-over")
        assert said in line.inner_text() and line.is_visible()
        assert "lx1y2z" not in page.content()
        assert page.locator(".stMain .chart").count()
        # The browser's Back leads to the page before, not to the address that the link had.
        assert page.evaluate("history.length") == steps + 1
        page.locator("h1").first.click()
        assert line.count() == 0


def test_an_address_with_codes_of_before_becomes_one_that_survives(open_page: Open) -> None:
    page = open_page("/sentences?snapshot=2026-11-22&lang=en&age_group=65+&age_group=18–24")
    assert "age at arrest: 18–24 or 65+" in selected_words(page)
    assert page.url.endswith("/sentences?snapshot=2026-11-22&lang=en&age_group=18-24&age_group=65_plus")


def test_two_choices_in_quick_succession_both_count(open_page: Open) -> None:
    page = open_page("/sentences")
    choose(page, "Gender", "Women", wait=False)
    choose(page, "Status", "Prosecuted", wait=False)
    settle(page)
    page.wait_for_timeout(1500)
    settle(page)
    assert address_of(page)["gender"] == ["female"]
    assert address_of(page)["status"] == ["not_recognised"]


def reset_clears_the_filters_of_the_page(page: Page) -> None:
    page.get_by_role("button", name="Reset filters").first.click()
    settle(page)
    assert address_of(page) == {"snapshot": ["2026-11-22"], "lang": ["en"]}


def test_a_link_to_an_exhibit_leads_to_it(open_page: Open) -> None:
    page = open_page("/sentences?snapshot=2026-11-22&lang=en#penalties")
    head = page.locator("#penalties")
    page.wait_for_function("() => document.querySelector('.stMain').scrollTop > 500")
    page.wait_for_function(
        "() => { const top = document.getElementById('penalties').getBoundingClientRect().top;"
        " return top >= 0 && top < innerHeight / 2; }"
    )
    assert head.is_visible()
