"""The questions about a register as a YAML file that a maintainer fills in: `private/questions.yaml`."""

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from repression.intake.identity import PersonGroup
from repression.intake.vocabulary import UNREADABLE, OpenWord, choices
from repression.maintain import private_store
from repression.maintain.answers import NO_ANSWERS, Answers, NewFacility, NewPenalty, PersonAnswer, WordAnswer
from repression.maintain.reference import reference_tables
from repression.paths import ROOT
from repression.snapshots.catalog import Catalog, read_catalog
from repression.snapshots.issues import ValidationError
from repression.snapshots.schema import fields_of

QUESTIONS = "questions.yaml"
_NEW = "new"  # the answer for what is to be added
_NEW_IN = {"prison": NewFacility, "penalty": NewPenalty}
_MOST_LINES = 20  # named of one word
_MAX_BYTES = 4 * 2**20
_HEAD = f"""\
# What words mean, and which rows are of one person. Write an answer after every `answer:`, save this file, and run
#     {{command}}
#
# Words: one of the meanings named above the word; `{_NEW}`, with the lines below it filled in; or `{UNREADABLE}`: the
# cell is then left empty and counted (a row without a status is left out whole).
# A word that might name a person: `private: yes` keeps it out of the repository, which everybody can read.
# People: `same` or `different`; or, in brackets, the ids that are one person: [9103, 9107].
"""


def questions_path(data: Path) -> Path:
    """The file that `add` writes."""
    return private_store.private_folder(data) / QUESTIONS


def answer_command(data: Path) -> str:
    """The command that saves the answers for the folder `data`.

    It names a folder that is not the usual one: without that, answers of a trial would go into the real data.
    """
    parts = [".venv/bin/python", "-m", "repression", "answer", str(questions_path(data))]
    if data.resolve() != (ROOT / "data").resolve():
        parts += ["--data", str(data)]
    return shlex.join(parts)


def write_questions(data: Path, words: Sequence[OpenWord], groups: Sequence[PersonGroup]) -> Path:
    """Write the questions to their file; return its path. Answers that were filled in there stay.

    Raises ValidationError if the file there is none of questions, OSError if it cannot be written.
    """
    path = questions_path(data)
    try:
        earlier, _ = parse_answers(path.read_bytes(), str(path))
    except FileNotFoundError:
        earlier = NO_ANSWERS
    private_store.write_private(path, format_questions(data, words, groups, read_catalog(data), earlier))
    return path


def format_questions(
    data: Path,
    words: Sequence[OpenWord],
    groups: Sequence[PersonGroup],
    catalog: Catalog,
    earlier: Answers = NO_ANSWERS,
) -> bytes:
    """The questions as YAML for the folder `data`, with what can be answered in comments, as the catalog knows it.

    Groups of rows without ids are left out, since a decision about them could not be kept. What `earlier` answers is
    filled in.
    """
    answered = {(one.column, one.word): one for one in earlier.words}
    decided = {frozenset(one.ids): one for one in earlier.people}
    reference = reference_tables(catalog)
    parts = [_HEAD.format(command=answer_command(data))]
    if words:
        parts.append("words:\n")
    before = ""
    for word in words:
        if word.column != before:
            parts.append(_meanings(word.column, choices(word.column, reference)))
            parts.append(_of_new_facilities(catalog) if word.column == "prison" else "")
            before = word.column
        parts.append(_word(word, answered.get((word.column, word.word))))
    asked = [group for group in groups if group.ids]
    if asked:
        parts.append("people:\n")
    parts += [_people(group, decided.get(frozenset(group.ids))) for group in asked]
    return "".join(parts).encode()


