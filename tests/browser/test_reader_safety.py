"""A visit leaves nothing, the notice goes when it is told to, and the way out is quick.

What no page may do in any test stands in `conftest.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, expect

from repression.exhibits.reader_safety import CHAPTER, ELSEWHERE, HINT
from repression.i18n import get_translator
from tests.browser.conftest import traces
from tests.browser.steps import settle, to_page, unfold_filters

Open = Callable[..., Tab]
LEAVING = (re.escape(ELSEWHERE),)


def shown(tab: Tab, exhibit: str, view: str) -> None:
    tab.locator(f".st-key-exhibit-{exhibit}").get_by_role("radio", name=view, exact=True).click()
    settle(tab)


def test_the_test_itself_finds_traces(open_page: Open) -> None:
    tab = open_page("/files?lang=en")
    tab.evaluate("""() => {
        localStorage.seen = 'yes';
        document.title = 'Political repression';
        document.head.insertAdjacentHTML('beforeend', '<link rel="dns-prefetch" href="//127.0.0.1">');
        document.body.insertAdjacentHTML('beforeend', '<a href="https://example.org/" rel="noopener">x</a>');
    }""")
    kinds = [each.partition(":")[0] for each in traces(tab)]
    assert kinds == ["kept in localStorage", "title", "fetched ahead", "outgoing link"]
    tab.goto("about:blank")


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), ("be", 390)])
def test_the_notice_goes_when_it_is_closed_and_does_not_come_again(open_page: Open, lang: str, width: int) -> None:
    tab = open_page(f"/sentences?lang={lang}", width=width)
    notice = tab.get_by_role("region", name=get_translator(lang)("For readers in Belarus"))
    expect(notice).to_be_visible()
    box = notice.bounding_box()
    assert box and box["height"] < 200
    assert tab.get_by_role("link", name=get_translator(lang)(HINT), include_hidden=True).count() > 1
    notice.get_by_role("button").click()
    expect(notice).to_be_hidden()
    expect(tab.locator("h1")).to_be_focused()
    shown(tab, "penalties", get_translator(lang)("Table"))
    expect(notice).to_be_hidden()


def test_the_notice_comes_once_a_visit_and_leads_to_what_it_rests_on(open_page: Open) -> None:
    tab = open_page("/sentences?lang=ru")
    notice = tab.locator(".notice")
    expect(notice).to_be_visible()
    for path in ("charges", "sentences"):  # on to another page, and back
        to_page(tab, path)
        expect(notice).to_have_count(0)
    tab.reload()
    settle(tab)
    notice.locator("summary").click()
    notice.get_by_role("link").click()
    tab.wait_for_url(f"**/privacy?*#{CHAPTER}")
    settle(tab)
    expect(tab.locator(f"#{CHAPTER} h2")).to_be_in_viewport()


def reached(tab: Tab) -> bool:
    """Whether the way out can be pressed where it stands, with nothing above it."""
    return bool(tab.locator("#leave").evaluate(ON_TOP))


ON_TOP = """link => {
    const {left, right, top, bottom} = link.getBoundingClientRect();
    const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    return inside && document.elementFromPoint((left + right) / 2, (top + bottom) / 2) === link;
}"""


def test_the_way_out_is_at_hand_on_a_phone_whatever_lies_over_the_page(open_page: Open) -> None:
    tab = open_page("/sentences?lang=en", width=390)  # the language in which it is widest
    assert reached(tab)
    unfold_filters(tab)
    settle(tab)
    assert reached(tab)


def test_the_way_out_is_open_while_a_list_is(open_page: Open) -> None:
    tab = open_page("/sentences?lang=en", allow=LEAVING)
    asked = elsewhere(tab)
    unfold_filters(tab)
    box = tab.get_by_role("combobox", name="Penalty")
    box.scroll_into_view_if_needed()
    tab.wait_for_timeout(500)  # whatever scrolls closes the list
    box.press("ArrowDown")
    expect(tab.get_by_role("listbox")).to_be_visible()
    tab.wait_for_timeout(500)  # no reader presses in the moment in which it opens
    left(tab, asked, tab.locator("#leave").click)


def elsewhere(tab: Tab) -> list[dict[str, str]]:
    """Answers for the page that the way out leads to; the headers of what is asked of it."""
    asked: list[dict[str, str]] = []

    def answer(route: Route) -> None:
        asked.append(route.request.headers)
        route.fulfill(body="<title>elsewhere</title>", content_type="text/html")

    tab.context.route(ELSEWHERE, answer)
    return asked


def left(tab: Tab, asked: list[dict[str, str]], leave: Callable[[], None]) -> None:
    """Leaves: the page is blank at once, held back for a look at it, and the page after it was not told of it."""
    tab.evaluate("window.addEventListener('click', () => window.stop(), {capture: true, once: true})")
    leave()
    expect(tab.locator("html")).to_have_css("display", "none")
    tab.evaluate("document.documentElement.style.display = ''")
    asked.clear()
    leave()
    tab.wait_for_url(ELSEWHERE)
    assert tab.title() == "elsewhere"
    (headers,) = asked
    assert "referer" not in headers


def test_who_leaves_is_away_at_once_and_back_does_not_return(open_page: Open) -> None:
    tab = open_page("/sentences?lang=be", allow=LEAVING)
    asked = elsewhere(tab)
    to_page(tab, "charges")
    assert reached(tab)
    left(tab, asked, tab.locator("#leave").click)
    tab.go_back()  # to what was read before: that stays, and the reader was told so
    settle(tab)
    assert "/sentences?" in tab.url


def test_the_keyboard_leaves_with_the_first_stop(open_page: Open) -> None:
    tab = open_page("/?lang=en", allow=LEAVING)
    asked = elsewhere(tab)
    tab.keyboard.press("Tab")
    expect(tab.locator("#leave")).to_be_focused()
    left(tab, asked, lambda: tab.locator("#leave").press("Enter"))


def test_beside_pictures_stands_what_stands_beside_files(open_page: Open) -> None:
    tab = open_page("/sentences?lang=ru", width=390, java_script_enabled=False, settled=False, allow=(r"\(csp\)",))
    fold = tab.locator(".share").first
    fold.locator("summary").click()
    assert "не сохраняйте файлы" in fold.inner_text()


def test_who_waits_for_the_interactive_page_can_leave(open_page: Open) -> None:
    def keep_waiting(tab: Tab) -> None:
        tab.route("**/static/**", lambda route: route.abort())

    tab = open_page("/?lang=be", prepare=keep_waiting, settled=False, allow=(*LEAVING, "/static/"))
    asked = elsewhere(tab)
    assert tab.locator("#plain h1").count() == 1
    left(tab, asked, tab.locator("#leave").click)


def test_without_javascript_the_way_out_is_a_link(open_page: Open) -> None:
    tab = open_page("/?lang=en", settled=False, java_script_enabled=False, allow=(r"\(csp\)", *LEAVING))
    asked = elsewhere(tab)
    tab.locator("#leave").click()
    tab.wait_for_url(ELSEWHERE)
    assert [headers.get("referer") for headers in asked] == [None]
