"""Which snapshots there are, whether they are valid, and which one is current on a day.

A snapshot is `<root>/<dataset>/<YYYY-MM-DD>.csv` with a descriptor of the same name and the suffix
`.yaml` beside it; `<root>/datapackage.json` has the schemas. `writer` writes both.
"""

import datetime
import hashlib
import json
import re
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from repression.messages import message
from repression.partial_dates import FIRST_YEAR, LAST_YEAR
from repression.snapshots.archived_sources import SOURCE_COLUMN, ArchivedSource, read_archived
from repression.snapshots.csv_io import parse_csv, read_regular_file, read_rows, temporary_path
from repression.snapshots.descriptor import (
    LEFT_OUT_NOTE,
    PERHAPS_TWICE_NOTE,
    REPLACED,
    SAME_PERSON_NOTE,
    WITHHELD_NOTE,
    Descriptor,
    Source,
    is_possible_day,
    parse_descriptor,
)
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.outlines import OUTLINES, Outline, read_outlines
from repression.snapshots.schema import (
    Field,
    RowRules,
    broken_cells,
    datasets_of,
    fields_of,
    fields_on,
    row_rules_of,
)

PACKAGE = "datapackage.json"


_ATTEMPTS = 5


_PAUSE_SECONDS = 0.02  # seconds; a writer needs far less between its two moves


_MAX_CSV_BYTES = 256 * 2**20  # several times the largest register that the server has memory for


_MAX_DESCRIPTOR_BYTES = 2**18  # YAML is read slowly: 256 kB take seconds


_MAX_PACKAGE_BYTES = 4 * 2**20


_WITHDRAWN = re.compile(rb"^withdrawn:", re.MULTILINE)


_SHA256 = re.compile(rb"^sha256: *['\"]?([0-9a-f]{64})", re.MULTILINE)


class DescriptorState(Enum):
    """The state of a CSV's descriptor."""

    WHOLE = "in its place"
    UNFINISHED = "committed, but its writer stopped before the last rename; the next writer does it"
    UNDESCRIBED = "missing: the CSV was put there by hand"


@dataclass(frozen=True)
class Snapshot:
    """A valid snapshot. `path` is its CSV, `fields` are the columns of that CSV in their order."""

    dataset: str
    date: datetime.date
    path: Path
    fields: tuple[Field, ...]
    descriptor: Descriptor
    standing: DescriptorState = DescriptorState.WHOLE

    @property
    def known(self) -> datetime.date:
        """The day it was taken in; its own day if the descriptor does not say."""
        return self.descriptor.known

    @property
    def replacements(self) -> tuple[str, ...]:
        """The notes which say that it replaced another file of its day."""
        return tuple(note for note in self.descriptor.notes if note.endswith(REPLACED))

    @property
    def withheld(self) -> int:
        """How many rows are withheld, as its notes say."""
        return _number_in(self.descriptor.notes, WITHHELD_NOTE)

    @property
    def same_person(self) -> int:
        """How many rows are left out since another row of the same person is shown, as its notes say."""
        return _number_in(self.descriptor.notes, SAME_PERSON_NOTE)

    @property
    def perhaps_twice(self) -> int:
        """How many people may be counted twice, as its notes say."""
        return _number_in(self.descriptor.notes, PERHAPS_TWICE_NOTE)

    @property
    def left_out(self) -> tuple[int, int] | None:
        """How many rows of how many of the source are left out, as its notes say."""
        found = (LEFT_OUT_NOTE.fullmatch(note) for note in self.descriptor.notes)
        return next(((int(note[1]), int(note[2])) for note in found if note), None)

    def content(self) -> bytes:
        """The bytes of the CSV that was checked. Raises ValidationError if the file was replaced since."""
        content = read_regular_file(self.path, _MAX_CSV_BYTES)
        if _digest(content) != self.descriptor.sha256:
            raise ValidationError.about(
                f"{self.dataset}/{self.path.name}", message("was changed while it was being read: try again")
            )
        return content

    def rows(self) -> list[list[str]]:
        """The rows as text, with a cell for each of `fields`. Raises ValidationError as `content` does."""
        return [cells for _, cells in parse_csv(self.content(), str(self.path)).rows]

    def source_cells(self) -> Iterator[str]:
        """The cells that hold addresses of sources: its own, and those of its rows. Raises as `content` does."""
        yield self.descriptor.source.url
        names = [each.name for each in self.fields]
        if SOURCE_COLUMN in names:
            place = names.index(SOURCE_COLUMN)
            yield from (cells[place] for cells in self.rows())


