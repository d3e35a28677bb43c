"""A database cursor that executes one question at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa


class QueryCursor:
    """A cursor for one thread at a time, since threads that share a cursor would get each other's answers.

    It caches which variables it has set, since most questions of a page have the same selection, and the parsed SQL:
    parsing takes a seventh of the time of a small question.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self._set: dict[str, Any] = {}
        self._read: dict[str, duckdb.Statement] = {}

    def ask(self, sql: str, variables: Mapping[str, Any], answer: pa.Table | None) -> pa.Table:
        """The rows of one SQL statement, with these variables set and `answer` as a table of that name."""
        for name, value in variables.items():
            if name not in self._set or self._set[name] != value:
                # The name is from our registry, since SQL cannot bind names; the reader's value is bound.
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
    """A dict in the form that the driver needs for a MAP; any other value unchanged."""
    return {"key": list(value), "value": list(value.values())} if isinstance(value, dict) else value
