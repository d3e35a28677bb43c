"""Writes snapshots atomically, one writer at a time.

A snapshot is two files, and no file system renames two files at once. The new CSV and the new descriptor are
therefore first written and synced under hidden names. Renaming the CSV commits the snapshot: readers look for the
descriptor with the CSV's checksum under both names (`catalog.read_catalog`). If the writer stops at any moment, readers
have the whole old snapshot or the whole new one, and the next writer cleans up.

Several snapshots that must change together are one `transaction`.
"""

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from repression.snapshots.catalog import PACKAGE, is_pending, read_package
from repression.snapshots.csv_io import format_csv
from repression.snapshots.descriptor import Descriptor, format_descriptor, parse_descriptor
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.local_copy import take_newest, tidy_store
from repression.snapshots.schema import Field, broken_cells, row_rules_of
from repression.snapshots.transaction import carry_out, complete, lock, write_together


@dataclass(frozen=True)
class SnapshotFiles:
    """A snapshot to be written: its descriptor, its columns, and its rows with a cell for each column."""

    descriptor: Descriptor
    fields: Sequence[Field]
    rows: Sequence[Sequence[str]]


@contextmanager
def writer_lock(root: Path) -> Iterator[list[Path]]:
    """Hold the lock of the data folder `root`; first clean up after a writer that was stopped.

    Yields the files that a stopped `write_all` had committed; they are in their places now. The lock is on the
    folder itself: it leaves no file, and the system releases it when the process ends. Raises ValidationError if
    another writer holds the lock, OSError if there is no such folder. A copy of a store has its newest edition then;
    raises StoreError if the store does not answer.
    """
    folder = os.open(root, os.O_RDONLY)
    try:
        lock(folder, root)
        completed = recover(root)
        take_newest(root)
        tidy_store(root)
        yield completed
    finally:
        os.close(folder)


def write_snapshot(root: Path, descriptor: Descriptor, fields: Sequence[Field], rows: Sequence[Sequence[str]]) -> Path:
    """Write a snapshot and list it in the data package; return the path of its CSV.

    `rows` (cells in the order of `fields`) are sorted by value here, and the descriptor's `rows` and `sha256` are
    set. Raises ValidationError if a cell breaks a rule, OSError if a file cannot be written; both leave everything
    unchanged. The calling function must hold the `writer_lock`.
    """
    files = _files_of(root, SnapshotFiles(descriptor, fields, rows))
    path, _ = files
    write_together(files | {root / PACKAGE: _package_listing(read_package(root), root, [path])})
    return path


def write_all(
    root: Path,
    snapshots: Sequence[SnapshotFiles],
    own: Mapping[Path, bytes],
    withdrawn: Sequence[Descriptor] = (),
    gone: Collection[Path] = (),
    public: Mapping[Path, bytes] | None = None,
    package: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Write several snapshots and other files, all of them or none; return the paths of what was written.

    The other files are `public`, or `own`, which only their owner may read. The CSVs of the descriptors `withdrawn` go,
    and so do the files `gone`. `package` is the data package to write, the present one if it is None. Raises as
    `write_snapshot` does. After the commit only renames and removals remain; if the process stops in between, the next
    `writer_lock` does the rest. The calling function must hold the `writer_lock`.
    """
    files = {path: content for each in snapshots for path, content in _files_of(root, each).items()}
    removed = [root / _csv_name(each) for each in withdrawn]
    files |= {root / _csv_name(each, ".yaml"): _described(each) for each in withdrawn}
    coming = [path for path in files if path.suffix == ".csv"]
    listing = _package_listing(package or read_package(root), root, coming, removed)
    files |= {root / PACKAGE: listing, **(public or {}), **own}
    return carry_out(root, files, own, (*removed, *gone))


def recover(root: Path) -> list[Path]:
    """Complete what a stopped writer committed, remove the rest; return the files that a `write_all` committed."""
    moved = complete(root)
    parts = sorted(root.glob("*/.????-??-??.*.tmp"), reverse=True)  # descriptors before their CSVs
    for part in parts:
        path = part.with_name(part.name.removeprefix(".").removesuffix(".tmp"))
        if path.suffix == ".yaml" and is_pending(path):
            os.replace(part, path)
        else:
            part.unlink()
    for part in root.glob(".*.tmp"):
        part.unlink()
    _list_all(root)
    return moved


def format_package(package: Mapping[str, Any]) -> bytes:
    """The data package as the bytes of its file."""
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def unlisted_files(root: Path) -> list[str]:
    """The CSVs that `datapackage.json` does not name. Raises ValidationError if it cannot be read."""
    named = {
        path
        for resource in read_package(root)["resources"]
        for path in ([resource["path"]] if isinstance(resource.get("path"), str) else resource.get("path", ()))
    }
    return sorted({_name(root, path) for path in _csvs(root)} - named)


def _files_of(root: Path, snapshot: SnapshotFiles) -> dict[Path, bytes]:
    """The CSV and the descriptor of a snapshot, in the order in which they must be renamed.

    The order matters: readers use a hidden descriptor only if no hidden CSV is beside it. Raises ValidationError if a
    cell breaks a rule, or if the descriptor would be refused when it is read.
    """
    descriptor, fields = snapshot.descriptor, snapshot.fields
    ordered = sorted(list(row) for row in snapshot.rows)
    name = _csv_name(descriptor)
    between = row_rules_of(read_package(root), descriptor.dataset)
    broken = broken_cells(fields, enumerate(ordered, start=2), between)
    if broken:
        raise ValidationError(*(Issue(name, *cell) for cell in broken))
    content = format_csv([one.name for one in fields], ordered)
    written = replace(descriptor, rows=len(ordered), sha256=hashlib.sha256(content).hexdigest())
    path = root / name
    return {path: content, path.with_suffix(".yaml"): _described(written)}


def _described(descriptor: Descriptor) -> bytes:
    """A descriptor as its file. Raises ValidationError if it would be refused when it is read."""
    content = format_descriptor(descriptor).encode()
    parse_descriptor(content, _csv_name(descriptor, ".yaml"), descriptor.dataset, descriptor.date)
    return content


def _csv_name(descriptor: Descriptor, suffix: str = ".csv") -> str:
    return f"{descriptor.dataset}/{descriptor.date}{suffix}"


def _list_all(root: Path) -> None:
    """Rewrite the data package if it does not name every CSV there is."""
    try:
        content = _package_listing(read_package(root), root, [])
    except ValidationError:
        return  # Without a package nothing can be read or written; `read_catalog` reports it.
    if json.loads(content) != read_package(root):
        write_together({root / PACKAGE: content})


def _package_listing(
    package: Mapping[str, Any], root: Path, coming: Iterable[Path], going: Iterable[Path] = ()
) -> bytes:
    """The data package with the names of all CSVs and of those `coming`, without those `going`."""
    lost = {_name(root, path) for path in going}
    names = sorted({_name(root, path) for path in (*_csvs(root), *coming)} - lost)
    resources = []
    for resource in package["resources"]:
        files = [name for name in names if name.startswith(f"{resource['name']}/")]
        is_listed = files or any(name.startswith(f"{resource['name']}/") for name in lost)
        resources.append({**resource, "path": files} if is_listed else resource)
    return format_package({**package, "resources": resources})


def _csvs(root: Path) -> Iterator[Path]:
    return (path for path in root.glob("*/*.csv") if not path.name.startswith("."))


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()
