"""What is most likely an error in rows that break no rule: rows twice, two values of one fact, days to come.

`add` does not write them until the maintainer says that they are meant; `check` warns of them. What is one fact, and
which days cannot be to come, the schema says (`snapshots/row_rules.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from repression.i18n import N_
from repression.messages import Message, message
from repression.snapshots.catalog import Catalog, Snapshot
from repression.snapshots.csv_io import parse_csv
from repression.snapshots.row_rules import Doubt, contradictions, later_days
from repression.snapshots.schema import Field, row_rules_of

CONTRADICTS, TOO_LATE = N_("contradicts itself: {what}"), N_("too late: {what}")
_LINES_SHOWN = 20

Place = tuple[str, int]
"""A file and the number of a row in it."""


@dataclass(frozen=True)
class RowsOnce:
    """Rows without those that equal an earlier one, where each of them stands, and the repetitions in words."""

    rows: list[list[str]]
    places: list[Place]
    repeated: tuple[Message, ...]


def each_once(rows: Sequence[list[str]], places: Sequence[Place]) -> RowsOnce:
    """The rows of all files of one `add`, equal ones once."""
    first: dict[tuple[str, ...], Place] = {}
    repeated = []
    kept = []
    for row, place in zip(rows, places, strict=True):
        known = first.setdefault(tuple(row), place)
        if known is place:
            kept.append((row, place))
        else:
            template = N_("twice: {place} is the same row as {first}")
            repeated.append(message(template, place=_at([place]), first=_at([known])))
    return RowsOnce([row for row, _ in kept], [place for _, place in kept], tuple(repeated))


def contradicting(
    catalog: Catalog, dataset: str, fields: Sequence[Field], rows: Sequence[Sequence[str]]
) -> list[Doubt]:
    """Rows that say two things of one fact, or tell of one thing twice."""
    return contradictions(row_rules_of(catalog.package, dataset).doubts, [each.name for each in fields], rows)


def too_late(
    catalog: Catalog, dataset: str, fields: Sequence[Field], rows: Sequence[Sequence[str]], day: date
) -> list[Doubt]:
    """Days in cells that are after `day`."""
    return later_days(row_rules_of(catalog.package, dataset).doubts, [each.name for each in fields], rows, day)


def known_doubts(catalog: Catalog, snapshot: Snapshot) -> frozenset[tuple[Message, tuple[str, ...]]]:
    """The identities of the doubts about a snapshot: they were said to be meant when it was written."""
    found = [
        *contradicting(catalog, snapshot.dataset, snapshot.fields, rows := snapshot.rows()),
        *too_late(catalog, snapshot.dataset, snapshot.fields, rows, last_day(snapshot)),
    ]
    return frozenset(each.identity for each in found)


def last_day(snapshot: Snapshot) -> date:
    """The last day that a snapshot can know of."""
    return min(snapshot.date, snapshot.known)


def in_words(template: str, doubts: Sequence[Doubt], places: Sequence[Place]) -> list[Message]:
    """A line for each of the doubts, up to a bound that is said. `template` is CONTRADICTS or TOO_LATE."""
    shown = [
        message("{place}: {words}", place=_at([places[row] for row in each.rows]), words=each.words)
        for each in doubts[:_LINES_SHOWN]
    ]
    more = len(doubts) - _LINES_SHOWN
    lines = [*shown, *([message("and {more} more", more=more)] if more > 0 else [])]
    return [Message(template, (("what", line),)) for line in lines]


def doubts_of(catalog: Catalog, today: date) -> list[Message]:
    """The doubts about the snapshots that are there, in words, for `check`."""
    return [line for snapshot in catalog.snapshots for line in _doubts_about(catalog, snapshot, today)]


def _doubts_about(catalog: Catalog, snapshot: Snapshot, today: date) -> list[Message]:
    name = f"{snapshot.dataset}/{snapshot.path.name}"
    numbered = parse_csv(snapshot.content(), name).rows
    places, rows = [(name, line) for line, _ in numbered], [cells for _, cells in numbered]
    found = contradicting(catalog, snapshot.dataset, snapshot.fields, rows)
    late = too_late(catalog, snapshot.dataset, snapshot.fields, rows, last_day(snapshot))
    lines = [*in_words(CONTRADICTS, found, places), *in_words(TOO_LATE, late, places)]
    ahead = [
        message("too late: {file}: {words}", file=name, words=words)
        for words in days_ahead(snapshot.date, snapshot.known, today)
    ]
    return [message("doubtful: {line}", line=line) for line in (*lines, *ahead)]


def days_ahead(day: date, accessed: date, today: date) -> list[Message]:
    """What is odd about the day of a snapshot and that of its collection, in words."""
    odd = []
    if day > accessed:
        template = N_("the data are of {day}, after the day of their collection, {accessed}")
        odd.append(message(template, day=day, accessed=accessed))
    if (last := max(day, accessed)) > today:
        odd.append(message("{day} is after today, {today}", day=last, today=today))
    return odd


def _at(places: Sequence[Place]) -> Message:
    """The rows, by file: `row 2 of a.csv`, `rows 2, 3 of a.csv and row 4 of b.csv`."""
    by_file: dict[str, list[int]] = {}
    for path, line in places:
        by_file.setdefault(path, []).append(line)
    parts = tuple(
        message("row {row} of {file}", row=str(lines[0]), file=path)
        if len(lines) == 1
        else message("rows {rows} of {file}", rows=", ".join(map(str, lines)), file=path)
        for path, lines in by_file.items()
    )
    return Message("{parts}", (("parts", parts),))
