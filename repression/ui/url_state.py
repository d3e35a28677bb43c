"""One reader's session: the address, the widgets and the selection held to one another.

The address is the truth that a reader sees, sends and returns to. A run starts with either a widget that the reader
changed (the address follows) or an address that the reader went to (the widgets follow).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from repression.i18n import negotiate_language
from repression.questions import live
from repression.questions.answer import vocabulary
from repression.questions.filter_types import Filter, Vocabulary
from repression.questions.filters import BY_NAME, FILTERS
from repression.questions.selection import Selection, read_address
from repression.site import Page
from repression.warehouse.database import Warehouse

SELECTION, ADDRESS, SHOWN = "selection", "address", "shown"


@dataclass(frozen=True)
class View:
    """What the page of this run shows: the data, the selection, the page itself, and its charts by number, from 0."""

    warehouse: Warehouse
    selection: Selection
    page: Page
    charts: Iterator[int] = field(default_factory=itertools.count, compare=False)


# Of a run, and not of the session: a reader who leaves a page open would hold its warehouse when new data have come.
CURRENT_VIEW: ContextVar[View] = ContextVar("view")


def current_view() -> View:
    """The view of the running script, set by the frame before it runs the page; there is none in callbacks."""
    return CURRENT_VIEW.get()


def site() -> str:
    """The address of the site as the reader's browser has it, without a slash at its end."""
    parts = urlsplit(st.context.url or "http://localhost")
    return f"{parts.scheme}://{parts.netloc}"


def widget_key(name: str, side: str = "") -> str:
    """The widget key of a filter, or of one side of a range."""
    return f"filter-{name}-{side}" if side else f"filter-{name}"


def sync(warehouse: Warehouse) -> Selection:
    """The selection that this run shows. Raises BadAddress for an address that asks for what does not exist."""
    codes = vocabulary(warehouse, "en")
    address = {name: st.query_params.get_all(name) for name in st.query_params}
    selection: Selection | None = st.session_state.get(SELECTION)
    if selection is not None and _changed_widgets():
        # Before the comparison of addresses: a reader who clicks twice in a row is ahead of the address.
        selection = _from_widgets(selection, codes)
    elif selection is None or address != st.session_state.get(ADDRESS):
        st.session_state[SELECTION] = None
        browser = negotiate_language(st.context.headers.get("Accept-Language", ""))
        selection = read_address({"lang": [browser], **address}, codes, warehouse.days)
    _write_state(selection, codes)
    return selection


def _changed_widgets() -> set[str]:
    shown: Mapping[str, Any] = st.session_state.get(SHOWN, {})
    return {name for name, value in shown.items() if st.session_state.get(name, value) != value}


def _write_state(selection: Selection, codes: Vocabulary) -> None:
    """Sets every widget's state and the address from a selection."""
    shown: dict[str, Any] = {widget_key("snapshot"): selection.snapshot}
    for each in FILTERS:
        shown |= _widget_values(each, selection, codes)
    for name, value in shown.items():
        st.session_state[name] = value
    st.session_state[SHOWN] = shown
    st.session_state[SELECTION] = selection
    address = selection.address()
    if (
        st.session_state.get(ADDRESS) != address
        or {name: st.query_params.get_all(name) for name in st.query_params} != address
    ):
        st.query_params.from_dict(address)
        st.session_state[ADDRESS] = address


def _widget_values(each: Filter, selection: Selection, codes: Vocabulary) -> dict[str, Any]:
    sides = each.to_widgets(selection.get(each.name), codes)
    return {widget_key(each.name, side): value for side, value in sides.items()}


def _from_widgets(selection: Selection, codes: Vocabulary) -> Selection:
    shown: Mapping[str, Any] = st.session_state[SHOWN]
    changed = _changed_widgets()
    state = {name: st.session_state.get(name, value) for name, value in shown.items()}
    selection = Selection(state[widget_key("snapshot")], selection.lang, selection.chosen)
    for each in FILTERS:
        keys = {side: widget_key(each.name, side) for side in each.to_widgets(None, codes)}
        sides = {side: state[key] for side, key in keys.items()}
        just_set = {side for side, key in keys.items() if key in changed}
        selection = selection.with_value(each.name, each.from_widgets(sides, just_set, codes))
    return selection


def set_filter(name: str, text: str) -> None:
    """Sets a filter to what a text of the address means, as a click on a mark does; for callbacks."""
    codes = vocabulary(live.current(), "en")
    chosen = Selection(st.session_state[SELECTION].snapshot).with_value(name, BY_NAME[name].read([text], codes))
    for widget, value in _widget_values(BY_NAME[name], chosen, codes).items():
        st.session_state[widget] = value


def clear_filters(scopes: tuple[str, ...]) -> None:
    """Opens every filter of some datasets; for callbacks."""
    empty = Selection(st.session_state[SELECTION].snapshot)
    for each in FILTERS:
        if each.scope in scopes:
            for name, value in _widget_values(each, empty, {}).items():
                st.session_state[name] = value
