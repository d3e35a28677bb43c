"""What was read, as what, and what was refused."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from repression.refusals import Refusal
from repression.snapshots import Reading


@dataclass
class Report:
    """Gathers, while rows are read, how many texts and rows were read as what, and all refusals.

    `rows` is the number of raw rows, `forms` says of each file which form it was taken for, `dropped` has
    the headings (and nothing else) of columns that were not taken in, for privacy. The texts are for the
    maintainer's eyes; only their number is published (`readings`).
    """

    rows: int = 0
    forms: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    _texts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    _contradictions: Counter[tuple[str, str]] = field(default_factory=Counter)

    def read(self, column: str, kind: str, text: str) -> None:
        """Count a row whose `text` was read as `kind` for the published `column`."""
        self._texts.setdefault((column, kind), Counter())[text] += 1

    def expect(self, column: str, kind: str) -> None:
        """Make a reading appear even if no row has it, so that "none" is said."""
        self._texts.setdefault((column, kind), Counter())

    def contradict(self, column: str, kind: str, found: bool) -> None:
        """Count a row in which exact values contradict each other; published even if there is none."""
        self._contradictions[column, kind] += found

    def readings(self) -> tuple[Reading, ...]:
        """The counts, by column and kind. `texts` is None for contradictions."""
        read = [Reading(column, kind, len(texts), texts.total()) for (column, kind), texts in self._texts.items()]
        contradicting = [Reading(column, kind, None, rows) for (column, kind), rows in self._contradictions.items()]
        return tuple(sorted(read + contradicting, key=lambda one: (one.field, one.kind)))

    def lines(self, worth_a_look: Iterable[str]) -> list[str]:
        """The report in words; the texts themselves are listed for the kinds `worth_a_look`."""
        lines = [f"read as {form}" for form in self.forms]
        if self.dropped:
            lines.append("not taken in, for privacy: " + ", ".join(self.dropped))
        lines.append(f"{self.rows} rows read, {len(self.refusals)} refusals")
        for one in self.readings():
            texts = "" if one.texts is None else f", {one.texts} distinct texts"
            lines.append(f"  {one.field} read as {one.kind}: {one.rows} rows{texts}")
            if one.kind in worth_a_look:
                found = self._texts.get((one.field, one.kind), Counter())
                lines += [f"    {rows} × {text!r}" for text, rows in found.most_common()]
        return lines + [f"refused: {refusal}" for refusal in self.refusals]
