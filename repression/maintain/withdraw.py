"""Withdraws a snapshot: shows the plan first, then takes the CSV away and leaves the descriptor, which says why.

Its raw rows go, too: nothing published needs them, and a person who is taken out later would stay in them. The file
they came from can be taken in again by `add`.
"""

import datetime
from dataclasses import dataclass
from pathlib import Path

from repression.maintain.plan import Plan, write

__all__ = ["WithdrawRequest", "prepare", "write"]


@dataclass(frozen=True)
class WithdrawRequest:
    """The snapshot of `dataset` of `day`, to be withdrawn for a `reason`, a sentence for readers."""

    data: Path
    dataset: str
    day: datetime.date
    reason: str
    made_on: datetime.date


def prepare(request: WithdrawRequest) -> Plan:
    """Plan what to write, without writing.

    Raises ValidationError if there is no such snapshot, a snapshot of the dataset is refused, or there is no reason.
    """
    raise NotImplementedError
