"""Compares two snapshots and counts the changes.

People are compared one by one if the register's own ids are available, otherwise published rows are compared. An
event happened in between (an arrest, a verdict or a release dated after the earlier snapshot's day). A revision is an
older fact that the newer register states differently.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from repression.i18n import N_
from repression.intake import anonymise
from repression.intake.identity import NO_IDENTITIES, Identities
from repression.intake.register import Entry, in_force
from repression.intake.terms import term
from repression.maintain import private_store
from repression.maintain.identities import read_identities
from repression.maintain.reference import reference_of
from repression.messages import Message, indented, message
from repression.partial_dates import PartialDate
from repression.snapshots.catalog import Catalog, Snapshot
from repression.snapshots.csv_io import format_csv
from repression.snapshots.descriptor import Changes, Total
from repression.snapshots.issues import ValidationError
from repression.snapshots.schema import Field

_HELD = frozenset({"status", "custody", "facility", "region"})
# The columns that an event changes along with its date: these changes are no corrections.
_CARRIED = {
    "arrests": _HELD | {"arrested", "age_group", "articles"},
    "verdicts": _HELD
    | {"verdict", "articles", "sentence_months", "sentence_kind", "fine", "penalty"}
    | {"tried_in_absentia", "extremist_list", "terrorist_list"},
    "releases": _HELD | {"released", "pardoned", "deported"},
}
_APART = 0.03  # share of the published count; a larger difference is warned of
_MAX_VALUES = 100
BY_ROWS = message("row by row as published")

Row = Sequence[str]


@dataclass(frozen=True)
class NamedRows:
    """Published rows, with a cell for each of `fields`. Rows of two days are compared by the names of their columns."""

    fields: Sequence[Field]
    rows: Sequence[Row]

    def only(self, names: Sequence[str]) -> list[tuple[str, ...]]:
        """The rows in these columns alone."""
        columns = [field.name for field in self.fields]
        places = [columns.index(name) for name in names]
        return [tuple(row[at] for at in places) for row in self.rows]

    def column(self, name: str) -> list[str]:
        """The cells of one column; none if there is no such column."""
        return list(self._columns.get(name, ()))

    @cached_property
    def _columns(self) -> dict[str, tuple[str, ...]]:
        return dict(zip(self.names, zip(*self.rows, strict=True), strict=True)) if self.rows else {}

    @cached_property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [field.name for field in self.fields]

    def shared_with(self, other: "NamedRows") -> list[str]:
        """The names of the columns that both have."""
        return [name for name in self.names if name in other.names]


def rows_of(snapshot: Snapshot) -> NamedRows:
    """The rows of a snapshot. Raises ValidationError as `Snapshot.content` does."""
    return NamedRows(snapshot.fields, snapshot.rows())


@dataclass(frozen=True)
class Published:
    """A published number of political prisoners."""

    day: date
    number: int
    qualifier: str
    counted_by: str


@dataclass(frozen=True)
class ValueCount:
    """How many rows had a value in a column, and have it now."""

    field: str
    value: str
    before: int
    after: int


def untold(before: NamedRows, after: NamedRows) -> frozenset[str]:
    """The columns that came later than others and are empty in all rows of one of two days: they tell no change.

    The source of that day lacks the column, or too few people had the tag.
    """
    later = {field.name for field in (*before.fields, *after.fields) if field.since}
    return frozenset(name for name in later if not (any(before.column(name)) and any(after.column(name))))


def compare_people(
    before: Sequence[Entry],
    after: Sequence[Entry],
    since: date,
    until: date,
    without: Collection[str] = (),
    identities: Identities = NO_IDENTITIES,
) -> Changes:
    """The changes from the register of the day `since` to that of `until`, by the register's ids.

    Entries of the two days may have different columns: a value that only one of them has is no revision, nor is one in
    a column of `without`. Who has several ids is one person, whose case in force is compared.
    """
    old, new = _by_person(before, since, identities), _by_person(after, until, identities)
    events: Counter[str] = Counter(dict.fromkeys(_CARRIED, 0))
    revisions: Counter[str] = Counter()
    added_late = undated = corrected = 0
    for key, entry in new.items():
        happened = _events(old.get(key), entry, since, until)
        events.update(happened)
        if key not in old:
            added_late += "arrests" not in happened
            continue
        changed = _changed(old[key], entry) - {*without} - {name for event in happened for name in _CARRIED[event]}
        if "status" in changed:
            undated += 1
            changed -= _HELD
        revisions.update(changed)
        corrected += bool(changed)
    return Changes(
        since=since,
        compared="people",
        added=len(new.keys() - old.keys()),
        added_late=added_late,
        gone=len(old.keys() - new.keys()),
        events=dict(events),
        undated=undated,
        corrected=corrected,
        revisions={name: revisions[name] for name in anonymise.COLUMNS if revisions[name]},
        totals=_totals([entry.values["status"] for entry in before], [entry.values["status"] for entry in after]),
    )


def compare_rows(before: NamedRows, after: NamedRows, since: date, without: Collection[str] = ()) -> Changes:
    """The changes from the rows of the day `since`, if people cannot be followed.

    Rows are equal if they are equal in the columns that both days have, but those of `without` and those that are
    `untold`.
    """
    left_out = untold(before, after).union(without)
    shared = [name for name in after.shared_with(before) if name not in left_out]
    old, new = Counter(before.only(shared)), Counter(after.only(shared))
    return Changes(
        since=since,
        compared="rows",
        added=(new - old).total(),
        added_late=None,
        gone=(old - new).total(),
        events={},
        undated=None,
        corrected=None,
        revisions={},
        totals=_totals(before.column("status"), after.column("status")),
    )


@dataclass(frozen=True)
class DatedRows:
    """The rows of a snapshot of a day, and its people if the raw rows identify them, else None."""

    day: date
    rows: NamedRows
    people: Sequence[Entry] | None


def compare(before: DatedRows, after: DatedRows, identities: Identities) -> Changes:
    """The changes from one day to another: person by person if the people of both are known, otherwise row by row."""
    if before.people is None or after.people is None:
        return compare_rows(before.rows, after.rows, before.day)
    without = untold(before.rows, after.rows)
    return compare_people(before.people, after.people, before.day, after.day, without, identities)


def by_value(before: NamedRows, after: NamedRows) -> list[ValueCount]:
    """The rows by every value of every column that both have; columns with more than a hundred values are left out."""
    counts = []
    for name in after.shared_with(before):
        old, new = Counter(before.column(name)), Counter(after.column(name))
        values = sorted(old | new)
        if len(values) <= _MAX_VALUES:
            counts += [ValueCount(name, value, old[value], new[value]) for value in values]
    return counts


def describe_changes(changes: Changes, why: Message) -> list[Message]:
    """The changes in words for a maintainer; `why` says what the comparison is based on."""
    totals = indented(
        message(
            "{status}: {before} before, {after} now", status=term(total.status), before=total.before, after=total.after
        )
        for total in changes.totals
    )
    if changes.compared == "rows":
        template = N_("{added:row|rows} added, {gone:row|rows} gone; a row that changed is one of each")
        return [
            message("Since {day}, in totals ({why}):", day=changes.since, why=why),
            *indented([message(template, added=changes.added, gone=changes.gone)]),
            *totals,
        ]
    return [
        message("Since {day}, person by person ({why}):", day=changes.since, why=why),
        *indented(_of_people(changes)),
        *totals,
    ]


def _of_people(changes: Changes) -> list[Message]:
    """The changes where people were compared one by one."""
    revised = tuple(
        Message("{column} {people}", (("column", term(name)), ("people", people)))
        for name, people in changes.revisions.items()
    )
    return [
        message(
            "{people:person|people} added, {late} of them late: not surely arrested since",
            people=changes.added,
            late=changes.added_late,
        ),
        message("{people:person|people} gone", people=changes.gone),
        message(
            "events since that day: {arrests:arrest|arrests}, {verdicts:verdict|verdicts}, {releases:release|releases}",
            **changes.events,
        ),
        message(
            "{people:person|people} whose status changed, with no dated event that says why", people=changes.undated
        ),
        message(
            "revisions: {people:person|people} of whom an older fact was corrected ({columns:,})",
            people=changes.corrected,
            columns=revised or (message("in no column"),),
        ),
    ]


def nearest_published(counts: Sequence[Mapping[str, str]], day: date) -> list[Published]:
    """The published numbers of political prisoners (main series) of the day nearest to `day`, one for each source."""
    known = [
        Published(date.fromisoformat(row["date"]), int(row["political_prisoners"]), row["qualifier"], row["counted_by"])
        for row in counts
        if row["series"] == "viasna" and row["political_prisoners"]
    ]
    away = min((abs(one.day - day) for one in known), default=None)
    return [one for one in known if abs(one.day - day) == away]


def compare_with_published(number: int, published: Sequence[Published]) -> list[Message]:
    """A number of political prisoners next to the published ones, with a warning if it is far from all of them."""
    if not published:
        return [message("No published count of the main series to compare with.")]
    shares = _shares_apart(number, published)
    template = N_(
        "{number:political prisoner|political prisoners} here; {published} ({qualifier}) for {day}, counted by "
        "{counted_by}: {share} apart"
    )
    lines = [
        message(
            template,
            number=number,
            counted_by=Message(one.counted_by),
            published=one.number,
            qualifier=term(one.qualifier),
            day=one.day,
            share=f"{share:.1%}",
        )
        for one, share in zip(published, shares, strict=True)
    ]
    return [*lines, *_far_apart(number, published)]


def _far_apart(number: int, published: Sequence[Published]) -> list[Message]:
    """A warning if the number is far from all published ones."""
    if min(_shares_apart(number, published), default=0) <= _APART:
        return []
    template = N_("WARNING: that is more than {limit} apart: find out why.")
    return [message(template, limit=f"{_APART:.0%}")]


def _shares_apart(number: int, published: Sequence[Published]) -> list[float]:
    return [abs(number - one.number) / max(1, one.number) for one in published]


def _by_person(entries: Sequence[Entry], day: date, identities: Identities) -> dict[str, Entry]:
    ordered = sorted(entries, key=lambda entry: in_force(entry, day))  # the last one of a person stays
    return {identities.person(entry.id): entry for entry in ordered}


def _events(before: Entry | None, after: Entry, since: date, until: date) -> set[str]:
    """The events of a person after `since` and not later than `until` that were not known before."""
    moments = {
        "arrests": (before and before.person.arrested, after.person.arrested),
        "verdicts": (before and before.person.verdict, after.person.verdict),
        "releases": (before and before.person.released, after.person.released),
    }
    return {
        event
        for event, (old, new) in moments.items()
        if new and new != old and PartialDate.of(since).before(new) and not PartialDate.of(until).before(new)
    }


def _changed(before: Entry, after: Entry) -> set[str]:
    """The columns with another value, of those that both days have."""
    return {name for name in before.values.keys() & after.values.keys() if before.values[name] != after.values[name]}


def _totals(before: Sequence[str], after: Sequence[str]) -> tuple[Total, ...]:
    old, new = Counter(before), Counter(after)
    return tuple(Total(status, old[status], new[status]) for status in sorted(old | new))


@dataclass(frozen=True)
class Difference:
    """The difference of two snapshots: the changes, what they are based on, and the rows by value."""

    dataset: str
    before: date
    after: date
    changes: Changes
    why: Message
    values: tuple[ValueCount, ...]

    def lines(self) -> list[str]:
        """The difference in words, with only the values whose number of rows changed."""
        changed = [count for count in self.values if count.before != count.after]
        return [
            f"{self.dataset}, from {self.before} to {self.after}",
            *map(str, describe_changes(self.changes, self.why)),
            "By value, where the number of rows changed:" if changed else "No value has another number of rows.",
            *(
                f"  {count.field} {count.value or '(empty)'}: {count.before} before, {count.after} now "
                f"({count.after - count.before:+d})"
                for count in changed
            ),
        ]

    def as_csv(self) -> str:
        """All values, and the counts of the changes as rows of their own, as CSV."""
        counts = {"added": self.changes.added, "gone": self.changes.gone}
        counts |= {f"events {name}": count for name, count in self.changes.events.items()}
        counts |= {f"revisions {name}": count for name, count in self.changes.revisions.items()}
        if self.changes.compared == "people":
            more = ("added_late", "undated", "corrected")
            counts |= {name: getattr(self.changes, name) for name in more}
        rows = [[self.changes.compared, name, "", "", str(count)] for name, count in counts.items()]
        rows += [
            [one.field, one.value, str(one.before), str(one.after), str(one.after - one.before)] for one in self.values
        ]
        return format_csv(("field", "value", "before", "after", "change"), rows).decode()


def difference(catalog: Catalog, dataset: str, before: date, after: date) -> Difference:
    """What changed from one day's snapshot to another's; person by person if the raw rows of both are stored.

    Raises ValidationError if there is no valid snapshot of one of the days.
    """
    old, new = snapshot_of(catalog, dataset, before), snapshot_of(catalog, dataset, after)
    rows = rows_of(old), rows_of(new)
    changes, why = _changes_between(catalog, old, new, rows)
    return Difference(dataset, before, after, changes, why, tuple(by_value(*rows)))


def _changes_between(
    catalog: Catalog, old: Snapshot, new: Snapshot, rows: tuple[NamedRows, NamedRows]
) -> tuple[Changes, Message]:
    why = BY_ROWS
    if old.dataset == "people":
        reference = reference_of(catalog)
        known, why = private_store.stored_people(catalog.root, old, reference)
        present, also = private_store.stored_people(catalog.root, new, reference)
        if known is not None and present is not None:
            decided = read_identities(catalog.root)
            template = N_("raw rows: {before} and {after}")
            changes = compare_people(known, present, old.date, new.date, untold(*rows), decided)
            return changes, message(template, before=why, after=also)
        why = also if known is not None else why
    return compare_rows(*rows, old.date), why


def snapshot_of(catalog: Catalog, dataset: str, day: date) -> Snapshot:
    """The snapshot of a day. Raises ValidationError that names the days that there are."""
    of_dataset = {snapshot.date: snapshot for snapshot in catalog.snapshots if snapshot.dataset == dataset}
    if day in of_dataset:
        return of_dataset[day]
    if of_dataset:
        rule = message("is no valid snapshot; there are {there}", there=", ".join(map(str, of_dataset)))
    else:
        rule = message("is no valid snapshot; there are none of {dataset}", dataset=dataset)
    raise ValidationError.about(f"{dataset}/{day}.csv", rule)
