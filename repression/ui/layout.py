"""The parts around every page: navigation, languages, the selection in words, messages, the footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st
from markupsafe import Markup

from repression.formatting import format_day
from repression.i18n import LANGUAGE_NAMES, N_
from repression.questions.answer import ask, vocabulary
from repression.questions.describe import older_data_notice
from repression.questions.filters import BY_NAME, names_of
from repression.questions.problems import report
from repression.questions.selection import BadAddress, Selection, query_of
from repression.site import MENU, NAME, Page
from repression.templates import render
from repression.ui import url_state
from repression.ui.failures import InItsPlace
from repression.ui.reader_safety import PRIVACY, notice, privacy_link
from repression.ui.text_blocks import gettext, html_block, html_text, paragraph
from repression.warehouse.database import Warehouse

STALE_DAYS = 60
# The anchor of the page's own heading, below the menu.
TOP = "page"
FIRST_PAGE = "first_page"
# The page that sets registers against each other.
COMPARE = "compare"
HEADCOUNTS = {
    "people": N_("<b>{selected} of {rows:person|people}</b> in the register of {day}"),
    "organisations": N_(
        "<b>{selected} of {rows:closure or suit|closures and suits}</b> that sources name, as collected on {day}"
    ),
}


def with_filters(page: Page, warehouse: Warehouse) -> Page:
    """The page with the filters that narrow something on it: Compare has none where there are no two registers."""
    return replace(page, scopes=()) if page.path == COMPARE and not _has_two_registers(warehouse) else page


def _has_two_registers(warehouse: Warehouse) -> bool:
    return sum(each.dataset == "people" for each in warehouse.catalog.snapshots) > 1


def navigation(pages: Mapping[str, Any], page: Page) -> None:
    """Links that keep the address's snapshot, language and filters: the menu, and the page in each language."""
    view = url_state.current_view()
    html_block(
        "top",
        anchor=TOP,
        brand=gettext(NAME),
        languages=[
            (lang, name, _address(page, {**view.selection.address(), "lang": [lang]}))
            for lang, name in LANGUAGE_NAMES.items()
        ],
        notice=_notice_once(page, view.selection),
    )
    with st.container(key="nav", horizontal=True):
        for entry in MENU:
            st.page_link(pages[entry.path], label=gettext(entry.title), query_params=view.selection.address())


def _notice_once(page: Page, selection: Selection) -> Markup:
    """The notice for readers at risk: on the first page of a session, until they open another page."""
    if st.session_state.setdefault(FIRST_PAGE, page.path) != page.path:
        st.session_state[FIRST_PAGE] = None  # the path of no page
        return Markup("")
    return Markup("") if page.path == PRIVACY else notice(selection)


def _address(page: Page, parameters: Mapping[str, Sequence[str]]) -> str:
    return f"/{page.path}?{query_of(parameters)}"


def filters_label(page: Page) -> str:
    """The label of the button that unfolds the filters on a narrow screen, with the number of active filters."""
    view = url_state.current_view()
    active = len(view.selection.only(names_of(page.scopes)).chosen)
    if not page.scopes:
        return gettext("Data")
    return gettext("Filters ({active} active)", active=active) if active else gettext("Filters")


def newer_data_banner() -> None:
    """A link to the newest data if the address names older data; a note if its filters do not narrow this page."""
    view = url_state.current_view()
    filtered = {each.scope for each, _ in view.selection} - {"exhibit"}  # settings narrow nothing
    if filtered and not filtered & {*view.page.scopes}:
        paragraph("Filters chosen on other pages do not narrow this one.", kind="selected")
    newest, shown = view.warehouse.days[-1], view.selection.snapshot
    if shown < newest:
        html_block(
            "newer_data",
            shown=older_data_notice(view.warehouse.catalog, shown, view.selection.lang),
            newer=gettext("Newer data of {day} exist:", day=newest),
            address=_address(view.page, {**view.selection.address(), "snapshot": [newest.isoformat()]}),
        )


def too_fast_message() -> None:
    """Tell a reader why a page that asks for more than people do is shown with a delay."""
    st.warning(
        gettext(
            "This page is asked for more often than it can be shown, so it lags behind. Wait some seconds before the "
            "next step."
        )
    )


def filter_summary(page: Page) -> None:
    """The active filters in words, how many rows of how many they leave, and what the default leaves out."""
    view = url_state.current_view()
    if "people_counts" in page.scopes and view.selection.get("series"):
        chosen = view.selection.only({"series"}).words(vocabulary(view.warehouse, view.selection.lang))
        html_block("paragraph", kind="selected", text=f"{gettext('Published counts')} – {chosen}.")
    for scope in HEADCOUNTS:
        if scope in page.scopes:
            with InItsPlace(f"headcount_{scope}"):
                _headcount(view, scope)


