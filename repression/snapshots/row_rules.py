"""Rules between the cells of a row, and between rows, as a schema in `data/datapackage.json` states them.

`schema.rules` are broken by no snapshot: a row that breaks one is refused. `schema.doubts` say what is most likely an
error: it is named, and stands against writing until a maintainer says that it is meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from repression.messages import Message, message
from repression.normal_form import normal_form
from repression.partial_dates import PartialDate

_PRECISIONS = {0: "", 4: "year", 7: "month", 10: "day"}


class Parts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="parts"):
    """The `parts` together are not more than the `whole`. An empty cell breaks nothing."""

    parts: tuple[str, ...]
    whole: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the rule compares; the first one is named where it is broken."""
        return (*self.parts, self.whole)

    def broken(self, cells: Sequence[str]) -> Message | None:
        """The rule in words if these cells of `columns` break it."""
        *parts, whole = cells
        if not whole or sum(Decimal(part or 0) for part in parts) <= Decimal(whole):
            return None
        others = tuple(f"{name} {part}" for name, part in zip(self.parts[1:], parts[1:], strict=True) if part)
        if not others:
            return message("must not be more than {whole}, which is {value}", whole=self.whole, value=whole)
        return message(
            "must, with {others:,}, not be more than {whole}, which is {value}",
            others=others,
            whole=self.whole,
            value=whole,
        )


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="order"):
    """The date `later` is not before the date `earlier`, by the parts that both have. An empty cell breaks nothing."""

    earlier: str
    later: str

    @property
    def columns(self) -> tuple[str, ...]:
        """As of `Parts`."""
        return (self.later, self.earlier)

    def broken(self, cells: Sequence[str]) -> Message | None:
        """As of `Parts`."""
        later, earlier = (PartialDate.parse(cell) for cell in cells)
        if not later or not earlier or not later.before(earlier):
            return None
        return message("must not be before {earlier}, which is {value}", earlier=self.earlier, value=str(earlier))


class Precision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="precision"):
    """The column `precision` says which parts the `date` has: `day`, `month`, `year`, or nothing where it is empty."""

    date: str
    precision: str

    @property
    def columns(self) -> tuple[str, ...]:
        """As of `Parts`."""
        return (self.precision, self.date)

    def broken(self, cells: Sequence[str]) -> Message | None:
        """As of `Parts`."""
        precision, moment = cells
        right = _PRECISIONS[len(moment)]
        if precision == right:
            return None
        return (
            message("must be {right}, since {date} is {moment}", right=right, date=self.date, moment=moment)
            if right
            else message("must be empty, as {date} is", date=self.date)
        )


class Filled(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="filled"):
    """A column has a value in exactly those rows whose column `of` has one of the codes `where`."""

    column: str
    of: str
    where: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """As of `Parts`."""
        return (self.column, self.of)

    def broken(self, cells: Sequence[str]) -> Message | None:
        """As of `Parts`."""
        cell, code = cells
        if bool(cell) == (code in self.where):
            return None
        shown = code or "–"
        if cell:
            return message("must be empty, since {of} is {code}", of=self.of, code=shown)
        return message("must not be empty, since {of} is {code}", of=self.of, code=shown)


class DayKnown(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="day_known"):
    """A `date` has its day in the rows whose column `of` has one of the codes `where`, since they are drawn by days."""

    date: str
    of: str
    where: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """As of `Parts`."""
        return (self.date, self.of)

    def broken(self, cells: Sequence[str]) -> Message | None:
        """As of `Parts`."""
        moment, code = cells
        if code not in self.where or _PRECISIONS[len(moment)] in ("", "day"):
            return None
        return message("must be a day such as 2023-09-17, since {of} is {code}", of=self.of, code=code)


class OneValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="one_value"):
    """Rows with an equal `key` have one value, or none, in each of the columns `values`."""

    key: tuple[str, ...]
    values: tuple[str, ...]


class OneRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="one_row"):
    """Of the rows whose column `of` has one of the codes `where` (all rows without `of`), one has the `key`."""

    key: tuple[str, ...]
    of: str = ""
    where: tuple[str, ...] = ()


class NotLater(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="not_later"):
    """The dates of these columns are not after the day of the snapshot, nor after that of its collection."""

    columns: tuple[str, ...]


