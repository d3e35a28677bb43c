"""A maintainer takes in next month's file on the page: drops it, answers what is asked, says yes, and it is written."""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SETTLED
from tests.support.export_form import DAY, Export, machine_export
from tests.support.maintainers_page import answering, maintainers_page
from tests.support.unknown_words import FACILITY, PENALTY, with_unknown_words

DATED = "-".join(f"{part:02}" for part in DAY)
MONTHLY = 300  # rows of the short form
WHOLE = 8_700
FIVE_MINUTES = 300
LONGEST_STEP = 240_000  # milliseconds, on a machine that has other things to do
LONG = machine_export(3_000)  # it takes seconds to read
ALLOWED = (r"^title: ",)  # the page has a title of its own


@pytest.fixture
def address(data_copy: Path, tmp_path: Path) -> Iterator[str]:
    with maintainers_page(data_copy, tmp_path / "page.log") as address:
        answering(address)
        yield address


def settle(page: Page) -> None:
    page.wait_for_function(SETTLED, timeout=LONGEST_STEP)


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


def too_large_is_refused(page: Page, folder: Path) -> None:
    large = folder / "large.csv"
    with large.open("wb") as file:
        file.truncate(200 * 2**20)
    page.set_input_files("input[type=file]", large)
    expect(page.get_by_text("File must be 32.0MB or smaller.")).to_be_visible()
    page.get_by_role("button", name="Remove large.csv").click()
    settle(page)


def a_step_is_stopped(page: Page, data: Path) -> None:
    before = sorted(data.rglob("*"))
    page.set_input_files("input[type=file]", {"name": "long.csv", "mimeType": "text/csv", "buffer": LONG.as_csv()})
    settle(page)
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_role("button", name="Stop").click()
    settle(page)
    expect(page.get_by_text("Stopped. Nothing was written.")).to_be_visible()
    assert sorted(data.rglob("*")) == before
    page.get_by_role("button", name="Remove long.csv").click()
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
    address: str, open_page: Callable[..., Page], data_copy: Path, tmp_path: Path, rows: int
) -> None:
    export = with_unknown_words(machine_export(rows, seed=rows))
    page = open_page("", address=address, allow=ALLOWED)
    too_large_is_refused(page, tmp_path)
    a_step_is_stopped(page, data_copy)
    began = time.monotonic()
    drop(page, "export.csv", export.as_csv())
    answer(page)
    agree(page)
    print(f"{rows} rows: {time.monotonic() - began:.0f} s from the drop to the last file")
    assert time.monotonic() - began < FIVE_MINUTES
    assert published(data_copy) == expected(export, data_copy)
    # The file is let go of.
    assert page.get_by_text("export.csv").count() == 0
