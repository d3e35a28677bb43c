"""What one snapshot changes against another, in counts.

Person by person where the register's own ids are at hand, else row by row as published. An event is
what happened since (an arrest, a verdict or a release dated after the earlier snapshot's day), a revision
is an older fact that is told otherwise now.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from repression.intake import anonymise
from repression.intake.dates import PartialDate
from repression.intake.register import Entry
from repression.maintain import private_store
from repression.maintain.reference import reference_of
from repression.snapshots.catalog import Catalog, Snapshot
from repression.snapshots.csv_io import format_csv
from repression.snapshots.descriptor import Changes, Total
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.schema import Field, fields_of

_HELD = frozenset({"status", "custody", "facility", "region"})
# What an event changes of a person along with its date: those are no corrections.
_CARRIED = {
    "arrests": _HELD | {"arrested", "age_group", "articles"},
    "verdicts": _HELD | {"verdict", "articles", "sentence_months", "sentence_kind", "fine", "penalty"},
    "releases": _HELD | {"released"},
}
_APART = 0.03  # of the published count; beyond, the register and the count no longer say the same
_MAX_VALUES = 100

Row = Sequence[str]


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


def compare_people(before: Sequence[Entry], after: Sequence[Entry], since: date, until: date) -> Changes:
    """The changes from the register of the day `since` to that of `until`, by the register's ids."""
    old = {entry.id: entry for entry in before}
    new = {entry.id: entry for entry in after}
    events: Counter[str] = Counter(dict.fromkeys(_CARRIED, 0))
    revisions: Counter[str] = Counter()
    added_late = undated = corrected = 0
    for key, entry in new.items():
        happened = _events(old.get(key), entry, since, until)
        events.update(happened)
        if key not in old:
            added_late += "arrests" not in happened
            continue
        changed = _changed(old[key], entry) - {name for event in happened for name in _CARRIED[event]}
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
        totals=_totals([entry.person.status for entry in before], [entry.person.status for entry in after]),
    )


def compare_rows(before: Sequence[Row], after: Sequence[Row], since: date, fields: Sequence[Field]) -> Changes:
    """The changes from the rows of the day `since`, where nobody can be followed."""
    old, new = Counter(map(tuple, before)), Counter(map(tuple, after))
    place = next((at for at, field in enumerate(fields) if field.name == "status"), None)
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
        totals=() if place is None else _totals([row[place] for row in before], [row[place] for row in after]),
    )


def by_value(before: Sequence[Row], after: Sequence[Row], fields: Sequence[Field]) -> list[ValueCount]:
    """The rows by every value of every column; columns with more than a hundred values are left out."""
    counts = []
    for at, field in enumerate(fields):
        old, new = Counter(row[at] for row in before), Counter(row[at] for row in after)
        values = sorted(old | new)
        if len(values) <= _MAX_VALUES:
            counts += [ValueCount(field.name, value, old[value], new[value]) for value in values]
    return counts


def describe_changes(changes: Changes, why: str) -> list[str]:
    """The changes for a maintainer; `why` says what the comparison stands on."""
    totals = [f"  {total.status}: {total.before} before, {total.after} now" for total in changes.totals]
    if changes.compared == "rows":
        return [
            f"Since {changes.since}, in totals ({why}):",
            f"  {changes.added} rows added, {changes.gone} rows gone; a row that changed is one of each",
            *totals,
        ]
    happened = ", ".join(f"{count} {event}" for event, count in changes.events.items())
    columns = ", ".join(f"{name} {count}" for name, count in changes.revisions.items()) or "in no column"
    return [
        f"Since {changes.since}, person by person ({why}):",
        f"  {changes.added} people added, {changes.added_late} of them late: not surely arrested since",
        f"  {changes.gone} people gone",
        f"  events since that day: {happened}",
        f"  {changes.undated} people whose status changed, with no dated event that says why",
        f"  revisions: {changes.corrected} people of whom an older fact was corrected ({columns})",
        *totals,
    ]


