"""Every page in a real browser, wide and on a phone; and one exhibit from filter to file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

from repression.exhibits.tables import PAGE_ROWS
from tests.browser.steps import address_of, choose, selected_words, settle, unfold, unfold_filters, visit

Open = Callable[..., Tab]


def exhibit(tab: Tab, name: str) -> Any:
    return tab.locator(f".st-key-exhibit-{name}")


def drawn(tab: Tab, name: str) -> str:
    """The drawing of a chart."""
    return str(exhibit(tab, name).locator(".chart").inner_html())


def words(tab: Tab, name: str) -> str:
    return str(exhibit(tab, name).locator(".exhibit-head").inner_text())


def file_of(tab: Tab, name: str, folder: Path) -> list[dict[str, str]]:
    """The rows of the CSV that an exhibit's link gives."""
    unfold(exhibit(tab, name), "download")
    with tab.expect_download() as download:
        exhibit(tab, name).get_by_role("link", name=re.compile("^CSV: ")).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def rows_in_table(tab: Tab, name: str) -> int:
    grid = exhibit(tab, name).locator("[data-testid=stDataFrame] [role=grid]")
    return int(grid.get_attribute("aria-rowcount") or 0) - 1  # less the header


def show(tab: Tab, name: str, view: str) -> None:
    exhibit(tab, name).get_by_role("radio", name=view, exact=True).click()
    settle(tab)


def test_a_filter_changes_chart_words_table_and_file_alike(open_page: Open, tmp_path: Path) -> None:
    tab = open_page("/sentences")
    before = drawn(tab, "sentence_lengths"), words(tab, "sentence_lengths"), file_of(tab, "sentence_lengths", tmp_path)
    choose(tab, "Gender", "Women")
    after = drawn(tab, "sentence_lengths"), words(tab, "sentence_lengths"), file_of(tab, "sentence_lengths", tmp_path)
    for old, new in zip(before, after, strict=True):
        assert old != new
    show(tab, "sentence_lengths", "Table")
    assert rows_in_table(tab, "sentence_lengths") == len(after[2])


@pytest.mark.parametrize("path", ["/register", "/register?gender=female&arrested=2020-08..2020-12&status=any"])
def test_the_file_has_the_rows_of_the_table(open_page: Open, tmp_path: Path, path: str) -> None:
    tab = open_page(path)
    rows = file_of(tab, "register", tmp_path)
    assert rows_in_table(tab, "register") == min(len(rows), PAGE_ROWS) > 0
    if len(rows) > PAGE_ROWS:
        assert f"of {len(rows):,}; the files below have all" in exhibit(tab, "register").inner_text()
    assert f"{len(rows):,} of 3,084" in selected_words(tab)


def filter_by(mark: Locator, name: str) -> None:
    """Clicks on the middle of a chart's mark and waits for its filter in the address."""
    mark.click()
    mark.page.wait_for_url(re.compile(f"[?&]{name}="))
    settle(mark.page)


def test_a_click_on_a_mark_filters_by_it(open_page: Open, subtests: pytest.Subtests) -> None:
    tab = open_page("/sentences")
    with subtests.test("a bar"):
        a_click_on_a_bar_filters_by_it(tab)
    tab.get_by_role("button", name="Reset filters").first.click()
    settle(tab)
    assert address_of(tab).keys() == {"snapshot", "lang"}
    with subtests.test("a step of lengths"):
        a_click_on_a_step_of_lengths_filters_by_its_months(tab)


def a_click_on_a_bar_filters_by_it(tab: Tab) -> None:
    filter_by(exhibit(tab, "penalties").locator(".chart-bars a").first, "penalty")
    (chosen,) = address_of(tab)["penalty"]
    assert chosen == "penal_colony_general"
    assert "penalty: Penal colony, general security" in selected_words(tab)


def test_a_link_of_a_mark_is_a_step_that_loads_nothing(open_page: Open) -> None:
    asked: list[str] = []
    tab = open_page("/sentences?lang=en", prepare=lambda tab: tab.on("request", lambda each: asked.append(each.url)))
    loaded = tab.evaluate("performance.timeOrigin")
    choose(tab, "Gender", "Women")
    exhibit(tab, "penalties").locator(".chart-bars a").first.focus()
    expect(tab.locator("#tip")).to_be_visible()
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("[?&]penalty="))
    settle(tab)
    expect(tab.locator("#tip")).to_have_count(0)  # what was said is of another selection
    assert {name: address_of(tab)[name] for name in ("gender", "penalty")} == {
        "gender": ["female"],
        "penalty": ["penal_colony_general"],
    }
    tab.go_back()
    settle(tab)
    assert "penalty" not in address_of(tab) and "penalty" not in selected_words(tab)
    assert tab.evaluate("performance.timeOrigin") == loaded  # the page was not loaded anew
    assert not [each for each in asked if "PlotlyChart" in each]


