"""What a maintainer answers about a register: what an unknown word means, and which rows are of one person.

Answers are saved once and hold for all files: words in `data/vocabulary.csv` (or in `private/`, if a word might name
somebody), new facilities in a snapshot of `facilities`, new penalties in `datapackage.json`, their translations in the
catalogues, decisions about people in `private/same_people.csv`.
"""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import msgspec
from msgspec.structs import replace

from repression.i18n import LANGUAGES, N_
from repression.intake.vocabulary import ASKED, UNREADABLE, Reference, broken_meaning, choices, word_of
from repression.maintain import identities, private_store
from repression.maintain.changes import NamedRows, compare_rows, rows_of
from repression.maintain.extract_messages import path_of, read, with_translations
from repression.maintain.plan import Plan, has_catalogues, write
from repression.maintain.reference import newest_rows, reference_tables
from repression.maintain.vocabulary import VOCABULARY, format_words, read_words
from repression.messages import Message, indented, message
from repression.snapshots.catalog import Catalog, read_catalog
from repression.snapshots.descriptor import REPLACED
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.schema import Field, fields_of, fields_on
from repression.snapshots.texts import damage
from repression.snapshots.writer import SnapshotFiles

__all__ = ["prepare", "write"]

ANSWERS = "answers"  # what issues call them
_CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_RESERVED = (UNREADABLE, "not_stated", "unknown")  # how a cell without a penalty is read or asked for
_OPEN = N_("These words go into {file} of the data, which everybody can read. If one might name a person, stop:")
_New = TypeVar("_New")


class NewFacility(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place of detention to add to the table of facilities, in its columns, with the translations of name and town.

    A translation may be empty if the catalogues have it already.
    """

    used_in: ClassVar[str] = "queries/people_by_facility.sql: cells of name"

    facility: str
    kind: str
    place: str
    region: str = ""
    latitude: str = ""
    longitude: str = ""
    facility_be: str = ""
    facility_ru: str = ""
    place_be: str = ""
    place_ru: str = ""

    @property
    def name(self) -> str:
        """What a word means that means it."""
        return self.facility

    @property
    def cells(self) -> list[str]:
        """The cells in the columns of the table of facilities."""
        return [self.facility, self.kind, self.place, self.region, self.latitude, self.longitude]

    def in_language(self, lang: str) -> dict[str, str]:
        """The translations to a language, by English text."""
        return {getattr(self, part): getattr(self, f"{part}_{lang}") for part in ("facility", "place")}


class NewPenalty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A penalty to add to the schema: its code such as `deferred`, and its label for readers, with translations."""

    used_in: ClassVar[str] = "data/people: penalty"

    code: str
    label: str
    label_be: str = ""
    label_ru: str = ""

    @property
    def name(self) -> str:
        """What a word means that means it."""
        return self.code

    def in_language(self, lang: str) -> dict[str, str]:
        """The translation to a language, by English text."""
        return {self.label: getattr(self, f"label_{lang}")}


@dataclass(frozen=True)
class WordAnswer:
    """What a word of a raw column means: one of `choices`, articles, `unreadable`, or the name or code of `new`.

    `private` keeps the word out of the repository, since it might name somebody.
    """

    column: str
    word: str
    meaning: str
    new: NewFacility | NewPenalty | None = None
    private: bool = False


@dataclass(frozen=True)
class PersonAnswer:
    """Which of the ids of a group are `same`, that is one person; all others are different people."""

    ids: tuple[str, ...]
    same: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, str, bool]]:
        """Every pair of the ids, and whether it is one person."""
        return [(one, two, {one, two} <= set(self.same)) for one, two in combinations(self.ids, 2)]


@dataclass(frozen=True)
class Answers:
    """Answers to save together."""

    words: tuple[WordAnswer, ...] = ()
    people: tuple[PersonAnswer, ...] = ()


def known_meanings(data: Path) -> dict[str, tuple[str, ...] | None]:
    """For each raw column the meanings to choose from, None where any articles are. Raises as `prepare` does."""
    reference = reference_tables(read_catalog(data))
    return {column: choices(column, reference) for column in ASKED}


