"""The kinds of filters: how a value is parsed from an address, written back, bound in SQL and put into words."""

from __future__ import annotations

import functools
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from urllib.parse import quote_plus, unquote_plus

from repression.formatting import format_message, format_month
from repression.i18n import N_, get_translator

Value = tuple[Any, ...] | str | None
Vocabulary = Mapping[str, Mapping[str, str]]  # filter -> code -> label, in the order to show

ANY = "any"
NAMED_DAYS = 6  # of the days that are allowed in place of a wrong one


# What a code has in the data and must not have in an address, where a `+` is read as a blank, a blank ends the address,
# and many programs send nothing but ASCII; and what an address has in its place.
IN_ADDRESS = (("+", "_plus"), (" & ", "_and_"), ("–", "-"), (" ", "_"))
# A code whose word misleads, with the one that addresses have for it. Data keep the code that was promised.
MISLEADING, PLAIN = "convicted", "not_recognised"


def address_code(code: str) -> str:
    """A code as addresses have it: `65_plus` for `65+`, `18-24` for `18–24`, `not_recognised` for `convicted`."""
    if code == MISLEADING:
        return PLAIN
    for sign, instead in IN_ADDRESS:
        code = code.replace(sign, instead)
    return code


def address_code_sql(code: str) -> str:
    """The SQL expression of `address_code` for an SQL expression."""
    written = code
    for sign, instead in IN_ADDRESS:
        written = f"replace({written}, '{sign}', '{instead}')"
    return f"CASE {code} WHEN '{MISLEADING}' THEN '{PLAIN}' ELSE {written} END"


@functools.lru_cache(maxsize=256)
def _meanings(codes: tuple[str, ...]) -> Mapping[str, str]:
    """What each text of an address means: a code as addresses have it, or as the data have it.

    The latter may have been decoded or encoded once too often on its way: `65 ` means `65+`. A text that might mean
    several codes means none.
    """
    texts = [
        (text, code) for code in codes for text in {code, address_code(code), unquote_plus(code), quote_plus(code)}
    ]
    found = Counter(text for text, _ in texts)
    return {text: code for text, code in texts if found[text] == 1}


class NotAllowed(ValueError):
    """A text is not a valid value of a parameter; the template and its values say what is allowed."""

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
    column: str = ""  # of the table `<scope>_read`, if its name is not that of the filter
    in_file_name: bool = False  # whether its value in a file name is harmless for the owner of the file

    @property
    def sql_column(self) -> str:
        """The column of the table `<scope>_read` that it narrows."""
        return self.column or self.name

    def condition(self, value: str) -> str:
        """The SQL condition on an SQL expression `value`; empty for a parameter that narrows no rows by itself."""
        return ""

    @abstractmethod
    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        """The value that the texts of an address state. Raises NotAllowed, which says what is allowed."""

    @abstractmethod
    def texts(self, value: Value) -> list[str]:
        """The texts of a value as the data have them, which `read` reads, too."""

    def write(self, value: Value) -> list[str]:
        """The texts of a value in an address; the inverse of `read`."""
        return [address_code(text) for text in self.texts(value)]

    @abstractmethod
    def bind(self, value: Value) -> dict[str, Any]:
        """The SQL variables for a value, by name; None means no filter."""

    @abstractmethod
    def words(self, value: Value, vocabulary: Vocabulary, lang: str, get: Callable[[str], Value]) -> str:
        """The value as a part of a sentence, empty if nothing is chosen; `vocabulary` is in the same language.

        `get` gives the value of another filter.
        """

    def name_in(self, lang: str) -> str:
        """Its title within a sentence."""
        return get_translator(lang)(self.title).lower()

    @abstractmethod
    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        """The JSON Schema of the parameter: of an array if it may occur several times."""

    @abstractmethod
    def to_widgets(self, value: Value, vocabulary: Vocabulary) -> dict[str, Any]:
        """The state of its widgets for a value, by side: `from` and `to` for a range, otherwise the empty string."""

    @abstractmethod
    def from_widgets(self, state: Mapping[str, Any], changed: Collection[str], vocabulary: Vocabulary) -> Value:
        """The value for the state of its widgets, by side; `changed` are the sides that the reader just set."""

    def allowed_in(self, lang: str) -> str:
        """The allowed values in words; empty if `codes_in` lists them."""
        return ""

    def codes_in(self, labels: Mapping[str, str], lang: str) -> dict[str, str]:
        """The allowed codes with their labels; `labels` are those of its vocabulary."""
        return dict(labels)

    @property
    def everything(self) -> Value:
        """The value that leaves no row out."""
        return None

    def narrowed(self, chosen: Value, value: Value, get: Callable[[str], Value]) -> dict[str, Value] | None:
        """The values to set, by filter, so that rows meet `chosen` and also `value`; None if no address can state that.

        `get` gives the value of another filter.
        """
        return None

    def kept_within(self, chosen: Value, texts: Sequence[str]) -> Value:
        """What is left of `chosen` for a question that is itself limited to `texts`."""
        return chosen


