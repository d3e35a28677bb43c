"""An invented table of cells that break file formats, and its extract; it is never served."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pyarrow as pa

from repression.downloads.extract import Extract, Part, extract
from repression.questions.answer import Answer
from repression.questions.question import Column, Question, Unit
from repression.questions.selection import Selection

# Formulas that a spreadsheet program would execute if they were not escaped.
RUN = ("=1+1", "+7", "-5", "@x", "\ttab", "\rreturn", "=cmd|' /C calc'!A0", '=HYPERLINK("http://example.org")')
# Texts that programs often convert or lose.
TAKEN = (
    *("0012", "1e5", "TRUE", "2022-09", "2023-02-10", "1,234", "5%", "3/4", "NA", "NULL", "nan", "#N/A", "1:30"),
    *(" lead", "trail ", "  ", 'q"uo"te', "a;b,c|d\te", "'apostrophe", "two\nlines", "line\n", "\\n", "\ufeffmark"),
    *("Мінск, вуліца", "🕊 голуб 👩‍👩‍👧", "e\u0301 combining", "\u202eturned", "\u2028line", "_x000D_", "<b>&amp;</b>"),
    *("x" * 32_767, "Ж" * 32_767),
)
# What XML has no sign for: a workbook writes it in letters that Excel reads.
CONTROLS = ("a\rb", "crlf\r\nend", "\x01\x02\x1f", "\x0btab", "\x7f", "\ufffe\uffff")
TEXTS = (*RUN, *TAKEN, *CONTROLS)


def hostile_table() -> pa.Table:
    """A row a text, beside numbers below zero, dates, truths and gaps: all kinds of columns that answers have."""
    rows = range(len(TEXTS))
    return pa.table(
        {
            "row": pa.array(rows, pa.int64()),
            "text": pa.array(TEXTS, pa.string()),
            "whole": pa.array([None if row % 7 == 3 else -5 * row for row in rows], pa.int64()),
            "real": pa.array([None if row % 5 == 3 else -1.5 * row - 0.1 for row in rows], pa.float64()),
            "day": pa.array([None if row % 6 == 3 else date(2022, 9, 1 + row % 28) for row in rows], pa.date32()),
            "truth": pa.array([None if row % 4 == 3 else row % 2 == 0 for row in rows], pa.bool_()),
        }
    )


def invented(table: pa.Table) -> Extract:
    """The extract of a table, as a question that gave it would be handed to the writers of files."""
    question = Question(
        name="invented",
        title="=Invented",
        answers="-Nothing: a table of a test",
        counts=Unit("rows"),
        datasets=(),
        columns={name: Column(name, title=f"@{name}") for name in table.column_names},
        sql="SELECT 1",
        caveats=("+Not of this world.",),
    )
    answer = Answer(question, Selection(date(2022, 9, 30)), table)
    return extract(answer, Part(), (), "", "http://localhost/data/questions/invented.csv")


# What readers of a CSV take texts for where all of a column look like it: a CSV says no types.
LOOKS = {"whole": r"\d+", "real": r"\d+\.?\d*", "day": r"\d{4}-\d\d-\d\d", "truth": "yes|no"}


def rows_of(table: pa.Table) -> list[tuple[Any, ...]]:
    """The rows of a table as tuples of Python values."""
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def kind_of(column: pa.DataType) -> str:
    """Which of the five kinds of columns that answers have it is. Raises KeyError for any other."""
    return {"string": "text", "int64": "whole", "double": "real", "date32[day]": "day", "bool": "truth"}[str(column)]


def in_csv(cell: Any) -> Any:
    """A cell as a reader of the CSV meets it: a text that could run has a ' before it, an empty one is a gap."""
    if not isinstance(cell, str):
        return cell
    placeholder = cell == "-" or cell.startswith("- ;")
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not placeholder else cell or None


def columns_in_csv(table: pa.Table) -> list[tuple[str, str, list[Any]]]:
    """Every column's name, kind and cells, as a reader of the CSV meets them."""
    return [
        (each.name, kind_of(each.type), [in_csv(cell) for cell in table.column(each.name).to_pylist()])
        for each in table.schema
    ]


def fits(read: str, meant: str, cells: list[Any]) -> bool:
    """Whether a reader of a CSV took a column for what it is, or at least for what all its cells look like."""
    known = [cell for cell in cells if cell is not None]
    if read == meant or not known:
        return True
    if meant == "text":
        return all(re.fullmatch(LOOKS[read], cell) for cell in known)
    # 30.0 is written as 30; and some readers have no whole numbers with gaps between them.
    return {read, meant} == {"whole", "real"} and all(float(cell).is_integer() for cell in known)
