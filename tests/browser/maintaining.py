"""What a maintainer does on the maintainers' page, step by step."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import SETTLED
from tests.support.export_form import DAY
from tests.support.unknown_words import FACILITY, NAME, PENALTY

DATED = "-".join(f"{part:02}" for part in DAY)
LONGEST_STEP = 240_000  # milliseconds, on a machine that has other things to do


def settle(page: Page) -> None:
    page.wait_for_function(SETTLED, timeout=LONGEST_STEP)


def choose(page: Page, box: int, option: str) -> None:
    """Choose what the word of a question means."""
    field = page.get_by_test_id("stSelectbox").filter(has_text="It means").nth(box).locator("input")
    field.click()
    field.fill(option)
    page.get_by_role("option", name=option).first.click()
    settle(page)


def choose_dataset(page: Page, title: str) -> None:
    """Say what is in the file."""
    field = page.get_by_test_id("stSelectbox").filter(has_text="What is in it").locator("input")
    field.click()
    field.fill(title)
    page.get_by_role("option", name=title, exact=True).click()
    settle(page)


def finish_step(page: Page) -> None:
    """Wait for the end of a step; while it runs, the page is calm between two looks at its progress."""
    settle(page)
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0, timeout=LONGEST_STEP)
    settle(page)


def drop(page: Page, name: str, content: bytes, day: str = DATED) -> None:
    """Drop a file, name its day, and look at it."""
    choose_file(page, name, content, day)
    page.get_by_role("button", name="Look at the file").click()
    finish_step(page)


def choose_file(page: Page, name: str, content: bytes, day: str = DATED) -> None:
    """Drop a file, and name its day."""
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content})
    settle(page)
    page.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first.click()
    page.keyboard.type(day.replace("-", ""))


def answer(page: Page) -> None:
    """Answer all questions: a penalty that stays unreadable, a new place, and rows of different people."""
    expect(page.get_by_text("3. Questions about the file")).to_be_visible(timeout=LONGEST_STEP)
    expect(page.get_by_text(PENALTY, exact=True)).to_be_visible()
    expect(page.get_by_text(FACILITY, exact=True)).to_be_visible()
    choose(page, 0, "the cell stays empty")
    choose(page, 1, "a new one")
    # What its text says is filled in.
    expect(page.get_by_label("Name in English")).to_have_value(NAME)
    for group in page.get_by_test_id("stRadio").all():
        group.get_by_text("different people").click()
        settle(page)
    page.get_by_role("button", name="Save the answers").click()
    finish_step(page)
    # The file is looked at anew with the answers.
    expect(page.get_by_text("Nothing is left to be answered.")).to_be_visible(timeout=LONGEST_STEP)
    finish_step(page)


def agree(page: Page) -> None:
    """Say yes to each thing that stands against it."""
    for box in page.get_by_test_id("stCheckbox").filter(has_text="take").all():
        if box.is_visible():
            box.locator("label").click()
            settle(page)


def take_in(page: Page) -> None:
    """Take the file in."""
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("Checked: every snapshot is valid.")).to_be_visible(timeout=LONGEST_STEP)
    expect(page.get_by_text("Taken in.")).to_be_visible(timeout=LONGEST_STEP)
