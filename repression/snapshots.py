"""Which snapshots there are, whether they are valid, and which one is current on a day.

A snapshot is `<root>/<dataset>/<YYYY-MM-DD>.csv` with a descriptor of the same name and the suffix
`.yaml` beside it; `<root>/datapackage.json` has the schemas. `writing` puts them there.
"""

import datetime
import hashlib
import json
import os
import re
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from dataclasses import fields as keys_of
from enum import Enum
from pathlib import Path
from typing import Any, get_type_hints

import yaml

from repression.csvfiles import parse_csv, part_of, read_rows
from repression.refusals import Refusal, Refused
from repression.schema import Field, broken_cells, datasets_of, fields_of

__all__ = [
    "PACKAGE",
    "Catalog",
    "Changes",
    "Descriptor",
    "Reading",
    "Refusal",
    "Snapshot",
    "Source",
    "Standing",
    "Total",
    "awaits_its_place",
    "data_folder",
    "format_descriptor",
    "read_catalog",
    "read_package",
    "withholding",
]

PACKAGE = "datapackage.json"
# How the note ends by which a snapshot says that it took the place of another of its day.
REPLACED = "in place of an earlier file of the same date."
# The note by which it says how many rows are missing on purpose: not who asked for it, nor whether anybody did.
_WITHHELD = re.compile(r"([0-9]+) (?:row is|rows are) withheld, to protect people\.")
_LOOKS = 5
_PAUSE = 0.02  # seconds; a writer needs far less between its two moves
_SHA256 = re.compile(rb"^sha256: *['\"]?([0-9a-f]{64})", re.MULTILINE)
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


class Standing(Enum):
    """How the descriptor of a CSV stands."""

    WHOLE = "in its place"
    UNFINISHED = "decided on, but its writer was stopped before the last move; the next one makes it"
    UNDESCRIBED = "missing: the CSV was put there by hand"


@dataclass(frozen=True)
class Snapshot:
    """A valid snapshot; `path` is its CSV."""

    dataset: str
    date: datetime.date
    path: Path
    descriptor: Descriptor
    standing: Standing = Standing.WHOLE

    @property
    def known(self) -> datetime.date:
        """The day it was taken in; its own where nothing says so."""
        return self.descriptor.accessed or self.date

    @property
    def replacements(self) -> tuple[str, ...]:
        """The notes that say that it took the place of another file of its day."""
        return tuple(note for note in self.descriptor.notes if note.endswith(REPLACED))

    @property
    def withheld(self) -> int:
        """How many rows are missing on purpose, as its notes say."""
        return sum(int(found[1]) for note in self.descriptor.notes if (found := _WITHHELD.fullmatch(note)))

    def content(self) -> bytes:
        """The CSV that was checked. Raises Refused where another one has taken its place since."""
        content = self.path.read_bytes()
        if _digest(content) != self.descriptor.sha256:
            raise _refused(f"{self.dataset}/{self.path.name}", "was changed while it was being read: try again")
        return content

    def rows(self) -> list[list[str]]:
        """Its rows as text. Raises Refused as `content` does."""
        return [cells for _, cells in parse_csv(self.content(), str(self.path)).rows]


@dataclass(frozen=True)
class Catalog:
    """All valid snapshots under `root`, what was refused, and the data package as parsed."""

    root: Path
    snapshots: tuple[Snapshot, ...]
    refusals: tuple[Refusal, ...]
    package: Mapping[str, Any]

    def on(self, dataset: str, day: datetime.date) -> Snapshot | None:
        """The newest snapshot of `dataset` that is not later than `day`."""
        known = [one for one in self.snapshots if one.dataset == dataset and one.date <= day]
        return max(known, key=lambda one: one.date, default=None)

    def shown_on(self, dataset: str, day: datetime.date) -> Snapshot | None:
        """The snapshot that an address of `day` shows: the newest of that day or before that was taken in by then.

        So an older register that is taken in later leaves the links of the days between as they were. A day before
        anything was taken in shows the newest of that day or before.
        """
        of_time = [one for one in self.snapshots if one.dataset == dataset and one.date <= day]
        by_then = [one for one in of_time if one.known <= day]
        return max(by_then or of_time, key=lambda one: one.date, default=None)

    def before(self, dataset: str, day: datetime.date) -> Snapshot | None:
        """The newest snapshot of `dataset` that is earlier than `day`."""
        return self.on(dataset, day - datetime.timedelta(days=1))

    def dates(self) -> list[datetime.date]:
        """All dates on which any dataset has a snapshot, oldest first."""
        return sorted({one.date for one in self.snapshots})

    def days(self) -> list[datetime.date]:
        """All days on which the data changed: of snapshots, and on which these were taken in, oldest first."""
        return sorted({day for one in self.snapshots for day in (one.date, one.known)})


def data_folder() -> Path:
    """The folder of the snapshots: `data/`, or what the variable REPRESSION_DATA names."""
    return Path(os.environ.get("REPRESSION_DATA", Path(__file__).parent.parent / "data"))


