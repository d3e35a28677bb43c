"""The kinds of filters: how a value is read from an address, written back, bound in SQL and put into words."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from repression.formatting import format_message
from repression.i18n import LANGUAGES, N_, get_translator

Value = tuple[Any, ...] | str | None


Vocabulary = Mapping[str, Mapping[str, str]]  # filter -> code -> label, in the order to show


ANY = "any"


@dataclass(frozen=True)
class Problem:
    """What is wrong with one parameter of an address, and what is allowed there."""

    parameter: str
    value: str
    allowed: str
    lang: str = LANGUAGES[0]

    def __str__(self) -> str:
        _ = get_translator(self.lang)
        values = {"parameter": self.parameter, "value": self.value, "allowed": self.allowed}
        return format_message(_("{parameter}={value}: allowed is {allowed}"), values, self.lang)


class NotAllowed(ValueError):
    """A text that is no value of a parameter; says in a language what is allowed, by a template and its values."""

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(format_message(template, values))
        self.template = template
        self.values = values

    def allowed(self, lang: str) -> str:
        """What is allowed, in a language."""
        _ = get_translator(lang)
        values = {name: _(value) if isinstance(value, str) else value for name, value in self.values.items()}
        return format_message(_(self.template), values, lang)


@dataclass(frozen=True)
class Filter(ABC):
    """A parameter that narrows rows (`scope` names their dataset) or sets an exhibit (`scope` is `exhibit`)."""

    name: str
    title: str
    scope: str
    help: str = ""

    @abstractmethod
    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        """The value that the address's texts mean; raises NotAllowed with what is allowed."""

    @abstractmethod
    def write(self, value: Value) -> list[str]:
        """The texts that stand for a value in an address; the inverse of `read`."""

    @abstractmethod
    def bind(self, value: Value) -> dict[str, Any]:
        """The fields of the SQL struct `filters` for a value; None is not filtered."""

    @abstractmethod
    def words(self, value: Value, vocabulary: Vocabulary, lang: str, all_of: bool = False) -> str:
        """The value as a part of a sentence, empty where nothing is chosen; `all_of` several codes, or any of them.

        `vocabulary` is in the same language.
        """

    def name_in(self, lang: str) -> str:
        """Its title as it stands within a sentence."""
        return get_translator(lang)(self.title).lower()

    @abstractmethod
    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        """The JSON Schema of what the address may say: of an array where the parameter may stand several times."""


@dataclass(frozen=True)
class Choice(Filter):
    """Any of several codes. `default` holds where nothing is chosen; `any` in the address lifts it."""

    default: tuple[str, ...] = ()

    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        known = vocabulary.get(self.name, {})
        if self.default and list(texts) == [ANY]:
            return (ANY,)
        for text in texts:
            if text not in known:
                raise NotAllowed("{codes:,}", codes=[*known, ANY] if self.default else list(known))
        # In the vocabulary's order, once each, so that one choice has one address.
        chosen = tuple(code for code in known if code in set(texts))
        return self._canonical(chosen, known)

    def _canonical(self, chosen: tuple[str, ...], known: Iterable[str]) -> Value:
        if not chosen or chosen == self.default:
            return None
        return (ANY,) if self.default and set(chosen) == set(known) else chosen

    def choose(self, codes: Iterable[str], vocabulary: Vocabulary) -> Value:
        """The value for codes picked in a widget."""
        return self.read(list(codes), vocabulary)

    def chosen(self, value: Value, vocabulary: Vocabulary) -> list[str]:
        """The codes that a widget shows as picked; none where nothing is chosen."""
        if value == (ANY,):
            return list(vocabulary.get(self.name, {}))
        return list(value or ())

    def write(self, value: Value) -> list[str]:
        return list(value or ())

    def bind(self, value: Value) -> dict[str, Any]:
        if value == (ANY,):
            return {self.name: None}
        return {self.name: list(value or self.default) or None}

    def words(self, value: Value, vocabulary: Vocabulary, lang: str, all_of: bool = False) -> str:
        if not value or value == (ANY,):
            return ""
        _, labels = get_translator(lang), vocabulary.get(self.name, {})
        joint = _("and") if all_of else _("or")
        return f"{self.name_in(lang)}: {f' {joint} '.join(str(labels.get(code, code)) for code in value)}"

    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        codes = {"type": "array", "minItems": 1, "items": {"enum": list(vocabulary.get(self.name, {}))}}
        return {"oneOf": [codes, {"const": [ANY]}]} if self.default else codes


@dataclass(frozen=True)
class Single(Filter):
    """One of a few codes, the first being the default."""

    codes: tuple[tuple[str, str], ...] = ()

    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        codes = dict(self.codes)
        if len(texts) != 1 or texts[0] not in codes:
            raise NotAllowed(N_("one of {codes:,}"), codes=list(codes))
        return None if texts[0] == self.default else texts[0]

    @property
    def default(self) -> str:
        return self.codes[0][0]

    def write(self, value: Value) -> list[str]:
        return [str(value)] if value else []

    def bind(self, value: Value) -> dict[str, Any]:
        chosen = str(value or self.default)
        return {self.name: int(chosen) if chosen.isdigit() else chosen}

    def words(self, value: Value, vocabulary: Vocabulary, lang: str, all_of: bool = False) -> str:
        # How the articles chosen are joined is said with them.
        if not value or self.scope != "exhibit":
            return ""
        return f"{self.name_in(lang)}: {get_translator(lang)(dict(self.codes)[str(value)])}"

    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        return {"enum": list(dict(self.codes)), "default": self.default}


