"""Adds a snapshot from raw files: reads them, compares them with the snapshot before, writes."""

import dataclasses
import datetime
import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from repression.i18n import N_
from repression.intake.formats import RawFile, parse_file
from repression.intake.identity import Identities
from repression.intake.register import Entry, read_entries
from repression.intake.report import Report
from repression.intake.suppression import SuppressionList
from repression.intake.tables import headings, read_table
from repression.intake.tags import FEWEST, codes_of_few
from repression.maintain import identities, private_store
from repression.maintain.changes import (
    Edition,
    NamedRows,
    compare,
    compare_people,
    compare_rows,
    compare_with_published,
    describe_changes,
    nearest_published,
    rows_of,
)
from repression.maintain.completeness import emptied_columns, filled_cells, missing_part
from repression.maintain.data_tests import EXCEPTIONS, failures_of
from repression.maintain.disclosure import Assessment, measure
from repression.maintain.doubts import (
    RowsOnce,
    contradicting,
    days_ahead,
    each_once,
    in_words,
    known_doubts,
    too_late,
)
from repression.maintain.private_corrections import corrections_path
from repression.maintain.reference import newest_rows, reference_of
from repression.maintain.stated import describe_stated, stated_before, with_numbers
from repression.snapshots.catalog import REPLACED, Catalog, Snapshot, read_catalog
from repression.snapshots.descriptor import (
    Changes,
    Descriptor,
    Source,
    left_out_note,
    perhaps_twice_note,
    same_person_note,
    with_withheld_note,
)
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.schema import Field, RowRules, fields_on, row_rules_of
from repression.snapshots.writer import SnapshotFiles, write_all, writer_lock

_KINDS_TO_LIST = ("unreadable", "typing_error", "beside_length", "not_in_table", "year_only")
_LEFT_OUT = "  (refused rows are left out here: who was known and is in one of them counts as gone)"
_MOST_UNREADABLE = 0.1  # of the rows, or of the sentences
_FEWEST_KNOWN = 0.5  # of the ids that two registers can share

# The options that override obstacles, and what each means.
OVERRIDES = {
    "without-refused": N_("leave out the rows that are refused, and say so to readers"),
    "allow-unreadable": N_("take in a file of which much is not understood"),
    "allow-halved": N_("take in a file with half of the present rows or fewer"),
    "allow-filtered": N_("take in a register without a status, or a tenth of the people, that the one before has"),
    "allow-emptied": N_("take in a table with a column that is empty and was filled before"),
    "allow-repeated": N_("take in once the rows that stand in the files more than once"),
    "allow-contradicting": N_("take in rows that say two things of one fact, or one thing twice"),
    "allow-failed": N_(
        "take in rows that fail a data test; `check` fails until known_exceptions.yaml says why they stay"
    ),
    "allow-later": N_("take in days after the day of the snapshot, of its collection, or after today"),
    "allow-disclosure": N_("take in a register in which people are found more easily than docs/privacy.md allows"),
    "keep-notes": N_("take over notes of the snapshot before that have numbers"),
    "allow-new-ids": N_("take in a register that shares few ids with the one before"),
    "allow-undecided": N_("take in a file though the decisions about who is one person are not on this machine"),
    "allow-returned": N_("take in a file though people who were taken out may come back with it"),
}

_StoredPeople = Callable[[datetime.date], tuple[list[Entry] | None, str]]


@dataclass(frozen=True)
class AddRequest:
    """The files to add, their source, and the data folder."""

    data: Path
    files: tuple[RawFile, ...]
    dataset: str
    date: datetime.date
    source: Source
    accessed: datetime.date
    taken_in_by: str
    notes: tuple[str, ...]
    replace: bool
    allowed: frozenset[str] = frozenset()  # names of the options that override obstacles


@dataclass(frozen=True)
class Obstacle:
    """A reason not to write, and the option that overrides it; an empty one if none does."""

    option: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.sentence}; --{self.option} takes it in all the same" if self.option else self.sentence


