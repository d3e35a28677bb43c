"""The look in a browser: light, dark, and on paper."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.test_html_first import SCRIPTLESS

GROUND = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
Open = Callable[..., Page]


def test_a_page_follows_a_browser_that_changes_its_mind(open_page: Open) -> None:
    page = open_page("/?lang=en")
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("background-color", "rgb(20, 20, 20)", timeout=30_000)


@pytest.mark.parametrize(
    ("scheme", "ground_of_page", "darker"), [("light", "rgb(255, 255, 255)", False), ("dark", "rgb(20, 20, 20)", True)]
)
def test_page_and_chart_are_as_light_as_the_browser_says_with_letters_against_it(
    open_page: Open, subtests: pytest.Subtests, scheme: str, ground_of_page: str, darker: bool
) -> None:
    page = open_page("/places?lang=en", color_scheme=scheme)
    with subtests.test("the browser decides how light the page is"):
        assert page.evaluate(GROUND) == ground_of_page
    chart = page.locator(".stMain .chart").first
    expect(chart.locator(".chart-bars:visible").first).to_be_visible()
    page.wait_for_timeout(500)  # for the chart's last paint
    with Image.open(BytesIO(chart.screenshot())) as picture:
        greys = picture.convert("L").histogram()
    shown = [grey for grey, count in enumerate(greys) if count > 20]
    ground = max(range(256), key=greys.__getitem__)
    assert (ground < 40) is darker
    assert max(abs(grey - ground) for grey in shown) > 120


def test_on_paper_there_are_figures_and_sources_alone(open_page: Open) -> None:
    page = open_page("/prisoners?lang=en", color_scheme="dark")
    assert page.evaluate(GROUND) == "rgb(20, 20, 20)"
    page.emulate_media(media="print", color_scheme="dark")
    frame = (".st-key-filter-row", ".st-key-nav", ".stAppHeader", ".notice", "#leaving")
    for part in (*frame, ".links", ".clicks", ".on-screen", ".stButton"):
        for each in page.locator(part).all():
            expect(each).to_be_hidden()
    for part in ("summary", ".download div", ".share div", ".cite div", ".sql div"):
        for each in page.locator(f".exhibit-foot {part}").all():
            expect(each).to_be_hidden()
    for part in (".notes li:not(.clicks)", ".source > div > p"):
        assert page.locator(f".exhibit-foot {part}").first.evaluate("each => each.getBoundingClientRect().height") > 10
        expect(page.locator(f".exhibit-foot {part}").first).to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".stMain .chart").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    source = "getComputedStyle(document.querySelector('.source a[href^=http]'), '::after').content"
    assert "http" in page.evaluate(source)


def test_on_paper_a_title_stays_with_its_chart(open_page: Open) -> None:
    """The charts of the page that has the longest one: each fits on a sheet of A4 with its title and sentences."""
    page = open_page("/sentences?lang=en", **SCRIPTLESS)
    page.set_viewport_size({"width": 680, "height": 1009})  # what is left of A4 within its margins, in px
    page.emulate_media(media="print")
    heads = page.locator(".exhibit:has(.chart) .exhibit-head")
    assert heads.count() > 5
    # Between a title and its chart nothing takes room, or the two would be parted.
    expect(page.locator(".settings").first).to_be_hidden()
    for head in heads.all():
        assert head.evaluate("each => getComputedStyle(each).breakAfter") == "avoid"
    tall = "each => each.getBoundingClientRect().bottom - each.parentElement.getBoundingClientRect().top"
    assert max(chart.evaluate(tall) for chart in page.locator(".exhibit > .chart").all()) < 1009


@pytest.mark.parametrize("path", ["prisoners", "register"])
def test_on_paper_no_table_is_cut(open_page: Open, path: str) -> None:
    page = open_page(f"/{path}?lang=ru", **SCRIPTLESS)
    page.set_viewport_size({"width": 680, "height": 1009})
    page.emulate_media(media="print")
    tables = page.locator("div.table > div")
    assert tables.count()
    assert not [wide for wide in tables.evaluate_all("all => all.map(each => each.scrollWidth)") if wide > 680]
