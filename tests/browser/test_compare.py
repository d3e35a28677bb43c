"""The page Compare snapshots with two registers, wide and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Page as Tab

from bench.servers import dashboard
from tests.browser.steps import address_of, choose, selected_words, settle, unfold
from tests.browser.test_html_first import SCRIPTLESS
from tests.conftest import DATA
from tests.support.registers import next_register

pytestmark = pytest.mark.slow

Open = Callable[..., Tab]
EXHIBITS = ("compare_totals", "compare_breakdowns", "compare_changes", "compare_all")


@pytest.fixture(scope="module")
def two_registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has a second register, of 30 November 2026."""
    folder = tmp_path_factory.mktemp("compared")
    data = Path(copytree(DATA, folder / "data"))
    next_register(data, date(2026, 11, 30), gone=5, freed=30, added=12, by_people=True)
    with dashboard(folder, data) as server:
        yield server.address


def words(tab: Tab, name: str) -> str:
    return str(tab.locator(f".st-key-exhibit-{name} .exhibit-head").inner_text())


def pick(tab: Tab, day: str) -> None:
    tab.get_by_role("combobox", name="Compared with").click()
    tab.get_by_role("option", name=day).click()
    settle(tab)


@pytest.mark.parametrize("width", [1440, 390])
def test_two_registers_stand_side_by_side(open_page: Open, two_registers: str, width: int) -> None:
    tab = open_page("/compare", width=width, address=two_registers)
    said = tab.locator(".compared").inner_text()
    assert said.startswith("The register of 10 February 2023 beside that of 30 November 2026.")
    assert words(tab, "compare_totals").startswith(
        "2,125 people in the register of 10 February 2023, 2,132 in that of 30 November 2026: 7 more\n"
    )
    for name in EXHIBITS:
        assert tab.locator(f".st-key-exhibit-{name} .exhibit-foot").count() == 1, name
    for name in ("compare_totals", "compare_breakdowns"):
        assert tab.locator(f".st-key-exhibit-{name} .chart svg").count(), name
    assert tab.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width


def test_the_filters_hold_for_both_sides(open_page: Open, two_registers: str) -> None:
    tab = open_page("/compare", address=two_registers)
    choose(tab, "Gender", "Men")
    assert "gender: Men" in selected_words(tab)
    assert words(tab, "compare_totals").startswith("1,781 people in the register of 10 February 2023")


def test_the_day_compared_with_goes_into_the_address_and_comes_back(open_page: Open, two_registers: str) -> None:
    tab = open_page("/compare?snapshot=2023-02-10&lang=en&gender=female", address=two_registers)
    assert "is the first there is" in tab.locator(".compared").inner_text()
    pick(tab, "30 November 2026")
    chosen = {"snapshot": ["2023-02-10"], "lang": ["en"], "gender": ["female"], "against": ["2026-11-30"]}
    assert address_of(tab) == chosen
    said = words(tab, "compare_totals")

    again = open_page(tab.url, address=two_registers)
    assert again.get_by_role("combobox", name="Compared with").input_value() == "30 November 2026 (2026-11-30)"
    assert words(again, "compare_totals") == said
    unfold(again.locator(".st-key-exhibit-compare_totals"), "download")
    link = again.locator(".st-key-exhibit-compare_totals").get_by_role("link", name=re.compile("^CSV: "))
    assert "against=2026-11-30" in str(link.get_attribute("href"))

    tab.go_back()
    settle(tab)
    assert "against" not in address_of(tab)
    assert "is the first there is" in tab.locator(".compared").inner_text()


def test_a_day_without_a_register_is_named_and_no_number_is_shown(open_page: Open, two_registers: str) -> None:
    tab = open_page(
        "/compare?snapshot=2026-11-30&lang=en&against=2026-11-29", address=two_registers, allow=("status of 400",)
    )
    issue = tab.get_by_role("alert").inner_text()
    assert "against=2026-11-29: allowed is a day of a snapshot: " in issue
    assert "2023-02-10" in issue
    assert tab.locator(".chart, .exhibit-foot, .words, .selected").count() == 0


@pytest.mark.parametrize("width", [1440, 390])
def test_beside_one_register_alone_stand_counts_and_figures_of_two_days(open_page: Open, width: int) -> None:
    tab = open_page("/compare", width=width)
    assert (
        "Only one register with a row for each person is here, that of 10 February 2023"
        in tab.locator(".compared").inner_text()
    )
    assert tab.get_by_role("combobox", name="Compared with").count() == 0
    heads = tab.locator(".exhibit-head").evaluate_all("heads => heads.map(head => head.id)")
    assert heads == ["compare_counts", "compare_figures"]


def test_two_days_of_the_counts_go_into_the_address_and_come_back(open_page: Open) -> None:
    tab = open_page("/compare")
    distance = tab.get_by_role("radiogroup", name="Compared with")
    assert distance.count() == 1
    for label, day in (("Earlier day", "2024-12-31"), ("Later day", "2025-12-31")):
        box = tab.get_by_role("combobox", name=label)
        box.click()
        box.fill(day)
        tab.get_by_role("option", name=day).click()
        settle(tab)
    assert (address_of(tab)["earlier"], address_of(tab)["later"]) == (["2024-12-31"], ["2025-12-31"])
    said = words(tab, "compare_counts")
    assert re.match(r"[\d,]+ political prisoners on 31 December 2025, [\d,]+ fewer than on 31 December 2024", said)
    assert distance.count() == 0
    again = open_page(tab.url)
    assert words(again, "compare_counts") == said
    assert again.get_by_role("combobox", name="Later day").input_value() == "31 December 2025 (2025-12-31)"


@pytest.mark.parametrize("lang", ["en", "be", "ru"])
@pytest.mark.parametrize("width", [1440, 360])
def test_figures_of_two_days_are_read_without_moving_sideways(open_page: Open, width: int, lang: str) -> None:
    tab = open_page(f"/compare?lang={lang}", width=width, **SCRIPTLESS)
    table = tab.locator(".differences")
    assert table.locator("tbody tr").count() > 3
    assert table.evaluate("each => each.scrollWidth") <= width
    heights = table.locator("tbody tr").evaluate_all("all => all.map(each => each.getBoundingClientRect().height)")
    assert max(heights) < 350
