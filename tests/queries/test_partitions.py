"""What a filter chooses, the others, and what is not stated add up to all: for every filter, in every question."""

from __future__ import annotations

import csv
import functools
import io
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import orjson
import pytest

from repression.questions.answer import vocabulary
from repression.questions.filter_macros import build_warehouse
from repression.questions.filter_types import Choice, Filter, ListChoice, MonthRange
from repression.questions.filters import FILTERS
from repression.questions.question import Question, published_questions
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.support.registers import next_register

LATER = date(2026, 11, 30)
UNITS = {"people", "organisations"}
NARROWING = [each for each in FILTERS if each.condition("value")]

# Ranges, whose empty rows take a warehouse each: one of them is enough for the short form.
SILENT = {"verdict", "length", "year"}

# These list rows, and each row counts as one.
LISTS = {"people", "register", "organisations", "named_organisations", "organisation_suits"}
LISTS |= {"people_counts", "published_counts"}

# Questions of which parts do not make the whole, and why.
NO_PARTITION = {
    "articles_by_quarter": "has the articles that are most frequent among the people selected",
    "article_pairs": "has the articles that are most frequent among the people selected",
    "compare_changes": "tells the difference of two whole registers",
}
# Columns that are no sum over the people selected, and why.
NO_SUM = {
    ("stock_against_published", "published"): "is published, and stands beside the whole only",
    ("stock_against_published", "published_other"): "is published, and stands beside the whole only",
    ("stock_against_published", "difference"): "is a difference to a published figure",
    ("people_by_facility", "people_in_facility"): "is the people again, empty where no facility is named",
    ("terms_ending", "running"): "is not given before the first year in which a term of the selection ends",
    ("terms_ending", "running_credited"): "is not given before the first year in which a term of the selection ends",
}
# What tells the groups of a question apart, where it is not all that stands before its first count: names hold numbers
# of people, periods are made of the years that there are, and small groups are joined.
GROUPED_BY: dict[str, list[str]] = {
    "people_by_facility": ["facility"],
    "organisations_by_year": [],
    "sentence_quantiles": [],
}

Asked = tuple[Warehouse, Selection]
Equation = tuple[list[Asked], list[Asked]]


def questions_of(filter_: Filter) -> list[Question]:
    """The questions that count rows of a filter's dataset. Of two datasets they count the first and show the second."""
    asked = [each for each in published_questions().values() if each.name not in NO_PARTITION]
    return [each for each in asked if filter_.name in each.filters and each.datasets[0] == filter_.scope]


@functools.cache  # the whole is the same for every filter
def counted(name: str, warehouse: Warehouse, selection: Selection) -> Counter[str]:
    """How often each row of a list is there, or what a question counts, by group and column."""
    question = published_questions()[name]
    read = selection.only(question.filters | set(question.settings))
    table = warehouse.ask(question.sql, read.bound()).select(list(question.columns))
    if question.name in LISTS:
        return Counter(orjson.dumps(row).decode() for row in table.to_pylist())
    counts = [each.name for each in question.columns.values() if each.counts.measure in UNITS]
    groups = GROUPED_BY.get(question.name, table.column_names[: table.column_names.index(counts[0])])
    found: Counter[str] = Counter()
    for row in table.to_pylist():
        if row.get("counted_in") == "Published":
            continue  # a figure of others, which stands beside the whole only
        for name in counts:
            if (question.name, name) not in NO_SUM:
                found[orjson.dumps([name, *(row[each] for each in groups)]).decode()] += row[name] or 0
    return found


def total(question: Question, side: list[Asked]) -> dict[str, int]:
    """The sum of what a question counts for some selections; a difference may be negative."""
    found: Counter[str] = Counter()
    for asked in side:
        found.update(counted(question.name, *asked))
    return {group: number for group, number in found.items() if number}


def holds(question: Question, equation: Equation) -> None:
    left, right = (total(question, side) for side in equation)
    assert left == right, (question.name, [selection.address() for _, selection in equation[0]])


