"""The warehouse of the running process: built at the start, replaced as a whole when the data folder changes.

A change is loaded once two polls have found the same files, since a file may still be being copied. A snapshot that
was valid and is now broken stays as it was, with an issue; a removed snapshot is gone. The latest answers are computed
on new data before these are shown, since otherwise all readers would wait for them at once. Data of a store are shown
at the time that `StoreWatch.shown_from` names, by all of its servers at once.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from repression.paths import data_folder, store_address
from repression.questions.answer import compute
from repression.questions.filter_macros import build_warehouse
from repression.snapshots.catalog import read_catalog
from repression.snapshots.fingerprint import fingerprint
from repression.snapshots.issues import ValidationError
from repression.snapshots.local_copy import SHOWN_AFTER_SECONDS, StoreWatch, whole
from repression.warehouse.database import ChangedWhileReading, NoData, Warehouse

LOG = logging.getLogger(__name__)
POLL_SECONDS = 1.5
THREAD_NAME = "warehouse-reloader"
WARMING_SECONDS = 2.0
START_ATTEMPTS = 5
# So long a process that is started waits for the store before it goes on with the copy that it has.
FIRST_LOOK_SECONDS = 5.0


class WarehouseReloader:
    """Keeps the warehouse of one data folder. One thread at a time calls `poll`; any thread reads `warehouse`.

    `changes_at` is the time (seconds since 1970) at which another warehouse takes its place; None if none waits.
    """

    def __init__(self, root: Path, store: StoreWatch | None = None) -> None:
        """Build the first warehouse; `store` keeps a copy up to date. Raises NoData if there is no valid data."""
        self._root = root
        self.store = store
        self.changes_at: float | None = None
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
        if self._is_time():
            self.warehouse, self._taken = warehouse, now
        self.changes_at = None

    def _is_time(self) -> bool:
        """Wait until the data of a store are to be shown; False if the reloader is closed meanwhile."""
        if self.store is None:
            return True
        self.changes_at = self.store.shown_from
        # A clock that is wrong delays no more than this.
        return not self._closed.wait(min(max(0.0, self.changes_at - time.time()), SHOWN_AFTER_SECONDS))

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


@dataclass(frozen=True)
class HeldWarehouse:
    """A warehouse that stays as it is."""

    warehouse: Warehouse

    def close(self) -> None:
        """Nothing runs."""


class FirstCopy:
    """Fetches the data of a store in a thread of its own, so that no reader waits for a store that is away.

    Once there are data, a reloader takes its place in the process.
    """

    def __init__(self, root: Path, address: str) -> None:
        self._root = root
        self.store = StoreWatch(root, address)
        self._fault = "the data are being fetched from the store"
        self._closed = threading.Event()
        self._tried = threading.Event()
        self._thread = threading.Thread(target=self._fetch, name=THREAD_NAME, daemon=True)
        self._thread.start()

    @property
    def warehouse(self) -> Warehouse:
        """There is none yet. Raises NoData."""
        raise NoData(self._fault)

    def wait(self) -> None:
        """Until there are data, or the first try to get some has failed; `FIRST_LOOK_SECONDS` and a build at most."""
        self._tried.wait()

    def close(self) -> None:
        """End the thread, but do not wait for a store that is away."""
        self._closed.set()

    def _fetch(self) -> None:
        looking = threading.Thread(target=self.store.look, daemon=True)
        looking.start()
        looking.join(FIRST_LOOK_SECONDS)
        while not self._closed.is_set():
            try:
                _replace(self, WarehouseReloader(self._root, self.store))
                break
            except (NoData, ValidationError, OSError):
                self._fault = "there is no copy of the data yet, since they could not be fetched from the store"
            self._tried.set()
            self._closed.wait(POLL_SECONDS)
            self.store.look()
        self._tried.set()


Source = WarehouseReloader | HeldWarehouse | FirstCopy
_LOCK = threading.Lock()  # held while the source of the process is chosen or replaced
_running: Source | None = None


def _source() -> Source:
    global _running
    with _LOCK:
        if _running is None:
            _running = _started(data_folder())
        return _running


def _started(root: Path) -> Source:
    """What runs from now on. Raises NoData where a data folder has none."""
    if address := store_address():
        return FirstCopy(root, address)
    reloader = WarehouseReloader(root)
    reloader.start()
    return reloader


def _replace(first: FirstCopy, reloader: WarehouseReloader) -> None:
    """Let a reloader run in the place of what fetched its data, unless that was closed meanwhile."""
    global _running
    with _LOCK:
        if _running is first:
            reloader.start()
            _running = reloader


def hold(warehouse: Warehouse) -> None:
    """Let `current` give this warehouse, whatever changes in the data folder, until `reset`."""
    global _running
    reset()
    with _LOCK:
        _running = HeldWarehouse(warehouse)


def reset() -> None:
    """Stop what runs in the process; the next call of `current` starts anew on the data folder of that time."""
    global _running
    with _LOCK:
        if _running is not None:
            _running.close()
        _running = None


def current() -> Warehouse:
    """The newest warehouse of the running process. Raises NoData where there never was valid data."""
    return _source().warehouse


def begin() -> None:
    """Start what `current` reads, and wait for it as long as a start may take. Raises NoData."""
    source = _source()
    if isinstance(source, FirstCopy):
        source.wait()
    current()


def version() -> str:
    """The version of the data that are shown; empty if there are none, or if nothing has asked for them yet."""
    try:
        return _running.warehouse.version if _running else ""
    except NoData:
        return ""


def changes_at() -> float | None:
    """When newer data will be shown in place of these (seconds since 1970); None if none are known."""
    return _running.changes_at if isinstance(_running, WarehouseReloader) else None


def store() -> StoreWatch | None:
    """The watch on the store of the running process; None if its data are a plain folder."""
    return None if _running is None or isinstance(_running, HeldWarehouse) else _running.store
