"""What maintainers keep on their own machine: raw rows, so that people can be followed between snapshots, and
the list of who was taken out, so that nobody comes back.

The rows lie beside the data folder in `private/<dataset>/<date>.csv`, the list in `private/withheld.csv`. They
never enter the repository, and of what they tell only counts are published.
"""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from repression.intake.register import COLUMNS, Entry, Reference, open_register, read_entries
from repression.intake.suppression import SuppressionList, normalise_key
from repression.snapshots.catalog import Snapshot
from repression.snapshots.csv_io import format_csv, parse_csv, replace_file
from repression.snapshots.issues import ValidationError

# By what a source names whom it tells of: what keeps out who was taken out, in each dataset that tells of somebody.
IDENTITY_COLUMNS = {"people": "id", "defenders": "name", "organisations": "name", "events": "title"}
_LIST_COLUMNS = ("dataset", "key", "row")


def private_path(data: Path, dataset: str, day: date) -> Path:
    """Where the raw rows of a snapshot are kept."""
    return _folder(data) / dataset / f"{day}.csv"


def suppression_path(data: Path) -> Path:
    """Where the list is of who was taken out."""
    return _folder(data) / "withheld.csv"


def store(data: Path, dataset: str, day: date, content: bytes) -> Path:
    """Keep raw rows, for their owner alone; give the path. Raises OSError."""
    path = private_path(data, dataset, day)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    replace_file(path, content, mode=0o600)
    return path


def tidy_up(data: Path) -> None:
    """Remove what a stopped writer left half written. Who calls must be the `writing.only_writer`."""
    for part in _folder(data).rglob(".*.tmp"):
        part.unlink()


def raw_rows(content: bytes, path: str, without: Collection[int] = ()) -> bytes:
    """The raw rows of a register as they are kept: in the columns that are read, so without names.

    Those that begin on the lines `without` are left out. Raises Refused as `open_register` does.
    """
    register, _ = open_register(content, path)
    return format_csv(COLUMNS, (cells for line, cells in register.table.rows if line not in without))


@dataclass(frozen=True)
class StoredRegister:
    """The raw rows of a published snapshot: the file as it is, and who is in it."""

    content: bytes
    entries: list[Entry]


def stored_register(data: Path, snapshot: Snapshot, reference: Reference) -> tuple[StoredRegister | None, str]:
    """The raw rows of a published snapshot, read anew, and where from.

    None, and why not, where they are not kept or are others than the published ones.
    """
    path = private_path(data, snapshot.dataset, snapshot.date)
    name = f"private/{snapshot.dataset}/{path.name}"
    try:
        content = path.read_bytes()
        entries, _ = read_entries(content, str(path), snapshot.date, reference)
    except FileNotFoundError:
        return None, f"there is no {name}"
    except (ValidationError, OSError):
        return None, f"{name} cannot be read"
    if len(entries) != snapshot.descriptor.rows:
        return None, f"{name} has not the rows that were published"
    return StoredRegister(content, entries), name


def stored_people(data: Path, snapshot: Snapshot, reference: Reference) -> tuple[list[Entry] | None, str]:
    """The people of a published snapshot, read anew from its raw rows, and where from.

    None, and why not, where the raw rows are not kept, are others than the published ones, or have no ids.
    """
    kept, name = stored_register(data, snapshot, reference)
    if kept is None:
        return None, name
    if not can_follow(kept.entries):
        return None, f"{name} has no ids of the register"
    otherwise = (Counter(map(tuple, snapshot.rows())) - Counter(tuple(entry.cells) for entry in kept.entries)).total()
    return kept.entries, name if not otherwise else f"{name}, of which {otherwise} rows are read otherwise today"


def can_follow(entries: list[Entry]) -> bool:
    """Whether people can be followed: everybody has an id, and their own."""
    return all(entry.id for entry in entries) and len({entry.id for entry in entries}) == len(entries)


def suppression_list(data: Path, dataset: str) -> SuppressionList:
    """Who was taken out of a dataset and is to stay out; nobody where there is no list.

    Raises Refused where the list cannot be read: without it those people would come back.
    """
    listed = [(key, row) for name, key, row in _read_list(data) if name == dataset]
    rows = Counter(tuple(json.loads(row)) for key, row in listed if not key)
    return SuppressionList(
        IDENTITY_COLUMNS.get(dataset, ""), frozenset(normalise_key(key) for key, _ in listed if key), rows
    )


def suppressed_count(data: Path, dataset: str) -> int:
    """How many rows the list has for a dataset. Raises Refused as `withheld` does."""
    return sum(name == dataset for name, _, _ in _read_list(data))


def extended_list(data: Path, dataset: str, key: str, cells: Sequence[str]) -> bytes:
    """The list with one more of a dataset: by the key of the source, or by the published cells where it is not known.

    Raises Refused as `withheld` does.
    """
    row = "" if key else json.dumps(list(cells), ensure_ascii=False)
    return format_csv(_LIST_COLUMNS, [*_read_list(data), (dataset, key, row)])


def _read_list(data: Path) -> list[tuple[str, str, str]]:
    path = suppression_path(data)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    table = parse_csv(content, str(path))
    if table.header != _LIST_COLUMNS:
        raise ValidationError.about(str(path), f"must be the header {','.join(_LIST_COLUMNS)}", 1)
    for line, (_, key, row) in table.rows:
        if not key.strip() and not _is_row(row):
            rule = "must have a key, or a row as a JSON list of texts"
            raise ValidationError.about(str(path), rule, line)
    return [(dataset, key, row) for _, (dataset, key, row) in table.rows]


def _is_row(text: str) -> bool:
    try:
        cells = json.loads(text)
    except json.JSONDecodeError:
        return False
    return isinstance(cells, list) and all(isinstance(cell, str) for cell in cells)


def _folder(data: Path) -> Path:
    return data.absolute().parent / "private"
