"""The questions about a register as a YAML file that a maintainer fills in: `private/questions.yaml`."""

import shlex
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from repression.intake.identity import PersonGroup
from repression.intake.suppression import normalise_key
from repression.intake.vocabulary import UNREADABLE, OpenWord, choices
from repression.maintain import answers, private_store
from repression.maintain.answers import Answers, NewFacility, NewPenalty, PersonAnswer, WordAnswer
from repression.maintain.plan import Plan
from repression.maintain.reference import reference_tables
from repression.messages import message, words_of
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


class _Word(msgspec.Struct, forbid_unknown_fields=True):
    column: str
    word: str
    rows: str = ""
    lines: str = ""
    examples: list[str] | str = ""
    answer: str = ""
    private: Literal["yes", "no"] = "no"
    new: dict[str, str] | str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.column, self.word

    @property
    def is_filled(self) -> bool:
        """Whether something was written into it."""
        return bool(self.answer) or (isinstance(self.new, dict) and any(self.new.values()))


class _People(msgspec.Struct, forbid_unknown_fields=True):
    ids: list[str]
    lines: str = ""
    share: str = ""
    answer: str | list[str] = ""


class _Sheet(msgspec.Struct, forbid_unknown_fields=True):
    words: list[_Word] = []
    people: list[_People] = []


def write_questions(catalog: Catalog, words: Sequence[OpenWord], groups: Sequence[PersonGroup]) -> Path:
    """Write the questions to their file; return its path. What was filled in there stays, also if it is not asked now.

    Raises ValidationError if the file there is none of questions, OSError if it cannot be written.
    """
    earlier = _sheet_of(catalog.root)
    by_word = {one.key: one for one in earlier.words}
    by_ids = {frozenset(one.ids): one for one in earlier.people}
    asked = [_asked(word, by_word.pop((word.column, word.word), None)) for word in words]
    people = [_grouped(group, by_ids.pop(frozenset(group.ids), None)) for group in groups if group.ids]
    asked += [one for one in by_word.values() if one.is_filled]
    people += [one for one in by_ids.values() if one.answer]
    path = questions_path(catalog.root)
    private_store.write_private(path, _formatted(catalog, _Sheet(asked, people)))
    return path


def plan_answers(data: Path, path: Path, given: Answers, today: date) -> Plan:
    """The plan of `answers.prepare`; it also takes what is saved out of the file of questions, if that is `path`.

    Raises ValidationError as that does.
    """
    plan = answers.prepare(data, given, today)
    if path.resolve() != questions_path(data).resolve():
        return plan
    words, ids = {(one.column, one.word) for one in given.words}, {one.ids for one in given.people}
    sheet = _sheet_of(data)
    rest = _Sheet(
        [one for one in sheet.words if one.key not in words],
        [one for one in sheet.people if tuple(one.ids) not in ids],
    )
    own, gone = _as_files(read_catalog(data), rest)
    return replace(plan, own={**plan.own, **own}, gone=gone)


def without_questions_about(catalog: Catalog, ids: Collection[str]) -> tuple[dict[Path, bytes], tuple[Path, ...]]:
    """The file of questions without those about a person with these ids, as `own` and `gone` of a plan.

    Nothing if it asks nothing of the person. Raises ValidationError if the file there is none of questions.
    """
    sheet = _sheet_of(catalog.root)
    others = [one for one in sheet.people if not {normalise_key("id", each) for each in one.ids} & set(ids)]
    return _as_files(catalog, _Sheet(sheet.words, others)) if len(others) < len(sheet.people) else ({}, ())


def _as_files(catalog: Catalog, sheet: _Sheet) -> tuple[dict[Path, bytes], tuple[Path, ...]]:
    """The file to write, or that it goes where nothing is left to ask."""
    path = questions_path(catalog.root)
    if sheet.words or sheet.people:
        return {path: _formatted(catalog, sheet)}, ()
    return {}, (path,)


def _sheet_of(data: Path) -> _Sheet:
    """The file of questions that is there; an empty one if there is none."""
    path = questions_path(data)
    try:
        return _parse(path.read_bytes(), str(path))
    except FileNotFoundError:
        return _Sheet()


def _formatted(catalog: Catalog, sheet: _Sheet) -> bytes:
    """The questions as YAML, with what can be answered in comments, as the catalog knows it.

    Groups of rows without ids are not asked, since a decision about them could not be kept.
    """
    reference = reference_tables(catalog)
    parts = [_HEAD.format(command=answer_command(catalog.root))]
    if sheet.words:
        parts.append("words:\n")
    named: set[str] = set()
    for word in sheet.words:
        if word.column not in named:
            parts.append(_meanings(word.column, choices(word.column, reference)))
            parts.append(_of_new_facilities(catalog) if word.column == "prison" else "")
            named.add(word.column)
        parts.append(_entry(_word_entry(word)))
    if sheet.people:
        parts.append("people:\n")
    parts += [_entry(msgspec.to_builtins(group)) for group in sheet.people]
    return "".join(parts).encode()


