"""What looks alike to a reader is equal, and what does not is not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repression.normal_form import normal_form, normal_id
from tests.support.spellings import id_spellings, spellings

NAME = "Выдуманы хор «Імя Ёлкі» 2-га"


@given(spellings(NAME))
def test_every_spelling_of_a_name_is_one_name(spelling: str) -> None:
    assert normal_form(spelling) == normal_form(NAME)


@given(id_spellings("9103"))
def test_every_spelling_of_an_id_is_its_digits(spelling: str) -> None:
    assert normal_id(spelling) == "9103"


@pytest.mark.parametrize("other", ["Выдуманы хор", "Выдуманы хор Імя Ёлкі 2-га!", "Выдуманыхор Імя Ёлкі 2-га"])
def test_other_names_stay_others(other: str) -> None:
    assert normal_form(other) != normal_form(NAME)


def test_letters_with_marks_of_their_own_are_others() -> None:
    assert len({normal_form(letter) for letter in "йиўуії"}) == 6


@pytest.mark.parametrize("text", ["9103.5", "9,103", "1e3", "-5", "id9103", "9103-1", "９１٠٣"])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be a whole number such as 9103"):
        normal_id(text)


@given(st.text())
def test_the_form_of_a_form_is_the_form(text: str) -> None:
    form = normal_form(text)
    assert normal_form(form) == form
    assert unicodedata.is_normalized("NFC", form)
