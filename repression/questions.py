"""One question, one .sql file: its header says what it means, its SQL gives the rows, its words say them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from repression.filters import Selection, Vocabulary, names_of
from repression.languages import LANGUAGES, marked, speaker
from repression.snapshots import Snapshot
from repression.warehouse import QUERIES, Warehouse
from repression.wording import sentence

HEADER = re.compile(r"\A/\*\n(?P<header>.*?)\n\*/\n(?P<sql>.*)\Z", re.DOTALL)
WORDS_LINE = "\n-- words\n"
RECOGNISED = marked("recognised political prisoners, present and former")
NOTHING = marked("Nothing matches this filter, so there are no numbers to show here.")
HEADER_KEYS = {
    *("title", "answers", "unit", "population", "datasets", "within", "obeys", "ignores", "settings", "columns"),
    *("chart", "words", "caveats", "counted_by", "empty", "prose", "says"),
}
DICTIONARIES = {"articles", "facilities"}  # read in their newest edition whatever the selection: see macros.sql
AS_IS = "as_is"  # the field of a struct that is a code, or in the reader's language already
SHARED = {"macros", "lock"}  # files of the folder that are no questions


class BadQuestion(ValueError):
    """A question's file that cannot be read; the message names the file and what is missing."""


MANY = 3  # forms up to the one for many, where a language has that; English has two


@dataclass(frozen=True)
class Unit:
    """What numbers count: `forms` of a noun as `languages.counted` takes them, in the reader's language.

    `measure` is its English name whatever the language, for code to go by.
    """

    forms: str = ""
    measure: str = ""

    def __str__(self) -> str:
        return _bare_unit(self.forms)

    def in_language(self, lang: str) -> Unit:
        """The same unit, said in a language."""
        return Unit(speaker(lang)(self.forms), self.measure)


def _bare_unit(forms: str) -> str:
    """The name of a unit that stands without a number: its form for many."""
    return forms.split("|")[:MANY][-1]


@dataclass(frozen=True)
class Column:
    """What a column of an answer means.

    The texts of a `spoken` column are words of our own, which `_ask` says in the reader's language.
    """

    name: str
    title: str
    counts: Unit = Unit()
    description: str = ""
    spoken: bool = False

    @property
    def unit(self) -> str:
        """The name of its unit, as it stands without a number."""
        return str(self.counts)


@dataclass(frozen=True)
class Question:
    """A question as its file states it, in English, or as `question_in` says it in another language.

    `words_sql` is None where the sentences of `words` take their values from the first row; `says` are the texts of
    ours that its SQL writes into cells. `within` are the codes of a filter that its SQL keeps to, whatever is chosen.
    """

    name: str
    title: str
    answers: str
    counts: Unit
    datasets: tuple[str, ...]
    columns: Mapping[str, Column]
    sql: str
    words_sql: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    filters: frozenset[str] = frozenset()
    settings: tuple[str, ...] = ()
    within: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    population: str = RECOGNISED
    chart: Mapping[str, Any] = field(default_factory=dict)
    layers: Mapping[str, str] = field(default_factory=dict)
    caveats: tuple[str, ...] = ()
    counted_by: str = ""
    prose: bool = False
    empty: str = NOTHING

    @property
    def unit(self) -> str:
        """The name of what is counted, as it stands without a number."""
        return str(self.counts)

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
            counts=_unit(header["unit"]),
            datasets=tuple(header["datasets"]),
            columns={name: _column(name, about) for name, about in header["columns"].items()},
            sql=_bare(sql),
            words_sql=_bare(words_sql) or None,
            words=_words_of(header.get("words", {})),
            says=tuple(header.get("says", [])),
            filters=names_of(header.get("obeys", header["datasets"])) - set(header.get("ignores", [])),
            settings=tuple(header.get("settings", [])),
            within={name: tuple(codes) for name, codes in header.get("within", {}).items()},
            population=header.get("population", RECOGNISED),
            chart=chart,
            layers=chart.get("layers", {}),
            caveats=tuple(header.get("caveats", [])),
            counted_by=header.get("counted_by", ""),
            prose=header.get("prose", False),
            empty=header.get("empty", NOTHING),
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise BadQuestion(f"{path.name}: its header is not whole: {fault}") from fault


def _unit(forms: str) -> Unit:
    return Unit(forms, _bare_unit(forms))


def _column(name: str, about: Mapping[str, Any]) -> Column:
    about = dict(about)
    return Column(name, counts=_unit(about.pop("unit", "")), **about)


def _words_of(words: str | Mapping[str, str]) -> Mapping[str, str]:
    return {"said": words} if isinstance(words, str) else words


def _bare(sql: str) -> str:
    return sql.strip().removesuffix(";")


@functools.cache
def all_questions() -> Mapping[str, Question]:
    """Every question there is, by name."""
    paths = sorted(QUERIES.glob("*.sql"))
    return {path.stem: read_question(path) for path in paths if path.stem not in SHARED}


