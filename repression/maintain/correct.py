"""Corrects cells of a published snapshot: shows the plan first, then writes all of it or nothing.

The old value stays readable in the descriptor, with the day and the reason, and readers of the snapshot are told. Of
people the descriptor names no row, and no value that only a few of them have.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from repression.i18n import N_
from repression.maintain.plan import Plan, write

__all__ = ["PEOPLE_REASONS", "CorrectRequest", "prepare", "write"]

# Whatever is written freely about one person could name them or a day of theirs. So these are all reasons there are.
PEOPLE_REASONS: Mapping[str, str] = {
    "misread": N_("The text of the source was read wrongly."),
    "mistyped": N_("The source had a misprint."),
    "outdated": N_("The source has corrected it since."),
    "mistaken": N_("Another source shows that it was wrong."),
}


@dataclass(frozen=True)
class CorrectRequest:
    """Cells to correct in the snapshot of `dataset` of `day`.

    The row is meant by the register's `id` (people), by its present `values`, pairs of column and value, or by both.
    `cells` are the columns to change with their new values. `reason` is a sentence for readers, for people a key of
    `PEOPLE_REASONS`.
    """

    data: Path
    dataset: str
    day: datetime.date
    id: str
    values: tuple[tuple[str, str], ...]
    cells: tuple[tuple[str, str], ...]
    reason: str
    made_on: datetime.date


def prepare(request: CorrectRequest) -> Plan:
    """Find the row and plan what to write, without writing.

    Raises ValidationError as `find_rows` does, and if a column or a new value is not allowed, nothing would change,
    there is no reason, or the corrected rows fail a data test.
    """
    raise NotImplementedError
