"""A maintainer takes in next month's file on the page: drops it, answers what is asked, says yes, and it is written."""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from repression.snapshots.catalog import read_catalog
from tests.browser.maintaining import (
    DATED,
    LONGEST_STEP,
    agree,
    answer,
    choose_dataset,
    choose_file,
    drop,
    finish_step,
    settle,
    take_in,
)
from tests.support.export_form import Export, machine_export
from tests.support.maintainers_page import answering, full_disk, running_page
from tests.support.unknown_words import with_unknown_words

pytestmark = pytest.mark.slow

MONTHLY = 300  # rows of the short form
WHOLE = 8_700
FIVE_MINUTES = 300
LONG = machine_export(3_000)  # it takes seconds to read
ANOTHER = b"2026-11-28,An invented event,It never was.,A source,https://example.org\n"
ALLOWED = (r"^title: ",)  # the page has a title of its own


@pytest.fixture
def running(data_copy: Path, tmp_path: Path) -> Iterator[tuple[str, int]]:
    with running_page(data_copy, tmp_path / "page.log") as running:
        answering(running[0])
        yield running


def too_large_is_refused(page: Page, folder: Path) -> None:
    large = folder / "large.csv"
    with large.open("wb") as file:
        file.truncate(200 * 2**20)
    page.set_input_files("input[type=file]", large)
    # In words of ours, which a style sheet puts there.
    said = page.get_by_test_id("stFileUploader").evaluate("field => getComputedStyle(field, '::after').content")
    assert "It is larger than 32 MB" in said
    page.get_by_role("button", name="Remove large.csv").click()
    settle(page)


def a_step_is_stopped(page: Page, data: Path) -> None:
    before = sorted(data.rglob("*"))
    choose_file(page, "long.csv", LONG.as_csv())
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_role("button", name="Stop").click()
    settle(page)
    expect(page.get_by_text("Stopped. Nothing was written.")).to_be_visible()
    assert sorted(data.rglob("*")) == before
    page.get_by_role("button", name="Remove long.csv").click()
    settle(page)


def charts_are_dark_on_a_dark_page(page: Page) -> None:
    page.get_by_text("Charts, as they are now and with the file").click()
    finish_step(page)
    page.emulate_media(color_scheme="dark")
    drawn = page.locator(".chart div > svg")
    expect(drawn).to_have_count(2, timeout=LONGEST_STEP)  # they are drawn in a process of their own
    assert "invert" in drawn.first.evaluate("each => getComputedStyle(each).filter")
    page.emulate_media(color_scheme="light")


def nothing_is_written_on_a_full_disk(page: Page, data: Path, process: int) -> None:
    before = {path: path.read_bytes() for path in data.parent.rglob("*") if path.is_file() and path.name != "page.log"}
    with full_disk(process, 20_000):
        page.get_by_role("button", name="Take it in").click()
        settle(page)
        expect(page.get_by_text("Nothing was written:")).to_be_visible(timeout=LONGEST_STEP)
        expect(page.get_by_text("File too large")).to_be_visible()
    after = {path: path.read_bytes() for path in data.parent.rglob("*") if path.is_file() and path.name != "page.log"}
    assert after == before


def a_browser_closed_while_a_step_writes_loses_nothing(page: Page, data: Path) -> None:
    content = (data / "events" / "2026-11-22.csv").read_bytes() + ANOTHER
    choose_dataset(page, "Events")
    drop(page, "events.csv", content, day="2026-11-29")
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("Writing the snapshot …")).to_be_visible()
    page.close()
    end = time.monotonic() + LONGEST_STEP / 1000
    while not (data / "events" / "2026-11-29.yaml").exists() or list(data.parent.rglob(".*.tmp")):
        assert time.monotonic() < end, "nothing was written"
        time.sleep(0.1)
    assert not read_catalog(data).issues
    assert ANOTHER in (data / "events" / "2026-11-29.csv").read_bytes()


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
    running: tuple[str, int], open_page: Callable[..., Page], data_copy: Path, tmp_path: Path, rows: int
) -> None:
    export = with_unknown_words(machine_export(rows, seed=rows))
    address, process = running
    page = open_page("", address=address, allow=ALLOWED)
    too_large_is_refused(page, tmp_path)
    a_step_is_stopped(page, data_copy)
    began = time.monotonic()
    drop(page, "export.csv", export.as_csv())
    page.get_by_role("link", name="The result is below.").click()
    expect(page.get_by_role("heading", name="2. What it was read as")).to_be_in_viewport()
    answer(page)
    charts_are_dark_on_a_dark_page(page)
    agree(page)
    nothing_is_written_on_a_full_disk(page, data_copy, process)
    take_in(page)
    print(f"{rows} rows: {time.monotonic() - began:.0f} s from the drop to the last file")
    assert time.monotonic() - began < FIVE_MINUTES
    assert published(data_copy) == expected(export, data_copy)
    # The file is let go of, and its day.
    expect(page.get_by_text("export.csv")).to_have_count(0)
    expect(page.get_by_test_id("stDateInput").first).not_to_contain_text(DATED[:4])
    a_browser_closed_while_a_step_writes_loses_nothing(open_page("", address=address, allow=ALLOWED), data_copy)
