"""Several files that change together, all of them or none; one writer of a data folder at a time.

All files are first written and synced under hidden names. Then one more file, `.decided.tmp` in the data folder, names
them all, with the files that go, and commits them. If the writer stops while it renames and removes them, the next
writer completes it.

In a copy of a store the commit is that of the store. `.decided.tmp` then says that an edition is to be published. It is
published before the first file is moved; whoever completes the transaction publishes it, or drops all of it if another
maintainer was faster.
"""

import fcntl
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import msgspec

from repression.i18n import N_
from repression.messages import message, words_of
from repression.snapshots.csv_io import (
    read_regular_file,
    replace_file,
    sync_folder,
    temporary_path,
    write_temporary,
)
from repression.snapshots.issues import ValidationError
from repression.store.copy_state import STATE, CopyState, format_state, read_state
from repression.store.edition import StoreError, edition_after

_PENDING = ".decided.tmp"
_MAX_PENDING_BYTES = 2**20


class _Decided(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was committed: the files to move to their places, and those to remove, relative to the root.

    `publishes` says that the store has to take the edition first, which waits beside the state of the copy.
    """

    moved: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    publishes: bool = False


def lock(folder: int, root: Path) -> None:
    """Take the lock on an open folder. Raises ValidationError if another writer holds it."""
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        rule = message("another command is at work in this folder: let it end, then try again")
        raise ValidationError.about(f"{root.name}/", rule) from None


def carry_out(
    root: Path, files: Mapping[Path, bytes], own: Collection[Path] = (), gone: Collection[Path] = ()
) -> list[Path]:
    """Write files and remove others, all or none; return the paths of what was written.

    Only their owner may read those of `own`. In a copy of a store this publishes what lies in the folder. Raises
    OSError, also as StoreError, which leaves all as it was; if the store did not answer, the next writer completes or
    drops it. The calling function must hold the lock.
    """
    state = read_state(root / STATE)
    if state is None:
        return _commit(root, files, own, gone)
    from repression.store.object_store import ObjectStore  # where there is no store, its library is not needed

    store = ObjectStore(state.address)
    contents = {path.relative_to(root).as_posix(): content for path, content in files.items() if root in path.parents}
    lost = {path.relative_to(root).as_posix() for path in gone if root in path.parents}
    edition = edition_after(state.edition, contents, lost)
    store.upload(edition, contents)
    with_state = {root / STATE: format_state(CopyState(state.address, edition)), **files}
    written = _commit(root, with_state, own, gone, publishes=True)
    try:
        store.delete_unnamed(edition)
    except StoreError as fault:
        template = N_(
            "Everything is written and published, but the store still has the files that were replaced. The next "
            "command that writes deletes them: {fault}"
        )
        raise StoreError(message(template, fault=words_of(fault))) from None
    return written


def take(root: Path, state: CopyState, files: Mapping[Path, bytes], gone: Collection[Path]) -> None:
    """Write what was fetched from a store, with the state that the copy has then. Raises OSError."""
    _commit(root, {root / STATE: format_state(state), **files}, (), gone)


def pending_files(root: Path) -> list[str]:
    """The files, relative to `root`, that a stopped writer committed; they may be in their places already.

    Raises ValidationError if the list of them cannot be read.
    """
    decided = _decided(root)
    return [*decided.moved, *decided.removed]


def complete(root: Path) -> list[Path]:
    """Rename and remove what was committed and is not moved yet; return all files that it wrote.

    Raises StoreError if it had to be published first and was not; if another edition was published, it is dropped.
    """
    decided = _decided(root)
    paths, lost = (
        [Path(os.path.normpath(root / name)) for name in names] for names in (decided.moved, decided.removed)
    )
    if paths or lost:
        if decided.publishes and temporary_path(root / STATE).exists():
            _publish(root, paths)
        move([path for path in paths if temporary_path(path).exists()])
        # The descriptor that says so is in its place by now.
        for path in lost:
            path.unlink(missing_ok=True)
        for folder in {path.parent for path in lost if path.parent.is_dir()}:
            sync_folder(folder)
        (root / _PENDING).unlink()
        sync_folder(root)  # otherwise a crash could bring the file back, and name a later hidden file
    return [path for path in paths if path != root / STATE]


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write all files under hidden names, then rename them in the given order."""
    _write_parts(files)
    move(files)


def move(files: Collection[Path]) -> None:
    """Rename files from their hidden names to their places, in the given order."""
    for path in files:
        os.replace(temporary_path(path), path)
    for folder in {path.parent for path in files}:
        sync_folder(folder)


def _commit(
    root: Path, files: Mapping[Path, bytes], own: Collection[Path], gone: Collection[Path], publishes: bool = False
) -> list[Path]:
    _write_parts(files, own)
    try:
        moved, lost = (tuple(os.path.relpath(path, root) for path in each) for each in (files, gone))
        replace_file(root / _PENDING, msgspec.json.encode(_Decided(moved, lost, publishes)))
    except BaseException:
        _drop(root, files)
        raise
    return complete(root)


def _publish(root: Path, paths: Collection[Path]) -> None:
    """Let the store take the edition that waits; drop everything that was to be moved if it took another one."""
    from repression.store.object_store import ObjectStore, Superseded

    before, waiting = read_state(root / STATE), read_state(temporary_path(root / STATE))
    if before is None or waiting is None or waiting.edition is None:
        template = N_("{file} is gone: remove the folder, it is fetched anew")
        raise StoreError(message(template, file=f"{root.name}/{STATE}"))
    try:
        ObjectStore(waiting.address).publish(waiting.edition, before.edition)
    except Superseded:
        _drop(root, paths)
        raise


def _drop(root: Path, files: Iterable[Path]) -> None:
    """Remove the decision, then what waits beside the places of the files."""
    (root / _PENDING).unlink(missing_ok=True)
    _remove_parts(files)


def _decided(root: Path) -> _Decided:
    """What a stopped writer committed. Raises ValidationError as `pending_files` does."""
    try:
        return msgspec.json.decode(read_regular_file(root / _PENDING, _MAX_PENDING_BYTES), type=_Decided)
    except FileNotFoundError:
        return _Decided()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        rule = error.strerror if isinstance(error, OSError) else str(error)
        raise ValidationError.about(
            _PENDING, message("is no list of files that a writer left: {rule}", rule=rule)
        ) from None


def _write_parts(files: Mapping[Path, bytes], own: Collection[Path] = ()) -> None:
    """Write and sync all files under hidden names, or none; only their owner may read those of `own`."""
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if path in own else 0o777)
            write_temporary(path, content, 0o600 if path in own else 0o644)
        for folder in {path.parent for path in files}:
            sync_folder(folder)
    except BaseException:
        _remove_parts(files)
        raise


def _remove_parts(files: Iterable[Path]) -> None:
    for path in reversed(list(files)):
        temporary_path(path).unlink(missing_ok=True)
