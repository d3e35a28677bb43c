"""Disclosure risk of a register: how many of its rows can be told from all others, and by what.

The measures are those of statistical disclosure control (k-anonymity). A key is a set of columns that somebody may know
of a person (key variables, or quasi-identifiers). Rows that are equal in a key are an equivalence class. The register
has all its people, so whoever is alone in a class here is alone in the register (a population unique). An empty cell
counts as a value of its own, which finds rather too many unique rows than too few.

What the limits are and why stands in docs/privacy.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from repression.i18n import N_
from repression.intake.terms import term
from repression.maintain.changes import NamedRows
from repression.messages import Message, indented, message

SMALL = 5  # people: a class of fewer is small
FEWEST_ROWS = 1000  # every small table is unique in most of its rows, whatever its columns
_TO_NAME = 3  # values of a column


@dataclass(frozen=True)
class Key:
    """Columns that somebody may know of a person, and the share of rows that may be unique in them, None for any.

    `columns` is empty for all columns that a register has.
    """

    known_to: Message
    columns: tuple[str, ...]
    limit: float | None


# Whoever knows a person at all knows the gender, about the age, and when they were arrested. The register's region is
# that of the place of detention: family and fellow prisoners know it.
NEIGHBOUR = Key(message("a neighbour"), ("gender", "age_group", "arrested"), 0.05)
FAMILY = Key(message("somebody who also knows where they are held"), (*NEIGHBOUR.columns, "region"), 0.25)
# Nearly every row is unique in all columns already; that is told, and a limit would be a formality.
EVERYTHING = Key(message("somebody who knows all that is published"), (), None)
KEYS = (NEIGHBOUR, FAMILY, EVERYTHING)


@dataclass(frozen=True)
class KeyRisk:
    """Of `rows` rows, how many are unique in a key, and how many are in a class of fewer than `SMALL`."""

    key: Key
    rows: int
    unique: int
    small: int

    @property
    def share(self) -> float:
        """The part of the rows that are unique, from 0 to 1."""
        return self.unique / self.rows if self.rows else 0.0

    @property
    def exceeds(self) -> bool:
        """Whether more rows are unique than the limit allows; never of a small table."""
        return self.key.limit is not None and self.rows >= FEWEST_ROWS and self.share > self.key.limit


@dataclass(frozen=True)
class SmallCells:
    """The values of one column that fewer than `SMALL` rows have, with their rows, the rarest first."""

    column: str
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Disclosure:
    """The risk of a register: one `KeyRisk` a key of `KEYS`, and the small cells of its columns."""

    risks: tuple[KeyRisk, ...]
    small_cells: tuple[SmallCells, ...]


def measure(rows: NamedRows) -> Disclosure:
    """The risk of published rows of people. What a register does not have yet, nobody can look for in it."""
    risks = tuple(_risk(key, rows) for key in KEYS)
    small = (SmallCells(name, _rare(Counter(rows.column(name)))) for name in rows.names)
    return Disclosure(risks, tuple(each for each in small if each.values))


@dataclass(frozen=True)
class Assessment:
    """The risk of a register to be written, and that of the register before it, None for a first one."""

    now: Disclosure
    before: Disclosure | None

    def lines(self) -> list[Message]:
        """The risk in words, for maintainers, with its change against the register before."""
        earlier: Sequence[KeyRisk | None] = self.before.risks if self.before else [None] * len(KEYS)
        risks = (_in_words(risk, than) for risk, than in zip(self.now.risks, earlier, strict=True))
        return [
            message("Disclosure risk (docs/privacy.md):"),
            *indented([*risks, *map(_cells_in_words, self.now.small_cells)]),
        ]

    def exceeded(self) -> list[Message]:
        """The limits that the register exceeds, in words."""
        return [
            message(
                "{share} of the rows are unique for {known_to}, the limit is {limit}",
                share=f"{risk.share:.1%}",
                known_to=risk.key.known_to,
                limit=f"{risk.key.limit:.0%}",
            )
            for risk in self.now.risks
            if risk.exceeds
        ]


def _risk(key: Key, rows: NamedRows) -> KeyRisk:
    known = [name for name in key.columns or rows.names if name in rows.names]  # a column may be newer than the rows
    sizes = Counter(rows.only(known)).values()
    return KeyRisk(key, sum(sizes), sum(size == 1 for size in sizes), sum(size for size in sizes if size < SMALL))


def _rare(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    rare = ((value, rows) for value, rows in counted.items() if value and rows < SMALL)
    return tuple(sorted(rare, key=lambda each: (each[1], each[0])))


def _in_words(risk: KeyRisk, before: KeyRisk | None) -> Message:
    change: Message | str = ""
    if before:
        template = N_(" (before: {unique} of {rows}, {share})")
        change = message(template, unique=before.unique, rows=before.rows, share=f"{before.share:.1%}")
    return message(
        "{unique} of {rows:row|rows} ({share}) unique for {known_to}: {columns:,}{change}; {small} in groups of fewer "
        "than {fewest}",
        unique=risk.unique,
        rows=risk.rows,
        share=f"{risk.share:.1%}",
        known_to=risk.key.known_to,
        columns=tuple(map(term, risk.key.columns)) or (message("all columns"),),
        change=change,
        small=risk.small,
        fewest=SMALL,
    )


def _cells_in_words(cells: SmallCells) -> Message:
    named = tuple(
        message("{value} ({rows})", value=term(shorten(value, 40)), rows=str(rows))
        for value, rows in cells.values[:_TO_NAME]
    )
    more: Message | str = ""
    if count := len(cells.values[_TO_NAME:]):
        more = message(" and {count} more", count=count)
    return message(
        "{column}: {count:value|values} of fewer than {fewest} people: {values:,}{more}",
        column=term(cells.column),
        count=len(cells.values),
        fewest=SMALL,
        values=named,
        more=more,
    )
