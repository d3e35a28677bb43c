"""Keeps the address, the widgets and the selection of a reader's session in agreement.

The selection of the session is what holds; a reader changes it step by step: by a widget, a button, Back or Forward.
Every message of a browser says what its address and all its widgets are at that moment. Over a slow line, or after
quick steps, that is from before the newest run of the page. So a step is the difference to what the browser is known to
have shown, never the state itself: the server remembers what it sent until the browser has confirmed it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from repression.formatting import format_number
from repression.i18n import negotiate_language
from repression.questions import live
from repression.questions.answer import options, vocabulary
from repression.questions.filter_types import Vocabulary
from repression.questions.filters import FILTERS
from repression.questions.selection import BadAddress, Selection, read_address
from repression.ui.streamlit_internals import opened_by_history
from repression.warehouse.database import Warehouse

Address = Mapping[str, Sequence[str]]

SESSION, CONFIRMED = "session", "confirmed"
# States that a browser has not confirmed yet. A browser that never confirms any is told of no older ones.
MOST_UNCONFIRMED = 20


def site() -> str:
    """The address of the site as the reader's browser has it, without a slash at its end."""
    parts = urlsplit(st.context.url or "http://localhost")
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True)
class Shown:
    """The address and the values of the widgets, by key, that a browser shows, or will when it receives them."""

    number: int
    address: Address
    widgets: Mapping[str, Any]


@dataclass
class Session:
    """The selection of a reader, and what the browser shows: as it last said itself, then what was sent since."""

    selection: Selection | None = None
    shown: list[Shown] = field(default_factory=list)


def session() -> Session:
    """The session of the reader whose page runs."""
    found: Session = st.session_state.setdefault(SESSION, Session())
    return found


def widget_key(name: str, side: str = "") -> str:
    """The widget key of a filter, or of one side of a range."""
    return f"filter-{name}-{side}" if side else f"filter-{name}"


# A reader searches for an article's number, not for how many there are: before each digit of a count stands a sign
# without width, so that no typed number is found in it. It also tells a count from other brackets of a label.
_WORD_JOINER = "\u2060"
_COUNT = re.compile(rf" \({_WORD_JOINER}[^)]*\)")


def option_label(code: str, label: str, rows: int, lang: str) -> str:
    """An option of a choice with the number of its rows.

    The number stands behind the code that a label begins with, since a phone cuts long labels.
    """
    count = "(" + "".join(_WORD_JOINER + digit for digit in format_number(rows, lang)) + ")"
    head, found, title = label.partition(f"{code} ")
    return f"{code} {count} {title}" if found and not head else f"{label} {count}"


def sync(warehouse: Warehouse) -> Selection:
    """The selection that this run shows. Raises BadAddress if the address has invalid parameters."""
    reader = session()
    selection = _follow(reader, warehouse)
    _send(reader, selection, vocabulary(warehouse, "en"))
    return selection


def confirm_receipt() -> None:
    """A hidden field by which the browser says what it has received; it comes after all other widgets."""
    st.text_input(CONFIRMED, key=CONFIRMED, label_visibility="collapsed", autocomplete="off")


def clear_filter(name: str) -> None:
    """Reset one filter; for callbacks."""
    _change(lambda selection: selection.with_value(name, None))


def clear_filters(scopes: tuple[str, ...]) -> None:
    """Reset every filter of some datasets; for callbacks."""
    others = {each.name for each in FILTERS if each.scope not in scopes}
    _change(lambda selection: selection.only(others))


def _change(change: Callable[[Selection], Selection]) -> None:
    """Change the selection, after the steps of the message that a callback came with."""
    reader = session()
    with suppress(BadAddress):  # `sync` raises it again
        _follow(reader, live.current())
    if reader.selection:
        reader.selection = change(reader.selection)


def _follow(reader: Session, warehouse: Warehouse) -> Selection:
    """Bring the selection up to what the browser says. Raises BadAddress if the address has invalid parameters."""
    codes = vocabulary(warehouse, "en")
    address = {name: st.query_params.get_all(name) for name in st.query_params}
    if reader.selection is None:
        reader.selection = _opened(address, warehouse)
        reader.shown = [Shown(0, address, _widgets_of(reader.selection, codes))]
        return reader.selection
    shown = _unconfirmed(reader.shown)
    now = _widgets_now(shown[0].widgets, options(warehouse, reader.selection.lang))
    selection, steps_count = reader.selection, True
    if opened_by_history() or address not in [each.address for each in shown]:
        reader.selection = None
        selection, steps_count = _opened(address, warehouse), not opened_by_history()
    if steps_count:
        selection = _stepped(selection, shown[0].widgets, now, codes)
    # Last and both at once: if the connection was lost, a run ends at any access to what Streamlit keeps, and the
    # session goes on when the browser connects again.
    reader.selection, reader.shown = selection, [Shown(shown[0].number, address, now), *shown[1:]]
    return selection


