"""Selections by some of the filters and settings of a question, at random but the same in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator

from repression.questions.answer import vocabulary
from repression.questions.filter_types import ANY, Choice, Filter, MonthRange, Range
from repression.questions.filters import BY_NAME
from repression.questions.question import all_questions
from repression.questions.selection import Selection, read_address
from repression.warehouse.database import Warehouse

MOST_CODES = 4
MONTHS = ("2020-08", "2021", "2022-03", "2023")
NUMBERS = ("6", "24", "60", "2022")


def random_selections(warehouse: Warehouse, name: str, count: int) -> Iterator[Selection]:
    """`count` selections for a question; none if it has no filter and no setting that the data give a value for."""
    chance, codes = random.Random(name), vocabulary(warehouse, "en")
    question = all_questions()[name]
    asked = question.filters | (set(question.settings) - {"against"})
    known = {each: BY_NAME[each].codes_in(codes.get(each, {}), "en").keys() - {ANY} for each in asked}
    names = sorted(each for each in asked if known[each] or isinstance(BY_NAME[each], Range))
    for _ in range(count if names else 0):
        some = chance.sample(names, chance.randint(1, min(4, len(names))))
        address = {each: _texts(chance, BY_NAME[each], sorted(known[each])) for each in some}
        yield read_address(address, codes, warehouse.days)


def _texts(chance: random.Random, filter_: Filter, codes: list[str]) -> list[str]:
    """Values of a filter as an address states them."""
    if isinstance(filter_, Range):
        sides = MONTHS if isinstance(filter_, MonthRange) else NUMBERS
        low, high = sorted(chance.sample(sides, 2), key=str if isinstance(filter_, MonthRange) else float)
        return [chance.choice([f"{low}..{high}", f"{low}..", f"..{high}"])]
    most = MOST_CODES if isinstance(filter_, Choice) else 1
    return chance.sample(codes, chance.randint(1, min(most, len(codes))))
