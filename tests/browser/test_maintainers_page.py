"""A maintainer takes in next month's file on the page: drops it, answers what is asked, says yes, and it is written."""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SETTLED
from tests.support.export_form import DAY, Export, machine_export
from tests.support.maintainers_page import maintainers_page

DATED = "-".join(f"{part:02}" for part in DAY)
MONTHLY = 300  # rows of the short form
WHOLE = 8_700
FIVE_MINUTES = 300
LONGEST_STEP = 240_000  # milliseconds, on a machine that has other things to do
ALLOWED = (r"^title: ",)  # the page has a title of its own
FACILITY, PENALTY = "ИК № 99", "каникулы"


@pytest.fixture
def address(data_copy: Path, tmp_path: Path) -> Iterator[str]:
    with maintainers_page(data_copy, tmp_path / "page.log") as (address, _):
        _answers(address)
        yield address


def _answers(address: str) -> None:
    """Wait until the page's server answers; before that a browser is refused."""
    import urllib.request
    from urllib.error import URLError

    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except URLError:
            time.sleep(0.1)
    pytest.fail("the page does not answer")


def settle(page: Page) -> None:
    page.wait_for_function(SETTLED, timeout=LONGEST_STEP)


def with_unknown_words(export: Export) -> Export:
    """The export with a place and a penalty that nobody knows, in three rows and in two."""
    rows = list(export.rows)
    held = [place for place, row in enumerate(rows) if row.published["custody"] == "facility"][:3]
    fined = [place for place, row in enumerate(rows) if row.published["penalty"] and place not in held][:2]
    for place in held:
        published = {"facility": "Penal colony No. 99", "region": "Brest region"}
        rows[place] = replace(
            rows[place],
            cells={**rows[place].cells, "prison": FACILITY},
            published={**rows[place].published, **published},
        )
    for place in fined:
        rows[place] = replace(
            rows[place],
            cells={**rows[place].cells, "penalty": PENALTY},
            published={**rows[place].published, "penalty": ""},
        )
    return replace(export, rows=tuple(rows))


def choose(page: Page, box: int, option: str) -> None:
    """Choose what the word of a question means."""
    field = page.get_by_test_id("stSelectbox").filter(has_text="It means").nth(box).locator("input")
    field.click()
    field.fill(option)
    page.get_by_role("option", name=option).first.click()
    settle(page)


def drop(page: Page, name: str, content: bytes) -> None:
    """Drop a file, name its day, and look at it."""
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content})
    settle(page)
    page.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first.click()
    page.keyboard.type(DATED.replace("-", ""))
    page.get_by_role("button", name="Look at the file").click()
    settle(page)


def answer(page: Page) -> None:
    """Answer all questions: a new place, a penalty that stays unreadable, and rows of different people."""
    expect(page.get_by_text("Questions about the file")).to_be_visible()
    boxes = page.get_by_test_id("stSelectbox").filter(has_text="It means")
    assert boxes.count() == 2
    is_place = [FACILITY in text for text in _examples(page)]
    choose(page, is_place.index(False), "leave the cell empty")
    choose(page, is_place.index(True), "a new one")
    for label, text in {
        "Name in English, without its town": "Penal colony No. 99",
        "Town in English": "Inventown",
        "Name (Беларуская)": "ПК № 99",
        "Name (Русский)": "ИК № 99",
        "Town (Беларуская)": "Выдуманск",
        "Town (Русский)": "Выдуманск",
    }.items():
        page.get_by_label(label).fill(text)
        page.get_by_label(label).press("Tab")
        settle(page)
    for title, option in (("Kind", "Penal colony"), ("Region", "Brest region")):
        field = page.get_by_test_id("stSelectbox").filter(has_text=title).last.locator("input")
        field.click()
        field.fill(option)
        page.get_by_role("option", name=option, exact=True).click()
        settle(page)
    for group in page.get_by_test_id("stRadio").all():
        group.get_by_text("different people").click()
        settle(page)
    page.get_by_role("button", name="Save the answers").click()
    settle(page)
    expect(page.get_by_text("Questions about the file")).to_have_count(0)


def _examples(page: Page) -> list[str]:
    """The words that are asked for, in the order of the questions."""
    asked = page.get_by_test_id("stVerticalBlock").filter(has=page.get_by_text("It means", exact=True))
    return [text for text in asked.get_by_test_id("stCode").all_inner_texts() if FACILITY in text or PENALTY in text]


def agree(page: Page) -> None:
    """Say yes to each thing that stands against it, and take it in."""
    for box in page.get_by_test_id("stCheckbox").filter(has_text="take").all():
        if box.is_visible():
            box.locator("label").click()
            settle(page)
    page.get_by_role("button", name="Take it in").click()
    settle(page)
    expect(page.get_by_text("Taken in. These files were written:")).to_be_visible()


def published(data: Path) -> Counter[tuple[str, ...]]:
    with (data / "people" / f"{DATED}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return Counter(tuple(row) for row in [header, *rows])


def expected(export: Export, data: Path) -> Counter[tuple[str, ...]]:
    with (data / "people" / f"{DATED}.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    return Counter([tuple(header), *(tuple(row[name] for name in header) for row in export.published)])


@pytest.mark.parametrize("rows", [MONTHLY, pytest.param(WHOLE, marks=pytest.mark.proof)])
def test_an_export_goes_in_with_all_questions_answered_on_the_page(
    address: str, open_page: Callable[..., Page], data_copy: Path, rows: int
) -> None:
    export = with_unknown_words(machine_export(rows, seed=rows))
    page = open_page("", address=address, allow=ALLOWED)
    began = time.monotonic()
    drop(page, "export.csv", export.as_csv())
    answer(page)
    agree(page)
    print(f"{rows} rows: {time.monotonic() - began:.0f} s from the drop to the last file")
    assert time.monotonic() - began < FIVE_MINUTES
    assert published(data_copy) == expected(export, data_copy)
    # The file is let go of.
    assert page.get_by_text("export.csv").count() == 0
