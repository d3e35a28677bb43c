"""The sidebar: the day that the data are of, and a widget for every filter that means something on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from repression.formatting import format_day, format_month, format_number
from repression.i18n import N_, get_translator
from repression.questions.answer import ask, vocabulary
from repression.questions.filter_types import Choice, Filter, MonthRange, NumberRange, Range, Single
from repression.questions.filters import FILTERS
from repression.site import Page
from repression.ui import url_state

# What an empty choice stands for, where that is not everything.
PLACEHOLDERS = {"status": N_("Recognised"), "series": N_("Viasna only")}
SIDES = {"from": N_("{filter} from"), "to": N_("{filter} to")}


def sidebar(page: Page) -> None:
    """The widgets of every filter of the page, each choice with its count."""
    view = url_state.current_view()
    _ = get_translator(view.selection.lang)
    counts = _counts(view)
    labels = vocabulary(view.warehouse, view.selection.lang)
    st.html(f"<h2>{_('Filters') if page.scopes else _('Data')}</h2>")
    _snapshot(view)
    for each in FILTERS:
        if each.scope in page.scopes:
            _widget(each, labels.get(each.name, {}), counts.get(each.name, {}), view)
    if page.scopes:
        st.button(_("Reset filters"), on_click=url_state.clear_filters, args=(page.scopes,), type="tertiary")


def _counts(view: url_state.View) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for scope in view.page.scopes:
        for row in ask(view.warehouse, f"choices_{scope}", view.selection).table.to_pylist():
            counts.setdefault(row["filter"], {})[row["value"]] = row["rows"]
    return counts


def _snapshot(view: url_state.View) -> None:
    _, lang = get_translator(view.selection.lang), view.selection.lang
    st.selectbox(
        _("Data as known on"),
        sorted({*view.warehouse.days, view.selection.snapshot}, reverse=True),
        key=url_state.widget_key("snapshot"),
        format_func=partial(format_day, lang=lang),
        help=_("Every dataset is shown in its newest edition of that day or before."),
    )


def _widget(each: Filter, labels: Mapping[str, str], counts: Mapping[str, int], view: url_state.View) -> None:
    lang = view.selection.lang
    _ = get_translator(lang)
    if isinstance(each, Choice):
        st.multiselect(
            _(each.title),
            list(labels),
            key=url_state.widget_key(each.name),
            format_func=lambda code: f"{labels[code]} ({format_number(counts.get(code, 0), lang)})",
            help=_(each.help) if each.help else None,
            placeholder=_(PLACEHOLDERS.get(each.name, N_("All"))),
        )
    elif isinstance(each, Single):
        codes = dict(each.codes)
        st.radio(
            _(each.title),
            list(codes),
            key=url_state.widget_key(each.name),
            format_func=lambda code: _(codes[code]),
            horizontal=True,
        )
    elif isinstance(each, Range):
        _range(each, view)


def _range(each: Range, view: url_state.View) -> None:
    """Two boxes, from and to; either may stay open."""
    lang = view.selection.lang
    _ = get_translator(lang)
    for side, title in SIDES.items():
        shared: dict[str, Any] = {
            "label": _(title).format(filter=_(each.title)),
            "key": url_state.widget_key(each.name, side),
            "placeholder": _("Any"),
            "help": _(each.help) if side == "from" and each.help else None,
        }
        if isinstance(each, NumberRange) and each.places:
            st.number_input(min_value=0.0, max_value=9999.0, step=1.0, format="%g", **shared)
        else:
            spoken: Callable[[Any], str] = partial(format_month, lang=lang) if isinstance(each, MonthRange) else str
            st.selectbox(options=_steps(each, view), index=None, format_func=spoken, **shared)


def _steps(each: Range, view: url_state.View) -> list[Any]:
    """The months or years from the first to the last of the snapshot, and those the address names beyond."""
    ends = {row["filter"]: row for row in ask(view.warehouse, "filter_ends", view.selection).table.to_pylist()}
    sides = [side for side in view.selection.get(each.name) or () if side is not None]
    low, high = ends[each.name]["low"], ends[each.name]["high"]
    if low is None:
        return sides
    if isinstance(each, MonthRange):
        months = range(low.year * 12 + low.month - 1, high.year * 12 + high.month)
        return sorted({*(date(month // 12, month % 12 + 1, 1) for month in months), *sides})
    return sorted({*range(low.year, high.year + 1), *sides})
