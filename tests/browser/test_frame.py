"""The frame of pages: no part covers another at any width, and text has the sizes of docs/design.md alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as Tab

from repression.palette import SIZES
from tests.browser.test_html_first import SCRIPTLESS

Open = Callable[..., Tab]
WIDTHS = (320, 390, 641, 768, 1024, 1440, 1920)

# Parts of the frame of which one covers another, and those that reach over the edge of the window. Of a link of the
# navigation, which is moved sideways on a phone, what is seen counts.
COVERED = """() => {
    const navigation = '.groups, .siblings, .st-key-groups, .st-key-siblings';
    const seen = each => {
        const {left, right, top, bottom} = each.getBoundingClientRect();
        const around = each.closest(navigation)?.getBoundingClientRect() ?? {left, right};
        const [from, to] = [Math.max(left, around.left), Math.min(right, around.right)];
        return {left: from, right: to, width: Math.max(0, to - from), top, bottom, height: bottom - top};
    };
    const parts = [...document.querySelectorAll(
        '#leaving > *, .brand, .languages a, .notice summary, .notice button, .groups a, .siblings a, .st-key-nav a, '
        + 'h1, .filters > summary, .chip, .reset, .selected, .st-key-filters summary, '
        + '.st-key-filter-row .stButton > button'
    )].map(each => [each, seen(each)]).filter(([, box]) => box.width && box.height);
    const found = parts.filter(([, box]) => box.left < 0 || box.right > innerWidth).map(([each]) => each.textContent);
    for (const [place, [one, a]] of parts.entries()) for (const [other, b] of parts.slice(place + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 1 && high > 1) found.push(`${one.textContent} / ${other.textContent}`);
    }
    return found;
}"""
TEXT_SIZES = """() => [...new Set([...document.querySelectorAll('body *')].filter(
    each => !each.closest('svg, noscript, template, .skip, [data-testid=stSkipToContent]') && each.checkVisibility()
        && [...each.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
).map(each => parseFloat(getComputedStyle(each).fontSize)))].sort()"""


def covered(tab: Tab, folds: str) -> list[str]:
    """What covers what at each width, with the folds as they are and then the other way round."""
    found = []
    for _ in range(2):
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 900})
            tab.wait_for_timeout(150)  # what is fixed to the window takes its place a moment before the rest
            found += [f"{width}: {each}" for each in tab.evaluate(COVERED)]
        tab.locator(folds).evaluate_all("all => all.forEach(each => each.click())")
        tab.wait_for_timeout(300)
    return found


@pytest.mark.parametrize("lang", ["en", "be"])
def test_no_part_of_the_servers_page_covers_another(open_page: Open, lang: str) -> None:
    tab = open_page(f"/sentences?lang={lang}&gender=female&article=342", **SCRIPTLESS)
    assert not (found := covered(tab, ".filters > summary, .notice summary")), "\n".join(found)


def test_no_part_of_the_interactive_page_covers_another(open_page: Open) -> None:
    tab = open_page("/sentences?lang=ru&gender=female&article=342")
    assert not (found := covered(tab, ".st-key-filters summary, .notice summary")), "\n".join(found)


NAVIGATION = """() => [...document.querySelectorAll('.groups, .siblings, .st-key-groups, .st-key-siblings')].filter(
    each => each.checkVisibility()
).map(each => each.getBoundingClientRect().height / each.querySelector('a').getBoundingClientRect().height)"""


@pytest.mark.parametrize("options", [SCRIPTLESS, {}], ids=["server", "interactive"])
def test_each_line_of_the_navigation_stays_one_on_a_phone(open_page: Open, options: dict[str, Any]) -> None:
    lines = open_page("/changes?lang=ru", width=360, **options).evaluate(NAVIGATION)
    assert len(lines) == 2 and max(lines) < 1.5, lines


@pytest.mark.parametrize("options", [SCRIPTLESS, {}], ids=["server", "interactive"])
def test_the_open_page_is_in_sight_in_the_navigation_of_a_phone(open_page: Open, options: dict[str, Any]) -> None:
    tab = open_page("/changes?lang=ru", width=360, **options)
    box = tab.locator(":is(.siblings [aria-current], .st-key-open-page a)").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360, box
    assert not tab.evaluate("Math.max(scrollY, document.querySelector('.stMain')?.scrollTop ?? 0)")


def odd_sizes(tab: Tab) -> set[float]:
    """The sizes of the texts that are shown, but for those of charts, that are not on the scale; in px."""
    return set(tab.evaluate(TEXT_SIZES)) - {16 * float(size.removesuffix("rem")) for size in SIZES.values()}


@pytest.mark.parametrize("path", ["/", "/privacy"])  # the big number, and code in texts
def test_text_has_five_sizes(open_page: Open, path: str) -> None:
    assert not odd_sizes(open_page(f"{path}?lang=en", **SCRIPTLESS))
    assert not odd_sizes(open_page(f"{path}?lang=en"))


def test_the_overview_is_no_wider_than_a_phone(open_page: Open) -> None:
    """Its title takes no place there, which is so on no other page."""
    tab = open_page("/?lang=ru", width=320)
    assert tab.evaluate("document.querySelector('.stMain').scrollWidth") <= 320
