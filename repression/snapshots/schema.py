"""The schema of a dataset, as `data/datapackage.json` has it, and the check of cells against it.

Schemas grow: a field with `since` is in the snapshots of that day and later. Older snapshots lack it and stay valid.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, pairwise
from typing import Any

import msgspec

from repression.messages import Message, message
from repression.snapshots.row_rules import DoubtRule, NotLater, RowRule, read_doubts, read_rules
from repression.snapshots.texts import damage

_TYPES = {
    "string": (re.compile(r".+", re.DOTALL), "text"),
    "number": (re.compile(r"-?[0-9]+(\.[0-9]+)?"), message("must be a number such as 12 or 12.5")),
    "integer": (re.compile(r"-?[0-9]+"), message("must be a whole number")),
    "boolean": (re.compile(r"true|false"), message("must be true or false")),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), message("must be a date such as 2022-09-06")),
    "yearmonth": (re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"), message("must be a month such as 2022-09")),
}
_NUMBERS = ("number", "integer")
_MAX_DIGITS = 15  # more are exact neither in a spreadsheet nor in JSON
# Few rows at a time: the garbage collector would walk through a larger batch while it is held.
_BATCH = 256


@dataclass(frozen=True)
class Field:
    """A column: its name, type, words for readers, and what its cells may hold.

    `labels` gives the words for codes, in display order. `since` is the day of the first snapshot that has the
    column; None if every snapshot has it. `minimum` and `maximum` are texts as a cell has them. `rule` says in words
    what `pattern` demands.
    """

    name: str
    type: str
    title: str
    description: str
    unit: str = ""
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    rule: str = ""
    minimum: str = ""
    maximum: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None

    def broken_rule(self, value: str) -> str | None:
        """The rule that `value` breaks, in words; None where it breaks none."""
        if not value:
            return message("must not be empty") if self.required else None
        shape, rule = _TYPES[self.type]
        if not shape.fullmatch(value) or (self.type == "date" and not _is_day(value)):
            return rule
        if self.type in _NUMBERS and len(value.strip("-").replace(".", "")) > _MAX_DIGITS:
            return message("must have at most {digits} digits", digits=_MAX_DIGITS)
        if self.type == "string" and not self.enum and (wrong := damage(value)):
            return wrong
        if self.enum and value not in self.enum:
            return message("must be one of {allowed}", allowed=", ".join(self.enum))
        if self.pattern and not re.fullmatch(self.pattern, value):
            return self.rule or message("must match the pattern {pattern}", pattern=self.pattern)
        if self.minimum and self._size(value) < self._size(self.minimum):
            return (
                message("must be {minimum} or more", minimum=self.minimum)
                if self.type in _NUMBERS
                else message("must be {minimum} or later", minimum=self.minimum)
            )
        if self.maximum and self._size(value) > self._size(self.maximum):
            return (
                message("must be {maximum} or less", maximum=self.maximum)
                if self.type in _NUMBERS
                else message("must be {maximum} or earlier", maximum=self.maximum)
            )
        return None

    def _size(self, value: str) -> tuple[float, str]:
        """What is compared: the number, or the date, whose ISO texts sort as the dates do."""
        return (float(value), "") if self.type in _NUMBERS else (0, value)


def fields_of(package: Mapping[str, Any], dataset: str) -> tuple[Field, ...]:
    """The columns of `dataset`, in order: those of its newest snapshots.

    Raises ValueError if the package has no such schema, or if a column stands before one that came earlier: new
    columns come last, so that programs that count columns still find the others.
    """
    for resource in package["resources"]:
        if resource["name"] == dataset and "schema" in resource:
            fields = tuple(_field(entry) for entry in resource["schema"]["fields"])
            for before, after in pairwise(fields):
                if before.since and (after.since or date.min) < before.since:
                    raise ValueError(f"{after.name} of {dataset} must stand before {before.name}, which came later")
            return fields
    known = ", ".join(datasets_of(package))
    raise ValueError(message("{dataset} is no dataset; there are {known}", dataset=repr(dataset), known=known))


def fields_on(package: Mapping[str, Any], dataset: str, day: date) -> tuple[Field, ...]:
    """The columns of a snapshot of `day`, in order. Raises ValueError as `fields_of` does."""
    return tuple(field for field in fields_of(package, dataset) if field.since is None or field.since <= day)


@dataclass(frozen=True)
class RowRules:
    """What a schema says of the cells of a row together, and of rows.

    No row may break `rules`; no two rows may have equal cells in all columns of one of `unique`, or in those of them
    that a snapshot has; `doubts` are named.
    """

    rules: tuple[RowRule, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    doubts: tuple[DoubtRule, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that name a row; none if there are no such columns."""
        return next((doubt.key for doubt in self.doubts if not isinstance(doubt, NotLater)), ())


NO_ROW_RULES = RowRules()


def row_rules_of(package: Mapping[str, Any], dataset: str) -> RowRules:
    """The rules between the columns of `dataset`. Raises ValueError if one is of another shape or names no column."""
    (schema,) = (each["schema"] for each in package["resources"] if each["name"] == dataset and "schema" in each)
    names = [entry["name"] for entry in schema["fields"]]
    unique = tuple(tuple(columns) for columns in schema.get("uniqueKeys", ()))
    unknown = [name for columns in unique for name in columns if name not in names]
    if unknown:
        raise ValueError(f"uniqueKeys of {dataset} name {unknown[0]!r}, which is no column")
    return RowRules(read_rules(schema, names), unique, read_doubts(schema, names))