@dataclass(frozen=True)
class Choice(Filter):
    """Any of several codes. `default` applies if nothing is chosen; `any` in the address lifts it.

    `placeholder` is what its empty widget shows; `has_unknown` adds the code `unknown` for rows without a value.
    """

    default: tuple[str, ...] = ()
    placeholder: str = N_("All")
    has_unknown: bool = False

    def condition(self, value: str) -> str:
        return f"in_choice(getvariable('{self.name}'), {value})"

    def codes_of(self, column: str) -> str:
        """The SQL expression of the code that a row counts for beside the choice; `column` is of the row."""
        return column

    @property
    def is_lifted(self) -> str:
        """The SQL condition under which its own choice is ignored while its codes are counted."""
        return "true"

    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        known = vocabulary.get(self.name, {})
        if self.default and list(texts) == [ANY]:
            return (ANY,)
        meanings = _meanings(tuple(known))
        if not set(texts) <= meanings.keys():
            raise NotAllowed("{codes:,}", codes=[*map(address_code, known), *([ANY] if self.default else [])])
        # In the vocabulary's order, once each, so that one choice has one address.
        meant = {meanings[text] for text in texts}
        return self._canonical(tuple(code for code in known if code in meant), known)

    def _canonical(self, chosen: tuple[str, ...], known: Iterable[str]) -> Value:
        if not chosen or chosen == self.default:
            return None
        return (ANY,) if self.default and set(chosen) == set(known) else chosen

    def choose(self, codes: Iterable[str], vocabulary: Vocabulary) -> Value:
        """The value for the codes that were chosen in a widget."""
        return self.read(list(codes), vocabulary)

    def chosen(self, value: Value, vocabulary: Vocabulary) -> list[str]:
        """The codes that a widget shows as chosen."""
        if value == (ANY,):
            return list(vocabulary.get(self.name, {}))
        return list(value or ())

    def texts(self, value: Value) -> list[str]:
        return list(value or ())

    def bind(self, value: Value) -> dict[str, Any]:
        if value == (ANY,):
            return {self.name: None}
        return {self.name: list(value or self.default) or None}

    def words(self, value: Value, vocabulary: Vocabulary, lang: str, get: Callable[[str], Value]) -> str:
        if not value or value == (ANY,):
            return ""
        labels = vocabulary.get(self.name, {})
        joint = get_translator(lang)(self.joint(get))
        return f"{self.name_in(lang)}: {f' {joint} '.join(str(labels.get(code, code)) for code in value)}"

    def joint(self, get: Callable[[str], Value]) -> str:
        """The word between several codes."""
        return N_("or")

    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        known = [address_code(code) for code in vocabulary.get(self.name, {})]
        codes = {"type": "array", "minItems": 1, "items": {"enum": known}}
        return {"oneOf": [codes, {"const": [ANY]}]} if self.default else codes

    def to_widgets(self, value: Value, vocabulary: Vocabulary) -> dict[str, Any]:
        return {"": self.chosen(value, vocabulary)}

    def from_widgets(self, state: Mapping[str, Any], changed: Collection[str], vocabulary: Vocabulary) -> Value:
        return self.choose(state[""], vocabulary)

    def codes_in(self, labels: Mapping[str, str], lang: str) -> dict[str, str]:
        codes = {address_code(code): label for code, label in labels.items()}
        return {**codes, **({ANY: get_translator(lang)(N_("all of these"))} if self.default else {})}

    @property
    def everything(self) -> Value:
        return (ANY,) if self.default else None

    def narrowed(self, chosen: Value, value: Value, get: Callable[[str], Value]) -> dict[str, Value] | None:
        return {self.name: value} if set(value or ()) <= set(chosen or ()) else None

    def kept_within(self, chosen: Value, texts: Sequence[str]) -> Value:
        return tuple(code for code in texts if not chosen or code in chosen)