def parse_answers(content: bytes, name: str) -> tuple[Answers, int]:
    """The answers of a filled-in file, and how many questions are left open. `name` is the file's name in errors.

    Raises ValidationError, which names question and key, if the file is no list of questions.
    """
    sheet = _parse(content, name)
    try:
        words = tuple(_word_answer(one) for one in sheet.words if one.answer)
        people = tuple(_person_answer(one) for one in sheet.people if one.answer)
    except ValueError as error:
        raise ValidationError.about(name, message("is no file of answers: {error}", error=words_of(error))) from None
    return Answers(words, people), len(sheet.words) + len(sheet.people) - len(words) - len(people)


def _parse(content: bytes, name: str) -> _Sheet:
    """The questions of a file. Raises ValidationError as `parse_answers` does."""
    if len(content) > _MAX_BYTES:
        raise ValidationError.about(name, message("has more than {bytes} bytes", bytes=_MAX_BYTES))
    try:
        # All values are texts here: 293.20 is an article, and `no` is no.
        found = yaml.BaseLoader(content.decode()).get_single_data()
        return msgspec.convert(found or {}, _Sheet)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValidationError.about(name, message("is no YAML: {fault}", fault=" ".join(str(error).split()))) from None
    except RecursionError:
        raise ValidationError.about(name, message("is nested too deeply")) from None
    except (msgspec.ValidationError, ValueError) as error:
        raise ValidationError.about(name, message("is no file of answers: {error}", error=str(error))) from None


def _word_answer(one: _Word) -> WordAnswer:
    """Raises ValueError, which names the word, if something new cannot be understood."""
    private = one.private == "yes"
    if one.answer != _NEW:
        return WordAnswer(one.column, one.word, one.answer, private=private)
    kind = _NEW_IN.get(one.column)
    if kind is None:
        raise ValueError(
            message(
                "{column} {word}: only a {allowed} can be new",
                column=one.column,
                word=repr(one.word),
                allowed=" or a ".join(_NEW_IN),
            )
        )
    try:
        new = msgspec.convert(one.new or {}, kind)
    except msgspec.ValidationError as error:
        raise ValueError(
            message("{column} {word}: new: {error}", column=one.column, word=repr(one.word), error=str(error))
        ) from None
    return WordAnswer(one.column, one.word, new.name, new, private)


def _person_answer(one: _People) -> PersonAnswer:
    """Raises ValueError, which names the ids, if the answer is none."""
    ids = tuple(one.ids)
    if isinstance(one.answer, list):
        return PersonAnswer(ids, tuple(one.answer))
    if one.answer not in ("same", "different"):
        raise ValueError(
            message(
                "people {allowed}: {answer} must be same, different, or ids in brackets",
                allowed=", ".join(ids),
                answer=repr(one.answer),
            )
        )
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


def _asked(word: OpenWord, earlier: _Word | None) -> _Word:
    """The question about a word, with what was filled in earlier. A word that was private stays so."""
    is_filled = earlier is not None and earlier.is_filled
    private = earlier is not None and earlier.private == "yes"
    return _Word(
        word.column,
        word.word,
        str(word.rows),
        _listed(word.lines),
        list(word.examples),
        earlier.answer if earlier else "",
        "yes" if private or (word.is_rare and not is_filled) else "no",
        earlier.new if earlier else "",
    )


def _word_entry(word: _Word) -> dict[str, Any]:
    entry: dict[str, Any] = msgspec.to_builtins(word)
    entry["rows"] = int(word.rows) if word.rows.isdecimal() else word.rows
    kind, new = _NEW_IN.get(word.column), entry.pop("new")
    if kind:
        entry["new"] = {**dict.fromkeys(kind.__struct_fields__, ""), **(new or {})}
    return entry


def _grouped(group: PersonGroup, earlier: _People | None) -> _People:
    """The question about a group of rows, with what was filled in earlier."""
    return _People(list(group.ids), _listed(group.lines), ", ".join(group.reasons), earlier.answer if earlier else "")


def _entry(entry: dict[str, Any]) -> str:
    """An entry of a list as YAML; what is to be filled in stands empty."""
    text = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=None)
    return str(text).replace(": ''\n", ":\n")


def _listed(lines: Iterable[int]) -> str:
    named = [str(line) for line in lines]
    more = [f"and {len(named) - _MOST_LINES} more"] if len(named) > _MOST_LINES else []
    return ", ".join([*named[:_MOST_LINES], *more])
