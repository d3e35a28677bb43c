"""A browser gets time to draw what a reader sees first, unless somebody waits for a turn."""

from __future__ import annotations

import time

from repression.turns import DRAWING_SECONDS, TURNS, let_browser_draw


def _passed() -> float:
    begin = time.perf_counter()
    let_browser_draw(DRAWING_SECONDS)
    return time.perf_counter() - begin


def test_the_browser_gets_time_to_draw() -> None:
    with TURNS:
        assert _passed() >= DRAWING_SECONDS


def test_nothing_waits_for_a_browser_while_all_turns_are_taken() -> None:
    taken = 0
    try:
        while TURNS.acquire(blocking=False):
            taken += 1
        assert min(_passed() for _ in range(20)) < DRAWING_SECONDS / 10
        assert not TURNS.acquire(blocking=False)
    finally:
        for _ in range(taken):
            TURNS.release()
    assert taken
