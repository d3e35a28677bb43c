"""The page writer of Streamlit: shows each part of a page as elements, and each exhibit with its switches."""

from __future__ import annotations

import itertools
import math
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from repression.exhibits.exhibit import Exhibit
from repression.exhibits.settings import Setting, not_on_page
from repression.exhibits.tables import PAGE_ROWS, TableColumn, paged_note, table_html, table_of
from repression.exhibits.view import View
from repression.exhibits.writer import gettext, html_block, in_its_place
from repression.i18n import N_
from repression.ui import url_state
from repression.ui.failures import show_failure
from repression.ui.streamlit_internals import show_html

CHART, TABLE = "chart", "table"
VIEWS = {
    "cards": N_("Figures"),
    "profiles": N_("People"),
    "differences": N_("List"),
    "log": N_("List"),
    CHART: N_("Chart"),
    TABLE: N_("Table"),
}
# px; the width of the columns with names, so that a phone has room for the numbers. It grows if there is more room.
NAME_WIDTH = 220
# px; the height of a long table that stands alone, in place of a chart, and of one row.
LONG_TABLE, TABLE_ROW = 640, 35
CHOICE_WIDTH = 320  # px, of a list to choose from beside exhibits


class StreamlitWriter:
    """Writes one run of a page."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._pairs = itertools.count()
        self._settings: set[str] = set()  # on the page already
        self._unfinished: list[tuple[DeltaGenerator, Exhibit]] = []  # and where the rest of each is to stand

    def html(self, html: str) -> None:
        """HTML of ours, in which everything is escaped."""
        show_html(html)

    def markdown(self, text: str) -> None:
        """A text of ours in Markdown."""
        st.markdown(text)

    def code(self, text: str) -> None:
        """Code, as it is."""
        # Without a language, since the syntax highlighter would add half a megabyte to the page.
        st.code(text, language=None, wrap_lines=True)

    @contextmanager
    def fold(self, name: str, title: str) -> Iterator[bool]:
        """An expander, whose contents are sent when it is opened."""
        expander = st.expander(title, key=name, on_change="rerun")
        with expander:
            yield bool(expander.open)

    def stylesheet(self, path: Path) -> None:
        """The rules of a file of CSS."""
        st.html(path)

    def setting(self, setting: Setting, anchor: str = "") -> None:
        """A switch; a list if nothing has to be chosen."""
        if setting.unset:
            _list_to_choose_from(setting)
        else:
            _switch(setting)

    def side_by_side(self) -> DeltaGenerator:
        """A container whose elements stand beside each other."""
        return st.container(horizontal=True)

    def pair(self) -> DeltaGenerator:
        """A container that the style sheet makes a row."""
        return st.container(key=f"pair-{next(self._pairs)}")

    def place_of(self, name: str) -> DeltaGenerator:
        """A container that has the exhibit's name."""
        return st.container(key=f"exhibit-{name}")

    def failure(self) -> None:
        """That something failed here."""
        show_failure()

    def exhibit(self, exhibit: Exhibit) -> None:
        """Head, settings, and chart or table, as the reader switched. What stands below is left to `finish`."""
        head, drawn = exhibit.head(), _drawn(exhibit)
        if settings := list(not_on_page(exhibit.settings, self._settings)):
            show_html(head)
            for setting in settings:
                self.setting(setting)
            head = Markup("")
        # One element, not two: what the browser does after a click grows with their number.
        if shown := head + drawn:
            show_html(shown)
        if exhibit.why_missing:
            st.info(exhibit.why_missing)
        elif not drawn:
            _table(exhibit)
        if not exhibit.why_missing:
            self._unfinished.append((st.container(), exhibit))
        for warning in exhibit.warnings:
            st.warning(warning)

    def finish(self) -> None:
        """Write what stands below each chart or table: what a reader waits for after a click stands above it."""
        for place, exhibit in self._unfinished:
            with place, in_its_place(exhibit.name):
                _switch_views(exhibit)
                show_html(exhibit.footer_html())


