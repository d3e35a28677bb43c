"""The schema of a dataset, as `data/datapackage.json` has it, and the check of cells against it.

Schemas grow: a field with `since` is in the snapshots of that day and later. Older snapshots lack it and stay valid.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, pairwise
from typing import Any

from repression.snapshots.texts import damage

_TYPES = {
    "string": (re.compile(r".+", re.DOTALL), "text"),
    "number": (re.compile(r"-?[0-9]+(\.[0-9]+)?"), "a number such as 12 or 12.5"),
    "integer": (re.compile(r"-?[0-9]+"), "a whole number"),
    "boolean": (re.compile(r"true|false"), "true or false"),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date such as 2022-09-06"),
    "yearmonth": (re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"), "a month such as 2022-09"),
}
# Few rows at a time: the garbage collector would walk through a larger batch while it is held.
_BATCH = 256


@dataclass(frozen=True)
class Field:
    """A column: its name, type, words for readers, and what its cells may hold.

    `labels` gives the words for codes, in display order. `since` is the day of the first snapshot that has the
    column; None if every snapshot has it.
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
    minimum: float | None = None
    maximum: float | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None

    def broken_rule(self, value: str) -> str | None:
        """The rule that `value` breaks, in words; None where it breaks none."""
        if not value:
            return "must not be empty" if self.required else None
        shape, words = _TYPES[self.type]
        if not shape.fullmatch(value) or (self.type == "date" and not _is_day(value)):
            return f"must be {words}"
        if self.type == "string" and not self.enum and (wrong := damage(value)):
            return wrong
        if self.enum and value not in self.enum:
            return "must be one of " + ", ".join(self.enum)
        if self.pattern and not re.fullmatch(self.pattern, value):
            return f"must match the pattern {self.pattern}"
        if self.minimum is not None and float(value) < self.minimum:
            return f"must be {self.minimum:g} or more"
        if self.maximum is not None and float(value) > self.maximum:
            return f"must be {self.maximum:g} or less"
        return None


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
    raise ValueError(f"{dataset!r} is no dataset; there are {known}")


def fields_on(package: Mapping[str, Any], dataset: str, day: date) -> tuple[Field, ...]:
    """The columns of a snapshot of `day`, in order. Raises ValueError as `fields_of` does."""
    return tuple(field for field in fields_of(package, dataset) if field.since is None or field.since <= day)


def datasets_of(package: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the resources that are tables."""
    return tuple(entry["name"] for entry in package["resources"] if "schema" in entry)


def broken_cells(fields: Sequence[Field], rows: Iterable[tuple[int, Sequence[str]]]) -> list[tuple[int, str, str, str]]:
    """Line, column, value and rule of every cell that breaks a rule.

    `rows` are pairs of a line number and cells, with a cell for each of `fields` in their order.
    """
    broken = []
    columns = [_Column(each) for each in fields]
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        lines, cells = zip(*batch, strict=True)
        by_column = zip(columns, zip(*cells, strict=True), strict=True)
        found = [
            (row, place, value, rule)
            for place, (column, values) in enumerate(by_column)
            for row, value, rule in column.broken(values)
        ]
        broken += [(lines[row], fields[place].name, value, rule) for row, place, value, rule in sorted(found)]
    return broken


@dataclass(frozen=True)
class _Column:
    """A column while its cells are checked: the values seen so far, and the rules that some of them break."""

    column: Field
    seen: set[str] = field(default_factory=set)
    rules: dict[str, str] = field(default_factory=dict)

    def broken(self, values: Sequence[str]) -> Iterator[tuple[int, str, str]]:
        """Position, value and rule of every broken cell. A repeated value is checked once."""
        distinct = set(values)
        new = distinct - self.seen
        self.rules.update({value: rule for value in new if (rule := self.column.broken_rule(value))})
        if self.column.unique or not distinct.isdisjoint(self.rules):
            for row, value in enumerate(values):
                repeated = self.column.unique and value in self.seen
                rule = "must not stand in two rows" if repeated else self.rules.get(value)
                self.seen.add(value)
                if rule:
                    yield row, value, rule
        self.seen.update(new)


def _field(entry: Mapping[str, Any]) -> Field:
    limits = entry.get("constraints", {})
    if entry["type"] not in _TYPES:
        raise ValueError(f"type {entry['type']!r} of {entry['name']} is not one of {', '.join(_TYPES)}")
    return Field(
        name=entry["name"],
        type=entry["type"],
        title=entry["title"],
        description=entry["description"],
        unit=entry.get("unit", ""),
        required=limits.get("required", False),
        unique=limits.get("unique", False),
        enum=tuple(limits.get("enum", ())),
        pattern=limits.get("pattern", ""),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        labels={category["value"]: category["label"] for category in entry.get("categories", ())},
        since=_since(entry),
    )


def _since(entry: Mapping[str, Any]) -> date | None:
    """The day of `since`. Raises ValueError if it is no day."""
    if "since" not in entry:
        return None
    shape, words = _TYPES["date"]
    if not (isinstance(entry["since"], str) and shape.fullmatch(entry["since"]) and _is_day(entry["since"])):
        raise ValueError(f"since of {entry['name']} is {entry['since']!r}, must be {words}")
    return date.fromisoformat(entry["since"])


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
