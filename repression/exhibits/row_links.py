"""The rows that a number counts, and the filter that leads to them."""

from __future__ import annotations

from repression.questions.answer import Answer
from repression.questions.filter_types import Single, Vocabulary
from repression.questions.filters import BY_NAME, names_of
from repression.questions.question import Question
from repression.questions.selection import Selection, query_of
from repression.site import LISTED, Page


def filter_of_click(answer: Answer, page: Page) -> str | None:
    """The filter that a click on a mark of the chart sets; None if the chart or the page has none."""
    click = answer.question.chart.get("click", {})
    name = click.get("filter")
    if isinstance(setting := BY_NAME.get(click.get("filter_of", "")), Single):
        name = str(answer.selection.get(setting.name) or setting.default)
    return name if name in names_of(page.scopes) else None


def rows_addresses(question: Question, selection: Selection) -> dict[str, str]:
    """By dataset, the address of the list of rows that a question counts; none if the question is that list."""
    selection = selection.kept_within(question.within)
    listings = {name: LISTED[name] for name in question.datasets if name in LISTED and question.filters}
    return {
        name: f"/{listed.path}?{query_of(selection.address())}#{listed.exhibit}"
        for name, listed in listings.items()
        if listed.exhibit != question.name
    }


def rows_behind(question: Question, selection: Selection, name: str, text: str, codes: Vocabulary) -> str | None:
    """The address of the list of rows behind one mark, which is selected by `text` of the filter `name`.

    None if no address can state that.
    """
    narrowed = selection.narrowed(name, BY_NAME[name].read([text], codes))
    return next(iter(rows_addresses(question, narrowed).values()), None) if narrowed else None