@dataclass(frozen=True)
class Prepared:
    """The content to write: published rows, their report, the changes since the snapshot before.

    `raw` are the raw rows of people as CSV, None for other datasets. They are from the same bytes as `rows`, since the
    file may change before the maintainer agrees. `compared` are the changes and the other comparisons, in words;
    `obstacles` are those that the request does not allow. `disclosure` is the risk of a register, None for others.
    `recounted` are snapshots whose changes since the replaced one are counted anew.
    """

    request: AddRequest
    fields: tuple[Field, ...]
    rows: list[list[str]]
    raw: bytes | None
    report: Report
    changes: Changes | None
    compared: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]
    disclosure: Assessment | None
    recounted: tuple[SnapshotFiles, ...] = ()

    def lines(self) -> list[str]:
        """The report in words."""
        return [*self.report.lines(_KINDS_TO_LIST), *self.compared]


def prepare(request: AddRequest) -> Prepared:
    """Read the files, without writing.

    Raises ValidationError if the dataset does not exist, its snapshot of that day exists and is not to be replaced, a
    register has no publisher, a file is no table of that dataset, the tables of facilities or articles are missing, or
    the suppression list cannot be read.
    """
    catalog = read_catalog(request.data)
    if not catalog.package:
        raise ValidationError(*catalog.issues)
    try:
        fields = fields_on(catalog.package, request.dataset, request.date)
    except ValueError as error:
        raise _refusal(request, str(error)) from None
    if _path(request).exists() and not request.replace:
        raise _refusal(request, "exists already; --replace replaces it")
    if request.dataset == "people" and not request.source.publisher:
        rule = "must name who made the register, since no row of it does, such as Human Rights Center Viasna"
        raise ValidationError(Issue("--publisher", None, None, request.source.publisher, rule))
    report = Report()
    withheld = identities.suppression_list(request.data, request.dataset)
    decided = identities.read_identities(request.data)
    entries: list[Entry] = []
    raw = None
    if request.dataset == "people":
        entries, report, raw = _read_people(request, catalog, fields, withheld, decided)
        rows = [entry.cells for entry in entries]
        once = RowsOnce(rows, [(request.files[0].name, entry.line) for entry in entries], ())
    else:
        between = row_rules_of(catalog.package, request.dataset)
        rows = [row for file in request.files for row in _read_table(request, file, fields, report, withheld, between)]
        once = each_once(rows, report.places)
        rows = once.rows
    named = NamedRows(fields, rows)
    rows_before = _rows_before(request, catalog)
    stored = _stored_people(request, catalog)
    changes, why = _changes(request, catalog, named, entries, stored, decided)
    before = stated_before(catalog, request.dataset, request.date)
    compared = [
        *_unmatched_suppressions(withheld),
        *(describe_changes(changes, why) if changes else [_nothing_before(request)]),
        *([_LEFT_OUT] if report.issues else []),
        *_beside_present(request, catalog, named),
        *_beside_published(request, catalog, named),
        *describe_stated(before, request.source, request.notes),
        filled_cells(rows_before, named),
    ]
    recounted = _recounted(request, catalog, named, entries, stored, decided)
    compared += [f"{each.descriptor.date}: what changed since {request.date} is counted anew" for each in recounted]
    disclosure = _disclosure(request, rows_before, named)
    incomplete = _incomplete(request, rows_before, named, changes)
    doubts = _Doubts.about(request, catalog, fields, once)
    failed = failures_of(catalog, SnapshotFiles(_descriptor(request, len(rows)), fields, rows))
    compared += [*incomplete.values(), *(disclosure.lines() if disclosure else []), *doubts.lines, *failed]
    obstacles = [
        *_unanswered(report),
        *_obstacles(request, catalog, report, rows),
        *_returning(request, catalog),
        *_same_people(request, catalog, report, decided),
        *(
            Obstacle(option, sentence)
            for option, sentence in incomplete.items()
            if not _is_halved(request, catalog, rows)
        ),
        *_unknown_ids(request, catalog, entries, stored),
        *_without_ids(request, entries, withheld),
        *doubts.obstacles,
        *_failing(failed),
        *_outdated(with_numbers(before, request.notes)),
        *_exposing(disclosure),
    ]
    forbidden = tuple(obstacle for obstacle in obstacles if obstacle.option not in request.allowed)
    return Prepared(request, fields, rows, raw, report, changes, tuple(compared), forbidden, disclosure, recounted)


def edition_of(prepared: Prepared) -> SnapshotFiles:
    """The snapshot to be written, with its whole descriptor."""
    request = prepared.request
    descriptor = replace(
        _descriptor(request, len(prepared.rows)),
        notes=with_withheld_note(
            (*request.notes, *_left_out(prepared.report), *_of_one_person(prepared.report), *_replacement(request)),
            len(prepared.report.withheld),
        ),
        readings=prepared.report.readings_of([field.name for field in prepared.fields]),
        changes=prepared.changes,
    )
    return SnapshotFiles(descriptor, prepared.fields, prepared.rows)


