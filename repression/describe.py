"""A view in words: its filter, its sources, its place in the snapshots."""

from __future__ import annotations

from repression.filters import Selection
from repression.questions import Answer, vocabulary
from repression.warehouse import Warehouse
from repression.wording import day_name


def filter_sentence(house: Warehouse, selection: Selection) -> str:
    """The active filters in words; what holds by default where none is active."""
    return selection.words(vocabulary(house, selection.lang))


def source_line(answer: Answer) -> str:
    """Who counted and as of when: `Human Rights Center Viasna, as of 10 February 2023; …`."""
    lang = answer.selection.lang
    return "; ".join(f"{each.publisher}, as of {day_name(each.snapshot, lang)}" for each in answer.sources)
