"""The descriptor beside a snapshot's CSV: its types, and reading and writing it as YAML."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from dataclasses import fields as keys_of
from typing import Any, get_type_hints

import yaml

from repression.snapshots.issues import _refused

# The note by which it says how many rows are missing on purpose: not who asked for it, nor whether anybody did.
_WITHHELD_NOTE = re.compile(r"([0-9]+) (?:row is|rows are) withheld, to protect people\.")


_PLAIN = {
    str: "text",
    int: "a whole number",
    datetime.date: "a day",
    datetime.date | None: "a day or null",
    int | None: "a whole number or null",
}


@dataclass(frozen=True)
class Source:
    """Who made the data and on what terms."""

    title: str
    url: str
    publisher: str
    licence: str


@dataclass(frozen=True)
class Reading:
    """How many distinct raw texts (None for contradictions) and rows were read as what."""

    field: str
    kind: str
    texts: int | None
    rows: int


@dataclass(frozen=True)
class Total:
    """How many people had a status in the snapshot before, and have it now."""

    status: str
    before: int
    after: int


@dataclass(frozen=True)
class Changes:
    """What a snapshot changes since the one of the day `since`: counts, and nothing about a single person.

    `compared` is `people` where the raw rows of both were at hand and people were followed by the
    register's id. Else it is `rows`: published rows are equal or they are not, a row that changed is one
    gone and one added, and what only a person can have is null or empty.

    - `added`, `gone`: people who are new, people who are there no more;
    - `added_late`: those added who were not surely arrested after `since`;
    - `events`: arrests, verdicts and releases dated after `since`, of known people and new ones;
    - `undated`: people whose status changed and no dated event says why: recognised, or released on a day
      that is not known;
    - `corrected`: people of whom an older fact changed; `revisions`: how many of them by column;
    - `totals`: people by status, for datasets that have one.
    """

    since: datetime.date
    compared: str
    added: int
    added_late: int | None
    gone: int
    events: Mapping[str, int]
    undated: int | None
    corrected: int | None
    revisions: Mapping[str, int]
    totals: tuple[Total, ...]


@dataclass(frozen=True)
class Descriptor:
    """What stands beside a snapshot's CSV.

    `changes` is None for the first of its dataset; `accessed` only where no descriptor says it.
    """

    dataset: str
    date: datetime.date
    source: Source
    accessed: datetime.date | None
    taken_in_by: str
    rows: int
    sha256: str
    notes: tuple[str, ...]
    readings: tuple[Reading, ...]
    changes: Changes | None


def with_withheld_note(notes: Sequence[str], rows: int) -> tuple[str, ...]:
    """Notes that say that so many rows are missing on purpose, and what else they said; nothing is said of no row."""
    others = tuple(note for note in notes if not _WITHHELD_NOTE.fullmatch(note))
    if not rows:
        return others
    return (*others, f"{rows} {'row is' if rows == 1 else 'rows are'} withheld, to protect people.")


def format_descriptor(descriptor: Descriptor) -> str:
    """A descriptor as YAML."""
    entries = asdict(descriptor) | {
        "notes": list(descriptor.notes),
        "readings": [asdict(reading) for reading in descriptor.readings],
    }
    if descriptor.changes:
        entries["changes"]["totals"] = list(entries["changes"]["totals"])
    return str(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100))


def _parse_descriptor(words: bytes, name: str, dataset: str, day: datetime.date) -> Descriptor:
    """Read a descriptor. Raises Refused where a key is missing, too much, or of another kind."""
    try:
        entries = yaml.safe_load(words)
        descriptor = _descriptor(entries)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _refused(name, f"is no YAML: {' '.join(str(error).split())}") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise _refused(name, f"is no complete descriptor: {error}") from None
    if (descriptor.dataset, descriptor.date) != (dataset, day):
        named = f"{descriptor.dataset} {descriptor.date}"
        raise _refused(name, f"describes {named}, must describe {dataset} {day}")
    return descriptor


def _descriptor(entries: Any) -> Descriptor:
    """The descriptor in parsed YAML. Raises TypeError or ValueError with what is wrong."""
    _check_keys(entries, Descriptor, "the descriptor")
    _check_keys(entries["source"], Source, "source")
    for key in ("notes", "readings"):
        if not isinstance(entries[key], list):
            raise TypeError(f"{key} must be a list")
    if not all(isinstance(note, str) for note in entries["notes"]):
        raise TypeError("every note must be a sentence")
    for reading in entries["readings"]:
        _check_keys(reading, Reading, "a reading")
    if not entries["source"]["title"]:
        raise ValueError("the source must have a title")
    return Descriptor(
        **entries
        | {
            "source": Source(**entries["source"]),
            "notes": tuple(entries["notes"]),
            "readings": tuple(Reading(**reading) for reading in entries["readings"]),
            "changes": None if entries["changes"] is None else _changes(entries["changes"]),
        }
    )


def _changes(entries: Any) -> Changes:
    """The changes in parsed YAML. Raises TypeError or ValueError with what is wrong."""
    _check_keys(entries, Changes, "changes")
    if entries["compared"] not in ("people", "rows"):
        raise ValueError("compared of changes must be people or rows")
    for key in ("events", "revisions"):
        counts = entries[key]
        if not isinstance(counts, dict) or not all(isinstance(count, int) for count in counts.values()):
            raise TypeError(f"{key} of changes must be names and whole numbers")
    if not isinstance(entries["totals"], list):
        raise TypeError("totals of changes must be a list")
    for total in entries["totals"]:
        _check_keys(total, Total, "a total")
    return Changes(**entries | {"totals": tuple(Total(**total) for total in entries["totals"])})


def _check_keys(entries: Any, kind: type, where: str) -> None:
    """Raise TypeError or ValueError unless `entries` have exactly the keys of `kind`, each of its type."""
    if not isinstance(entries, dict):
        raise TypeError(f"{where} must be keys and values")
    keys = [one.name for one in keys_of(kind)]
    if missing := [key for key in keys if key not in entries]:
        raise ValueError(f"{where} lacks {', '.join(missing)}")
    if unknown := [str(key) for key in entries if key not in keys]:
        raise ValueError(f"{where} must have only {', '.join(keys)}, not {', '.join(unknown)}")
    for key, wanted in get_type_hints(kind).items():
        if wanted in _PLAIN and not isinstance(entries[key], wanted):
            raise TypeError(f"{key} of {where} must be {_PLAIN[wanted]}")
