"""What readers do on a page, step by step."""

from __future__ import annotations

from urllib.parse import parse_qs, urljoin, urlsplit

from playwright.sync_api import Page

from repression import site
from repression.i18n import get_translator
from repression.questions.question import all_questions
from tests.browser.conftest import settle

__all__ = ["address_of", "choose", "renders_whole", "selected_words", "settle", "visit"]


def visit(page: Page, path: str) -> None:
    """Loads another page of the same site anew, as by a link from elsewhere; scripts and styles are kept."""
    page.goto(urljoin(page.url, path))
    settle(page)


def address_of(page: Page) -> dict[str, list[str]]:
    """The query parameters in the browser's address bar."""
    return parse_qs(urlsplit(page.url).query)


def selected_words(page: Page) -> str:
    """The line above the exhibits that says what is selected."""
    return " ".join(page.locator(".selected").all_inner_texts())


def choose(page: Page, title: str, label: str, wait: bool = True) -> None:
    """Picks a value of a choice in the sidebar, as a reader does: open, type, take the first."""
    box = page.get_by_test_id("stSidebar").get_by_test_id("stMultiSelect").filter(has_text=title)
    box.locator("input").first.click()
    box.locator("input").first.fill(label)
    page.get_by_role("option", name=label).first.click()
    page.keyboard.press("Escape")
    if wait:
        settle(page)


def to_page(page: Page, path: str) -> None:
    """Go to a page of the menu."""
    page.locator(".st-key-nav a").nth([each.path for each in site.MENU].index(path)).click()
    page.wait_for_url(f"**/{path}?*")
    settle(page)


# The exhibit of which the frozen data have nothing, and which says so.
WITHOUT_ROWS = "later_register_by_article"


def renders_whole(tab: Page, page: site.Page, lang: str) -> None:
    """The page has its title, exhibits and charts, nothing went wrong, and nothing reaches over its edge."""
    assert tab.locator("h1").first.inner_text() == get_translator(lang)(page.title)
    heads = tab.locator(".exhibit-head")
    assert heads.count() > 0, page.path
    # Nothing is wider than the screen, but for what scrolls within itself; a pixel is rounding, and charts take a new
    # width after a moment.
    assert tab.viewport_size
    width = tab.viewport_size["width"]
    tab.wait_for_function("width => document.querySelector('.stMain').scrollWidth <= width + 1", arg=width)
    for name in heads.evaluate_all("heads => heads.map(head => head.id)"):
        if name == WITHOUT_ROWS:
            assert tab.locator(f".st-key-exhibit-{name} [data-testid=stAlert]").count() == 1
        elif name in all_questions() and all_questions()[name].has_chart:
            assert tab.locator(f".st-key-exhibit-{name} .js-plotly-plot .main-svg").count(), name
    assert tab.get_by_role("alert").count() == 0  # what fails says so in one