RowRule = Parts | Order | Precision | Filled | DayKnown
DoubtRule = OneValue | OneRow | NotLater


@dataclass(frozen=True)
class Doubt:
    """What is most likely an error: the positions of its rows, and what is odd about them, in words.

    Two doubts of two snapshots are the same if they have the same `words` and `about`.
    """

    rows: tuple[int, ...]
    words: Message
    about: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[Message, tuple[str, ...]]:
        """What is equal if the doubt was there before."""
        return self.words, self.about


def read_rules(schema: Mapping[str, Any], names: Sequence[str]) -> tuple[RowRule, ...]:
    """The `rules` of a schema with columns `names`. Raises ValueError if one is of another shape."""
    rules: tuple[RowRule, ...] = _converted(schema.get("rules", []), tuple[RowRule, ...])
    _check_names([name for rule in rules for name in rule.columns], names)
    return rules


def read_doubts(schema: Mapping[str, Any], names: Sequence[str]) -> tuple[DoubtRule, ...]:
    """The `doubts` of a schema with columns `names`. Raises ValueError if one is of another shape."""
    doubts: tuple[DoubtRule, ...] = _converted(schema.get("doubts", []), tuple[DoubtRule, ...])
    _check_names([name for doubt in doubts for name in _columns_of(doubt)], names)
    return doubts


def contradictions(doubts: Sequence[DoubtRule], names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Doubt]:
    """Rows that say two things of one fact, or one thing twice; `rows` have a cell for each of `names`."""
    found = []
    for doubt in doubts:
        if isinstance(doubt, NotLater) or not set(_columns_of(doubt)) <= set(names):
            continue
        for places in _alike(doubt, names, rows):
            found += _of_group(doubt, names, rows, places)
    return found


def later_days(
    doubts: Sequence[DoubtRule], names: Sequence[str], rows: Sequence[Sequence[str]], day: date
) -> list[Doubt]:
    """Dates that are surely after `day`."""
    columns = [name for doubt in doubts if isinstance(doubt, NotLater) for name in doubt.columns if name in names]
    last = PartialDate.of(day)
    found = []
    for name in columns:
        at = names.index(name)
        for place, row in enumerate(rows):
            moment = PartialDate.parse(row[at])
            if moment and last.before(moment):
                words = message("{column} {value} is after {day}", column=name, value=row[at], day=day)
                found.append(Doubt((place,), words, tuple(row)))
    return found


def _alike(doubt: OneValue | OneRow, names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[int]]:
    """The positions of rows with an equal key, where there are several."""
    at = [names.index(name) for name in doubt.key]
    codes = (names.index(doubt.of), doubt.where) if isinstance(doubt, OneRow) and doubt.of else None
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, row in enumerate(rows):
        if codes is None or row[codes[0]] in codes[1]:
            groups.setdefault(tuple(normal_form(row[each]) for each in at), []).append(place)
    return [places for places in groups.values() if len(places) > 1]


def _of_group(
    doubt: OneValue | OneRow, names: Sequence[str], rows: Sequence[Sequence[str]], places: list[int]
) -> list[Doubt]:
    key = ", ".join(rows[places[0]][names.index(name)] for name in doubt.key)
    if isinstance(doubt, OneRow):
        words = message("{key}: {rows:row tells|rows tell} of it", key=key, rows=len(places))
        return [Doubt(tuple(places), words)]
    found = []
    for name in doubt.values:
        at = names.index(name)
        values = sorted({rows[place][at] for place in places} - {""})
        if len(values) > 1:
            having = tuple(place for place in places if rows[place][at])
            words = message("{key}: {column} is {values}", key=key, column=name, values=tuple(values))
            found.append(Doubt(having, words))
    return found


def _converted(entries: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(entries, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"a rule is of no known kind: {error}") from None


def _columns_of(doubt: DoubtRule) -> tuple[str, ...]:
    match doubt:
        case NotLater(columns):
            return columns
        case OneValue(key, values):
            return (*key, *values)
        case OneRow(key, of):
            return (*key, of) if of else key


def _check_names(used: Sequence[str], names: Sequence[str]) -> None:
    unknown = [name for name in used if name not in names]
    if unknown:
        raise ValueError(f"a rule names {unknown[0]!r}, which is no column; there are {', '.join(names)}")
