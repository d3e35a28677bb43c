"""A browser gets time to draw what a reader sees first, unless somebody waits for a turn."""

from __future__ import annotations

import re
import time

import pytest

from repression.questions import all_questions
from repression.site import PAGES, Page
from repression.turns import DRAWING_SECONDS, TURNS, fold
from repression.warehouse import ROOT

STEP = re.compile(r"^ *(?:exhibit\(\"(?P<exhibit>\w+)\"\)|(?P<fold>fold\(\)))$", re.MULTILINE)


def _passed_at_fold() -> float:
    begin = time.perf_counter()
    fold()
    return time.perf_counter() - begin


def test_the_browser_gets_time_to_draw() -> None:
    with TURNS:
        assert _passed_at_fold() >= DRAWING_SECONDS


def test_nothing_waits_for_a_browser_while_all_turns_are_taken() -> None:
    taken = 0
    try:
        while TURNS.acquire(blocking=False):
            taken += 1
        assert _passed_at_fold() < DRAWING_SECONDS
        assert not TURNS.acquire(blocking=False)
    finally:
        for _ in range(taken):
            TURNS.release()
    assert taken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_the_first_chart_of_several_is_drawn_before_the_others_come(page: Page) -> None:
    source = (ROOT / "pages" / page.file).read_text(encoding="utf-8")
    steps = [each["exhibit"] or "fold" for each in STEP.finditer(source)]
    charts = [place for place, step in enumerate(steps) if step != "fold" and all_questions()[step].is_drawn]
    folds = [place for place, step in enumerate(steps) if step == "fold"]
    assert folds == ([charts[0] + 1] if len(charts) > 1 else [])
