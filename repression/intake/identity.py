"""Which rows of a register may be of one person, and what maintainers decided about them.

Names and addresses are compared while a file is read, and forgotten with it. Only ids of the register are stored, in
`private/`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations


@dataclass(frozen=True)
class PersonGroup:
    """Rows of different ids that share a person's address, or a name and birth date, and are not decided yet.

    `lines` are where the rows begin; `ids` are those of the rows, in the same order, or empty if the source has none;
    `reasons` says what the rows share: `address`, `name and birth date`. It has no name.
    """

    lines: tuple[int, ...]
    ids: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Identities:
    """What maintainers decided: `people` has the ids of each person who has several, `different` the pairs that differ."""

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
            raise ValueError(f"{first} and {second} are decided to be one person, and to be two")
    people = tuple(sorted(set(by_id.values()), key=lambda ids: _order(min(ids, key=_order))))
    return Identities(people, frozenset(different), by_id)


def group_rows(
    rows: Sequence[tuple[int, str, Mapping[str, str]]], known: Identities = NO_IDENTITIES
) -> list[PersonGroup]:
    """The groups of rows (line, id, and what may be shared by its reason) with a pair that is not decided.

    An empty text is shared with nobody. Rows are linked through each other: A with B by address, B with C by name.
    """
    group_of = {line: [line] for line, _, _ in rows}
    first_with: dict[tuple[str, str], int] = {}
    reasons: dict[int, set[str]] = {line: set() for line, _, _ in rows}
    for line, _, shared in rows:
        for reason, text in shared.items():
            other = first_with.setdefault((reason, text), line) if text else line
            if other == line:
                continue
            reasons[line].add(reason)
            if group_of[other] is not group_of[line]:
                group_of[other] += group_of[line]
                for member in group_of[line]:
                    group_of[member] = group_of[other]
    ids = {line: key for line, key, _ in rows}
    groups = {id(lines): sorted(lines) for lines in group_of.values() if len(lines) > 1}
    return [
        PersonGroup(
            tuple(lines),
            tuple(ids[line] for line in lines) if all(ids[line] for line in lines) else (),
            tuple(sorted(set().union(*(reasons[line] for line in lines)))),
        )
        for lines in groups.values()
        if not all(known.decided(ids[one], ids[two]) and ids[one] for one, two in combinations(lines, 2))
    ]


def _order(key: str) -> tuple[int, str]:
    """Ids in the order of their numbers."""
    return len(key), key
