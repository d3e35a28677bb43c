"""The warehouse of the running process: built at the start, replaced as a whole when the data folder changes.

A change is loaded once two polls have found the same files, since a file may still be being copied. A snapshot that
was valid and is now broken stays as it was, with an issue; a removed snapshot is gone. The latest answers are computed
on new data before these are shown, since otherwise all readers would wait for them at once.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR

from repression.paths import data_folder, store_address
from repression.questions.answer import compute
from repression.questions.filter_macros import build_warehouse
from repression.snapshots.catalog import read_catalog
from repression.snapshots.issues import ValidationError
from repression.snapshots.local_copy import StoreWatch, whole
from repression.warehouse.database import ChangedWhileReading, NoData, Warehouse

LOG = logging.getLogger(__name__)
POLL_SECONDS = 1.5
THREAD_NAME = "warehouse-reloader"
WARMING_SECONDS = 2.0
START_ATTEMPTS = 5

Fingerprint = tuple[tuple[str, int, int], ...]


class WarehouseReloader:
    """Keeps the warehouse of one data folder. One thread at a time calls `poll`; any thread reads `warehouse`."""

    def __init__(self, root: Path, store: StoreWatch | None = None) -> None:
        """Build the first warehouse; `store` keeps a copy up to date. Raises NoData if there is no valid data."""
        self._root = root
        self.store = store
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name=THREAD_NAME, daemon=True)
        self._taken = self._seen = fingerprint(root)
        self.warehouse = _first_warehouse(root)

    def poll(self) -> None:
        """Look at the folder once, and load a change that is the same as at the poll before."""
        now = fingerprint(self._root)
        if now == self._taken or now != self._seen:
            self._seen = now
            return
        try:
            with whole(self._root):
                warehouse = build_warehouse(read_catalog(self._root), self.warehouse)
        except ChangedWhileReading:
            return  # the next poll will see it again
        _warm(warehouse, self.warehouse)
        self.warehouse, self._taken = warehouse, now

    def start(self) -> None:
        """Poll in a thread until `close` is called."""
        self._thread.start()

    def close(self) -> None:
        """End the thread that `start` began, and wait for its end."""
        self._closed.set()
        self._thread.join()

    def _watch(self) -> None:
        logged = ""
        while not self._closed.wait(POLL_SECONDS):
            try:
                if self.store:
                    self.store.look()
                self.poll()
                logged = ""
            except Exception as fault:
                # Whatever is wrong with a file, the last good data stay and polling goes on; each fault is logged once.
                if str(fault) != logged:
                    LOG.warning("the data folder cannot be taken: %s", fault)
                logged = str(fault)


def _first_warehouse(root: Path) -> Warehouse:
    for _ in range(START_ATTEMPTS):
        try:
            with whole(root):
                return build_warehouse(read_catalog(root))
        except ChangedWhileReading:
            continue
    raise NoData(f"{root.name}/ does not stand still")


def _warm(warehouse: Warehouse, before: Warehouse) -> None:
    """Computes the answers of the previous warehouse on the new one, for `WARMING_SECONDS` at most."""
    end = time.monotonic() + WARMING_SECONDS
    for name, selection in before.answers.latest():
        if time.monotonic() >= end:
            return
        try:
            compute(warehouse, name, selection)
        except Exception as fault:  # readers of this answer get the error; one failing question must not block new data
            LOG.warning("a question fails on new data: %s: %s", name, type(fault).__name__)


def fingerprint(root: Path) -> Fingerprint:
    """Name, size and time of every file that the data can depend on.

    The time is ctime, which every change sets, also one of permissions; a copy may keep the mtime of the original.
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
            found.append((name, 0, 0))  # it exists, but may not be read
            continue
        if not S_ISDIR(state.st_mode):
            found.append((name, state.st_size, state.st_ctime_ns))
    return tuple(found)


@dataclass(frozen=True)
class HeldWarehouse:
    """A warehouse that stays as it is."""

    warehouse: Warehouse

    def close(self) -> None:
        """Nothing runs."""


_LOCK = threading.Lock()  # held while the reloader of the process starts or stops
_running: WarehouseReloader | HeldWarehouse | None = None
# Kept while there are no data, so that a store that is away is not asked for every reader.
_store: StoreWatch | None = None


def _reloader() -> WarehouseReloader | HeldWarehouse:
    global _running
    with _LOCK:
        if _running is None:
            _running = _started(data_folder())
        return _running


def _started(root: Path) -> WarehouseReloader:
    """A reloader that runs. Raises NoData."""
    global _store
    address = store_address()
    if not address:
        _store = None
    elif _store is None or (_store.root, _store.address) != (root, address):
        _store = StoreWatch(root, address)
    if _store:
        _store.look()
    try:
        reloader = WarehouseReloader(root, _store)
    except (NoData, ValidationError, OSError):
        if _store is None:
            raise
        raise NoData("there is no copy of the data yet, since they could not be fetched from the store") from None
    reloader.start()
    return reloader


def hold(warehouse: Warehouse) -> None:
    """Let `current` give this warehouse, whatever changes in the data folder, until `reset`."""
    global _running
    reset()
    with _LOCK:
        _running = HeldWarehouse(warehouse)


def reset() -> None:
    """Stop the reloader of the process; the next call of `current` starts one on the data folder of that time."""
    global _running, _store
    with _LOCK:
        if _running is not None:
            _running.close()
        _running = _store = None


def current() -> Warehouse:
    """The newest warehouse of the running process. Raises NoData where there never was valid data."""
    return _reloader().warehouse


def store() -> StoreWatch | None:
    """The watch on the store of the running process; None if its data are a plain folder."""
    return _store
