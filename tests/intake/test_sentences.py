"""Sentence texts: every one that the register has, the ways to write a length, and what is never guessed."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repression.intake.sentences import KINDS, LONGEST, Sentence, read_sentence

with (Path(__file__).parent / "sentence_texts.csv").open(encoding="utf-8", newline="") as file:
    TEXTS = list(csv.DictReader(file))


@pytest.mark.parametrize("row", TEXTS, ids=[row["text"] or "empty" for row in TEXTS])
def test_every_text_of_the_register(row: dict[str, str]) -> None:
    read = read_sentence(row["text"])
    months = float(row["months"]) if row["months"] else None
    assert (read.kind, read.months, read.fine) == (row["kind"], months, row["fine"] == "true")


def test_the_table_of_texts_is_whole() -> None:
    assert len(TEXTS) == len({row["text"] for row in TEXTS}) == 136
    assert {row["kind"] for row in TEXTS} == set(KINDS) - {"life_imprisonment", "death_penalty"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("life imprisonment", "life_imprisonment"),
        ("пожизненное лишение свободы", "life_imprisonment"),
        ("пажыццёвае зняволенне", "life_imprisonment"),
        ("смертная казнь", "death_penalty"),
        ("смяротнае пакаранне", "death_penalty"),
        ("2 years of life", "unreadable"),
    ],
)
def test_a_sentence_without_an_end(text: str, kind: str) -> None:
    assert read_sentence(text) == Sentence(kind)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2½ years", 30),
        ("½ year", 6),
        ("2,5 года", 30),
        ("2 1/2 года", 30),
        ("5 лет", 60),
        ("пять лет", 60),
        ("1 год и 6 месяцев", 18),
        ("1 год 6 месяцев", 18),
        ("3 гады і 2 месяцы", 38),
        ("тры гады", 36),
        ("10 дзён", 0.3),
        ("15 сутак", 0.5),
        ("2-years", 24),
        ("3 years of imprisonment in a general-security penal colony", 36),
        ("3 года лишения свободы в колонии общего режима", 36),
        ("imprisonment for 4 years", 48),
    ],
)
def test_other_ways_to_write_a_length(text: str, months: float) -> None:
    assert read_sentence(text).months == months


@pytest.mark.parametrize(
    "text",
    [
        "4 1/2",  # no unit
        "5",
        "years",
        "3 dears",  # years or days
        "3 yar",
        "1,500 months",  # a decimal or thousands
        "2 3/2 years",
        "1 1/0 years",
        "3-5 years",
        "> 3 years",
        "3 5 years",
        "2 years 2 years",
        "6 months 1 year",
        "2 years suspended for 3 years",
        "2 years and a half",
        "not 3 years",
        "3 years less 2 months",
        "reduced by 6 months",
        "2 years of compulsory treatment",
        "2 weeks",
        "100 hours",
        "0 years",
        "120 years",
        "9" * 5000 + " years",
        "arrest",
        "?",
    ],
)
def test_what_is_not_sure_is_unreadable(text: str) -> None:
    assert read_sentence(text) == Sentence("unreadable")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("  \n", "not_stated"),
        ("неизвестно", "unknown"),
        ("невядома", "unknown"),
        ("принудительное лечение", "treatment"),
        ("прымусовае лячэнне", "treatment"),
        ("уголовное дело прекращено", "dismissed"),
        ("200 часов общественных работ", "community_service"),
        ("fine", "fine"),
        ("штраф 100 базовых величин", "fine"),
        ("100 базавых велічынь", "fine"),
        ("8 700 rubles", "fine"),
    ],
)
def test_outcomes_that_are_no_length(text: str, kind: str) -> None:
    read = read_sentence(text)
    assert (read.kind, read.months, read.fine) == (kind, None, kind == "fine")


def test_typing_errors_are_said() -> None:
    corrected = {row["text"] for row in TEXTS if read_sentence(row["text"]).corrected}
    assert corrected == {"1 tear", "3 minths", "3 yers", "1 year adn 6 months"}


YEARS, MONTHS = st.integers(0, 24), st.integers(0, 11)


@given(YEARS, MONTHS, st.sampled_from(["{} years and {} months", "{} лет и {} месяцев", "{} гадоў, {} месяцаў"]))
def test_years_and_months_come_back(years: int, months: int, notation: str) -> None:
    total = years * 12 + months
    assert read_sentence(notation.format(years, months)).months == (total or None)


@given(st.integers(1, LONGEST), st.sampled_from(["{} months", "{} month", "{} месяцев", "{} месяцаў", " {}  MONTHS "]))
def test_months_come_back(months: int, notation: str) -> None:
    assert read_sentence(notation.format(months)).months == months


@given(st.integers(0, 24), st.integers(1, 11), st.integers(2, 12), st.sampled_from("/\\⁄"))
def test_fractions_of_years_come_back(whole: int, top: int, bottom: int, slash: str) -> None:
    read = read_sentence(f"{whole} {top}{slash}{bottom} years")
    expected = round((whole + Fraction(top, bottom)) * 12, 1)
    assert read.months == (float(expected) if top < bottom else None)


@given(st.integers(0, 2499), st.sampled_from(",."))
def test_decimals_of_years_come_back(hundredths: int, point: str) -> None:
    read = read_sentence(f"{hundredths // 100}{point}{hundredths % 100:02} years")
    assert read.months == (float(round(Fraction(hundredths, 100) * 12, 1)) if hundredths else None)


@given(st.integers(1, 24), st.integers(1, 9999))
def test_a_fine_beside_a_term_changes_no_length(years: int, amount: int) -> None:
    expected = Sentence("length", years * 12, fine=True)
    assert read_sentence(f"{years} years, fine of {amount:,} rubles") == expected
    assert read_sentence(f"{amount} base rates, {years} years") == expected


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    read = read_sentence(text)
    assert read.kind in KINDS
    assert (read.months is not None) == (read.kind == "length")


WORDS = [
    "2",
    "1/2",
    "1,5",
    "100",
    "years",
    "tear",
    "day",
    "months",
    "and",
    "of",
    "fine",
    "base",
    "rates",
    "unknown",
    "-",
]


@given(st.lists(st.sampled_from(WORDS)))
def test_no_order_of_known_words_is_too_strange(words: list[str]) -> None:
    read = read_sentence(" ".join(words))
    assert read.months is None or 0 <= read.months <= LONGEST
