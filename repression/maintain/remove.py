"""Removes a person from every snapshot: shows the plan first, then writes all of it or nothing.

The raw row is removed too, and the counts beside each snapshot are corrected. A list in `private/` keeps the person
out of later files of the source.
"""

import datetime
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from repression.i18n import N_
from repression.intake.identity import Identities
from repression.intake.register import Entry, open_register, read_entries
from repression.maintain import private_store
from repression.maintain.changes import DatedRows, NamedRows, compare
from repression.maintain.few_tags import FewTags, few_tags
from repression.maintain.identities import read_identities
from repression.maintain.match import NO_RAW_ROWS, Match, RemoveRequest, SearchedSnapshot, find_rows, shown
from repression.maintain.plan import Plan, recounted, write
from repression.maintain.private_corrections import (
    RowCorrection,
    corrected,
    corrections_path,
    format_corrections,
    without_person,
)
from repression.maintain.question_file import questions_path, without_questions_about
from repression.maintain.reference import reference_of
from repression.messages import Message, indented, message
from repression.normal_form import normal_form
from repression.snapshots.catalog import Catalog, read_catalog
from repression.snapshots.descriptor import Changes, Correction, Descriptor, Reading, with_withheld_note
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.schema import Field
from repression.snapshots.writer import SnapshotFiles

__all__ = ["prepare", "write"]

# The readings of which the published cell is empty. Every other reading that is a code is the text of the cell itself.
_EMPTY = ("not_stated", "empty")


@dataclass(frozen=True)
class _Remainder:
    """What is left of a snapshot.

    `raw` are the remaining raw rows, None if they stay; `people` are their entries, None if they are unknown;
    `corrections` are those of the raw rows. `few` are the tags that too few people have now, so that they are left out.
    """

    fields: tuple[Field, ...]
    rows: list[list[str]]
    raw: bytes | None
    people: list[Entry] | None
    corrections: Sequence[RowCorrection] = ()
    few: FewTags | None = None

    def on(self, day: datetime.date, by_people: bool) -> DatedRows:
        return DatedRows(day, NamedRows(self.fields, self.rows), self.people if by_people else None)


def prepare(request: RemoveRequest) -> Plan:
    """Find the rows and plan what to write, without writing.

    Raises ValidationError as `find_rows` does, and if the dataset tells of nobody.
    """
    if request.dataset not in private_store.IDENTITY_COLUMNS:
        rule = message(
            "tells of nobody who could be removed; {allowed} do", allowed=", ".join(private_store.IDENTITY_COLUMNS)
        )
        raise ValidationError(Issue("dataset", None, None, request.dataset, rule))
    catalog = read_catalog(request.data)
    identities = read_identities(request.data)
    found = find_rows(request, catalog, identities)
    left = {place.snapshot.date: _remainder(place, meant) for place, meant in found}
    gone = {place.snapshot.date for place, meant in found if meant}
    snapshots = []
    lines: list[Message] = []
    for place, meant in found:
        then, now = place.snapshot.descriptor, left[place.snapshot.date]
        changes = _changes(place, left, gone, identities)
        after = replace(_described(place, meant, now, catalog), changes=changes)
        if after != then:
            snapshots.append(SnapshotFiles(after, place.fields, now.rows))
        lines += [
            *_describe_place(place, meant),
            *(now.few.lines() if now.few else []),
            *_describe_recount(then, after, left),
        ]
    key = _key(request, [(place, one) for place, meant in found for one in meant])
    keys = sorted(identities.ids_of(key)) if request.dataset == "people" and key else [key] if key else []
    if len(keys) > 1:
        template = N_("one person has the ids {ids}: the rows of all of them go")
        lines.append(message(template, ids=", ".join(keys)))
    asked, asked_gone, asking = _questions(catalog, keys)
    lines += [_kept_out(request.data, request.dataset, key), *asking, *_still_named(request, catalog, key, left)]
    own = _private_files(request, found, left, keys)
    return Plan(request.data, tuple(snapshots), own | asked, tuple(lines), gone=asked_gone)


def _described(place: SearchedSnapshot, meant: Sequence[Match], now: _Remainder, catalog: Catalog) -> Descriptor:
    """The descriptor of a snapshot without the rows that are `meant`, but for its changes."""
    then = place.snapshot.descriptor
    if not meant:
        return then
    told = then.corrections
    for one in meant:
        told = _without_corrections(told, place, one)
    return replace(
        then,
        notes=with_withheld_note(then.notes, place.snapshot.withheld + len(meant)),
        readings=_readings(place, now, catalog),
        corrections=now.few.told(told) if now.few else told,
    )


