"""The building block of every page: a question's title, words, chart or table, notes, source and files."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import pyarrow as pa
import streamlit as st
from markupsafe import Markup

from repression.charts import figures
from repression.charts.canvas import click_text, y_columns
from repression.charts.text import format_moment, is_dated
from repression.formatting import format_value
from repression.i18n import N_
from repression.questions.answer import Answer, ask, vocabulary
from repression.questions.describe import (
    dated_title,
    filter_sentence,
    refused_snapshot_warnings,
    why_missing,
)
from repression.questions.filter_types import Single
from repression.questions.filters import BY_NAME, names_of
from repression.questions.question import Column, Question, all_questions, question_in
from repression.questions.selection import Selection
from repression.snapshots.archived_sources import CELL_SEPARATOR, SOURCE_COLUMN, archived_among
from repression.templates import render
from repression.ui import url_state
from repression.ui.cards import cards
from repression.ui.change_log import change_log
from repression.ui.exhibit_footer import Location, exhibit_footer, filter_of_click, rows_behind
from repression.ui.failures import InItsPlace, report_failure
from repression.ui.pacing import DRAWING_SECONDS, OPENING_SECONDS, yield_to_browser
from repression.ui.profiles import profiles
from repression.ui.source_links import source_links_of_cells
from repression.ui.streamlit_internals import PreparedFigure
from repression.ui.text_blocks import gettext, html_block, paragraph

CHART, TABLE, SQL = "chart", "table", "sql"
VIEWS = {
    "cards": N_("Figures"),
    "profiles": N_("People"),
    "log": N_("List"),
    CHART: N_("Chart"),
    TABLE: N_("Table"),
    SQL: "SQL",
}
# The kinds of charts that are HTML, each with the function that writes it.
WRITERS: Mapping[str, Callable[[Answer, Selection], Markup]] = {
    "cards": cards,
    "profiles": profiles,
    "log": change_log,
}
ROWS_BEHIND = "rows_behind"
COPIES = "archived_url"
# The key in the session state that says whether the browser has received a chart before.
HAS_CHARTS = "has-charts"
# A longer table is sent to the browser in pages.
PAGE_ROWS = 300
# Columns whose dates are the first days of months or quarters.
MONTHS = ("month", "quarter")
# px; the width of the columns with names, so that a phone has room for the numbers. It grows if there is more room.
NAME_WIDTH = 220


def exhibit(name: str) -> None:
    """Show one question of queries/ for the view's selection, with everything that belongs to it."""
    view = url_state.current_view()
    # Filters of other pages do not narrow this one, though the address keeps them.
    shown = names_of(view.page.scopes) | set(all_questions()[name].settings)
    with st.container(key=f"exhibit-{name}"):
        try:
            answer = ask(view.warehouse, name, view.selection.only(shown))
        except Exception as fault:  # of any query: it must not take the page along
            question = question_in(name, view.selection.lang)
            _head(question, question.title, "")
            report_failure(name, fault)
            return
        with InItsPlace(name):
            _whole(name, answer)


def _whole(name: str, answer: Answer) -> None:
    warehouse = url_state.current_view().warehouse
    _head(answer.question, dated_title(answer), answer.words)
    if answer.missing or not answer.table.num_rows:
        _settings(answer.question)
        st.info(why_missing(warehouse, answer))
    else:
        _shown(name, answer)
        _foot(answer)
    for warning in (*refused_snapshot_warnings(warehouse, answer), *answer.notices):
        st.warning(warning)


def _head(question: Question, title: str, words: str) -> None:
    html_block("heading", anchor=question.name, title=title, about=question.answers, words=words)


def _settings(question: Question) -> None:
    """The switches of an exhibit's settings; one that several exhibits of a page share is above the first of them."""
    view = url_state.current_view()
    shown, selection = view.settings, view.selection
    for setting in (BY_NAME[name] for name in question.settings):
        if isinstance(setting, Single) and setting.name not in shown and not selection.get(setting.overruled_by):
            shown.add(setting.name)
            _setting(setting)


def _setting(setting: Single) -> None:
    labels = dict(setting.codes)
    st.segmented_control(
        gettext(setting.title),
        list(labels),
        format_func=lambda code: gettext(labels[code]),
        key=url_state.widget_key(setting.name),
        required=True,
        wrap=True,
    )


def _shown(name: str, answer: Answer) -> None:
    """The chart, the table or the SQL, as the reader switched; the others are not computed."""
    # One switch instead of tabs: three tabs would be four blocks of the page, and every block costs time in every run.
    view = _view(name, answer)
    makers: Mapping[str, Callable[[], None]] = {
        **dict.fromkeys(WRITERS, lambda: _written(answer)),
        CHART: lambda: _chart(name, answer),
        TABLE: lambda: _table(answer),
        SQL: lambda: _sql(answer),
    }
    makers[view]()