@dataclass(frozen=True)
class ListChoice(Choice):
    """A choice on a column of lists: a row meets it by any of its codes, or by all if the setting `match` is `all`."""

    match: str = ""

    def condition(self, value: str) -> str:
        codes, chosen = f"coalesce({value}, ['unknown'])", f"getvariable('{self.name}')"
        return (
            f"\n    {chosen} IS NULL OR CASE getvariable('{self.match}')"
            f"\n        WHEN 'all' THEN list_has_all({codes}, {chosen})"
            f"\n        ELSE list_has_any({codes}, {chosen}) END"
        )

    def joint(self, get: Callable[[str], Value]) -> str:
        return N_("and") if get(self.match) == "all" else super().joint(get)

    def codes_of(self, column: str) -> str:
        return f"unnest(coalesce({column}, [NULL]))"

    @property
    def is_lifted(self) -> str:
        # If all codes are required, one more code narrows the rows that the chosen ones leave.
        return f"getvariable('{self.match}') <> 'all'"

    def narrowed(self, chosen: Value, value: Value, get: Callable[[str], Value]) -> dict[str, Value] | None:
        # A row may have several codes: it surely has the chosen ones and this one only if all are required.
        have, more = tuple(chosen or ()), tuple(value or ())
        if len(have) > 1 and get(self.match) != "all":
            return None
        return {self.name: (*have, *(code for code in more if code not in have)), self.match: "all"}


@dataclass(frozen=True)
class Single(Filter):
    """One of a few codes, the first being the default.

    It means nothing while the setting `overruled_by` has a value.
    """

    codes: tuple[tuple[str, str], ...] = ()
    overruled_by: str = ""

    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        codes = dict(self.codes)
        if len(texts) != 1 or texts[0] not in codes:
            raise NotAllowed(N_("one of {codes:,}"), codes=list(codes))
        return None if texts[0] == self.default else texts[0]

    @property
    def default(self) -> str:
        return self.codes[0][0]

    def texts(self, value: Value) -> list[str]:
        return [str(value)] if value else []

    def bind(self, value: Value) -> dict[str, Any]:
        chosen = str(value or self.default)
        return {self.name: int(chosen) if chosen.isdigit() else chosen}

    def words(self, value: Value, vocabulary: Vocabulary, lang: str, get: Callable[[str], Value]) -> str:
        # Other settings, such as how chosen articles are combined, are stated with their filter.
        if not value or self.scope != "exhibit":
            return ""
        return f"{self.name_in(lang)}: {get_translator(lang)(dict(self.codes)[str(value)])}"

    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        return {"enum": list(dict(self.codes)), "default": self.default}

    def to_widgets(self, value: Value, vocabulary: Vocabulary) -> dict[str, Any]:
        return {"": value or self.default}

    def from_widgets(self, state: Mapping[str, Any], changed: Collection[str], vocabulary: Vocabulary) -> Value:
        return self.read([state[""]], vocabulary)

    def codes_in(self, labels: Mapping[str, str], lang: str) -> dict[str, str]:
        _ = get_translator(lang)
        return {code: _(label) for code, label in self.codes}


@dataclass(frozen=True)
class KnownDay(Filter):
    """A day that the data have, of which `allowed` says what it is; the SQL determines the default.

    `phrase` is the template of its words, with the placeholder `day`.
    """

    allowed: str = ""
    phrase: str = ""

    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        days = vocabulary.get(self.name, {})
        if len(texts) != 1 or texts[0] not in days:
            raise NotAllowed("{allowed}: {days:,}", allowed=self.allowed, days=_nearest(", ".join(texts), list(days)))
        return texts[0]

    def texts(self, value: Value) -> list[str]:
        return [str(value)] if value else []

    def bind(self, value: Value) -> dict[str, Any]:
        return {self.name: date.fromisoformat(str(value)) if value else None}

    def words(self, value: Value, vocabulary: Vocabulary, lang: str, get: Callable[[str], Value]) -> str:
        template = get_translator(lang)(self.phrase)
        return format_message(template, {"day": date.fromisoformat(str(value))}, lang) if value else ""

    def schema(self, vocabulary: Vocabulary) -> dict[str, Any]:
        return {"enum": list(vocabulary.get(self.name, {}))}

    def to_widgets(self, value: Value, vocabulary: Vocabulary) -> dict[str, Any]:
        return {"": value}

    def from_widgets(self, state: Mapping[str, Any], changed: Collection[str], vocabulary: Vocabulary) -> Value:
        return self.read([state[""]], vocabulary) if state[""] else None


