"""The dashboard's server with the faults that a test injects; everything else is as `python -m repression` serves it.

- The data folder is polled ten times as often, so that nobody waits for seconds.
- SIGUSR1 fills the database's memory to its limit, a lower one than usual; the next one empties it.
- SIGUSR2 sets the clock back by `DAYS_BACK`; the next one sets it right.
"""

from __future__ import annotations

import signal
import sys
import time
from itertools import count

import duckdb

from repression.__main__ import main
from repression.questions import live
from repression.warehouse import build

POLL_SECONDS = live.POLL_SECONDS / 10
DAYS_BACK = 1000
PIECE = "SELECT repeat('x', 1000) || range AS text FROM range(1000)"

_real_time = time.time
_hungry: list[duckdb.DuckDBPyConnection] = []
_days_back = 0


def toggle_memory(*_: object) -> None:
    if _hungry:
        _hungry.pop().close()
        return
    cursor = live.current().database.cursor()
    try:
        for number in count():
            # Our own numbers, since a statement cannot bind a table's name.
            cursor.execute(f"CREATE TEMP TABLE filler{number} AS {PIECE}")
    except duckdb.Error:
        _hungry.append(cursor)


def toggle_clock(*_: object) -> None:
    global _days_back
    _days_back = 0 if _days_back else DAYS_BACK


if __name__ == "__main__":
    live.POLL_SECONDS = POLL_SECONDS  # type: ignore[assignment]
    build.LIMITS["memory_limit"] = "200MB"
    # `date.today()` calls `time.time` too.
    time.time = lambda: _real_time() - 86_400 * _days_back
    signal.signal(signal.SIGUSR1, toggle_memory)
    signal.signal(signal.SIGUSR2, toggle_clock)
    sys.exit(main())
