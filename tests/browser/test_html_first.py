"""A page is whole before any script: it is read and filtered without one, and taken over without a jump."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, expect

from repression.i18n import LANGUAGES, get_translator
from repression.site import PAGES, Page
from tests.browser.steps import settle, unfold
from tests.browser.test_accessibility import violations

Open = Callable[..., Tab]
WIDTHS = pytest.mark.parametrize("width", [390, 1440])
# px by which what stands at the reader's eye may move.
MOST = 4
APP = "**/static/js/index.*"
# Without a script nothing of Streamlit is asked for.
SCRIPTLESS = {"java_script_enabled": False, "settled": False, "allow": (r"\(csp\)",)}


# How far the elements are from the top of the page, and how high they are.
BOXES = "all => all.map(each => each.getBoundingClientRect()).map(each => [each.top + scrollY, each.height])"


# How far each chart is from the head above it, and the line below each chart from it.
ABOVE_CHARTS = """heads => heads.map(head =>
    head.nextElementSibling.getBoundingClientRect().top - head.getBoundingClientRect().bottom)"""
BELOW_CHARTS = """all => all.map(each => each.closest(':is(.exhibit, [class*="st-key-exhibit-"])')
    .querySelector('.exhibit-foot').getBoundingClientRect().top - each.getBoundingClientRect().bottom)"""


def read(tab: Tab) -> list[str]:
    """The titles and sentences of all exhibits."""
    return tab.locator(".exhibit-head").all_inner_texts()


@WIDTHS
def test_without_a_script_a_page_is_read_filtered_and_left_again(open_page: Open, width: int) -> None:
    tab = open_page("/sentences?lang=en", width=width, **SCRIPTLESS)
    everybody = read(tab)
    tab.locator(".table > summary").first.click()
    tab.emulate_media(media="print")
    table = tab.locator(".table[open] > div")
    assert table.evaluate("each => getComputedStyle(each).maxHeight") == "none"  # paper does not scroll
    tab.emulate_media(media="screen")
    assert len(everybody) > 3 and "2,125 of 3,084 people" in tab.locator(".selected").inner_text()
    assert tab.locator(".chart svg:visible").first.bounding_box()
    titles = tab.locator("#plain .exhibit-foot").first.locator("summary").evaluate_all(BOXES)
    assert len(titles) == 6 and all(height >= 24 for _, height in titles)
    assert len({top for top, _ in titles}) == 1  # one line, also on a phone
    unfold(tab.locator("#plain .exhibit").first, "notes")
    assert tab.locator("#plain .exhibit-foot").first.locator("summary").evaluate_all(BOXES) == titles
    tab.locator(".filters > summary").click()
    tab.get_by_role("checkbox", name=re.compile("^Women")).check()
    tab.get_by_role("button", name="Show", exact=True).click()
    tab.wait_for_url("**/sentences?snapshot=2026-11-22&lang=en&gender=female")
    assert "344 of 3,084 people" in tab.locator(".selected").inner_text()
    assert read(tab) != everybody
    tab.locator(".chosen").get_by_role("link", name=re.compile("^gender: Women")).click()
    tab.wait_for_url("**/sentences?snapshot=2026-11-22&lang=en")
    for url in ("&gender=female", "lang=en"):
        tab.go_back()
        tab.wait_for_url(f"**{url}")
    assert read(tab) == everybody
    assert tab.locator('[name="gender"]:checked').count() == 0  # the form says what the page shows


# Of the overview at each width: px by which its first curve has begun, and how high the page was before it told one
# finding after another (at the commit d850d10, with the same data and without a script).
FIRST_CHART = {390: 1_100, 1440: 900}
HIGH_BEFORE = {390: 13_278, 1440: 8_552}
MOST_LINKS = 60
LINKS = """() => [...document.links].filter(
    each => !each.closest('svg') && each.checkVisibility({contentVisibilityAuto: true})).length"""


@WIDTHS
def test_the_overview_answers_first_and_is_read_in_two_minutes(open_page: Open, width: int) -> None:
    tab = open_page("/?lang=en", width=width, **SCRIPTLESS)
    assert height_of(tab, ".lead b") < height_of(tab, ".lead .change") < height_of(tab, ".chart") <= FIRST_CHART[width]
    assert 0 < tab.evaluate(LINKS) <= MOST_LINKS
    assert tab.evaluate("document.documentElement.scrollHeight") <= 0.6 * HIGH_BEFORE[width]
    # Each station has one finding, one chart, one link further.
    stations = tab.locator(".exhibit:has(.more)")
    assert stations.count() == 8
    for part in ("h2", ".chart", ".more a"):
        assert stations.locator(part).count() == 8, part


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_screen_of_a_phone_has_the_number_its_change_and_the_whole_curve(open_page: Open, lang: str) -> None:
    tab = open_page(f"/?lang={lang}", width=390, **SCRIPTLESS)
    number, change, curve = (tab.locator(each).first.bounding_box() for each in (".lead b", ".lead .change", ".chart"))
    assert number and change and curve and tab.viewport_size
    assert 0 < number["y"] < change["y"] < curve["y"]
    assert curve["y"] + curve["height"] <= tab.viewport_size["height"]


def test_no_page_is_wider_than_a_phone(open_page: Open) -> None:
    tab = open_page("/?lang=ru", width=390, **SCRIPTLESS)
    for page in PAGES:
        tab.goto(urljoin(tab.url, f"/{page.path}?lang=ru"))
        assert tab.locator("html").evaluate("page => page.scrollWidth") <= 390, page.path


class Held:
    """Keeps Streamlit's script back until a test lets it go, so that the server's page stays meanwhile."""

    def __init__(self) -> None:
        self._routes: list[Route] = []
        self._open = False

    def prepare(self, tab: Tab) -> None:
        tab.route(APP, self._hold)

    def _hold(self, route: Route) -> None:
        if self._open:
            route.continue_()
        else:
            self._routes.append(route)

    def let_go(self) -> None:
        self._open = True
        for route in self._routes:
            route.continue_()


def height_of(tab: Tab, selector: str) -> float:
    """How far an element is from the top of the window."""
    return float(tab.locator(selector).first.evaluate("each => each.getBoundingClientRect().top"))


def taken_over(tab: Tab) -> None:
    settle(tab)
    assert tab.locator("#plain").count() == 0
    assert tab.locator("#root").evaluate("root => !root.inert && getComputedStyle(root).opacity === '1'")


@WIDTHS
def test_the_exchange_moves_nothing_that_is_looked_at(open_page: Open, width: int) -> None:
    held = Held()
    tab = open_page("/sentences?lang=en&gender=female", width=width, settled=False, prepare=held.prepare)
    said, steps = read(tab), tab.evaluate("history.length")
    below = tab.locator("#plain .chart").evaluate_all(BELOW_CHARTS)
    above = tab.locator("#plain .exhibit-head:not(:has(+ .settings))").evaluate_all(ABOVE_CHARTS)
    tab.locator("#penalties").evaluate("each => window.scrollTo(0, each.getBoundingClientRect().top + scrollY - 60)")
    for part in ("cite", "download"):
        unfold(tab.locator("#plain .exhibit:has(#penalties)"), part)
    link = tab.locator("#plain .exhibit:has(#penalties)").get_by_role("link", name="CSV: Kinds of penalty")
    link.evaluate("each => each.focus({preventScroll: true})")
    before = height_of(tab, "#penalties")
    held.let_go()
    taken_over(tab)
    assert abs(height_of(tab, "#penalties") - before) <= MOST
    assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == "CSV: Kinds of penalty"
    assert tab.locator(".exhibit-foot:has([aria-label='CSV: Kinds of penalty']) .cite").get_attribute("open") == ""
    assert read(tab) == said
    assert tab.locator("#root .chart").evaluate_all(BELOW_CHARTS) == pytest.approx(below, abs=1)
    assert tab.locator("#root .exhibit-head:has(+ .chart)").evaluate_all(ABOVE_CHARTS) == pytest.approx(above, abs=1)
    assert tab.evaluate("history.length") == steps
    assert (
        len(
            tab.locator("[id]").evaluate_all(
                "all => all.map(each => each.id).filter((id, place, ids) => ids.indexOf(id) < place)"
            )
        )
        == 0
    )


@pytest.mark.parametrize(("path", "width"), [("/?lang=be", 1440), ("/sentences?lang=be#terms_ending", 390)])
def test_a_page_is_exchanged_at_its_top_and_at_its_anchor(open_page: Open, path: str, width: int) -> None:
    held = Held()
    tab = open_page(path, width=width, settled=False, prepare=held.prepare)
    tab.wait_for_timeout(500)  # the browser goes to an anchor after the first frame
    eye = "#terms_ending" if "#" in path else "h1"
    before = height_of(tab, eye)
    held.let_go()
    taken_over(tab)
    assert abs(height_of(tab, eye) - before) <= MOST
    assert 0 <= before < 844  # within the window
    assert tab.url.endswith(path.partition("lang=be")[2])


# In the page: the text that stands nearest to a third of the window's height, of those that the page has once.
TEXT_AT_EYE = """() => {
    const texts = [...document.querySelectorAll('#plain :is(h1, h2, p, li, .document td)')].filter(
        each => each.checkVisibility() && !each.closest('.table') && each.textContent.trim().length > 12);
    const once = texts.filter(one => texts.filter(other => other.textContent === one.textContent).length === 1);
    const away = each => Math.abs(each.getBoundingClientRect().top - innerHeight / 3);
    return once.sort((one, other) => away(one) - away(other))[0].textContent.trim();
}"""
TOP_OF_TEXT = """(text) => [...document.querySelectorAll(':is(h1, h2, p, li, td)')]
    .find(each => each.checkVisibility() && each.textContent.trim() === text).getBoundingClientRect().top"""


def moved_at_takeover(open_page: Open, page: Page, width: int) -> float:
    """px by which the text at the reader's eye moves, in the middle of a page."""
    held = Held()
    tab = open_page(f"/{page.path}?lang=en", width=width, settled=False, prepare=held.prepare)
    tab.evaluate("scrollTo(0, 0.4 * (document.documentElement.scrollHeight - innerHeight))")
    text = tab.evaluate(TEXT_AT_EYE)
    before = tab.evaluate(TOP_OF_TEXT, text)
    held.let_go()
    taken_over(tab)
    return abs(float(tab.evaluate(TOP_OF_TEXT, text)) - before)


