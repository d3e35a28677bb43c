"""Answers: the result of a question for a selection, with its sources and its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from repression.formatting import format_message
from repression.i18n import LANGUAGES, get_translator
from repression.questions.columns import shown_question
from repression.questions.filter_types import Vocabulary
from repression.questions.filters import OTHER_NAMES
from repression.questions.notices import notices_of, withdrawal_of
from repression.questions.question import Question, all_questions, question_in
from repression.questions.selection import Selection
from repression.snapshots.archived_sources import SOURCE_COLUMN, ArchivedSource, archived_among
from repression.snapshots.catalog import Snapshot
from repression.warehouse.database import Warehouse

DICTIONARIES = {"articles", "facilities"}  # read in their newest snapshot whatever the selection: see macros.sql
VERBATIM = "verbatim"  # the field of a template's struct whose text is a code, the same in every language


@dataclass(frozen=True)
class AnswerSource:
    """A source of an answer: a dataset's snapshot, its origin, and how many rows the snapshot has.

    `notices` are what readers are told of the snapshot, in the language of the answer.
    """

    dataset: str
    snapshot: date
    title: str
    url: str | None
    publisher: str
    licence: str
    rows: int = 0
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class UntranslatedAnswer:
    """The result of the database for a question and a selection, the same for every language.

    Cells of `translate` columns in `table` and `word_values` are English texts, structs of a `template` with its
    values, or structs of a text in each language. `word_values` has a row for each group of sentences; `sources` are
    in English. `missing` names the datasets that have no snapshot as old as the selection asks; both tables are empty
    then.
    """

    table: pa.Table
    word_values: pa.Table
    sources: tuple[AnswerSource, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Its approximate size in memory, in bytes."""
        return int(self.table.nbytes + self.word_values.nbytes) + 2_000


@dataclass(frozen=True)
class Answer:
    """A question's rows for a selection in its language, in the order and with the columns of its header.

    `sentences` say its numbers, each beside its name in the header. `missing` names the datasets that have no snapshot
    as old as the selection asks; the table is empty then. `archived` are those of its sources that were read and kept,
    by their addresses: of `sources`, then of the rows.
    """

    question: Question
    selection: Selection
    table: pa.Table
    sentences: tuple[tuple[str, str], ...] = ()
    sources: tuple[AnswerSource, ...] = ()
    layers: Mapping[str, Answer] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    archived: Mapping[str, ArchivedSource] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """All of its sentences; empty if it has none."""
        return " ".join(text for _, text in self.sentences)

    @property
    def finding(self) -> str:
        """The sentences that the title of its exhibit says; empty if the topic is the title."""
        return " ".join(text for name, text in self.sentences if name in self.question.finding)

    @property
    def details(self) -> str:
        """The sentences that stand below the title."""
        elsewhere = {*self.question.finding, *self.question.notes}
        return " ".join(text for name, text in self.sentences if name not in elsewhere)

    @property
    def notes(self) -> tuple[str, ...]:
        """What its exhibit says in notes: the sentences that are for those who look closer, then the caveats."""
        said = (text for name, text in self.sentences if name in self.question.notes)
        return (*said, *self.question.caveats)

    @property
    def notices(self) -> tuple[str, ...]:
        """What readers are told of the snapshots of its sources."""
        return tuple(dict.fromkeys(notice for source in self.sources for notice in source.notices))

    @property
    def size(self) -> int:
        """Its approximate size in memory, in bytes; its layers are answers of their own."""
        return int(self.table.nbytes) + 4 * len(self.words) + 2_000


def ask(warehouse: Warehouse, name: str, selection: Selection) -> Answer:
    """A question's answer for a selection. Raises KeyError for a name that is no question."""
    asked = _part_read(name, selection)
    answer: Answer = warehouse.translated.get_or_compute(
        (name, asked), lambda: _translate(warehouse, name, asked, compute(warehouse, name, asked))
    )
    return answer


def compute(warehouse: Warehouse, name: str, selection: Selection) -> UntranslatedAnswer:
    """A question's answer for a selection of any language. Raises KeyError for a name that is no question."""
    asked = replace(_part_read(name, selection), lang=LANGUAGES[0])
    answer: UntranslatedAnswer = warehouse.answers.get_or_compute(
        (name, asked), lambda: _compute(warehouse, name, asked)
    )
    return answer


