"""Corrects cells of a published snapshot: shows the plan first, then writes all of it or nothing.

The old value stays readable in the descriptor, with the day and the reason, and readers of the snapshot are told. Of
people the descriptor names no row, and no value that only a few of them have.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as with_fields
from pathlib import Path

from msgspec.structs import replace

from repression.i18n import N_
from repression.intake.articles import read_articles
from repression.intake.identity import Identities
from repression.intake.register import Reference, open_register
from repression.maintain import private_store
from repression.maintain.changes import DatedRows, NamedRows, compare
from repression.maintain.data_tests import EXCEPTIONS, failures_of
from repression.maintain.few_tags import FewTags, few_tags
from repression.maintain.identities import read_identities
from repression.maintain.match import NO_RAW_ROWS, Match, RemoveRequest, SearchedSnapshot, find_rows, shown
from repression.maintain.plan import Plan, recounted, write
from repression.maintain.private_corrections import (
    RowCorrection,
    corrected,
    corrections_path,
    format_corrections,
)
from repression.maintain.reference import reference_of
from repression.messages import Message, message
from repression.snapshots.catalog import Catalog, Snapshot, read_catalog
from repression.snapshots.descriptor import Changes, Correction
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.schema import broken_cells, row_rules_of
from repression.snapshots.writer import SnapshotFiles

__all__ = ["FEWEST", "PEOPLE_REASONS", "CorrectRequest", "prepare", "write"]

# Whatever is written freely about one person could name them or a day of theirs. So these are all reasons there are.
PEOPLE_REASONS: Mapping[str, str] = {
    "misread": N_("The text of the source was read wrongly."),
    "misprint": N_("The source had a misprint."),
    "source": N_("The source has corrected it since."),
    "mistake": N_("Another source shows that it was wrong."),
}
# So many people must have had the values before a correction, and have them after it, for readers to be told of them.
FEWEST = 10

_Cells = Sequence[str]


@dataclass(frozen=True)
class CorrectRequest:
    """Cells to correct in the snapshot of `dataset` of `day`.

    The row is meant by the register's `id` (people), by its present `values`, pairs of column and value, or by both.
    `cells` are the columns to change with their new values. `reason` is a sentence for readers, for people a key of
    `PEOPLE_REASONS`.
    """

    data: Path
    dataset: str
    day: datetime.date
    id: str
    values: tuple[tuple[str, str], ...]
    cells: tuple[tuple[str, str], ...]
    reason: str
    made_on: datetime.date


def prepare(request: CorrectRequest) -> Plan:
    """Find the row and plan what to write, without writing.

    Raises ValidationError as `find_rows` does, and if a column or a new value is not allowed, nothing would change,
    there is no reason, or the corrected rows fail a data test.
    """
    reason = _reason(request)
    catalog = read_catalog(request.data)
    found = find_rows(_row_meant(request), catalog)
    place, meant = next((place, meant[0]) for place, meant in found if meant)
    row = RowCorrection(
        meant.entry.id if meant.entry else "", tuple(meant.cells), _new_row(request, place, meant, catalog)
    )
    rows = list(place.rows)
    rows[rows.index(meant.cells)] = list(row.after)
    few = few_tags(place.fields, rows)
    rows = few.rows(rows)
    if rows == place.rows:
        raise place.refused(
            message("nothing would change: {tags} is published for nobody, since few have it", tags=", ".join(few.tags))
        )
    told = _told(request, place, row, rows, reason, catalog)
    snapshots, counted = _corrected(found, place, row, rows, told, few, read_identities(request.data))
    (changed,) = (each for each in snapshots if each.descriptor.date == request.day)
    _check_rows(catalog, changed)
    own = _private(request, place, row, few)
    lines = [
        *_describe(place, row, told),
        *few.lines(),
        *_describe_raw(place, own),
        *counted,
        *_elsewhere(catalog, place.snapshot, row),
    ]
    return Plan(request.data, tuple(snapshots), own, tuple(lines))


def _row_meant(request: CorrectRequest) -> RemoveRequest:
    return RemoveRequest(request.data, request.dataset, request.id, request.values, (request.day,))


def _reason(request: CorrectRequest) -> str:
    """The reason as readers are told it. Raises ValidationError if it is none that is allowed."""
    if request.dataset != "people":
        if request.reason.strip():
            return request.reason.strip()
        raise ValidationError(
            Issue("reason", None, None, request.reason, message("must say why, in a sentence for readers"))
        )
    if request.reason not in PEOPLE_REASONS:
        allowed = "; ".join(f"{key} ({words})" for key, words in PEOPLE_REASONS.items())
        rule = message("must be one of: {allowed}. A sentence about one person might tell who it is", allowed=allowed)
        raise ValidationError(Issue("reason", None, None, request.reason, rule))
    return PEOPLE_REASONS[request.reason]


def _new_row(request: CorrectRequest, place: SearchedSnapshot, meant: Match, catalog: Catalog) -> tuple[str, ...]:
    """The corrected row. Raises ValidationError with every cell that cannot be so."""
    cells = dict(zip((field.name for field in place.fields), meant.cells, strict=True))
    new, issues = dict(request.cells), []
    if len(new) < len(request.cells):
        raise place.refused(message("a column can have one new value only"))
    reference = reference_of(catalog) if request.dataset == "people" else None
    for name, value in new.items():
        field = next((field for field in place.fields if field.name == name), None)
        if field is None:
            rule = message("is no column of it; there are {allowed}", allowed=", ".join(cells))
            issues.append(Issue(f"{request.dataset}/{request.day}.csv", None, None, name, rule))
        elif broken := field.broken_rule(value) or (_too_fine(name, value, reference) if reference else None):
            issues.append(Issue(f"{request.dataset}/{request.day}.csv", None, name, value, broken))
    if issues:
        raise ValidationError(*issues)
    if reference and "facility" in new:
        new["region"] = reference.regions.get(new["facility"], "")
    after = cells | new
    if after == cells:
        raise place.refused(message("nothing would change: the row has these values"))
    return tuple(after.values())


def _too_fine(column: str, value: str, reference: Reference) -> Message | None:
    """The rule that a new value of a person breaks: `anonymise` builds each cell from a closed set of values."""
    if column == "region":
        return message("follows from the place of detention: correct `facility`")
    if column == "facility" and value not in ("", *reference.regions):
        return message("must be a place in the table of facilities")
    if column == "sentence_months" and value and f"{float(value):.1f}" != value:
        return message("must have one decimal such as {example}", example="36.0")
    if column == "articles" and ";".join(read_articles(value)) != value:
        return message("must be articles in their order, each once")
    return None


def _told(
    request: CorrectRequest,
    place: SearchedSnapshot,
    row: RowCorrection,
    rows: Sequence[_Cells],
    reason: str,
    catalog: Catalog,
) -> tuple[Correction, ...]:
    """What readers are told of each changed cell. `rows` are those of the corrected snapshot."""
    names = [field.name for field in place.fields]
    places = [at for at in range(len(names)) if row.before[at] != row.after[at]]
    key = row_rules_of(catalog.package, request.dataset).key
    named = {name: cell for name, cell in zip(names, row.after, strict=True) if name in key}
    # Cells that are corrected together are likely those of one person: so they are counted together.
    hidden = request.dataset == "people" and not (
        _enough(place.rows, places, row.before) and _enough(rows, places, row.after)
    )
    return tuple(
        Correction(
            made_on=request.made_on,
            row={} if request.dataset == "people" else named,
            field=names[at],
            before=None if hidden else row.before[at],
            after=None if hidden else row.after[at],
            reason=reason,
        )
        for at in sorted(places, key=names.__getitem__)
    )


def _enough(rows: Sequence[_Cells], places: Sequence[int], cells: _Cells) -> bool:
    """Whether enough rows have these cells at these places for nobody to be found by them."""
    return sum(all(row[at] == cells[at] for at in places) for row in rows) >= FEWEST


def _corrected(
    found: Sequence[tuple[SearchedSnapshot, Sequence[Match]]],
    place: SearchedSnapshot,
    row: RowCorrection,
    rows: list[list[str]],
    told: tuple[Correction, ...],
    few: FewTags,
    identities: Identities,
) -> tuple[list[SnapshotFiles], list[Message]]:
    """The corrected snapshot and those whose changes are counted anew, and the latter in words."""
    day = place.snapshot.date
    after = with_fields(place, rows=rows, kept=_kept(place, row, few))
    places = {each.snapshot.date: after if each is place else each for each, _ in found}
    snapshots, lines = [], []
    for at, each in sorted(places.items()):
        then = each.snapshot.descriptor
        changes = _recounted(then.changes, at, day, places, identities)
        corrections = few.told((*then.corrections, *told)) if at == day else then.corrections
        now = replace(then, changes=changes, corrections=corrections)
        if now != then:
            snapshots.append(SnapshotFiles(now, each.fields, each.rows))
        if then.changes and changes != then.changes:
            lines.append(recounted(then.dataset, at, then.changes.since))
    return snapshots, lines


def _kept(place: SearchedSnapshot, row: RowCorrection, few: FewTags) -> private_store.StoredRegister | None:
    """The raw rows of the snapshot with the correction."""
    if place.kept is None:
        return None
    return with_fields(
        place.kept,
        entries=few.entries(corrected(place.kept.entries, [row])),
        corrections=few.kept([*place.kept.corrections, row]),
    )


def _recounted(
    then: Changes | None,
    at: datetime.date,
    day: datetime.date,
    places: Mapping[datetime.date, SearchedSnapshot],
    identities: Identities,
) -> Changes | None:
    """The changes of the snapshot of the day `at`, counted anew if it or the one before was corrected."""
    if then is None or then.since not in places or day not in (at, then.since):
        return then
    by_people = then.compared == "people"
    before, after = (_dated_rows(places[each], by_people) for each in (then.since, at))
    return compare(before, after, identities)


def _dated_rows(place: SearchedSnapshot, by_people: bool) -> DatedRows:
    return DatedRows(place.snapshot.date, NamedRows(place.fields, place.rows), place.people if by_people else None)


def _check_rows(catalog: Catalog, files: SnapshotFiles) -> None:
    """Raise ValidationError if the corrected rows break a rule or fail a data test."""
    name = f"{files.descriptor.dataset}/{files.descriptor.date}.csv"
    between = row_rules_of(catalog.package, files.descriptor.dataset)
    broken = broken_cells(files.fields, enumerate(sorted(map(list, files.rows)), start=2), between)
    if broken:
        raise ValidationError(*(Issue(name, None, *cell) for _, *cell in broken))
    if failed := failures_of(catalog, files):
        rule = message("the corrected rows fail a data test, and {file} does not say why they stay", file=EXCEPTIONS)
        lines = (rule, *(message("failed: {row}", row=each.told) for each in failed))
        raise ValidationError(*(Issue(name, None, None, None, line) for line in lines))


def _private(request: CorrectRequest, place: SearchedSnapshot, row: RowCorrection, few: FewTags) -> dict[Path, bytes]:
    """The private corrections of the snapshot with this one, if its raw rows are stored and have the person.

    The raw rows lose the tags that too few people have now: what is read of them again stays what is published.
    """
    if place.kept is None:
        return {}
    raw = private_store.private_path(request.data, request.dataset, request.day)
    known = any(row.is_about(entry) for entry in place.kept.entries)
    kept = few.kept([*place.kept.corrections, *([row] if known else [])])
    own = {}
    if few.tags:
        own[raw] = private_store.raw_rows(open_register(place.kept.content, str(place.why))[0], untold=few.tags)
    if kept != list(place.kept.corrections):
        own[corrections_path(raw)] = format_corrections(kept)
    return own


def _describe(place: SearchedSnapshot, row: RowCorrection, told: Sequence[Correction]) -> list[Message]:
    """The row with the cells that change, and what readers are told."""
    snapshot = place.snapshot
    template = N_("{dataset} {day}: one of {rows:row|rows} is corrected")
    lines = [message(template, dataset=snapshot.dataset, day=snapshot.date, rows=len(place.rows))]
    for field, before, after in zip(place.fields, row.before, row.after, strict=True):
        template = "  {column}: {before}" if before == after else "  {column}: {before} -> {after}"
        lines.append(Message(template, (("column", field.name), ("before", shown(before)), ("after", shown(after)))))
    equal = place.rows.count(list(row.before))
    if equal > 1:
        template = N_("  {rows:row is|rows are} the same in all columns: one is corrected")
        lines.append(message(template, rows=equal))
    for each in told:
        what = Message("{column}", (("column", each.field),))
        if each.before is not None:
            cells = (("column", each.field), ("before", shown(each.before)), ("after", shown(each.after or "")))
            what = Message("{column}, {before} -> {after}", cells)
        reason = Message(each.reason) if snapshot.dataset == "people" else each.reason
        lines.append(message("  readers are told: {what}: {reason}", what=what, reason=reason))
    if told[0].before is None:
        template = N_("  and not the values: fewer than {fewest} people have them, so the row could be found")
        lines.append(message(template, fewest=FEWEST))
    return lines


def _describe_raw(place: SearchedSnapshot, own: Mapping[Path, bytes]) -> list[Message]:
    if place.why == NO_RAW_ROWS:
        return []
    if kept := [path for path in own if path.stem.endswith(".corrections")]:
        return [message("  {file} keeps it beside the raw row", file=path.name) for path in kept]
    why = place.why if place.kept is None else message("none is surely theirs")
    return [message("  nothing is kept beside a raw row: {why}", why=why)]


def _elsewhere(catalog: Catalog, snapshot: Snapshot, row: RowCorrection) -> list[Message]:
    """Other snapshots with the same wrong row. Equal rows of people may be of others."""
    if snapshot.dataset == "people":
        return []
    others = [one for one in catalog.snapshots if one.dataset == snapshot.dataset and one.date != snapshot.date]
    template = N_("{dataset} {day} has the same row: if it is wrong there, too, correct it as well")
    return [
        message(template, dataset=one.dataset, day=one.date) for one in others if _has_row(one, snapshot, row.before)
    ]


def _has_row(other: Snapshot, snapshot: Snapshot, cells: _Cells) -> bool:
    """Whether another snapshot has a row with these cells, in the columns that both have."""
    present, wanted = NamedRows(other.fields, other.rows()), NamedRows(snapshot.fields, [cells])
    shared = wanted.shared_with(present)
    return wanted.only(shared)[0] in present.only(shared)
