"""An exhibit: one question for the view's selection, with everything that belongs to it, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from markupsafe import Markup

from repression.charts import figures
from repression.charts.svg import svg
from repression.exhibits.cards import first_card, other_cards
from repression.exhibits.change_log import change_log
from repression.exhibits.differences import differences
from repression.exhibits.footer import Footer, footer_of
from repression.exhibits.profiles import profiles
from repression.exhibits.row_links import filter_of_click
from repression.exhibits.settings import Setting, settings_of
from repression.exhibits.view import View
from repression.questions.answer import Answer, ask, vocabulary
from repression.questions.describe import filter_sentence, refused_snapshot_warnings, subtitle_of, title_of, why_missing
from repression.questions.filters import BY_NAME, names_of
from repression.questions.question import all_questions, question_in
from repression.questions.selection import Selection
from repression.templates import render

Made = TypeVar("Made")
# The kinds of charts that are HTML, each with the function that writes it.
WRITTEN: Mapping[str, Callable[[Answer, Selection], Markup]] = {
    "cards": other_cards,
    "profiles": profiles,
    "differences": differences,
    "log": change_log,
}


@dataclass(frozen=True)
class Exhibit:
    """One question as a page shows it, in the reader's language.

    `title` is what was found, or else what is counted, with the day of the register if the question counts one. `kind`
    is that of its chart, empty if it has a table only. `why_missing` says why there are no rows, and is empty if there
    are; `warnings` are what readers are told of the data. What takes long is made when it is asked for, once for all
    readers: figure, written HTML, footer. A brief one has neither settings nor sentences beside its finding.
    """

    view: View
    answer: Answer
    title: str
    settings: tuple[Setting, ...]
    why_missing: str
    warnings: tuple[str, ...]
    is_brief: bool = False

    @property
    def name(self) -> str:
        """The name of the question."""
        return self.answer.question.name

    @property
    def subtitle(self) -> str:
        """What is counted, in a line."""
        return subtitle_of(self.answer)

    @property
    def words(self) -> str:
        """The sentences that say its numbers, without those of its title; empty if there are none."""
        return "" if self.is_brief and self.answer.finding else self.answer.details

    @property
    def description(self) -> str:
        """What its chart shows, for those who do not see it, below its title."""
        return self.answer.details or self.subtitle

    @property
    def kind(self) -> str:
        """The kind of its chart."""
        return str(self.answer.question.chart.get("kind", ""))

    @property
    def is_written(self) -> bool:
        """Whether its chart is HTML."""
        return self.kind in WRITTEN

    @property
    def filter_of_click(self) -> str | None:
        """The filter that a click on a mark sets; None if the chart or the page has none."""
        return filter_of_click(self.answer, self.view.page)

    @property
    def filter_words(self) -> str:
        """The filters that narrow it, in words."""
        return filter_sentence(self.view.warehouse, self.answer)

    def head(self) -> Markup:
        """Its title, what it shows, and its sentences, as HTML."""
        return render(
            "heading", self.view.lang, anchor=self.name, title=self.title, about=self.subtitle, words=self.words
        )

    def figure(self) -> dict[str, Any]:
        """Its chart as a Plotly figure. Raises KeyError if it has none."""
        return self.made("figure", lambda: figures.figure(self.answer))

    def svg(self, has_links: bool = True) -> Markup:
        """The same as HTML with an SVG; a mark that can be clicked is a link if the page `has_links`.

        Raises KeyError if it has no chart.
        """
        link_of = self.address_of_click if has_links and self.filter_of_click else None

        def draw() -> Markup:
            return svg(self.figure(), title=self.title, description=self.description, anchor=self.name, link_of=link_of)

        return self.made("svg", draw, self.view.place if link_of else None)

    def written(self) -> Markup:
        """Its chart as HTML. Raises KeyError if the kind of its chart is no HTML."""
        write, selection = WRITTEN[self.kind], self.view.selection
        return self.made("written", lambda: write(self.answer, selection), selection)

    def headline(self) -> Markup:
        """The first of its cards, which stands apart from the others. Only for the kind `cards`."""
        selection = self.view.selection
        return self.made("headline", lambda: first_card(self.answer, selection), selection)

    def footer(self) -> Footer:
        """Its notes, sources, files, links and citations."""
        return footer_of(self.answer, self.view.place, self.filter_words, self.view.warehouse.today)

    def footer_html(self) -> Markup:
        """The same as HTML."""
        return self.made("foot", lambda: self.footer().html(), self.view.place, self.view.warehouse.today)

    def address_of_click(self, text: str) -> str:
        """The address of the page that a click on the mark of `text` leads to."""
        assert self.filter_of_click
        value = BY_NAME[self.filter_of_click].read([text], vocabulary(self.view.warehouse, "en"))
        selection = self.view.selection.with_value(self.filter_of_click, value)
        return self.view.place.with_selection(selection).address(self.name)

    def made(self, part: str, make: Callable[[], Made], *others: object) -> Made:
        """What `make` gives for a part of the exhibit, once for each answer and for `others` on which it depends."""
        key = (part, self.name, self.answer.selection, *others)
        made: Made = self.view.warehouse.rendered.get_or_compute(key, make)
        return made


def exhibit_of(view: View, name: str, is_brief: bool = False) -> Exhibit:
    """The exhibit of a question on a page. Raises KeyError for a name that is no question, and the query's errors."""
    # Filters of other pages do not narrow this one, though the address keeps them.
    shown = names_of(view.page.scopes) | set(all_questions()[name].settings)
    answer = ask(view.warehouse, name, view.selection.only(shown))
    is_missing = answer.missing or not answer.table.num_rows
    return Exhibit(
        view,
        answer,
        title_of(answer),
        () if is_brief else tuple(settings_of(answer.question, view)),
        why_missing(view.warehouse, answer) if is_missing else "",
        (*refused_snapshot_warnings(view.warehouse, answer), *answer.notices),
        is_brief,
    )


def failed_head(name: str, lang: str) -> Markup:
    """The head of an exhibit whose query failed."""
    question = question_in(name, lang)
    return render("heading", lang, anchor=name, title=question.title, about=question.answers, words="")