def prepare(data: Path, answers: Answers, today: date) -> Plan:
    """Check answers and plan what to write, without writing.

    Raises ValidationError if the reference tables or a file of answers cannot be read, an answer is none of those
    allowed, a word is answered twice, something new is known already in another way or lacks a translation, or
    decisions about people contradict each other.
    """
    catalog = read_catalog(data)
    if not catalog.package:
        raise ValidationError(*catalog.issues)
    tables = reference_tables(catalog)
    facilities = _once([one.new for one in answers.words if isinstance(one.new, NewFacility)])
    penalties = _once([one.new for one in answers.words if isinstance(one.new, NewPenalty)])
    coming = Reference(
        {**tables.regions, **{one.facility: one.region for one in facilities}},
        tables.articles,
        tuple(dict.fromkeys((*tables.penalties, *(one.code for one in penalties)))),
    )
    issues = [
        *_broken_words(answers.words, coming),
        *_broken_facilities(catalog, facilities, today),
        *_broken_penalties(catalog, penalties),
        *_untranslated([*facilities, *penalties]),
        *(Issue(ANSWERS, None, "people", None, rule) for one in answers.people if (rule := _broken_people(one))),
    ]
    if issues:
        raise ValidationError(*issues)
    new: list[NewFacility | NewPenalty] = [*facilities, *penalties]
    own, public, lines = _vocabularies(data, coming, answers.words)
    lines += [message("new: {parts:,}", parts=tuple(filter(None, msgspec.structs.astuple(one)))) for one in new]
    if new and not has_catalogues(data):
        lines.append(
            message("the translations are not kept: this is a copy, and the catalogues belong to the published data")
        )
    if answers.people:
        pairs = [pair for one in answers.people for pair in one.pairs()]
        own[identities.identities_path(data)] = identities.extended(data, pairs)
        same = sum(bool(one.same) for one in answers.people)
        template = N_("groups of rows decided: {groups}, among them with rows of one person: {same}")
        lines.append(message(template, groups=len(answers.people), same=same))
    snapshot = _snapshot(catalog, facilities, today)
    return Plan(
        data,
        snapshots=(snapshot,) if snapshot else (),
        own=own,
        lines=tuple(lines),
        public={**_catalogues(data, new), **public},
        package=_package(catalog, penalties),
    )


def _once(new: Sequence[_New]) -> list[_New]:
    """Each new thing once: several spellings may mean it."""
    return list(dict.fromkeys(new))


def _broken_words(words: Sequence[WordAnswer], reference: Reference) -> Iterator[Issue]:
    meanings: dict[tuple[str, str], str] = {}
    for one in words:
        if one.column not in ASKED:
            yield Issue(
                ANSWERS, None, "column", one.column, message("must be one of {allowed}", allowed=", ".join(ASKED))
            )
        elif not one.word or word_of(one.column, one.word) != one.word:
            yield Issue(
                ANSWERS,
                None,
                one.column,
                one.word,
                message("must be written {form}", form=repr(word_of(one.column, one.word))),
            )
        elif rule := damage(one.word) or broken_meaning(one.column, one.meaning, reference):
            yield Issue(ANSWERS, None, f"{one.column} {one.word!r}", one.meaning, rule)
        elif meanings.setdefault((one.column, one.word), one.meaning) != one.meaning:
            yield Issue(ANSWERS, None, one.column, one.word, message("must not be answered in two ways"))


def _broken_facilities(catalog: Catalog, new: Sequence[NewFacility], today: date) -> Iterator[Issue]:
    known = {row["facility"]: list(row.values()) for row in newest_rows(catalog, "facilities")}
    fields = fields_on(catalog.package, "facilities", today)
    for one in new:
        for field, cell in zip(fields, one.cells, strict=True):
            if rule := field.broken_rule(cell):
                yield Issue(ANSWERS, None, f"new {field.name}", cell, rule)
        if known.setdefault(one.facility, one.cells) != one.cells:
            yield Issue(
                ANSWERS, None, "new facility", one.facility, message("is in the table already, with other values")
            )


def _broken_penalties(catalog: Catalog, new: Sequence[NewPenalty]) -> Iterator[Issue]:
    known = dict(_penalty_field(catalog).labels)
    for one in new:
        if not _CODE.fullmatch(one.code) or one.code in _RESERVED:
            yield Issue(
                ANSWERS, None, "new penalty", one.code, message("must be a code such as deferred or life_imprisonment")
            )
        if not one.label.strip() or (damage(one.label)):
            yield Issue(ANSWERS, None, "new penalty", one.label, message("must be a label for readers"))
        if known.setdefault(one.code, one.label) != one.label:
            yield Issue(
                ANSWERS,
                None,
                "new penalty",
                one.code,
                message("is a code already, with the label {label}", label=repr(known[one.code])),
            )


