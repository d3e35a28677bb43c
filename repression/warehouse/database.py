"""An in-memory DuckDB built from the valid snapshots; locked after loading, one cursor a call."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from repression.cache import ByteLRU
from repression.snapshots.catalog import Catalog, Snapshot
from repression.warehouse.cursor import QueryCursor

# The copy it warns of is of some hundred rows; the way it recommends plans every query twice.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result")


LOG = logging.getLogger(__name__)


# Untranslated answers serve every language and are kept apart, so that no language pushes them out.
ANSWERS_BYTES = 32_000_000
TRANSLATED_BYTES = 32_000_000
RENDERED_BYTES = 64_000_000


class ChangedWhileReading(RuntimeError):
    """A snapshot's file changed between the check and the reading; the message names it."""


class NoData(RuntimeError):
    """There is not one valid snapshot to show; the message says why."""


class NoMemory(RuntimeError):
    """A question needs more memory than readers' questions may have at this moment."""


@dataclass(frozen=True, eq=False)
class Warehouse:
    """The database of one state of the data folder.

    `version` names that state: it is the same for equal snapshots, and another one for any other. `answers` caches the
    untranslated answers to questions, `translated` the same answers by language, `rendered` what pages made of them.
    The caches go with the warehouse when new data come. `fixed_today` is the day to take for today, None where the
    clock says it.
    """

    catalog: Catalog
    version: str
    database: duckdb.DuckDBPyConnection
    answers: ByteLRU[Any] = field(default_factory=lambda: ByteLRU(ANSWERS_BYTES, size=lambda answer: answer.size))
    translated: ByteLRU[Any] = field(default_factory=lambda: ByteLRU(TRANSLATED_BYTES, size=lambda answer: answer.size))
    rendered: ByteLRU[Any] = field(default_factory=lambda: ByteLRU(RENDERED_BYTES, size=_json_size))
    fixed_today: date | None = None
    _cursors: list[QueryCursor] = field(default_factory=list)

    @property
    def days(self) -> list[date]:
        """All days of snapshots, oldest first; also of refused and withdrawn ones, to which links must stay valid."""
        named = (re.fullmatch(r"[^/]+/(\d{4}-\d\d-\d\d)\.csv", issue.path) for issue in self.catalog.issues)
        refused = {date.fromisoformat(match[1]) for match in named if match and _is_day(match[1])}
        withdrawn = {day for each in self.catalog.withdrawn for day in (each.date, each.known)}
        return sorted(refused | withdrawn | set(self.catalog.days()))

    @property
    def today(self) -> date:
        """Today, or the newest day of the data if the clock is wrong and shows an earlier day."""
        return self.fixed_today or max(date.today(), self.catalog.days()[-1])

    def ask(self, sql: str, variables: Mapping[str, Any], answer: pa.Table | None = None) -> pa.Table:
        """The rows of a question's SQL for a selection; the SQL may use the table `answer` under that name.

        The SQL reads `variables` (among them the date `snapshot`) by `getvariable`, and by `shown(dataset)` the
        snapshots that are shown on that date. Raises NoMemory if memory is short at this moment.
        """
        try:
            cursor = self._cursors.pop()
        except IndexError:
            cursor = QueryCursor(self.database.cursor())
        try:
            return cursor.ask(sql, {**variables, "shown": self.shown(variables["snapshot"])}, answer)
        except (duckdb.OutOfMemoryException, duckdb.IOException) as fault:  # the latter where it cannot spill
            # Neither the question nor the selection: what readers ask for is not logged.
            LOG.warning("the database had no memory left for a question")
            raise NoMemory from fault
        finally:
            self._cursors.append(cursor)

    def shown(self, day: date) -> dict[str, date]:
        """The snapshot of each dataset that is shown on a day; none for a dataset that has none as old as that."""
        datasets = {each.dataset for each in self.catalog.snapshots}
        found = (self.catalog.shown_on(dataset, day) for dataset in sorted(datasets))
        return {each.dataset: each.date for each in found if each}

    def rows_of(self, snapshot: Snapshot) -> pa.Table:
        """The rows of one snapshot, with its date in the column `snapshot`."""
        with self.database.cursor() as cursor:
            table = cursor.table(f"{snapshot.dataset}_rows").to_arrow_table()
        return table.filter(pc.equal(table["snapshot"], pa.scalar(snapshot.date, pa.date32())))


def _json_size(made: Any) -> int:
    """About how many bytes plain texts, lists and dicts have: several times their JSON."""
    return 8 * len(orjson.dumps(made))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