class Registers:
    """A warehouse of two registers, and for each column with a range one of the rows in which it is empty."""

    def __init__(self, folder: Path) -> None:
        self._data = Path(shutil.copytree(DATA, folder / "data"))
        next_register(self._data, LATER, gone=5, freed=30, added=12)
        self.all = build_warehouse(read_catalog(self._data))
        self.codes = vocabulary(self.all, "en")
        self._silent: dict[str, Warehouse] = {}

    def silent_on(self, filter_: Filter) -> Warehouse:
        """Only the rows that say nothing where a filter asks: no address selects them."""
        if filter_.name not in self._silent:
            column = {"length": "sentence_months", "year": "date"}.get(filter_.name, filter_.name)
            data = Path(shutil.copytree(self._data, self._data.with_name(filter_.name)))
            for path in (data / filter_.scope).glob("*.csv"):
                with path.open(encoding="utf-8", newline="") as file:
                    header, *rows = csv.reader(file)
                text = io.StringIO()
                csv.writer(text, lineterminator="\n").writerows(
                    [header, *(row for row in rows if not row[header.index(column)])]
                )
                path.write_text(text.getvalue(), "utf-8")
                path.with_suffix(".yaml").unlink()
            self._silent[filter_.name] = build_warehouse(read_catalog(data))
        return self._silent[filter_.name]

    def equations(self, filter_: Filter, base: Selection, chance: random.Random) -> Iterator[Equation]:
        """Sums of answers that are equal, whatever the rows are; `base` has no value of the filter."""

        def of(*texts: str, match: str | None = None) -> Asked:
            selection = base.with_value(filter_.name, filter_.read(texts, self.codes))
            return self.all, selection.with_value("article_match", match) if match else selection

        whole = (self.all, base.with_value(filter_.name, filter_.everything))
        if not isinstance(filter_, Choice):
            low, high = self._neighbours(filter_, chance)
            silent = (self.silent_on(filter_), base)
            yield [of(f"..{low}"), of(f"{high}.."), silent], [whole]
            return
        stated = [code for code in self.codes[filter_.name] if code != "unknown"]
        unknown = [of("unknown")] if filter_.has_unknown else []
        if isinstance(filter_, ListChoice):  # a row may have several codes, so the chosen and the others overlap
            one, other = chance.sample(self._frequent(filter_), 2)
            yield [of(one, other), of(one, other, match="all")], [of(one), of(other)]
            yield [of(*stated), *unknown], [whole]
            return
        some = chance.sample(stated, chance.randint(1, len(stated) - 1))
        yield [of(*some), of(*(code for code in stated if code not in some)), *unknown], [whole]

    def _neighbours(self, filter_: Filter, chance: random.Random) -> tuple[str, str]:
        """Two values of a range between which there is none."""
        if isinstance(filter_, MonthRange):
            year, month = chance.randint(2020, 2022), chance.randint(1, 11)
            return f"{year}-{month:02}", f"{year}-{month + 1:02}"
        low = chance.randint(2005, 2024) if filter_.name == "year" else chance.randint(6, 90)
        return (str(low), str(low + 1)) if filter_.name == "year" else (str(low), f"{low}.1")

    def _frequent(self, filter_: Filter) -> list[str]:
        """The codes that most rows have: two of them often meet in one row."""
        found = self.all.ask(
            f"SELECT value FROM choices_{filter_.scope}() WHERE filter = '{filter_.name}' AND value <> 'unknown' "
            "ORDER BY rows DESC, value LIMIT 5",
            Selection(LATER).bound(),
        )
        return [str(value) for value in found["value"].to_pylist()]


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    return Registers(tmp_path_factory.mktemp("registers"))


def everybody(filter_: Filter) -> Selection:
    """All people, not the recognised alone; lengths by gender, since of articles only the frequent ones are shown."""
    base = Selection(LATER).with_value("split", "gender")
    return base if filter_.name == "status" else base.with_value("status", ("any",))


def some_questions(filter_: Filter) -> list[Question]:
    """A few questions of a filter; the filters of a dataset together have all of them."""
    questions = questions_of(filter_)
    same = [each.name for each in NARROWING if each.scope == filter_.scope and each.name not in SILENT]
    step = min(5, len(same))
    return questions[same.index(filter_.name) % step :: step]


def test_every_question_is_asked_with_some_filter() -> None:
    short = [each for each in NARROWING if each.name not in SILENT]
    asked = {question.name for filter_ in short for question in some_questions(filter_)}
    assert asked == {question.name for filter_ in NARROWING for question in questions_of(filter_)}


@pytest.mark.parametrize(
    "filter_", [each for each in NARROWING if each.name not in SILENT], ids=lambda each: str(each.name)
)
def test_parts_make_the_whole(registers: Registers, filter_: Filter) -> None:
    for equation in registers.equations(filter_, everybody(filter_), random.Random(filter_.name)):
        for question in some_questions(filter_):
            holds(question, equation)


def narrowed(registers: Registers, filter_: Filter, chance: random.Random) -> Selection:
    """A selection by one more filter of the dataset."""
    others = [each for each in NARROWING if each.scope == filter_.scope and each.name not in (filter_.name, "status")]
    base = everybody(filter_)
    if not others:
        return base
    equation = next(registers.equations(chance.choice(others), base, chance))
    return chance.choice([selection for warehouse, selection in equation[0] if warehouse is registers.all])


@pytest.mark.proof
@pytest.mark.parametrize("filter_", NARROWING, ids=lambda each: str(each.name))
def test_many_parts_of_parts_make_their_whole(registers: Registers, filter_: Filter) -> None:
    for seed in range(6):
        chance = random.Random(f"{filter_.name} {seed}")
        base = narrowed(registers, filter_, chance) if seed else everybody(filter_)
        for equation in registers.equations(filter_, base, chance):
            for question in questions_of(filter_):
                holds(question, equation)


def test_what_makes_no_partition_is_a_question_that_filters_narrow() -> None:
    questions = published_questions()
    assert all(questions[name].filters for name in NO_PARTITION)
    assert all(questions[name].columns[column].counts.measure in UNITS for name, column in NO_SUM)