# In the page: what each text says, and how it looks.
LOOKS = """all => all.map(each => [each, getComputedStyle(each)]).map(([each, look]) => [
    each.textContent.trim().slice(0, 60),
    look.fontFamily, look.fontSize, look.lineHeight, look.fontWeight, look.marginTop,
    each.matches('li') && each.clientWidth])"""
TEXTS = ":is(.exhibit-head, .profile, .differences, .log) :is(h2, h3, h4, p, td, th), .points li"
HEADS = ":is(.document, .stMarkdown) :is(h2, h3):visible"  # Streamlit writes a fold when it is opened
SIGNS = ".chart text"


@pytest.mark.parametrize("path", ["defenders", "compare", "changes", "method"])
def test_texts_look_the_same_after_the_exchange(open_page: Open, path: str) -> None:
    held = Held()
    tab = open_page(f"/{path}?lang=en", width=390, settled=False, prepare=held.prepare)
    before = tab.locator(f"#plain {TEXTS}").evaluate_all(LOOKS)
    signs, heads = (tab.locator(f"#plain {each}").evaluate_all(LOOKS) for each in (SIGNS, HEADS))
    held.let_go()
    taken_over(tab)
    after = tab.locator(f"#root {TEXTS}").evaluate_all(LOOKS)
    # Streamlit has a font more at the end of its list, of which only signs are taken: charts have none of it.
    assert [[text, *look[1:]] for text, *look in after] == [[text, *look[1:]] for text, *look in before]
    serif = [[text, "serif" in look[0].split(", ")[-1:], *look[1:4]] for text, *look in heads]
    heads = tab.locator(f"#root {HEADS}").evaluate_all(LOOKS)
    assert [[text, "serif" in look[0].split(", ")[-1:], *look[1:4]] for text, *look in heads] == serif
    assert tab.locator(f"#root {SIGNS}").evaluate_all(LOOKS) == signs


