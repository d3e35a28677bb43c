"""Who was taken out of the data and is to stay out, whatever a source says anew."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SuppressionList:
    """Who is not to be taken in: by the source's own key in the column `column`, as `plain` writes it.

    Of whom no key is known there are the `rows` as published. Rows that are equal cannot be told apart, so each of
    these keeps out one row that equals it; those that have met none yet remain in `rows`.
    """

    column: str = ""
    keys: frozenset[str] = frozenset()
    rows: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def knows(self, key: str) -> bool:
        """Whether the key is that of somebody who is withheld."""
        return normalise_key(key) in self.keys

    def takes(self, cells: Sequence[str]) -> bool:
        """Whether a row of these published cells is to be kept out, for somebody whose key is not known."""
        if not self.rows[tuple(cells)]:
            return False
        self.rows[tuple(cells)] -= 1
        return True


NO_SUPPRESSION = SuppressionList()


def normalise_key(key: str) -> str:
    """A key, in the same letters however a source spaces and capitalises it."""
    return " ".join(key.casefold().split())
