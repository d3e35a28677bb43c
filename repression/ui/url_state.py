"""Keeps the address, the widgets and the selection of a reader's session in agreement.

The address is the source of truth, which a reader sees, shares and returns to. A run starts with either a widget that
the reader changed (the address is updated) or an address that the reader opened (the widgets are updated).
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
    """What this run shows: the data, the selection and the page; `charts` numbers its charts from 0."""

    warehouse: Warehouse
    selection: Selection
    page: Page
    charts: Iterator[int] = field(default_factory=itertools.count, compare=False)


# It belongs to a run, not to the session: otherwise a page that is left open would keep an old warehouse in memory.
CURRENT_VIEW: ContextVar[View] = ContextVar("view")


def current_view() -> View:
    """The view of the running script, which is set before the page runs; callbacks have none."""
    return CURRENT_VIEW.get()


def site() -> str:
    """The address of the site as the reader's browser has it, without a slash at its end."""
    parts = urlsplit(st.context.url or "http://localhost")
    return f"{parts.scheme}://{parts.netloc}"


def widget_key(name: str, side: str = "") -> str:
    """The widget key of a filter, or of one side of a range."""
    return f"filter-{name}-{side}" if side else f"filter-{name}"


def sync(warehouse: Warehouse) -> Selection:
    """The selection that this run shows. Raises BadAddress if the address has invalid parameters."""
    codes = vocabulary(warehouse, "en")
    address = {name: st.query_params.get_all(name) for name in st.query_params}
    selection: Selection | None = st.session_state.get(SELECTION)
    if selection is not None and _changed_widgets():
        # Checked before the address: after two quick clicks, the widgets are newer than the address.
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
    """Set the state of every widget and the address from a selection."""
    shown: dict[str, Any] = {widget_key("snapshot"): selection.snapshot}
    for entry in FILTERS:
        shown |= _widget_values(entry, selection, codes)
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


def _widget_values(entry: Filter, selection: Selection, codes: Vocabulary) -> dict[str, Any]:
    sides = entry.to_widgets(selection.get(entry.name), codes)
    return {widget_key(entry.name, side): value for side, value in sides.items()}


def _from_widgets(selection: Selection, codes: Vocabulary) -> Selection:
    shown: Mapping[str, Any] = st.session_state[SHOWN]
    changed = _changed_widgets()
    state = {name: st.session_state.get(name, value) for name, value in shown.items()}
    selection = Selection(state[widget_key("snapshot")], selection.lang, selection.chosen)
    for entry in FILTERS:
        keys = {side: widget_key(entry.name, side) for side in entry.to_widgets(None, codes)}
        sides = {side: state[key] for side, key in keys.items()}
        just_set = {side for side, key in keys.items() if key in changed}
        selection = selection.with_value(entry.name, entry.from_widgets(sides, just_set, codes))
    return selection


def set_filter(name: str, text: str) -> None:
    """Set a filter to the value of a text as in an address, as a click on a mark does; for callbacks."""
    codes = vocabulary(live.current(), "en")
    chosen = Selection(st.session_state[SELECTION].snapshot).with_value(name, BY_NAME[name].read([text], codes))
    for widget, value in _widget_values(BY_NAME[name], chosen, codes).items():
        st.session_state[widget] = value


def clear_filters(scopes: tuple[str, ...]) -> None:
    """Reset every filter of some datasets; for callbacks."""
    empty = Selection(st.session_state[SELECTION].snapshot)
    for entry in FILTERS:
        if entry.scope in scopes:
            for name, value in _widget_values(entry, empty, {}).items():
                st.session_state[name] = value
