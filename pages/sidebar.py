"""The sidebar: the day that the data are of, and a widget for every filter that means something on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from repression import session
from repression.filters import FILTERS, Choice, Filter, MonthRange, NumberRange, Range, Single
from repression.languages import marked, speaker
from repression.questions import ask, vocabulary
from repression.site import Page
from repression.wording import day_name, month_name, number

# What an empty choice stands for, where that is not everything.
PLACEHOLDERS = {"status": marked("Recognised"), "series": marked("Viasna only")}
SIDES = {"from": marked("{filter} from"), "to": marked("{filter} to")}


def sidebar(page: Page) -> None:
    """The widgets of every filter of the page, each choice with its count."""
    view = session.view()
    say = speaker(view.selection.lang)
    counts = _counts(view)
    labels = vocabulary(view.house, view.selection.lang)
    st.html(f"<h2>{say('Filters') if page.scopes else say('Data')}</h2>")
    _snapshot(view)
    for each in FILTERS:
        if each.scope in page.scopes:
            _widget(each, labels.get(each.name, {}), counts.get(each.name, {}), view)
    if page.scopes:
        st.button(say("Reset filters"), on_click=session.clear, args=(page.scopes,), type="tertiary")


def _counts(view: session.View) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for scope in view.page.scopes:
        for row in ask(view.house, f"choices_{scope}", view.selection).table.to_pylist():
            counts.setdefault(row["filter"], {})[row["value"]] = row["rows"]
    return counts


def _snapshot(view: session.View) -> None:
    say, lang = speaker(view.selection.lang), view.selection.lang
    st.selectbox(
        say("Data as known on"),
        sorted({*view.house.days, view.selection.snapshot}, reverse=True),
        key=session.key("snapshot"),
        format_func=partial(day_name, lang=lang),
        help=say("Every dataset is shown in its newest edition of that day or before."),
    )


def _widget(each: Filter, labels: Mapping[str, str], counts: Mapping[str, int], view: session.View) -> None:
    lang = view.selection.lang
    say = speaker(lang)
    if isinstance(each, Choice):
        st.multiselect(
            say(each.title),
            list(labels),
            key=session.key(each.name),
            format_func=lambda code: f"{labels[code]} ({number(counts.get(code, 0), lang)})",
            help=say(each.help) if each.help else None,
            placeholder=say(PLACEHOLDERS.get(each.name, marked("All"))),
        )
    elif isinstance(each, Single):
        codes = dict(each.codes)
        st.radio(
            say(each.title),
            list(codes),
            key=session.key(each.name),
            format_func=lambda code: say(codes[code]),
            horizontal=True,
        )
    elif isinstance(each, Range):
        _range(each, view)


def _range(each: Range, view: session.View) -> None:
    """Two boxes, from and to; either may stay open."""
    lang = view.selection.lang
    say = speaker(lang)
    for side, title in SIDES.items():
        shared: dict[str, Any] = {
            "label": say(title).format(filter=say(each.title)),
            "key": session.key(each.name, side),
            "placeholder": say("Any"),
            "help": say(each.help) if side == "from" and each.help else None,
        }
        if isinstance(each, NumberRange) and each.places:
            st.number_input(min_value=0.0, max_value=9999.0, step=1.0, format="%g", **shared)
        else:
            spoken: Callable[[Any], str] = partial(month_name, lang=lang) if isinstance(each, MonthRange) else str
            st.selectbox(options=_steps(each, view), index=None, format_func=spoken, **shared)


def _steps(each: Range, view: session.View) -> list[Any]:
    """The months or years from the first to the last of the snapshot, and those the address names beyond."""
    ends = {row["filter"]: row for row in ask(view.house, "filter_ends", view.selection).table.to_pylist()}
    sides = [side for side in view.selection.get(each.name) or () if side is not None]
    low, high = ends[each.name]["low"], ends[each.name]["high"]
    if low is None:
        return sides
    if isinstance(each, MonthRange):
        months = range(low.year * 12 + low.month - 1, high.year * 12 + high.month)
        return sorted({*(date(month // 12, month % 12 + 1, 1) for month in months), *sides})
    return sorted({*range(low.year, high.year + 1), *sides})