def read_catalog(root: Path) -> Catalog:
    """Read and check every snapshot under `root`.

    A snapshot that breaks a rule is refused with file (relative to `root`), line, column, value and
    rule; the others stay usable. Without a readable data package nothing can be checked and there is
    no snapshot. Broken data raises nothing.
    """
    try:
        package = read_package(root)
        folders = [path for path in _listed(root, f"{root.name}/") if path.is_dir()]
    except Refused as refused:
        return Catalog(root, (), refused.refusals, {})
    snapshots: list[Snapshot] = []
    refusals: list[Refusal] = []
    for folder in folders:
        try:
            paths = _csv_files_and_orphans(folder)
        except Refused as refused:
            refusals.extend(refused.refusals)
            continue
        for path in paths:
            try:
                snapshots.append(_read_snapshot(root, path, package))
            except Refused as refused:
                refusals.extend(refused.refusals)
    return Catalog(root, tuple(snapshots), tuple(refusals), package)


def read_package(root: Path) -> dict[str, Any]:
    """The data package of `root`. Raises Refused where it is missing, or broken in any way."""
    try:
        package: dict[str, Any] = json.loads((root / PACKAGE).read_text("utf-8"))
        for dataset in datasets_of(package):
            fields_of(package, dataset)
    except OSError as error:
        raise _refused(PACKAGE, f"cannot be read: {error.strerror}") from None
    except json.JSONDecodeError as error:
        raise Refused(Refusal(PACKAGE, error.lineno, None, None, f"is no JSON: {error.msg}")) from None
    except KeyError as error:
        raise _refused(PACKAGE, f"is no data package with schemas: {error} is missing") from None
    except (TypeError, AttributeError, ValueError) as error:
        raise _refused(PACKAGE, f"is no data package with schemas: {error}") from None
    return package


def withholding(notes: Sequence[str], rows: int) -> tuple[str, ...]:
    """Notes that say that so many rows are missing on purpose, and what else they said; nothing is said of no row."""
    others = tuple(note for note in notes if not _WITHHELD.fullmatch(note))
    if not rows:
        return others
    return (*others, f"{rows} {'row is' if rows == 1 else 'rows are'} withheld, to protect people.")


def awaits_its_place(descriptor: Path) -> bool:
    """Whether the descriptor to be at that path was decided on, and its writer stopped before the last move."""
    try:
        edition = _find_edition(descriptor.with_suffix(".csv"))
    except FileNotFoundError:
        return False
    return edition.standing is Standing.UNFINISHED


def format_descriptor(descriptor: Descriptor) -> str:
    """A descriptor as YAML."""
    entries = asdict(descriptor) | {
        "notes": list(descriptor.notes),
        "readings": [asdict(reading) for reading in descriptor.readings],
    }
    if descriptor.changes:
        entries["changes"]["totals"] = list(entries["changes"]["totals"])
    return str(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100))


def _csv_files_and_orphans(folder: Path) -> list[Path]:
    """Every CSV in a folder, and every descriptor that has no CSV. Raises Refused where nobody may look into it."""
    paths = [path for path in _listed(folder, f"{folder.name}/") if not path.name.startswith(".")]
    return [path for path in paths if path.suffix == ".csv" or path.with_suffix(".csv") not in paths]


def _listed(folder: Path, name: str) -> list[Path]:
    """What is in a folder; nothing where it was removed. Raises Refused, with its `name`, where nobody may look."""
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _refused(name, f"cannot be listed: {error.strerror}") from None


def _read_snapshot(root: Path, path: Path, package: Mapping[str, Any]) -> Snapshot:
    """Read and check one snapshot. Raises Refused with all that is wrong with it."""
    name = path.relative_to(root).as_posix()
    dataset = path.parent.name
    if dataset not in datasets_of(package):
        allowed = ", ".join(datasets_of(package))
        raise _refused(name, f"{dataset!r} is no dataset of {PACKAGE}, which has {allowed}")
    if path.suffix != ".csv":
        raise _refused(name, "has no CSV of the same name beside it")
    day = _day_of(path, name)
    try:
        edition = _find_edition(path)
    except OSError as error:
        unreadable = Path(error.filename).relative_to(root).as_posix()
        raise _refused(unreadable, f"cannot be read: {error.strerror}") from None
    if edition.words is None:
        descriptor = _stand_in(dataset, day, edition.content)
    else:
        descriptor = _parse_descriptor(edition.words, name.replace(".csv", ".yaml"), dataset, day)
    problems = _mismatches(name, edition.content, descriptor)
    try:
        problems += _broken(name, edition.content, fields_of(package, dataset), descriptor)
    except Refused as refused:
        problems += refused.refusals
    if problems:
        raise Refused(*problems)
    return Snapshot(dataset, day, path, descriptor, edition.standing)


@dataclass(frozen=True)
class _Edition:
    """A CSV and its descriptor as bytes (None where there is none), fitting each other if any two do."""

    content: bytes
    words: bytes | None
    standing: Standing


