"""Writing a snapshot: whole or not at all, by one writer at a time.

A snapshot is two files, and no file system moves two at once. So the new CSV and the new descriptor
are first written beside their places under hidden names, and reach the disk. Then one move puts the
CSV in its place, and with that move the snapshot counts: whoever reads looks for the descriptor with
the CSV's checksum in both places (`snapshots.read_catalog`). Whatever moment the writer is stopped at,
readers have the old snapshot or the new one, whole; the next writer tidies up behind it.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from repression.csvfiles import format_csv, part_of, sync_folder, write_part
from repression.refusals import Refusal, Refused
from repression.schema import Field, broken_cells
from repression.snapshots import PACKAGE, Descriptor, awaits_its_place, format_descriptor, read_package


@contextmanager
def only_writer(root: Path) -> Iterator[None]:
    """Be the only writer of the data folder `root`, and begin by tidying up behind a stopped one.

    The lock is on the folder itself: it leaves no file, and ends with the process however that ends.
    Raises Refused where somebody else is writing, OSError where there is no such folder.
    """
    folder = os.open(root, os.O_RDONLY)
    try:
        _lock(folder, root)
        tidy_up(root)
        yield
    finally:
        os.close(folder)


def write_snapshot(root: Path, descriptor: Descriptor, fields: Sequence[Field], rows: Sequence[Sequence[str]]) -> Path:
    """Write a snapshot and list it in the data package; give the path of its CSV.

    `rows` (cells in the order of `fields`) are sorted by value here, and the descriptor's `rows` and
    `sha256` set. Raises Refused where a cell breaks a rule, OSError where the disk does not take it;
    either way nothing is changed. Who calls must be the `only_writer`.
    """
    ordered = sorted(list(row) for row in rows)
    name = f"{descriptor.dataset}/{descriptor.date}.csv"
    broken = broken_cells(fields, enumerate(ordered, start=2))
    if broken:
        raise Refused(*(Refusal(name, *cell) for cell in broken))
    content = format_csv([one.name for one in fields], ordered)
    written = replace(descriptor, rows=len(ordered), sha256=hashlib.sha256(content).hexdigest())
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    # The order matters: a descriptor beside its place counts only once no CSV waits any more.
    _write_together(
        {
            path: content,
            path.with_suffix(".yaml"): format_descriptor(written).encode(),
            root / PACKAGE: _package_naming(root, [path]),
        }
    )
    return path


def tidy_up(root: Path) -> None:
    """Complete what a stopped writer had decided, and remove what it had not."""
    parts = sorted(root.glob("*/.????-??-??.*.tmp"), reverse=True)  # descriptors before their CSVs
    for part in parts:
        path = part.with_name(part.name.removeprefix(".").removesuffix(".tmp"))
        if path.suffix == ".yaml" and awaits_its_place(path):
            os.replace(part, path)
        else:
            part.unlink()
    part_of(root / PACKAGE).unlink(missing_ok=True)
    _name_all(root)


def unnamed(root: Path) -> list[str]:
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
        rule = "another `add` is at work in this folder: let it end, then try again"
        raise Refused(Refusal(f"{root.name}/", None, None, None, rule)) from None


def _write_together(files: Mapping[Path, bytes]) -> None:
    """Write all files beside their places, then move them there, in the order given."""
    folders = {path.parent for path in files}
    try:
        for path, content in files.items():
            write_part(path, content)
        for folder in folders:
            sync_folder(folder)
    except BaseException:
        for path in reversed(list(files)):
            part_of(path).unlink(missing_ok=True)
        raise
    for path in files:
        os.replace(part_of(path), path)
    for folder in folders:
        sync_folder(folder)


def _name_all(root: Path) -> None:
    """Let the data package name every file there is, if it does not."""
    try:
        content = _package_naming(root, [])
    except Refused:
        return  # Without a package nothing can be read or written, and that is said elsewhere.
    if json.loads(content) != read_package(root):
        _write_together({root / PACKAGE: content})


def _package_naming(root: Path, coming: Iterable[Path]) -> bytes:
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