@dataclass(frozen=True)
class Catalog:
    """All valid snapshots under `root`, the issues of what is refused, and the data package as parsed JSON.

    `withdrawn` are the descriptors of snapshots that were taken back. `regions` are the outlines of the regions; none
    if the package does not name them, or if they are refused. `archived` are the sources that were read and kept, by
    their addresses; none if their file is missing or refused.
    """

    root: Path
    snapshots: tuple[Snapshot, ...]
    issues: tuple[Issue, ...]
    package: Mapping[str, Any]
    regions: tuple[Outline, ...] = ()
    withdrawn: tuple[Descriptor, ...] = ()
    archived: Mapping[str, ArchivedSource] = field(default_factory=dict)

    @cached_property
    def fields(self) -> Mapping[str, tuple[Field, ...]]:
        """The columns of each dataset that has snapshots, in order: those of its newest snapshots."""
        return {name: fields_of(self.package, name) for name in {one.dataset for one in self.snapshots}}

    def on(self, dataset: str, day: datetime.date) -> Snapshot | None:
        """The newest snapshot of `dataset` that is not later than `day`."""
        known = [one for one in self.snapshots if one.dataset == dataset and one.date <= day]
        return max(known, key=lambda one: one.date, default=None)

    def shown_on(self, dataset: str, day: datetime.date) -> Snapshot | None:
        """The snapshot that an address of `day` shows: the newest of that day or before that was taken in by then.

        An older register that is taken in later therefore leaves the links of the days between unchanged. If nothing
        was taken in by `day`, the address shows the newest snapshot of that day or before.
        """
        return _shown_on([one for one in self.snapshots if one.dataset == dataset], day)

    def withdrawn_on(self, dataset: str, day: datetime.date) -> Descriptor | None:
        """The withdrawn snapshot that an address of `day` would show if it had not been withdrawn."""
        present = (one.descriptor for one in self.snapshots)
        chosen = _shown_on([one for one in (*present, *self.withdrawn) if one.dataset == dataset], day)
        return chosen if chosen and chosen.withdrawn else None

    def before(self, dataset: str, day: datetime.date) -> Snapshot | None:
        """The newest snapshot of `dataset` that is earlier than `day`."""
        return self.on(dataset, day - datetime.timedelta(days=1))

    @property
    def amended(self) -> bool:
        """Whether a snapshot was corrected or withdrawn."""
        return bool(self.withdrawn) or any(one.descriptor.corrections for one in self.snapshots)

    def days(self) -> list[datetime.date]:
        """All days on which the data changed, oldest first: the snapshots' own days and those they were taken in on."""
        return sorted({day for one in self.snapshots for day in (one.date, one.known)})


_Dated = TypeVar("_Dated", Snapshot, Descriptor)


def _shown_on(dated: Sequence[_Dated], day: datetime.date) -> _Dated | None:
    of_time = [one for one in dated if one.date <= day]
    by_then = [one for one in of_time if one.known <= day]
    return max(by_then or of_time, key=lambda one: one.date, default=None)


def read_catalog(root: Path) -> Catalog:
    """Read and check every snapshot under `root`.

    A snapshot that breaks a rule becomes issues, with file (relative to `root`), line, column, value and rule;
    the others stay usable. Without a readable data package nothing can be checked, so that there are no
    snapshots. Broken data raises no exception.
    """
    try:
        package = read_package(root)
        entries = _list_folder(root, f"{root.name}/")
    except ValidationError as refused:
        return Catalog(root, (), refused.issues, {})
    snapshots: list[Snapshot] = []
    withdrawn: list[Descriptor] = []
    issues: list[Issue] = []
    regions: tuple[Outline, ...] = ()
    archived: Mapping[str, ArchivedSource] = {}
    try:
        archived = read_archived(root)
    except ValidationError as refused:
        issues.extend(refused.issues)
    if any(resource.get("path") == OUTLINES for resource in package["resources"]):
        try:
            regions = read_outlines(root)
        except ValidationError as refused:
            issues.extend(refused.issues)
    for folder in entries:
        try:
            paths = _csv_files_and_orphans(folder, is_dataset=folder.name in datasets_of(package))
        except ValidationError as refused:
            issues.extend(refused.issues)
            continue
        for path in paths:
            try:
                found = _read_snapshot(root, path, package)
                if isinstance(found, Snapshot):
                    snapshots.append(found)
                else:
                    withdrawn.append(found)
            except ValidationError as refused:
                issues.extend(refused.issues)
    return Catalog(root, tuple(snapshots), tuple(issues), package, regions, tuple(withdrawn), archived)


class _Resource(msgspec.Struct):
    """What is read of a resource beside its schema, which `schema` checks."""

    name: str
    path: str | list[str] = ""


