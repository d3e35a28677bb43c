"""One question, one .sql file: its header says what it means, its SQL gives the rows, its words say them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from repression.filters import Selection, Vocabulary, names_of
from repression.snapshots import Snapshot
from repression.warehouse import QUERIES, Warehouse
from repression.wording import sentence

HEADER = re.compile(r"\A/\*\n(?P<header>.*?)\n\*/\n(?P<sql>.*)\Z", re.DOTALL)
WORDS_LINE = "\n-- words\n"
RECOGNISED = "recognised political prisoners, present and former"
HEADER_KEYS = {
    *("title", "answers", "unit", "population", "datasets", "within", "obeys", "ignores", "settings", "columns"),
    *("chart", "words", "caveats", "counted_by", "empty", "prose"),
}
DICTIONARIES = {"articles", "facilities"}  # read in their newest edition whatever the selection: see macros.sql
SHARED = {"macros", "lock"}  # files of the folder that are no questions


class BadQuestion(ValueError):
    """A question's file that cannot be read; the message names the file and what is missing."""


@dataclass(frozen=True)
class Column:
    """What a column of an answer means."""

    name: str
    title: str
    unit: str = ""
    description: str = ""


@dataclass(frozen=True)
class Question:
    """A question as its file states it; `words_sql` is None where no sentence goes with it.

    `within` are the codes of a filter that its SQL keeps to, whatever is chosen.
    """

    name: str
    title: str
    answers: str
    unit: str
    datasets: tuple[str, ...]
    columns: Mapping[str, Column]
    sql: str
    words_sql: str | None = None
    words: str = ""
    filters: frozenset[str] = frozenset()
    settings: tuple[str, ...] = ()
    within: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    population: str = RECOGNISED
    chart: Mapping[str, Any] = field(default_factory=dict)
    layers: Mapping[str, str] = field(default_factory=dict)
    caveats: tuple[str, ...] = ()
    counted_by: str = ""
    prose: bool = False
    empty: str = "Nothing matches this filter, so there are no numbers to show here."

    @property
    def is_drawn(self) -> bool:
        """Whether it has a figure, of which there can be a picture."""
        return self.chart.get("kind") not in (None, "cards")


@dataclass(frozen=True)
class Source:
    """Who is behind an answer: a dataset's snapshot and where it came from."""

    dataset: str
    snapshot: date
    title: str
    url: str | None
    publisher: str
    licence: str


@dataclass(frozen=True)
class Answer:
    """A question's rows for a selection, in the order and with the columns of its header.

    `missing` names the datasets that have no snapshot as old as the selection asks; the table is empty then.
    """

    question: Question
    selection: Selection
    table: pa.Table
    words: str = ""
    sources: tuple[Source, ...] = ()
    layers: Mapping[str, Answer] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """About how many bytes it has in memory; its layers are answers of their own."""
        return int(self.table.nbytes) + 4 * len(self.words) + 2_000


