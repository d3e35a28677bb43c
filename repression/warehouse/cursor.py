"""Where one question at a time is asked of the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa


class QueryCursor:
    """A cursor for one question at a time, since one that several threads share mixes up answers.

    It remembers which variables it has set, since most questions of a page are asked for the same selection, and each
    text of SQL as it was read: reading it takes a seventh of the time of a small question.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self._set: dict[str, Any] = {}
        self._read: dict[str, duckdb.Statement] = {}

    def ask(self, sql: str, variables: Mapping[str, Any], answer: pa.Table | None) -> pa.Table:
        """The rows that one statement of SQL gives, with these variables set and `answer` as a table of that name."""
        for name, value in variables.items():
            if name not in self._set or self._set[name] != value:
                # The name is one of our registry's, which no statement can bind; the reader's value is bound.
                self._cursor.execute(f'SET VARIABLE "{name}" = $value', {"value": _driver_value(value)})
                self._set[name] = value
        if sql not in self._read:
            [self._read[sql]] = self._cursor.extract_statements(sql)
        statement = self._read[sql]
        if answer is None:
            return self._cursor.execute(statement).to_arrow_table()
        self._cursor.register("answer", answer)
        try:
            return self._cursor.execute(statement).to_arrow_table()
        finally:
            self._cursor.unregister("answer")


def _driver_value(value: Any) -> Any:
    """A dict as the driver takes a MAP; all else as it is."""
    return {"key": list(value), "value": list(value.values())} if isinstance(value, dict) else value
