"""A question's rows do not depend on how DuckDB executes it: optimised or as written, in one thread or in two."""

from __future__ import annotations

import duckdb
import pytest

from repression.questions.answer import compute
from repression.questions.filter_macros import macros
from repression.questions.question import all_questions
from repression.warehouse.cursor import QueryCursor
from repression.warehouse.database import Warehouse
from tests.queries.asking import chosen

SOME = "status=any&gender=female&split=gender&bin=6&arrested=2020-08..2021-12&field=unknown&series=any"
SELECTIONS = (
    SOME,
    "",
    "status=any&penalty=unknown&region=unknown",
    "article=342&article=293&article_match=all&length=24..",
    "status=convicted&age_group=unknown&series=wider&split=article",
    "facility=unknown&year=..2013&split=verdict_year&snapshot=2023-02-10",
)
EVERY = slice(None)
# One thread reads a small table however many there are; the last setting gives each of them some of its rows.
PLANS = {
    "as written": ("SET threads = 1", "PRAGMA disable_optimizer"),
    "two threads": ("SET threads = 2", "PRAGMA verify_parallelism"),
}


def executed_with(warehouse: Warehouse, *settings: str) -> QueryCursor:
    """The same data in a database with other settings, which a locked one does not take any more."""
    database = duckdb.connect()
    created = {statement.query.split()[2] for statement in duckdb.extract_statements(macros())}
    with warehouse.database.cursor() as cursor:
        for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            if name not in created:
                database.from_arrow(cursor.table(name).to_arrow_table()).create(name)
    database.execute(macros())
    for setting in settings:
        database.execute(setting)
    return QueryCursor(database)


def holds(warehouse: Warehouse, plan: str, parameters: str, part: slice = EVERY) -> None:
    cursor = executed_with(warehouse, *PLANS[plan])
    selected = chosen(warehouse, parameters)
    for name, question in list(all_questions().items())[part]:
        selection = selected.only(question.filters | set(question.settings))
        variables = selection.bound() | {"shown": warehouse.shown(selection.snapshot)}
        answer = compute(warehouse, name, selection)
        rows = cursor.ask(question.sql, variables, None)
        if not answer.missing:
            assert rows.to_pylist() == answer.table.to_pylist(), name
            if question.words_sql and rows.num_rows:
                words = cursor.ask(question.words_sql, variables, rows)
                assert words.to_pylist() == answer.word_values.to_pylist(), name


@pytest.mark.parametrize(("plan", "part"), [("as written", slice(0, None, 4)), ("two threads", slice(2, None, 4))])
def test_another_plan_gives_the_same_rows(warehouse: Warehouse, plan: str, part: slice) -> None:
    holds(warehouse, plan, SOME, part)


@pytest.mark.proof
@pytest.mark.parametrize("parameters", SELECTIONS)
@pytest.mark.parametrize("plan", PLANS)
def test_every_plan_gives_the_same_rows(warehouse: Warehouse, plan: str, parameters: str) -> None:
    holds(warehouse, plan, parameters)
