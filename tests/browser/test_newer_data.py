"""A running dashboard takes up a new snapshot by itself; nobody's numbers change under their eyes."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.steps import address_of, selected_words, settle
from tests.support.registers import next_register

pytestmark = pytest.mark.slow

Open = Callable[..., Page]
# The goal is ten seconds (tests/questions/test_live.py checks the pauses); a busy shared machine may need longer.
SECONDS = 40


def test_open_sessions_keep_their_numbers_and_are_offered_the_new_ones(
    spare_server: Callable[[Path], str], open_page: Open, data_copy: Path
) -> None:
    address = spare_server(data_copy)
    newest = open_page("/sentences?gender=female", address=address)
    pinned = open_page("/register?snapshot=2023-02-10&lang=en", address=address)
    before = [(tab.url, selected_words(tab)) for tab in (newest, pinned)]
    next_register(data_copy, date(2026, 11, 30))
    began = time.monotonic()
    newest.locator(".newer").get_by_text("30 November 2026").wait_for(timeout=SECONDS * 1000)
    pinned.locator(".newer").get_by_text("30 November 2026").wait_for(timeout=SECONDS * 1000)
    assert time.monotonic() - began < SECONDS
    assert [(tab.url, selected_words(tab)) for tab in (newest, pinned)] == before

    newest.locator(".newer").get_by_role("link", name="show them").click()
    settle(newest)
    assert address_of(newest) == {"snapshot": ["2026-11-30"], "lang": ["en"], "gender": ["female"]}
    assert "30 November 2026" in selected_words(newest)
    assert newest.locator(".newer:visible").count() == 0

    assert "2,120 of 3,079" in selected_words(open_page("/register", address=address))
    with urllib.request.urlopen(f"{address}/data/people.csv") as unpinned:
        assert len(unpinned.read().splitlines()) == 1 + 2120
