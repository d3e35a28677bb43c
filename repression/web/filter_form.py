"""The filters of a page as an ordinary HTML form, and the chosen ones as words with links that remove them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any

from markupsafe import Markup

from repression.exhibits import frame
from repression.exhibits.choices import Counts, counts_of_choices, steps_of_range
from repression.exhibits.frame import address_of, filters_title
from repression.exhibits.view import View
from repression.formatting import format_day, format_message, format_number
from repression.i18n import N_, get_translator
from repression.questions.answer import options, vocabulary
from repression.questions.filter_types import Choice, Filter, MonthRange, Range, Single, address_code
from repression.questions.filters import FILTERS
from repression.questions.selection import Selection
from repression.templates import html_message, render
from repression.web.page_address import SIDES

# A longer list of choices is folded, so that the form stays short.
SHORT_LIST = 8
# Of a page in a copy of the site.
ABOUT_COPY = N_("This is a copy of the site as files, with the data as known on {day}.")


@dataclass(frozen=True)
class Option:
    """One choice of a list: its code in an address, its label, and how many rows it would leave, if that is known."""

    code: str
    label: str
    is_chosen: bool
    rows: str = ""


@dataclass(frozen=True)
class Field:
    """A filter of the form: a list of options (several, or one of them), or the two ends of a range as inputs."""

    name: str
    title: str
    help: str
    options: tuple[Option, ...] = ()
    is_single: bool = False
    inputs: tuple[Mapping[str, Any], ...] = ()
    placeholder: str = ""

    @property
    def is_long(self) -> bool:
        """Whether its list is folded."""
        return len(self.options) > SHORT_LIST

    @property
    def chosen(self) -> str:
        """The labels of the chosen options, or what holds where none is chosen."""
        return ", ".join(each.label for each in self.options if each.is_chosen) or self.placeholder


def filter_form(view: View) -> Markup:
    """A form for every filter of the page, each choice with its count; it leads back to the page."""
    labels, counts = options(view.warehouse, view.lang), counts_of_choices(view)
    days = sorted({*view.warehouse.days, view.selection.snapshot}, reverse=True)
    return render(
        "filter_form",
        view.lang,
        title=filters_title(view),
        action=f"/{view.page.path}",
        days=[(day.isoformat(), format_day(day, view.lang), day == view.selection.snapshot) for day in days],
        kept=list(_kept(view)),
        fields=[
            field
            for each in FILTERS
            if each.scope in view.page.scopes
            for field in _field(each, labels.get(each.name, {}), counts, view)
        ],
    )


def choice_links(view: View, linked: Collection[str], more: str) -> Markup:
    """The filters of the page that are `linked`, each choice as a link to the page with it alone, with its count.

    `more` is the address of the page that says where all filters are. For a page without a server behind it.
    """
    alone = Selection(view.selection.snapshot, view.lang)
    plain = replace(view, selection=alone)
    labels, counts = options(view.warehouse, view.lang), counts_of_choices(plain)
    own = [each for each in FILTERS if each.scope in view.page.scopes]
    return render(
        "choice_links",
        view.lang,
        title=filters_title(view),
        about=html_message(ABOUT_COPY, view.lang, day=alone.snapshot),
        fields=[
            {"title": field.title, "options": list(_linked_options(each, field, plain, view.selection))}
            for each in own
            if each.name in linked
            for field in _field(each, labels.get(each.name, {}), counts, view)
        ],
        others=_others([each for each in own if each.name not in linked], view.lang),
        more=more,
    )


def _linked_options(entry: Filter, field: Field, plain: View, chosen: Selection) -> Iterator[Mapping[str, Any]]:
    codes = vocabulary(plain.warehouse, "en")
    for each in field.options:
        with_it = plain.selection.with_value(entry.name, entry.read([each.code], codes))
        yield {
            "address": address_of(plain.page, with_it.address()),
            "label": each.label,
            "rows": each.rows,
            "is_chosen": with_it.get(entry.name) == chosen.get(entry.name),
        }


def _others(filters: Sequence[Filter], lang: str) -> str:
    """That the server has more filters than a copy; empty where it has not."""
    _ = get_translator(lang)
    named = [each.name_in(lang) for each in filters if not isinstance(each, Single)]
    if not named:
        return ""
    return format_message(
        _("Only the server has several choices at once, and the filters: {filters:,}."),
        {"filters": named},
        lang,
    )


def chosen_filters(view: View) -> Markup:
    """The filters that narrow the page as words, each with a link that removes it; empty where none is chosen."""
    chosen = [
        (said, address_of(view.page, view.selection.with_value(name, None).address()))
        for name, said in frame.chosen_filters(view).items()
    ]
    return render("chosen_filters", view.lang, chosen=chosen, reset=_reset(view)) if chosen else Markup("")


def _reset(view: View) -> str:
    others = {each.name for each in FILTERS if each.scope not in view.page.scopes}
    return address_of(view.page, view.selection.only(others).address())


def _kept(view: View) -> Iterator[tuple[str, str]]:
    """The parameters of the address that the form does not show."""
    yield "lang", view.lang
    for each, value in view.selection:
        if each.scope not in view.page.scopes:
            yield from ((each.name, text) for text in each.write(value))


@singledispatch
def _field(entry: Filter, labels: Mapping[str, str], counts: Counts, view: View) -> Iterator[Field]:
    """The field of a filter; kinds without an implementation here are shown elsewhere."""
    yield from ()


@_field.register
def _choice(choice: Choice, labels: Mapping[str, str], counts: Counts, view: View) -> Iterator[Field]:
    _, rows = get_translator(view.lang), counts.get(choice.name, {})
    chosen = choice.chosen(view.selection.get(choice.name), {choice.name: labels})
    options = tuple(
        Option(address_code(code), label, code in chosen, format_number(rows.get(code, 0), view.lang))
        for code, label in labels.items()
    )
    yield Field(
        choice.name, _(choice.title), _(choice.help) if choice.help else "", options, placeholder=_(choice.placeholder)
    )


@_field.register
def _single(single: Single, labels: Mapping[str, str], counts: Counts, view: View) -> Iterator[Field]:
    _, chosen = get_translator(view.lang), str(view.selection.get(single.name) or single.default)
    options = tuple(Option(code, label, code == chosen) for code, label in single.codes_in(labels, view.lang).items())
    yield Field(single.name, _(single.title), _(single.help) if single.help else "", options, is_single=True)


@_field.register
def _range(span: Range, labels: Mapping[str, str], counts: Counts, view: View) -> Iterator[Field]:
    """Two inputs, from and to; either may stay empty."""
    _, steps = get_translator(view.lang), steps_of_range(span, view)
    value = view.selection.get(span.name) or (None, None)
    # Browsers have a field for months; where one has not, it is a text in the form of an address.
    kind = "month" if isinstance(span, MonthRange) else "number"
    ends = {"min": span.text(steps[0]), "max": span.text(steps[-1])} if steps else {"min": "0", "max": "9999"}
    inputs = tuple(
        {
            "name": f"{span.name}_{side}",
            "title": _(span.side_titles[side]).format(filter=_(span.title)),
            "value": "" if end is None else span.text(end),
            "type": kind,
            "step": "any" if not steps else "",
            "pattern": span.side_pattern,
            **ends,
        }
        for side, end in zip(SIDES, value, strict=True)
    )
    yield Field(span.name, _(span.title), _(span.help) if span.help else "", inputs=inputs)
