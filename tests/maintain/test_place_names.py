"""A place has one form in each language, in all texts of the project.

`queries/checks/place_names.sql` holds the data to it.
"""

from __future__ import annotations

import re

import pytest

from repression.i18n import LANGUAGES
from repression.maintain import extract_messages
from repression.questions.filters import OTHER_NAMES
from tests.maintain.test_translations import texts

__all__ = ["texts"]  # the fixture: every fixed text in English

OTHER_FORMS = {
    "en": re.compile(r"(?i)gomel|homel\b|homieĺ|grodno|mogil|mahil(?!iou)|vitebsk|vitsebsk"),
    "be": re.compile(r"(?i)гродно|гродненск|могил|магілев|витебск|брест"),
    "ru": re.compile(r"(?i)гродна|гродзен|магіл|могилев|віцебск|брэст"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_has_one_form(lang: str, texts: set[str]) -> None:
    said = texts - set(OTHER_NAMES.values())
    if lang != LANGUAGES[0]:
        said = {str(each.string) for each in extract_messages.read(lang)}
    assert not {text for text in said if OTHER_FORMS[lang].search(text)}
