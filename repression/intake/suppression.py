"""The suppression list: people who were removed from the data and must stay out, even if a source has them again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from repression.normal_form import normal_form, normal_id


@dataclass(frozen=True)
class SuppressionList:
    """People to leave out: by the source's own key in the column `column`, as `normalise_key` writes it.

    For people without a known key there are the `rows` as published. Equal rows cannot be distinguished, so each row
    of the list leaves out one equal row; rows that have not met an equal one yet remain in `rows`.
    """

    column: str = ""
    keys: frozenset[str] = frozenset()
    rows: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def knows(self, key: str) -> bool:
        """Whether the key is on the list."""
        return normalise_key(self.column, key) in self.keys

    def takes(self, cells: Sequence[str]) -> bool:
        """Whether to leave out a row with these published cells, for a person without a known key.

        Each call that returns True uses up one row of the list. New columns come last, so that a row of another width
        is compared by the columns that both have.
        """
        for row, count in self.rows.items():
            if count and all(listed == cell for listed, cell in zip(row, cells, strict=False)):
                self.rows[row] -= 1
                return True
        return False


NO_SUPPRESSION = SuppressionList()


def normalise_key(column: str, key: str) -> str:
    """A key of the column `column` for comparison: the digits of an `id`, or the normal form of a name."""
    if column == "id":
        try:
            return normal_id(key)
        except ValueError:  # of a list written by hand; a file has no such ids
            pass
    return normal_form(key)
