"""The register of people prosecuted for political reasons: raw export to published rows."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from repression.intake import anonymise
from repression.intake.anonymise import Person, plausible, published_cells
from repression.intake.articles import numbers_of, read_articles, split_articles
from repression.intake.cells import mend_cells
from repression.intake.codes import read_penalty, read_status
from repression.intake.dates import read_arrest, read_date
from repression.intake.facilities import Custody, facility_name, read_facility, town_in
from repression.intake.formats import parse_file
from repression.intake.identity import NO_IDENTITIES, Identities, Row, group_rows
from repression.intake.report import Report
from repression.intake.sentences import Sentence, read_sentence
from repression.intake.sources import COLUMNS, KNOWN, Register, recognise
from repression.intake.suppression import NO_SUPPRESSION, SuppressionList
from repression.intake.tags import MINOR, read_tags
from repression.intake.terms import term
from repression.intake.vocabulary import ASKED, GENDERS, NO_FACILITY, UNREADABLE, Reference, word_of
from repression.messages import Message, message, words_of
from repression.normal_form import normal_id
from repression.partial_dates import PartialDate
from repression.snapshots.issues import Issue
from repression.snapshots.texts import damage

__all__ = ["COLUMNS", "Reference", "entries_of", "in_force", "open_register", "read_entries"]

_EARLIEST = 2000  # year; nobody in the register was arrested earlier
_LATEST = 30  # years after the day of the register: the end of the longest term
_OF_AGE = 18
_GENDERS = {
    word: gender
    for gender, words in {
        "male": "male man мужской мужчина мужчынскі мужчына",
        "female": "female woman женский женщина жаночы жанчына",
    }.items()
    for word in words.split()
}
_Value = TypeVar("_Value")


def open_register(content: bytes, path: str) -> tuple[Register, Message]:
    """The register in the bytes of a file, in the raw columns `COLUMNS`, and its format in words.

    Raises ValidationError if the format of the file is unknown, or its columns are not those of a known source.
    """
    form = parse_file(content, path, KNOWN)
    register = recognise(form.table, path)
    table, mended = mend_cells(register.table)
    said = {**form.mended, **register.mended, **mended}
    source = Message(register.source.words)
    return replace(register, table=table, mended=said), message("{source} ({form})", source=source, form=form.words)


@dataclass(frozen=True)
class Entry:
    """A person of a register: its own id, the published values by column, and the person as read.

    The columns are `anonymise.COLUMNS`, or those of them that a snapshot has (`only`). `line` is where the raw row
    begins. An entry is never written; it exists while two snapshots are compared.
    """

    id: str
    values: Mapping[str, str]
    person: Person
    line: int

    @property
    def cells(self) -> list[str]:
        """The published cells in the order of the columns."""
        return list(self.values.values())

    def only(self, columns: Iterable[str]) -> "Entry":
        """The entry with these columns alone, in this order."""
        return replace(self, values={name: self.values[name] for name in columns})

    def saying_nothing_of(self, columns: Iterable[str]) -> "Entry":
        """The entry with empty cells in these columns."""
        return replace(self, values={**self.values, **dict.fromkeys(columns, "")})


def read_entries(
    content: bytes,
    path: str,
    day: date,
    reference: Reference,
    suppressed: SuppressionList = NO_SUPPRESSION,
    identities: Identities = NO_IDENTITIES,
) -> tuple[list[Entry], Report]:
    """The people of a register of `day` in the bytes of a file, and the report on them.

    Raises ValidationError as `open_register` does.
    """
    return entries_of(*open_register(content, path), path, day, reference, suppressed, identities)


def entries_of(
    register: Register,
    form: Message,
    path: str,
    day: date,
    reference: Reference,
    suppressed: SuppressionList = NO_SUPPRESSION,
    identities: Identities = NO_IDENTITIES,
) -> tuple[list[Entry], Report]:
    """The people of an opened register of `day`, and the report on them. `path` is the file's name in errors.

    The report has only the lines of people who are on the list `suppressed`, and the groups that their rows may be in.
    Of rows that `identities` knows as one person, one is an entry (`in_force`). A row with a refused cell is left out;
    the report names file, line, column, value and rule. A word that is not known leaves its cell empty, and is an open
    word of the report.
    """
    report = _new_report()
    report.forms.append(form)
    report.dropped.extend(register.dropped)
    report.mend(register.mended)
    ids: set[str] = set()
    # Stored raw rows of a source without ids have the column, with empty cells only.
    at = COLUMNS.index("id")
    has_ids = register.source.has_ids and any(cells[at].strip() for _, cells in register.table.rows)
    read: list[tuple[Entry, Report]] = []
    rows: list[Row] = []
    for line, cells in register.table.rows:
        raw = dict(zip(COLUMNS, cells, strict=True))
        if suppressed.knows(raw["id"]):
            report.withheld.append(line)
            rows.append(Row(line, _read_id(raw["id"], ())[0], register.shared.get(line, {}), withheld=True))
            continue
        key, rule = _read_id(raw["id"], ids) if has_ids else ("", None)
        if rule:
            report.issues.append(Issue(path, line, "id", raw["id"], rule))
        ids.add(key)
        report.ids[line] = key
        of_row = Report()
        person = _Row(path, line, raw, of_row).read(day, reference)
        entry = Entry(key, _published(person, reference), person, line) if person and not rule else None
        if entry and suppressed.takes(entry.cells):
            report.withheld.append(line)
            del report.ids[line]
            continue
        if entry:
            read.append((entry, of_row))
            rows.append(Row(line, key, register.shared.get(line, {})))
        else:
            report.gather(of_row, taken=False)
    entries = _one_of_each([entry for entry, _ in read], identities, day)
    taken = {entry.line for entry in entries}
    for entry, of_row in read:
        if entry.line in taken:
            report.gather(of_row, taken=True)
        else:
            report.merged.append(entry.line)
    report.rows = len(register.table.rows) - len(report.withheld)
    report.alike = _alike(register.table.rows, taken)
    report.groups = group_rows(rows, identities)
    report.newest = max((moment.first_day for entry in entries for moment in entry.person.moments), default=None)
    return entries, report


def _one_of_each(entries: Sequence[Entry], identities: Identities, day: date) -> list[Entry]:
    """The entries, of each person one."""
    chosen: dict[str, Entry] = {}
    for entry in entries:
        key = identities.person(entry.id) if entry.id else f"line {entry.line}"
        chosen[key] = max(chosen[key], entry, key=lambda one: in_force(one, day)) if key in chosen else entry
    lines = {entry.line for entry in chosen.values()}
    return [entry for entry in entries if entry.line in lines]


def in_force(entry: Entry, day: date) -> tuple[bool, bool, date, int]:
    """The order of a person's cases: the greatest is published.

    A case as a political prisoner comes before others, since who is one in any case is one; a case without a release by
    the day of the register before one that ended; then the newest arrest; then the highest id, given last.
    """
    person = entry.person
    ended = bool(person.released and not PartialDate.of(day).before(person.released))
    arrested = person.arrested.first_day if person.arrested else date.min
    return person.status == "political_prisoner", not ended, arrested, int(entry.id or 0)


def _alike(rows: Iterable[tuple[int, list[str]]], taken: Collection[int]) -> list[tuple[bool, list[int]]]:
    """The lines of taken rows that are equal in all but the id, and whether they are telling."""
    alike: dict[tuple[str, ...], list[int]] = {}
    at = COLUMNS.index("id")
    for line, cells in rows:
        if line in taken:
            alike.setdefault((*cells[:at], *cells[at + 1 :]), []).append(line)
    return [(_telling(cells), lines) for cells, lines in alike.items() if len(lines) > 1]


def _published(person: Person, reference: Reference) -> dict[str, str]:
    return dict(zip(anonymise.COLUMNS, published_cells(person, reference.regions, reference.penalties), strict=True))


def _telling(cells: tuple[str, ...]) -> bool:
    """Whether the raw cells (without the id) are so detailed that two equal rows are hardly two people."""
    raw = dict(zip(COLUMNS[1:], cells, strict=True))
    return bool(raw["birth_year"].strip() and raw["arrested"].strip())


def _read_id(text: str, seen: Collection[str]) -> tuple[str, str | None]:
    """The id in its normal form, and the rule that it breaks, in words; None if it is valid."""
    try:
        key = normal_id(text)
    except ValueError as error:
        return "", words_of(error)
    if not key:
        return "", message("must not be empty")
    return key, message("must not stand in two rows") if key in seen else None


def _new_report() -> Report:
    """A report that lists the most important readings even if their number is zero."""
    report = Report()
    report.expect("age_group", "unreadable")
    report.expect("articles", "not_in_table")
    report.expect("sentence_kind", "unreadable")
    return report


@dataclass(frozen=True)
class _Row:
    """A raw row, its file and line, and the report for its readings."""

    path: str
    line: int
    raw: Mapping[str, str]
    report: Report

    def read(self, day: date, reference: Reference) -> Person | None:
        """The person of the row; None if a cell is refused, or the status is a word to be asked."""
        refused_before = len(self.report.issues)
        arrested = self._date("arrested", day, reference, read_arrest)
        died = self._known("died", self.raw["died"], _read_died, reference) is True
        tags = self._known("tags", self.raw["tags"], read_tags, reference)
        person = Person(
            status=self._code("status", read_status, reference),
            gender=self._code("gender", _read_gender, reference),
            birth_year=self._birth_year(arrested, day),
            arrested=arrested,
            verdict=self._date("verdict_date", day, reference),
            released=self._date("release_date", day, reference),
            articles=self._articles(reference),
            sentence=self._sentence(),
            penalty=self._code("penalty", read_penalty, reference),
            held=self._held(reference),
            tags=tags if isinstance(tags, dict) else {},
        )
        if len(self.report.issues) > refused_before or not person.status:
            return None
        self._contradictions(person, day)
        self._doubtful_status(person, died, day)
        return person

    def _known(
        self, column: str, text: str, reader: Callable[[str], _Value], reference: Reference
    ) -> _Value | str | None:
        """The text as `reader` parses it, or else the meaning that was answered for it.

        None for a word to be asked, and for one that is unreadable, which is counted; so is a cell without any letter.
        A damaged text is an issue, and so is a status that is missing or unreadable: nobody is counted without one.
        """
        try:
            return reader(text)
        except ValueError as error:
            rule = error.args[0]
        word = word_of(column, text)
        meaning = reference.words.get((column, word)) if word else UNREADABLE
        needed = column == "status" and meaning == UNREADABLE
        if wrong := damage(text) or (rule if needed else None):
            self.report.issues.append(Issue(self.path, self.line, column, text, wrong))
        elif meaning is None:
            town = town_in(text, reference.towns) if column == "prison" else ""
            self.report.ask(column, word, facility_name(text) if column == "prison" else text, self.line, rule, town)
        elif meaning == UNREADABLE:
            self.report.read(ASKED[column], UNREADABLE, text)
        else:
            return meaning
        return None

    def _code(self, column: str, reader: Callable[[str], str], reference: Reference) -> str:
        text = self.raw[column]
        code = self._known(column, text, reader, reference)
        if code is not None:
            self.report.read(column, code or "not_stated", text)
        return code or ""

    def _date(
        self, column: str, day: date, reference: Reference, reader: Callable[[str], PartialDate | None] = read_date
    ) -> PartialDate | None:
        """A date; one without a month is counted, since it cannot be published as a month."""

        def dated(text: str) -> PartialDate | None:
            moment = _possible(reader(text), day)
            if moment is None and text.strip():
                self._note(message("texts in {column} that say no date, read as not stated", column=term(column)))
            return moment

        text = self.raw[column]
        moment = self._known(column, text, dated, reference)
        if not isinstance(moment, PartialDate):
            return None  # nothing is known of a date that cannot be read
        if not moment.month:
            self.report.read(ASKED[column], "year_only", text)
        return moment

    def _birth_year(self, arrested: PartialDate | None, day: date) -> int | None:
        """The year of birth; an impossible one is counted as unreadable, not corrected."""
        text = self.raw["birth_year"]
        try:
            born = read_date(text)
        except ValueError:
            self.report.read("age_group", "unreadable", text)
            return None
        if born is None or plausible(born.year, arrested.year if arrested else day.year):
            return born.year if born else None
        self.report.read("age_group", "unreadable", text)
        return None

    def _articles(self, reference: Reference) -> tuple[str, ...]:
        """The articles; of several a word that is none leaves the others."""
        found: list[str] = []
        for item in split_articles(self.raw["articles"]):
            read = self._known("articles", item, read_articles, reference)
            found += read_articles(read) if isinstance(read, str) else read or ()
        articles = read_articles(";".join(found))
        for article in articles:
            if any(number not in reference.articles for number in numbers_of(article)):
                self.report.read("articles", "not_in_table", article)
        return articles

    def _sentence(self) -> Sentence:
        text = self.raw["decision"]
        sentence = read_sentence(text)
        self.report.read("sentence_kind", sentence.kind, text)
        if sentence.fine and sentence.kind == "length":
            self.report.read("fine", "beside_length", text)
        if sentence.corrected:
            self.report.read("sentence_months", "typing_error", text)
        return sentence

    def _held(self, reference: Reference) -> Custody:
        text, regions = self.raw["prison"], reference.regions
        held = self._known("prison", text, lambda text: read_facility(text, regions), reference)
        if held is None:
            return Custody()
        if isinstance(held, str):
            held = NO_FACILITY.get(held) or Custody("facility", held)
        self.report.read("custody", held.custody or "not_stated", text)
        if held.facility and not regions[held.facility]:
            self.report.read("region", "not_known", held.facility)
        return held

    def _note(self, doubt: Message) -> None:
        self.report.notes.setdefault(doubt, []).append(self.line)

    def _contradictions(self, person: Person, day: date) -> None:
        """Count contradictions of exact dates, which the published months may not show."""
        today = PartialDate.of(day)
        later = {"verdict": person.verdict, "released": person.released}
        for field, moment in later.items():
            before = bool(moment and person.arrested and moment.before(person.arrested))
            self.report.contradict(field, "before_arrest", before, self.line)
        for field, moment in (
            ("arrested", person.arrested),
            ("verdict", person.verdict),
            ("released", person.released),
        ):
            self.report.contradict(field, "after_snapshot", bool(moment and today.before(moment)), self.line)
        # Appeals are not published; a later day can be that of a future hearing.
        with suppress(ValueError):
            appeal = read_date(self.raw["appeal_date"])
            if appeal and today.before(appeal):
                self._note(message("appeals after the snapshot's day, perhaps hearings to come"))

    def _doubtful_status(self, person: Person, died: bool, day: date) -> None:
        """Note what a status or a tag does not go with; the row is taken as it is."""
        today = PartialDate.of(day)
        born = person.birth_year
        if person.tags.get(MINOR) and born and person.arrested and person.arrested.year - born > _OF_AGE:
            self._note(
                message("people tagged as minors whose years of birth and arrest say otherwise, which are taken")
            )
        if person.held.died:
            self._note(message("places of detention that say that the person died, read as no place"))
        if person.status == "political_prisoner" and (died or person.held.died):
            self._note(message("political prisoners of whom the register says that they died"))
        if person.status == "political_prisoner" and person.released and not today.before(person.released):
            self._note(message("political prisoners with a date of release that is past"))
        if person.status == "former_political_prisoner" and person.held.facility:
            self._note(message("former political prisoners in a place of detention"))


def _possible(moment: PartialDate | None, day: date) -> PartialDate | None:
    """The date. Raises ValueError if it is out of the possible range for a register of `day`."""
    if moment and not _EARLIEST <= moment.year <= day.year + _LATEST:
        raise ValueError(
            message("must lie between {earliest:year} and {latest:year}", earliest=_EARLIEST, latest=day.year + _LATEST)
        )
    return moment


def _read_gender(text: str) -> str:
    """The gender code, empty if none is stated. Raises ValueError with the allowed codes."""
    plain = text.strip().lower()
    if plain and plain not in _GENDERS:
        raise ValueError(message("must be one of {allowed}", allowed=", ".join(GENDERS)))
    return _GENDERS.get(plain, "")


def _read_died(text: str) -> bool:
    """Whether the register says that the person died. Raises ValueError with the rule."""
    if text.strip() not in ("", "yes"):
        raise ValueError(message("must be yes or empty"))
    return bool(text.strip())
