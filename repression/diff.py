"""What changed between two published snapshots of a dataset, for a maintainer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from repression import private
from repression.comparing import Row, ValueCount, by_value, compare_people, compare_rows, in_words
from repression.csvfiles import format_csv
from repression.reference import reference_of
from repression.refusals import Refusal, Refused
from repression.schema import Field, fields_of
from repression.snapshots import Catalog, Changes, Snapshot


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
            *in_words(self.changes, self.why),
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
    old, new = _snapshot(catalog, dataset, before), _snapshot(catalog, dataset, after)
    fields = fields_of(catalog.package, dataset)
    rows = old.rows(), new.rows()
    changes, why = _changes(catalog, old, new, fields, rows)
    return Difference(dataset, before, after, changes, why, tuple(by_value(*rows, fields)))


def _changes(
    catalog: Catalog, old: Snapshot, new: Snapshot, fields: Sequence[Field], rows: tuple[Sequence[Row], Sequence[Row]]
) -> tuple[Changes, str]:
    why = "row by row as published"
    if old.dataset == "people":
        reference = reference_of(catalog)
        known, why = private.people_of(catalog.root, old, reference)
        present, also = private.people_of(catalog.root, new, reference)
        if known is not None and present is not None:
            return compare_people(known, present, old.date, new.date), f"raw rows: {why} and {also}"
        why = also if known is not None else why
    return compare_rows(*rows, old.date, fields), why


def _snapshot(catalog: Catalog, dataset: str, day: date) -> Snapshot:
    of_dataset = [one for one in catalog.snapshots if one.dataset == dataset]
    for one in of_dataset:
        if one.date == day:
            return one
    days = ", ".join(str(one.date) for one in of_dataset)
    rule = f"is no valid snapshot; there are {days or f'none of {dataset}'}"
    raise Refused(Refusal(f"{dataset}/{day}.csv", None, None, None, rule))