def parse_answers(content: bytes, name: str) -> tuple[Answers, int]:
    """The answers of a filled-in file, and how many questions are left open. `name` is the file's name in errors.

    Raises ValidationError, which names question and key, if the file is no list of questions.
    """
    if len(content) > _MAX_BYTES:
        raise ValidationError.about(name, f"has more than {_MAX_BYTES:,} bytes")
    try:
        # All values are texts here: 293.20 is an article, and `no` is no.
        found = yaml.BaseLoader(content.decode()).get_single_data()
        sheet = msgspec.convert(found or {}, _Sheet)
        words = tuple(_word_answer(one) for one in sheet.words if one.answer)
        people = tuple(_person_answer(one) for one in sheet.people if one.answer)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValidationError.about(name, f"is no YAML: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise ValidationError.about(name, "is nested too deeply") from None
    except (msgspec.ValidationError, ValueError) as error:
        raise ValidationError.about(name, f"is no file of answers: {error}") from None
    return Answers(words, people), len(sheet.words) + len(sheet.people) - len(words) - len(people)


class _Word(msgspec.Struct, forbid_unknown_fields=True):
    column: str
    word: str
    rows: str = ""
    lines: str = ""
    examples: list[str] | str = ""
    answer: str = ""
    private: Literal["yes", "no"] = "no"
    new: dict[str, str] | str = ""


class _People(msgspec.Struct, forbid_unknown_fields=True):
    ids: list[str]
    lines: str = ""
    share: str = ""
    answer: str | list[str] = ""


class _Sheet(msgspec.Struct, forbid_unknown_fields=True):
    words: list[_Word] = []
    people: list[_People] = []


def _word_answer(one: _Word) -> WordAnswer:
    """Raises ValueError, which names the word, if something new cannot be understood."""
    private = one.private == "yes"
    if one.answer != _NEW:
        return WordAnswer(one.column, one.word, one.answer, private=private)
    kind = _NEW_IN.get(one.column)
    if kind is None:
        raise ValueError(f"{one.column} {one.word!r}: only a {' or a '.join(_NEW_IN)} can be new")
    try:
        new = msgspec.convert(one.new or {}, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"{one.column} {one.word!r}: new: {error}") from None
    return WordAnswer(one.column, one.word, new.name, new, private)


def _person_answer(one: _People) -> PersonAnswer:
    """Raises ValueError, which names the ids, if the answer is none."""
    ids = tuple(one.ids)
    if isinstance(one.answer, list):
        return PersonAnswer(ids, tuple(one.answer))
    if one.answer not in ("same", "different"):
        raise ValueError(f"people {', '.join(ids)}: {one.answer!r} must be same, different, or ids in brackets")
    return PersonAnswer(ids, ids if one.answer == "same" else ())


def _meanings(column: str, known: tuple[str, ...] | None) -> str:
    """The comment that names what a word of a column can mean."""
    if known is None:
        meanings = "articles, such as 342 or 293.2;361-1"
    else:
        meanings = ", ".join((*known, *([_NEW] if column in _NEW_IN else []), UNREADABLE))
    return f"# {column}: {meanings}\n"


def _of_new_facilities(catalog: Catalog) -> str:
    """The comment that names the codes of a new facility."""
    fields = fields_of(catalog.package, "facilities")
    codes = [f"its {field.name} is one of {', '.join(field.enum)}" for field in fields if field.enum]
    return f"# {_NEW}: {'; '.join(codes)}; only region, latitude and longitude may be empty\n"


def _word(word: OpenWord, answer: WordAnswer | None) -> str:
    given = answer.meaning if answer else ""
    entry: dict[str, Any] = {
        "column": word.column,
        "word": word.word,
        "rows": word.rows,
        "lines": _listed(word.lines),
        "examples": list(word.examples),
        "answer": _NEW if answer and answer.new else given,
        "private": "yes" if (answer.private if answer else word.is_rare) else "no",
    }
    kind = _NEW_IN.get(word.column)
    if kind:
        entry["new"] = dict.fromkeys(kind.__struct_fields__, "")
        if answer and answer.new:
            entry["new"] = msgspec.to_builtins(answer.new)
    return _entry(entry)


def _people(group: PersonGroup, answer: PersonAnswer | None) -> str:
    given: str | list[str] = ""
    if answer:
        given = list(answer.same) or "different"
    return _entry(
        {"ids": list(group.ids), "lines": _listed(group.lines), "share": ", ".join(group.reasons), "answer": given}
    )


def _entry(entry: dict[str, Any]) -> str:
    """An entry of a list as YAML; what is to be filled in stands empty."""
    text = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=None)
    return str(text).replace(": ''\n", ":\n")


def _listed(lines: Iterable[int]) -> str:
    named = [str(line) for line in lines]
    more = [f"and {len(named) - _MOST_LINES} more"] if len(named) > _MOST_LINES else []
    return ", ".join([*named[:_MOST_LINES], *more])
