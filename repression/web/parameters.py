"""The parameters of the data routes, as readers and programs are told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from repression.filters import ANY, FILTERS, Choice, Filter, Range, Single
from repression.languages import LANGUAGES
from repression.questions import Question, all_questions, vocabulary
from repression.warehouse import Warehouse
from repression.web.orders import EXCEL, MOST_ROWS

EVERY = "every file"


@dataclass(frozen=True)
class Parameter:
    """A parameter: the files it is for, what it means, what is allowed, in words or as codes with their labels.

    `schema` is the JSON Schema of its value, without what differs from file to file.
    """

    name: str
    of: str
    about: str
    allowed: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=dict)


def parameters(house: Warehouse, lang: str) -> tuple[Parameter, ...]:
    """All parameters there are, in the order to show them; labels are in the language."""
    labels = vocabulary(house, lang)
    first, last = house.days[0], house.days[-1]
    return (
        Parameter(
            "snapshot",
            "every file, and the package",
            "The data as known on a day: every dataset in its newest edition of that day or before. Without it, the "
            "newest data of the day you ask.",
            f"a day from {first} to {last}",
            schema={"type": "string", "format": "date", "examples": [f"{last}"]},
        ),
        Parameter(
            "lang",
            "every file, and the package",
            "The language of the titles of articles; all else is in English so far.",
            codes={code: code for code in LANGUAGES},
            schema={"enum": list(LANGUAGES), "default": LANGUAGES[0]},
        ),
        *(_filter(each, labels) for each in FILTERS),
        Parameter("columns", EVERY, "Only these columns, in this order.", "names of columns, parted by commas"),
        Parameter(
            "limit",
            EVERY,
            "Only the first rows. The file says how many it leaves out: JSON, Excel and the archive inside, all in "
            "their names.",
            f"a whole number from 1 to {MOST_ROWS}",
            schema={"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        ),
        Parameter(
            "for",
            "files in CSV",
            "Adds the mark by which Excel knows that a file is UTF-8. The other formats refuse it.",
            codes={EXCEL: "with byte order mark"},
            schema={"enum": [EXCEL]},
        ),
    )


def obeyed(question: Question) -> list[Filter]:
    """The filters and settings that a question reads, in the order of the registry."""
    return [each for each in FILTERS if each.name in question.filters or each.name in question.settings]


def _filter(each: Filter, labels: Mapping[str, Mapping[str, str]]) -> Parameter:
    codes = dict(each.codes if isinstance(each, Single) else labels.get(each.name, {}))
    if isinstance(each, Choice) and each.default:
        codes[ANY] = "all of these"
    return Parameter(
        each.name,
        _files(each),
        ". ".join(part.removesuffix(".") for part in (each.title, each.help) if part) + ".",
        each.allowed if isinstance(each, Range) else "",
        codes,
        each.schema(labels),
    )


def _files(each: Filter) -> str:
    """What a filter is for: a dataset with the questions on it, or the questions that read a setting."""
    if each.scope != "exhibit":
        return f"{each.scope}, and questions about it"
    return ", ".join(name for name, question in all_questions().items() if each.name in question.settings)