def read_package(root: Path) -> dict[str, Any]:
    """The data package of `root`. Raises ValidationError if it is missing or its schemas are broken."""
    try:
        package: dict[str, Any] = json.loads(read_regular_file(root / PACKAGE, _MAX_PACKAGE_BYTES).decode())
        json.dumps(package, ensure_ascii=False).encode()  # a text with half of a surrogate pair cannot be written
        msgspec.convert(package["resources"], list[_Resource])
        for dataset in datasets_of(package):
            fields_of(package, dataset)
            row_rules_of(package, dataset)
    except OSError as error:
        raise ValidationError.about(PACKAGE, message("cannot be read: {strerror}", strerror=error.strerror)) from None
    except json.JSONDecodeError as error:
        raise ValidationError.about(PACKAGE, message("is no JSON: {msg}", msg=error.msg), error.lineno) from None
    except RecursionError:
        raise ValidationError.about(PACKAGE, message("is nested too deeply")) from None
    except UnicodeDecodeError:
        raise ValidationError.about(PACKAGE, message("is not UTF-8")) from None
    except KeyError as error:
        raise ValidationError.about(
            PACKAGE, message("is no data package with schemas: {error} is missing", error=str(error))
        ) from None
    except (TypeError, AttributeError, ValueError, msgspec.ValidationError) as error:
        raise ValidationError.about(
            PACKAGE, message("is no data package with schemas: {error}", error=str(error))
        ) from None
    return package


def _number_in(notes: Sequence[str], pattern: re.Pattern[str]) -> int:
    """The number that the notes of this pattern state, or 0."""
    return sum(int(found[1]) for note in notes if (found := pattern.fullmatch(note)))


def is_pending(descriptor: Path) -> bool:
    """Whether the descriptor of that path is committed but not yet renamed to it, because its writer stopped."""
    try:
        found = _read_consistently(descriptor.with_suffix(".csv"))
    except FileNotFoundError:
        return False
    return found.standing is DescriptorState.UNFINISHED


def _csv_files_and_orphans(folder: Path, is_dataset: bool) -> list[Path]:
    """Every CSV in a folder, and every descriptor without a CSV; none in what is no folder and no dataset.

    Raises ValidationError if a dataset is no folder, if a folder is a link, and as `_list_folder` does.
    """
    if folder.is_symlink() and (is_dataset or folder.is_dir()):
        raise ValidationError.about(f"{folder.name}/", message("is a link, must be a folder"))
    if not folder.is_dir():
        if is_dataset:
            raise ValidationError.about(f"{folder.name}/", message("is a file, must be a folder"))
        return []
    paths = [path for path in _list_folder(folder, f"{folder.name}/") if not path.name.startswith(".")]
    return [path for path in paths if path.suffix == ".csv" or path.with_suffix(".csv") not in paths]


def _list_folder(folder: Path, name: str) -> list[Path]:
    """The sorted content of a folder; nothing if it was removed.

    Raises ValidationError, which calls the folder `name`, if it cannot be listed.
    """
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ValidationError.about(name, message("cannot be listed: {strerror}", strerror=error.strerror)) from None


def _read_snapshot(root: Path, path: Path, package: Mapping[str, Any]) -> Snapshot | Descriptor:
    """Read and check one snapshot, or the descriptor of one that was withdrawn.

    Raises ValidationError with everything that is wrong with it.
    """
    name = path.relative_to(root).as_posix()
    dataset = path.parent.name
    if dataset not in datasets_of(package):
        allowed = ", ".join(datasets_of(package))
        raise ValidationError.about(
            name,
            message(
                "{dataset} is no dataset of {package}, which has {allowed}",
                dataset=repr(dataset),
                package=PACKAGE,
                allowed=allowed,
            ),
        )
    if path.suffix != ".csv":
        return _read_withdrawn(path, name)
    day = _day_of(path, name)
    fields = fields_on(package, dataset, day)
    try:
        found = _read_consistently(path)
    except OSError as error:
        unreadable = Path(error.filename).relative_to(root).as_posix()
        raise ValidationError.about(
            unreadable, message("cannot be read: {strerror}", strerror=error.strerror)
        ) from None
    if found.words is None:
        descriptor = _placeholder_descriptor(dataset, day, found.content)
    else:
        descriptor = parse_descriptor(found.words, name.replace(".csv", ".yaml"), dataset, day)
    problems = _file_issues(name, found.content, descriptor)
    if descriptor.withdrawn and not problems:
        return descriptor  # its CSV is still there, since the writer stopped; the next writer removes it
    try:
        problems += _content_issues(name, found.content, fields, row_rules_of(package, dataset), descriptor)
    except ValidationError as refused:
        problems += refused.issues
    if problems:
        raise ValidationError(*problems)
    return Snapshot(dataset, day, path, fields, descriptor, found.standing)


