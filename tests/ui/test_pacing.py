"""A browser gets time to draw what a reader sees first, unless somebody waits for a turn."""

from __future__ import annotations

import time

from repression.ui.pacing import DRAWING_SECONDS, RENDER_SLOTS, yield_to_browser


def _passed() -> float:
    begin = time.perf_counter()
    yield_to_browser(DRAWING_SECONDS)
    return time.perf_counter() - begin


def test_the_browser_gets_time_to_draw() -> None:
    with RENDER_SLOTS:
        assert _passed() >= DRAWING_SECONDS


def test_nothing_waits_for_a_browser_while_all_turns_are_taken() -> None:
    taken = 0
    try:
        while RENDER_SLOTS.acquire(blocking=False):
            taken += 1
        assert min(_passed() for _ in range(20)) < DRAWING_SECONDS / 10
        assert not RENDER_SLOTS.acquire(blocking=False)
    finally:
        for _ in range(taken):
            RENDER_SLOTS.release()
    assert taken