def test_what_is_read_in_the_middle_of_a_long_page_stays(open_page: Open) -> None:
    assert moved_at_takeover(open_page, next(page for page in PAGES if page.path == "method"), 390) <= MOST


@pytest.mark.proof
@WIDTHS
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path or "overview")
def test_what_is_read_in_the_middle_of_any_page_stays(open_page: Open, page: Page, width: int) -> None:
    assert moved_at_takeover(open_page, page, width) <= MOST


# Streamlit has drawn all of its page behind that of the server.
READY = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app?.dataset.testScriptState === 'notRunning' && app.querySelectorAll('.chart').length > 6;
}"""


def stays(tab: Tab) -> None:
    """The page of the server stays although Streamlit's is complete."""
    tab.wait_for_function(READY, timeout=60_000)
    tab.wait_for_timeout(1_000)
    assert tab.locator("#plain").count() == 1


def test_what_the_reader_is_at_is_waited_for(open_page: Open) -> None:
    tab = open_page("/sentences?lang=en", settled=False)
    tab.evaluate("getSelection().selectAllChildren(document.querySelector('#plain .answers'))")
    stays(tab)
    tab.locator("#plain .exhibit:has(#penalties) .table > summary").click()
    tab.evaluate("getSelection().removeAllRanges()")
    stays(tab)
    tab.locator("#plain .filters > summary").click()
    tab.locator("#plain .exhibit:has(#penalties) .table > summary").click()
    tab.get_by_role("checkbox", name=re.compile("^Women")).check()
    stays(tab)
    tab.get_by_role("button", name="Show", exact=True).click()
    tab.wait_for_url("**/sentences?snapshot=2026-11-22&lang=en&gender=female")
    taken_over(tab)
    tab.go_back()
    tab.wait_for_url("**/sentences?snapshot=2026-11-22&lang=en")
    taken_over(tab)
    assert "2,125 of 3,084 people" in tab.locator(".selected").inner_text()
    tab.go_forward()
    taken_over(tab)
    assert "344 of 3,084 people" in tab.locator(".selected").inner_text()