def write(prepared: Prepared) -> list[Path]:
    """Write the snapshot, and for people the raw rows to the private folder, all or nothing; return the paths.

    What was corrected in earlier rows of that day is forgotten.
    """
    request = prepared.request
    own, gone = {}, []
    if prepared.raw is not None:
        raw = private_store.private_path(request.data, request.dataset, request.date)
        own, gone = {raw: prepared.raw}, [corrections_path(raw)]
    return write_all(request.data, [edition_of(prepared), *prepared.recounted], own, gone=gone)


def write_as_shown(shown: Prepared, allowed: frozenset[str]) -> list[Path]:
    """Write what a maintainer has looked at, with the options `allowed`; return the paths.

    It is prepared once more under the lock, since other writers may have been at work. Raises ValidationError if it is
    not the same any more, if an obstacle is left, or as `prepare` does.
    """
    with writer_lock(shown.request.data):
        again = prepare(dataclasses.replace(shown.request, allowed=allowed))
        if dataclasses.replace(again, request=shown.request, obstacles=shown.obstacles) != shown:
            raise _refusal(shown.request, "the data were changed since the report was made: look at the file again")
        if again.obstacles:
            raise ValidationError(
                *(
                    Issue(f"{shown.request.dataset}/{shown.request.date}.csv", None, None, None, str(each))
                    for each in again.obstacles
                )
            )
        return write(again)


def _descriptor(request: AddRequest, rows: int) -> Descriptor:
    """What the request alone says of the snapshot."""
    return Descriptor(
        dataset=request.dataset,
        date=request.date,
        source=request.source,
        accessed=request.accessed,
        taken_in_by=request.taken_in_by,
        rows=rows,
        sha256="",
        notes=request.notes,
        readings=(),
        changes=None,
    )


def _read_people(
    request: AddRequest, catalog: Catalog, fields: Sequence[Field], withheld: SuppressionList, decided: Identities
) -> tuple[list[Entry], Report, bytes]:
    """The people of the one file in the columns `fields`, their report, and their raw rows for storage."""
    if len(request.files) != 1:
        raise _refusal(request, "is taken in from one file at a time")
    content, name = request.files[0].content, request.files[0].name
    entries, report = read_entries(content, name, request.date, reference_of(catalog), withheld, decided)
    # Rows that are left out do not count for a tag: few of those who are published may have it.
    few = codes_of_few([entry.person.tags for entry in entries])
    report.dropped += [f"the tag {code}, which fewer than {FEWEST} people have" for code in few]
    # Only what is published: whatever is learned to be read later, these rows stay those of the snapshot.
    raw = private_store.raw_rows(content, name, without=report.left_out, untold=few)
    columns = [field.name for field in fields]
    return [entry.saying_nothing_of(few).only(columns) for entry in entries], report, raw


def _read_table(
    request: AddRequest,
    file: RawFile,
    fields: Sequence[Field],
    report: Report,
    withheld: SuppressionList,
    between: RowRules,
) -> list[list[str]]:
    form = parse_file(file.content, file.name, headings(request.dataset, fields))
    report.forms.append(form.words)
    report.mend(form.mended)
    return read_table(request.dataset, form.table, file.name, fields, report, withheld, between)


def _unmatched_suppressions(withheld: SuppressionList) -> list[str]:
    """A warning that people who were removed by their values only may be in the file with other values."""
    count = withheld.rows.total()
    if not count:
        return []
    return [f"WARNING: {count} people taken out by their values alone are not met here: have they other values now?"]


def _stored_people(request: AddRequest, catalog: Catalog) -> _StoredPeople:
    """The people of a published register by its day, as `private_store.stored_people` reads them, and once each."""

    @functools.cache
    def of(day: datetime.date) -> tuple[list[Entry] | None, str]:
        snapshot = catalog.on("people", day)
        assert snapshot
        return private_store.stored_people(request.data, snapshot, reference_of(catalog))

    return of


