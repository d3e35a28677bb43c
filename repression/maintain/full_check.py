"""`check`: every snapshot, what is refused, the rows that fail a data test, warnings and doubts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from repression.maintain.check import unplaced_topics, warnings_of
from repression.maintain.data_tests import BadRow, KnownException, bad_rows, read_exceptions, verdict
from repression.maintain.doubts import doubts_of
from repression.maintain.next_update import read_next_update
from repression.maintain.reference import reference_of
from repression.maintain.untranslated import untranslated
from repression.messages import Message, message
from repression.questions.filter_macros import build_warehouse
from repression.snapshots.catalog import Catalog, read_catalog
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.schema import datasets_of


@dataclass(frozen=True)
class CheckReport:
    """What `check` says, in lines, and whether nothing is refused and no row fails."""

    lines: tuple[Message, ...]
    is_good: bool

    @property
    def warnings(self) -> int:
        """How many warnings are among the lines."""
        return sum(line.startswith("warning: ") for line in self.lines)

    @property
    def doubts(self) -> int:
        """How many doubts are among the lines."""
        return sum(line.startswith("doubtful: ") for line in self.lines)


def check_data(data: Path) -> CheckReport:
    """Check every snapshot of a data folder, and the files beside them.

    Raises NoData if no snapshot can be loaded though there are some, and ChangedWhileReading.
    """
    catalog = read_catalog(data)
    known, refused = _beside(catalog)
    bad: list[BadRow] = []
    unplaced: list[Message] = []
    without_translation: list[Message] = []
    if catalog.snapshots:
        warehouse = build_warehouse(catalog)
        catalog, bad, unplaced = warehouse.catalog, bad_rows(warehouse), unplaced_topics(warehouse)
        without_translation = untranslated(warehouse)
    refused += catalog.issues
    failed, idle = verdict(bad, known)
    lines = (
        *_snapshots(catalog),
        *(message("refused: {issue}", issue=issue.told) for issue in refused),
        *(*(message("failed: {row}", row=each.told) for each in failed), *idle),
        *(*warnings_of(catalog), *unplaced, *doubts_of(catalog, date.today()), *without_translation),
        message(
            "{valid:snapshot|snapshots} valid, {refused:refusal|refusals}, {failed:row|rows} failed",
            valid=len(catalog.snapshots),
            refused=len(refused),
            failed=len(failed),
        ),
    )
    return CheckReport(lines, not (refused or failed))


def _beside(catalog: Catalog) -> tuple[Sequence[KnownException], list[Issue]]:
    """The known exceptions, and what is wrong with the files beside the snapshots."""
    known: Sequence[KnownException] = ()
    refused: list[Issue] = []
    try:
        known = read_exceptions(catalog.root)
    except ValidationError as fault:
        refused.extend(fault.issues)
    try:
        read_next_update(catalog.root)
    except ValidationError as fault:
        refused.extend(fault.issues)
    has_people = bool(catalog.package) and "people" in datasets_of(catalog.package)
    if has_people and catalog.on("facilities", date.max) and catalog.on("articles", date.max):
        try:
            reference_of(catalog)
        except ValidationError as fault:
            refused.extend(fault.issues)
    return known, refused


def _snapshots(catalog: Catalog) -> Iterator[Message]:
    for snapshot in catalog.snapshots:
        yield message(
            "{dataset} {day}: {rows:row|rows}",
            dataset=snapshot.dataset,
            day=snapshot.date,
            rows=snapshot.descriptor.rows,
        )
    for each in catalog.withdrawn:
        if each.withdrawn:
            yield message(
                "{dataset} {day}: withdrawn: {reason}",
                dataset=each.dataset,
                day=each.date,
                reason=Message(each.withdrawn.reason),
            )