def _opened(address: Address, warehouse: Warehouse) -> Selection:
    """The selection of an address that the reader opened."""
    browser = negotiate_language(st.context.headers.get("Accept-Language", ""))
    return read_address({"lang": [browser], **address}, vocabulary(warehouse, "en"), warehouse.days)


def _unconfirmed(shown: list[Shown]) -> list[Shown]:
    """What the browser shows and what is on its way to it, without what it has received something newer for."""
    confirmed = st.session_state.get(CONFIRMED)
    numbers = [str(each.number) for each in shown]
    return shown[numbers.index(confirmed) :] if confirmed in numbers else shown


def _widgets_of(selection: Selection, codes: Vocabulary) -> dict[str, Any]:
    """The values of all widgets for a selection, by key."""
    widgets: dict[str, Any] = {widget_key("snapshot"): selection.snapshot}
    for entry in FILTERS:
        sides = entry.to_widgets(selection.get(entry.name), codes)
        widgets |= {widget_key(entry.name, side): value for side, value in sides.items()}
    return widgets


def _widgets_now(before: Mapping[str, Any], labels: Vocabulary) -> dict[str, Any]:
    """The values of all widgets as the browser says them, by key."""
    labels_of = {widget_key(name): known for name, known in labels.items()}
    now = {key: st.session_state.get(key, value) for key, value in before.items()}
    return {key: _as_codes(value, labels_of.get(key, {})) for key, value in now.items()}


def _as_codes(value: Any, labels: Mapping[str, str]) -> Any:
    """The value of a widget with codes in place of labels.

    Streamlit hands over an option as its label if the newest run shows it otherwise: then the count behind it changed.
    """
    if not isinstance(value, list) or all(each in labels for each in value):
        return value
    codes = {label: code for code, label in labels.items()}
    return [each if each in labels else codes.get(_COUNT.sub("", each), each) for each in value]


def _stepped(selection: Selection, before: Mapping[str, Any], now: Mapping[str, Any], codes: Vocabulary) -> Selection:
    """A selection with the steps that lead from widgets to other values of them.

    A value that cannot be read, such as a month that the data had before and have no more, changes nothing.
    """
    day = now[widget_key("snapshot")]
    if day != before[widget_key("snapshot")] and isinstance(day, date):
        selection = replace(selection, snapshot=day)
    for entry in FILTERS:
        current = entry.to_widgets(selection.get(entry.name), codes)
        keys = {side: widget_key(entry.name, side) for side in current}
        just_set = {side for side, key in keys.items() if now[key] != before[key]}
        if just_set:
            sides = {side: _merged(before[key], now[key], current[side]) for side, key in keys.items()}
            with suppress(ValueError, TypeError):
                selection = selection.with_value(entry.name, entry.from_widgets(sides, just_set, codes))
    return selection


def _merged(before: Any, now: Any, current: Any) -> Any:
    """The current value of a widget with what a reader changed: of a list the codes that came or went."""
    if not isinstance(now, list):
        return current if now == before else now
    return [code for code in [*current, *(set(now) - set(before))] if code in now or code not in before]


def _send(reader: Session, selection: Selection, codes: Vocabulary) -> None:
    """Set the state of every widget from a selection, and the address if the browser may have another one."""
    sent = Shown(reader.shown[-1].number + 1, selection.address(), _widgets_of(selection, codes))
    if any(each.address != sent.address for each in reader.shown):
        st.query_params.from_dict(sent.address)
    if (reader.shown[-1].address, reader.shown[-1].widgets) != (sent.address, sent.widgets):
        reader.shown = [reader.shown[0], *reader.shown[1:][-MOST_UNCONFIRMED:], sent]
    for name, value in sent.widgets.items():
        st.session_state[name] = value
    st.session_state[CONFIRMED] = str(reader.shown[-1].number)
