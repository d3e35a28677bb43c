"""The parts of the frame: navigation, filter widgets, the selection in words, messages, the footer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from repression import session
from repression.describe import known_on
from repression.filters import (
    BY_NAME,
    FILTERS,
    BadAddress,
    Choice,
    Filter,
    MonthRange,
    NumberRange,
    Range,
    Selection,
    Single,
    Value,
    names_of,
    query_of,
)
from repression.questions import ask, vocabulary
from repression.site import NAME, Page
from repression.wording import day_name, month_name, number

STALE_DAYS = 60
# What an empty choice stands for, where that is not everything.
PLACEHOLDERS = {"status": "Recognised", "series": "Viasna only"}


def navigation(pages: Mapping[str, Any], selection: Selection) -> None:
    """Links to all pages that keep the address's snapshot, language and filters."""
    st.html(f'<p class="brand">{NAME}</p>')
    with st.container(key="nav", horizontal=True):
        for page in pages.values():
            st.page_link(page, query_params=selection.address())


def filters(page: Page) -> None:
    """The widgets of every filter that means something on the page, each choice with its count."""
    view = session.view()
    counts = _counts(view)
    labels = vocabulary(view.house, view.selection.lang)
    st.html(f"<h2>{'Filters' if page.scopes else 'Data'}</h2>")
    _snapshot(view)
    for each in FILTERS:
        if each.scope in page.scopes:
            _widget(each, labels.get(each.name, {}), counts.get(each.name, {}), view)
    if page.scopes:
        st.button("Reset filters", on_click=session.clear, args=(page.scopes,), type="tertiary")


def _counts(view: session.View) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for scope in view.page.scopes:
        for row in ask(view.house, f"choices_{scope}", view.selection).table.to_pylist():
            counts.setdefault(row["filter"], {})[row["value"]] = row["rows"]
    return counts


def _snapshot(view: session.View) -> None:
    days = sorted({*view.house.days, view.selection.snapshot}, reverse=True)
    st.selectbox(
        "Data as known on",
        days,
        key=session.key("snapshot"),
        format_func=day_name,
        help="Every dataset is shown in its newest edition of that day or before.",
    )


def _widget(each: Filter, labels: Mapping[str, str], counts: Mapping[str, int], view: session.View) -> None:
    if isinstance(each, Choice):
        st.multiselect(
            each.title,
            list(labels),
            key=session.key(each.name),
            format_func=lambda code: f"{labels[code]} ({number(counts.get(code, 0))})",
            help=each.help or None,
            placeholder=PLACEHOLDERS.get(each.name, "All"),
        )
    elif isinstance(each, Single):
        codes = dict(each.codes)
        st.radio(
            each.title,
            list(codes),
            key=session.key(each.name),
            format_func=codes.__getitem__,
            horizontal=True,
        )
    elif isinstance(each, Range):
        _range(each, view)


def _range(each: Range, view: session.View) -> None:
    """Two boxes, from and to; either may stay open."""
    for side in ("from", "to"):
        title, name = f"{each.title} {side}", session.key(each.name, side)
        about = each.help if side == "from" else None
        if isinstance(each, NumberRange) and each.places:
            st.number_input(
                title, 0.0, max_value=9999.0, step=1.0, format="%g", key=name, placeholder="Any", help=about
            )
        else:
            said = month_name if isinstance(each, MonthRange) else str
            st.selectbox(
                title, _steps(each, view), index=None, format_func=said, key=name, placeholder="Any", help=about
            )


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


def offer() -> None:
    """One click to the newest data, where the address names older ones; and what the address asks for in vain."""
    view = session.view()
    if view.selection.chosen and not view.selection.only(names_of(view.page.scopes)).chosen:
        st.html('<p class="selected">Filters chosen on other pages do not narrow this one.</p>')
    newest, shown = view.house.days[-1], view.selection.snapshot
    if shown < newest:
        link = escape(query_of({**view.selection.address(), "snapshot": [newest.isoformat()]}))
        known = known_on(view.house.catalog, shown, view.selection.lang)
        st.html(
            f'<p class="newer" role="status">{escape(known)} Newer data of '
            f'{day_name(newest)} exist: <a href="/{view.page.path}?{link}">show them</a>.</p>'
        )


def selected(page: Page) -> None:
    """The active filter in words, with how many of how many it leaves, and what the default leaves out."""
    view = session.view()
    if "people_counts" in page.scopes and view.selection.get("series"):
        chosen = view.selection.only({"series"}).words(vocabulary(view.house, view.selection.lang))
        st.html(f'<p class="selected">Published counts – {escape(chosen)}.</p>')
    for scope, noun in (
        ("people", "people in the register of"),
        ("organisations", "closures and suits that sources name, as collected on"),
    ):
        if scope in page.scopes:
            _headcount(view, scope, noun)


