"""One question, one .sql file: its header says what it means, its SQL gives the rows, its words say them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from repression.i18n import LANGUAGES, N_, get_translator
from repression.paths import QUERIES
from repression.questions.filters import names_of

HEADER = re.compile(r"\A/\*\n(?P<header>.*?)\n\*/\n(?P<sql>.*)\Z", re.DOTALL)


WORDS_LINE = "\n-- words\n"


RECOGNISED = N_("recognised political prisoners, present and former")


NOTHING = N_("Nothing matches this filter, so there are no numbers to show here.")


HEADER_KEYS = {
    *("title", "answers", "unit", "population", "datasets", "within", "obeys", "ignores", "settings", "columns"),
    *("chart", "words", "caveats", "counted_by", "empty", "prose", "cell_texts", "sorted_by"),
}


SHARED = {"macros", "lock"}  # files of the folder that are no questions


class BadQuestion(ValueError):
    """A question's file that cannot be read; the message names the file and what is missing."""


MANY_FORM = 3  # forms up to the one for many, where a language has that; English has two


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
        return Unit(get_translator(lang)(self.forms), self.measure)


def _bare_unit(forms: str) -> str:
    """The name of a unit that stands without a number: its form for many."""
    return forms.split("|")[:MANY_FORM][-1]


@dataclass(frozen=True)
class Column:
    """What a column of an answer means.

    The texts of a `spoken` column are words of our own, which `_ask` says in the reader's language.
    """

    name: str
    title: str
    counts: Unit = Unit()
    description: str = ""
    translate: bool = False

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
    cell_texts: tuple[str, ...] = ()
    filters: frozenset[str] = frozenset()
    settings: tuple[str, ...] = ()
    within: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sorted_by: tuple[str, ...] = ()
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
    def has_chart(self) -> bool:
        """Whether it has a figure, of which there can be a picture."""
        return self.chart.get("kind") not in (None, "cards")


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
            cell_texts=tuple(header.get("cell_texts", [])),
            filters=names_of(header.get("obeys", header["datasets"])) - set(header.get("ignores", [])),
            settings=tuple(header.get("settings", [])),
            within={name: tuple(codes) for name, codes in header.get("within", {}).items()},
            sorted_by=tuple(header.get("sorted_by", [])),
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
    question, _ = all_questions()[name], get_translator(lang)
    if lang == LANGUAGES[0]:
        return question
    return replace(
        question,
        title=_(question.title),
        answers=_(question.answers),
        counts=question.counts.in_language(lang),
        population=_(question.population),
        words={part: _(template) for part, template in question.words.items()},
        empty=_(question.empty),
        counted_by=_(question.counted_by),
        caveats=tuple(map(_, question.caveats)),
        columns={name: _column_in(column, lang) for name, column in question.columns.items()},
    )


def _column_in(column: Column, lang: str) -> Column:
    title, description = map(get_translator(lang), (column.title, column.description))
    return replace(column, title=title, description=description, counts=column.counts.in_language(lang))