def _drawn(exhibit: Exhibit) -> Markup:
    """Its chart as HTML, the drawing of the server's page; empty where its table or nothing is shown."""
    view = st.session_state.get(_switch_key(exhibit), _views(exhibit)[0])
    if exhibit.why_missing or view == TABLE:
        return Markup("")
    return exhibit.svg() if view == CHART else exhibit.written()


def _views(exhibit: Exhibit) -> list[str]:
    """What a reader can switch to, the first at first."""
    if not exhibit.kind:
        return [TABLE]
    return [exhibit.kind if exhibit.is_written else CHART, TABLE]


def _switch_key(exhibit: Exhibit) -> str:
    return f"view-{exhibit.name}"


def _switch_views(exhibit: Exhibit) -> None:
    """The switch between chart and table, if there are both."""
    # One switch instead of tabs: two tabs would be three blocks of the page, and each costs time in every run.
    views = _views(exhibit)
    if len(views) > 1:
        st.segmented_control(
            # Read by screen readers only, to distinguish the switches of the exhibits.
            gettext("Show “{title}” as", title=exhibit.answer.question.title),
            views,
            format_func=lambda view: gettext(VIEWS[view]),
            default=views[0],
            key=_switch_key(exhibit),
            required=True,
            label_visibility="collapsed",
        )


def _switch(setting: Setting) -> None:
    st.segmented_control(
        setting.title,
        list(setting.options),
        format_func=setting.options.__getitem__,
        key=url_state.widget_key(setting.name),
        required=True,
        wrap=True,
    )


def _list_to_choose_from(setting: Setting) -> None:
    st.selectbox(
        setting.title,
        list(setting.options),
        index=None,
        key=url_state.widget_key(setting.name),
        format_func=setting.options.__getitem__,
        filter_mode="contains",
        placeholder=setting.unset,
        help=setting.help,
        width=CHOICE_WIDTH,
    )


def _table(exhibit: Exhibit) -> None:
    if exhibit.answer.question.prose:
        show_html(table_html(exhibit))
        return
    total = exhibit.answer.table.num_rows
    table = table_of(exhibit, _first_row(exhibit) if total > PAGE_ROWS else 0)
    if note := paged_note(table, exhibit.view.lang):
        html_block("paragraph", kind="paged", text=note)
    st.dataframe(
        table.rows,
        hide_index=True,
        column_config={name: _column(column) for name, column in table.columns.items()},
        column_order=list(table.columns),
        placeholder="",
        height=_table_height(exhibit, table.rows.num_rows),
        alt=exhibit.answer.question.title,
    )


def _table_height(exhibit: Exhibit, rows: int) -> int | Literal["auto", "content"]:
    """As static/plain.css has it: a table beside a chart is lower than one that stands alone."""
    if exhibit.kind:
        return "auto"
    return LONG_TABLE if (rows + 1) * TABLE_ROW > LONG_TABLE else "content"


def _first_row(exhibit: Exhibit) -> int:
    """The first row of the page of a long table that the reader chose."""
    # The key has the selection, so that a table for another selection begins at its first page.
    key = f"page-{exhibit.name}-{zlib.crc32(repr(exhibit.answer.selection).encode()):x}"
    pages = math.ceil(exhibit.answer.table.num_rows / PAGE_ROWS)
    return (st.pagination(pages, key=key) - 1) * PAGE_ROWS


def _column(column: TableColumn) -> Any:
    """The configuration of a table's column."""
    about = column.about or None
    if column.link:
        return st.column_config.LinkColumn(column.title, help=about, display_text=column.link)
    if column.kind == "month":
        return st.column_config.DateColumn(column.title, help=about, format="YYYY-MM")
    return st.column_config.Column(column.title, help=about, width=NAME_WIDTH if column.kind == "name" else None)