def _part_read(name: str, selection: Selection) -> Selection:
    """The part of a selection that a question reads."""
    question = all_questions()[name]
    return selection.only(question.filters | set(question.settings))


def _compute(warehouse: Warehouse, name: str, selection: Selection) -> UntranslatedAnswer:
    question = all_questions()[name]
    sources, missing = _sources(warehouse, question, selection)
    variables = selection.bound()
    table = warehouse.ask(question.sql, variables)
    if missing:
        table = table.slice(0, 0)
    if question.words_sql is None or not table.num_rows:
        return UntranslatedAnswer(table, table.slice(0, 1), sources, missing)
    return UntranslatedAnswer(table, warehouse.ask(question.words_sql, variables, table), sources)


def _translate(warehouse: Warehouse, name: str, selection: Selection, untranslated: UntranslatedAnswer) -> Answer:
    """An answer in the language of its selection."""
    lang = selection.lang
    question = shown_question(warehouse, question_in(name, lang), selection)
    return Answer(
        question,
        selection,
        _translated_table(question, untranslated.table, lang),
        tuple(_sentences(question, untranslated.word_values, lang)),
        tuple(_translated_source(warehouse, source, selection) for source in untranslated.sources),
        {}
        if untranslated.missing
        else {kind: ask(warehouse, other, selection) for kind, other in question.layers.items()},
        untranslated.missing,
        _archived(warehouse, untranslated),
    )


def _archived(warehouse: Warehouse, answer: UntranslatedAnswer) -> dict[str, ArchivedSource]:
    """The sources of an answer that were read and kept."""
    known = warehouse.catalog.archived
    in_rows = answer.table[SOURCE_COLUMN].unique().to_pylist() if SOURCE_COLUMN in answer.table.column_names else []
    return archived_among([*(source.url for source in answer.sources), *in_rows], known) if known else {}


def _translated_table(question: Question, table: pa.Table, lang: str) -> pa.Table:
    """The rows in the columns of the question, with the texts of `translate` columns in a language.

    They are sorted by texts where the question asks for that.
    """
    table = table.select(list(question.columns))
    for place, name in enumerate(table.column_names):
        if question.columns[name].translate:
            table = table.set_column(place, name, _translated_column(table[name], lang))
    # The sort is stable: rows of the same texts keep the order that the SQL gives them.
    return table.sort_by([(name, "ascending") for name in question.sorted_by]) if question.sorted_by else table


def _translated_column(cells: pa.ChunkedArray, lang: str) -> pa.ChunkedArray | pa.Array:
    if pa.types.is_struct(cells.type) and cells.type.get_field_index(lang) >= 0:
        return pc.struct_field(cells, lang)
    if not pa.types.is_string(cells.type):
        return pa.array([_translated(cell, lang) for cell in cells.to_pylist()], pa.string())
    if lang == LANGUAGES[0]:
        return cells
    # The same few texts are in many rows.
    encoded = cells.combine_chunks().dictionary_encode()
    return pa.array(map(get_translator(lang), encoded.dictionary.to_pylist()), pa.string()).take(encoded.indices)


def _translated(value: Any, lang: str) -> Any:
    """A value in a language.

    A text is looked up in the catalogue. A struct with a field for each language becomes that text, as it is. A struct
    with a `template` becomes the template filled by its other fields, of which a text in the field `verbatim` is kept
    as it is. The values of a list are translated one by one. Any other value stays.
    """
    if isinstance(value, str):
        return get_translator(lang)(value)
    if isinstance(value, list):
        return [_translated(item, lang) for item in value if item is not None]
    if not isinstance(value, dict):
        return value
    if "template" not in value:
        return value[lang]
    if value["template"] is None:
        return None
    values = {
        name: item if name == VERBATIM and isinstance(item, str) else _translated(item, lang)
        for name, item in value.items()
    }
    return format_message(values["template"], values, lang)


