"""The parameters of the data routes, as readers and programs are told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from repression.filters import ANY, FILTERS, Choice, Filter, Range, Single
from repression.languages import LANGUAGES, marked, speaker
from repression.questions import Question, all_questions, vocabulary
from repression.warehouse import Warehouse
from repression.web.orders import EXCEL, MOST_ROWS
from repression.wording import sentence

EVERY, EVERY_AND_PACKAGE = marked("every file"), marked("every file, and the package")


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
    """All parameters there are, in the order to show them, with their words in the language."""
    say = speaker(lang)
    labels = vocabulary(house, lang)
    first, last = house.days[0], house.days[-1]
    return (
        Parameter(
            "snapshot",
            say(EVERY_AND_PACKAGE),
            say(
                "The data as known on a day: every dataset in its newest edition of that day or before. Without it, "
                "the newest data of the day you ask."
            ),
            sentence(say("a day from {first} to {last}"), {"first": f"{first}", "last": f"{last}"}, lang),
            schema={"type": "string", "format": "date", "examples": [f"{last}"]},
        ),
        Parameter(
            "lang",
            say(EVERY_AND_PACKAGE),
            say("The language of words and titles; names of columns and codes are the same in each."),
            codes={code: code for code in LANGUAGES},
            schema={"enum": list(LANGUAGES), "default": LANGUAGES[0]},
        ),
        *(_filter(each, labels, lang) for each in FILTERS),
        Parameter(
            "columns",
            say(EVERY),
            say("Only these columns, in this order."),
            say("names of columns, parted by commas"),
        ),
        Parameter(
            "limit",
            say(EVERY),
            say(
                "Only the first rows. The file says how many it leaves out: JSON, Excel and the archive inside, all in "
                "their names."
            ),
            sentence(say("a whole number from 1 to {most}"), {"most": str(MOST_ROWS)}, lang),
            schema={"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        ),
        Parameter(
            "for",
            say("files in CSV"),
            say("Adds the mark by which Excel knows that a file is UTF-8. The other formats refuse it."),
            codes={EXCEL: say("with byte order mark")},
            schema={"enum": [EXCEL]},
        ),
    )


def obeyed(question: Question) -> list[Filter]:
    """The filters and settings that a question reads, in the order of the registry."""
    return [each for each in FILTERS if each.name in question.filters or each.name in question.settings]


def _filter(each: Filter, labels: Mapping[str, Mapping[str, str]], lang: str) -> Parameter:
    say = speaker(lang)
    codes = dict(labels.get(each.name, {}))
    if isinstance(each, Single):
        codes = {code: say(label) for code, label in each.codes}
    if isinstance(each, Choice) and each.default:
        codes[ANY] = say("all of these")
    return Parameter(
        each.name,
        _files(each, lang),
        ". ".join(say(part).removesuffix(".") for part in (each.title, each.help) if part) + ".",
        say(each.allowed) if isinstance(each, Range) else "",
        codes,
        each.schema(labels),
    )


def _files(each: Filter, lang: str) -> str:
    """What a filter is for: a dataset with the questions on it, or the questions that read a setting."""
    if each.scope != "exhibit":
        say = speaker(lang)
        return sentence(say("{dataset}, and questions about it"), {"dataset": each.scope}, lang)
    return ", ".join(name for name, question in all_questions().items() if each.name in question.settings)