def test_who_saves_data_is_asked_first(open_page: Open) -> None:
    asked: list[str] = []

    def save_data(tab: Tab) -> None:
        tab.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
        tab.on("request", lambda request: asked.append(request.url))

    tab = open_page("/courts?lang=ru", width=390, settled=False, prepare=save_data)
    said = get_translator("ru")
    offer = tab.get_by_role("status").filter(has_text=said("This page is complete as it is."))
    expect(offer).to_be_visible()
    tab.wait_for_timeout(1_000)
    assert not [url for url in asked if "/static/" in url]
    offer.get_by_role("button").press("Enter")
    assert tab.evaluate("document.activeElement.id") == "offer"  # the button is gone
    taken_over(tab)
    expect(tab.locator("#offer")).to_be_hidden()
    assert tab.evaluate("document.activeElement.matches('#root h1')")


def test_who_asks_and_reads_on_is_told_of_no_loading_that_has_ended(open_page: Open) -> None:
    def save_data(tab: Tab) -> None:
        tab.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")

    tab = open_page("/sentences?lang=en", settled=False, prepare=save_data)
    table = tab.locator("#plain .exhibit:has(#penalties) .table > summary")
    table.click()
    tab.locator("#offer button").click()
    expect(tab.locator("#offer")).to_contain_text("The interactive page is being loaded…")
    stays(tab)
    expect(tab.locator("#offer")).to_be_hidden()
    table.click()
    taken_over(tab)


def without_streamlit(tab: Tab) -> None:
    tab.route("**/static/js/**", lambda route: route.abort())


def plain_pages(open_page: Open, pages: Sequence[Page], lang: str, width: int, scheme: str) -> list[str]:
    """What axe finds on the pages of the server, which nothing takes over."""
    found = []
    options: dict[str, Any] = {"settled": False, "prepare": without_streamlit, "allow": ("/static/js",)}
    tab = open_page(f"/?lang={lang}", width=width, color_scheme=scheme, **options)
    for page in pages:
        if page.path:
            tab.goto(tab.url.partition("?")[0].rpartition("/")[0] + f"/{page.path}?lang={lang}")
        assert tab.locator("#plain .exhibit-head").count()
        found += violations(tab)
        reach = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert reach <= 1, (page.path, reach)
    return found


def test_axe_finds_nothing_on_plain_pages(open_page: Open) -> None:
    assert not (found := plain_pages(open_page, PAGES[::3], "en", 1440, "light")), "\n".join(found)


@pytest.mark.proof
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1440, "dark")])
def test_axe_finds_nothing_on_plain_pages_in_any_form(open_page: Open, lang: str, width: int, scheme: str) -> None:
    assert not (found := plain_pages(open_page, PAGES, lang, width, scheme)), "\n".join(found)
