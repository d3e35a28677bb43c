"""The filters: the day of the data, and a widget for every filter that narrows the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, partial, singledispatch
from typing import Any, Literal

import streamlit as st

from repression.exhibits.choices import Counts, counts_of_choices, steps_of_range
from repression.exhibits.view import View
from repression.exhibits.writer import current_view, in_its_place
from repression.formatting import format_day
from repression.i18n import get_translator
from repression.questions.answer import options
from repression.questions.filter_types import Choice, Filter, Range, Single
from repression.questions.filters import FILTERS
from repression.site import Page
from repression.ui import url_state


def filters(page: Page) -> None:
    """The widgets of every filter of the page, each choice with its count."""
    view = current_view()
    labels = options(view.warehouse, view.selection.lang)
    counts = None
    with st.container(key="fields"):
        with in_its_place("counts of choices"):
            counts = counts_of_choices(view)
        _snapshot(view)
        for entry in FILTERS:
            if entry.scope in page.scopes:
                with in_its_place(f"filter {entry.name}"):
                    _widget(entry, labels.get(entry.name, {}), counts, view)


def _snapshot(view: View) -> None:
    _, lang = get_translator(view.selection.lang), view.selection.lang
    st.selectbox(
        _("Data as known on"),
        sorted({*view.warehouse.days, view.selection.snapshot}, reverse=True),
        key=url_state.widget_key("snapshot"),
        format_func=partial(format_day, lang=lang),
        help=_("Every dataset is shown in its newest snapshot of that day or before."),
    )


@singledispatch
def _widget(setting: Filter, labels: Mapping[str, str], counts: Counts | None, view: View) -> None:
    """Show the widgets of a filter; kinds without an implementation here are shown elsewhere."""


@_widget.register
def _choice(choice: Choice, labels: Mapping[str, str], counts: Counts | None, view: View) -> None:
    lang = view.selection.lang
    _ = get_translator(lang)
    rows = None if counts is None else counts.get(choice.name, {})

    def label(code: str) -> str:
        return labels[code] if rows is None else url_state.option_label(code, labels[code], rows.get(code, 0), lang)

    st.multiselect(
        _(choice.title),
        list(labels),
        key=url_state.widget_key(choice.name),
        format_func=label,
        filter_mode=_filter_mode(tuple(labels.values())),
        select_all=False,
        help=_(choice.help) if choice.help else None,
        placeholder=_(choice.placeholder),
    )


@lru_cache(maxsize=64)  # the same few lists in every run; comparing all labels of one takes milliseconds
def _filter_mode(labels: tuple[str, ...]) -> Literal["prefix", "contains"]:
    """How a list looks for what is typed: by beginnings only if one label is within a word of another: Men in Women."""
    lowered = [label.casefold() for label in labels]
    within = any(re.search(rf"\w{re.escape(one)}", other) for one in lowered for other in lowered)
    return "prefix" if within else "contains"


@lru_cache(maxsize=64)  # the months of all years are written four times in every run
def _step_labels(span: Range, steps: tuple[Any, ...], lang: str) -> Mapping[Any, str]:
    return {step: span.step_label(step, lang) for step in steps}


@_widget.register
def _single(single: Single, labels: Mapping[str, str], counts: Counts | None, view: View) -> None:
    codes = single.codes_in(labels, view.selection.lang)
    st.radio(
        get_translator(view.selection.lang)(single.title),
        list(codes),
        key=url_state.widget_key(single.name),
        format_func=codes.__getitem__,
        horizontal=True,
    )


@_widget.register
def _range(span: Range, labels: Mapping[str, str], counts: Counts | None, view: View) -> None:
    """Two input fields, from and to; either may stay empty.

    The steps of `to` begin with the last, so that of the months of a year that is typed the first offered is the last.
    """
    lang = view.selection.lang
    _ = get_translator(lang)
    steps = steps_of_range(span, view)
    for side, title in span.side_titles.items():
        shared: dict[str, Any] = {
            "label": _(title).format(filter=_(span.title)),
            "key": url_state.widget_key(span.name, side),
            "placeholder": _("Any"),
            "help": _(span.help) if side == "from" and span.help else None,
        }
        if steps is None:
            st.number_input(min_value=0.0, max_value=9999.0, step=1.0, format="%g", **shared)
        else:
            st.selectbox(
                options=steps if side == "from" else steps[::-1],
                index=None,
                format_func=_step_labels(span, tuple(steps), lang).__getitem__,
                filter_mode="contains",
                **shared,
            )
