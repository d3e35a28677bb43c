"""The parts around every page that need Streamlit: navigation, the notice of a visit, the label of the filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from repression.exhibits import frame
from repression.exhibits.reader_safety import PRIVACY, notice
from repression.exhibits.view import View
from repression.exhibits.writer import current_view, gettext, in_its_place
from repression.questions.filters import names_of
from repression.questions.selection import Selection
from repression.site import MENU, Page
from repression.ui import url_state

FIRST_PAGE = "first_page"


def navigation(pages: Mapping[str, Any], page: Page) -> None:
    """Links that keep the address's snapshot, language and filters: the menu, and the page in each language."""
    view = current_view()
    st.html(frame.top(view, _notice_once(page, view.selection)))
    with st.container(key="nav", horizontal=True):
        for entry in MENU:
            st.page_link(pages[entry.path], label=gettext(entry.title), query_params=view.selection.address())


def _notice_once(page: Page, selection: Selection) -> Markup:
    """The notice for readers at risk: on the first page of a session, until they open another page."""
    if st.session_state.setdefault(FIRST_PAGE, page.path) != page.path:
        st.session_state[FIRST_PAGE] = None  # the path of no page
        return Markup("")
    return Markup("") if page.path == PRIVACY else notice(selection)


def newer_data_banner() -> None:
    """A link to the newest data if the address names older data; a note if its filters do not narrow this page."""
    _show(frame.filters_elsewhere(current_view()))
    _show(frame.newer_data(current_view()))


def filter_summary() -> None:
    """The active filters in words, how many rows of how many they leave, and what the default leaves out."""
    view = current_view()
    _show(frame.published_counts(view))
    for scope in frame.HEADCOUNTS:
        if scope in view.page.scopes:
            with in_its_place(f"headcount_{scope}"):
                _headcount(view, scope)


def _headcount(view: View, scope: str) -> None:
    counted = frame.headcount(view, scope)
    _show(counted)
    if counted and view.selection.only(names_of([scope])).chosen:
        st.button(
            gettext("Reset filters"),
            key=f"reset-{scope}",
            on_click=url_state.clear_filters,
            args=(view.page.scopes,),
            type="tertiary",
        )


def _show(part: Markup) -> None:
    """Show a part of the page, if there is one."""
    if part:
        st.html(part)


def too_fast_message() -> None:
    """Tell a reader why a page that asks for more than people do is shown with a delay."""
    st.warning(
        gettext(
            "This page is asked for more often than it can be shown, so it lags behind. Wait some seconds before the "
            "next step."
        )
    )
