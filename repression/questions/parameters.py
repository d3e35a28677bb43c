"""The documentation of the parameters of the data routes, for readers and programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from repression.formatting import format_message
from repression.i18n import LANGUAGES, N_, get_translator
from repression.questions.answer import vocabulary
from repression.questions.filter_types import Filter
from repression.questions.filters import FILTERS
from repression.questions.question import Question, published_questions
from repression.warehouse.database import Warehouse

EVERY, EVERY_AND_PACKAGE = N_("every file"), N_("every file, and the package")


@dataclass(frozen=True)
class Parameter:
    """A parameter: its files, its meaning, and the allowed values in words or as codes with their labels.

    `schema` is the JSON Schema of its value, without the parts that differ from file to file.
    """

    name: str
    of: str
    about: str
    allowed: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=dict)


def parameters(warehouse: Warehouse, lang: str) -> tuple[Parameter, ...]:
    """All parameters in the order to show them, with their texts in the language."""
    _ = get_translator(lang)
    labels = vocabulary(warehouse, lang)
    first, last = warehouse.days[0], warehouse.days[-1]
    return (
        Parameter(
            "snapshot",
            _(EVERY_AND_PACKAGE),
            _(
                "The data as known on a day: every dataset in its newest snapshot of that day or before. Without it, "
                "the newest data of the day you ask."
            ),
            format_message(_("a day from {first} to {last}"), {"first": f"{first}", "last": f"{last}"}, lang),
            schema={"type": "string", "format": "date", "examples": [f"{last}"]},
        ),
        Parameter(
            "lang",
            _(EVERY_AND_PACKAGE),
            _("The language of words and titles; names of columns and codes are the same in each."),
            codes={code: code for code in LANGUAGES},
            schema={"enum": list(LANGUAGES), "default": LANGUAGES[0]},
        ),
        *(_filter(each, labels, lang) for each in FILTERS),
        Parameter(
            "columns",
            _(EVERY),
            _("Only these columns, in this order."),
            _("names of columns, parted by commas"),
        ),
        Parameter(
            "limit",
            _(EVERY),
            _(
                "Only the first rows. The file says how many it leaves out: JSON, Excel and the archive inside, all in "
                "their names."
            ),
            format_message(_("a whole number from 1 to {most}"), {"most": str(MAX_LIMIT)}, lang),
            schema={"type": "integer", "minimum": 1, "maximum": MAX_LIMIT},
        ),
        Parameter(
            "for",
            _("files in CSV"),
            _(
                "Adds the mark by which programs know UTF-8. For Excel take .xlsx: with a semicolon as list separator, "
                "as in Belarus, it shows a CSV in one column. The other formats refuse it."
            ),
            codes={EXCEL: _("with byte order mark")},
            schema={"enum": [EXCEL]},
        ),
    )


def filters_of(question: Question) -> list[Filter]:
    """The filters and settings that a question reads, in the order of the registry."""
    return [each for each in FILTERS if each.name in question.filters or each.name in question.settings]


def _filter(entry: Filter, labels: Mapping[str, Mapping[str, str]], lang: str) -> Parameter:
    _ = get_translator(lang)
    return Parameter(
        entry.name,
        _files(entry, lang),
        ". ".join(_(part).removesuffix(".") for part in (entry.title, entry.help) if part) + ".",
        entry.allowed_in(lang),
        entry.codes_in(labels.get(entry.name, {}), lang),
        entry.schema(labels),
    )


def _files(entry: Filter, lang: str) -> str:
    """The files that a filter narrows: a dataset and the questions on it, or the questions that read a setting."""
    if entry.scope != "exhibit":
        _ = get_translator(lang)
        return format_message(_("{dataset}, and questions about it"), {"dataset": entry.scope}, lang)
    return ", ".join(name for name, question in published_questions().items() if entry.name in question.settings)


EXCEL = "excel"
MAX_LIMIT_DIGITS = 9
MAX_LIMIT = 10**MAX_LIMIT_DIGITS - 1