def _changes(
    request: AddRequest,
    catalog: Catalog,
    rows: NamedRows,
    entries: list[Entry],
    stored: _StoredPeople,
    decided: Identities,
) -> tuple[Changes | None, str]:
    """The changes since the snapshot before (None for a first one), and what the comparison is based on."""
    last = catalog.before(request.dataset, request.date)
    if last is None:
        return None, ""
    if request.dataset != "people":
        return compare_rows(rows_of(last), rows, last.date), "row by row as published"
    known, why = stored(last.date)
    if known is None or not private_store.can_follow(entries):
        why = why if known is None else "the new rows have no ids of the register"
        return compare_rows(rows_of(last), rows, last.date), why
    return compare_people(known, entries, last.date, request.date, decided), f"raw rows of that day: {why}"


def _recounted(
    request: AddRequest,
    catalog: Catalog,
    rows: NamedRows,
    entries: list[Entry],
    stored: _StoredPeople,
    decided: Identities,
) -> tuple[SnapshotFiles, ...]:
    """The snapshots that count their changes since the replaced one, with these counted anew."""
    before = Edition(request.date, rows, entries if entries and private_store.can_follow(entries) else None)
    editions = []
    for snapshot in catalog.snapshots:
        then = snapshot.descriptor
        if snapshot.dataset == request.dataset and then.changes and then.changes.since == request.date:
            people, _ = stored(snapshot.date) if request.dataset == "people" else (None, "")
            changes = compare(before, Edition(snapshot.date, rows_of(snapshot), people), decided)
            editions.append(SnapshotFiles(replace(then, changes=changes), snapshot.fields, snapshot.rows()))
    return tuple(editions)


def _nothing_before(request: AddRequest) -> str:
    if _path(request).exists():
        return "No snapshot is older than the one that is replaced, so there are no changes to count."
    return "The first snapshot of this dataset."


def _beside_present(request: AddRequest, catalog: Catalog, rows: NamedRows) -> list[str]:
    """The number of rows that differ from those that they replace."""
    present = catalog.on(request.dataset, request.date)
    if present is None or present.date != request.date:
        return []
    changes = compare_rows(rows_of(present), rows, present.date)
    lines = [f"In place of the present rows of {request.date}: {changes.added} added, {changes.gone} gone."]
    if made := present.descriptor.corrections:
        columns = ", ".join(sorted({each.field for each in made}))
        lines.append(
            f"The {len(made)} corrections of the present rows ({columns}) go with them: make them again if needed."
        )
    return lines


def _beside_published(request: AddRequest, catalog: Catalog, rows: NamedRows) -> list[str]:
    """The number of political prisoners compared with the published one."""
    if request.dataset != "people":
        return []
    counts = newest_rows(catalog, "people_counts") if catalog.on("people_counts", datetime.date.max) else []
    return compare_with_published(
        rows.column("status").count("political_prisoner"), nearest_published(counts, request.date)
    )


def _obstacles(request: AddRequest, catalog: Catalog, report: Report, rows: Sequence[Sequence[str]]) -> list[Obstacle]:
    """All reasons not to write."""
    found = []
    refused, unreadable = report.refused_rows, report.share_unreadable("sentence_kind")
    if refused:
        found.append(Obstacle("without-refused", f"{refused} rows are refused and would be left out"))
    lost = report.columns_unreadable(_MOST_UNREADABLE)
    if refused > _MOST_UNREADABLE * report.rows or unreadable > _MOST_UNREADABLE or lost:
        shares = f"{refused} of {report.rows} rows are refused, {unreadable:.0%} of the sentences stated are unreadable"
        shares += f", and so are many cells of {', '.join(lost)}" if lost else ""
        found.append(Obstacle("allow-unreadable", f"much of the file is not understood: {shares}"))
    last = catalog.on(request.dataset, request.date)
    if last and _is_halved(request, catalog, rows):
        fewer = f"the snapshot of {last.date} has {last.descriptor.rows} rows, this one would have {len(rows)}"
        found.append(
            Obstacle("allow-halved", f"half or more of the rows would be gone: {fewer}{_to_add(request, last)}")
        )
    return found