def nearest_published(counts: Sequence[Mapping[str, str]], day: date) -> list[Published]:
    """The published numbers of political prisoners of the main series nearest to `day`; several if sources differ."""
    known = [
        Published(date.fromisoformat(row["date"]), int(row["political_prisoners"]), row["qualifier"], row["counted_by"])
        for row in counts
        if row["series"] == "viasna" and row["political_prisoners"]
    ]
    away = min((abs(one.day - day) for one in known), default=None)
    return [one for one in known if abs(one.day - day) == away]


def compare_with_published(number: int, published: Sequence[Published]) -> list[str]:
    """A number of political prisoners next to the published ones, with a warning where it is far from all of them."""
    if not published:
        return ["No published count of the main series to compare with."]
    shares = [abs(number - one.number) / max(1, one.number) for one in published]
    lines = [
        f"{number} political prisoners here; {one.counted_by} published {one.number} ({one.qualifier}) "
        f"for {one.day}: {share:.1%} apart"
        for one, share in zip(published, shares, strict=True)
    ]
    if min(shares) > _APART:
        lines.append(f"WARNING: the register and the published count nearest in time part by more than {_APART:.0%}.")
    return lines


def _events(before: Entry | None, after: Entry, since: date, until: date) -> set[str]:
    """What happened to a person after `since` and not later than `until`, and was not known before."""
    moments = {
        "arrests": (before and before.person.arrested, after.person.arrested),
        "verdicts": (before and before.person.verdict, after.person.verdict),
        "releases": (before and before.person.released, after.person.released),
    }
    return {
        event
        for event, (old, new) in moments.items()
        if new and new != old and _partial(since).before(new) and not _partial(until).before(new)
    }


def _changed(before: Entry, after: Entry) -> set[str]:
    pairs = zip(anonymise.COLUMNS, before.cells, after.cells, strict=True)
    return {name for name, old, new in pairs if old != new}


def _totals(before: Sequence[str], after: Sequence[str]) -> tuple[Total, ...]:
    old, new = Counter(before), Counter(after)
    return tuple(Total(status, old[status], new[status]) for status in sorted(old | new))


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


@dataclass(frozen=True)
class Difference:
    """From one snapshot to another: the changes, what they stand on, and the rows by value."""

    dataset: str
    before: date
    after: date
    changes: Changes
    why: str
    values: tuple[ValueCount, ...]

    def lines(self) -> list[str]:
        """The difference in words; of the values only those whose number changed."""
        changed = [one for one in self.values if one.before != one.after]
        return [
            f"{self.dataset}, from {self.before} to {self.after}",
            *describe_changes(self.changes, self.why),
            "By value, where the number of rows changed:" if changed else "No value has another number of rows.",
            *(
                f"  {one.field} {one.value or '(empty)'}: {one.before} before, {one.after} now "
                f"({one.after - one.before:+d})"
                for one in changed
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
    """What changed from one day's snapshot to another's; person by person where both raw files are kept.

    Raises Refused where there is no valid snapshot of that day.
    """
    old, new = _snapshot_of(catalog, dataset, before), _snapshot_of(catalog, dataset, after)
    fields = fields_of(catalog.package, dataset)
    rows = old.rows(), new.rows()
    changes, why = _changes_between(catalog, old, new, fields, rows)
    return Difference(dataset, before, after, changes, why, tuple(by_value(*rows, fields)))


def _changes_between(
    catalog: Catalog, old: Snapshot, new: Snapshot, fields: Sequence[Field], rows: tuple[Sequence[Row], Sequence[Row]]
) -> tuple[Changes, str]:
    why = "row by row as published"
    if old.dataset == "people":
        reference = reference_of(catalog)
        known, why = private_store.stored_people(catalog.root, old, reference)
        present, also = private_store.stored_people(catalog.root, new, reference)
        if known is not None and present is not None:
            return compare_people(known, present, old.date, new.date), f"raw rows: {why} and {also}"
        why = also if known is not None else why
    return compare_rows(*rows, old.date, fields), why


def _snapshot_of(catalog: Catalog, dataset: str, day: date) -> Snapshot:
    of_dataset = [one for one in catalog.snapshots if one.dataset == dataset]
    for one in of_dataset:
        if one.date == day:
            return one
    days = ", ".join(str(one.date) for one in of_dataset)
    rule = f"is no valid snapshot; there are {days or f'none of {dataset}'}"
    raise ValidationError(Issue(f"{dataset}/{day}.csv", None, None, None, rule))
