"""Private files of maintainers: raw rows, which allow following people between snapshots, and the suppression list.

Raw rows are stored beside the data folder in `private/<dataset>/<date>.csv`, the list of removed people in
`private/withheld.csv`. They never enter the repository; only counts made from them are published.
"""

import json
import os
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from repression.i18n import N_
from repression.intake.register import COLUMNS, Entry, Reference, read_entries
from repression.intake.sources import Register
from repression.intake.suppression import SuppressionList, normalise_key
from repression.intake.tags import without_codes
from repression.maintain.private_corrections import RowCorrection, corrected, corrections_path, read_corrections
from repression.messages import Message, message
from repression.snapshots.catalog import Snapshot
from repression.snapshots.csv_io import format_csv, parse_csv, replace_file
from repression.snapshots.issues import ValidationError

# The column that identifies people in each dataset about people; the suppression list goes by it.
IDENTITY_COLUMNS = {"people": "id", "defenders": "name", "organisations": "name", "events": "title"}
_LIST_COLUMNS = ("dataset", "key", "row")


def private_path(data: Path, dataset: str, day: date) -> Path:
    """The file with the raw rows of a snapshot."""
    return private_folder(data) / dataset / f"{day}.csv"


def files_of(data: Path, dataset: str, day: date) -> tuple[Path, ...]:
    """The private files of a snapshot that are there: its raw rows, and their corrections."""
    raw = private_path(data, dataset, day)
    return tuple(path for path in (raw, corrections_path(raw)) if path.exists())


def suppression_path(data: Path) -> Path:
    """The file with the suppression list."""
    return private_folder(data) / "withheld.csv"


def web_archive_path(data: Path, moment: datetime) -> Path:
    """The file for what is read of sources from a moment on."""
    return private_folder(data) / "sources" / f"{moment:%Y%m%dT%H%M%S%f}.warc.gz"


def create(path: Path) -> IO[bytes]:
    """A new file that only its owner may read, open for writing. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600))


def write_private(path: Path, content: bytes) -> None:
    """Write a private file that only its owner may read. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    replace_file(path, content, mode=0o600)


def tidy_up(data: Path) -> None:
    """Remove the temporary files of a stopped writer. The calling function must hold the `writer_lock`."""
    for part in private_folder(data).rglob(".*.tmp"):
        part.unlink()


def raw_rows(register: Register, without: Collection[int] = (), untold: Collection[str] = ()) -> bytes:
    """The raw rows of a register as CSV for storage: only the columns that are read, so without names.

    Rows that begin on the lines `without` are left out, and so are the tags `untold`.
    """
    at = COLUMNS.index("tags")
    kept = (cells for line, cells in register.table.rows if line not in without)
    return format_csv(COLUMNS, ([*cells[:at], without_codes(cells[at], untold), *cells[at + 1 :]] for cells in kept))


@dataclass(frozen=True)
class StoredRegister:
    """The raw rows of a published snapshot: the file in the raw columns of today, and the people in it.

    The entries have the columns of the snapshot, and its corrections.
    """

    content: bytes
    entries: list[Entry]
    corrections: Sequence[RowCorrection] = ()


def stored_register(data: Path, snapshot: Snapshot, reference: Reference) -> tuple[StoredRegister | None, Message]:
    """The raw rows of a published snapshot, read again, and the name of their file.

    None and the reason if they are not stored or are not those of the published rows.
    """
    path = private_path(data, snapshot.dataset, snapshot.date)
    name = shown_name(data, path)
    columns = [field.name for field in snapshot.fields]
    try:
        content = _with_later_columns(path.read_bytes(), str(path))
        entries, _ = read_entries(content, str(path), snapshot.date, reference)
        corrections = read_corrections(path)
    except FileNotFoundError:
        return None, message("there is no {file}", file=name)
    except (ValidationError, OSError):
        return None, message("{file} cannot be read", file=name)
    if len(entries) != snapshot.descriptor.rows:
        return None, message("{file} does not have the rows that were published", file=name)
    published = [entry.only(columns) for entry in entries]
    if any(len(row) != len(columns) for each in corrections for row in (each.before, each.after)):
        template = N_("{corrections} beside {file} has rows of another width")
        return None, message(template, corrections=corrections_path(path).name, file=name)
    return StoredRegister(content, corrected(published, corrections), corrections), message("{file}", file=name)


