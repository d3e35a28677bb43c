"""An extract as an Excel workbook: the data on one sheet, a README on another."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from repression.downloads.csv_file import BATCH_ROWS, joined_lists
from repression.downloads.extract import Extract
from repression.downloads.readme import readme
from repression.formatting import format_message
from repression.i18n import get_translator

# Excel's own limits, beyond which it cuts silently:
# https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
EXCEL_MAX_ROWS = 1_048_576 - 1
EXCEL_MAX_CELL = 32_767
PIECE = 1 << 18
WIDEST = 60
# A workbook records the day it was made. It is constant, so that an old link gives the same file on every day.
MADE = datetime(2000, 1, 1)
OPTIONS = {
    "constant_memory": True,  # rows are written to a temporary file one by one
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class TooLarge(ValueError):
    """A table is too large for an Excel workbook; the message names the limit and other formats."""


def excel_chunks(extract: Extract) -> Iterator[bytes]:
    """The workbook: sheets `Data` (header frozen, real numbers and dates, texts that stay texts) and `README`.

    Raises TooLarge if Excel would cut the table, and OSError if the disk is full, both before the first chunk.
    """
    table = joined_lists(extract.table)
    _refuse_too_large(table, extract.answer.selection.lang)
    # In a folder of its own, since the writer leaves its temporary files behind if it fails.
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder, tempfile.TemporaryFile(dir=folder) as file:
        try:
            _write(extract, table, file, folder)
        except FileCreateError as fault:
            raise OSError(*fault.args[0].args) from fault
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _refuse_too_large(table: pa.Table, lang: str) -> None:
    _ = get_translator(lang)
    if table.num_rows > EXCEL_MAX_ROWS:
        template = _("{rows} rows; Excel holds {most}: take .csv or .parquet, or a limit")
        raise TooLarge(format_message(template, {"rows": str(table.num_rows), "most": str(EXCEL_MAX_ROWS)}, lang))
    for column in table.schema:
        if pa.types.is_string(column.type) and (longest := _longest(table.column(column.name))) > EXCEL_MAX_CELL:
            template = _("{column} has a text of {signs} signs; Excel holds {most}: take .csv")
            told = {"column": column.name, "signs": str(longest), "most": str(EXCEL_MAX_CELL)}
            raise TooLarge(format_message(template, told, lang))


def _longest(texts: pa.ChunkedArray) -> int:
    """The length of the longest text in UTF-16 code units, as Excel counts: a character such as 🕊 has two."""
    # Only of texts that may be too long: no text has more code units than bytes.
    long = texts.filter(pc.greater(pc.binary_length(texts), EXCEL_MAX_CELL)).to_pylist()
    return max((len(text.encode("utf-16-le")) // 2 for text in long), default=0)


def _write(extract: Extract, table: pa.Table, file: IO[bytes], folder: str) -> None:
    with xlsxwriter.Workbook(file, {**OPTIONS, "tmpdir": folder}) as book:
        book.set_properties({"title": extract.answer.question.title, "created": MADE})
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        # Excel evaluates a cell after an edit; with this format a text stays a text.
        text = book.add_format({"quote_prefix": True})
        _write_data(book.add_worksheet("Data"), table, head, day, text)
        _write_readme(book.add_worksheet("README"), readme(extract), head)


def _write_data(sheet: Worksheet, table: pa.Table, head: Format, day: Format, text: Format) -> None:
    sheet.freeze_panes(1, 0)
    for index, name in enumerate(table.column_names):
        sheet.set_column(index, index, _width(table, name))
        sheet.write_string(0, index, name, head)
    line = 0
    for batch in table.to_batches(BATCH_ROWS):
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            line += 1
            for index, cell in enumerate(cells):
                _write_cell(sheet, line, index, cell, day, text)


def _write_cell(sheet: Worksheet, line: int, index: int, cell: Any, day: Format, text: Format) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(line, index, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(line, index, cell, day)
    elif isinstance(cell, str):
        sheet.write_string(line, index, cell, text)
    elif cell is not None:
        sheet.write_number(line, index, cell)


def _width(table: pa.Table, name: str) -> int:
    """A column's width in characters, by its first rows."""
    first = table.column(name).slice(0, 200).to_pylist()
    return min(WIDEST, max(len(str(cell)) for cell in [name, *first]) + 2)


def _write_readme(sheet: Worksheet, text: str, head: Format) -> None:
    sheet.set_column(0, 0, 120)
    for line, words in enumerate(text.splitlines()):
        sheet.write_string(line, 0, words, head if words.isupper() else None)
