"""Charts of a dataset before and after a snapshot is taken in, by the questions and charts of the public pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from repression.charts import figures
from repression.maintain.add import Prepared
from repression.maintain.data_tests import catalog_with
from repression.questions.answer import Answer, ask
from repression.questions.describe import dated_title
from repression.questions.filter_macros import build_warehouse
from repression.questions.question import published_questions, question_in
from repression.questions.selection import Selection
from repression.warehouse.database import Warehouse

TELLING = ("flows", "prisoners_trend", "organisations_lost")  # shown first


@dataclass(frozen=True)
class Side:
    """A question as it is answered with one state of the data: a sentence and a figure."""

    words: str
    figure: dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """The chart of a question before and after; None where there is nothing to draw."""

    title: str
    before: Side | None
    after: Side | None


def compare(prepared: Prepared, lang: str) -> tuple[Pair, ...]:
    """The public charts of the prepared snapshot's dataset, in a language, without it and with it.

    Both are as a reader sees them who opens the page. Raises NoData and ChangedWhileReading as `build_warehouse` does.
    """
    dataset = prepared.request.dataset
    charted = [name for name, each in published_questions().items() if dataset in each.datasets and each.has_chart]
    names = sorted(charted, key=lambda name: name not in TELLING)
    if not names:
        return ()
    catalog = prepared.catalog
    before = build_warehouse(catalog) if catalog.snapshots else None
    with catalog_with(catalog, prepared.files) as extended:
        after = build_warehouse(extended)
    pairs = (
        Pair(question_in(name, lang).title, _side(before, name, lang) if before else None, _side(after, name, lang))
        for name in names
    )
    return tuple(pair for pair in pairs if pair.before or pair.after)


def _answer(warehouse: Warehouse, name: str, lang: str) -> Answer:
    return ask(warehouse, name, Selection(warehouse.days[-1], lang))


def _side(warehouse: Warehouse, name: str, lang: str) -> Side | None:
    answer = _answer(warehouse, name, lang)
    if answer.missing or not answer.table.num_rows:
        return None
    return Side(answer.words or dated_title(answer), figures.figure(answer))