def _nearest(text: str, days: Sequence[str]) -> list[str]:
    """The few days that are nearest to the one that a text names, else the first of them."""
    with suppress(ValueError):
        asked = date.fromisoformat(text)
        days = sorted(days, key=lambda day: abs(date.fromisoformat(day) - asked))
    return sorted(days[:NAMED_DAYS])


@dataclass(frozen=True)
class Phrases:
    """The templates that describe a range: with both ends, with one of them, or with equal ends."""

    both: str
    low: str
    high: str
    same: str


@dataclass(frozen=True)
class Range(Filter):
    """From a value to a value, both included; either side may be open: `2020-08..2021-12`, `..24`.

    One value without dots is the range from it to it.
    """

    # The titles of its two fields.
    side_titles: ClassVar[Mapping[str, str]] = {"from": N_("{filter} from"), "to": N_("{filter} to")}

    @property
    @abstractmethod
    def phrases(self) -> Phrases:
        """The templates that describe a value."""

    def condition(self, value: str) -> str:
        return f"in_range(getvariable('{self.name}_from'), getvariable('{self.name}_to'), {value})"

    def end_as_date(self, end: str) -> str:
        """The SQL date of an end of its column, for the steps of its widgets; empty if these have no steps."""
        return ""

    def steps(self, low: date, high: date) -> list[Any]:
        """The values that its widgets offer, from the first to the last in the data; none if any number is allowed."""
        return []

    def step_label(self, step: Any, lang: str) -> str:
        """A step in words."""
        return str(step)

    def read(self, texts: Sequence[str], vocabulary: Vocabulary) -> Value:
        low_text, dots, high_text = texts[0].partition("..")
        if len(texts) != 1 or not texts[0]:
            raise NotAllowed(self.allowed)
        low, high = self._side(low_text), self._side(high_text if dots else low_text, last=True)
        if low is not None and high is not None and low > high:
            raise NotAllowed(N_("{allowed}, the first not above the second"), allowed=self.allowed)
        return None if low is None and high is None else (low, high)

    def _side(self, text: str, last: bool = False) -> Any:
        if not text:
            return None
        if not re.fullmatch(self.side_pattern, text):
            raise NotAllowed(self.allowed)
        return self.parse(text, last)

    @property
    @abstractmethod
    def allowed(self) -> str:
        """The allowed ranges in words, with examples."""

    @property
    @abstractmethod
    def side_pattern(self) -> str:
        """The regular expression of a side's text; `parse` gets only texts that match."""

    @abstractmethod
    def parse(self, text: str, last: bool = False) -> Any:
        """A side from its text; of a text that states several values the first, or the last."""

    @abstractmethod
    def text(self, side: Any) -> str:
        """The text of a side; the inverse of `parse`."""

    def texts(self, value: Value) -> list[str]:
        low, high = _sides(value)
        return [f"{self._text(low)}..{self._text(high)}"] if value else []

    def _text(self, side: Any) -> str:
        return "" if side is None else self.text(side)

    def bind(self, value: Value) -> dict[str, Any]:
        low, high = _sides(value)
        return {f"{self.name}_from": low, f"{self.name}_to": high}

    def words(self, value: Value, vocabulary: Vocabulary, lang: str, get: Callable[[str], Value]) -> str:
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
        return {
            "type": "string",
            "pattern": rf"^({self.side_pattern})?\.\.({self.side_pattern})?$|^({self.side_pattern})$",
        }

    def allowed_in(self, lang: str) -> str:
        return get_translator(lang)(self.allowed)

    def to_widgets(self, value: Value, vocabulary: Vocabulary) -> dict[str, Any]:
        low, high = _sides(value)
        return {"from": low, "to": high}

    def from_widgets(self, state: Mapping[str, Any], changed: Collection[str], vocabulary: Vocabulary) -> Value:
        # Rounded as in the address, so that the page and the address show the same.
        low, high = (None if state[side] is None else self.parse(self.text(state[side])) for side in ("from", "to"))
        if low is not None and high is not None and low > high:
            # The side that was just set wins; the other one is opened.
            low, high = (low, None) if "from" in changed else (None, high)
        return None if low is None and high is None else (low, high)

    def narrowed(self, chosen: Value, value: Value, get: Callable[[str], Value]) -> dict[str, Value] | None:
        low, high = _sides(chosen)
        least, most = _sides(value)  # closed on both sides
        low, high = (least if low is None else max(low, least)), (most if high is None else min(high, most))
        return {self.name: (low, high)} if low <= high else None

    def kept_within(self, chosen: Value, texts: Sequence[str]) -> Value:
        return chosen or self.read(texts, {})


