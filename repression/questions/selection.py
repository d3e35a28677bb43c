"""The selection of a reader, and how an address is parsed as one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from repression.i18n import LANGUAGES, N_
from repression.questions.filter_types import Filter, NotAllowed, Problem, Value, Vocabulary
from repression.questions.filters import BY_NAME, FILTERS, PARAMETERS

# Tags that social networks and mailers append to shared links; they describe the reader, not the view.
TRACKING_TAGS = re.compile(r"utm_\w+|fbclid|gclid|yclid|igshid|mc_[ce]id")


class BadAddress(ValueError):
    """An address has invalid parameters.

    `problems` names all of them; `rest` is the selection of the valid part.
    """

    def __init__(self, problems: Sequence[Problem], rest: Selection) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)
        self.rest = rest


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
    """Query parameters as the text of an address."""
    return urlencode(parameters, doseq=True)


def read_address(
    parameters: Mapping[str, Sequence[str]],
    vocabulary: Vocabulary,
    days: Sequence[date],
    beside: Iterable[str] = (),
) -> Selection:
    """The selection that an address states.

    `days` are the dates of the snapshots, oldest first; `beside` names further parameters, which are ignored here.
    Raises BadAddress that names every wrong parameter.
    """
    faults: list[tuple[str, str, NotAllowed]] = []
    selection = Selection(days[-1])
    for name, texts in parameters.items():
        try:
            if name == "snapshot":
                day = _snapshot(texts, days)
                selection = Selection(day, selection.lang, selection.chosen)
            elif name == "lang":
                selection = Selection(selection.snapshot, _language(texts), selection.chosen)
            elif name in BY_NAME:
                selection = selection.with_value(name, BY_NAME[name].read(texts, vocabulary))
            elif name not in beside and not TRACKING_TAGS.fullmatch(name):
                raise NotAllowed(N_("one of these parameters: {names:,}"), names=[*PARAMETERS, *beside])
        except NotAllowed as fault:
            faults.append((name, ", ".join(texts), fault))
    if faults:
        # Only after all parameters are parsed is the language of the messages known.
        lang = selection.lang
        raise BadAddress([Problem(name, text, fault.allowed(lang), lang) for name, text, fault in faults], selection)
    return selection


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
