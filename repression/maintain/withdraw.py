"""Withdraws a snapshot: shows the plan first, then takes the CSV away and leaves the descriptor, which says why.

Its raw rows go, too: nothing published needs them, and a person who is removed later would stay in them. The file
they came from can be taken in again by `add`.
"""

import datetime
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from repression.i18n import N_
from repression.maintain import private_store
from repression.maintain.changes import DatedRows, compare, rows_of, snapshot_of
from repression.maintain.identities import read_identities
from repression.maintain.match import check_dataset
from repression.maintain.plan import Plan, recounted, write
from repression.maintain.reference import reference_of
from repression.messages import Message, message
from repression.snapshots.catalog import Catalog, Snapshot, read_catalog
from repression.snapshots.descriptor import Changes, Descriptor, Withdrawal
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.transaction import pending_files
from repression.snapshots.writer import SnapshotFiles

__all__ = ["WithdrawRequest", "prepare", "write"]


@dataclass(frozen=True)
class WithdrawRequest:
    """The snapshot of `dataset` of `day`, to be withdrawn for a `reason`, a sentence for readers."""

    data: Path
    dataset: str
    day: datetime.date
    reason: str
    made_on: datetime.date


def prepare(request: WithdrawRequest) -> Plan:
    """Plan what to write, without writing.

    Raises ValidationError if there is no such snapshot, a snapshot of the dataset is refused, or there is no reason.
    """
    if not request.reason.strip():
        raise ValidationError(
            Issue("reason", None, None, request.reason, message("must say why, in a sentence for readers"))
        )
    if pending_files(request.data):
        raise ValidationError.about(
            request.dataset, message("an earlier command was stopped: it has to be completed first")
        )
    catalog = read_catalog(request.data)
    check_dataset(request.dataset, catalog)
    snapshot = snapshot_of(catalog, request.dataset, request.day)
    before = catalog.before(request.dataset, request.day)
    next_ones = [
        one
        for one in catalog.snapshots
        if one.dataset == request.dataset and one.descriptor.changes and one.descriptor.changes.since == request.day
    ]
    snapshots = tuple(_with_changes(one, _changes(catalog, before, one)) for one in next_ones)
    gone = private_store.files_of(request.data, request.dataset, request.day)
    return Plan(
        request.data,
        snapshots,
        own={},
        lines=tuple(_describe(request, snapshot, before, next_ones, gone)),
        withdrawn=(_withdrawn(request, snapshot.descriptor),),
        gone=gone,
    )


def _withdrawn(request: WithdrawRequest, then: Descriptor) -> Descriptor:
    """What stays: where the file came from and which one it was. Nothing that was told of its rows."""
    said = Withdrawal(request.made_on, request.reason.strip())
    return replace(then, notes=(), readings=(), changes=None, corrections=(), withdrawn=said)


def _changes(catalog: Catalog, before: Snapshot | None, after: Snapshot) -> Changes | None:
    """The changes of a snapshot since the one that comes before it now; None if it is the first."""
    if before is None:
        return None
    return compare(_dated_rows(catalog, before), _dated_rows(catalog, after), read_identities(catalog.root))


def _dated_rows(catalog: Catalog, snapshot: Snapshot) -> DatedRows:
    people = None
    if snapshot.dataset == "people":
        people, _ = private_store.stored_people(catalog.root, snapshot, reference_of(catalog))
    return DatedRows(snapshot.date, rows_of(snapshot), people)


def _with_changes(snapshot: Snapshot, changes: Changes | None) -> SnapshotFiles:
    return SnapshotFiles(replace(snapshot.descriptor, changes=changes), snapshot.fields, snapshot.rows())


def _describe(
    request: WithdrawRequest,
    snapshot: Snapshot,
    before: Snapshot | None,
    next_ones: list[Snapshot],
    gone: tuple[Path, ...],
) -> list[Message]:
    template = N_("{dataset} {day}: {rows:row goes|rows go}, the descriptor stays and says why")
    lines = [message(template, dataset=request.dataset, day=request.day, rows=snapshot.descriptor.rows)]
    if before:
        template = N_("  addresses of that day show {dataset} of {day} from then on")
        lines.append(message(template, dataset=request.dataset, day=before.date))
    else:
        template = N_("  addresses of that day show nothing of {dataset} from then on")
        lines.append(message(template, dataset=request.dataset))
    lines += [
        recounted(one.dataset, one.date, before.date)
        if before
        else message("{dataset} {day}: it is the first snapshot now", dataset=one.dataset, day=one.date)
        for one in next_ones
    ]
    lines += [message("{file} goes", file=private_store.shown_name(request.data, path)) for path in gone]
    if gone:
        lines.append(message("  whoever takes the file in again needs the raw file that it came from"))
    return lines
