"""Whether a table is whole beside the one before it: a filtered export and an emptied column break no rule of a row."""

from __future__ import annotations

from repression.maintain.changes import NamedRows
from repression.snapshots.descriptor import Changes

_MOST_GONE = 0.1  # of the people of a register, which keeps its people
_LEAST_LEFT = 0.05  # of the share of filled cells that a column had
_FEW = 20  # rows; fewer may go, or be empty, by chance


def missing_part(before: NamedRows, after: NamedRows, changes: Changes) -> list[str]:
    """What a register lacks that the one before has, in words: a status, or a tenth of its people.

    `changes` are those between the two.
    """
    had, has = before.column("status"), after.column("status")
    lost = [status for status in sorted({*had} - {*has}) if had.count(status) >= _FEW]
    words = [f"no row is {status}, and {had.count(status)} were" for status in lost]
    gone = changes.gone if changes.compared == "people" else len(had) - len(has)
    if gone >= _FEW and gone > _MOST_GONE * len(had):
        words.append(f"{gone} of {len(had)} people are gone ({gone / len(had):.0%})")
    return words


def emptied_columns(before: NamedRows, after: NamedRows) -> list[str]:
    """The columns that hold hardly anything and were filled before, in words."""
    words = []
    for name in after.shared_with(before):
        had, has = _filled(before, name), _filled(after, name)
        if had >= _FEW and has * len(before.rows) < _LEAST_LEFT * had * len(after.rows):
            words.append(f"{name} ({has} of {len(after.rows)} rows are filled, {had} of {len(before.rows)} were)")
    return words


def filled_cells(before: NamedRows | None, after: NamedRows) -> str:
    """How many cells of each column are filled, now and before, as a line of a report."""
    shares = []
    for name in after.names:
        was = f" (was {_share(before, name)})" if before is not None and name in before.names else ""
        shares.append(f"{name} {_share(after, name)}{was}")
    return f"filled cells: {', '.join(shares)}"


def _share(rows: NamedRows, name: str) -> str:
    return f"{_filled(rows, name) / max(1, len(rows.rows)):.1%}"


def _filled(rows: NamedRows, name: str) -> int:
    return sum(bool(cell) for cell in rows.column(name))
