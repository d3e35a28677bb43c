"""What was read, as what, and what was refused."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from repression.snapshots.descriptor import Reading
from repression.snapshots.issues import Issue

_LINES_SHOWN = 10


@dataclass
class Report:
    """Gathers, while rows are read, how many texts and rows were read as what, and all refusals.

    `rows` is the number of raw rows, `forms` says of each file which form it was taken for, `dropped` has
    the headings (and nothing else) of columns that were not taken in, for privacy. `withheld` has the lines of
    people who were taken out and stay out; they are not among `rows`, and nothing else of them is here. `alike`
    has the lines of rows equal in all but the id, and whether those rows say enough to tell people apart;
    `hearings` the lines of appeals after the snapshot's day. Lines and texts are for the maintainer's eyes; only
    their number is published (`readings`).
    """

    rows: int = 0
    forms: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    alike: list[tuple[bool, list[int]]] = field(default_factory=list)
    hearings: list[int] = field(default_factory=list)
    withheld: list[int] = field(default_factory=list)
    _texts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    _contradictions: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    @property
    def refused_rows(self) -> int:
        """How many rows have a refusal."""
        return len({(issue.path, issue.line) for issue in self.issues})

    def share_unreadable(self, column: str) -> float:
        """The share of the rows with a text for `column` whose text could not be read."""
        stated = {kind: texts.total() for (field, kind), texts in self._texts.items() if field == column}
        stated.pop("not_stated", None)
        return stated.get("unreadable", 0) / max(1, sum(stated.values()))

    def read(self, column: str, kind: str, text: str) -> None:
        """Count a row whose `text` was read as `kind` for the published `column`."""
        self._texts.setdefault((column, kind), Counter())[text] += 1

    def expect(self, column: str, kind: str) -> None:
        """Make a reading appear even if no row has it, so that "none" is said."""
        self._texts.setdefault((column, kind), Counter())

    def contradict(self, column: str, kind: str, found: bool, line: int) -> None:
        """Count a row in which exact values contradict each other; published even if there is none."""
        lines = self._contradictions.setdefault((column, kind), [])
        if found:
            lines.append(line)

    def gather(self, of_row: "Report", taken: bool) -> None:
        """Add the report of one row: of a row that is not taken only what was refused, since nothing of it counts."""
        self.issues += of_row.issues
        if not taken:
            return
        for key, texts in of_row._texts.items():
            self._texts.setdefault(key, Counter()).update(texts)
        for key, lines in of_row._contradictions.items():
            self._contradictions.setdefault(key, []).extend(lines)
        self.hearings += of_row.hearings

    def readings(self) -> tuple[Reading, ...]:
        """The counts, by column and kind. `texts` is None for contradictions."""
        read = [Reading(column, kind, len(texts), texts.total()) for (column, kind), texts in self._texts.items()]
        contradicting = [
            Reading(column, kind, None, len(lines)) for (column, kind), lines in self._contradictions.items()
        ]
        return tuple(sorted(read + contradicting, key=lambda one: (one.field, one.kind)))

    def lines(self, worth_a_look: Iterable[str]) -> list[str]:
        """The report in words; the texts themselves are listed for the kinds `worth_a_look`."""
        lines = [f"read as {form}" for form in self.forms]
        if self.dropped:
            lines.append("not taken in, for privacy: " + ", ".join(self.dropped))
        if self.withheld:
            lines.append(f"{len(self.withheld)} rows left out: taken out before, and to stay out")
        refused = self.refused_rows
        lines.append(f"{self.rows} rows read, {self.rows - refused} taken, {refused} refused")
        for one in self.readings():
            texts = "" if one.texts is None else f", {one.texts} distinct texts"
            found = self._contradictions.get((one.field, one.kind), [])
            lines.append(f"  {one.field} read as {one.kind}: {one.rows} rows{texts}{_at(found)}")
            if one.kind in worth_a_look:
                read = self._texts.get((one.field, one.kind), Counter())
                lines += [f"    {rows} × {text!r}" for text, rows in read.most_common()]
        return [*lines, *self._doubtful(), *(f"refused: {issue}" for issue in self.issues)]

    def _doubtful(self) -> list[str]:
        """What is no error by itself, and worth a look."""
        lines = []
        if self.hearings:
            count = len(self.hearings)
            lines.append(f"{count} appeals after the snapshot's day, perhaps hearings to come{_at(self.hearings)}")
        twice = [rows for telling, rows in self.alike if telling]
        lines += [f"the same person twice? All but the id is equal{_at(rows)}" for rows in twice]
        bare = [len(rows) for telling, rows in self.alike if not telling]
        if bare:
            lines.append(f"{sum(bare)} rows equal others in all but the id, and say too little to tell people apart")
        return lines


def _at(lines: list[int]) -> str:
    """Where to look, in brackets; many are cut and say so."""
    if not lines:
        return ""
    more = f" and {len(lines) - _LINES_SHOWN} more" if len(lines) > _LINES_SHOWN else ""
    return f" (lines {', '.join(str(line) for line in lines[:_LINES_SHOWN])}{more})"
