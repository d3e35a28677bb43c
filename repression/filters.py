"""The one registry of filters: each is declared once and serves widget, address, SQL, words and file names.

A filter's value is None (nothing chosen), a tuple of codes, a pair (low, high) with either side open, or one code.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from repression.languages import LANGUAGES
from repression.wording import day_name, month_name

Value = tuple[Any, ...] | str | None
Vocabulary = Mapping[str, Mapping[str, str]]  # filter -> code -> label, in the order to show

ANY = "any"
# Tags that social networks and mailers append to shared links; they tell of the reader, not of the view.
TRACKING_TAGS = re.compile(r"utm_\w+|fbclid|gclid|yclid|igshid|mc_[ce]id")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one parameter of an address, and what is allowed there."""

    parameter: str
    value: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.parameter}={self.value}: allowed is {self.allowed}"


class BadAddress(ValueError):
    """An address that asks for something that does not exist.

    `problems` are all its faults; `rest` is the selection that the sound part of it makes.
    """

    def __init__(self, problems: Sequence[Problem], rest: Selection) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)
        self.rest = rest


@dataclass(frozen=True)
class Filter(ABC):
    """A parameter that narrows rows (`scope` names their dataset) or sets an exhibit (`scope` is `exhibit`)."""

    name: str
    title: str
    scope: str
    help: str = ""

    @abstractmethod
    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        """The value that the address's texts mean; raises ValueError with what is allowed."""

    @abstractmethod
    def write(self, value: Value) -> list[str]:
        """The texts that stand for a value in an address; the inverse of `read`."""

    @abstractmethod
    def bind(self, value: Value) -> dict[str, Any]:
        """The fields of the SQL struct `filters` for a value; None is not filtered."""

    @abstractmethod
    def words(self, value: Value, vocabulary: Vocabulary, joint: str = "or") -> str:
        """The value as a part of a sentence, empty where nothing is chosen; `joint` stands between several codes."""

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
                raise ValueError(_listed([*known, ANY] if self.default else list(known)))
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

    def words(self, value: Value, vocabulary: Vocabulary, joint: str = "or") -> str:
        if not value or value == (ANY,):
            return ""
        labels = vocabulary.get(self.name, {})
        names = [str(labels.get(code, code)) for code in value]
        return f"{self.title.lower()}: {f' {joint} '.join(names)}"

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
            raise ValueError("one of " + _listed(list(codes)))
        return None if texts[0] == self.default else texts[0]

    @property
    def default(self) -> str:
        return self.codes[0][0]

    def write(self, value: Value) -> list[str]:
        return [str(value)] if value else []

    def bind(self, value: Value) -> dict[str, Any]:
        chosen = str(value or self.default)
        return {self.name: int(chosen) if chosen.isdigit() else chosen}

    def words(self, value: Value, vocabulary: Vocabulary, joint: str = "or") -> str:
        # How the articles chosen are joined is said with them.
        return f"{self.title.lower()}: {dict(self.codes)[str(value)]}" if value and self.scope == "exhibit" else ""

    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        return {"enum": list(dict(self.codes)), "default": self.default}


@dataclass(frozen=True)
class SnapshotDay(Filter):
    """A day of which there is a snapshot; what holds where none is chosen is for the SQL to say."""

    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        days = vocabulary.get(self.name, {})
        if len(texts) != 1 or texts[0] not in days:
            raise ValueError("a day of a snapshot: " + _listed(list(days)))
        return texts[0]

    def write(self, value: Value) -> list[str]:
        return [str(value)] if value else []

    def bind(self, value: Value) -> dict[str, Any]:
        return {self.name: date.fromisoformat(str(value)) if value else None}

    def words(self, value: Value, vocabulary: Vocabulary, joint: str = "or") -> str:
        return f"{self.title.lower()} {day_name(date.fromisoformat(str(value)))}" if value else ""

    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        return {"enum": list(vocabulary.get(self.name, {}))}


