"""A browser gets time to draw unless somebody waits."""

from __future__ import annotations

import time
from contextlib import ExitStack

import pytest

from repression.fair_slots import RENDER_SLOTS_TOTAL, FairSlots
from repression.ui import pacing
from repression.ui.pacing import DRAWING_SECONDS, yield_to_browser


def _passed() -> float:
    begin = time.perf_counter()
    yield_to_browser(DRAWING_SECONDS)
    return time.perf_counter() - begin


def test_the_browser_gets_time_to_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "RENDER_SLOTS", FairSlots(RENDER_SLOTS_TOTAL))
    with pacing.RENDER_SLOTS.hold(b"one"):
        assert _passed() >= DRAWING_SECONDS


def test_nothing_waits_for_a_browser_while_all_slots_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "RENDER_SLOTS", FairSlots(RENDER_SLOTS_TOTAL))
    with ExitStack() as taken:
        for _ in range(RENDER_SLOTS_TOTAL):
            taken.enter_context(pacing.RENDER_SLOTS.hold(b"one"))
        assert min(_passed() for _ in range(20)) < DRAWING_SECONDS / 10
