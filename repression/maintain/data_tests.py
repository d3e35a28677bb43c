"""Data tests: each SQL file of `queries/checks/` gives the rows of the snapshots that are most likely wrong.

A check's columns are `snapshot, dataset, key, found`: the key names the fact, the same in every snapshot, and `found`
says what is odd, as a text or as a struct of a `template` with its values. Rows that a maintainer has reviewed
and left as they are stand in `known_exceptions.yaml` beside the data, each with the reason.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import yaml

from repression.messages import Message, message, words_of
from repression.paths import QUERIES
from repression.snapshots.catalog import PACKAGE, Catalog, read_catalog
from repression.snapshots.csv_io import read_regular_file
from repression.snapshots.issues import ValidationError
from repression.snapshots.writer import SnapshotFiles, write_snapshot
from repression.warehouse.build import build
from repression.warehouse.database import ChangedWhileReading, NoData, Warehouse

EXCEPTIONS = "known_exceptions.yaml"
MAX_BYTES = 1_000_000
CHECKS = QUERIES / "checks"


@dataclass(frozen=True)
class BadRow:
    """A row that a check gives: of which snapshot, which fact, and what is odd about it."""

    check: str
    snapshot: date
    dataset: str
    key: str
    found: Message

    @property
    def told(self) -> Message:
        """The row, and what is odd about it."""
        return message(
            "{dataset} {snapshot}, {check}: {key}: {found}",
            dataset=self.dataset,
            snapshot=self.snapshot,
            check=self.check,
            key=self.key,
            found=self.found,
        )

    def __str__(self) -> str:
        return str(self.told)


class KnownException(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A bad row that was reviewed and stays, whatever the snapshot, and why."""

    check: str
    dataset: str
    key: str
    reason: str

    def covers(self, bad: BadRow) -> bool:
        """Whether it is about this row."""
        return (self.check, self.dataset, self.key) == (bad.check, bad.dataset, bad.key)


def bad_rows(warehouse: Warehouse) -> list[BadRow]:
    """The rows that the checks give, over every snapshot of a warehouse."""
    day = {"snapshot": warehouse.days[-1]}
    return [
        BadRow(path.stem, **row | {"found": _found(row["found"])})
        for path in sorted(CHECKS.glob("*.sql"))
        for row in warehouse.ask(path.read_text(encoding="utf-8"), day).to_pylist()
    ]


def _found(told: str | Mapping[str, Any]) -> Message:
    """What a check tells of a row: a text, or a struct of a `template` and its values."""
    values = {"template": told} if isinstance(told, str) else dict(told)
    return Message(values.pop("template"), tuple(values.items()))


def failures_of(catalog: Catalog, files: SnapshotFiles) -> list[BadRow]:
    """The rows of a snapshot to be written that will fail; `catalog` has the others.

    Raises ValidationError if the writer would refuse the snapshot, if the exceptions or the snapshot could not be read,
    or if the database could not load it.
    """
    key = files.descriptor.dataset, files.descriptor.date
    name = f"{files.descriptor.dataset}/{files.descriptor.date}.csv"
    with catalog_with(catalog, files) as extended:
        try:
            warehouse = build(extended, macros="")
        except (NoData, ChangedWhileReading) as fault:
            raise ValidationError.about(f"{catalog.root.name}/", words_of(fault)) from None
    if not any((each.dataset, each.date) == key for each in warehouse.catalog.snapshots):
        raise ValidationError(*(each for each in warehouse.catalog.issues if each.path == name))
    bad = [each for each in bad_rows(warehouse) if (each.dataset, each.snapshot) == key]
    failed, _ = verdict(bad, read_exceptions(catalog.root))
    return failed


@contextmanager
def catalog_with(catalog: Catalog, files: SnapshotFiles) -> Iterator[Catalog]:
    """The catalog as it would be with one more snapshot, or with another one of its day.

    The snapshot is in a temporary folder until the context ends. Raises ValidationError if the writer would refuse it.
    """
    key = files.descriptor.dataset, files.descriptor.date
    others = [each for each in catalog.snapshots if (each.dataset, each.date) != key]
    with TemporaryDirectory() as folder:
        shutil.copy(catalog.root / PACKAGE, folder)
        write_snapshot(Path(folder), files.descriptor, files.fields, files.rows)
        written = read_catalog(Path(folder))
        yield replace(catalog, snapshots=(*others, *written.snapshots), issues=(*catalog.issues, *written.issues))


def read_exceptions(root: Path) -> tuple[KnownException, ...]:
    """The known exceptions of a data folder, none if it has no such file.

    Raises ValidationError if the file is not a list of `check, dataset, key, reason`, names a check that does not
    exist, gives no reason, or has an entry twice.
    """
    try:
        entries = yaml.safe_load(read_regular_file(root / EXCEPTIONS, MAX_BYTES)) or []
        known = msgspec.convert(entries, tuple[KnownException, ...])
    except FileNotFoundError:
        return ()
    except OSError as fault:
        raise ValidationError.about(
            EXCEPTIONS, message("cannot be read: {strerror}", strerror=fault.strerror)
        ) from None
    except RecursionError:
        raise ValidationError.about(EXCEPTIONS, message("is nested too deeply")) from None
    except (yaml.YAMLError, UnicodeDecodeError, msgspec.ValidationError) as fault:
        raise ValidationError.about(
            EXCEPTIONS, message("is no list of check, dataset, key and reason: {fault}", fault=str(fault))
        ) from None
    checks = [path.stem for path in sorted(CHECKS.glob("*.sql"))]
    for place, each in enumerate(known):
        entry = place + 1
        if each.check not in checks:
            raise ValidationError.about(
                EXCEPTIONS,
                message(
                    "entry {entry}: check: {check}: allowed is {allowed}",
                    entry=entry,
                    check=repr(each.check),
                    allowed=", ".join(checks),
                ),
            )
        if not each.reason.strip():
            raise ValidationError.about(EXCEPTIONS, message("entry {entry}: reason: must not be empty", entry=entry))
        if any((each.check, each.dataset, each.key) == (one.check, one.dataset, one.key) for one in known[:place]):
            raise ValidationError.about(EXCEPTIONS, message("entry {entry}: stands there twice", entry=entry))
    return known


def verdict(bad: Sequence[BadRow], known: Sequence[KnownException]) -> tuple[list[BadRow], list[Message]]:
    """The bad rows that are no known exceptions, and in words the exceptions that no row needs any more."""
    failed = [each for each in bad if not any(one.covers(each) for one in known)]
    idle = [one for one in known if not any(one.covers(each) for each in bad)]
    return failed, [
        message(
            "warning: {file}: {check}: {key}: is in no snapshot any more: take it out",
            file=EXCEPTIONS,
            check=one.check,
            key=one.key,
        )
        for one in idle
    ]
