"""One question, one .sql file: its header says what it means, its SQL gives the rows, its words say them."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

import msgspec
import yaml

from repression.i18n import LANGUAGES, N_, get_translator
from repression.paths import QUERIES
from repression.questions.filters import BY_NAME, FILTERS, names_of

HEADER = re.compile(r"\A/\*\n(?P<header>.*?)\n\*/\n(?P<sql>.*)\Z", re.DOTALL)


WORDS_LINE = "\n-- words\n"


RECOGNISED = N_("recognised political prisoners, present and former")


NOTHING_COUNTED = N_("The data chosen have no figures for this chart or table.")


SHARED = {"macros", "topics", "lock"}  # files of the folder that are no questions


class BadQuestion(ValueError):
    """A question's file that cannot be read; the message names the file, the key and what is allowed."""


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
        """The same unit, translated."""
        return Unit(get_translator(lang)(self.forms), self.measure)


def _bare_unit(forms: str) -> str:
    """The name of a unit without a number: its plural form."""
    return forms.split("|")[:MANY_FORM][-1]


@dataclass(frozen=True)
class Column:
    """The description of a column of an answer.

    The cells of a column with `translate` are English texts of this project: answers translate them. A column with
    `shown_as` has codes for programs: tables on pages have the column of that name in its place.
    """

    name: str
    title: str
    counts: Unit = Unit()
    description: str = ""
    translate: bool = False
    shown_as: str = ""

    @property
    def unit(self) -> str:
        """The name of its unit without a number."""
        return str(self.counts)


@dataclass(frozen=True)
class Question:
    """A question as its file states it, in English, or as `question_in` translates it.

    `words_sql` selects the values of the sentences `words`; if it is None, they are those of the first row. `finding`
    names those of them that are the title of its exhibit, `notes` those that stand among its notes.
    `cell_texts` are the English texts that its SQL writes into cells, for translation. `internal` questions serve the
    pages only and are not published. `within` are the codes of a filter that its SQL is limited to, whatever a reader
    chooses.
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
    finding: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
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
    empty: str = NOTHING_COUNTED
    internal: bool = False

    @property
    def unit(self) -> str:
        """The name of what is counted, without a number."""
        return str(self.counts)

    @property
    def has_chart(self) -> bool:
        """Whether it has a chart, which can be exported as a picture."""
        return self.chart.get("kind") not in (None, *HTML_KINDS)


class ColumnHeader(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The entry of a column in a header."""

    title: str
    unit: str = ""
    description: str = ""
    translate: bool = False
    shown_as: str = ""