def read_question(path: Path) -> Question:
    """The question of a file. Raises BadQuestion that names the file where its header is not whole."""
    match = HEADER.match(path.read_text(encoding="utf-8"))
    if not match:
        raise BadQuestion(f"{path.name}: a header in a first comment, then SQL, is expected")
    header = yaml.safe_load(match["header"])
    if unknown := set(header) - HEADER_KEYS:
        raise BadQuestion(f"{path.name}: its header has the unknown {', '.join(sorted(unknown))}")
    sql, _, words_sql = match["sql"].partition(WORDS_LINE)
    try:
        chart = header.get("chart", {})
        return Question(
            name=path.stem,
            title=header["title"],
            answers=header["answers"],
            unit=header["unit"],
            datasets=tuple(header["datasets"]),
            columns={name: Column(name, **about) for name, about in header["columns"].items()},
            sql=_bare(sql),
            words_sql=_bare(words_sql) or None,
            words=header.get("words", ""),
            filters=names_of(header.get("obeys", header["datasets"])) - set(header.get("ignores", [])),
            settings=tuple(header.get("settings", [])),
            within={name: tuple(codes) for name, codes in header.get("within", {}).items()},
            population=header.get("population", RECOGNISED),
            chart=chart,
            layers=chart.get("layers", {}),
            caveats=tuple(header.get("caveats", [])),
            counted_by=header.get("counted_by", ""),
            prose=header.get("prose", False),
            empty=header.get("empty", Question.empty),
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise BadQuestion(f"{path.name}: its header is not whole: {fault}") from fault


def _bare(sql: str) -> str:
    return sql.strip().removesuffix(";")


@functools.cache
def all_questions() -> Mapping[str, Question]:
    """Every question there is, by name."""
    paths = sorted(QUERIES.glob("*.sql"))
    return {path.stem: read_question(path) for path in paths if path.stem not in SHARED}


def ask(warehouse: Warehouse, name: str, selection: Selection) -> Answer:
    """A question's answer for a selection. Raises KeyError for a name that is no question."""
    question = all_questions()[name]
    asked = selection.only(question.filters | set(question.settings))
    answer: Answer = warehouse.answers.or_make((name, asked), lambda: _ask(warehouse, name, asked))
    return answer


def _ask(warehouse: Warehouse, name: str, selection: Selection) -> Answer:
    question = all_questions()[name]
    sources, missing = _sources(warehouse, question, selection)
    filters = selection.bound()
    table = warehouse.ask(question.sql, filters)
    if missing:
        return Answer(question, selection, table.slice(0, 0), "", sources, {}, missing)
    words = _words(warehouse, question, table, filters, selection.lang)
    layers = {kind: ask(warehouse, other, selection) for kind, other in question.layers.items()}
    return Answer(question, selection, table, words, sources, layers)


def _words(warehouse: Warehouse, question: Question, table: pa.Table, filters: dict[str, Any], lang: str) -> str:
    if not (question.words and table.num_rows):
        return ""
    if question.words_sql is None:
        return sentence(question.words, table.slice(0, 1).to_pylist()[0], lang)
    return sentence(question.words, warehouse.ask(question.words_sql, filters, table).to_pylist()[0], lang)


def _sources(
    warehouse: Warehouse, question: Question, selection: Selection
) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    catalog, sources, missing = warehouse.catalog, [], []
    for name in question.datasets:
        day = date.max if name in DICTIONARIES else selection.snapshot
        days = (_compared(warehouse, selection) if _compares(question, name) else []) or [day]
        found = [each for each in (catalog.shown_on(name, one) for one in days) if each]
        sources += [_source(each) for each in found]
        missing += [] if found else [name]
    return tuple(sources), tuple(missing)


def _source(snapshot: Snapshot) -> Source:
    source = snapshot.descriptor.source
    return Source(snapshot.dataset, snapshot.date, source.title, source.url or None, source.publisher, source.licence)


def _compares(question: Question, dataset: str) -> bool:
    return dataset == "people" and "against" in question.settings


def _compared(warehouse: Warehouse, selection: Selection) -> list[date]:
    """The days of the two registers that a selection compares, none where there are not two."""
    days = warehouse.ask("FROM compared_days()", selection.bound()).to_pylist()
    return [day for row in days for day in row.values()]


def vocabulary(warehouse: Warehouse, lang: str) -> Vocabulary:
    """The codes and labels that each choice of the registry may take, in the order to show them."""
    codes: Vocabulary = warehouse.drawn.or_make(("vocabulary", lang), lambda: _vocabulary(warehouse, lang))
    return codes


def _vocabulary(warehouse: Warehouse, lang: str) -> Vocabulary:
    selection = Selection(warehouse.days[-1], lang)
    codes: dict[str, dict[str, str]] = {}
    for row in ask(warehouse, "vocabulary", selection).table.to_pylist():
        codes.setdefault(row["filter"], {})[row["value"]] = row["label"]
    return codes