@dataclass(frozen=True)
class SnapshotDay(Filter):
    """A day of which there is a snapshot; what holds where none is chosen is for the SQL to say."""

    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        days = vocabulary.get(self.name, {})
        if len(texts) != 1 or texts[0] not in days:
            raise NotAllowed(N_("a day of a snapshot: {days:,}"), days=list(days))
        return texts[0]

    def write(self, value: Value) -> list[str]:
        return [str(value)] if value else []

    def bind(self, value: Value) -> dict[str, Any]:
        return {self.name: date.fromisoformat(str(value)) if value else None}

    def words(self, value: Value, vocabulary: Vocabulary, lang: str, all_of: bool = False) -> str:
        _ = get_translator(lang)
        return format_message(_("compared with {day}"), {"day": date.fromisoformat(str(value))}, lang) if value else ""

    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        return {"enum": list(vocabulary.get(self.name, {}))}


@dataclass(frozen=True)
class Phrases:
    """How a range is said: with both ends, with one of them, or where both are the same."""

    both: str
    low: str
    high: str
    same: str


@dataclass(frozen=True)
class Range(Filter):
    """From a value to a value, both included, either side open: `2020-08..2021-12`, `..24`."""

    @property
    @abstractmethod
    def phrases(self) -> Phrases:
        """How a value is said."""

    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        low_text, dots, high_text = texts[0].partition("..")
        if len(texts) != 1 or not dots:
            raise NotAllowed(self.allowed)
        low, high = self._side(low_text), self._side(high_text)
        if low is not None and high is not None and low > high:
            raise NotAllowed(N_("{allowed}, the first not above the second"), allowed=self.allowed)
        return None if low is None and high is None else (low, high)

    def _side(self, text: str) -> Any:
        if not text:
            return None
        if not re.fullmatch(self.side_pattern, text):
            raise NotAllowed(self.allowed)
        return self.parse(text)

    @property
    @abstractmethod
    def allowed(self) -> str:
        """What a range of this kind may be, with examples."""

    @property
    @abstractmethod
    def side_pattern(self) -> str:
        """The regular expression of a side's text, which is all that `parse` is given."""

    @abstractmethod
    def parse(self, text: str) -> Any:
        """A side from its text."""

    @abstractmethod
    def text(self, side: Any) -> str:
        """The text of a side; the inverse of `parse`."""

    def write(self, value: Value) -> list[str]:
        low, high = _sides(value)
        return [f"{self._text(low)}..{self._text(high)}"] if value else []

    def _text(self, side: Any) -> str:
        return "" if side is None else self.text(side)

    def bind(self, value: Value) -> dict[str, Any]:
        low, high = _sides(value)
        return {f"{self.name}_from": low, f"{self.name}_to": high}

    def words(self, value: Value, vocabulary: Vocabulary, lang: str, all_of: bool = False) -> str:
        if not value:
            return ""
        (low, high), phrases = _sides(value), self.phrases
        if low == high:
            phrase = phrases.same
        else:
            phrase = phrases.low if high is None else phrases.high if low is None else phrases.both
        return format_message(
            get_translator(lang)(phrase), {"title": self.name_in(lang), "low": low, "high": high}, lang
        )

    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        return {"type": "string", "pattern": rf"^({self.side_pattern})?\.\.({self.side_pattern})?$"}


def _sides(value: Value) -> tuple[Any, Any]:
    return (value[0], value[1]) if value else (None, None)


@dataclass(frozen=True)
class MonthRange(Range):
    """A range of months; its sides are the first days of months."""

    allowed = N_("a range of months such as 2020-08..2021-12, 2020-08.. or ..2021-12")
    phrases = Phrases(
        both=N_("{title} from {low:of_month} to {high:of_month}"),
        low=N_("{title} from {low:of_month}"),
        high=N_("{title} to {high:of_month}"),
        same=N_("{title} in {low:month}"),
    )
    side_pattern = "(19|20)[0-9]{2}-(0[1-9]|1[0-2])"

    def parse(self, text: str) -> date:
        return date.fromisoformat(f"{text}-01")

    def text(self, side: Any) -> str:
        return f"{side:%Y-%m}"


@dataclass(frozen=True)
class NumberRange(Range):
    """A range of numbers of at most `digits` digits: of years, or with `places` of months, which may have a decimal."""

    digits: int = 4
    places: bool = False

    @property
    def allowed(self) -> str:
        if self.places:
            return N_("a range of numbers such as 12..36, 12.. or ..36")
        return N_("a range of numbers such as 2021..2023, 2021.. or ..2023")

    @property
    def phrases(self) -> Phrases:
        return LENGTHS if self.places else YEARS

    @property
    def side_pattern(self) -> str:
        decimals = r"(\.[0-9])?" if self.places else ""
        return f"[0-9]{{1,{self.digits}}}{decimals}"

    def parse(self, text: str) -> Any:
        return float(text) if self.places else int(text)

    def text(self, side: Any) -> str:
        return f"{round(side, 1):g}"


LENGTHS = Phrases(
    both=N_("{title} from {low} to {high:month|months}"),
    low=N_("{title} from {low:month|months}"),
    high=N_("{title} to {high:month|months}"),
    same=N_("{title} {low:month|months}"),
)


YEARS = Phrases(
    both=N_("{title} from {low:year} to {high:year}"),
    low=N_("{title} from {low:year}"),
    high=N_("{title} to {high:year}"),
    same="{title} {low:year}",
)