def _sides(value: Value) -> tuple[Any, Any]:
    return (value[0], value[1]) if value else (None, None)


@dataclass(frozen=True)
class MonthRange(Range):
    """A range of months; its sides are the first days of months.

    A year stands for its first month as the lower side, and for its last as the upper one: `2021` is all of 2021.
    """

    allowed = N_("a month, a year or a range of them, such as 2021-03, 2021, 2020-08..2021-12, 2020-08.. or ..2021")
    phrases = Phrases(
        both=N_("{title} from {low:of_month} to {high:of_month}"),
        low=N_("{title} from {low:of_month}"),
        high=N_("{title} to {high:of_month}"),
        same=N_("{title} in {low:month}"),
    )
    side_pattern = "(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?"

    def parse(self, text: str, last: bool = False) -> date:
        month = text if "-" in text else f"{text}-{12 if last else 1:02}"
        return date.fromisoformat(f"{month}-01")

    def text(self, side: Any) -> str:
        return f"{side:%Y-%m}"

    def end_as_date(self, end: str) -> str:
        return end

    def steps(self, low: date, high: date) -> list[Any]:
        months = range(low.year * 12 + low.month - 1, high.year * 12 + high.month)
        return [date(month // 12, month % 12 + 1, 1) for month in months]

    def step_label(self, step: Any, lang: str) -> str:
        # With its digits, so that a month is found however it is typed.
        return f"{format_month(step, lang)} ({self.text(step)})"


@dataclass(frozen=True)
class YearRange(Range):
    """A range of years, each of at most four digits."""

    allowed = N_("a number or a range of numbers, such as 2022, 2021..2023, 2021.. or ..2023")
    phrases = Phrases(
        both=N_("{title} from {low:year} to {high:year}"),
        low=N_("{title} from {low:year}"),
        high=N_("{title} to {high:year}"),
        same="{title} {low:year}",
    )
    side_pattern = "[0-9]{1,4}"

    def parse(self, text: str, last: bool = False) -> int:
        return int(text)

    def text(self, side: Any) -> str:
        return str(side)

    def end_as_date(self, end: str) -> str:
        return f"make_date({end}, 1, 1)"

    def steps(self, low: date, high: date) -> list[Any]:
        return list(range(low.year, high.year + 1))


@dataclass(frozen=True)
class LengthRange(Range):
    """A range of lengths in months, each of at most four digits and one decimal."""

    side_titles: ClassVar[Mapping[str, str]] = {
        "from": N_("{filter} from, in months"),
        "to": N_("{filter} to, in months"),
    }
    allowed = N_("a number or a range of numbers, such as 24, 12..36, 12.. or ..36")
    phrases = Phrases(
        both=N_("{title} from {low} to {high:month|months}"),
        low=N_("{title} from {low:month|months}"),
        high=N_("{title} to {high:month|months}"),
        same=N_("{title} {low:month|months}"),
    )
    side_pattern = r"[0-9]{1,4}(\.[0-9])?"

    def parse(self, text: str, last: bool = False) -> float:
        return float(text)

    def text(self, side: Any) -> str:
        return f"{round(side, 1):g}"
