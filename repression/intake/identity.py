"""Which rows of a register may be of one person, and what maintainers decided about them.

Names and addresses are compared while a file is read, and forgotten with it. Only ids of the register are stored, in
`private/`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from repression.i18n import N_
from repression.intake.dates import read_date
from repression.messages import Message, message
from repression.normal_form import normal_form
from repression.snapshots.texts import mended

# What rows of one person may share, by the reason, in words.
REASONS = {
    "address": N_("the address of the person's page"),
    "name and birth date": N_("name and birth date"),
}


@dataclass(frozen=True)
class PersonGroup:
    """Rows of different ids, not decided yet, that share the address of a person's page, or a name and birth date.

    `lines` are where the rows begin; `ids` are those of the rows, in the same order, or empty if the source has none;
    `reasons` says what the rows share: `address`, `name and birth date`. `perhaps_twice` is how many people may be
    counted twice; `withheld` says that one of the rows is of a removed person. It has no name.
    """

    lines: tuple[int, ...]
    ids: tuple[str, ...]
    reasons: tuple[str, ...]
    perhaps_twice: int = 0
    withheld: bool = False

    @property
    def shared(self) -> tuple[Message, ...]:
        """The reasons in words."""
        return tuple(Message(REASONS[reason]) for reason in self.reasons)


@dataclass(frozen=True)
class Identities:
    """What maintainers decided: `people` has the ids of each person with several, `different` the pairs that differ."""

    people: tuple[frozenset[str], ...] = ()
    different: frozenset[frozenset[str]] = frozenset()
    _by_id: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def ids_of(self, key: str) -> frozenset[str]:
        """All ids of the person who has this one."""
        return self._by_id.get(key, frozenset([key]))

    def person(self, key: str) -> str:
        """The one id that stands for the person: the lowest of theirs."""
        return min(self.ids_of(key), key=_order)

    def decided(self, first: str, second: str) -> bool:
        """Whether it is decided if two ids are of one person."""
        return second in self.ids_of(first) or self._differ(first, second)

    def _differ(self, first: str, second: str) -> bool:
        """Whether two ids are of two people: these ids, or others of the same people, are decided to differ."""
        return any(
            frozenset([one, other]) in self.different for one in self.ids_of(first) for other in self.ids_of(second)
        )


NO_IDENTITIES = Identities()


def identities_of(pairs: Iterable[tuple[str, str, bool]]) -> Identities:
    """What pairs of ids say, each with whether it is one person.

    Raises ValueError if they contradict each other: A is B, B is C, and A is not C.
    """
    by_id: dict[str, frozenset[str]] = {}
    different = set()
    for first, second, same in pairs:
        if not same:
            different.add(frozenset([first, second]))
            continue
        joined = by_id.get(first, frozenset([first])) | by_id.get(second, frozenset([second]))
        by_id.update(dict.fromkeys(joined, joined))
    for pair in different:
        first, second = pair
        if second in by_id.get(first, ()):
            raise ValueError(
                message("{first} and {second} are decided to be one person, and to be two", first=first, second=second)
            )
    people = tuple(sorted(set(by_id.values()), key=lambda ids: _order(min(ids, key=_order))))
    return Identities(people, frozenset(different), by_id)


def person_key(name: str, birth: str) -> str:
    """A name and a birth date for comparison; empty unless both are there, and the date has a day.

    Without brackets, which hold a former surname, and with the words of the name in one order.
    """
    words = sorted(normal_form(re.sub(r"\([^)]*\)", " ", mended(name))).split())
    try:
        born = read_date(mended(birth))
    except ValueError:
        return ""
    return f"{' '.join(words)} {born}" if words and born and born.day else ""


def page_key(address: str) -> str:
    """The address of a person's page for comparison: what follows `/person/`, or else what follows the scheme.

    Empty for a text without `/`: it is a dash or a word for nothing, as many rows may have it.
    """
    text = normal_form(mended(address))
    plain = text.partition("://")[-1] or text
    return (plain.partition("/person/")[2] or plain).strip("/") if "/" in plain else ""


@dataclass(frozen=True)
class Row:
    """A row to be grouped: its line, its id, what it may share by the reason, and whether its person was removed."""

    line: int
    id: str
    shared: Mapping[str, str] = field(repr=False)
    withheld: bool = False


def group_rows(rows: Sequence[Row], known: Identities = NO_IDENTITIES) -> list[PersonGroup]:
    """The groups of rows with a pair that is not decided.

    An empty text is shared with nobody. Rows are linked through each other: A with B by address, B with C by name.
    """
    group_of = {row.line: [row] for row in rows}
    first_with: dict[tuple[str, str], Row] = {}
    reasons: dict[int, set[str]] = {row.line: set() for row in rows}
    for row in rows:
        for reason, text in row.shared.items():
            other = first_with.setdefault((reason, text), row) if text else row
            if other is row:
                continue
            reasons[row.line].add(reason)
            joined, joining = group_of[other.line], group_of[row.line]
            if joined is not joining:
                joined += joining
                group_of.update((member.line, joined) for member in joining)
    groups = {id(group): group for group in group_of.values() if len(group) > 1}
    return [
        _group(sorted(group, key=lambda row: row.line), set().union(*(reasons[row.line] for row in group)), known)
        for group in groups.values()
        if not all(one.id and known.decided(one.id, two.id) for one, two in combinations(group, 2))
    ]


def _group(rows: Sequence[Row], reasons: Iterable[str], known: Identities) -> PersonGroup:
    people = [known.person(row.id) if row.id else f"line {row.line}" for row in rows if not row.withheld]
    return PersonGroup(
        lines=tuple(row.line for row in rows),
        ids=tuple(row.id for row in rows) if all(row.id for row in rows) else (),
        reasons=tuple(sorted(reasons)),
        perhaps_twice=max(0, len(set(people)) - 1),
        withheld=len(people) < len(rows),
    )


def _order(key: str) -> tuple[int, str]:
    """Ids in the order of their numbers."""
    return len(key), key