def _headcount(view: session.View, scope: str, noun: str) -> None:
    answer = ask(view.house, f"headcount_{scope}", view.selection)
    if answer.missing:
        return
    row = answer.table.to_pylist()[0]
    selection = view.selection.only(names_of([scope]))
    said = selection.words(vocabulary(view.house, selection.lang))
    day = day_name(answer.sources[0].snapshot, selection.lang)
    text = f"<b>{number(row['selected'])} of {number(row['rows'])}</b> {noun} {day}"
    text += f" – {escape(said)}." if said else "."
    if scope == "people" and selection.get("status") is None:
        everyone = escape(query_of(view.selection.with_value("status", ("any",)).address()))
        text += " Counted are those recognised as political prisoners, present and former; "
        text += f"{number(row['convicted'])} others prosecuted for political reasons are left out"
        text += f' (<a href="/{view.page.path}?{everyone}">count all</a>).'
    st.html(f'<p class="selected">{text}</p>')
    if selection.chosen:
        st.button(
            "Reset filters",
            key=f"reset-{scope}",
            on_click=session.clear,
            args=(view.page.scopes,),
            type="tertiary",
        )


def compared() -> bool:
    """The choice of a register to compare with, and which two stand side by side; whether there are two."""
    view = session.view()
    lang = view.selection.lang
    shown = view.house.catalog.shown_on("people", view.selection.snapshot)
    registers = list(vocabulary(view.house, lang).get("against", {}))
    days = [day for row in ask(view.house, "compared_days", view.selection).table.to_pylist() for day in row.values()]
    if len(registers) > 1 and shown:
        _against(shown.date, registers, view.selection.get("against"), days)
    if days:
        earlier, later = (day_name(day, lang) for day in days)
        said = f"The register of <b>{earlier}</b> beside that of <b>{later}</b>. The filters hold for both."
    elif not shown:
        said = f"No register is as old as {day_name(view.selection.snapshot, lang)}, so there is nothing to compare."
    elif len(registers) == 1:
        said = (
            f"There is nothing to compare yet: the register of {day_name(shown.date, lang)} is the only one there is."
        )
    elif view.selection.get("against"):
        said = f"Both sides would be the register of {day_name(shown.date, lang)}. Choose another day."
    else:
        said = (
            f"The register of {day_name(shown.date, lang)} is the first there is. Choose a later one to compare with."
        )
    st.html(f'<p class="compared">{said}</p>')
    return bool(days)


def _against(shown: date, registers: list[str], chosen: Value, days: list[date]) -> None:
    against = BY_NAME["against"]
    st.selectbox(
        against.title,
        [day for day in registers if day != shown.isoformat() or day == chosen],
        index=None,
        key=session.key(against.name),
        format_func=lambda day: day_name(date.fromisoformat(day)),
        placeholder=f"The one before: {day_name(days[0])}" if days and not chosen else "Choose a day",
        help=against.help,
        width=320,
    )


def refuse(fault: BadAddress, page: Page) -> None:
    """Names what an address asks for that does not exist, and offers the way back; no numbers are shown."""
    problems = "".join(
        f"<li><b>{escape(each.parameter)}</b> = “{escape(each.value)}” is unknown. Allowed: {escape(each.allowed)}</li>"
        for each in fault.problems
    )
    back = escape(query_of(fault.rest.address()))
    st.html(
        '<div class="refusal" role="alert"><h1>This link asks for something that does not exist</h1>'
        f"<ul>{problems}</ul><p>No numbers are shown, since they would not be what was asked for. "
        f'<a href="/{page.path}?{back}">Show the page without these</a>.</p></div>'
    )


def footer(today: date) -> None:
    """Of when the data are, said plainly when they are old, and what was refused."""
    view = session.view()
    newest, shown = view.house.days[-1], view.selection.snapshot
    said = [f"Data as known on {day_name(shown)}."]
    if (today - newest).days > STALE_DAYS:
        said.append(f"The newest data are {number((today - newest).days)} days old.")
    if view.house.catalog.refusals:
        said.append("A snapshot in the data folder was refused; <b>Data and method</b> says which and why.")
    said.append("No tracking: nothing you do here is recorded.")
    st.html(f'<p class="footer">{" ".join(said)}</p>')
