"""A reader goes through every page: each is whole, accessible, no wider than a phone, and leaves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Response, expect
from playwright.sync_api import Page as Tab

from repression.exhibits.frame import siblings
from repression.site import GROUPS, PAGES, Page
from tests.browser.conftest import shown_in, traces
from tests.browser.steps import choose, renders_whole, settle, to_page, unfold, visit
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.slow

Open = Callable[..., Tab]
# Every language once; what is too faint is so in any, so that one of them may be dark.
SCHEMES = {"en": "light", "be": "light", "ru": "dark"}
# A window of 1440 px at 200 %, the narrowest that WCAG names (1.4.10), and a phone.
NARROW = (720, 320, 390)
FOLDS = 6  # of a page, that the reader opens


def walk(tab: Tab) -> Iterator[Page]:
    """Every page one after another through the menu and the foot, the first of which is open already."""
    yield PAGES[0]
    for page in PAGES[1:]:
        to_page(tab, page.path)
        yield page


@shown_in("ru")
def test_every_page_is_whole_accessible_and_leaves_nothing(open_page: Open, lang: str) -> None:
    answers: list[Response] = []
    tab = open_page(
        f"/?lang={lang}",
        prepare=lambda tab: tab.on("response", lambda answer: answers.append(answer)),
        color_scheme=SCHEMES[lang],
    )
    found: list[str] = []
    for place, page in enumerate(walk(tab)):
        assert tab.evaluate("document.documentElement.lang") == lang
        renders_whole(tab, page, lang)
        found += violations(tab)
        loses_nothing(tab, page, lang, NARROW[place % len(NARROW)])
        for summary in tab.locator(".stMain summary").all()[:FOLDS]:
            summary.click()
        settle(tab)
        found += traces(tab)
    assert not found, "\n".join(found)
    assert len(answers) > 50
    assert not [answer.url for answer in answers if answer.header_value("set-cookie")]


@pytest.mark.proof
@pytest.mark.parametrize("width", NARROW)
def test_zoom_and_a_phone_lose_nothing(open_page: Open, width: int) -> None:
    tab = open_page("/?lang=be", width=NARROW[0], device_scale_factor=2)
    for page in walk(tab):
        loses_nothing(tab, page, "be", width)


def loses_nothing(tab: Tab, page: Page, lang: str, width: int) -> None:
    """The page is whole in a narrow window, and nothing reaches over its edge."""
    before = tab.viewport_size
    assert before
    tab.set_viewport_size({"width": width, "height": 450})
    renders_whole(tab, page, lang)
    texts = tab.locator(".stMain :is(h1, h2, p, li, summary, .links a)")
    assert not (outside := texts.evaluate_all(OUTSIDE, width)), (page.path, width, outside)
    expect(tab.locator(".st-key-nav a")).to_have_count(len(GROUPS) + len(siblings(page)))
    expect(tab.locator(".exhibit-head h2").first).to_be_visible()
    tab.set_viewport_size(before)


# Of the elements, the texts of those that are shown and reach over the edge. The navigation is moved sideways.
OUTSIDE = """(all, width) => all.filter(each => {
    const {left, right, height} = each.getBoundingClientRect();
    return height > 1 && !each.closest('.skip, .st-key-groups, .st-key-siblings') && (left < -1 || right > width + 1);
}).map(each => each.textContent.slice(0, 60))"""


def test_files_and_pictures_leave_nothing(open_page: Open, tmp_path: Path) -> None:
    tab = open_page("/sentences?lang=en")
    exhibit = tab.locator(".st-key-exhibit-sentence_lengths")
    choose(tab, "Gender", "Women")
    for view in ("Table", "Chart"):
        exhibit.get_by_role("radio", name=view, exact=True).click()
        settle(tab)
    for part, link in (("download", "CSV"), ("share", "PNG, wide")):
        unfold(exhibit, part)
        saved(tab, exhibit.get_by_role("link", name=f"{link}: Length of sentences"), tmp_path / part)
    tab.go_back()
    settle(tab)
    visit(tab, tab.url)
    assert not (found := traces(tab)), "\n".join(found)


def saved(tab: Tab, link: Locator, path: Path) -> None:
    with tab.expect_download() as download:
        link.click()
    download.value.save_as(path)
