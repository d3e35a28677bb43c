"""The parts of the frame: navigation, languages, the selection in words, messages, the footer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from repression.formatting import format_day, format_message
from repression.i18n import LANGUAGE_NAMES, LANGUAGES, N_, get_translator
from repression.questions.answer import ask, vocabulary
from repression.questions.describe import older_data_notice
from repression.questions.filter_types import Problem, Value
from repression.questions.filters import BY_NAME, PARAMETERS, names_of
from repression.questions.selection import BadAddress, Selection, query_of
from repression.site import FAILED, MENU, NAME, Page
from repression.ui import url_state
from repression.ui.reader_safety import PRIVACY, notice, privacy_link
from repression.ui.text_blocks import gettext, paragraph

STALE_DAYS = 60
# The name of the page's own heading, where the menu ends.
TOP = "page"
FIRST_PAGE = "first_page"
HEADCOUNTS = {
    "people": N_("<b>{selected} of {rows:person|people}</b> in the register of {day}"),
    "organisations": N_(
        "<b>{selected} of {rows:closure or suit|closures and suits}</b> that sources name, as collected on {day}"
    ),
}


def navigation(pages: Mapping[str, Any], page: Page) -> None:
    """Links that keep the address's snapshot, language and filters: the menu, and the page in each language."""
    view = url_state.current_view()
    # Streamlit's own link of that kind leads to this menu, and speaks English.
    skip = f'<a class="skip" href="#{TOP}" target="_self">{gettext("Skip to the figures")}</a>'
    top = f'<div class="top">{skip}<p class="brand">{gettext(NAME)}</p>{_languages(page, view.selection)}</div>'
    st.html(f"{top}{_notice_once(page, view.selection)}")
    with st.container(key="nav", horizontal=True):
        for each in MENU:
            st.page_link(pages[each.path], label=gettext(each.title), query_params=view.selection.address())


def _notice_once(page: Page, selection: Selection) -> str:
    """The notice for readers who take a risk: on the first page of a session, until they go on to another one."""
    if st.session_state.setdefault(FIRST_PAGE, page.path) != page.path:
        st.session_state[FIRST_PAGE] = None  # which no page is
        return ""
    return "" if page.path == PRIVACY else notice(selection)


def _languages(page: Page, selection: Selection) -> str:
    """Links that load the page anew, since its language and title are said where it begins."""
    shown = "".join(_language(lang, name, page, selection) for lang, name in LANGUAGE_NAMES.items())
    return f'<nav class="languages" aria-label="{gettext("Language")}">{shown}</nav>'


def _language(lang: str, name: str, page: Page, selection: Selection) -> str:
    address = escape(query_of({**selection.address(), "lang": [lang]}))
    current = ' aria-current="true"' if lang == selection.lang else ""
    return f'<a href="/{page.path}?{address}" lang="{lang}" hreflang="{lang}"{current} target="_self">{name}</a>'


def filters_label(page: Page) -> str:
    """What the button says that unfolds the filters on a narrow screen: how many are active."""
    view = url_state.current_view()
    active = len(view.selection.only(names_of(page.scopes)).chosen)
    if not page.scopes:
        return gettext("Data")
    return gettext("Filters ({active} active)", active=active) if active else gettext("Filters")


def newer_data_banner() -> None:
    """One click to the newest data, where the address names older ones; and what the address asks for in vain."""
    view = url_state.current_view()
    if view.selection.chosen and not view.selection.only(names_of(view.page.scopes)).chosen:
        paragraph("Filters chosen on other pages do not narrow this one.", kind="selected")
    newest, shown = view.warehouse.days[-1], view.selection.snapshot
    if shown < newest:
        link = escape(query_of({**view.selection.address(), "snapshot": [newest.isoformat()]}))
        known = escape(older_data_notice(view.warehouse.catalog, shown, view.selection.lang))
        newer = gettext("Newer data of {day} exist:", day=newest)
        st.html(
            f'<p class="newer" role="status">{known} {newer} '
            f'<a href="/{view.page.path}?{link}">{gettext("show them")}</a>.</p>'
        )


def filter_summary(page: Page) -> None:
    """The active filter in words, with how many of how many it leaves, and what the default leaves out."""
    view = url_state.current_view()
    if "people_counts" in page.scopes and view.selection.get("series"):
        chosen = view.selection.only({"series"}).words(vocabulary(view.warehouse, view.selection.lang))
        st.html(f'<p class="selected">{gettext("Published counts")} – {escape(chosen)}.</p>')
    for scope in HEADCOUNTS:
        if scope in page.scopes:
            _headcount(view, scope)


def _headcount(view: url_state.View, scope: str) -> None:
    answer = ask(view.warehouse, f"headcount_{scope}", view.selection)
    if answer.missing:
        return
    row = answer.table.to_pylist()[0]
    selection = view.selection.only(names_of([scope]))
    said = selection.words(vocabulary(view.warehouse, selection.lang))
    text = gettext(HEADCOUNTS[scope], **row, day=answer.sources[0].snapshot)
    text += f" – {escape(said)}." if said else "."
    if scope == "people" and selection.get("status") is None:
        text += f" {_left_out(view, row['left_out'])}"
    # A choice in the sidebar changes it out of sight: it is heard.
    st.html(f'<p class="selected" role="status">{text}</p>')
    if selection.chosen:
        st.button(
            gettext("Reset filters"),
            key=f"reset-{scope}",
            on_click=url_state.clear_filters,
            args=(view.page.scopes,),
            type="tertiary",
        )


