"""What readers do on a page, step by step."""

from __future__ import annotations

from urllib.parse import parse_qs, urljoin, urlsplit

from playwright.sync_api import Locator, Page

from repression import site
from repression.i18n import get_translator
from repression.questions.question import all_questions
from tests.browser.conftest import settle

__all__ = [
    *("address_of", "choose", "renders_whole", "selected_words", "settle", "to_page", "unfold", "unfold_filters"),
    "visit",
]


# Whether a fold and its page have the same height and stand as far down for some frames.
STILL = """fold => {
    const place = [fold, fold.closest('.stMain')].map(each => `${each.scrollHeight} ${each.scrollTop}`)
        + ` ${fold.getBoundingClientRect().height}`;
    fold.frames = place === fold.place ? (fold.frames ?? 0) + 1 : 0;
    fold.place = place;
    return fold.frames > 5;
}"""


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
    """Picks a value of a choice among the filters, as a reader does: open, type, take the first."""
    unfold_filters(page)
    box = page.locator(".st-key-filters").get_by_test_id("stMultiSelect").filter(has_text=title)
    box.locator("input").first.click()
    box.locator("input").first.fill(label)
    page.get_by_role("option", name=label).first.click()
    page.keyboard.press("Escape")
    if wait:
        settle(page)


def unfold_filters(page: Page) -> None:
    """Unfold the filters of a page, if they are not, and wait until they stand still: a list closes when they move."""
    fold = page.locator(".st-key-filters details")
    _open(fold)
    page.wait_for_function(STILL, arg=fold.element_handle())


def unfold(exhibit: Locator, part: str) -> None:
    """Opens a part of the line below an exhibit: notes, source, download, share, cite or sql."""
    _open(exhibit.locator(f".exhibit-foot .{part}"))


def _open(fold: Locator) -> None:
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()


def to_page(page: Page, path: str) -> None:
    """Go to a page: by its group in the navigation and the pages of that, or by the foot."""
    if not (to := next(each for each in site.PAGES if each.path == path)).group:
        _follow(page, page.locator(f'.footer a[href^="/{path}"]'), path)
        return
    within = page.locator(f'.st-key-siblings a[href^="{path}?"]')
    if within.count() == 0:
        members = site.GROUPS[to.group]
        _follow(page, page.locator(".st-key-groups a").nth(list(site.GROUPS).index(to.group)), members[0].path)
    if page.url.partition("?")[0] != urljoin(page.url, f"/{path}"):
        _follow(page, within, path)


def _follow(page: Page, link: Locator, path: str) -> None:
    link.click()
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
            assert tab.locator(f".st-key-exhibit-{name} .chart svg").count(), name
    assert tab.get_by_role("alert").count() == 0  # what fails says so in one