def _find_edition(path: Path) -> _Edition:
    """The CSV at `path` with the descriptor that has its checksum, in its place or on the way to it.

    A writer may be replacing both this very moment: where nothing fits, it looks again. Raises OSError
    where a file cannot be read.
    """
    described = path.with_suffix(".yaml")
    for _ in range(_LOOKS):
        content = path.read_bytes()
        digest = _digest(content)
        words = _bytes_if_there(described)
        if words is not None and _says(words, digest):
            return _Edition(content, words, Standing.WHOLE)
        waiting = None if part_of(path).exists() else _bytes_if_there(part_of(described))
        if waiting is not None and _says(waiting, digest):
            return _Edition(content, waiting, Standing.UNFINISHED)
        time.sleep(_PAUSE)
    return _Edition(content, words, Standing.UNDESCRIBED if words is None else Standing.WHOLE)


def _says(words: bytes, digest: str) -> bool:
    """Whether a descriptor is that of the CSV with this checksum."""
    found = _SHA256.search(words)
    return found is not None and found[1].decode() == digest


def _bytes_if_there(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _stand_in(dataset: str, day: datetime.date, content: bytes) -> Descriptor:
    """What is known of a CSV that was put there by hand, and that nothing more is. Raises Refused if it is no CSV."""
    return Descriptor(
        dataset=dataset,
        date=day,
        source=Source("not stated: no descriptor", "", "", "not stated"),
        accessed=None,
        taken_in_by="not stated",
        rows=sum(1 for _ in read_rows(content, f"{dataset}/{day}.csv")) - 1,
        sha256=_digest(content),
        notes=("This file was put here without a descriptor: its source is not stated.",),
        readings=(),
        changes=None,
    )


def _day_of(path: Path, name: str) -> datetime.date:
    """The day that the file is named for."""
    try:
        day = datetime.date.fromisoformat(path.stem)
    except ValueError:
        day = None
    if day is None or day.isoformat() != path.stem:
        raise _refused(name, "must be named for a real day, such as 2023-02-10.csv")
    return day


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
    _need(entries, Descriptor, "the descriptor")
    _need(entries["source"], Source, "source")
    for key in ("notes", "readings"):
        if not isinstance(entries[key], list):
            raise TypeError(f"{key} must be a list")
    if not all(isinstance(note, str) for note in entries["notes"]):
        raise TypeError("every note must be a sentence")
    for reading in entries["readings"]:
        _need(reading, Reading, "a reading")
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
    _need(entries, Changes, "changes")
    if entries["compared"] not in ("people", "rows"):
        raise ValueError("compared of changes must be people or rows")
    for key in ("events", "revisions"):
        counts = entries[key]
        if not isinstance(counts, dict) or not all(isinstance(count, int) for count in counts.values()):
            raise TypeError(f"{key} of changes must be names and whole numbers")
    if not isinstance(entries["totals"], list):
        raise TypeError("totals of changes must be a list")
    for total in entries["totals"]:
        _need(total, Total, "a total")
    return Changes(**entries | {"totals": tuple(Total(**total) for total in entries["totals"])})


def _need(entries: Any, kind: type, where: str) -> None:
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


def _mismatches(name: str, content: bytes, descriptor: Descriptor) -> list[Refusal]:
    """Where the bytes are not what the descriptor says, or not in the form of the house."""
    rules = []
    digest = _digest(content)
    if digest != descriptor.sha256:
        rules.append(f"has the sha256 {digest}, its descriptor says {descriptor.sha256}")
    if b"\r" in content:
        rules.append("must end its lines with LF alone")
    if content.startswith(b"\xef\xbb\xbf"):
        rules.append("must not begin with a byte order mark")
    return [Refusal(name, None, None, None, rule) for rule in rules]


def _broken(name: str, content: bytes, fields: Sequence[Field], descriptor: Descriptor) -> list[Refusal]:
    """Where rows, header or cells are not what the descriptor and the schema say."""
    numbered = read_rows(content, name)
    _, header = next(numbered)
    rows = _Passing(numbered)
    expected = [one.name for one in fields]
    if header != expected:
        deque(rows, maxlen=0)  # what is no CSV at all says so first
        rule = f"must be the header {','.join(expected)}; a raw file is taken in with `add`"
        # Refusals are shown to readers: a first row that shares no name with ours may be a person's.
        found = ",".join(header) if set(header) & set(expected) else None
        return [Refusal(name, 1, None, found, rule)]
    problems = [Refusal(name, *cell) for cell in broken_cells(fields, rows)]
    if rows.count != descriptor.rows:
        rule = f"has {rows.count} rows, its descriptor says {descriptor.rows}"
        problems.append(Refusal(name, None, None, None, rule))
    if rows.unsorted:
        problems.append(Refusal(name, rows.unsorted, None, None, "must not sort before the row above"))
    return problems


@dataclass
class _Passing:
    """Rows on their way to the check: how many passed, and the line of the first that sorts before the row above."""

    rows: Iterable[tuple[int, list[str]]]
    count: int = 0
    unsorted: int | None = None

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        above: list[str] = []
        for line, cells in self.rows:
            if cells < above and self.unsorted is None:
                self.unsorted = line
            self.count += 1
            above = cells
            yield line, cells


def _refused(name: str, rule: str) -> Refused:
    return Refused(Refusal(name, None, None, None, rule))