def texts_of_cells(warehouse: Warehouse, name: str, selection: Selection) -> Iterator[tuple[str, str]]:
    """The texts in a question's `translate` columns that catalogues must have, each with its column; some repeated."""
    question, asked = all_questions()[name], _part_read(name, selection)
    columns = [column.name for column in question.columns.values() if column.translate]
    if not columns or _sources(warehouse, question, asked)[1]:
        return
    table = warehouse.ask(question.sql, asked.bound())  # not `compute`, which asks for the sentences, too
    for column in columns:
        cells = table[column].unique() if pa.types.is_string(table[column].type) else table[column]
        yield from ((column, text) for cell in cells.to_pylist() for text in _texts(cell))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (text for item in value for text in _texts(item))
    elif isinstance(value, dict) and value.get("template") is not None:
        yield from (
            text for name, item in value.items() if name != VERBATIM or isinstance(item, dict) for text in _texts(item)
        )


def _sentences(question: Question, word_values: pa.Table, lang: str) -> Iterator[tuple[str, str]]:
    """The sentences of an answer, each beside its name.

    For each row of values those that its `parts` name, all if it has no `parts`.
    """
    for row in word_values.to_pylist() if question.words else ():
        values = {name: _translated(value, lang) for name, value in row.items()}
        for part in row.get("parts", question.words):
            if part is not None:
                yield part, format_message(question.words[part], values, lang)


def _sources(
    warehouse: Warehouse, question: Question, selection: Selection
) -> tuple[tuple[AnswerSource, ...], tuple[str, ...]]:
    catalog, sources, missing = warehouse.catalog, [], []
    for name in question.datasets:
        day = date.max if name in DICTIONARIES else selection.snapshot
        days = (_compared(warehouse, selection) if _compares(question, name) else []) or [day]
        found = [snapshot for snapshot in (catalog.shown_on(name, day) for day in days) if snapshot]
        sources += [_source(snapshot) for snapshot in found]
        missing += [] if found else [name]
    return tuple(sources), tuple(missing)


def _source(snapshot: Snapshot) -> AnswerSource:
    about, rows = snapshot.descriptor.source, snapshot.descriptor.rows
    url = about.url or None
    return AnswerSource(snapshot.dataset, snapshot.date, about.title, url, about.publisher, about.licence, rows)


def _translated_source(warehouse: Warehouse, source: AnswerSource, selection: Selection) -> AnswerSource:
    lang, catalog = selection.lang, warehouse.catalog
    _, snapshot = get_translator(lang), catalog.on(source.dataset, source.snapshot)
    withdrawn = withdrawal_of(catalog, source.dataset, selection.snapshot, lang)
    return replace(
        source,
        title=_(source.title),
        publisher=_(source.publisher),
        licence=_(source.licence),
        notices=(*withdrawn, *(notices_of(catalog, snapshot, lang) if snapshot else ())),
    )


def _compares(question: Question, dataset: str) -> bool:
    return dataset == "people" and "against" in question.settings


def _compared(warehouse: Warehouse, selection: Selection) -> list[date]:
    """The days of the two registers that a selection compares; empty if there are not two."""
    days = warehouse.ask("FROM compared_days()", selection.bound()).to_pylist()
    return [day for row in days for day in row.values()]


def vocabulary(warehouse: Warehouse, lang: str) -> Vocabulary:
    """The codes and labels that each choice of the registry may take, in the order to show them."""
    codes: Vocabulary = warehouse.rendered.get_or_compute(("vocabulary", lang), lambda: _vocabulary(warehouse, lang))
    return codes


def options(warehouse: Warehouse, lang: str) -> Vocabulary:
    """The vocabulary as lists of choices show it: with the other names by which readers may look for a code."""
    _ = get_translator(lang)

    def option(code: str, label: str) -> str:
        return f"{label} ({_(OTHER_NAMES[code])})" if code in OTHER_NAMES else label

    return {
        name: {code: option(code, label) for code, label in codes.items()}
        for name, codes in vocabulary(warehouse, lang).items()
    }


def _vocabulary(warehouse: Warehouse, lang: str) -> Vocabulary:
    selection = Selection(warehouse.days[-1], lang)
    codes: dict[str, dict[str, str]] = {}
    for row in ask(warehouse, "vocabulary", selection).table.to_pylist():
        codes.setdefault(row["filter"], {})[row["value"]] = row["label"]
    return codes
