"""What a new place most likely is, by the text of its cell, and which rows are asked about together."""

from __future__ import annotations

import pytest

from repression.intake.facilities import place_in_english, town_in
from repression.intake.identity import PersonGroup
from repression.intake.vocabulary import OpenWord
from repression.maintain.answers import PersonAnswer
from repression.maintain.person_questions import Likeness, person_questions
from repression.maintain.reference import reference_of
from repression.maintain.suggestions import suggested_facility
from repression.snapshots.catalog import read_catalog
from tests.conftest import DATA

SHARED = ("address",)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("ИК № 99", "Penal colony No. 99", "penal_colony"),
        ("СИЗО-77; 220000, Минск", "Pre-trial detention center No. 77", "pre_trial_detention"),
        ("Турма № 12", "Prison No. 12", "prison"),
        ("Open correctional facility No. 100", "Open correctional facility No. 100", "open_facility"),
        ("Invented place", "", ""),
        ("Инвентарь № 5", "", ""),
    ],
)
def test_a_name_says_its_kind_where_it_begins_with_one(text: str, name: str, kind: str) -> None:
    assert place_in_english(text) == (name, kind)


@pytest.mark.parametrize(
    ("cell", "town"),
    [
        ("ИК № 99\n247760, г. Мозырь, ул. Выдуманная 1", "Mazyr"),
        ("ПК № 99; 247760, г. Мазыр", "Mazyr"),
        ("Penal colony No. 99\nMinsk region, Invented Person", ""),
        ("ИК № 99\nМинская область", ""),
        ("ИК № 99\nМинск, Мозырь", ""),  # which one?
        ("Мозырь", ""),  # a name and no address
        ("ИК № 99", ""),
    ],
)
def test_of_an_address_only_a_known_town_is_told(cell: str, town: str) -> None:
    assert town_in(cell, reference_of(read_catalog(DATA)).towns) == town


def test_a_new_number_of_a_known_kind_is_translated_as_the_others_are() -> None:
    word = OpenWord("prison", "ик no 99", 1, (2,), ("ИК № 99",), "", "Mazyr")
    likely = suggested_facility(read_catalog(DATA), word)
    assert (likely.facility_be, likely.facility_ru, likely.place) == ("Папраўчая калонія № 99", "ИК-99", "Mazyr")


def group(*ids: str, withheld: bool = False) -> PersonGroup:
    return PersonGroup(tuple(range(2, 2 + len(ids))), ids, SHARED, len(ids) - 1, withheld)


def test_one_answer_is_offered_where_groups_are_alike_and_nothing_speaks_against_it() -> None:
    groups = [group("1", "2"), group("3", "4"), group("5", "6"), group("7", "8"), group("9", "10", "11"),
              group("12", "13", withheld=True), group("14", "15"), group()]  # fmt: skip
    differences = {
        ("1", "2"): {"arrested": ("2021-01", "2022-01")},
        ("3", "4"): {"penalty": ("", "fine")},
        ("5", "6"): {},
        ("7", "8"): {"gender": ("male", "female")},
        ("9", "10", "11"): {},
    }
    asked = {each.likeness: each for each in person_questions(groups, differences)}
    assert list(asked) == list(Likeness)  # what needs a look comes first, and a group without ids is not asked
    assert [each.ids for each in asked[Likeness.CASE].groups] == [("1", "2"), ("3", "4")]
    together = {likeness: (one.allows(same=True), one.allows(same=False)) for likeness, one in asked.items()}
    assert together == {
        Likeness.REMOVED: (False, False),
        Likeness.NOT_TAKEN: (False, False),
        Likeness.SEVERAL: (False, True),
        Likeness.GENDER: (False, True),
        Likeness.CASE: (True, True),
        Likeness.EQUAL: (True, True),
    }
    assert asked[Likeness.CASE].answers(same=True)[0] == PersonAnswer(("1", "2"), ("1", "2"))
    assert asked[Likeness.CASE].answers(same=False)[1] == PersonAnswer(("3", "4"))