def _private_files(
    request: RemoveRequest,
    found: Sequence[tuple[SearchedSnapshot, Sequence[Match]]],
    left: Mapping[datetime.date, _Remainder],
    keys: Sequence[str],
) -> dict[Path, bytes]:
    """The remaining raw rows with their corrections, and the suppression list."""
    own = {}
    newest: Sequence[str] = ()
    for place, meant in found:
        now, raw = (
            left[place.snapshot.date],
            private_store.private_path(request.data, request.dataset, place.snapshot.date),
        )
        if now.raw is not None:
            own[raw] = now.raw
        if meant:
            newest = meant[-1].cells
            if place.kept and list(now.corrections) != list(place.kept.corrections):
                own[corrections_path(raw)] = format_corrections(now.corrections)
    listed = private_store.extended_list(request.data, request.dataset, keys, newest)
    return own | {private_store.suppression_path(request.data): listed}


def _questions(catalog: Catalog, keys: Sequence[str]) -> tuple[dict[Path, bytes], tuple[Path, ...], list[Message]]:
    """The file of questions without those about the person, as `own` and `gone` of a plan, and that in words."""
    name = private_store.shown_name(catalog.root, questions_path(catalog.root))
    try:
        own, gone = without_questions_about(catalog, keys)
    except ValidationError:  # nobody has to wait for that
        return {}, (), [message("{file} cannot be read: look whether it has their ids, and delete it", file=name)]
    return own, gone, [message("{file} asks about them no more", file=name)] if own or gone else []


def _remainder(place: SearchedSnapshot, meant: Sequence[Match]) -> _Remainder:
    if not meant:
        return _Remainder(place.fields, place.rows, None, place.people)
    rows = list(place.rows)
    for one in meant:
        rows.remove(one.cells)
    few = few_tags(place.fields, rows)
    rows = few.rows(rows)
    lines = [one.entry.line for one in meant if one.entry]
    if place.kept is None or not (lines or few.tags):
        return _Remainder(place.fields, rows, None, None, place.kept.corrections if place.kept else (), few)
    raw = private_store.raw_rows(open_register(place.kept.content, str(place.why))[0], without=lines, untold=few.tags)
    people = None
    if lines and place.people is not None:
        people = few.entries([entry for entry in place.people if entry.line not in lines])
    kept = place.kept.corrections
    for one in meant if lines else ():
        kept = without_person(kept, one.entry.id if one.entry else "", one.cells)
    return _Remainder(place.fields, rows, raw, people, few.kept(kept), few)


def _without_corrections(
    corrections: Sequence[Correction], place: SearchedSnapshot, meant: Match
) -> tuple[Correction, ...]:
    """The corrections without those of the row that goes, under any name that it had. Of people they name no row."""
    column = private_store.IDENTITY_COLUMNS[place.snapshot.dataset]
    names = {meant.cells[at] for at, field in enumerate(place.fields) if field.name == column}
    kept = []
    for each in reversed(corrections):
        if names.isdisjoint({each.row.get(column), each.after if each.field == column else None}):
            kept.append(each)
        elif each.field == column and each.before:
            names.add(each.before)
    return tuple(kept[::-1])


def _changes(
    place: SearchedSnapshot,
    left: Mapping[datetime.date, _Remainder],
    gone: set[datetime.date],
    identities: Identities,
) -> Changes | None:
    """The changes of a snapshot, counted again if a person was removed from it or from the one before."""
    then = place.snapshot.descriptor.changes
    day = place.snapshot.date
    if then is None or then.since not in left or gone.isdisjoint((then.since, day)):
        return then
    by_people = then.compared == "people"
    return compare(left[then.since].on(then.since, by_people), left[day].on(day, by_people), identities)


def _readings(place: SearchedSnapshot, left: _Remainder, catalog: Catalog) -> tuple[Reading, ...]:
    """The readings: counted from the raw rows if these give the published rows, otherwise corrected by the cells."""
    if left.raw is not None:
        entries, report = read_entries(left.raw, str(place.why), place.snapshot.date, reference_of(catalog))
        columns = [field.name for field in place.fields]
        published = corrected([entry.only(columns) for entry in entries], left.corrections)
        if Counter(tuple(entry.cells) for entry in published) == Counter(map(tuple, left.rows)):
            return report.readings_of(columns)
    lowered = []
    for reading in place.snapshot.descriptor.readings:
        at = next((at for at, field in enumerate(place.fields) if field.name == reading.field), None)
        if at is None or reading.kind not in (*_EMPTY, *place.fields[at].enum):
            lowered.append(reading)
            continue
        code = "" if reading.kind in _EMPTY and reading.kind not in place.fields[at].enum else reading.kind
        rows = min(reading.rows, sum(row[at] == code for row in left.rows))
        if rows:
            texts = None if reading.texts is None else min(reading.texts, rows)
            lowered.append(replace(reading, rows=rows, texts=texts))
    return tuple(lowered)


