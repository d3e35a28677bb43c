"""The questions about a register as a YAML file that a maintainer fills in: `private/questions.yaml`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from repression.intake.identity import PersonGroup
from repression.intake.vocabulary import OpenWord, Reference
from repression.maintain import private_store
from repression.maintain.answers import Answers


@dataclass(frozen=True)
class Questions:
    """What a register asks of its maintainer: the words that are not known, and rows that may be of one person."""

    words: tuple[OpenWord, ...] = ()
    people: tuple[PersonGroup, ...] = ()


def questions_path(data: Path) -> Path:
    """The file that `add` writes."""
    return private_store.private_folder(data) / "questions.yaml"


def format_questions(questions: Questions, reference: Reference, earlier: Sequence[object] = ()) -> str:
    """The questions as YAML, with what can be answered in comments."""
    raise NotImplementedError


def parse_answers(content: bytes, name: str) -> tuple[Answers, int]:
    """The answers of a filled-in file, and how many questions are left open. `name` is the file's name in errors.

    Raises ValidationError, which names question and key, if the file is no list of questions.
    """
    raise NotImplementedError
