"""The descriptor beside a snapshot's CSV: its types, and reading and writing it as YAML."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
import yaml

from repression.messages import message
from repression.partial_dates import FIRST_YEAR, LAST_YEAR
from repression.snapshots.issues import ValidationError
from repression.snapshots.texts import damage

# The end of the note that a snapshot has if it replaced another one of its day.
REPLACED = "in place of an earlier file of the same date."
# This note states how many rows are withheld. It does not state who asked for that, nor whether anybody did.
WITHHELD_NOTE = re.compile(r"([0-9]+) (?:row is|rows are) withheld, to protect people\.")
# This note states how many rows of how many were refused when the snapshot was taken in.
LEFT_OUT_NOTE = re.compile(r"([0-9]+) of ([0-9]+) rows of the source could not be read and are left out\.")

# This note states how many rows of a source are not shown since another row of the same person is.
SAME_PERSON_NOTE = re.compile(
    r"([0-9]+) (?:row|rows) of the source left out: another row of the same person is shown\."
)
# This note states how many people may be counted twice, since nobody knows yet if two rows are of one person.
PERHAPS_TWICE_NOTE = re.compile(r"Up to ([0-9]+) (?:person|people) may be counted twice\.")

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a descriptor: exactly these keys, each of its type."""

    def __post_init__(self) -> None:
        """Raise ValueError for a day with a time, which is of another type, and for a day of an impossible year."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, datetime.date) and not is_possible_day(value):
                raise ValueError(f"`{name}` is {value}, must be a day from {FIRST_YEAR} to {LAST_YEAR} without a time")


def is_possible_day(day: datetime.date) -> bool:
    """Whether it is a day, without a time, of a year that the data can be of."""
    return type(day) is datetime.date and FIRST_YEAR <= day.year <= LAST_YEAR


class Source(_Part, frozen=True):
    """Who made the data and on what terms."""

    title: Annotated[str, msgspec.Meta(min_length=1)]
    url: str
    publisher: str
    licence: str


class Reading(_Part, frozen=True):
    """How many distinct raw texts (None for contradictions) and rows were read as what."""

    field: str
    kind: str
    texts: Count | None
    rows: Count


class Total(_Part, frozen=True):
    """How many people have a status in the snapshot before (`before`) and in this one (`after`)."""

    status: str
    before: Count
    after: Count


class Changes(_Part, frozen=True):
    """What a snapshot changes since the one of the day `since`: counts, and nothing about a single person.

    `compared` is `people` if raw rows of both snapshots were available and people were followed by the
    register's id. Otherwise it is `rows`: only whole published rows are compared, a changed row counts as one
    gone and one added, and the counts that need people are null or empty.

    - `added`, `gone`: new people, and people who are missing now;
    - `added_late`: those added who were not surely arrested after `since`;
    - `events`: arrests, verdicts and releases dated after `since`, of known and new people;
    - `undated`: people whose status changed without a dated event: they were recognised, or released on an
      unknown day;
    - `corrected`: people with a changed older fact; `revisions`: how many of them by column;
    - `totals`: people by status, for datasets with a status.
    """

    since: datetime.date
    compared: Literal["people", "rows"]
    added: Count
    added_late: Count | None
    gone: Count
    events: Mapping[str, Count]
    undated: Count | None
    corrected: Count | None
    revisions: Mapping[str, Count]
    totals: tuple[Total, ...]


class Correction(_Part, frozen=True):
    """A cell that was corrected after the snapshot was published.

    `row` are the cells of the row's key, as corrected; empty for people, of whom no row is named. `before` and `after`
    are None where few people have one of them, since with it a row could be found.
    """

    made_on: datetime.date
    row: Mapping[str, str]
    field: Annotated[str, msgspec.Meta(min_length=1)]
    before: str | None
    after: str | None
    reason: Annotated[str, msgspec.Meta(min_length=1)]


class Withdrawal(_Part, frozen=True):
    """That a snapshot was taken back, and why."""

    made_on: datetime.date
    reason: Annotated[str, msgspec.Meta(min_length=1)]


class Descriptor(_Part, frozen=True, omit_defaults=True):
    """The content of the descriptor file beside a snapshot's CSV.

    `changes` is None for the first snapshot of a dataset. `accessed` is None only if there is no descriptor file.
    `corrections` are in the order in which they were made. A descriptor that is `withdrawn` stands without its CSV. It
    keeps the rows and the checksum of it.
    """

    dataset: str
    date: datetime.date
    source: Source
    accessed: datetime.date | None
    taken_in_by: str
    rows: Count
    sha256: str
    notes: tuple[str, ...]
    readings: tuple[Reading, ...]
    changes: Changes | None
    # Written only where they say something: the bytes of all other descriptors are as before.
    corrections: tuple[Correction, ...] = ()
    withdrawn: Withdrawal | None = None

    @property
    def known(self) -> datetime.date:
        """The day it was taken in; its own day if that is not stated."""
        return self.accessed or self.date


def with_withheld_note(notes: Sequence[str], rows: int) -> tuple[str, ...]:
    """The notes, with the note that `rows` rows are withheld in place of an earlier one; without it for no rows."""
    others = tuple(note for note in notes if not WITHHELD_NOTE.fullmatch(note))
    if not rows:
        return others
    return (*others, f"{rows} {'row is' if rows == 1 else 'rows are'} withheld, to protect people.")


def is_generated(note: str) -> bool:
    """Whether a command wrote the note about the file of one snapshot, so that it says nothing of another."""
    forms = (WITHHELD_NOTE, LEFT_OUT_NOTE, SAME_PERSON_NOTE, PERHAPS_TWICE_NOTE)
    return note.endswith(REPLACED) or any(form.fullmatch(note) for form in forms)


def left_out_note(refused: int, rows: int) -> str:
    """The note that `refused` of `rows` rows of the source are missing."""
    return f"{refused} of {rows} rows of the source could not be read and are left out."


def same_person_note(rows: int) -> str:
    """The note that `rows` rows are not shown since another row of the same person is."""
    return f"{rows} {'row' if rows == 1 else 'rows'} of the source left out: another row of the same person is shown."


def perhaps_twice_note(people: int) -> str:
    """The note that up to `people` people may be counted twice."""
    return f"Up to {people} {'person' if people == 1 else 'people'} may be counted twice."


def format_descriptor(descriptor: Descriptor) -> str:
    """A descriptor as YAML."""
    entries = msgspec.to_builtins(descriptor, builtin_types=(datetime.date,))
    return str(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100))


def parse_descriptor(content: bytes, name: str, dataset: str, day: datetime.date) -> Descriptor:
    """Read a descriptor. `name` is the file's name in errors.

    Raises ValidationError if it is no YAML, if a key is missing, unknown or of another type, if a text is damaged, or
    if it describes another dataset or day.
    """
    try:
        # Without `builtin_types`, msgspec would take a quoted text for a day.
        descriptor = msgspec.convert(yaml.safe_load(content), Descriptor, builtin_types=(datetime.date,))
        msgspec.json.encode(descriptor)  # a text with half of a surrogate pair cannot be written
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValidationError.about(name, message("is no YAML: {fault}", fault=" ".join(str(error).split()))) from None
    except RecursionError:
        raise ValidationError.about(name, message("is nested too deeply")) from None
    except UnicodeEncodeError as error:
        rule = message(
            "has a text with {sign}, which is no character", sign=ascii(error.object[error.start : error.end])
        )
        raise ValidationError.about(name, rule) from None
    except (msgspec.ValidationError, ValueError, OverflowError) as error:
        rule = message(
            "is no complete descriptor: {error}. Its keys must be {keys}",
            error=str(error),
            keys=_keys_in_words(Descriptor),
        )
        raise ValidationError.about(name, rule) from None
    for key, text in _texts_of(descriptor):
        if wrong := damage(text):
            raise ValidationError.about(name, message("{key}: {text} {wrong}", key=key, text=repr(text), wrong=wrong))
    if (descriptor.dataset, descriptor.date) != (dataset, day):
        named = f"{descriptor.dataset} {descriptor.date}"
        raise ValidationError.about(
            name, message("describes {named}, must describe {dataset} {day}", named=named, dataset=dataset, day=day)
        )
    return descriptor


def _texts_of(descriptor: Descriptor) -> Iterator[tuple[str, str]]:
    """The texts for readers, by their keys."""
    for key, text in msgspec.structs.asdict(descriptor.source).items():
        yield f"source.{key}", text
    yield "taken_in_by", descriptor.taken_in_by
    for place, note in enumerate(descriptor.notes, start=1):
        yield f"note {place}", note
    for place, correction in enumerate(descriptor.corrections, start=1):
        yield f"correction {place}", correction.reason
        for text in (correction.field, correction.before, correction.after, *correction.row, *correction.row.values()):
            if text:
                yield f"correction {place}", text
    if descriptor.withdrawn:
        yield "withdrawn.reason", descriptor.withdrawn.reason


def _keys_in_words(part: type[_Part]) -> str:
    """The keys of a part with those of the parts in it: `dataset, source (title, url), compared (people or rows)`."""
    described = {field.name: _value_in_words(field.type) for field in msgspec.structs.fields(part)}
    return ", ".join(f"{name} ({words})" if words else name for name, words in described.items())


def _value_in_words(kind: Any) -> str:
    """The allowed keys or codes of a value; empty for plain values, which msgspec's own message describes."""
    if isinstance(kind, type) and issubclass(kind, _Part):
        return _keys_in_words(kind)
    if get_origin(kind) is Literal:
        return " or ".join(get_args(kind))
    return next(filter(None, map(_value_in_words, get_args(kind))), "")