def _view(name: str, answer: Answer) -> str:
    kind: str = answer.question.chart.get("kind", "")
    first = [kind] if kind in WRITERS else [CHART] if kind else []
    views = [*first, TABLE, SQL]
    with st.container(key=f"switch-{name}", horizontal=True) if answer.question.settings else nullcontext():
        _settings(answer.question)
        return st.segmented_control(
            # Read by screen readers only, to distinguish the switches of the exhibits.
            gettext("Show “{title}” as", title=answer.question.title),
            views,
            format_func=lambda view: gettext(VIEWS[view]),
            default=views[0],
            key=f"view-{name}",
            required=True,
            label_visibility="collapsed",
        )


def _chart(name: str, answer: Answer) -> None:
    _pace_charts(next(url_state.current_view().charts))
    filtered = filter_of_click(answer, url_state.current_view().page)
    # A new key after every click, since otherwise the other marks would stay dimmed.
    round_key = f"round-{name}"
    key = f"chart-{name}-{st.session_state.get(round_key, 0)}"
    drawn = url_state.current_view().warehouse.rendered
    st.plotly_chart(
        PreparedFigure(drawn.get_or_compute(("figure", name, answer.selection), lambda: figures.figure(answer))),
        key=key,
        theme=None,
        config=figures.CONFIG,
        alt=answer.words or answer.question.answers,
        selection_mode="points",
        on_select=(lambda: _clicked(key, round_key, filtered)) if filtered else "ignore",
    )


def _pace_charts(number: int) -> None:
    """Let the browser render what is above a chart before the chart keeps it busy; charts are numbered from 0."""
    if not st.session_state.get(HAS_CHARTS):
        # Before its first chart a browser loads some 5 MB of script, and renders nothing until it has.
        yield_to_browser(OPENING_SECONDS)
        st.session_state[HAS_CHARTS] = True
    elif number == 1:
        # A browser draws all charts that it has received before it shows one: the first must not wait for the others.
        yield_to_browser(DRAWING_SECONDS)


def _clicked(key: str, round_key: str, filter_name: str) -> None:
    points: list[dict[str, Any]] = st.session_state[key].selection.points
    values = [point["customdata"] for point in points if point.get("customdata")]
    if values:
        value = values[0][0] if isinstance(values[0], list) else values[0]
        url_state.set_filter(filter_name, str(value))
        st.session_state[round_key] = st.session_state.get(round_key, 0) + 1


def _written(answer: Answer) -> None:
    view, write = url_state.current_view(), WRITERS[answer.question.chart["kind"]]
    key = ("written", answer.question.name, answer.selection, view.selection)
    st.html(view.warehouse.rendered.get_or_compute(key, lambda: write(answer, view.selection)))


def _table(answer: Answer) -> None:
    if answer.question.prose:
        key = ("prose", answer.question.name, answer.selection)
        st.html(url_state.current_view().warehouse.rendered.get_or_compute(key, lambda: _prose_table(answer)))
        return
    columns = {name: _column(column, answer) for name, column in answer.question.columns.items()}
    table = answer.table
    if table.num_rows > PAGE_ROWS:
        table = _page(answer)
    if copies := _archived_copies(answer, table):
        table = table.append_column(COPIES, pa.array(copies, pa.string()))
        columns[COPIES] = _link_column(gettext("Archived copy of the source"), None, copies)
    if links := _rows_behind(answer, table):
        table = table.append_column(ROWS_BEHIND, pa.array(links, pa.string()))
        behind = gettext("Rows behind: {counted}", counted=answer.question.columns[_clicked_column(answer)].title)
        columns[ROWS_BEHIND] = st.column_config.LinkColumn(behind, display_text=gettext("Show"))
    st.dataframe(
        table,
        hide_index=True,
        column_config=columns,
        column_order=_order(answer, table),
        placeholder="",
        alt=answer.question.title,
    )


def _order(answer: Answer, table: pa.Table) -> list[str]:
    """The order of the columns: first those of the chart, since a phone has room for two or three."""
    chart = answer.question.chart
    drawn = [chart[axis] for axis in ("x", "row") if axis in chart] + (y_columns(answer) if "y" in chart else [])
    return list(dict.fromkeys([*drawn, *table.column_names]))


