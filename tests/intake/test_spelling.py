"""Typing errors are read through only where one word can be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repression.intake.spelling import closest, distance, swapped

UNITS = {"year": "years", "years": "years", "day": "days", "days": "days", "months": "months"}


@pytest.mark.parametrize(
    ("first", "second", "slips"),
    [
        ("", "", 0),
        ("year", "", 4),
        ("tear", "year", 1),
        ("yers", "years", 1),
        ("adn", "and", 1),
        ("months", "minth", 2),
    ],
)
def test_distance_counts_letters_to_change(first: str, second: str, slips: int) -> None:
    assert distance(first, second) == slips


@given(st.text(max_size=8), st.text(max_size=8))
def test_distance_is_the_same_both_ways(first: str, second: str) -> None:
    assert distance(first, second) == distance(second, first)
    assert (distance(first, second) == 0) == (first == second)


@pytest.mark.parametrize("word", ["year", "tear", "yers", "yaers", "yeras"])
def test_a_slip_of_one_unit_is_that_unit(word: str) -> None:
    assert closest(word, UNITS) == "years"


@pytest.mark.parametrize("word", ["dears", "yeays", "yar", "dya", "", "weeks", "y"])
def test_a_word_that_could_be_two_units_or_none_stays_unread(word: str) -> None:
    assert closest(word, UNITS) is None


def test_a_swap_is_of_neighbours_only() -> None:
    assert swapped("adn", "and")
    assert not swapped("dna", "and")
    assert not swapped("and", "and")
