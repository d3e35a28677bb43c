"""The warehouse of the running process: built at the start, swapped whole when the data folder changes.

A change is taken once it has stood still for two looks, since a file that is being copied is no file yet. A snapshot
that was good and is now broken stays as it was, and what was refused is told; one that was removed is gone. What
readers asked before is asked of new data before these are shown, or all would wait for it at once.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
from pathlib import Path
from stat import S_ISDIR

from repression.paths import data_folder
from repression.questions.answer import compute
from repression.snapshots.catalog import read_catalog
from repression.warehouse.build import build
from repression.warehouse.database import ChangedWhileReading, NoData, Warehouse

LOG = logging.getLogger(__name__)
POLL_SECONDS = 1.5
WARMING_SECONDS = 2.0
START_ATTEMPTS = 5

Fingerprint = tuple[tuple[str, int, int], ...]


class WarehouseReloader:
    """Keeps the warehouse of one data folder; `look` is called by one thread at a time, `house` read by any."""

    def __init__(self, root: Path) -> None:
        """Builds the first warehouse. Raises NoData where there is none to build."""
        self._root = root
        self._taken = self._seen = fingerprint(root)
        self.warehouse = _first_warehouse(root)

    def poll(self) -> None:
        """Looks once at the folder, and takes a change that stood still since the last look."""
        now = fingerprint(self._root)
        if now == self._taken or now != self._seen:
            self._seen = now
            return
        try:
            warehouse = build(read_catalog(self._root), self.warehouse)
        except ChangedWhileReading:
            return  # the next look will see it again
        _warm(warehouse, self.warehouse)
        self.warehouse, self._taken = warehouse, now

    def watch(self) -> None:
        """Looks again and again; never ends."""
        pause = threading.Event()
        told = ""
        while not pause.wait(POLL_SECONDS):
            try:
                self.poll()
                told = ""
            except Exception as fault:
                # Whatever is wrong with a file, the last good data stay and the watch goes on; the log says what, once.
                if str(fault) != told:
                    LOG.warning("the data folder cannot be taken: %s", fault)
                told = str(fault)


def _first_warehouse(root: Path) -> Warehouse:
    for _ in range(START_ATTEMPTS):
        try:
            return build(read_catalog(root))
        except ChangedWhileReading:
            continue
    raise NoData(f"{root.name}/ does not stand still")


def _warm(warehouse: Warehouse, before: Warehouse) -> None:
    """Computes the untranslated answers of the previous warehouse on the new one, for `WARMING_SECONDS` at most."""
    end = time.monotonic() + WARMING_SECONDS
    for name, selection in before.answers.latest():
        if time.monotonic() >= end:
            return
        try:
            compute(warehouse, name, selection)
        except Exception as fault:  # readers who ask this are told; that it fails keeps no data back
            LOG.warning("a question fails on new data: %s: %s", name, type(fault).__name__)


def fingerprint(root: Path) -> Fingerprint:
    """Name, size and time of every file that the data can depend on.

    The time is that of any change, also of permissions, and not the one that a copy may bring along from elsewhere.
    """
    found = []
    for path in sorted([*root.glob("*"), *root.glob("*/*")]):
        if path.name.startswith("."):
            continue
        name = path.relative_to(root).as_posix()
        try:
            state = path.stat()
        except FileNotFoundError:
            continue
        except OSError:
            found.append((name, 0, 0))  # there, and nobody may look at it
            continue
        if not S_ISDIR(state.st_mode):
            found.append((name, state.st_size, state.st_ctime_ns))
    return tuple(found)


_STARTING = threading.Lock()


def _reloader() -> WarehouseReloader:
    with _STARTING:  # or two first requests would start two
        return _started()


@functools.cache
def _started() -> WarehouseReloader:
    keeper = WarehouseReloader(data_folder())
    threading.Thread(target=keeper.watch, name="keeper", daemon=True).start()
    return keeper


def current() -> Warehouse:
    """The newest warehouse of the running process. Raises NoData where there never was valid data."""
    return _reloader().warehouse
