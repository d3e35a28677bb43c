"""WCAG 2.2 AA, as far as a program can tell: axe, the keyboard alone, still pages, names heard.

All pages are in `test_every_page.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.browser.steps import address_of, settle, unfold_filters

pytestmark = pytest.mark.slow

Open = Callable[..., Tab]
# What is no more than good practice fails here, too: there is nothing of it either.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = Axe()


# axe allows a link to the content outside landmarks, but knows it only if no link to another page comes before it. The
# link that leaves the site does, since it has to be the first stop.
_SKIP_LINK = re.compile(r'<a [^>]*href="#')
# axe knows no CSS filter, by which charts are dark; tests/charts has the contrast of the colours that it makes.
_CHART_TEXT = re.compile(r"<(text|tspan)\b")


def violations(tab: Tab) -> list[str]:
    """What axe finds on a page: the rule, where, and why."""
    found = JUDGE.run(tab, options={"resultTypes": ["violations"], "runOnly": TAGS}).response["violations"]
    is_dark = tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    return [
        f"{urlsplit(tab.url).path} {each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
        if not (each["id"] == "region" and _SKIP_LINK.match(node["html"]))
        and not (is_dark and each["id"] == "color-contrast" and _CHART_TEXT.match(node["html"]))
    ]


def turn_dark(tab: Tab) -> None:
    tab.emulate_media(color_scheme="dark")
    expect(tab.locator(".stApp")).to_have_css("background-color", "rgb(20, 20, 20)", timeout=30_000)
    settle(tab)


def test_axe_finds_nothing_on_a_phone_with_the_filters_unfolded(open_page: Open, subtests: pytest.Subtests) -> None:
    tab = open_page("/sentences?lang=be&gender=female", width=390, color_scheme="light")
    with subtests.test("light, folded"):
        assert not (found := violations(tab)), "\n".join(found)
    unfold_filters(tab)
    expect(tab.get_by_test_id("stMultiSelect").first).to_be_visible()
    settle(tab)
    with subtests.test("light, unfolded"):
        assert not (found := violations(tab)), "\n".join(found)
    turn_dark(tab)
    with subtests.test("dark, unfolded"):
        assert not (found := violations(tab)), "\n".join(found)
    tab.locator(".st-key-filters summary").click()
    expect(tab.get_by_test_id("stMultiSelect").first).to_be_hidden()
    settle(tab)
    with subtests.test("dark, folded"):
        assert not (found := violations(tab)), "\n".join(found)


def test_axe_finds_nothing_in_tables_and_what_folds(open_page: Open) -> None:
    tab = open_page("/sentences?lang=en&gender=female")
    show(tab, "sentence_lengths", "Table")
    show(tab, "sentence_quantiles", "Table")
    for summary in tab.locator("summary").all():
        summary.click()
    assert not (found := violations(tab)), "\n".join(found)
    turn_dark(tab)
    assert not (found := violations(tab)), "\n".join(found)


def axe_finds_of_an_open_list_only_that_it_hangs_beside_the_page(tab: Tab) -> None:
    unfold_filters(tab)
    box = tab.get_by_role("combobox", name="Penalty")
    box.scroll_into_view_if_needed()
    tab.wait_for_timeout(500)  # whatever scrolls closes the list
    box.press("ArrowDown")
    expect(tab.get_by_role("listbox")).to_be_visible()
    # Streamlit hangs it beside all landmarks. Where it no longer does, docs/accessibility.md need not say so.
    assert {each.split()[1] for each in violations(tab)} == {"region:"}
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("listbox")).to_be_hidden()


def test_axe_finds_nothing_on_a_refusal(open_page: Open, subtests: pytest.Subtests) -> None:
    tab = open_page("/sentences?gender=nobody", color_scheme="light", allow=("status of 400",))
    expect(tab.get_by_role("alert")).to_be_visible()
    with subtests.test("refusal, light"):
        assert not (found := violations(tab)), "\n".join(found)
    tab.emulate_media(color_scheme="dark")
    expect(tab.locator("body")).to_have_css("background-color", "rgb(20, 20, 20)")
    with subtests.test("refusal, dark"):
        assert not (found := violations(tab)), "\n".join(found)


def test_axe_does_find_what_is_wrong(open_page: Open) -> None:
    tab = open_page("/files?lang=en")
    tab.evaluate("document.querySelector('h1').innerHTML = '<img src=\"data:,\"><a href=\"#x\"></a>'")
    assert {each.split()[1] for each in violations(tab)} >= {"image-alt:", "link-name:"}


def show(tab: Tab, name: str, view: str) -> None:
    tab.locator(f".st-key-exhibit-{name}").get_by_role("radio", name=view, exact=True).click()
    settle(tab)


def test_a_page_of_charts_is_heard_and_seen_rightly(open_page: Open, subtests: pytest.Subtests) -> None:
    tab = open_page("/sentences?lang=en", reduced_motion="no-preference")
    # The last ones change the page, those before leave it as it was.
    for check in (
        nothing_moves_for_whoever_wants_no_motion,
        what_is_heard_of_an_exhibit_tells_it_from_the_others,
        axe_finds_of_an_open_list_only_that_it_hangs_beside_the_page,
        the_table_is_heard_as_a_table,
    ):
        with subtests.test(check.__name__):
            check(tab)


def what_is_heard_of_an_exhibit_tells_it_from_the_others(tab: Tab) -> None:
    exhibit = tab.locator(".st-key-exhibit-penalties")
    said = exhibit.locator(".exhibit-head").inner_text()
    assert "1,876 of 2,125 people" in said
    words = exhibit.locator(".exhibit-head > p").last.inner_text()
    expect(exhibit.get_by_role("group", name=words)).to_be_visible()
    expect(tab.get_by_role("radiogroup", name="Show “Kinds of penalty” as", exact=True)).to_have_count(1)
    for name in ("CSV", "ZIP with README", "BibTeX"):
        expect(
            tab.get_by_role("link", name=f"{name}: Kinds of penalty", exact=True, include_hidden=True)
        ).to_have_count(1)
    names = tab.locator(".exhibit-foot :is(.links a, summary)").evaluate_all(
        "each => each.map(link => [link.getAttribute('aria-label'), link.textContent])"
    )
    assert len({name for name, _ in names}) == len(names) > 50
    # Who speaks to the machine says what they see (WCAG 2.5.3).
    assert all(name.startswith(shown) for name, shown in names)


def the_table_is_heard_as_a_table(tab: Tab) -> None:
    show(tab, "penalties", "Table")
    region = tab.locator(".st-key-exhibit-penalties").get_by_role("region", name="Kinds of penalty", exact=True)
    # The table is drawn; what is heard stands within the drawing, where only a reader of the screen finds it.
    region.locator("canvas table").wait_for(state="attached")
    session = tab.context.new_cdp_session(tab)
    heard = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    assert names_of(heard, "columnheader")[:3] == ["Penalty", "People", "With a known length"]
    assert names_of(heard, "gridcell")[:3] == ["Penal colony, general security", "884", "863"]


def names_of(heard: list[dict[str, Any]], role: str) -> list[str]:
    """The names of all that a reader of the screen gets as something of a kind."""
    return [each["name"]["value"] for each in heard if not each["ignored"] and each["role"]["value"] == role]


# The element that has the focus, and what of it and of what it stands in a reader sees.
FOCUSED = """() => {
    const looks = at => {
        const seen = [];
        for (let each = at, high = 0; each && high < 6; each = each.parentElement, high += 1) {
            const {outline, outlineOffset, boxShadow, borderColor, backgroundColor} = getComputedStyle(each);
            seen.push([outline, outlineOffset, boxShadow, borderColor, backgroundColor].join());
        }
        return seen.join(';');
    };
    const at = document.activeElement, before = window.before;
    const unseen = before && looks(before.at) === before.looks ? before.at.outerHTML.slice(0, 200) : null;
    window.before = at === document.body ? null : {at, looks: looks(at)};
    const labelled = at.getAttribute('aria-label') || at.textContent;
    return {name: at === document.body ? null : labelled.trim(), inMain: Boolean(at.closest('.stMain')), unseen};
}"""


def tabbed(tab: Tab, name: str, limit: int = 60) -> None:
    """Goes on with the Tab key to what has a name. Fails where it does not come within `limit` stops."""
    for _ in range(limit):
        tab.keyboard.press("Tab")
        # The name of an icon stands before the title of Streamlit's fold.
        if (tab.evaluate(FOCUSED)["name"] or "").endswith(name):
            return
    pytest.fail(f"The Tab key does not come to {name!r}")


# The focused element, unless it or what it stands in has an outline of 2 px.
SEEN = """() => {
    const at = document.activeElement;
    for (let each = at; each; each = each.parentElement) {
        const style = getComputedStyle(each);
        if (style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2) return [];
    }
    return at === document.body ? [] : [at.outerHTML.slice(0, 120)];
}"""


def test_the_tab_key_goes_through_a_page_and_shows_where_it_is(open_page: Open, subtests: pytest.Subtests) -> None:
    tab = open_page("/sentences?lang=en")
    # By a script, since after a click the Tab key goes on from there.
    tab.locator(".st-key-filters summary").evaluate("title => title.click()")
    stops: list[dict[str, Any]] = []
    without_outline: list[str] = []
    while not stops or stops[-1]["name"] is not None:
        tab.keyboard.press("Tab")
        stops.append(tab.evaluate(FOCUSED))
        if len(stops) <= 40:
            without_outline += tab.evaluate(SEEN)
        assert len(stops) < 400, "the Tab key does not leave the page"
    with subtests.test("an outline of 2 px"):
        assert len(stops) > 40
        assert not without_outline
    with subtests.test("a change of looks"):
        assert not [stop["unseen"] for stop in stops if stop["unseen"]]
    names = [stop["name"] for stop in stops]
    assert names[:2] == ["Leave quickly", "Skip to main content"]
    for name in (
        "Gender",
        "Skip to the figures",
        "Charges",
        "Chart",
        *(f"{part}: Kinds of penalty" for part in ("Source", "Download", "Share this", "Cite this", "SQL")),
    ):
        assert name in names, name
    # First the pages, then the filters, then what they narrow.
    assert names.index("Charges") < names.index("Gender") < names.index("Cite this: Kinds of penalty")


def test_the_keyboard_alone_filters_switches_unfolds_and_saves(open_page: Open, tmp_path: Path) -> None:
    tab = open_page("/sentences?lang=en")
    tabbed(tab, "Skip to the figures")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_be_focused()
    tabbed(tab, "Filters")
    tab.keyboard.press("Enter")
    tabbed(tab, "Gender")
    tab.keyboard.type("Women")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    settle(tab)
    assert address_of(tab)["gender"] == ["female"]
    tab.keyboard.press("Escape")

    tabbed(tab, "Chart")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Space")
    settle(tab)
    expect(tab.locator(".st-key-exhibit-sentence_lengths [data-testid=stDataFrame]")).to_be_visible()

    tabbed(tab, "Download: Length of sentences")
    tab.keyboard.press("Enter")
    tabbed(tab, "CSV: Length of sentences")
    with tab.expect_download() as download:
        tab.keyboard.press("Enter")
    download.value.save_as(tmp_path / "saved.csv")
    assert (tmp_path / "saved.csv").read_text(encoding="utf-8").startswith("from_months")

    tabbed(tab, "Cite this: Length of sentences")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("link", name="BibTeX: Length of sentences")).to_be_visible()


def test_the_keyboard_comes_out_of_a_table(open_page: Open) -> None:
    tab = open_page("/places?lang=en")
    show(tab, "people_by_region", "Table")
    tab.locator(".st-key-exhibit-people_by_region canvas").first.focus()
    tabbed(tab, "Download: Where people were held")


def nothing_moves_for_whoever_wants_no_motion(tab: Tab) -> None:
    assert max(tab.locator("body *").evaluate_all(MOVING)) > 0.01  # or there would be nothing to see here
    tab.emulate_media(reduced_motion="reduce")
    assert max(tab.locator("body *").evaluate_all(MOVING)) < 0.001


# The seconds that changes of all elements take.
MOVING = """all => all.flatMap(each => {
    const {transitionDuration, animationDuration} = getComputedStyle(each);
    return `${transitionDuration}, ${animationDuration}`.split(', ').map(parseFloat);
})"""