def _untranslated(new: Sequence[NewFacility | NewPenalty]) -> Iterator[Issue]:
    """What has no translation, neither here nor in the catalogues."""
    for lang in LANGUAGES[1:]:
        catalogue = read(lang)
        for one in new:
            for text, translation in one.in_language(lang).items():
                known = catalogue.get(text)
                if text and not translation.strip() and not (known and known.string):
                    yield Issue(ANSWERS, None, lang, text, message("must be translated"))


def _broken_people(answer: PersonAnswer) -> Message | None:
    """The rule that it breaks, in words."""
    if len(set(answer.ids)) < 2:
        return message("must have two ids or more")
    if not set(answer.same) <= set(answer.ids) or len(answer.same) == 1:
        return message("same must be two or more of {ids}, or none", ids=", ".join(answer.ids))
    return None


def _vocabularies(
    data: Path, reference: Reference, words: Sequence[WordAnswer]
) -> tuple[dict[Path, bytes], dict[Path, bytes], list[Message]]:
    """The private and the public file of words to write, and what goes into which: a word is in one of them only."""
    lines: list[Message] = []
    own: dict[Path, bytes] = {}
    public: dict[Path, bytes] = {}
    answered = {(one.column, one.word) for one in words}
    for files, folder, name, private in (
        (own, private_store.private_folder(data), f"private/{VOCABULARY}", True),
        (public, data, VOCABULARY, False),
    ):
        before = read_words(folder / VOCABULARY, name, reference)
        here = {(one.column, one.word): one.meaning for one in words if one.private == private}
        after = {key: meaning for key, meaning in before.items() if key not in answered} | here
        if here:
            lines.append(
                message("These words stay in {file}:", file=name) if private else Message(_OPEN, (("file", name),))
            )
            lines += indented(
                message("{column}: {word} means {meaning}", column=column, word=repr(word), meaning=here[column, word])
                for column, word in sorted(here)
            )
        if after != before:
            files[folder / VOCABULARY] = format_words(after)
    return own, public, lines


def _catalogues(data: Path, new: Sequence[NewFacility | NewPenalty]) -> dict[Path, bytes]:
    """The catalogues of translations to write for what is new."""
    if not new or not has_catalogues(data):
        return {}
    files = {}
    for lang in LANGUAGES[1:]:
        added = {text: (each, one.used_in) for one in new for text, each in one.in_language(lang).items()}
        files[path_of(lang)] = with_translations(lang, {text: each for text, each in added.items() if each[0]})
    return files


def _package(catalog: Catalog, new: Sequence[NewPenalty]) -> dict[str, Any] | None:
    """The data package with the new penalties; None if none is new."""
    codes = _penalty_field(catalog).enum
    coming = [one for one in new if one.code not in codes]
    if not coming:
        return None
    package: dict[str, Any] = copy.deepcopy(dict(catalog.package))
    (people,) = (resource for resource in package["resources"] if resource["name"] == "people")
    (penalty,) = (field for field in people["schema"]["fields"] if field["name"] == "penalty")
    penalty["constraints"]["enum"] += [one.code for one in coming]
    penalty["categories"] += [{"value": one.code, "label": one.label} for one in coming]
    return package


def _snapshot(catalog: Catalog, new: Sequence[NewFacility], today: date) -> SnapshotFiles | None:
    """The table of facilities with the new ones, as of today; None if there is none to add."""
    last = catalog.on("facilities", date.max)
    assert last
    known = last.rows()
    coming = [one.cells for one in new if one.cells not in known]
    if not coming:
        return None
    day = max(today, last.date)
    rows = NamedRows(last.fields, [*known, *coming])
    before = catalog.before("facilities", day)
    replaced = f"Taken in on {today} {REPLACED}"
    notes = last.descriptor.notes
    if day == last.date and replaced not in notes:
        notes = (*notes, replaced)
    changes = compare_rows(rows_of(before), rows, before.date) if before else None
    descriptor = replace(last.descriptor, date=day, accessed=today, notes=notes, changes=changes)
    return SnapshotFiles(descriptor, last.fields, rows.rows)


def _penalty_field(catalog: Catalog) -> Field:
    (penalty,) = (field for field in fields_of(catalog.package, "people") if field.name == "penalty")
    return penalty
