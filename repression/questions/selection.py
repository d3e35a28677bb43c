"""The selection of a reader, and how an address is parsed as one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from repression.i18n import LANGUAGES, N_
from repression.questions.filter_types import Filter, NotAllowed, Value, Vocabulary
from repression.questions.filters import BY_NAME, FILTERS, PARAMETERS, PART, PURPOSE
from repression.questions.parameter_names import near_names, unescaped
from repression.questions.problems import Problem, too_many_parameters, unknown_parameter, wrong_value

# Far more than there are, with those that others append to a link.
MOST_PARAMETERS = 40


class BadAddress(ValueError):
    """An address has invalid parameters.

    `problems` are all of them; `rest` is the selection of the valid part; `names` are the parameters that are allowed,
    if a problem is a name.
    """

    def __init__(self, problems: Sequence[Problem], rest: Selection, names: Sequence[str] = ()) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)
        self.rest = rest
        self.names = tuple(names)


@dataclass(frozen=True)
class Selection:
    """The choices of a reader: the day of the data, the language and values for some of the filters."""

    snapshot: date
    lang: str = "en"
    chosen: tuple[tuple[str, Value], ...] = ()

    def __iter__(self) -> Iterator[tuple[Filter, Value]]:
        return ((BY_NAME[name], value) for name, value in self.chosen)

    def get(self, name: str) -> Value:
        """The value chosen for a filter, None if nothing is."""
        return dict(self.chosen).get(name)

    def with_value(self, name: str, value: Value) -> Selection:
        """The selection with another value for one filter; None clears it."""
        values = {**dict(self.chosen), name: value}
        kept = tuple((each.name, values[each.name]) for each in FILTERS if values.get(each.name) is not None)
        return Selection(self.snapshot, self.lang, kept)

    def only(self, names: Collection[str]) -> Selection:
        """The selection with only these filters."""
        kept = tuple((each.name, value) for each, value in self if each.name in names)
        return Selection(self.snapshot, self.lang, kept)

    def address(self) -> dict[str, list[str]]:
        """Its query parameters: `snapshot` and `lang` always, filters if chosen."""
        filters = {each.name: each.write(value) for each, value in self}
        return {"snapshot": [self.snapshot.isoformat()], "lang": [self.lang], **filters}

    def bound(self) -> dict[str, Any]:
        """The SQL variables that questions read, by name."""
        values: dict[str, Any] = {"snapshot": self.snapshot}
        for each in FILTERS:
            values |= each.bind(self.get(each.name))
        return values

    def words(self, vocabulary: Vocabulary) -> str:
        """The active filters as a part of a sentence, empty if none is active.

        `vocabulary` must be in the language of the selection.
        """
        parts = [each.words(value, vocabulary, self.lang, self.get) for each, value in self]
        return "; ".join(part for part in parts if part)

    def narrowed(self, name: str, value: Value) -> Selection | None:
        """The selection narrowed by one more value of a filter, which may be set already.

        None if no address can state that.
        """
        each, chosen = BY_NAME[name], self.get(name)
        if chosen is None or chosen == each.everything:
            return self.with_value(name, value)
        values = each.narrowed(chosen, value, self.get)
        return None if values is None else self._with_values(values)

    def kept_within(self, within: Mapping[str, Sequence[str]]) -> Selection:
        """The selection narrowed to the values, by filter, that a question is limited to."""
        return self._with_values(
            {name: BY_NAME[name].kept_within(self.get(name), texts) for name, texts in within.items()}
        )

    def _with_values(self, values: Mapping[str, Value]) -> Selection:
        selection = self
        for name, value in values.items():
            selection = selection.with_value(name, value)
        return selection


def query_of(parameters: Mapping[str, Sequence[str]]) -> str:
    """Query parameters as the text of an address; a blank is `%20`, since a `+` is not read alike everywhere."""
    return urlencode(parameters, doseq=True, quote_via=quote)


def passed_over(parameters: Mapping[str, Sequence[str]], beside: Collection[str] = ()) -> list[str]:
    """The parameters that mean nothing here and are near to none that does; arguments as those of `read_address`.

    None of more than `MOST_PARAMETERS`, which are refused as a whole.
    """
    if len(parameters) > MOST_PARAMETERS:
        return []
    known = {*PARAMETERS, *PART, PURPOSE, *beside}
    return [name for name in parameters if name not in known and not near_names(name, known)]


def read_address(
    parameters: Mapping[str, Sequence[str]],
    vocabulary: Vocabulary,
    days: Sequence[date],
    beside: Collection[str] = (),
) -> Selection:
    """The selection that an address states.

    `days` are the dates of the snapshots, oldest first; `beside` names further parameters, which are ignored here.
    Parameters that mean nothing here are passed over, unless they may be misspelt. Raises BadAddress that names every
    wrong parameter.
    """
    selection = Selection(days[-1])
    if len(parameters) > MOST_PARAMETERS:
        many = too_many_parameters(len(parameters), MOST_PARAMETERS, language_of(parameters))
        raise BadAddress([many], selection)
    parameters, names = unescaped(parameters), (*PARAMETERS, *beside)
    lang = language_of(parameters)
    problems: list[Problem] = []
    for name, texts in parameters.items():
        try:
            if name == "snapshot":
                day = _snapshot(texts, days)
                selection = Selection(day, selection.lang, selection.chosen)
            elif name == "lang":
                selection = Selection(selection.snapshot, _language(texts), selection.chosen)
            elif name in BY_NAME:
                selection = selection.with_value(name, BY_NAME[name].read(texts, vocabulary))
        except NotAllowed as fault:
            problems.append(wrong_value(name, ", ".join(texts), fault.allowed(lang), lang))
    ignored = {*names, *passed_over(parameters, beside)}
    unknown = {name: texts for name, texts in parameters.items() if name not in ignored}
    problems += [
        unknown_parameter(name, ", ".join(texts), near_names(name, names), lang) for name, texts in unknown.items()
    ]
    if problems:
        raise BadAddress(problems, selection, names if unknown else ())
    return selection


def language_of(parameters: Mapping[str, Sequence[str]]) -> str:
    """The language that an address names if it is valid, otherwise English."""
    asked = parameters.get("lang", ())
    return asked[0] if len(asked) == 1 and asked[0] in LANGUAGES else LANGUAGES[0]


def _snapshot(texts: Sequence[str], days: Sequence[date]) -> date:
    fault = NotAllowed(N_("a day from {first} to {last}, such as {last}"), first=str(days[0]), last=str(days[-1]))
    if len(texts) != 1 or not re.fullmatch(r"\d{4}-\d\d-\d\d", texts[0], re.ASCII):
        raise fault
    try:
        day = date.fromisoformat(texts[0])
    except ValueError:
        raise fault from None
    if not days[0] <= day <= days[-1]:
        raise fault
    return day


def _language(texts: Sequence[str]) -> str:
    if len(texts) != 1 or texts[0] not in LANGUAGES:
        raise NotAllowed(N_("one of {codes:,}"), codes=LANGUAGES)
    return texts[0]