def datasets_of(package: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the resources that are tables."""
    return tuple(entry["name"] for entry in package["resources"] if "schema" in entry)


def broken_cells(
    fields: Sequence[Field], rows: Iterable[tuple[int, Sequence[str]]], between: RowRules = NO_ROW_RULES
) -> list[tuple[int, str, str, str]]:
    """Line, column, value and rule of every cell that breaks a rule, by itself or with other cells (`between`).

    `rows` are pairs of a line number and cells, with a cell for each of `fields` in their order. One of
    `between.rules` about a column that the fields lack is not applied.
    """
    broken = []
    checks = _checks(fields, between)
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        lines, cells = zip(*batch, strict=True)
        columns = list(zip(*cells, strict=True))
        found = [
            (row, check.places[0], value[0], rule)
            for check in checks
            for row, value, rule in check.broken(list(zip(*(columns[place] for place in check.places), strict=True)))
        ]
        broken += [(lines[row], fields[place].name, value, rule) for row, place, value, rule in sorted(found)]
    return broken


def _checks(fields: Sequence[Field], between: RowRules) -> list["_Check"]:
    places = {each.name: place for place, each in enumerate(fields)}
    checks = [_Check((place,), _alone(each), each.unique) for place, each in enumerate(fields)]
    for rule in between.rules:
        if set(rule.columns) <= places.keys():
            at = tuple(places[name] for name in rule.columns)
            checks.append(_Check(at, _together(rule, [fields[place] for place in at])))
    for columns in between.unique:
        # A column that came later reads as empty in every row: it distinguishes none of them.
        if at := tuple(places[name] for name in columns if name in places):
            checks.append(_Check(at, lambda cells: None, unique=True))
    return checks


def _alone(column: Field) -> "_Judge":
    return lambda cells: column.broken_rule(cells[0])


def _together(rule: RowRule, columns: Sequence[Field]) -> "_Judge":
    """A rule between cells says nothing of cells that are broken by themselves."""

    def judge(cells: Sequence[str]) -> str | None:
        if any(column.broken_rule(cell) for column, cell in zip(columns, cells, strict=True)):
            return None
        return rule.broken(cells)

    return judge


_Judge = Callable[[Sequence[str]], str | None]


@dataclass(frozen=True)
class _Check:
    """A check of the cells at `places` of each row: the cells seen so far, and the rules that some of them break."""

    places: tuple[int, ...]
    judge: _Judge
    unique: bool = False
    seen: set[tuple[str, ...]] = field(default_factory=set)
    rules: dict[tuple[str, ...], str] = field(default_factory=dict)

    def broken(self, values: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, tuple[str, ...], str]]:
        """Position, cells and rule of every row that breaks it. Repeated cells are checked once."""
        distinct = set(values)
        new = distinct - self.seen
        self.rules.update({value: rule for value in new if (rule := self.judge(value))})
        if self.unique or not distinct.isdisjoint(self.rules):
            for row, value in enumerate(values):
                repeated = self.unique and value in self.seen
                rule = self._repeated if repeated else self.rules.get(value)
                self.seen.add(value)
                if rule:
                    yield row, value, rule
        self.seen.update(new)

    @property
    def _repeated(self) -> str:
        return (
            message("must not stand in two rows")
            if len(self.places) == 1
            else message("must not begin a row that equals another")
        )


class _Limits(msgspec.Struct, frozen=True):
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: int | float | str = ""
    maximum: int | float | str = ""


class _Category(msgspec.Struct, frozen=True):
    value: str
    label: str


class _Entry(msgspec.Struct, frozen=True):
    """A field as the data package has it; what is not named here is for other readers of it."""

    name: str
    type: str
    title: str
    description: str
    unit: str = ""
    constraints: _Limits = _Limits()
    categories: tuple[_Category, ...] = ()
    rule: str = ""
    since: Any = None


def _field(raw: Mapping[str, Any]) -> Field:
    try:
        entry = msgspec.convert(raw, _Entry)
    except msgspec.ValidationError as error:
        raise ValueError(f"field {raw.get('name')!r}: {error}") from None
    limits = entry.constraints
    if entry.type not in _TYPES:
        raise ValueError(f"type {entry.type!r} of {entry.name} is not one of {', '.join(_TYPES)}")
    try:
        re.compile(limits.pattern)
    except re.error as error:
        raise ValueError(f"pattern of {entry.name} is none: {error}") from None
    return Field(
        name=entry.name,
        type=entry.type,
        title=entry.title,
        description=entry.description,
        unit=entry.unit,
        required=limits.required,
        unique=limits.unique,
        enum=limits.enum,
        pattern=limits.pattern,
        rule=Message(entry.rule),
        minimum=str(limits.minimum),
        maximum=str(limits.maximum),
        labels={category.value: category.label for category in entry.categories},
        since=_since(entry),
    )


def _since(entry: _Entry) -> date | None:
    """The day of `since`. Raises ValueError if it is no day."""
    if entry.since is None:
        return None
    shape, rule = _TYPES["date"]
    if not (isinstance(entry.since, str) and shape.fullmatch(entry.since) and _is_day(entry.since)):
        raise ValueError(f"since of {entry.name} is {entry.since!r}, {rule}")
    return date.fromisoformat(entry.since)


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