def _page(answer: Answer) -> pa.Table:
    """The rows of the page of a long table that the reader chose."""
    rows = answer.table.num_rows
    # The key has the selection, so that a table for another selection begins at its first page.
    key = f"page-{answer.question.name}-{zlib.crc32(repr(answer.selection).encode()):x}"
    start = (st.pagination(math.ceil(rows / PAGE_ROWS), key=key) - 1) * PAGE_ROWS
    paragraph(
        "Rows {first}–{last} of {rows}; the files below have all of them.",
        kind="paged",
        first=start + 1,
        last=min(start + PAGE_ROWS, rows),
        rows=rows,
    )
    return answer.table.slice(start, PAGE_ROWS)


def _rows_behind(answer: Answer, table: pa.Table) -> list[str | None]:
    """For each row the address of the list of what it counts, None if no filter selects that; empty without clicks."""
    filter_name = filter_of_click(answer, url_state.current_view().page)
    if not filter_name:
        return []
    codes, click = vocabulary(url_state.current_view().warehouse, "en"), answer.question.chart["click"]

    def address(row: Mapping[str, Any]) -> str | None:
        text = click_text(click, row)
        if text is None or row[_clicked_column(answer)] is None:
            return None
        return rows_behind(answer.question, answer.selection, filter_name, str(text), codes)

    return [address(row) for row in table.to_pylist()]


def _archived_copies(answer: Answer, table: pa.Table) -> list[str | None]:
    """For each row the addresses of the archived copies of its sources, None if there is none; empty if no row has."""
    if SOURCE_COLUMN not in table.column_names or not answer.archived:
        return []
    found = [archived_among([cell], answer.archived).values() for cell in table[SOURCE_COLUMN].to_pylist()]
    copies = [CELL_SEPARATOR.join(each.archived_url for each in row if each.archived_url) or None for row in found]
    return copies if any(copies) else []


def _clicked_column(answer: Answer) -> str:
    """The column whose marks can be clicked: the one that the chart names, otherwise its first."""
    chart = answer.question.chart
    drawn = chart["y"]
    return str(chart["click"].get("of", drawn if isinstance(drawn, str) else drawn[0]))


def _prose_table(answer: Answer) -> Markup:
    """A small table of sentences as plain HTML, whose cells wrap."""
    # A source's address becomes the link of its title; a column without any value is left out.
    columns = [
        column
        for name, column in answer.question.columns.items()
        if name != "source_url" and answer.table.column(name).null_count < answer.table.num_rows
    ]
    return render(
        "prose_table",
        answer.selection.lang,
        title=answer.question.title,
        columns=[{"title": each.title, "kind": _column_kind(answer.table.column(each.name))} for each in columns],
        rows=[[_cell(each.name, row, answer) for each in columns] for row in answer.table.to_pylist()],
    )


def _column_kind(cells: pa.ChunkedArray) -> str:
    """`number` or `date` for a column of such cells, otherwise empty."""
    if pa.types.is_integer(cells.type):
        return "number"
    texts = cells.to_pylist() if pa.types.is_string(cells.type) else []
    dated = pa.types.is_date(cells.type) or (texts and all(map(is_dated, texts)))
    return "date" if dated else ""


def _cell(name: str, row: Mapping[str, Any], answer: Answer) -> str:
    value, lang = row[name], answer.selection.lang
    if value is None:
        return ""
    if name == "source_title":
        return source_links_of_cells(value, row.get("source_url"), answer.archived, lang)
    return format_moment(value, False, lang) if isinstance(value, str) else format_value(value, lang)


def _column(column: Column, answer: Answer) -> Any:
    """The configuration of a table's column."""
    about = column.description or None
    cells = answer.table.column(column.name)
    if column.name.endswith("url"):
        return _link_column(column.title, about, cells.to_pylist())
    if column.name in MONTHS:
        return st.column_config.DateColumn(column.title, help=about, format="YYYY-MM")
    named = column.name in (answer.question.chart.get("x"), "name", "other_name") and pa.types.is_string(cells.type)
    return st.column_config.Column(column.title, help=about, width=NAME_WIDTH if named else None)


def _link_column(title: str, about: str | None, cells: Sequence[str | None]) -> Any:
    """The configuration of a column of addresses: links, unless a cell has several."""
    if any(CELL_SEPARATOR in (cell or "") for cell in cells):
        return st.column_config.Column(title, help=about)
    return st.column_config.LinkColumn(title, help=about, display_text=gettext("Open"))


def _sql(answer: Answer) -> None:
    # Without a language, since the syntax highlighter would add half a megabyte to the page.
    st.code(answer.question.sql, language=None, wrap_lines=True)


def _foot(answer: Answer) -> None:
    view = url_state.current_view()
    place, today = Location(view.page, view.selection, url_state.site()), view.warehouse.today
    key = ("foot", answer.question.name, answer.selection, place, today)
    st.html(
        view.warehouse.rendered.get_or_compute(
            key, lambda: exhibit_footer(answer, place, filter_sentence(view.warehouse, answer), today)
        )
    )
