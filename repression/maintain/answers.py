"""What a maintainer answers about a register: what an unknown word means, and which rows are of one person.

Answers are saved once and hold for all files: words in `data/vocabulary.csv` (or in `private/`, if a word might name
somebody), new facilities in a snapshot of `facilities`, new penalties in `datapackage.json`, their translations in the
catalogues, decisions about people in `private/same_people.csv`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

import msgspec

from repression.i18n import LANGUAGES, translations
from repression.intake.vocabulary import UNREADABLE, Reference, broken_meaning, choices
from repression.maintain import identities, private_store
from repression.maintain.changes import NamedRows, compare_rows, rows_of
from repression.maintain.extract_messages import PUBLISHED, path_of, with_translations
from repression.maintain.reference import reference_of, reference_tables
from repression.maintain.vocabulary import VOCABULARY, format_words, read_words
from repression.snapshots.catalog import PACKAGE, Catalog, read_catalog
from repression.snapshots.csv_io import replace_file
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.schema import fields_on
from repression.snapshots.writer import SnapshotFiles, write_snapshot


class NewFacility(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place of detention to add to the table of facilities, in its columns, with the translations of name and town.

    A translation may be empty if the catalogues have it already.
    """

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
    def cells(self) -> list[str]:
        """The cells in the columns of the table of facilities."""
        return [self.facility, self.kind, self.place, self.region, self.latitude, self.longitude]

    def in_language(self, lang: str) -> dict[str, str]:
        """The translations to a language, by English text."""
        return {getattr(self, part): getattr(self, f"{part}_{lang}") for part in ("facility", "place")}


class NewPenalty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A penalty to add to the codes of the schema: its code such as `deferred`, and what readers are told, in English and
    translated.
    """

    code: str
    label: str
    label_be: str = ""
    label_ru: str = ""

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


@dataclass(frozen=True)
class AnswerPlan:
    """What is to be written, and `lines` that tell it to the maintainer, the words for the repository one by one."""

    data: Path
    files: Mapping[Path, bytes]
    private: Mapping[Path, bytes]
    facilities: SnapshotFiles | None
    lines: tuple[str, ...]


def known_meanings(data: Path) -> dict[str, tuple[str, ...] | None]:
    """For each raw column the meanings to choose from, None where any articles are. Raises ValidationError as `prepare`."""
    raise NotImplementedError


def prepare(data: Path, answers: Answers, today: date) -> AnswerPlan:
    """Check answers and plan what to write, without writing.

    Raises ValidationError if the reference tables or a file of answers cannot be read, an answer is none of those
    allowed, a word is answered twice, something new is known already in another way or lacks a translation, or
    decisions about people contradict each other.
    """
    raise NotImplementedError


def write(plan: AnswerPlan) -> list[Path]:
    """Write what is planned, the vocabulary last; return the paths. The calling function must hold the `writer_lock`.

    A write that was stopped is completed by saving the same answers again.
    """
    raise NotImplementedError