def _describe_place(place: SearchedSnapshot, meant: Sequence[Match]) -> list[Message]:
    """The rows that are removed from a snapshot, with every cell."""
    name = {"dataset": place.snapshot.dataset, "day": place.snapshot.date}
    if not place.asked:
        return [message("{dataset} {day}: not chosen, stays as it is", **name)]
    if not meant:
        return [message("{dataset} {day}: nobody is found in it", **name)]
    going = message("{dataset} {day}: one of {rows:row|rows} goes", **name, rows=len(place.rows))
    return [line for one in meant for line in (going, *indented(_row(place, one)))]


def _row(place: SearchedSnapshot, meant: Match) -> list[Message]:
    lines = [
        Message("{column}: {cell}", (("column", field.name), ("cell", shown(cell))))
        for field, cell in zip(place.fields, meant.cells, strict=True)
    ]
    equal = place.rows.count(meant.cells)
    if equal > 1:
        template = N_("{rows:row is|rows are} the same in all columns: any one of them goes")
        lines.append(message(template, rows=equal))
    if meant.entry:
        template = N_("its raw row goes with it: row {row} of {file}")
        lines.append(message(template, row=str(meant.entry.line), file=place.why))
        template = N_("row {row} says the same of a person: if it is the same one, remove the id {id}, too")
        lines += [
            message(template, row=str(other.line), id=other.id)
            for other in place.people or ()
            if _is_alike(other, meant.entry)
        ]
    elif place.kept:
        template = N_("it is not sure which raw row in {file} is theirs: remove it there by hand")
        lines.append(message(template, file=place.why))
    elif place.why != NO_RAW_ROWS:
        lines.append(message("no raw row goes with it: {why}", why=place.why))
    return lines


def _is_alike(other: Entry, entry: Entry) -> bool:
    """Whether another entry says the same of a person in exact dates, as hardly two people have."""
    person = entry.person
    return other.id != entry.id and other.person == person and bool(person.birth_year and person.arrested)


def _describe_recount(then: Descriptor, after: Descriptor, days: Collection[datetime.date]) -> list[Message]:
    """How the counts and notes of a snapshot change; `days` are the days of all snapshots of the dataset."""
    lines = []
    if then.notes != after.notes and then.changes and then.changes.since not in days:
        template = N_("  what changed since {day} stays: the snapshot of that day is not here any more")
        lines.append(message(template, day=then.changes.since))
    if then.changes and after.changes and then.changes != after.changes:
        lines.append(recounted(then.dataset, then.date, then.changes.since))
        if then.changes.compared != after.changes.compared:
            lines.append(
                message("  and row by row: there are no events without the raw rows of both days, which are not here")
            )
    if then.notes != after.notes:
        template = N_("  a note with a number stays as it is; look whether it still holds: {note}")
        numbers = [note for note in then.notes if note in after.notes and re.search(r"\d", note)]
        lines += [message(template, note=note) for note in numbers]
    return lines


def _key(request: RemoveRequest, found: Sequence[tuple[SearchedSnapshot, Match]]) -> str:
    """The person's key in the source: the register's id (empty if unknown), or in other datasets the name."""
    if request.dataset == "people":
        ids = (meant.entry.id for _, meant in found if meant.entry)
        return request.key or next(filter(None, ids), "")
    place, meant = found[-1]
    return meant.cells[[field.name for field in place.fields].index(private_store.IDENTITY_COLUMNS[request.dataset])]


def _kept_out(data: Path, dataset: str, key: str) -> Message:
    file = private_store.shown_name(data, private_store.suppression_path(data))
    if key:
        column = private_store.IDENTITY_COLUMNS[dataset]
        template = N_("{file}, the suppression list, keeps them out of the files to come, by the {column}")
        return message(template, file=file, column=column)
    template = N_(
        "{file}, the suppression list, knows them by these values alone, since no id is known: with other "
        "values they would come back"
    )
    return message(template, file=file)


def _still_named(
    request: RemoveRequest, catalog: Catalog, key: str, left: Mapping[datetime.date, _Remainder]
) -> list[Message]:
    """Other snapshots that contain the name; in every dataset but people the name is the key."""
    if request.dataset == "people":
        return []
    lines = []
    template = N_("still named in {dataset} {day}: {column}, {rows:row|rows}")
    name = normal_form(key)
    for snapshot in catalog.snapshots:
        rows = left[snapshot.date].rows if snapshot.dataset == request.dataset else snapshot.rows()
        columns = [field.name for field in snapshot.fields]
        cells = Counter(columns[at] for row in rows for at, cell in enumerate(row) if name in normal_form(cell))
        lines += [
            message(template, dataset=snapshot.dataset, day=snapshot.date, column=column, rows=count)
            for column, count in cells.items()
        ]
    return lines
