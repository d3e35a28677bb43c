"""A view in words: its filter, its sources, its place in the snapshots."""

from __future__ import annotations

from datetime import date
from html import escape

from repression.questions import Answer, Source, vocabulary
from repression.snapshots import Catalog
from repression.warehouse import Warehouse
from repression.wording import day_name


def filter_sentence(house: Warehouse, answer: Answer) -> str:
    """The filters behind an answer in words, with what holds of people where no status is chosen."""
    selection = answer.selection
    said = selection.words(vocabulary(house, selection.lang))
    by_default = "status" in answer.question.filters and selection.get("status") is None
    return "; ".join(part for part in (answer.question.population if by_default else "", said) if part)


def source_line(answer: Answer) -> str:
    """Who counted and as of when: `From the data of Human Rights Center Viasna, as of 10 February 2023`.

    Compiled figures have no one publisher: the question names its counter, or each row does.
    """
    return "; ".join(dict.fromkeys(_counted(answer, each) for each in answer.sources))


def _counted(answer: Answer, source: Source) -> str:
    day = day_name(source.snapshot, answer.selection.lang)
    if source.publisher:
        return f"From the data of {source.publisher}, as of {day}"
    counter = answer.question.counted_by
    return f"Counted by {counter}, collected {day}" if counter else f"Each row names its source; collected {day}"


def source_link(title: str, url: str | None) -> str:
    """A source as escaped HTML; a link only where there is an address of the web (`-` stands for none)."""
    if not (url or "").startswith(("https://", "http://")):
        return escape(title)
    return f'<a href="{escape(str(url))}" rel="noopener noreferrer" target="_blank">{escape(title)}</a>'


def why_missing(house: Warehouse, answer: Answer) -> str:
    """Why an answer has no rows: data refused or not as old as asked, or nothing left by the filter."""
    if not answer.missing:
        return answer.question.empty
    day = day_name(answer.selection.snapshot, answer.selection.lang)
    reasons = [
        f"the data of {dataset} were refused ({'; '.join(_refusals(house, dataset))})"
        if _refusals(house, dataset)
        else f"there is no snapshot of {dataset} of {day} or before"
        for dataset in answer.missing
    ]
    return f"There is nothing to show: {'; '.join(reasons)}."


def known_on(catalog: Catalog, day: date) -> str:
    """Of when the numbers of an older day are; where nothing of that day is here, that they are of one before it."""
    known = max((each for each in catalog.days() if each <= day), default=None)
    said = f"These are the numbers as known on {day_name(known)}." if known else ""
    return said if known == day else f"No data of {day_name(day)} are here, or not any more. {said}".rstrip()


def replaced(house: Warehouse, answer: Answer) -> list[str]:
    """What the reader of a link made before must know: that a file behind an answer was another one then."""
    shown = (house.catalog.on(each.dataset, each.snapshot) for each in answer.sources)
    return [
        f"The file of {each.dataset} of {day_name(each.date)}: {note}"
        for each in shown
        if each
        for note in each.replacements
    ]


def fallen_back(house: Warehouse, answer: Answer) -> list[str]:
    """What a reader must know where a newer file than the one shown was refused."""
    return [
        f"A newer file of {source.dataset} was refused, so these are the data of {day_name(source.snapshot)}: {refusal}"
        for source in answer.sources
        for refusal in _refusals(house, source.dataset)
    ]


def _refusals(house: Warehouse, dataset: str) -> list[str]:
    return [refusal.public for refusal in house.catalog.refusals if refusal.path.startswith(f"{dataset}/")][:1]