@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_said_of_a_mark_is_read_by_mouse_finger_and_keyboard(open_page: Open, width: int) -> None:
    tab = open_page("/sentences?lang=en", width=width)
    mark = exhibit(tab, "months_to_verdict").locator(".chart :is(a, g):has(> title)").first
    said = mark.locator("title").text_content()
    tip = tab.locator("#tip")
    mark.scroll_into_view_if_needed()
    if width == 390:
        mark.tap()
        expect(tip).to_have_text(str(said))
        return
    mark.hover()
    expect(tip).to_have_text(str(said))
    assert mark.locator("title").text_content() == ""  # or the browser would show it, too
    tab.locator("h1").hover()
    expect(tip).to_have_count(0)
    assert mark.locator("title").text_content() == said
    link = exhibit(tab, "penalties").locator(".chart-bars a").first
    link.focus()
    expect(tip).to_have_text(str(link.locator("title").text_content()))
    tab.keyboard.press("Escape")
    expect(tip).to_have_count(0)


def a_click_on_a_step_of_lengths_filters_by_its_months(tab: Tab) -> None:
    steps = exhibit(tab, "sentence_lengths").locator(".chart-bars").first.locator("a")
    filter_by(steps.nth(2), "length")
    assert address_of(tab)["length"] == ["24..35.9"]
    assert "length of sentence from 24 to 35.9 months" in selected_words(tab)


def test_a_length_typed_with_too_many_decimals_is_shown_as_it_is_sent(open_page: Open) -> None:
    tab = open_page("/sentences")
    unfold_filters(tab)
    box = tab.get_by_role("spinbutton", name="Length of sentence from, in months")
    box.fill("12.55")
    box.press("Enter")
    settle(tab)
    said = selected_words(tab)
    (length,) = address_of(tab)["length"]
    assert length in ("12.5..", "12.6..")
    assert selected_words(open_page(tab.url)) == said


def test_a_setting_of_an_exhibit_goes_into_the_address(open_page: Open) -> None:
    tab = open_page("/sentences")
    exhibit(tab, "sentence_lengths").get_by_text("6 months", exact=True).click()
    settle(tab)
    assert address_of(tab)["bin"] == ["6"]
    again = open_page(tab.url)
    assert drawn(again, "sentence_lengths") == drawn(tab, "sentence_lengths")


def test_the_foot_of_an_exhibit_gives_its_link_and_its_picture(
    open_page: Open, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    tab = open_page("/sentences?gender=female")
    with subtests.test("the link leads to it"):
        the_link_of_an_exhibit_leads_to_it(tab, open_page)
    with subtests.test("a picture of it is saved as a PNG"):
        a_picture_is_saved_as_a_png(tab, tmp_path)


def the_link_of_an_exhibit_leads_to_it(tab: Tab, open_page: Open) -> None:
    unfold(exhibit(tab, "penalties"), "share")
    link = exhibit(tab, "penalties").get_by_role("link", name="Link to this").get_attribute("href")
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    exhibit(tab, "penalties").get_by_role("link", name="Link to this").click()
    expect(exhibit(tab, "penalties").get_by_role("status")).to_have_text("The address is copied.")
    assert urlsplit(tab.evaluate("navigator.clipboard.readText()"))[2:] == urlsplit(str(link))[2:]
    again = open_page(str(link))
    assert again.url.endswith("#penalties")
    assert words(again, "penalties") == words(tab, "penalties")


def a_picture_is_saved_as_a_png(tab: Tab, tmp_path: Path) -> None:
    shown = exhibit(tab, "sentence_lengths")
    unfold(shown, "share")
    with tab.expect_download() as download:
        shown.get_by_role("link", name="PNG, wide: Length of sentences").click()
    assert download.value.suggested_filename == "sentence_lengths_2026-11-22_gender-female.png"
    path = tmp_path / "picture.png"
    download.value.save_as(path)
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")) == (1200, 675)


def test_an_old_snapshot_shows_its_numbers_and_offers_the_newest(open_page: Open) -> None:
    tab = open_page("/sentences?snapshot=2023-02-10&lang=en")
    assert "2,125 of 3,084" in selected_words(tab)
    offer = tab.locator(".newer").get_by_role("link", name="show them")
    offer.click()
    settle(tab)
    assert address_of(tab)["snapshot"] == ["2026-11-22"]


def break_register(data: Path) -> None:
    with (data / "people/2023-02-10.csv").open("a", encoding="utf-8") as file:
        file.write("nobody,nobody\n")


def remove_register(data: Path) -> None:
    (data / "people/2023-02-10.csv").unlink()


def remove_all(data: Path) -> None:
    for path in data.glob("*/*.csv"):
        path.unlink()


@pytest.mark.slow
@pytest.mark.parametrize("damage", [break_register, remove_register])
def test_a_broken_or_missing_snapshot_is_said_and_no_number_made_up(
    spare_server: Callable[[Path], str], open_page: Open, data_copy: Path, damage: Callable[[Path], None]
) -> None:
    damage(data_copy)
    tab = open_page("/", address=spare_server(data_copy))
    for path in ("/", "/sentences", "/register", "/method"):
        if path != "/":
            visit(tab, path)
        text = tab.locator("[data-testid=stMain]").inner_text()
        assert "Traceback" not in text, path
        assert "refused" in text, path
        if path in ("/sentences", "/register"):
            assert re.search("the data of “[^”]+” were refused", text), path
            assert tab.locator(".chart, [data-testid=stDataFrame]").count() == 0, path


def test_a_folder_without_any_snapshot_is_said(
    spare_server: Callable[[Path], str], open_page: Open, data_copy: Path
) -> None:
    remove_all(data_copy)
    tab = open_page("/", address=spare_server(data_copy), allow=("status of 503",))
    assert "There are no figures to show" in tab.get_by_role("alert").inner_text()