def _incomplete(
    request: AddRequest, before: NamedRows | None, rows: NamedRows, changes: Changes | None
) -> dict[str, str]:
    """Why the rows are perhaps not all that the source has, by the option of the obstacle.

    It is none where half of the rows are gone: what is missing then follows from that, and one option is enough.
    """
    if before is None or changes is None:
        return {}
    found = {}
    if request.dataset == "people" and (missing := missing_part(before, rows, changes)):
        found["allow-filtered"] = f"perhaps a filtered export, beside {changes.since}: {'; '.join(missing)}"
    if emptied := emptied_columns(before, rows):
        found["allow-emptied"] = f"columns were filled on {changes.since}: {', '.join(emptied)}"
    return found


def _is_halved(request: AddRequest, catalog: Catalog, rows: Sequence[Sequence[str]]) -> bool:
    last = catalog.on(request.dataset, request.date)
    return last is not None and 2 * len(rows) <= last.descriptor.rows


def _rows_before(request: AddRequest, catalog: Catalog) -> NamedRows | None:
    last = catalog.before(request.dataset, request.date)
    return rows_of(last) if last else None


def _to_add(request: AddRequest, last: Snapshot) -> str:
    """How rows are added to those that are there; a register is always taken in as a whole."""
    if request.dataset == "people":
        return ""
    files = " ".join((str(last.path), *(file.name for file in request.files)))
    return f" (if these are rows to add to it, give both files: add {files} ...)"


@dataclass(frozen=True)
class _Doubts:
    """What is most likely an error in the rows to be written, in words, and the obstacles of it."""

    lines: list[str]
    obstacles: list[Obstacle]

    @classmethod
    def about(cls, request: AddRequest, catalog: Catalog, fields: Sequence[Field], once: RowsOnce) -> "_Doubts":
        """What stands in the snapshot before was said to be meant: it is named, and is no obstacle any more."""
        last = catalog.on(request.dataset, request.date)
        known = known_doubts(catalog, last) if last else frozenset()
        double = contradicting(catalog, request.dataset, fields, once.rows)
        late = too_late(catalog, request.dataset, fields, once.rows, min(request.date, request.accessed))
        new_double = [each for each in double if each.identity not in known]
        new_late = [each for each in late if each.identity not in known]
        ahead = days_ahead(request.date, request.accessed, datetime.date.today())
        lines = [
            *once.repeated,
            *in_words("contradicts itself", double, once.places),
            *in_words("too late", late, once.places),
        ]
        obstacles = []
        if once.repeated:
            sentence = f"{len(once.repeated)} rows equal an earlier one, and each would be taken in once"
            obstacles.append(Obstacle("allow-repeated", sentence))
        if new_double:
            sentence = f"{len(new_double)} facts are told in two ways, or twice, which the snapshot before does not do"
            obstacles.append(Obstacle("allow-contradicting", sentence))
        if new_late:
            ahead.append(f"{len(new_late)} days are after the day of the snapshot or of its collection")
        if ahead:
            obstacles.append(Obstacle("allow-later", "; ".join(ahead)))
        return cls(lines, obstacles)


def _disclosure(request: AddRequest, before: NamedRows | None, rows: NamedRows) -> Assessment | None:
    """How easily people are found in a register, and in the one before; None for other datasets."""
    if request.dataset != "people":
        return None
    return Assessment(measure(rows), measure(before) if before else None)


def _exposing(disclosure: Assessment | None) -> list[Obstacle]:
    """An obstacle if people are found in the register more easily than the limits allow."""
    exceeded = disclosure.exceeded() if disclosure else []
    if not exceeded:
        return []
    return [Obstacle("allow-disclosure", f"people could be found too easily: {'; '.join(exceeded)}")]


def _failing(failed: Sequence[str]) -> list[Obstacle]:
    """An obstacle if rows fail a data test."""
    if not failed:
        return []
    sentence = f"{len(failed)} rows fail a data test, and {EXCEPTIONS} does not say why they stay"
    return [Obstacle("allow-failed", sentence)]


def _outdated(notes: Sequence[str]) -> list[Obstacle]:
    """An obstacle if notes with numbers are taken over from the snapshot before."""
    if not notes:
        return []
    sentence = (
        f"{len(notes)} notes of the snapshot before have numbers: look whether they hold, and drop those that do not"
    )
    return [Obstacle("keep-notes", sentence)]


