"""The table of an exhibit: its rows with the columns that pages add, and as HTML."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from markupsafe import Markup

from repression.charts.canvas import click_text, y_columns
from repression.charts.text import format_moment, is_dated
from repression.exhibits.exhibit import Exhibit
from repression.exhibits.row_links import rows_behind
from repression.exhibits.source_links import source_links, source_links_of_cells
from repression.formatting import format_exactly, format_message, format_value, with_days_in_words
from repression.i18n import get_translator
from repression.questions.answer import Answer, vocabulary
from repression.questions.question import Column
from repression.snapshots.archived_sources import CELL_SEPARATOR, SOURCE_COLUMN, archived_among, is_web_address
from repression.templates import render

# A longer table is shown in pages.
PAGE_ROWS = 300
LONG = 40  # letters; columns with longer texts leave room for the others
ROWS_BEHIND = "rows_behind"
COPIES = "archived_url"
# Columns whose dates are the first days of months or quarters.
MONTHS = ("month", "quarter")
# Columns whose whole numbers are years: they have no separator of thousands.
YEARS = ("year", "low", "high")


@dataclass(frozen=True)
class TableColumn:
    """A column as a page shows it.

    `kind` is `month` if its dates are those of months, `name` if it says what a row is about or has long texts, or
    empty. Its cells are addresses if there is a text `link`, which is to be read in place of each.
    """

    title: str
    about: str = ""
    kind: str = ""
    link: str = ""


@dataclass(frozen=True)
class ExhibitTable:
    """Some rows of an exhibit, from `first` (counted from 0) on, of `total`, with its columns in the order to show."""

    columns: Mapping[str, TableColumn]
    rows: pa.Table
    first: int
    total: int


def table_of(exhibit: Exhibit, first: int = 0, most: int = PAGE_ROWS) -> ExhibitTable:
    """The rows of an exhibit from `first` on, at most `most`; beside them copies of sources, and the rows behind.

    The columns of the chart come first, since a phone has room for two or three.
    """
    answer, _ = exhibit.answer, get_translator(exhibit.view.lang)
    rows = _with_lists_in_words(answer.table.slice(first, most), exhibit.view.lang)
    columns = {name: _column(column, answer) for name, column in answer.question.columns.items()}
    if copies := _archived_copies(answer, rows):
        rows = rows.append_column(COPIES, pa.array(copies, pa.string()))
        columns[COPIES] = TableColumn(_("Archived copy of the source"), link=_link_text(copies, exhibit.view.lang))
    if links := _rows_behind(exhibit, rows):
        rows = rows.append_column(ROWS_BEHIND, pa.array(links, pa.string()))
        counted = answer.question.columns[_clicked_column(answer)].title
        behind = format_message(_("Rows behind: {counted}"), {"counted": counted}, exhibit.view.lang)
        columns[ROWS_BEHIND] = TableColumn(behind, link=_("Show"))
    chart = answer.question.chart
    drawn = [chart[axis] for axis in ("x", "row") if axis in chart] + (y_columns(answer) if "y" in chart else [])
    codes = {name: column.shown_as for name, column in answer.question.columns.items() if column.shown_as}
    order = dict.fromkeys(codes.get(name, name) for name in [*drawn, *rows.column_names])
    return ExhibitTable({name: columns[name] for name in order}, rows, first, answer.table.num_rows)


def _with_lists_in_words(rows: pa.Table, lang: str) -> pa.Table:
    """The rows with each list as one text, its items formatted: a table of Streamlit would frame them one by one."""
    for index, column in enumerate(rows.schema):
        if pa.types.is_list(column.type):
            cells = [
                cell and "; ".join(format_value(each, lang) for each in cell) for cell in rows.column(index).to_pylist()
            ]
            rows = rows.set_column(index, column.name, pa.array(cells, pa.string()))
    return rows


def _column(column: Column, answer: Answer) -> TableColumn:
    cells = answer.table.column(column.name)
    if column.name.endswith("url"):
        return TableColumn(column.title, column.description, link=_link_text(cells.to_pylist(), answer.selection.lang))
    is_text = pa.types.is_string(cells.type)
    named = column.name in (answer.question.chart.get("x"), "name", "other_name")
    is_wide = is_text and (named or (pc.max(pc.utf8_length(cells)).as_py() or 0) > LONG)
    kind = "month" if column.name in MONTHS else "name" if is_wide else ""
    return TableColumn(column.title, column.description, kind)


def _link_text(cells: list[str | None], lang: str) -> str:
    """What is read in place of each address; nothing if a cell has several, which then stay as they are."""
    _ = get_translator(lang)
    return "" if any(CELL_SEPARATOR in (cell or "") for cell in cells) else _("Open")


def _rows_behind(exhibit: Exhibit, rows: pa.Table) -> list[str | None]:
    """For each row the address of the list of what it counts, None if no filter selects that; empty without clicks."""
    answer, filter_name = exhibit.answer, exhibit.filter_of_click
    if not filter_name:
        return []
    codes, click = vocabulary(exhibit.view.warehouse, "en"), answer.question.chart["click"]

    def address(row: Mapping[str, Any]) -> str | None:
        text = click_text(click, row)
        if text is None or row[_clicked_column(answer)] is None:
            return None
        return rows_behind(answer.question, answer.selection, filter_name, str(text), codes)

    return [address(row) for row in rows.to_pylist()]


def _archived_copies(answer: Answer, rows: pa.Table) -> list[str | None]:
    """For each row the addresses of the archived copies of its sources, None if there is none; empty if no row has."""
    if SOURCE_COLUMN not in rows.column_names or not answer.archived:
        return []
    found = [archived_among([cell], answer.archived).values() for cell in rows[SOURCE_COLUMN].to_pylist()]
    copies = [CELL_SEPARATOR.join(each.archived_url for each in row if each.archived_url) or None for row in found]
    return copies if any(copies) else []


def _clicked_column(answer: Answer) -> str:
    """The column whose marks can be clicked: the one that the chart names, otherwise its first."""
    chart = answer.question.chart
    drawn = chart["y"]
    return str(chart["click"].get("of", drawn if isinstance(drawn, str) else drawn[0]))


def paged_note(table: ExhibitTable, lang: str) -> str:
    """Which rows of a long table these are, and where all are; empty if they are all."""
    if table.rows.num_rows == table.total:
        return ""
    _ = get_translator(lang)
    template = _("Rows {first}–{last} of {rows}; the files below have all of them.")
    last = table.first + table.rows.num_rows
    return format_message(template, {"first": table.first + 1, "last": last, "rows": table.total}, lang)


def table_html(exhibit: Exhibit, most: int = PAGE_ROWS) -> Markup:
    """The first rows of an exhibit, at most `most`, as an HTML table, whose cells wrap."""
    return exhibit.made("table", lambda: _table_html(exhibit, most), exhibit.view.page, most)


def _table_html(exhibit: Exhibit, most: int) -> Markup:
    table, lang = table_of(exhibit, most=most), exhibit.view.lang
    shown = {name: table.columns[name] for name in _columns_with_values(table)}
    kinds = {name: _cell_kind(table.rows.column(name)) for name in shown}
    return render(
        "table",
        lang,
        title=exhibit.answer.question.title,
        note=paged_note(table, lang),
        columns=[
            {"title": column.title, "kind": kinds[name], "style": _css_string(column.title)}
            for name, column in shown.items()
        ],
        rows=[
            [_cell(name, column, row, exhibit.answer) for name, column in shown.items()]
            for row in table.rows.to_pylist()
        ],
    )


def _css_string(text: str) -> str:
    """A text as a string of CSS."""
    return '"' + "".join(rf"\{ord(sign):x} " if sign in '"\\' or sign < " " else sign for sign in text) + '"'


def _columns_with_values(table: ExhibitTable) -> Iterator[str]:
    """The columns that have any value; the addresses of sources become the links of their titles."""
    merged = {address for name in table.columns if (address := _address_column(name, table.columns))}
    if SOURCE_COLUMN in merged:
        merged.add(COPIES)
    for name in table.columns:
        if name not in merged and table.rows.column(name).null_count < table.rows.num_rows:
            yield name


def _address_column(name: str, columns: Container[str]) -> str:
    """The column with the addresses of the sources whose titles a column has; empty if it has none."""
    address = f"{name.removesuffix('_title')}_url"
    return address if address in columns else ""


def _cell_kind(cells: pa.ChunkedArray) -> str:
    """`number` or `date` for a column of such cells, otherwise empty."""
    if pa.types.is_integer(cells.type) or pa.types.is_floating(cells.type):
        return "number"
    texts = cells.drop_null().to_pylist() if pa.types.is_string(cells.type) else []
    dated = pa.types.is_date(cells.type) or (texts and all(map(is_dated, texts)))
    return "date" if dated else ""


def _cell(name: str, column: TableColumn, row: Mapping[str, Any], answer: Answer) -> str:
    value, lang = row[name], answer.selection.lang
    _ = get_translator(lang)
    if value is None:
        return ""
    if address := _address_column(name, row):
        return source_links_of_cells(value, row[address], answer.archived, lang)
    if column.link:
        return _link(str(value), column.link, lang)
    if column.kind == "month" and isinstance(value, date):
        return f"{value:%Y-%m}"
    if isinstance(value, str):
        return with_days_in_words(format_moment(value, False, lang), lang)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in YEARS:
        return str(value)
    return format_exactly(value, lang) if isinstance(value, int | float) else format_value(value, lang)


def _link(address: str, text: str, lang: str) -> str:
    """A link to an address of this site, or to one of the web where there is one."""
    if address.startswith("/"):
        return render("link", lang, address=address, title=text, kind="", name="")
    return source_links([(text, address)], {}, lang) if is_web_address(address) else address
