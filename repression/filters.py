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

from repression.languages import LANGUAGES, marked, speaker
from repression.wording import sentence

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
    lang: str = LANGUAGES[0]

    def __str__(self) -> str:
        say = speaker(self.lang)
        values = {"parameter": self.parameter, "value": self.value, "allowed": self.allowed}
        return sentence(say("{parameter}={value}: allowed is {allowed}"), values, self.lang)


class NotAllowed(ValueError):
    """A text that is no value of a parameter; says in a language what is allowed, by a template and its values."""

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(sentence(template, values))
        self.template = template
        self.values = values

    def allowed(self, lang: str) -> str:
        """What is allowed, in a language."""
        say = speaker(lang)
        values = {name: say(value) if isinstance(value, str) else value for name, value in self.values.items()}
        return sentence(say(self.template), values, lang)


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
        return speaker(lang)(self.title).lower()

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
        say, labels = speaker(lang), vocabulary.get(self.name, {})
        joint = say("and") if all_of else say("or")
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
            raise NotAllowed(marked("one of {codes:,}"), codes=list(codes))
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
        return f"{self.name_in(lang)}: {speaker(lang)(dict(self.codes)[str(value)])}"

    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        return {"enum": list(dict(self.codes)), "default": self.default}


@dataclass(frozen=True)
class SnapshotDay(Filter):
    """A day of which there is a snapshot; what holds where none is chosen is for the SQL to say."""

    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        days = vocabulary.get(self.name, {})
        if len(texts) != 1 or texts[0] not in days:
            raise NotAllowed(marked("a day of a snapshot: {days:,}"), days=list(days))
        return texts[0]

    def write(self, value: Value) -> list[str]:
        return [str(value)] if value else []

    def bind(self, value: Value) -> dict[str, Any]:
        return {self.name: date.fromisoformat(str(value)) if value else None}

    def words(self, value: Value, vocabulary: Vocabulary, lang: str, all_of: bool = False) -> str:
        say = speaker(lang)
        return sentence(say("compared with {day}"), {"day": date.fromisoformat(str(value))}, lang) if value else ""

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
            raise NotAllowed(marked("{allowed}, the first not above the second"), allowed=self.allowed)
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
        return sentence(speaker(lang)(phrase), {"title": self.name_in(lang), "low": low, "high": high}, lang)

    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        return {"type": "string", "pattern": rf"^({self.side_pattern})?\.\.({self.side_pattern})?$"}


def _sides(value: Value) -> tuple[Any, Any]:
    return (value[0], value[1]) if value else (None, None)


@dataclass(frozen=True)
class MonthRange(Range):
    """A range of months; its sides are the first days of months."""

    allowed = marked("a range of months such as 2020-08..2021-12, 2020-08.. or ..2021-12")
    phrases = Phrases(
        both=marked("{title} from {low:of_month} to {high:of_month}"),
        low=marked("{title} from {low:of_month}"),
        high=marked("{title} to {high:of_month}"),
        same=marked("{title} in {low:month}"),
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
            return marked("a range of numbers such as 12..36, 12.. or ..36")
        return marked("a range of numbers such as 2021..2023, 2021.. or ..2023")

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
    both=marked("{title} from {low} to {high:month|months}"),
    low=marked("{title} from {low:month|months}"),
    high=marked("{title} to {high:month|months}"),
    same=marked("{title} {low:month|months}"),
)
YEARS = Phrases(
    both=marked("{title} from {low:year} to {high:year}"),
    low=marked("{title} from {low:year}"),
    high=marked("{title} to {high:year}"),
    same="{title} {low:year}",
)
RECOGNISED = ("political_prisoner", "former_political_prisoner")

FILTERS: tuple[Filter, ...] = (
    Choice(
        "status",
        marked("Status"),
        "people",
        marked("Where nothing is chosen, the recognised are counted: political prisoners, present and former."),
        default=RECOGNISED,
    ),
    Choice("gender", marked("Gender"), "people"),
    Choice("age_group", marked("Age at arrest"), "people", marked("Year of arrest less year of birth, in bands.")),
    MonthRange("arrested", marked("Arrested"), "people", marked("People without a known date are left out.")),
    MonthRange("verdict", marked("Verdict"), "people", marked("People without a known verdict are left out.")),
    Choice(
        "article",
        marked("Article"),
        "people",
        marked("Of the Criminal Code; preparation and attempt count for the offence."),
    ),
    Single(
        "article_match",
        marked("Articles chosen"),
        "people",
        codes=(("any", marked("any of them")), ("all", marked("all of them"))),
    ),
    Choice("penalty", marked("Penalty"), "people"),
    NumberRange(
        "length",
        marked("Length of sentence"),
        "people",
        marked("In months; people without a known length are left out."),
        places=True,
    ),
    Choice("region", marked("Region"), "people", marked("Where the place of detention is.")),
    Choice("facility", marked("Facility"), "people"),
    Choice("field", marked("Field of work"), "organisations"),
    Choice("org_region", marked("Region of the organisation"), "organisations"),
    Choice("kind", marked("How it ended"), "organisations"),
    NumberRange("year", marked("Year"), "organisations", marked("Organisations without a known date are left out.")),
    Choice(
        "series",
        marked("Counters"),
        "people_counts",
        marked("Other counters use other criteria; never add or join their figures."),
        default=("viasna",),
    ),
    Single("bin", marked("Steps"), "exhibit", codes=(("12", marked("12 months")), ("6", marked("6 months")))),
    Single(
        "split",
        marked("Compare by"),
        "exhibit",
        codes=(
            ("article", marked("article")),
            ("penalty", marked("penalty")),
            ("gender", marked("gender")),
            ("age_group", marked("age group")),
            ("region", marked("region")),
            ("verdict_year", marked("year of verdict")),
        ),
    ),
    SnapshotDay(
        "against",
        marked("Compared with"),
        "exhibit",
        marked("Another day of the register; where none is chosen, the newest before the one shown."),
    ),
)
BY_NAME: dict[str, Filter] = {each.name: each for each in FILTERS}
# All that the address of a page may say.
PARAMETERS = ("snapshot", "lang", *BY_NAME)


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
        """The active filters as a part of a sentence in its language, which is that of `vocabulary`, too.

        Empty where none is active.
        """
        all_of = {"article": self.get("article_match") == "all"}
        said = [each.words(value, vocabulary, self.lang, all_of.get(each.name, False)) for each, value in self]
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
                raise NotAllowed(marked("one of these parameters: {names:,}"), names=[*PARAMETERS, *beside])
        except NotAllowed as fault:
            faults.append((name, ", ".join(texts), fault))
    if faults:
        # Only when all is read is it known in which language to speak.
        lang = selection.lang
        raise BadAddress([Problem(name, text, fault.allowed(lang), lang) for name, text, fault in faults], selection)
    return selection


def _snapshot(texts: Sequence[str], days: Sequence[date]) -> date:
    fault = NotAllowed(marked("a day from {first} to {last}, such as {last}"), first=str(days[0]), last=str(days[-1]))
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
        raise NotAllowed(marked("one of {codes:,}"), codes=LANGUAGES)
    return texts[0]