def _unknown_ids(
    request: AddRequest, catalog: Catalog, entries: Sequence[Entry], stored: _StoredPeople
) -> list[Obstacle]:
    """An obstacle if hardly any id of the register before is in the file, or the other way round.

    A register keeps its people and their ids. So nearly all ids of the smaller of two registers are in the larger one:
    a part of a file has known ids only, and a register that grew has all that were known. Where fewer than half are in
    both, the ids are others, or written in another way; then nobody who was taken out would be recognised by theirs.
    """
    last = catalog.on(request.dataset, request.date)
    if not entries or last is None or not private_store.can_follow(list(entries)):
        return []
    known, _ = stored(last.date)
    if not known:
        return []
    before, now = ({entry.id for entry in each} for each in (known, entries))
    if len(before & now) >= _FEWEST_KNOWN * min(len(before), len(now)):
        return []
    changed = f"{len(now - before)} of {len(now)} ids are new, {len(before - now)} of {len(before)} known ones are gone"
    return [Obstacle("allow-new-ids", f"{changed}: who was taken out would not be recognised by other ids")]


def _without_ids(request: AddRequest, entries: Sequence[Entry], withheld: SuppressionList) -> list[Obstacle]:
    """An obstacle if people who were taken out by their ids cannot be recognised, since the file has none."""
    if request.dataset != "people" or not withheld.keys or any(entry.id for entry in entries):
        return []
    less = f"{len(withheld.keys)} were taken out by their ids, and the file has no ids"
    return [Obstacle("allow-returned", f"people who were taken out may come back: {less}")]


def _unanswered(report: Report) -> list[Obstacle]:
    """An obstacle, which no option overrides, while words are not answered: a guess could not be taken back."""
    words = report.open_words()
    if not words:
        return []
    rows = len({line for word in words for line in word.lines})
    return [Obstacle("", f"{len(words)} words are not answered, in {rows} rows")]


def _same_people(request: AddRequest, catalog: Catalog, report: Report, decided: Identities) -> Iterator[Obstacle]:
    """Obstacles if decisions of which snapshots tell are not on this machine, or if somebody may be one taken out."""
    if request.dataset != "people":
        return
    before = max((snapshot.same_person for snapshot in catalog.snapshots if snapshot.dataset == "people"), default=0)
    here = sum(len(ids) - 1 for ids in decided.people)
    if here < before:
        less = f"a snapshot leaves out {before} rows of people who stand in it twice, and this machine knows of {here}"
        yield Obstacle("allow-undecided", f"people may be counted twice again: {less}")
    if returning := [group for group in report.groups if group.withheld]:
        lines = ", ".join(str(line) for group in returning for line in group.lines)
        yield Obstacle("allow-returned", f"people who were taken out may come back by other ids: see lines {lines}")


def _returning(request: AddRequest, catalog: Catalog) -> list[Obstacle]:
    """An obstacle if the suppression list is shorter than the number of withheld rows that snapshots state."""
    of_dataset = (snapshot for snapshot in catalog.snapshots if snapshot.dataset == request.dataset)
    before = max((snapshot.withheld for snapshot in of_dataset), default=0)
    # An id has one row, but a name may have several, so that fewer names than rows are possible.
    needed = before if request.dataset == "people" else min(before, 1)
    withheld = identities.suppression_list(request.data, request.dataset)  # reading a file uses up its rows
    listed = len(withheld.keys) + withheld.rows.total()
    if listed >= needed:
        return []
    less = f"a snapshot withholds {before} rows, and private/withheld.csv on this machine tells of {listed}"
    return [Obstacle("allow-returned", f"people who were taken out may come back: {less}")]


def _left_out(report: Report) -> tuple[str, ...]:
    """The note for readers that rows of the source are missing."""
    return (left_out_note(report.refused_rows, report.rows),) if report.refused_rows else ()


def _of_one_person(report: Report) -> Iterator[str]:
    """The notes for readers on people who stand in the source more than once."""
    if report.merged:
        yield same_person_note(len(report.merged))
    if report.perhaps_twice:
        yield perhaps_twice_note(report.perhaps_twice)


def _replacement(request: AddRequest) -> tuple[str, ...]:
    """The note for readers of old links that earlier rows of this day were replaced or withdrawn."""
    if not (_path(request).exists() or _path(request).with_suffix(".yaml").exists()):
        return ()
    return (f"Taken in on {request.accessed} {REPLACED}",)


def _path(request: AddRequest) -> Path:
    return request.data / request.dataset / f"{request.date}.csv"


def _refusal(request: AddRequest, rule: str) -> ValidationError:
    return ValidationError.about(f"{request.dataset}/{request.date}.csv", rule)