def _read_withdrawn(path: Path, name: str) -> Descriptor:
    """The descriptor of a withdrawn snapshot. Raises ValidationError if a file without a CSV is none."""
    alone = ValidationError.about(name, message("has no CSV of the same name beside it"))
    if path.suffix != ".yaml":
        raise alone
    try:
        content = read_regular_file(path, _MAX_DESCRIPTOR_BYTES)
    except OSError as error:
        raise ValidationError.about(name, message("cannot be read: {strerror}", strerror=error.strerror)) from None
    if not _WITHDRAWN.search(content):
        raise alone
    descriptor = parse_descriptor(content, name, path.parent.name, _day_of(path, name))
    if not descriptor.withdrawn:
        raise alone
    return descriptor


@dataclass(frozen=True)
class _SnapshotBytes:
    """A CSV and its descriptor (None if there is none) as bytes; they belong together if any two files did."""

    content: bytes
    words: bytes | None
    standing: DescriptorState


def _read_consistently(path: Path) -> _SnapshotBytes:
    """The CSV at `path` with the descriptor that has its checksum, be it in its place or still under its hidden name.

    A writer may be replacing both files at this moment, so that nothing fits: then both are read again. Raises
    OSError if a file cannot be read.
    """
    described = path.with_suffix(".yaml")
    for _ in range(_ATTEMPTS):
        content = read_regular_file(path, _MAX_CSV_BYTES)
        digest = _digest(content)
        words = _bytes_if_there(described)
        fits = words is not None and _has_checksum(words, digest)
        if fits and words and not _WITHDRAWN.search(words):
            return _SnapshotBytes(content, words, DescriptorState.WHOLE)
        waiting = None if temporary_path(path).exists() else _bytes_if_there(temporary_path(described))
        if waiting is not None and _has_checksum(waiting, digest):
            return _SnapshotBytes(content, waiting, DescriptorState.UNFINISHED)
        if fits:
            return _SnapshotBytes(content, words, DescriptorState.WHOLE)
        time.sleep(_PAUSE_SECONDS)
    return _SnapshotBytes(content, words, DescriptorState.UNDESCRIBED if words is None else DescriptorState.WHOLE)


def _has_checksum(words: bytes, digest: str) -> bool:
    """Whether a descriptor belongs to the CSV with this checksum."""
    found = _SHA256.search(words)
    return found is not None and found[1].decode() == digest


def _bytes_if_there(path: Path) -> bytes | None:
    try:
        return read_regular_file(path, _MAX_DESCRIPTOR_BYTES)
    except FileNotFoundError:
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _placeholder_descriptor(dataset: str, day: datetime.date, content: bytes) -> Descriptor:
    """A descriptor for a CSV that was put there by hand. Raises ValidationError if it is no CSV."""
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
    """The day in the name of the file. Raises ValidationError if the name is no day."""
    try:
        day = datetime.date.fromisoformat(path.stem)
    except ValueError:
        day = None
    if day is None or day.isoformat() != path.stem or not is_possible_day(day):
        rule = message(
            "must be named for a real day from {first:year} to {last:year}, such as 2023-02-10.csv",
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
        raise ValidationError.about(name, rule)
    return day


def _file_issues(name: str, content: bytes, descriptor: Descriptor) -> list[Issue]:
    """Where the bytes differ from the descriptor's checksum or from the form of published files."""
    rules = []
    digest = _digest(content)
    if digest != descriptor.sha256:
        rules.append(
            message("has the sha256 {digest}, its descriptor says {stated}", digest=digest, stated=descriptor.sha256)
        )
    if b"\r" in content:
        rules.append(message("must end its lines with LF alone"))
    if content.startswith(b"\xef\xbb\xbf"):
        rules.append(message("must not begin with a byte order mark"))
    return [Issue(name, None, None, None, rule) for rule in rules]


def _content_issues(
    name: str, content: bytes, fields: Sequence[Field], between: RowRules, descriptor: Descriptor
) -> list[Issue]:
    """Where rows, header or cells differ from the descriptor and the schema."""
    numbered = read_rows(content, name)
    _, header = next(numbered)
    rows = _RowOrder(numbered)
    expected = [one.name for one in fields]
    if header != expected:
        deque(rows, maxlen=0)  # a file that is no CSV raises here, which is the better message
        rule = message("must be the header {allowed}; a raw file is taken in with `add`", allowed=",".join(expected))
        # Issues are shown to readers. A first row without any of our column names may be a row about a person.
        found = ",".join(header) if set(header) & set(expected) else None
        return [Issue(name, 1, None, found, rule)]
    problems = [Issue(name, *cell) for cell in broken_cells(fields, rows, between)]
    if rows.count != descriptor.rows:
        rule = message("has {count} rows, its descriptor says {rows}", count=rows.count, rows=descriptor.rows)
        problems.append(Issue(name, None, None, None, rule))
    if rows.unsorted:
        problems.append(Issue(name, rows.unsorted, None, None, message("must not sort before the row above")))
    return problems


@dataclass
class _RowOrder:
    """Passes rows on, counts them, and notes the line of the first row that sorts before the row above it."""

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
