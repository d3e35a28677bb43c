"""What a new snapshot changes beside those that are there: the one before it, the one it replaces, and those after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from repression.i18n import N_
from repression.maintain.changes import (
    BY_ROWS,
    DatedRows,
    NamedRows,
    compare,
    compare_rows,
    compare_with_published,
    describe_changes,
    nearest_published,
    rows_of,
)
from repression.maintain.completeness import filled_cells
from repression.maintain.data_tests import BadRow, failures_of
from repression.maintain.disclosure import Assessment, measure
from repression.maintain.incoming import Incoming
from repression.maintain.plan import recounted
from repression.maintain.reference import newest_rows
from repression.maintain.stated import describe_stated
from repression.messages import Message, message
from repression.snapshots.descriptor import Changes, Descriptor
from repression.snapshots.writer import SnapshotFiles


@dataclass(frozen=True)
class Effects:
    """What the rows of an `Incoming` change.

    `changes` are those since the snapshot before, None for a first one, and `why` says what they are counted from.
    `rows_before` are the rows of that snapshot. `recounted` are the later snapshots that count their changes since the
    one that is replaced, with these counted anew. `disclosure` is the risk of a register, None for other datasets;
    `failed` are the rows that fail a data test.
    """

    changes: Changes | None
    why: Message
    rows_before: NamedRows | None
    recounted: tuple[SnapshotFiles, ...]
    disclosure: Assessment | None
    failed: tuple[BadRow, ...]


def effects_of(incoming: Incoming) -> Effects:
    """What the files change. Raises ValidationError as `failures_of` does."""
    before = rows_of(incoming.earlier) if incoming.earlier else None
    changes, why = _changes(incoming, before)
    disclosure = None
    if incoming.is_register:
        disclosure = Assessment(measure(incoming.named), measure(before) if before else None)
    failed = failures_of(incoming.catalog, SnapshotFiles(described(incoming), incoming.fields, incoming.rows))
    return Effects(changes, why, before, _recounted(incoming), disclosure, tuple(failed))


def described(incoming: Incoming) -> Descriptor:
    """What the request alone says of the snapshot."""
    request = incoming.request
    return Descriptor(
        dataset=request.dataset,
        date=request.date,
        source=incoming.source,
        accessed=request.accessed,
        taken_in_by=request.taken_in_by,
        rows=len(incoming.rows),
        sha256="",
        notes=incoming.notes,
        readings=(),
        changes=None,
    )


def describe_effects(incoming: Incoming, effects: Effects) -> list[Message]:
    """What the files change, in words, and how they stand beside what is known."""
    counted = describe_changes(effects.changes, effects.why) if effects.changes else [_nothing_before(incoming)]
    day = incoming.request.date
    return [
        *_unmet_suppressions(incoming),
        *counted,
        *_left_out(incoming),
        *_beside_present(incoming),
        *beside_published(incoming),
        *describe_stated(incoming.before, incoming.source, incoming.notes),
        filled_cells(effects.rows_before, incoming.named),
        *(recounted(incoming.request.dataset, each.descriptor.date, day) for each in effects.recounted),
    ]


def _changes(incoming: Incoming, before: NamedRows | None) -> tuple[Changes | None, Message]:
    """The changes since the snapshot before (None for a first one), and what the comparison is based on."""
    last = incoming.earlier
    if last is None or before is None:
        return None, BY_ROWS
    if not incoming.is_register:
        return compare_rows(before, incoming.named, last.date), BY_ROWS
    known, why = incoming.stored(last)
    if known is None:
        return compare_rows(before, incoming.named, last.date), why
    if incoming.people is None:
        return compare_rows(before, incoming.named, last.date), message("the new rows have no ids of the register")
    changes = compare(
        DatedRows(last.date, before, known),
        DatedRows(incoming.request.date, incoming.named, incoming.people),
        incoming.identities,
    )
    return changes, message("raw rows of that day: {file}", file=why)


def _recounted(incoming: Incoming) -> tuple[SnapshotFiles, ...]:
    before = DatedRows(incoming.request.date, incoming.named, incoming.people)
    later = []
    for snapshot in incoming.catalog.snapshots:
        then = snapshot.descriptor
        is_next = then.changes is not None and then.changes.since == incoming.request.date
        if snapshot.dataset == incoming.request.dataset and is_next:
            people = incoming.stored(snapshot)[0] if incoming.is_register else None
            changes = compare(before, DatedRows(snapshot.date, rows_of(snapshot), people), incoming.identities)
            later.append(SnapshotFiles(replace(then, changes=changes), snapshot.fields, snapshot.rows()))
    return tuple(later)


def _nothing_before(incoming: Incoming) -> Message:
    if incoming.request.path.exists():
        return message("No snapshot is older than the one that is replaced, so there are no changes to count.")
    return message("The first snapshot of this dataset.")


def _unmet_suppressions(incoming: Incoming) -> list[Message]:
    """A warning that people who were removed by their values only may be in the file with other values."""
    count = incoming.suppressed.rows.total()
    template = N_(
        "WARNING: {people:person|people} removed by values alone cannot be found here: do they have other values now?"
    )
    return [message(template, people=count)] if count else []


def _left_out(incoming: Incoming) -> list[Message]:
    if not incoming.report.issues:
        return []
    return [message("  (refused rows are left out here: who was known and is in one of them counts as gone)")]


def _beside_present(incoming: Incoming) -> list[Message]:
    """The number of rows that differ from those that they replace."""
    present = incoming.present
    if present is None or present.date != incoming.request.date:
        return []
    changes = compare_rows(rows_of(present), incoming.named, present.date)
    template = N_("In place of the present rows of {day}: {added} added, {gone} gone.")
    lines = [message(template, day=present.date, added=changes.added, gone=changes.gone)]
    if made := present.descriptor.corrections:
        template = N_(
            "With the present rows {corrections:correction goes|corrections go} ({columns}): correct again if needed."
        )
        columns = ", ".join(sorted({each.field for each in made}))
        lines.append(message(template, corrections=len(made), columns=columns))
    return lines


def beside_published(incoming: Incoming) -> Sequence[Message]:
    """The number of political prisoners in a register, compared with the published ones nearest in time."""
    if not incoming.is_register:
        return []
    newest = any(each.dataset == "people_counts" for each in incoming.catalog.snapshots)
    counts = newest_rows(incoming.catalog, "people_counts") if newest else []
    number = incoming.named.column("status").count("political_prisoner")
    return compare_with_published(number, nearest_published(counts, incoming.request.date))