@functools.cache
def question_in(name: str, lang: str) -> Question:
    """A question with all its texts in a language. Raises KeyError for a name that is no question."""
    question, say = all_questions()[name], speaker(lang)
    if lang == LANGUAGES[0]:
        return question
    return replace(
        question,
        title=say(question.title),
        answers=say(question.answers),
        counts=question.counts.in_language(lang),
        population=say(question.population),
        words={part: say(template) for part, template in question.words.items()},
        empty=say(question.empty),
        counted_by=say(question.counted_by),
        caveats=tuple(map(say, question.caveats)),
        columns={name: _column_in(column, lang) for name, column in question.columns.items()},
    )


def _column_in(column: Column, lang: str) -> Column:
    title, description = map(speaker(lang), (column.title, column.description))
    return replace(column, title=title, description=description, counts=column.counts.in_language(lang))


def ask(warehouse: Warehouse, name: str, selection: Selection) -> Answer:
    """A question's answer for a selection. Raises KeyError for a name that is no question."""
    question = all_questions()[name]
    asked = selection.only(question.filters | set(question.settings))
    answer: Answer = warehouse.answers.or_make((name, asked), lambda: _ask(warehouse, name, asked))
    return answer


def _ask(warehouse: Warehouse, name: str, selection: Selection) -> Answer:
    question = question_in(name, selection.lang)
    sources, missing = _sources(warehouse, question, selection)
    filters = selection.bound()
    table = warehouse.ask(question.sql, filters)
    if missing:
        nothing = _spoken(question, table.slice(0, 0), selection.lang)
        return Answer(question, selection, nothing, "", sources, {}, missing)
    words = _words(warehouse, question, table, filters, selection.lang)
    layers = {kind: ask(warehouse, other, selection) for kind, other in question.layers.items()}
    return Answer(question, selection, _spoken(question, table, selection.lang), words, sources, layers)


def _spoken(question: Question, table: pa.Table, lang: str) -> pa.Table:
    """The rows with the texts of spoken columns in a language."""
    for place, name in enumerate(table.column_names):
        if question.columns[name].spoken:
            table = table.set_column(place, name, _said_column(table[name], lang))
    return table


def _said_column(cells: pa.ChunkedArray, lang: str) -> pa.Array:
    if not pa.types.is_string(cells.type):
        return pa.array([_said(cell, lang) for cell in cells.to_pylist()], pa.string())
    # The same few texts stand in many rows.
    encoded = cells.combine_chunks().dictionary_encode()
    return pa.array(map(speaker(lang), encoded.dictionary.to_pylist()), pa.string()).take(encoded.indices)


def _said(value: Any, lang: str) -> Any:
    """A value in a language: a text by the catalogue, a struct as its template `says` filled by its other fields.

    A list has each of its values said. The field `as_is` of a struct stays as it is, and so does all that is no text.
    """
    if isinstance(value, str):
        return speaker(lang)(value)
    if isinstance(value, list):
        return [_said(each, lang) for each in value if each is not None]
    if not isinstance(value, dict):
        return value
    if value["says"] is None:
        return None
    values = {name: each if name == AS_IS else _said(each, lang) for name, each in value.items()}
    return sentence(values["says"], values, lang)


def texts_of_cells(warehouse: Warehouse, name: str, selection: Selection) -> Iterator[tuple[str, str]]:
    """The texts in a question's spoken columns that catalogues must have, each with its column; some several times."""
    question = all_questions()[name]
    table = warehouse.ask(question.sql, selection.bound())
    for column in question.columns.values():
        if column.spoken:
            yield from ((column.name, text) for cell in table[column.name].to_pylist() for text in _texts(cell))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (text for each in value for text in _texts(each))
    elif isinstance(value, dict) and value["says"] is not None:
        yield from (text for name, each in value.items() if name != AS_IS for text in _texts(each))


def _words(warehouse: Warehouse, question: Question, table: pa.Table, filters: dict[str, Any], lang: str) -> str:
    """The sentences of an answer: of each row of values those that its `parts` name, all where it has none."""
    if not (question.words and table.num_rows):
        return ""
    values = table.slice(0, 1) if question.words_sql is None else warehouse.ask(question.words_sql, filters, table)
    return " ".join(
        sentence(question.words[part], {name: _said(value, lang) for name, value in row.items()}, lang)
        for row in values.to_pylist()
        for part in row.get("parts", question.words)
        if part is not None
    )


def _sources(
    warehouse: Warehouse, question: Question, selection: Selection
) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    catalog, sources, missing = warehouse.catalog, [], []
    for name in question.datasets:
        day = date.max if name in DICTIONARIES else selection.snapshot
        days = (_compared(warehouse, selection) if _compares(question, name) else []) or [day]
        found = [each for each in (catalog.shown_on(name, one) for one in days) if each]
        sources += [_source(each, speaker(selection.lang)) for each in found]
        missing += [] if found else [name]
    return tuple(sources), tuple(missing)


def _source(snapshot: Snapshot, say: Callable[[str], str]) -> Source:
    source = snapshot.descriptor.source
    title, publisher, licence = say(source.title), say(source.publisher), say(source.licence)
    return Source(snapshot.dataset, snapshot.date, title, source.url or None, publisher, licence)


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
