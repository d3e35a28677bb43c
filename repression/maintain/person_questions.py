"""Rows that may be of one person, put together where one answer can hold for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from repression.i18n import N_
from repression.intake.identity import PersonGroup
from repression.maintain.answers import PersonAnswer
from repression.messages import Message

# By the ids of a group, each published column in which its rows differ, with the cell of each row.
Differences = Mapping[tuple[str, ...], Mapping[str, Sequence[str]]]


class Likeness(Enum):
    """How alike the rows of a group are, in words; what needs a look comes first."""

    REMOVED = N_("one of the rows is of somebody who was removed")
    NOT_TAKEN = N_("one of the rows is not taken, so that they cannot be compared")
    SEVERAL = N_("more than two rows in a group")
    GENDER = N_("their genders differ")
    CASE = N_("one gender, other columns differ")
    EQUAL = N_("all published columns are equal")


# Where one answer can hold for all groups: for the others each needs a look.
_SAME_TOGETHER = (Likeness.CASE, Likeness.EQUAL)
_DIFFERENT_TOGETHER = (Likeness.SEVERAL, Likeness.GENDER, *_SAME_TOGETHER)


@dataclass(frozen=True)
class PersonQuestion:
    """Groups of rows that share the same (`reasons`, in words `shared`), and are alike in the same way."""

    reasons: tuple[str, ...]
    likeness: Likeness
    groups: tuple[PersonGroup, ...]

    @property
    def key(self) -> str:
        """What tells it from other questions."""
        return "-".join((*self.reasons, self.likeness.name))

    @property
    def shared(self) -> tuple[Message, ...]:
        """What the rows share, in words."""
        return self.groups[0].shared

    def allows(self, same: bool) -> bool:
        """Whether `answers` can be given together; otherwise each group needs a look."""
        return self.likeness in (_SAME_TOGETHER if same else _DIFFERENT_TOGETHER)

    def answers(self, same: bool) -> tuple[PersonAnswer, ...]:
        """The answer that each group is one person, or that all rows are of different people."""
        return tuple(PersonAnswer(group.ids, group.ids if same else ()) for group in self.groups)


def person_questions(groups: Sequence[PersonGroup], differences: Differences) -> list[PersonQuestion]:
    """The questions about groups of rows; those without ids are not asked, since no decision could be kept."""
    found: dict[tuple[Likeness, tuple[str, ...]], list[PersonGroup]] = {}
    for group in groups:
        if group.ids:
            found.setdefault((_likeness(group, differences.get(group.ids)), group.reasons), []).append(group)
    in_order = sorted(found.items(), key=lambda one: (list(Likeness).index(one[0][0]), one[0][1]))
    return [PersonQuestion(reasons, likeness, tuple(alike)) for (likeness, reasons), alike in in_order]


def _likeness(group: PersonGroup, differing: Mapping[str, Sequence[str]] | None) -> Likeness:
    if group.withheld:
        return Likeness.REMOVED
    if differing is None:
        return Likeness.NOT_TAKEN
    if len(group.ids) > 2:
        return Likeness.SEVERAL
    if "gender" in differing:
        return Likeness.GENDER
    return Likeness.CASE if differing else Likeness.EQUAL