@dataclass(frozen=True)
class Range(Filter):
    """From a value to a value, both included, either side open: `2020-08..2021-12`, `..24`."""

    unit: str = ""

    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        low_text, dots, high_text = texts[0].partition("..")
        if len(texts) != 1 or not dots:
            raise ValueError(self.allowed)
        low, high = self._side(low_text), self._side(high_text)
        if low is not None and high is not None and low > high:
            raise ValueError(f"{self.allowed}, the first not above the second")
        return None if low is None and high is None else (low, high)

    def _side(self, text: str) -> Any:
        if not text:
            return None
        if not re.fullmatch(self.side_pattern, text):
            raise ValueError(self.allowed)
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

    def spoken(self, side: Any) -> str:
        return self.text(side)

    def write(self, value: Value) -> list[str]:
        low, high = _sides(value)
        return [f"{self._text(low)}..{self._text(high)}"] if value else []

    def _text(self, side: Any) -> str:
        return "" if side is None else self.text(side)

    def bind(self, value: Value) -> dict[str, Any]:
        low, high = _sides(value)
        return {f"{self.name}_from": low, f"{self.name}_to": high}

    def words(self, value: Value, vocabulary: Vocabulary, joint: str = "or") -> str:
        if not value:
            return ""
        low, high = _sides(value)
        if low == high:
            said = self.spoken(low)
        else:
            named = (("from", low), ("to", high))
            said = " ".join(f"{word} {self.spoken(side)}" for word, side in named if side is not None)
        return f"{self.title.lower()} {said}{self.unit}"

    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        return {"type": "string", "pattern": rf"^({self.side_pattern})?\.\.({self.side_pattern})?$"}


def _sides(value: Value) -> tuple[Any, Any]:
    return (value[0], value[1]) if value else (None, None)


@dataclass(frozen=True)
class MonthRange(Range):
    """A range of months; its sides are the first days of months."""

    allowed = "a range of months such as 2020-08..2021-12, 2020-08.. or ..2021-12"
    side_pattern = "(19|20)[0-9]{2}-(0[1-9]|1[0-2])"

    def parse(self, text: str) -> date:
        return date.fromisoformat(f"{text}-01")

    def text(self, side: Any) -> str:
        return f"{side:%Y-%m}"

    def spoken(self, side: Any) -> str:
        return month_name(side)


@dataclass(frozen=True)
class NumberRange(Range):
    """A range of numbers of at most `digits` digits; with `places`, one decimal is allowed."""

    digits: int = 4
    places: bool = False

    @property
    def allowed(self) -> str:
        return f"a range of numbers such as {'12..36, 12.. or ..36' if self.places else '2021..2023, 2021.. or ..2023'}"

    @property
    def side_pattern(self) -> str:
        decimals = r"(\.[0-9])?" if self.places else ""
        return f"[0-9]{{1,{self.digits}}}{decimals}"

    def parse(self, text: str) -> Any:
        return float(text) if self.places else int(text)

    def text(self, side: Any) -> str:
        return f"{round(side, 1):g}"


RECOGNISED = ("political_prisoner", "former_political_prisoner")

FILTERS: tuple[Filter, ...] = (
    Choice(
        "status",
        "Status",
        "people",
        "Where nothing is chosen, the recognised are counted: political prisoners, present and former.",
        default=RECOGNISED,
    ),
    Choice("gender", "Gender", "people"),
    Choice("age_group", "Age at arrest", "people", "Year of arrest less year of birth, in bands."),
    MonthRange("arrested", "Arrested", "people", "People without a known date are left out."),
    MonthRange("verdict", "Verdict", "people", "People without a known verdict are left out."),
    Choice(
        "article",
        "Article",
        "people",
        "Of the Criminal Code; preparation and attempt count for the offence.",
    ),
    Single(
        "article_match",
        "Articles chosen",
        "people",
        codes=(("any", "any of them"), ("all", "all of them")),
    ),
    Choice("penalty", "Penalty", "people"),
    NumberRange(
        "length",
        "Sentence",
        "people",
        "In months; people without a known length are left out.",
        unit=" months",
        places=True,
    ),
    Choice("region", "Region", "people", "Where the place of detention is."),
    Choice("facility", "Facility", "people"),
    Choice("field", "Field of work", "organisations"),
    Choice("org_region", "Region of the organisation", "organisations"),
    Choice("kind", "How it ended", "organisations"),
    NumberRange("year", "Year", "organisations", "Organisations without a known date are left out."),
    Choice(
        "series",
        "Counters",
        "people_counts",
        "Other counters use other criteria; never add or join their figures.",
        default=("viasna",),
    ),
    Single("bin", "Steps", "exhibit", codes=(("12", "12 months"), ("6", "6 months"))),
    Single(
        "split",
        "Compare by",
        "exhibit",
        codes=(
            ("article", "article"),
            ("penalty", "penalty"),
            ("gender", "gender"),
            ("age_group", "age group"),
            ("region", "region"),
            ("verdict_year", "year of verdict"),
        ),
    ),
    SnapshotDay(
        "against",
        "Compared with",
        "exhibit",
        "Another day of the register; where none is chosen, the newest before the one shown.",
    ),
)
BY_NAME: dict[str, Filter] = {each.name: each for each in FILTERS}


