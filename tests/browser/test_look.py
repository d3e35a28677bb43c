"""The look in a browser: light, dark, and on paper."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

GROUND = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
Open = Callable[..., Page]


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 20, 20)")])
def test_the_browser_decides_how_light_the_page_is(open_page: Open, scheme: str, ground: str) -> None:
    page = open_page("/prisoners?lang=en", color_scheme=scheme)
    assert page.evaluate(GROUND) == ground


def test_a_page_follows_a_browser_that_changes_its_mind(open_page: Open) -> None:
    page = open_page("/?lang=en")
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("background-color", "rgb(20, 20, 20)", timeout=30_000)


@pytest.mark.parametrize(("scheme", "darker"), [("light", False), ("dark", True)])
def test_a_chart_has_the_ground_of_the_page_and_letters_against_it(open_page: Open, scheme: str, darker: bool) -> None:
    page = open_page("/places?lang=en", color_scheme=scheme)
    chart = page.get_by_test_id("stPlotlyChart").first
    expect(chart.locator(".bars")).to_be_visible()
    page.wait_for_timeout(500)  # for the chart's last paint
    with Image.open(BytesIO(chart.screenshot())) as picture:
        greys = picture.convert("L").histogram()
    shown = [grey for grey, count in enumerate(greys) if count > 20]
    ground = max(range(256), key=greys.__getitem__)
    assert (ground < 40) is darker
    assert max(abs(grey - ground) for grey in shown) > 120


def test_on_paper_there_are_figures_and_sources_alone(open_page: Open) -> None:
    page = open_page("/prisoners?lang=en", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    for part in (".stSidebar", ".st-key-nav", ".stAppHeader", ".links", ".cite", ".stButton", ".notice", "#leaving"):
        for each in page.locator(part).all():
            expect(each).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    source = "getComputedStyle(document.querySelector('.source a[href^=http]'), '::after').content"
    assert "http" in page.evaluate(source)


def test_a_keyboard_shows_where_it_is(open_page: Open) -> None:
    page = open_page("/sentences?lang=en")
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        unseen += page.evaluate(SEEN)
    assert not unseen


# The focused element, unless it or what it stands in has an outline of 2 px.
SEEN = """() => {
    const at = document.activeElement;
    for (let each = at; each; each = each.parentElement) {
        const style = getComputedStyle(each);
        if (style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2) return [];
    }
    return at === document.body ? [] : [at.outerHTML.slice(0, 120)];
}"""
