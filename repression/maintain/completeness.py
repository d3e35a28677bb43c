"""Whether a table is whole beside the one before it: a filtered export and an emptied column break no rule of a row."""

from __future__ import annotations

from repression.i18n import N_
from repression.intake.terms import term
from repression.maintain.changes import NamedRows
from repression.messages import Message, message
from repression.snapshots.descriptor import Changes

_MOST_GONE = 0.1  # of the people of a register, which keeps its people
_LEAST_LEFT = 0.05  # of the share of filled cells that a column had
_FEW = 20  # rows; fewer may go, or be empty, by chance


def missing_part(before: NamedRows, after: NamedRows, changes: Changes) -> list[Message]:
    """What a register lacks that the one before has, in words: a status, or a tenth of its people.

    `changes` are those between the two.
    """
    had, has = before.column("status"), after.column("status")
    lost = [status for status in sorted({*had} - {*has}) if had.count(status) >= _FEW]
    words = [
        message("no row is {status}, and {before:row was|rows were}", status=term(status), before=had.count(status))
        for status in lost
    ]
    gone = changes.gone if changes.compared == "people" else len(had) - len(has)
    if gone >= _FEW and gone > _MOST_GONE * len(had):
        template = N_("{gone} of {before:person|people} are gone ({share})")
        words.append(message(template, gone=gone, before=len(had), share=f"{gone / len(had):.0%}"))
    return words


def emptied_columns(before: NamedRows, after: NamedRows) -> list[str]:
    """The columns that hold hardly anything and were filled before."""
    return [
        name
        for name in after.shared_with(before)
        if (had := _filled(before, name)) >= _FEW
        and _filled(after, name) * len(before.rows) < _LEAST_LEFT * had * len(after.rows)
    ]


def emptied_in_words(before: NamedRows, after: NamedRows) -> list[Message]:
    """The emptied columns, with how many of their cells are filled."""
    return [
        message(
            "{column} ({filled} of {rows:row|rows} filled; before: {filled_before} of {before})",
            column=term(name),
            filled=_filled(after, name),
            rows=len(after.rows),
            filled_before=_filled(before, name),
            before=len(before.rows),
        )
        for name in emptied_columns(before, after)
    ]


def filled_cells(before: NamedRows | None, after: NamedRows) -> Message:
    """How many cells of each column are filled, now and before, as a line of a report."""
    shares = []
    for name in after.names:
        share = _share(after, name)
        if before is not None and name in before.names:
            was = _share(before, name)
            shares.append(message("{column} {share} (was {before})", column=term(name), share=share, before=was))
        else:
            shares.append(message("{column} {share}", column=term(name), share=share))
    return message("filled cells: {columns:,}", columns=tuple(shares))


def _share(rows: NamedRows, name: str) -> str:
    return f"{_filled(rows, name) / max(1, len(rows.rows)):.1%}"


def _filled(rows: NamedRows, name: str) -> int:
    return sum(bool(cell) for cell in rows.column(name))
