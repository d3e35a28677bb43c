"""Answers: a question asked of a warehouse for a selection, with its sources and its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from repression.formatting import format_message
from repression.i18n import get_translator
from repression.questions.columns import shown_question
from repression.questions.filter_types import Vocabulary
from repression.questions.question import Question, all_questions, question_in
from repression.questions.selection import Selection
from repression.snapshots.catalog import Snapshot
from repression.warehouse.database import Warehouse

DICTIONARIES = {"articles", "facilities"}  # read in their newest edition whatever the selection: see macros.sql


VERBATIM = "verbatim"  # the field of a struct that is a code, or in the reader's language already


@dataclass(frozen=True)
class AnswerSource:
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
    sources: tuple[AnswerSource, ...] = ()
    layers: Mapping[str, Answer] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """About how many bytes it has in memory; its layers are answers of their own."""
        return int(self.table.nbytes) + 4 * len(self.words) + 2_000


def ask(warehouse: Warehouse, name: str, selection: Selection) -> Answer:
    """A question's answer for a selection. Raises KeyError for a name that is no question."""
    question = all_questions()[name]
    asked = selection.only(question.filters | set(question.settings))
    answer: Answer = warehouse.answers.get_or_compute((name, asked), lambda: _ask(warehouse, name, asked))
    return answer


def _ask(warehouse: Warehouse, name: str, selection: Selection) -> Answer:
    question = shown_question(warehouse, question_in(name, selection.lang), selection)
    sources, missing = _sources(warehouse, question, selection)
    filters = selection.bound()
    table = warehouse.ask(question.sql, filters)
    if missing:
        nothing = _translated_table(question, table.slice(0, 0), selection.lang)
        return Answer(question, selection, nothing, "", sources, {}, missing)
    words = _words(warehouse, question, table, filters, selection.lang)
    layers = {kind: ask(warehouse, other, selection) for kind, other in question.layers.items()}
    return Answer(question, selection, _translated_table(question, table, selection.lang), words, sources, layers)


def _translated_table(question: Question, table: pa.Table, lang: str) -> pa.Table:
    """The rows in the columns of the question, with the texts of spoken columns in a language."""
    table = table.select(list(question.columns))
    for place, name in enumerate(table.column_names):
        if question.columns[name].translate:
            table = table.set_column(place, name, _translated_column(table[name], lang))
    return table


def _translated_column(cells: pa.ChunkedArray, lang: str) -> pa.Array:
    if not pa.types.is_string(cells.type):
        return pa.array([_translated(cell, lang) for cell in cells.to_pylist()], pa.string())
    # The same few texts stand in many rows.
    encoded = cells.combine_chunks().dictionary_encode()
    return pa.array(map(get_translator(lang), encoded.dictionary.to_pylist()), pa.string()).take(encoded.indices)


def _translated(value: Any, lang: str) -> Any:
    """A value in a language: a text by the catalogue, a struct as its field `template` filled by its other fields.

    The values of a list are translated one by one. The field `verbatim` of a struct and all that is no text stay.
    """
    if isinstance(value, str):
        return get_translator(lang)(value)
    if isinstance(value, list):
        return [_translated(each, lang) for each in value if each is not None]
    if not isinstance(value, dict):
        return value
    if value["template"] is None:
        return None
    values = {name: each if name == VERBATIM else _translated(each, lang) for name, each in value.items()}
    return format_message(values["template"], values, lang)


def texts_of_cells(warehouse: Warehouse, name: str, selection: Selection) -> Iterator[tuple[str, str]]:
    """The texts in a question's spoken columns that catalogues must have, each with its column; some several times."""
    question = all_questions()[name]
    spoken = [column.name for column in question.columns.values() if column.translate]
    if spoken:
        table = warehouse.ask(question.sql, selection.bound())
        yield from ((column, text) for column in spoken for cell in table[column].to_pylist() for text in _texts(cell))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (text for each in value for text in _texts(each))
    elif isinstance(value, dict) and value["template"] is not None:
        yield from (text for name, each in value.items() if name != VERBATIM for text in _texts(each))


def _words(warehouse: Warehouse, question: Question, table: pa.Table, filters: dict[str, Any], lang: str) -> str:
    """The sentences of an answer: of each row of values those that its `parts` name, all where it has none."""
    if not (question.words and table.num_rows):
        return ""
    values = table.slice(0, 1) if question.words_sql is None else warehouse.ask(question.words_sql, filters, table)
    return " ".join(
        format_message(question.words[part], {name: _translated(value, lang) for name, value in row.items()}, lang)
        for row in values.to_pylist()
        for part in row.get("parts", question.words)
        if part is not None
    )


def _sources(
    warehouse: Warehouse, question: Question, selection: Selection
) -> tuple[tuple[AnswerSource, ...], tuple[str, ...]]:
    catalog, sources, missing = warehouse.catalog, [], []
    for name in question.datasets:
        day = date.max if name in DICTIONARIES else selection.snapshot
        days = (_compared(warehouse, selection) if _compares(question, name) else []) or [day]
        found = [each for each in (catalog.shown_on(name, one) for one in days) if each]
        sources += [_source(each, get_translator(selection.lang)) for each in found]
        missing += [] if found else [name]
    return tuple(sources), tuple(missing)


def _source(snapshot: Snapshot, _: Callable[[str], str]) -> AnswerSource:
    source = snapshot.descriptor.source
    title, publisher, licence = _(source.title), _(source.publisher), _(source.licence)
    return AnswerSource(snapshot.dataset, snapshot.date, title, source.url or None, publisher, licence)


def _compares(question: Question, dataset: str) -> bool:
    return dataset == "people" and "against" in question.settings


def _compared(warehouse: Warehouse, selection: Selection) -> list[date]:
    """The days of the two registers that a selection compares, none where there are not two."""
    days = warehouse.ask("FROM compared_days()", selection.bound()).to_pylist()
    return [day for row in days for day in row.values()]


def vocabulary(warehouse: Warehouse, lang: str) -> Vocabulary:
    """The codes and labels that each choice of the registry may take, in the order to show them."""
    codes: Vocabulary = warehouse.rendered.get_or_compute(("vocabulary", lang), lambda: _vocabulary(warehouse, lang))
    return codes


def _vocabulary(warehouse: Warehouse, lang: str) -> Vocabulary:
    selection = Selection(warehouse.days[-1], lang)
    codes: dict[str, dict[str, str]] = {}
    for row in ask(warehouse, "vocabulary", selection).table.to_pylist():
        codes.setdefault(row["filter"], {})[row["value"]] = row["label"]
    return codes