def _headcount(view: url_state.View, scope: str) -> None:
    answer = ask(view.warehouse, f"headcount_{scope}", view.selection)
    if answer.missing:
        return
    row = answer.table.to_pylist()[0]
    selection = view.selection.only(names_of([scope]))
    by_default = scope == "people" and selection.get("status") is None
    html_block(
        "headcount",
        counted=html_text(HEADCOUNTS[scope], **row, day=answer.sources[0].snapshot),
        words=selection.words(vocabulary(view.warehouse, selection.lang)),
        left_out=_left_out(row["left_out"]) if by_default else "",
        count_all=_address(view.page, view.selection.with_value("status", ("any",)).address())
        if by_default and row["left_out"]
        else "",
    )
    if selection.chosen:
        st.button(
            gettext("Reset filters"),
            key=f"reset-{scope}",
            on_click=url_state.clear_filters,
            args=(view.page.scopes,),
            type="tertiary",
        )


def _left_out(others: int) -> str:
    """Who is counted by default; without its full stop if the link that counts the others follows."""
    if not others:
        return gettext("Counted are those recognised as political prisoners, present and former.")
    return gettext(
        "Counted are those recognised as political prisoners, present and former; {others:other person prosecuted for "
        "political reasons is left out|others prosecuted for political reasons are left out}",
        others=others,
    )


def comparison_controls() -> bool:
    """Show the choice of what to compare, and a sentence on the two registers; return whether there are two.

    Where there are not, two days of the published figures are chosen. If that fails, whether there are two registers at
    all: every exhibit knows itself which it has.
    """
    with InItsPlace("compared_days"):
        return _comparison_controls()
    return _has_two_registers(url_state.current_view().warehouse)


def _comparison_controls() -> bool:
    view = url_state.current_view()
    shown = view.warehouse.catalog.shown_on("people", view.selection.snapshot)
    registers = list(vocabulary(view.warehouse, view.selection.lang).get("against", {}))
    compared = ask(view.warehouse, "compared_days", view.selection).table.to_pylist()
    days = [day for row in compared for day in row.values()]
    if len(registers) > 1 and shown:
        chosen = view.selection.get("against")
        others = [day for day in registers if day != shown.date.isoformat() or day == chosen]
        before = gettext("The one before: {day}", day=days[0]) if days and not chosen else gettext("Choose a day")
        _day_choice("against", others, before)
    if days:
        paragraph(
            "The register of <b>{earlier}</b> beside that of <b>{later}</b>. The filters hold for both.",
            kind="compared",
            earlier=days[0],
            later=days[1],
        )
    elif shown:
        paragraph(_why_alone(len(registers), view.selection), kind="compared", day=shown.date)
    else:
        paragraph(
            "No register is as old as {day}, so there is nothing to compare.",
            kind="compared",
            day=view.selection.snapshot,
        )
    if not days:
        _choice_of_figure_days(view)
    return bool(days)


def _why_alone(registers: int, selection: Selection) -> str:
    if registers == 1:
        return N_(
            "There is only one register, that of {day}. So two days of the published counts stand beside each other "
            "here."
        )
    if selection.get("against"):
        return N_("Both sides would be the register of {day}. Choose another day.")
    return N_("The register of {day} is the first there is. Choose a later one to compare with.")


def _choice_of_figure_days(view: url_state.View) -> None:
    """The choice of two days of the published figures."""
    days = list(vocabulary(view.warehouse, view.selection.lang).get("earlier", {}))
    with st.container(horizontal=True):
        _day_choice("earlier", days, gettext("As chosen below"))
        _day_choice("later", days, gettext("The newest of each kind"))


def _day_choice(name: str, days: Sequence[str], placeholder: str) -> None:
    setting, lang = BY_NAME[name], url_state.current_view().selection.lang
    st.selectbox(
        gettext(setting.title),
        days,
        index=None,
        key=url_state.widget_key(name),
        # With its digits, so that a day is found however it is typed.
        format_func=lambda day: f"{format_day(date.fromisoformat(day), lang)} ({day})",
        filter_mode="contains",
        placeholder=placeholder,
        help=gettext(setting.help),
        width=320,
    )


def bad_link_message(fault: BadAddress, page: Page) -> None:
    """Show the invalid parameters of an address, and a link to the page without these; show no numbers."""
    lang = fault.rest.lang
    problems = report(fault.problems, fault.names, lang)
    st.html(render("bad_link", lang, problems=problems, back=_address(page, fault.rest.address())))


def footer(today: date) -> None:
    """The day of the data, warnings if they are old or a file was refused, and what the site records of readers."""
    view = url_state.current_view()
    newest, shown = view.warehouse.days[-1], view.selection.snapshot
    parts = [html_text("Data as known on {day}.", day=shown)]
    if (today - newest).days > STALE_DAYS:
        parts.append(html_text("The newest data are {days:day|days} old.", days=(today - newest).days))
    if view.warehouse.catalog.issues:
        parts.append(html_text("A snapshot in the data folder was refused; <b>Data and method</b> says which and why."))
    parts.append(html_text("No tracking: nothing you do here is recorded."))
    parts.append(privacy_link(view.selection))
    html_block("paragraph", kind="footer", text=Markup(" ").join(parts))
