"""Adds a snapshot from raw files: reads them, compares them with what is there, and plans what to write."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from repression.intake.formats import RawFile
from repression.intake.report import Report
from repression.maintain import private_store
from repression.maintain.disclosure import Assessment
from repression.maintain.effects import (
    Effects,
    beside_published,
    describe_effects,
    described,
    effects_of,
)
from repression.maintain.incoming import AddRequest, Incoming, read_incoming
from repression.maintain.obstacles import OVERRIDES, Obstacle, describe_doubts, doubts_about, obstacles_to
from repression.maintain.plan import Plan, state_of, write_as_shown
from repression.maintain.private_corrections import corrections_path
from repression.maintain.stated import StatedAnew
from repression.messages import Message
from repression.snapshots.catalog import Catalog, read_catalog
from repression.snapshots.descriptor import (
    REPLACED,
    left_out_note,
    perhaps_twice_note,
    same_person_note,
    with_withheld_note,
)
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.writer import SnapshotFiles

__all__ = [
    "OVERRIDES",
    "AddRequest",
    "Obstacle",
    "Prepared",
    "RawFile",
    "StatedAnew",
    "plan_of",
    "prepare",
    "write_prepared",
]

_KINDS_TO_LIST = ("unreadable", "typing_error", "beside_length", "not_in_table", "year_only")


@dataclass(frozen=True)
class Prepared:
    """What a maintainer judges before a snapshot is written, and the plan of what to write.

    `obstacles` are those that the request does not allow. `disclosure` is the risk of a register, None for others.
    `differences` has what tells rows apart that may be of one person: by the ids of their group, each published
    column in which they differ, with the cell of each row. `notable` has those lines of the report that need a look,
    `beside` what others counted. `catalog` are the data that the files were compared with.
    """

    request: AddRequest
    files: SnapshotFiles
    report: Report
    obstacles: tuple[Obstacle, ...]
    disclosure: Assessment | None
    plan: Plan
    catalog: Catalog = field(repr=False)
    differences: Mapping[tuple[str, ...], Mapping[str, tuple[str, ...]]] = field(repr=False)
    notable: tuple[Message, ...] = field(repr=False)
    beside: tuple[Message, ...] = field(repr=False)


def prepare(request: AddRequest) -> Prepared:
    """Read the files, without writing. Raises ValidationError as `read_incoming` and `effects_of` do."""
    state = state_of(request.data)
    catalog = read_catalog(request.data)
    incoming = read_incoming(request, catalog)
    effects, doubts = effects_of(incoming), doubts_about(incoming)
    files = _snapshot_files(incoming, effects)
    own, gone = _private(incoming)
    lines = (
        *incoming.report.lines(_KINDS_TO_LIST),
        *describe_effects(incoming, effects),
        *describe_doubts(incoming, effects, doubts),
    )
    return Prepared(
        request,
        files,
        incoming.report,
        obstacles_to(incoming, effects, doubts),
        effects.disclosure,
        Plan(request.data, (files, *effects.recounted), own, lines, gone=gone, state=state),
        catalog,
        _differences(incoming),
        tuple(incoming.report.notable()),
        tuple(beside_published(incoming)),
    )


def plan_of(request: AddRequest) -> Plan:
    """What is to be written of a request that allows all obstacles.

    Raises ValidationError as `prepare` does, and if it does not allow one.
    """
    prepared = prepare(request)
    _refuse(request, prepared.obstacles)
    return prepared.plan


def write_prepared(plan: Plan, obstacles: Sequence[Obstacle], request: AddRequest) -> list[Path]:
    """Write what was prepared and shown, of which the `obstacles` were not agreed to; return the paths.

    Raises ValidationError if there is one, and as `write_as_shown` does.
    """
    _refuse(request, obstacles)
    return write_as_shown(plan, plan_of, request)


def _refuse(request: AddRequest, obstacles: Sequence[Obstacle]) -> None:
    if obstacles:
        name = f"{request.dataset}/{request.date}.csv"
        raise ValidationError(*(Issue(name, None, None, None, each.reason) for each in obstacles))


def _snapshot_files(incoming: Incoming, effects: Effects) -> SnapshotFiles:
    """The snapshot to be written, with its whole descriptor."""
    notes = (*incoming.notes, *_generated_notes(incoming))
    descriptor = replace(
        described(incoming),
        notes=with_withheld_note(notes, len(incoming.report.withheld)),
        readings=incoming.report.readings_of([field.name for field in incoming.fields]),
        changes=effects.changes,
    )
    return SnapshotFiles(descriptor, incoming.fields, incoming.rows)


def _private(incoming: Incoming) -> tuple[dict[Path, bytes], tuple[Path, ...]]:
    """The raw rows of a register for the private folder. What was corrected in earlier rows of that day goes."""
    request, raw = incoming.request, incoming.read.raw
    if raw is None:
        return {}, ()
    path = private_store.private_path(request.data, request.dataset, request.date)
    return {path: raw}, (corrections_path(path),)


def _differences(incoming: Incoming) -> dict[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The `differences` of `Prepared`. A group with a row that is not taken is left out."""
    values = {entry.id: entry.values for entry in incoming.read.entries}
    groups = {group.ids: [values.get(key, {}) for key in group.ids] for group in incoming.report.groups if group.ids}
    return {
        ids: {name: cells for name in rows[0] if len(set(cells := tuple(row[name] for row in rows))) > 1}
        for ids, rows in groups.items()
        if all(rows)
    }


def _generated_notes(incoming: Incoming) -> Iterator[str]:
    """The notes for readers on rows of the source that are missing, and on an earlier file of that day."""
    report, path = incoming.report, incoming.request.path
    if report.refused_rows:
        yield left_out_note(report.refused_rows, report.rows)
    if report.merged:
        yield same_person_note(len(report.merged))
    if report.perhaps_twice:
        yield perhaps_twice_note(report.perhaps_twice)
    if path.exists() or path.with_suffix(".yaml").exists():
        yield f"Taken in on {incoming.request.accessed} {REPLACED}"