def _left_out(view: url_state.View, others: int) -> str:
    if not others:
        return gettext("Counted are those recognised as political prisoners, present and former.")
    everyone = escape(query_of(view.selection.with_value("status", ("any",)).address()))
    left_out = gettext(
        "Counted are those recognised as political prisoners, present and former; {others:other person prosecuted for "
        "political reasons is left out|others prosecuted for political reasons are left out}",
        others=others,
    )
    return f'{left_out} (<a href="/{view.page.path}?{everyone}">{gettext("count all")}</a>).'


def comparison_controls() -> bool:
    """The choice of a register to compare with, and which two stand side by side; whether there are two."""
    view = url_state.current_view()
    shown = view.warehouse.catalog.shown_on("people", view.selection.snapshot)
    registers = list(vocabulary(view.warehouse, view.selection.lang).get("against", {}))
    days = [
        day for row in ask(view.warehouse, "compared_days", view.selection).table.to_pylist() for day in row.values()
    ]
    if len(registers) > 1 and shown:
        _against(shown.date, registers, view.selection.get("against"), days)
    if days:
        said = gettext(
            "The register of <b>{earlier}</b> beside that of <b>{later}</b>. The filters hold for both.",
            earlier=days[0],
            later=days[1],
        )
    elif not shown:
        said = gettext(
            "No register is as old as {day}, so there is nothing to compare.",
            day=view.selection.snapshot,
        )
    else:
        said = gettext(_why_alone(len(registers), view.selection), day=shown.date)
    st.html(f'<p class="compared">{said}</p>')
    return bool(days)


def _why_alone(registers: int, selection: Selection) -> str:
    if registers == 1:
        return N_("There is nothing to compare yet: the register of {day} is the only one there is.")
    if selection.get("against"):
        return N_("Both sides would be the register of {day}. Choose another day.")
    return N_("The register of {day} is the first there is. Choose a later one to compare with.")


def _against(shown: date, registers: list[str], chosen: Value, days: list[date]) -> None:
    against, lang = BY_NAME["against"], url_state.current_view().selection.lang
    before = gettext("The one before: {day}", day=days[0]) if days and not chosen else gettext("Choose a day")
    st.selectbox(
        gettext(against.title),
        [day for day in registers if day != shown.isoformat() or day == chosen],
        index=None,
        key=url_state.widget_key(against.name),
        format_func=lambda day: format_day(date.fromisoformat(day), lang),
        placeholder=before,
        help=gettext(against.help),
        width=320,
    )


def bad_link_message(fault: BadAddress, page: Page) -> None:
    """Names what an address asks for that does not exist, and offers the way back; no numbers are shown."""
    lang = fault.rest.lang
    _ = get_translator(lang)
    problems = "".join(f"<li>{_problem(each)}</li>" for each in fault.problems)
    back = escape(query_of(fault.rest.address()))
    st.html(
        f'<div class="refusal" role="alert"><h1>{_("This link asks for something that does not exist")}</h1>'
        f"<ul>{problems}</ul><p>{_('No numbers are shown, since they would not be what was asked for.')} "
        f'<a href="/{page.path}?{back}">{_("Show the page without these")}</a>.</p></div>'
    )


def _problem(problem: Problem) -> str:
    _ = get_translator(problem.lang)
    if problem.parameter in PARAMETERS:
        template = _("<b>{parameter}</b> = “{value}” is unknown. Allowed: {allowed}")
    else:
        template = _("There is no parameter <b>{parameter}</b>. Allowed: {allowed}")
    told = {name: escape(str(getattr(problem, name))) for name in ("parameter", "value", "allowed")}
    return format_message(template, told, problem.lang)


def failure_message(fault: Exception) -> bool:
    """Says in the reader's language that a page failed, in place of the rest of it; what failed stands in the log."""
    asked = st.query_params.get("lang", "")
    st.error(get_translator(asked if asked in LANGUAGES else LANGUAGES[0])(FAILED))
    return True


def footer(today: date) -> None:
    """Of when the data are, said plainly when they are old, what was refused, and what is known of readers."""
    view = url_state.current_view()
    newest, shown = view.warehouse.days[-1], view.selection.snapshot
    said = [gettext("Data as known on {day}.", day=shown)]
    if (today - newest).days > STALE_DAYS:
        said.append(gettext("The newest data are {days:day|days} old.", days=(today - newest).days))
    if view.warehouse.catalog.issues:
        said.append(gettext("A snapshot in the data folder was refused; <b>Data and method</b> says which and why."))
    said.append(gettext("No tracking: nothing you do here is recorded."))
    said.append(privacy_link(view.selection))
    st.html(f'<p class="footer">{" ".join(said)}</p>')
