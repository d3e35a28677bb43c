"""Writing snapshots: whole or not at all, by one writer at a time.

A snapshot is two files, and no file system moves two at once. So the new CSV and the new descriptor
are first written beside their places under hidden names, and reach the disk. Then one move puts the
CSV in its place, and with that move the snapshot counts: whoever reads looks for the descriptor with
the CSV's checksum in both places (`snapshots.read_catalog`). Whatever moment the writer is stopped at,
readers have the old snapshot or the new one, whole; the next writer tidies up behind it.

Several snapshots that must change together are written so, too, and then one more file names them all:
`.decided.tmp` in the data folder. From that moment they count, and a writer that was stopped while it moved
them is completed by the next one.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from repression.snapshots.catalog import PACKAGE, is_pending, read_package
from repression.snapshots.csv_io import format_csv, replace_file, sync_folder, temporary_path, write_temporary
from repression.snapshots.descriptor import Descriptor, format_descriptor
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.schema import Field, broken_cells

_PENDING = ".decided.tmp"


@dataclass(frozen=True)
class SnapshotFiles:
    """A snapshot as it is to be written: its descriptor, its columns, its rows (cells in their order)."""

    descriptor: Descriptor
    fields: Sequence[Field]
    rows: Sequence[Sequence[str]]


@contextmanager
def writer_lock(root: Path) -> Iterator[list[Path]]:
    """Be the only writer of the data folder `root`, and begin by tidying up behind a stopped one.

    Gives the files that a stopped `write_all` had decided on; they are in their places now.
    The lock is on the folder itself: it leaves no file, and ends with the process however that ends.
    Raises Refused where somebody else is writing, OSError where there is no such folder.
    """
    folder = os.open(root, os.O_RDONLY)
    try:
        _lock(folder, root)
        yield recover(root)
    finally:
        os.close(folder)


def write_snapshot(root: Path, descriptor: Descriptor, fields: Sequence[Field], rows: Sequence[Sequence[str]]) -> Path:
    """Write a snapshot and list it in the data package; give the path of its CSV.

    `rows` (cells in the order of `fields`) are sorted by value here, and the descriptor's `rows` and
    `sha256` set. Raises Refused where a cell breaks a rule, OSError where the disk does not take it;
    either way nothing is changed. Who calls must be the `only_writer`.
    """
    files = _files_of(root, SnapshotFiles(descriptor, fields, rows))
    path, _ = files
    _write_together(files | {root / PACKAGE: _package_listing(root, [path])})
    return path


def write_all(root: Path, editions: Sequence[SnapshotFiles], own: Mapping[Path, bytes]) -> list[Path]:
    """Write several snapshots, and files `own` for their owner's eyes alone, all of them or none; give the paths.

    Raises as `write_snapshot`. Once it is decided, only moves remain: if it is stopped in them, `only_writer` or
    `tidy_up` makes the rest. Who calls must be the `only_writer`.
    """
    snapshots = [_files_of(root, edition) for edition in editions]
    files = {path: content for each in snapshots for path, content in each.items()}
    files |= {root / PACKAGE: _package_listing(root, [path for path in files if path.suffix == ".csv"]), **own}
    _write_parts(files, own)
    try:
        names = [os.path.relpath(path, root) for path in files]
        replace_file(root / _PENDING, json.dumps(names).encode())
    except BaseException:
        (root / _PENDING).unlink(missing_ok=True)
        _remove_parts(files)
        raise
    return _move_pending(root)


def pending_files(root: Path) -> list[str]:
    """The files, relative to `root`, that a stopped `write_all` decided on; they may be in their places already."""
    try:
        names: list[str] = json.loads((root / _PENDING).read_text("utf-8"))
    except FileNotFoundError:
        return []
    return names


def recover(root: Path) -> list[Path]:
    """Complete what a stopped writer had decided, and remove what it had not; give what a `write_all` had left."""
    moved = _move_pending(root)
    parts = sorted(root.glob("*/.????-??-??.*.tmp"), reverse=True)  # descriptors before their CSVs
    for part in parts:
        path = part.with_name(part.name.removeprefix(".").removesuffix(".tmp"))
        if path.suffix == ".yaml" and is_pending(path):
            os.replace(part, path)
        else:
            part.unlink()
    for name in (PACKAGE, _PENDING):
        temporary_path(root / name).unlink(missing_ok=True)
    _list_all(root)
    return moved


def unlisted_files(root: Path) -> list[str]:
    """The CSVs that `datapackage.json` does not name. Raises Refused where it cannot be read."""
    named = {
        path
        for resource in read_package(root)["resources"]
        for path in ([resource["path"]] if isinstance(resource.get("path"), str) else resource.get("path", ()))
    }
    return sorted({_name(root, path) for path in _csvs(root)} - named)


def _lock(folder: int, root: Path) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        rule = "another `add` or `remove` is at work in this folder: let it end, then try again"
        raise ValidationError.about(f"{root.name}/", rule) from None


def _files_of(root: Path, edition: SnapshotFiles) -> dict[Path, bytes]:
    """CSV and descriptor of an edition, in the order in which they are to be moved.

    The order matters: a descriptor beside its place counts only once no CSV waits any more. Raises Refused where a
    cell breaks a rule.
    """
    descriptor, fields = edition.descriptor, edition.fields
    ordered = sorted(list(row) for row in edition.rows)
    name = f"{descriptor.dataset}/{descriptor.date}.csv"
    broken = broken_cells(fields, enumerate(ordered, start=2))
    if broken:
        raise ValidationError(*(Issue(name, *cell) for cell in broken))
    content = format_csv([one.name for one in fields], ordered)
    written = replace(descriptor, rows=len(ordered), sha256=hashlib.sha256(content).hexdigest())
    path = root / name
    return {path: content, path.with_suffix(".yaml"): format_descriptor(written).encode()}


def _write_together(files: Mapping[Path, bytes]) -> None:
    """Write all files beside their places, then move them there, in the order given."""
    _write_parts(files)
    _move(files)


def _write_parts(files: Mapping[Path, bytes], own: Collection[Path] = ()) -> None:
    """Write all files beside their places, down to the disk, those of `own` for their owner alone; all or none."""
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


def _move(files: Collection[Path]) -> None:
    for path in files:
        os.replace(temporary_path(path), path)
    for folder in {path.parent for path in files}:
        sync_folder(folder)


def _move_pending(root: Path) -> list[Path]:
    """Move what `write_all` decided on and has not moved yet; give all that it decided on."""
    paths = [Path(os.path.normpath(root / name)) for name in pending_files(root)]
    if paths:
        _move([path for path in paths if temporary_path(path).exists()])
        (root / _PENDING).unlink()
        sync_folder(root)  # or the name of a file to come might be found in it once more
    return paths


def _list_all(root: Path) -> None:
    """Let the data package name every file there is, if it does not."""
    try:
        content = _package_listing(root, [])
    except ValidationError:
        return  # Without a package nothing can be read or written, and that is said elsewhere.
    if json.loads(content) != read_package(root):
        _write_together({root / PACKAGE: content})


def _package_listing(root: Path, coming: Iterable[Path]) -> bytes:
    """The data package, naming every CSV there is and those `coming`. Raises Refused if it is broken."""
    package = read_package(root)
    names = sorted({_name(root, path) for path in (*_csvs(root), *coming)})
    for resource in package["resources"]:
        files = [name for name in names if name.startswith(f"{resource['name']}/")]
        if files:
            resource["path"] = files
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _csvs(root: Path) -> Iterator[Path]:
    return (path for path in root.glob("*/*.csv") if not path.name.startswith("."))


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()
