"""An extract as CSV, with text cells that no spreadsheet executes as formulas."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from repression.snapshots.formula_escape import MAY_RUN, escape_formulas

BOM = b"\xef\xbb\xbf"
# Some megabytes of text at a time are in memory, beside the table itself.
BATCH_ROWS = 20_000


def safe_cells(table: pa.Table) -> pa.Table:
    """The table with a `'` in its texts before all that a spreadsheet would run; numbers and dates are unchanged."""
    for index, column in enumerate(table.schema):
        if pa.types.is_string(column.type):
            cells = table.column(index).combine_chunks()
            may_run = pc.fill_null(pc.match_substring_regex(cells, MAY_RUN), False)
            if pc.any(may_run).as_py():
                safe = pa.array(map(escape_formulas, cells.filter(may_run).to_pylist()), pa.string())
                table = table.set_column(index, column.name, pc.replace_with_mask(cells, may_run, safe))
    return table


def joined_lists(table: pa.Table) -> pa.Table:
    """The table with each list as one text, its items joined by `;`, since a cell holds one value."""
    for index, column in enumerate(table.schema):
        if pa.types.is_list(column.type):
            cells = [None if cell is None else ";".join(map(str, cell)) for cell in table.column(index).to_pylist()]
            table = table.set_column(index, column.name, pa.array(cells, pa.string()))
    return table


def csv_chunks(table: pa.Table) -> Iterator[bytes]:
    """A table as UTF-8 CSV: header in row 1, ISO dates, `.` decimals, LF, safe cells, empty for null."""
    for start in range(0, max(table.num_rows, 1), BATCH_ROWS):
        out = io.BytesIO()
        options = csv.WriteOptions(include_header=start == 0, quoting_style="needed", quoting_header="none")
        csv.write_csv(safe_cells(joined_lists(table.slice(start, BATCH_ROWS))), out, options)
        yield out.getvalue()
