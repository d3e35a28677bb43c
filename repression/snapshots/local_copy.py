"""The local copy of a store: a plain data folder with the newest edition, which everything reads as any other.

It is changed by the transaction of the writers, so that it is one whole edition at every moment. When the store does
not answer, it stays.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from repression.i18n import N_
from repression.messages import message
from repression.snapshots.issues import ValidationError
from repression.snapshots.transaction import complete, lock, take
from repression.store.copy_state import STATE, CopyState, read_state
from repression.store.edition import Edition, StoreError, sha256

if TYPE_CHECKING:
    from repression.store.object_store import ObjectStore

LOG = logging.getLogger(__name__)
WATCH_SECONDS = 20.0
# So long after its publication all servers show an edition, at one moment: by then each of them has found and read it.
SHOWN_AFTER_SECONDS = 40.0


def is_copy(root: Path) -> bool:
    """Whether a data folder is a copy of a store."""
    return (root / STATE).exists()


def begin(root: Path, address: str) -> None:
    """Make a folder the copy of a store, if it is not yet; nothing is fetched.

    Raises StoreError if it has files of its own, or is the copy of another store; OSError if it cannot be made.
    """
    root.mkdir(parents=True, exist_ok=True)
    with _locked(root):
        state = read_state(root / STATE)
        if state is None:
            if any(not path.name.startswith(".") for path in root.iterdir()):
                template = N_("{folder} has files, and is no copy of a store: name an empty folder by REPRESSION_COPY")
                raise StoreError(message(template, folder=str(root)))
            take(root, CopyState(address), {}, ())
        elif state.address != address:
            template = N_("{folder} is a copy of {store}, not of {other}: name another folder by REPRESSION_COPY")
            raise StoreError(message(template, folder=str(root), store=state.address, other=address))


def take_newest(root: Path) -> None:
    """Bring a copy to the newest edition of its store; nothing in a plain folder.

    Raises StoreError if the store does not answer, or if a file that was changed by hand would be lost. The calling
    function must hold the lock.
    """
    state = read_state(root / STATE)
    if state is None:
        return
    from repression.store.object_store import ObjectStore

    store = ObjectStore(state.address)
    found = store.newest()
    assert found, "asked without a version"
    fetch(root, store, found.edition, _edited_by_hand(root, state, found.edition))


def tidy_store(root: Path) -> None:
    """Delete from the store of a copy what a stopped command left; nothing in a plain folder. Raises StoreError."""
    state = read_state(root / STATE)
    if state and state.edition:
        from repression.store.object_store import ObjectStore

        ObjectStore(state.address).delete_unnamed(state.edition)


def open_copy(root: Path, address: str) -> str:
    """Bring the copy of a store to its newest edition; return why that failed, empty if it did not.

    Raises StoreError if there is no edition on this machine to go on with, ValidationError if another process writes.
    """
    begin(root, address)
    try:
        with _locked(root):
            take_newest(root)
    except StoreError as fault:
        state = read_state(root / STATE)
        if state is None or state.edition is None:
            raise
        return str(fault)
    return ""


def _edited_by_hand(root: Path, state: CopyState, newest: Edition) -> set[str]:
    """The files that a maintainer edited in a copy. Raises StoreError if the store has a newer one of them, too."""
    had, edited = state.edition.files if state.edition else {}, set()
    for name in {**had, **newest.files}:
        before, there = (file.sha256 if file else None for file in (had.get(name), newest.files.get(name)))
        if _checksum(root / name) in (None, before, there):
            continue
        if before != there:
            template = N_(
                "{file} was changed by hand, and in the store, too: move it out of the folder, call again, and edit it "
                "anew"
            )
            raise StoreError(message(template, file=str(root / name)))
        edited.add(name)
    return edited


def fetch(root: Path, store: ObjectStore, edition: Edition, kept: Collection[str] = ()) -> int:
    """Make the copy an edition of its store, but for the files that are `kept`; return how many bytes were fetched.

    All or nothing: raises StoreError if an object is not there or is broken, OSError if one cannot be written. The
    calling function must hold the lock.
    """
    state = read_state(root / STATE)
    had = state.edition.files if state and state.edition else {}
    if state and state.edition and state.edition.digest == edition.digest:
        return 0
    coming = {
        root / name: store.read(name, file)
        for name, file in edition.files.items()
        if name not in kept and _checksum(root / name) != file.sha256
    }
    gone = [root / name for name in had if name not in edition.files]
    take(root, CopyState(store.address, edition), coming, gone)
    return sum(map(len, coming.values()))


@contextmanager
def whole(root: Path) -> Iterator[None]:
    """Hold a copy still while it is read, whole; does nothing to a plain folder, whose writers may wait for a person.

    Raises ValidationError if a writer is at work in the copy, StoreError as `complete` does.
    """
    if not is_copy(root):
        yield
        return
    with _locked(root):
        yield


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    folder = os.open(root, os.O_RDONLY)
    try:
        lock(folder, root)
        complete(root)
        yield
    finally:
        os.close(folder)


@dataclass
class StoreWatch:
    """Keeps a copy at the newest edition of its store.

    `problem` says why the newest look failed; empty if it did not. `reached` is when the store answered last.
    `shown_from` is when servers begin to show the edition that was fetched last, in seconds since 1970.
    """

    root: Path
    address: str
    problem: str = ""
    reached: datetime | None = None
    shown_from: float = 0.0
    _due: float = 0.0
    _looking: threading.Lock = field(default_factory=threading.Lock)
    _version: str | None = None
    _store: ObjectStore | None = None

    def look(self) -> None:
        """Ask for a newer edition, once in `WATCH_SECONDS`, and take it. Raises nothing that a store may cause.

        While one thread waits for the store, others do not.
        """
        if not self._looking.acquire(blocking=False):
            return
        try:
            if time.monotonic() >= self._due:
                self._due = time.monotonic() + WATCH_SECONDS
                self._look_once()
        finally:
            self._looking.release()

    def _look_once(self) -> None:
        try:
            self._look()
            if self.problem:
                LOG.warning("the store answers again")
            self.problem = ""
        except ValidationError:
            self._due = 0  # another process is at the same: the next look finds what it did
        except OSError as fault:
            if str(fault) != self.problem:
                LOG.warning("the store cannot be read, the copy stays as it is: %s", fault)
            self.problem = str(fault)

    def _look(self) -> None:
        from repression.store.object_store import ObjectStore

        if self._store is None:
            begin(self.root, self.address)
            self._store = ObjectStore(self.address)
        found = self._store.newest(self._version)
        self.reached = datetime.now(UTC)
        if found is None:
            return
        self.shown_from = found.published.timestamp() + SHOWN_AFTER_SECONDS
        with whole(self.root):
            fetch(self.root, self._store, found.edition)
        self._version = found.version

    @property
    def edition(self) -> int:
        """The number of the edition that the copy has; 0 before the first one."""
        state = read_state(self.root / STATE)
        return state.edition.number if state and state.edition else 0


def _checksum(path: Path) -> str | None:
    """The checksum of a file; None if there is none."""
    try:
        return sha256(path.read_bytes())
    except FileNotFoundError:
        return None
