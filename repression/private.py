"""The raw rows that maintainers keep on their own machine, so that people can be followed between snapshots.

They lie beside the data folder in `private/<dataset>/<date>.csv`, never enter the repository, and of what
they tell only counts are published.
"""

from collections import Counter
from datetime import date
from pathlib import Path

from repression.csvfiles import replace_file
from repression.intake.register import Entry, Reference, read_entries
from repression.refusals import Refused
from repression.snapshots import Snapshot


def private_path(data: Path, dataset: str, day: date) -> Path:
    """Where the raw rows of a snapshot are kept."""
    return data.absolute().parent / "private" / dataset / f"{day}.csv"


def keep(data: Path, dataset: str, day: date, content: bytes) -> Path:
    """Keep raw rows, for their owner alone; give the path. Raises OSError."""
    path = private_path(data, dataset, day)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    replace_file(path, content, mode=0o600)
    return path


def people_of(data: Path, snapshot: Snapshot, reference: Reference) -> tuple[list[Entry] | None, str]:
    """The people of a published snapshot, read anew from its raw rows, and where from.

    None, and why not, where the raw rows are not kept, are others than the published ones, or have no ids.
    """
    path = private_path(data, snapshot.dataset, snapshot.date)
    name = f"private/{snapshot.dataset}/{path.name}"
    try:
        entries, _ = read_entries(path.read_bytes(), str(path), snapshot.date, reference)
    except FileNotFoundError:
        return None, f"there is no {name}"
    except (Refused, OSError):
        return None, f"{name} cannot be read"
    if len(entries) != snapshot.descriptor.rows:
        return None, f"{name} has not the rows that were published"
    if not follow(entries):
        return None, f"{name} has no ids of the register"
    otherwise = (Counter(map(tuple, snapshot.rows())) - Counter(tuple(entry.cells) for entry in entries)).total()
    return entries, name if not otherwise else f"{name}, of which {otherwise} rows are read otherwise today"


def follow(entries: list[Entry]) -> bool:
    """Whether people can be followed: everybody has an id, and their own."""
    return all(entry.id for entry in entries) and len({entry.id for entry in entries}) == len(entries)
