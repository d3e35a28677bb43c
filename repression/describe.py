"""A view in words: its filter, its sources, its place in the snapshots."""

from __future__ import annotations

from repression.questions import Answer, Source, vocabulary
from repression.warehouse import Warehouse
from repression.wording import day_name

RECOGNISED = "recognised political prisoners, present and former"


def filter_sentence(house: Warehouse, answer: Answer) -> str:
    """The filters behind an answer in words, with what holds of people where no status is chosen."""
    selection = answer.selection
    said = selection.words(vocabulary(house, selection.lang))
    by_default = "people" in answer.question.datasets and selection.get("status") is None
    return "; ".join(part for part in (RECOGNISED if by_default else "", said) if part)


def source_line(answer: Answer) -> str:
    """Who counted and as of when: `Counted by Human Rights Center Viasna, as of 10 February 2023`.

    Compiled figures have no one publisher: the question names its counter, or each row does.
    """
    return "; ".join(dict.fromkeys(_counted(answer, each) for each in answer.sources))


def _counted(answer: Answer, source: Source) -> str:
    day = day_name(source.snapshot, answer.selection.lang)
    if source.publisher:
        return f"Counted by {source.publisher}, as of {day}"
    counter = answer.question.counted_by
    return f"Counted by {counter}, collected {day}" if counter else f"Each row names its source; collected {day}"
