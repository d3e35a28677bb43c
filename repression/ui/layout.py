"""The parts around every page that need Streamlit: navigation, the notice of a visit, the row of the filters."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from string import punctuation
from typing import Any

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from repression.exhibits import frame
from repression.exhibits.reader_safety import PRIVACY, notice
from repression.exhibits.view import View
from repression.exhibits.writer import current_view, gettext, in_its_place
from repression.questions.selection import Selection
from repression.site import GROUPS, Page
from repression.ui import url_state
from repression.ui.streamlit_internals import show_html

FIRST_PAGE = "first_page"
# The label of a button is Markdown. Before each sign that may mean something there stands a backslash.
_AS_TEXT = str.maketrans({sign: f"\\{sign}" for sign in punctuation})


def navigation(pages: Mapping[str, Any], page: Page) -> None:
    """Links that keep the address's snapshot, language and filters: groups, the pages of the open one, languages."""
    view = current_view()
    show_html(frame.top(view, _notice_once(page, view.selection)))
    with st.container(key="nav", gap=None):
        with st.container(key="groups", horizontal=True):
            for group, members in GROUPS.items():
                _link(pages, members[0], group, "group" if group == page.group else "")
        with st.container(key="siblings", horizontal=True):
            for each in frame.siblings(page):
                _link(pages, each, each.title, "page" if each.path == page.path else "")


def _link(pages: Mapping[str, Any], page: Page, title: str, opened: str) -> None:
    """A link to a page; the style sheet finds that to what is open by the container round it."""
    with st.container(key=f"open-{opened}") if opened else nullcontext():
        st.page_link(pages[page.path], label=gettext(title), query_params=current_view().selection.address())


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


def filter_row() -> DeltaGenerator:
    """A fold for the filters, which is returned to be filled, and the chosen ones, each on a button that removes it."""
    view = current_view()
    with st.container(key="filter-row", horizontal=True):
        fold = st.expander(frame.filters_title(view), key="filters")
        with in_its_place("chosen filters"):
            _chosen(view)
    return fold


def _chosen(view: View) -> None:
    chosen = frame.chosen_filters(view)
    for name, words in chosen.items():
        st.button(
            f"× {words}".translate(_AS_TEXT),
            key=f"chip-{name}",
            help=gettext("remove this filter"),
            on_click=url_state.clear_filter,
            args=(name,),
        )
    if chosen:
        st.button(
            gettext("Reset filters"),
            key="reset",
            on_click=url_state.clear_filters,
            args=(view.page.scopes,),
            type="tertiary",
        )


def filter_summary() -> None:
    """The active filters in words, how many rows of how many they leave, and what the default leaves out."""
    view = current_view()
    _show(frame.published_counts(view))
    for scope in frame.HEADCOUNTS:
        if scope in view.page.scopes:
            with in_its_place(f"headcount_{scope}"):
                _show(frame.headcount(view, scope))


def _show(part: Markup) -> None:
    """Show a part of the page, if there is one."""
    if part:
        show_html(part)


def too_fast_message() -> None:
    """Tell a reader why a page that asks for more than people do is shown with a delay."""
    st.warning(
        gettext(
            "This page is asked for more often than it can be shown, so it lags behind. Wait some seconds before the "
            "next step."
        )
    )