class Click(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """What a click on a mark filters by: the code in `column`, or the range from `low` to `high` or `below`."""

    filter: str | None = None
    filter_of: str | None = None
    column: str | None = None
    low: str | None = None
    high: str | None = None
    below: str | None = None
    of: str | None = None


class Chart(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True, tag_field="kind"):
    """The options that every kind of chart may have."""

    click: Click | None = None
    layers: dict[str, str] = {}


class Plot(Chart, frozen=True, kw_only=True):
    """A chart of values `y` over `x`."""

    x: str
    y: str | list[str]


class Dated(Plot, frozen=True, kw_only=True):
    """A chart whose x may be dates; `incomplete` names the boolean column that is true where figures are incomplete."""

    incomplete: str | None = None


class Line(Dated, frozen=True, kw_only=True, tag="line"):
    """Lines over dates, or `points`; `band` names the two columns of an area behind them.

    `open_marks` names columns, and their values as the SQL writes them, whose rows have open marks: the weaker ones.
    `joined` names the boolean column of the points that one line joins.
    """

    series: str | None = None
    band: tuple[str, str] | None = None
    points: bool = False
    joined: str | None = None
    open_marks: dict[str, tuple[str, ...]] = {}


class Columns(Plot, frozen=True, kw_only=True, tag="columns"):
    """Vertical bars; all steps from `tail` on are one."""

    stack: bool = False
    tail: int | None = None


class Panels(Dated, frozen=True, kw_only=True, tag="panels"):
    """Vertical bars, a row of them for each series."""

    series: str | None = None


class Categories(Plot, frozen=True, kw_only=True):
    """A chart of categories `x`; `code` names the column of their codes, by which what is not stated is known."""

    code: str | None = None


class Bars(Categories, frozen=True, kw_only=True, tag="bars"):
    """Horizontal bars for the first `top` rows."""

    series: str | None = None
    stack: bool = False
    top: int | None = None


class Dumbbells(Categories, frozen=True, kw_only=True, tag="dumbbells"):
    """Two values for each category, such as then and now, for the first `top` rows."""

    top: int | None = None


class Percentiles(Categories, frozen=True, kw_only=True, tag="percentiles"):
    """Five percentiles for each category."""

    top: int | None = None


class Heatmap(Plot, frozen=True, kw_only=True, tag="heatmap"):
    """Cells for each pair of `row` and `x`."""

    row: str


class Map(Plot, frozen=True, kw_only=True, tag="map"):
    """Regions shaded by value; `code` names the column of their codes, by which they are found among the outlines."""

    code: str


class Timeline(Chart, frozen=True, kw_only=True, tag="timeline"):
    """A bar from a date to a date; `open` names the column with the last known day of bars without an end."""

    x: str
    from_: str = msgspec.field(name="from")
    to: str
    open: str | None = None
    series: str | None = None
    colour: str | None = None
    top: int | None = None


class Cards(msgspec.Struct, forbid_unknown_fields=True, frozen=True, tag_field="kind", tag="cards"):
    """The headline figures."""


class Profiles(msgspec.Struct, forbid_unknown_fields=True, frozen=True, tag_field="kind", tag="profiles"):
    """A card for each person."""


class Differences(msgspec.Struct, forbid_unknown_fields=True, frozen=True, tag_field="kind", tag="differences"):
    """Figures on two days, below each other."""


class Log(msgspec.Struct, forbid_unknown_fields=True, frozen=True, tag_field="kind", tag="log"):
    """Entries by day."""


Written = Cards | Profiles | Differences | Log
AnyChart = Line | Columns | Panels | Bars | Dumbbells | Percentiles | Heatmap | Map | Timeline | Written


class Header(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The header of a question's file, in YAML."""

    title: str
    answers: str
    unit: str
    datasets: tuple[str, ...]
    columns: dict[str, ColumnHeader]
    chart: AnyChart | None = None
    words: str | dict[str, str] = {}
    finding: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cell_texts: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    obeys: tuple[str, ...] | None = None
    ignores: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    within: dict[str, tuple[str, ...]] = {}
    sorted_by: tuple[str, ...] = ()
    population: str = ""
    counted_by: str = ""
    empty: str = ""
    prose: bool = False
    internal: bool = False


CHARTS = get_args(AnyChart)
# Those that are HTML and no figure: they have neither options nor a picture.
HTML_KINDS = tuple(each.__struct_config__.tag for each in get_args(Written))
# The options of charts that name columns of the question.
COLUMN_KEYS = frozenset(
    ["x", "y", "code", "row", "series", "colour", "band", "from", "to", "open", "open_marks", "incomplete", "joined"]
)


def read_question(path: Path) -> Question:
    """The question of a file. Raises BadQuestion if its header lacks a key, or has an unknown key or a wrong type."""
    match = HEADER.match(path.read_text(encoding="utf-8"))
    if not match:
        raise BadQuestion(f"{path.name}: a header in a first comment, then SQL, is expected")
    header = read_header(match["header"], path.name)
    sql, _, words_sql = match["sql"].partition(WORDS_LINE)
    chart = msgspec.to_builtins(header.chart) if header.chart else {}
    return Question(
        name=path.stem,
        title=header.title,
        answers=header.answers,
        counts=_unit(header.unit),
        datasets=header.datasets,
        columns={name: _column(name, about) for name, about in header.columns.items()},
        sql=_bare(sql),
        words_sql=_bare(words_sql) or None,
        words=_named_words(header),
        finding=header.finding,
        notes=header.notes,
        cell_texts=header.cell_texts,
        filters=names_of(header.datasets if header.obeys is None else header.obeys) - set(header.ignores),
        settings=header.settings,
        within=header.within,
        sorted_by=header.sorted_by,
        population=header.population or RECOGNISED,
        chart=MappingProxyType(chart),
        layers=chart.get("layers", {}),
        caveats=header.caveats,
        counted_by=header.counted_by,
        prose=header.prose,
        empty=header.empty or NOTHING_COUNTED,
        internal=header.internal,
    )


def read_header(text: str, file: str) -> Header:
    """The header of a question's file from its YAML. Raises BadQuestion with the path of the key that is wrong."""
    try:
        entries = yaml.load(text, yaml.CSafeLoader)  # the safe loader in C: a start reads a hundred headers
    except yaml.YAMLError as error:
        raise BadQuestion(f"{file}: its header is no YAML: {error}") from error
    try:
        header = msgspec.convert(entries, Header)
    except msgspec.ValidationError as error:
        raise BadQuestion(
            f"{file}: its header: {error}: allowed is {', '.join(_allowed(str(error), entries))}"
        ) from error
    for key, names, allowed in _references(header):
        if unknown := [name for name in names if name not in allowed]:
            raise BadQuestion(f"{file}: {key}: {', '.join(unknown)}: allowed is {', '.join(sorted(allowed))}")
    return header


def _allowed(error: str, entries: Mapping[str, Any]) -> list[str]:
    """The keys, or kinds of charts, that are allowed where msgspec found an error in the entries of a header."""
    found = re.search(r"at `\$\.([^`]*)`", error)
    path = found[1] if found else ""
    part: type[msgspec.Struct] = Header
    if path.startswith("columns"):
        part = ColumnHeader
    elif path.startswith("chart.click"):
        part = Click
    elif path.startswith("chart") and isinstance(entries["chart"], dict):
        kinds = {struct.__struct_config__.tag: struct for struct in CHARTS}
        if (kind := entries["chart"].get("kind")) not in kinds:
            return sorted(map(str, kinds))
        part = kinds[kind]
    return [field.encode_name for field in msgspec.structs.fields(part)]


def _references(header: Header) -> Iterator[tuple[str, Iterable[str], Collection[str]]]:
    """The keys of a header that refer to other names: the key, its names, and the allowed names."""
    datasets = {field.scope for field in FILTERS} | {path.stem for path in QUERIES.glob("*.sql")}
    settings = {field.name for field in FILTERS if field.scope == "exhibit"}
    yield "datasets", header.datasets, datasets
    yield "obeys", header.obeys or (), datasets
    yield "ignores", header.ignores, BY_NAME
    yield "settings", header.settings, settings
    yield "within", header.within, BY_NAME
    yield "sorted_by", header.sorted_by, header.columns
    for name, column in header.columns.items():
        yield f"columns.{name}.shown_as", [column.shown_as] if column.shown_as else [], header.columns
    yield "finding", header.finding, _named_words(header)
    yield "notes", header.notes, set(_named_words(header)) - set(header.finding)
    if isinstance(header.chart, Written) or header.chart is None:
        return
    for key, value in msgspec.to_builtins(header.chart).items():
        if key in COLUMN_KEYS:
            yield f"chart.{key}", [value] if isinstance(value, str) else value, header.columns
    if click := header.chart.click:
        named = [name for name in (click.column, click.low, click.high, click.below, click.of) if name]
        yield "chart.click", named, header.columns
        yield "chart.click", [name for name in (click.filter, click.filter_of) if name], BY_NAME
    yield "chart.layers", header.chart.layers.values(), datasets


def _named_words(header: Header) -> dict[str, str]:
    """The sentences of a header by name; one alone is `said`."""
    return {"said": header.words} if isinstance(header.words, str) else header.words


def _unit(forms: str) -> Unit:
    return Unit(forms, _bare_unit(forms))


def _column(name: str, header: ColumnHeader) -> Column:
    return Column(name, header.title, _unit(header.unit), header.description, header.translate, header.shown_as)


def _bare(sql: str) -> str:
    return sql.strip().removesuffix(";")


@functools.cache
def all_questions() -> Mapping[str, Question]:
    """All questions by name."""
    paths = sorted(QUERIES.glob("*.sql"))
    return {path.stem: read_question(path) for path in paths if path.stem not in SHARED}


def published_questions() -> Mapping[str, Question]:
    """The questions whose answers readers may download, by name."""
    return {name: question for name, question in all_questions().items() if not question.internal}


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
