"""Whatever is valid by the dictionary: every question answers any filter, every chart is drawn, every page opens."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings

from repression.charts.figures import figure
from repression.charts.svg import svg
from repression.questions import live
from repression.questions.answer import ask
from repression.questions.filter_macros import build_warehouse
from repression.questions.question import all_questions
from repression.questions.selection import Selection
from repression.site import PAGES
from repression.snapshots.catalog import read_catalog
from tests.support.drawn_data import Rows, folders, write
from tests.support.selections import random_selections
from tests.ui.test_pages import run

# Folders drawn: in every run, in `make proof`, and there with all pages opened on each.
SHORT, LONG, WITH_PAGES = 3, 200, 5
ANY_SPEED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


def every_question_answers(folder: Path, filtered: int) -> None:
    """Without a filter on the first and the last day, and for some selections of every question."""
    catalog = read_catalog(folder)
    assert not catalog.issues
    if not catalog.snapshots:
        return
    warehouse = build_warehouse(catalog)
    for name, question in all_questions().items():
        days = map(Selection, {warehouse.days[0], warehouse.days[-1]})
        for selection in (*days, *random_selections(warehouse, name, filtered)):
            answer = ask(warehouse, name, selection)
            if answer.table.num_rows and question.has_chart:
                ElementTree.fromstring(svg(figure(answer), title=name, description="", anchor=name))


@settings(max_examples=SHORT, suppress_health_check=ANY_SPEED)
@given(folders())
def test_every_question_answers_and_every_chart_is_drawn(tmp_path: Path, drawn: Rows) -> None:
    every_question_answers(write(tmp_path / "data", drawn), filtered=1)


@pytest.mark.proof
@settings(max_examples=LONG, suppress_health_check=ANY_SPEED)
@given(folders(near=False))
def test_every_question_answers_up_to_the_bounds_of_the_dictionary(tmp_path: Path, drawn: Rows) -> None:
    every_question_answers(write(tmp_path / "data", drawn), filtered=2)


@pytest.mark.proof
@settings(max_examples=WITH_PAGES, suppress_health_check=ANY_SPEED)
@given(folders())
def test_every_page_opens(tmp_path: Path, drawn: Rows) -> None:
    folder = write(tmp_path / "data", drawn)
    if not drawn:
        return
    live.reset()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPRESSION_DATA", str(folder))
        for page in PAGES:
            opened = run(page.file, snapshot=str(max(day for _, day in drawn)))
            assert not opened.exception, page.file
    live.reset()