def _with_later_columns(content: bytes, path: str) -> bytes:
    """Stored raw rows with the raw columns that were added since they were stored, which are empty.

    Only CSVs in our own columns, as `raw_rows` writes them, may lack some; anything else is returned unchanged, so
    that its reader decides. A file that is taken in must have all columns of its source.
    """
    try:
        table = parse_csv(content, path)
    except ValidationError:
        return content  # another file format
    if not set(table.header) < set(COLUMNS) or len(set(table.header)) < len(table.header):
        return content
    rows = [dict(zip(table.header, cells, strict=True)) for _, cells in table.rows]
    return format_csv(COLUMNS, ([row.get(name, "") for name in COLUMNS] for row in rows))


def stored_people(data: Path, snapshot: Snapshot, reference: Reference) -> tuple[list[Entry] | None, Message]:
    """The people of a published snapshot, read again from its raw rows, and the name of their file.

    None and the reason if the raw rows are not stored, are not those of the published rows, or have no ids.
    """
    kept, name = stored_register(data, snapshot, reference)
    if kept is None:
        return None, name
    if not can_follow(kept.entries):
        return None, message("{file} has no ids of the register", file=name)
    otherwise = (Counter(map(tuple, snapshot.rows())) - Counter(tuple(entry.cells) for entry in kept.entries)).total()
    if otherwise:
        name = message("{file}: {rows:row is|rows are} read otherwise today", file=name, rows=otherwise)
    return kept.entries, name


def can_follow(entries: Sequence[Entry]) -> bool:
    """Whether people can be followed: everybody has an id, and no two share one."""
    return all(entry.id for entry in entries) and len({entry.id for entry in entries}) == len(entries)


def suppression_list(data: Path, dataset: str) -> SuppressionList:
    """The people who were removed from a dataset; nobody if there is no list.

    Raises ValidationError if the list cannot be read: without it those people would come back.
    """
    listed = [(key, row) for name, key, row in _read_list(data) if name == dataset]
    rows = Counter(tuple(json.loads(row)) for key, row in listed if not key)
    column = IDENTITY_COLUMNS.get(dataset, "")
    return SuppressionList(column, frozenset(normalise_key(column, key) for key, _ in listed if key), rows)


def extended_list(data: Path, dataset: str, keys: Collection[str], cells: Sequence[str]) -> bytes:
    """The list with one more person of a dataset: by the source's keys, or by the published cells without a known key.

    Raises ValidationError as `suppression_list` does.
    """
    known = [(dataset, key, "") for key in keys]
    added = known or [(dataset, "", json.dumps(list(cells), ensure_ascii=False))]
    return format_csv(_LIST_COLUMNS, [*_read_list(data), *added])


def _read_list(data: Path) -> list[tuple[str, str, str]]:
    path = suppression_path(data)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    table = parse_csv(content, str(path))
    if table.header != _LIST_COLUMNS:
        raise ValidationError.about(
            str(path), message("must be the header {allowed}", allowed=",".join(_LIST_COLUMNS)), 1
        )
    for line, (_, key, row) in table.rows:
        if not key.strip() and not _is_row(row):
            rule = message("must have a key, or a row as a JSON list of texts")
            raise ValidationError.about(str(path), rule, line)
    return [(dataset, key, row) for _, (dataset, key, row) in table.rows]


def _is_row(text: str) -> bool:
    try:
        cells = json.loads(text)
    except json.JSONDecodeError:
        return False
    return isinstance(cells, list) and bool(cells) and all(isinstance(cell, str) for cell in cells)


def private_folder(data: Path) -> Path:
    """The folder of the private files: `private` beside `data`, and `<name>-private` beside a copy of another name.

    So whatever is tried out on a copy leaves the real raw rows and the real suppression list as they are.
    """
    folder = data.resolve()
    return folder.with_name("private" if folder.name == "data" else f"{folder.name}-private")


def shown_name(data: Path, path: Path) -> str:
    """The name of a private file in messages, such as `private/withheld.csv`."""
    return path.relative_to(private_folder(data).parent).as_posix()
