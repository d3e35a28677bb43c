"""The schema of a dataset, as `data/datapackage.json` has it, and the check of cells against it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

_TYPES = {
    "string": (re.compile(r".+", re.DOTALL), "text"),
    "number": (re.compile(r"-?[0-9]+(\.[0-9]+)?"), "a number such as 12 or 12.5"),
    "integer": (re.compile(r"-?[0-9]+"), "a whole number"),
    "boolean": (re.compile(r"true|false"), "true or false"),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date such as 2022-09-06"),
    "yearmonth": (re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"), "a month such as 2022-09"),
}


@dataclass(frozen=True)
class Field:
    """A column: its name, type, words for readers, and what its cells may hold.

    `labels` gives the words for codes, in the order in which they are shown.
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

    def broken_rule(self, value: str) -> str | None:
        """The rule that `value` breaks, in words; None where it breaks none."""
        if not value:
            return "must not be empty" if self.required else None
        shape, words = _TYPES[self.type]
        if not shape.fullmatch(value) or (self.type == "date" and not _is_day(value)):
            return f"must be {words}"
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
    """The columns of `dataset`, in order. Raises ValueError where the package has no such schema."""
    for resource in package["resources"]:
        if resource["name"] == dataset and "schema" in resource:
            return tuple(_field(entry) for entry in resource["schema"]["fields"])
    known = ", ".join(datasets_of(package))
    raise ValueError(f"{dataset!r} is no dataset; there are {known}")


def datasets_of(package: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the resources that are tables."""
    return tuple(entry["name"] for entry in package["resources"] if "schema" in entry)


def broken_cells(fields: Sequence[Field], rows: Iterable[tuple[int, Sequence[str]]]) -> list[tuple[int, str, str, str]]:
    """Line, column, value and rule of every cell that breaks a rule.

    `rows` are pairs of a line number and cells, as many and in the same order as `fields`.
    """
    broken = []
    rules: list[dict[str, str | None]] = [{} for _ in fields]
    for line, cells in rows:
        for column, known, value in zip(fields, rules, cells, strict=True):
            repeated = column.unique and value in known
            if value not in known:
                known[value] = column.broken_rule(value)
            rule = "must not stand in two rows" if repeated else known[value]
            if rule:
                broken.append((line, column.name, value, rule))
    return broken


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
        labels={entry["value"]: entry["label"] for entry in entry.get("categories", ())},
    )


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
