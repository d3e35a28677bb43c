"""An answer as a file: CSV and JSON, neutral file names, cells that no spreadsheet runs."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from repression.filters import Selection
from repression.questions import Answer

BOM = b"\xef\xbb\xbf"
# What makes a spreadsheet take a text for a formula, at the beginning of a cell.
FORMULA = r"^([=+\-@\t\r])"
LONGEST_NAME = 120
# Filters whose values give nobody away who is found with the file.
HARMLESS = {"gender", "age_group", "arrested", "verdict", "length", "year", "bin", "split"}


def safe_cells(table: pa.Table) -> pa.Table:
    """The table with a leading ' in text cells that a spreadsheet would run; numbers and dates stay as they are."""
    for index, column in enumerate(table.schema):
        if pa.types.is_string(column.type):
            cells = pc.replace_substring_regex(table.column(index), FORMULA, r"'\1")
            table = table.set_column(index, column.name, cells)
    return table


def to_csv(table: pa.Table) -> bytes:
    """A table as UTF-8 CSV: header in row 1, ISO dates, `.` decimals, LF, safe cells, empty for null."""
    out = io.BytesIO()
    options = csv.WriteOptions(quoting_style="needed", quoting_header="none")
    csv.write_csv(_joined(safe_cells(table)), out, options)
    return out.getvalue()


def _joined(table: pa.Table) -> pa.Table:
    """Lists as one text each, since a CSV cell holds one value."""
    for index, column in enumerate(table.schema):
        if pa.types.is_list(column.type):
            cells = [None if cell is None else ";".join(cell) for cell in table.column(index).to_pylist()]
            table = table.set_column(index, column.name, pa.array(cells, pa.string()))
    return table


def to_json(answer: Answer, filter_words: str) -> bytes:
    """An answer as JSON: what was asked, of which snapshot, and the rows as objects."""
    whole: dict[str, Any] = {
        "title": answer.question.title,
        "answers": answer.question.answers,
        "filter": filter_words,
        "snapshot": answer.selection.snapshot.isoformat(),
        "sources": [
            {
                "dataset": s.dataset,
                "snapshot": s.snapshot.isoformat(),
                "title": s.title,
                "url": s.url,
                "publisher": s.publisher,
            }
            for s in answer.sources
        ],
        "caveats": list(answer.question.caveats),
        "rows": answer.table.to_pylist(),
    }
    return json.dumps(whole, ensure_ascii=False, default=str).encode()


def file_name(name: str, selection: Selection, ending: str) -> str:
    """A neutral name that tells question, snapshot and filter: `people_2026-11-22_gender-female_1f0c9a3b.csv`.

    What a filter says of penalties or places would tell on whoever holds the file, so only the harmless stand in the
    name; the others, or a filter too long for a name, are told apart by a short hash.
    """
    parts = {each.name: f"{each.name}-{'+'.join(each.write(value))}" for each, value in selection}
    said = [text for filter_name, text in parts.items() if filter_name in HARMLESS and text.isascii()]
    if len(said) < len(parts) or len("_".join(said)) > LONGEST_NAME:
        said = ["filter-" + hashlib.sha256("_".join(parts.values()).encode()).hexdigest()[:10]]
    return "_".join([name, selection.snapshot.isoformat(), *said]) + f".{ending}"