def names_of(scopes: Collection[str]) -> frozenset[str]:
    """The filters of some datasets."""
    return frozenset(each.name for each in FILTERS if each.scope in scopes)


@dataclass(frozen=True)
class Selection:
    """What a reader asks for: the data version, the language and a value for some of the filters."""

    snapshot: date
    lang: str = "en"
    chosen: tuple[tuple[str, Value], ...] = ()

    def __iter__(self) -> Iterator[tuple[Filter, Value]]:
        return ((BY_NAME[name], value) for name, value in self.chosen)

    def get(self, name: str) -> Value:
        """The value chosen for a filter, None where nothing is."""
        return dict(self.chosen).get(name)

    def with_value(self, name: str, value: Value) -> Selection:
        """The same with another value for one filter; None clears it."""
        values = {**dict(self.chosen), name: value}
        kept = tuple((each.name, values[each.name]) for each in FILTERS if values.get(each.name) is not None)
        return Selection(self.snapshot, self.lang, kept)

    def only(self, names: Collection[str]) -> Selection:
        """The part of it that some filters make."""
        kept = tuple((each.name, value) for each, value in self if each.name in names)
        return Selection(self.snapshot, self.lang, kept)

    def address(self) -> dict[str, list[str]]:
        """Its query parameters: `snapshot` and `lang` always, filters where chosen."""
        filters = {each.name: each.write(value) for each, value in self}
        return {"snapshot": [self.snapshot.isoformat()], "lang": [self.lang], **filters}

    def bound(self) -> dict[str, Any]:
        """The whole SQL struct `filters`, one key for each of its fields."""
        values: dict[str, Any] = {"snapshot": self.snapshot, "lang": self.lang}
        for each in FILTERS:
            values |= each.bind(self.get(each.name))
        return values

    def words(self, vocabulary: Vocabulary) -> str:
        """The active filters as a part of a sentence, empty where none is active."""
        joints = {"article": "and" if self.get("article_match") == "all" else "or"}
        said = [each.words(value, vocabulary, joints.get(each.name, "or")) for each, value in self]
        return "; ".join(part for part in said if part)


def query_of(parameters: Mapping[str, Sequence[str]]) -> str:
    """Query parameters as the text of an address."""
    return urlencode(parameters, doseq=True)


def read_address(
    parameters: Mapping[str, Sequence[str]],
    vocabulary: Vocabulary,
    days: Sequence[date],
    beside: Iterable[str] = (),
) -> Selection:
    """The selection that an address means.

    `days` are the dates of the snapshots there are, oldest first; `beside` names further parameters that the caller
    reads itself. Raises BadAddress with every fault: nothing is dropped in silence.
    """
    problems: list[Problem] = []
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
                allowed = ["snapshot", "lang", *BY_NAME, *beside]
                problems.append(Problem(name, ", ".join(texts), f"one of these parameters: {_listed(allowed)}"))
        except ValueError as fault:
            problems.append(Problem(name, ", ".join(texts), str(fault)))
    if problems:
        raise BadAddress(problems, selection)
    return selection


def _snapshot(texts: Sequence[str], days: Sequence[date]) -> date:
    allowed = f"a day from {days[0]} to {days[-1]}, such as {days[-1]}"
    if len(texts) != 1 or not re.fullmatch(r"\d{4}-\d\d-\d\d", texts[0], re.ASCII):
        raise ValueError(allowed)
    try:
        day = date.fromisoformat(texts[0])
    except ValueError:
        raise ValueError(allowed) from None
    if not days[0] <= day <= days[-1]:
        raise ValueError(allowed)
    return day


def _language(texts: Sequence[str]) -> str:
    if len(texts) != 1 or texts[0] not in LANGUAGES:
        raise ValueError("one of " + _listed(LANGUAGES))
    return texts[0]


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values)
