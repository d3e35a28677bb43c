"""The report of an intake: how texts were read, and which rows were refused."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from repression.i18n import N_
from repression.intake.identity import PersonGroup
from repression.intake.terms import term
from repression.intake.vocabulary import ASKED, UNREADABLE, OpenWord
from repression.messages import Message, indented, message
from repression.snapshots.descriptor import Reading
from repression.snapshots.issues import Issue

_LINES_SHOWN = 10
_SPELLINGS_SHOWN = 3


@dataclass
class Report:
    """Counts, while rows are read, how their texts were read, and collects all issues.

    `rows` is the number of raw rows; `forms` has the format of each file in words; `dropped` has the headings (and
    nothing else) of columns that were left out for privacy. `withheld` has the lines of people on the suppression list;
    they are not among `rows`, and nothing else is recorded of them. `places` has the file and line of each row
    taken from a table, in their order. `alike` has the lines of rows that are equal in all but the id, and whether
    they are detailed enough to tell people apart. `notes` has the lines of what may be an error, and `mended` of what
    was read otherwise than it is written, by words for it. `merged` has the lines of rows that are not taken since
    another row of the same person is; `groups` are rows that may be of one person. `ids` has the register's id of each
    line but those withheld, by which a person finds the row. `newest` is the last day of an arrest, verdict or release
    in a register.
    Lines, ids and texts are for maintainers only; only their number is published (`readings`).
    """

    rows: int = 0
    forms: list[Message] = field(default_factory=list)
    dropped: list[Message | str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    alike: list[tuple[bool, list[int]]] = field(default_factory=list)
    notes: dict[Message, list[int]] = field(default_factory=dict)
    withheld: list[int] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
    mended: dict[Message, list[int]] = field(default_factory=dict)
    merged: list[int] = field(default_factory=list)
    groups: list[PersonGroup] = field(default_factory=list)
    ids: dict[int, str] = field(default_factory=dict)
    newest: date | None = None
    _open: dict[tuple[str, str], list[tuple[int, str, str, str]]] = field(default_factory=dict)
    _texts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    _contradictions: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    @property
    def left_out(self) -> frozenset[int]:
        """The lines of the rows of a register that are not published."""
        refused = {issue.line for issue in self.issues if issue.line is not None}
        return frozenset([*self.withheld, *self.merged, *refused])

    @property
    def perhaps_twice(self) -> int:
        """How many people may be counted twice."""
        return sum(group.perhaps_twice for group in self.groups)

    @property
    def refused_rows(self) -> int:
        """The number of refused rows."""
        return len({(issue.path, issue.line) for issue in self.issues})

    @property
    def waiting_rows(self) -> int:
        """The number of rows that are left out until it is known what their status means."""
        asked = {line for (column, _), found in self._open.items() if column == "status" for line, *_ in found}
        return len(asked - self.left_out)

    @property
    def taken_rows(self) -> int:
        """The number of rows that are published."""
        return self.rows - self.refused_rows - len(self.merged) - self.waiting_rows

    def share_unreadable(self, column: str) -> float:
        """The share of the rows with a text for `column` whose text could not be read."""
        stated = {kind: texts.total() for (field, kind), texts in self._texts.items() if field == column}
        stated.pop("not_stated", None)
        return stated.get("unreadable", 0) / max(1, sum(stated.values()))

    def columns_unreadable(self, share: float) -> list[str]:
        """The columns in which words answered as unreadable are those of more than this share of the rows."""
        unread = {field: texts.total() for (field, kind), texts in self._texts.items() if kind == UNREADABLE}
        return [field for field in ASKED.values() if unread.get(field, 0) > share * self.rows]

    def read(self, column: str, kind: str, text: str) -> None:
        """Count a row whose `text` was read as `kind` for the published `column`."""
        self._texts.setdefault((column, kind), Counter())[text] += 1

    def ask(self, column: str, word: str, text: str, line: int, rule: str, town: str = "") -> None:
        """Count a row with a word that is not known; `text` is how that cell has it, `rule` what must be there.

        Of a place, `town` is the known one in its address, if there is one.
        """
        self._open.setdefault((column, word), []).append((line, text, rule, town))

    def open_words(self) -> tuple[OpenWord, ...]:
        """The words that are not known, by column, the most frequent first."""
        words = []
        for (column, word), found in self._open.items():
            lines, texts, rules, towns = zip(*found, strict=True)
            spellings = tuple(text for text, _ in Counter(texts).most_common(_SPELLINGS_SHOWN))
            named = {*towns} - {""}
            town = named.pop() if len(named) == 1 else ""
            words.append(OpenWord(column, word, len(found), lines, spellings, rules[0], town))
        return tuple(sorted(words, key=lambda one: (one.column, -one.rows, one.word)))

    def mend(self, mended: Mapping[Message, Sequence[int]]) -> None:
        """Add what was read otherwise than it is written, with the lines."""
        for words, lines in mended.items():
            self.mended.setdefault(words, []).extend(lines)

    def expect(self, column: str, kind: str) -> None:
        """List a reading even if no row has it, so that the report states zero."""
        self._texts.setdefault((column, kind), Counter())

    def contradict(self, column: str, kind: str, found: bool, line: int) -> None:
        """Count a row in which exact values contradict each other; published even if there is none."""
        lines = self._contradictions.setdefault((column, kind), [])
        if found:
            lines.append(line)

    def gather(self, of_row: "Report", taken: bool) -> None:
        """Add the report of one row; of a row that is left out only its issues, since its readings do not count."""
        self.issues += of_row.issues
        for word, found in of_row._open.items():
            self._open.setdefault(word, []).extend(found)
        if not taken:
            return
        for key, texts in of_row._texts.items():
            self._texts.setdefault(key, Counter()).update(texts)
        for key, lines in of_row._contradictions.items():
            self._contradictions.setdefault(key, []).extend(lines)
        for words, lines in of_row.notes.items():
            self.notes.setdefault(words, []).extend(lines)

    def readings(self) -> tuple[Reading, ...]:
        """The counts, by column and kind. `texts` is None for contradictions."""
        read = [Reading(column, kind, len(texts), texts.total()) for (column, kind), texts in self._texts.items()]
        contradicting = [
            Reading(column, kind, None, len(lines)) for (column, kind), lines in self._contradictions.items()
        ]
        return tuple(sorted(read + contradicting, key=lambda one: (one.field, one.kind)))

    def readings_of(self, columns: Collection[str]) -> tuple[Reading, ...]:
        """The readings of these columns: what a descriptor states.

        A register is read whole, also for a day before the schema has a column.
        """
        return tuple(one for one in self.readings() if one.field in columns)

    def lines(self, worth_a_look: Iterable[str]) -> list[Message]:
        """The report in words; the texts themselves are listed for the kinds `worth_a_look`."""
        lines = [message("read as {form}", form=form) for form in self.forms]
        if self.dropped:
            lines.append(message("not taken in, for privacy: {columns:,}", columns=tuple(self.dropped)))
        lines += [
            message("{what}: {rows:row|rows}{at}", what=what, rows=len(rows), at=self._at(rows))
            for what, rows in self.mended.items()
        ]
        if self.withheld:
            lines.append(message("withheld, as the suppression list says: {rows:row|rows}", rows=len(self.withheld)))
        lines.append(
            message(
                "{rows:row|rows} read, {taken} taken, {refused} refused",
                rows=self.rows,
                taken=self.taken_rows,
                refused=self.refused_rows,
            )
        )
        if self.waiting_rows:
            lines.append(message("left out until their status is known: {rows:row|rows}", rows=self.waiting_rows))
        if self.merged:
            template = N_("left out, since another row of the same person is taken: {rows:row|rows}{at}")
            lines.append(message(template, rows=len(self.merged), at=self._at(self.merged)))
        for reading in self.readings():
            lines.append(self._read_as(reading))
            if reading.kind in worth_a_look:
                read = self._texts.get((reading.field, reading.kind), Counter())
                lines += indented(indented(f"{rows} × {text!r}" for text, rows in read.most_common()))
        refused = [message("refused: {issue}", issue=issue.told) for issue in self.issues]
        return [*lines, *self._doubtful(), *self._asked(), *refused]

    def _read_as(self, reading: Reading) -> Message:
        """How many rows of a column were read as what."""
        texts: Message | str = ""
        if reading.texts is not None:
            texts = message(", {texts:distinct text|distinct texts}", texts=reading.texts)
        return message(
            "  {column} read as {kind}: {rows:row|rows}{texts}{at}",
            column=term(reading.field),
            kind=term(reading.kind),
            rows=reading.rows,
            texts=texts,
            at=self._at(self._contradictions.get((reading.field, reading.kind), [])),
        )

    def _asked(self) -> list[Message]:
        """The words that are not known, and the rows that may be of one person."""
        lines = [
            message(
                "not known: column {column}, {rows:row|rows}: {word} {rule}{at}",
                column=term(one.column),
                rows=one.rows,
                word=repr(one.examples[0]),
                rule=one.rule,
                at=self._at(one.lines),
            )
            for one in self.open_words()
        ]
        return lines + [
            message("one person? Rows share {reasons:,}{at}", reasons=group.shared, at=self._at(group.lines))
            for group in self.groups
        ]

    def notable(self) -> list[Message]:
        """What could not be read, what contradicts itself and what may be an error, as far as there is any.

        Of what may be an error only the number of rows is told: `lines` names them.
        """
        told = (reading for reading in self.readings() if reading.kind == UNREADABLE or reading.texts is None)
        notes = [
            message("{what}: {rows:row|rows}{at}", what=what, rows=len(rows), at="")
            for what, rows in self.notes.items()
        ]
        return [*(self._read_as(reading) for reading in told if reading.rows), *notes, *self._twice()]

    def _doubtful(self) -> list[Message]:
        """What may be an error, and is worth a check."""
        notes = [
            message("{what}: {rows:row|rows}{at}", what=what, rows=len(rows), at=self._at(rows))
            for what, rows in self.notes.items()
        ]
        return [*notes, *self._twice()]

    def _twice(self) -> list[Message]:
        """Rows that are equal in all but the id."""
        twice = [rows for telling, rows in self.alike if telling]
        lines = [message("the same person twice? All but the id is equal{at}", at=self._at(rows)) for rows in twice]
        bare = sum(len(rows) for telling, rows in self.alike if not telling)
        if bare:
            lines.append(
                message(
                    "{rows:row equals another|rows equal others} in all but the id, and say too little to tell people "
                    "apart",
                    rows=bare,
                )
            )
        return lines

    def _at(self, lines: Sequence[int]) -> Message | str:
        """The rows in brackets, as a spreadsheet numbers them, with their ids; a long list is cut and says so."""
        if not lines:
            return ""
        shown = tuple(
            message("{row} = id {id}", row=str(line), id=self.ids[line]) if self.ids.get(line) else str(line)
            for line in lines[:_LINES_SHOWN]
        )
        if more := len(lines[_LINES_SHOWN:]):
            return message(" (rows {rows:,} and {more} more)", rows=shown, more=more)
        return message(" (rows {rows:,})", rows=shown)
