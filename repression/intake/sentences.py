"""Parses the texts of sentences: a length in months, or another kind of outcome."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from repression.intake.spelling import closest, swapped
from repression.messages import message

KINDS = (
    "length", "life_imprisonment", "death_penalty", "fine", "treatment", "community_service", "dismissed", "unknown",
    "unreadable", "not_stated",
)  # fmt: skip
LONGEST = 360  # months; a longer term is treated as a typing error


@dataclass(frozen=True)
class Sentence:
    """A parsed sentence: its kind, its length in months (one decimal), whether it includes a fine.

    `kind` is one of `KINDS`; `corrected` says that a typing error in a word was corrected.
    """

    kind: str
    months: float | None = None
    fine: bool = False
    corrected: bool = False


@dataclass(frozen=True)
class _Phrase:
    """A number with its unit, or a word: `meaning` is a unit, money, joint, fine or known."""

    meaning: str
    number: Fraction = Fraction(0)
    corrected: bool = False


_UNREADABLE = Sentence("unreadable")
_MONTHS = {"years": Fraction(12), "months": Fraction(1), "days": Fraction(1, 30)}
_UNITS = {
    word: unit
    for unit, words in {
        "years": "year years год года году годы лет гады гадоў",
        "months": "month months месяц месяца месяцы месяцев месяцаў",
        "days": "day days день дня дни дней сутки суток дзень дні дней дзен суткі сутак",
        "hours": "hour hours час часа часов гадзіна гадзіны гадзін",
        "money": "rate rates value values ruble rubles rouble roubles byn "
        "рубль рубля рублей рубель рублі рублеў величина величины величин велічыня велічыні велічынь",
    }.items()
    for word in words.split()
}
_NUMBERS = {
    word: number
    for number, words in enumerate(
        [
            "one один одна адзін адна",
            "two два две дзве",
            "three три тры",
            "four четыре чатыры",
            "five пять пяць",
            "six шесть шэсць",
            "seven семь сем",
            "eight восемь восем",
            "nine девять дзевяць",
            "ten десять дзесяць",
            "eleven одиннадцать адзінаццаць",
            "twelve двенадцать дванаццаць",
        ],
        start=1,
    )
    for word in words.split()
}
# Words between a number and its unit.
_QUALIFIERS = ("base", "basic", "belarusian", "community", "service", "базов", "базав", "белорус", "беларус")
_JOINTS = frozenset([",", "and", "и", "й", "і", "ды"])
_MARKS = frozenset(',.;:()«»“”"')
_SMALL_WORDS = frozenset(
    [
        *("a", "an", "the", "of", "in", "on", "to", "at", "by", "for", "with", "plus", "amount", "home"),
        *("в", "во", "на", "с", "со", "у", "ў", "з", "ва"),
    ]
)
_STEMS = (
    "fine", "sentenc", "serving", "imprison", "prison", "depriv", "restrict", "freedom", "liberty",
    "arrest", "guardhouse", "military", "commandant", "office", "penal", "colony", "correction",
    "facility", "open", "confinement", "general", "medium", "maximum", "high", "security", "regime",
    "suspended", "штраф", "лишени", "ограничени", "свобод", "арест", "гауптвахт", "колони", "тюрьм",
    "исправительн", "общего", "усиленного", "строгого", "открытого", "режим", "условно", "размере", "пазбаўлен",
    "абмежаван", "волі", "арышт", "гаўптвахт", "калоні", "турм", "агульнага", "узмоцненага", "ўзмоцненага",
    "строгага", "рэжым", "умоўна", "памеры",
)  # fmt: skip
_FINE = ("fine", "штраф")
_OUTCOMES = {
    "life_imprisonment": ("life", "пожизнен", "пажыццев"),
    "death_penalty": ("death", "смертн", "смяротн"),
    "treatment": ("treatment", "лечени", "лячэнн"),
    "community_service": ("community", "общественн", "грамадск"),
    "dismissed": ("dismiss", "acquit", "release", "прекращ", "оправда", "освобож", "спынен", "апраўда", "вызвал"),
    "unknown": ("unknown", "неизвест", "невядом"),
}  # fmt: skip
_NEGATIONS = frozenset(["no", "not", "nor", "не", "ни", "ні"])
_TOKEN = re.compile(
    r"""(?P<number>(?:[0-9]+\s+)?[0-9]+\s*[/\\⁄]\s*[0-9]+   # 2 1/2, 4 1\2
                 | [0-9]{1,3}(?:\ [0-9]{3})+(?![0-9])       # 8 700
                 | [0-9]+(?:[.,][0-9]+)*)                   # 18; 1,5; 8,700
      | (?P<word>[^\W\d_]+(?:['’ʼ][^\W\d_]+)*)
      | (?P<mark>\S)""",
    re.VERBOSE,
)


@lru_cache(1_000)  # a register has few wordings
def read_sentence(text: str) -> Sentence:
    """The decision of a court in `text` (English, Russian or Belarusian).

    Every number must have a unit and every word must be known, otherwise the text is unreadable: a unit or a meaning is
    never guessed. A unit word may be mistyped if it can mean one unit only. A length is in months: a year is 12, a day
    1/30, rounded to one decimal.
    """
    tokens = _tokens(text)
    if not tokens:
        return Sentence("not_stated")
    words = [value for kind, value in tokens if kind == "word"]
    if not _NEGATIONS.isdisjoint(words):
        return _UNREADABLE
    outcome = next((kind for kind, stems in _OUTCOMES.items() if _any_begins(words, stems)), None)
    if outcome:
        # "two month community service" is no length of a sentence; a number with another outcome is unclear.
        explained = 1 if outcome == "community_service" else 0
        return Sentence(outcome) if _numbers(tokens) <= explained else _UNREADABLE
    return _read_quantities(tokens)


def _read_quantities(tokens: list[tuple[str, str]]) -> Sentence:
    """The sentence of tokens that are only lengths, amounts of money and known words."""
    try:
        phrases = list(_phrases(tokens))
    except ValueError:
        return _UNREADABLE
    fine = any(phrase.meaning in ("money", "fine") for phrase in phrases)
    corrected = any(phrase.corrected for phrase in phrases)
    if not any(phrase.meaning in _MONTHS for phrase in phrases):
        return Sentence("fine", fine=True, corrected=corrected) if fine else _UNREADABLE
    months = _months(phrases)
    return Sentence("length", months, fine, corrected) if months is not None else _UNREADABLE


def _phrases(tokens: list[tuple[str, str]]) -> Iterator[_Phrase]:
    """Numbers with their units, and words. Raises ValueError at the first unknown one."""
    remaining = iter(tokens)
    for kind, value in remaining:
        if kind == "number" or value in _NUMBERS:
            word = next((word for _, word in remaining if not word.startswith(_QUALIFIERS)), "")
            unit = closest(word, _UNITS)
            number = _number(value)
            if unit != "money" and (unit not in _MONTHS or number is None):
                raise ValueError(message("{value} {word} is no length", value=value, word=word))
            yield _Phrase(unit, number or Fraction(0), corrected=word not in _UNITS)
        elif value in _JOINTS or swapped(value, "and"):
            yield _Phrase("joint", corrected=value not in _JOINTS)
        elif value.startswith(_FINE):
            yield _Phrase("fine")
        elif value in _MARKS or value in _SMALL_WORDS or value.startswith(_STEMS):
            yield _Phrase("known")
        else:
            raise ValueError(message("{value} is not known", value=value))


def _months(phrases: list[_Phrase]) -> float | None:
    """The sum of one run of terms, from the larger unit to the smaller, each once; None otherwise.

    A second term after other words ("2 years suspended for 3 years") means something else.
    """
    terms = [place for place, phrase in enumerate(phrases) if phrase.meaning in _MONTHS]
    run = [phrase for phrase in phrases[terms[0] : terms[-1] + 1] if phrase.meaning != "joint"]
    if len(run) != len(terms):
        return None
    falling = all(_MONTHS[one.meaning] > _MONTHS[next_one.meaning] for one, next_one in pairwise(run))
    total = sum((term.number * _MONTHS[term.meaning] for term in run), Fraction(0))
    return float(round(total, 1)) if falling and 0 < total <= LONGEST else None


def _number(text: str) -> Fraction | None:
    """`2 1/2`, `1,5`, `18` or a number word; None if it is ambiguous (`1,500`)."""
    if text in _NUMBERS:
        return Fraction(_NUMBERS[text])
    if re.search(r"[/\\⁄]", text):
        *whole, top, bottom = (int(digits[:9]) for digits in re.findall(r"[0-9]+", text))
        return Fraction(sum(whole)) + Fraction(top, bottom) if top < bottom else None
    if re.fullmatch(r"[0-9]{1,6}(?:[.,][0-9]{1,2})?", text):
        return Fraction(text.replace(",", "."))
    return None


def _tokens(text: str) -> list[tuple[str, str]]:
    """Pairs of kind (number, word, mark) and value in lower case; a hyphen before a word separates tokens."""
    spaced = re.sub(r"(?<=[0-9])(?=[¼½¾⅓⅔])", " ", text)
    plain = unicodedata.normalize("NFKC", spaced).lower().replace("ё", "е")
    parted = re.sub(r"(?<=\w)[-–](?=[^\W\d_])", " ", plain)
    return [(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(parted)]


def _numbers(tokens: list[tuple[str, str]]) -> int:
    return sum(kind == "number" or value in _NUMBERS for kind, value in tokens)


def _any_begins(words: list[str], stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stems) for word in words)
