"""The content of a file: the requested rows and columns of an answer, and their description."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from repression.i18n import get_translator
from repression.questions.answer import Answer
from repression.questions.selection import Selection, query_of
from repression.snapshots.archived_sources import CELL_SEPARATOR

MAX_NAME_LENGTH = 120


@dataclass(frozen=True)
class Part:
    """The requested part of an answer: some columns in that order, the first rows; None means all."""

    columns: tuple[str, ...] | None = None
    limit: int | None = None

    def address(self) -> dict[str, list[str]]:
        """Its query parameters."""
        columns = {} if self.columns is None else {"columns": [",".join(self.columns)]}
        return columns | ({} if self.limit is None else {"limit": [str(self.limit)]})

    def of(self, table: pa.Table) -> pa.Table:
        """That part of a table."""
        shown = table if self.columns is None else table.select(list(self.columns))
        return shown if self.limit is None else shown.slice(0, self.limit)


@dataclass(frozen=True)
class Extract:
    """A part of an answer for a file.

    `filter_words` is the filter as a sentence; `link` is the complete address of the file, with snapshot, language and
    filters; `fields` has the Table Schema field of every column of `table`.
    """

    answer: Answer
    part: Part
    table: pa.Table
    fields: tuple[Mapping[str, Any], ...]
    filter_words: str
    link: str

    @property
    def cut(self) -> int:
        """How many rows the requested limit leaves out."""
        return int(self.answer.table.num_rows - self.table.num_rows)

    @property
    def filtered_out(self) -> int:
        """How many rows of a dataset the filter leaves out; 0 for other questions, whose rows are no rows of a file."""
        whole = sum(each.rows for each in self.answer.sources if each.dataset == self.answer.question.name)
        return max(0, int(whole - self.answer.table.num_rows))


def extract(
    answer: Answer, part: Part, schema: Sequence[Mapping[str, Any]], filter_words: str, address: str
) -> Extract:
    """The extract of an answer for the file at `address` (without query).

    `schema` has the fields of a dataset in the data package; the columns of a question are described by its header.
    """
    table = _with_joined_numbers(part.of(answer.table))
    declared = {each["name"]: each for each in schema}
    lang = answer.selection.lang
    fields = tuple(
        translated_field(declared[column.name], lang) if column.name in declared else _field(answer, column)
        for column in table.schema
    )
    query = query_of({**answer.selection.address(), **part.address()})
    return Extract(answer, part, table, fields, filter_words, f"{address}?{query}")


def _with_joined_numbers(table: pa.Table) -> pa.Table:
    """The table with each list of numbers as one text: a cell of a file holds one value, whatever its format."""
    for index, column in enumerate(table.schema):
        if pa.types.is_list(column.type) and pa.types.is_decimal(column.type.value_type):
            cells = table.column(index).to_pylist()
            texts = [cell and CELL_SEPARATOR.join(f"{number.normalize():f}" for number in cell) for cell in cells]
            table = table.set_column(index, column.name, pa.array(texts, pa.string()))
    return table


def translated_field(declared: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """A field of the data package with its texts translated; its name and codes are unchanged."""
    _ = get_translator(lang)
    said = {key: _(declared[key]) for key in ("title", "description", "unit") if key in declared}
    codes = [{**each, "label": _(each["label"])} for each in declared.get("categories", ())]
    return {**declared, **said, **({"categories": codes} if codes else {})}


def _field(answer: Answer, column: pa.Field) -> dict[str, Any]:
    about = answer.question.columns[column.name]
    said = {"title": about.title, "description": about.description, "unit": about.unit}
    return {"name": column.name, "type": _type(column.type), **{key: text for key, text in said.items() if text}}


def _type(kind: pa.DataType) -> str:
    """The Table Schema type of an Arrow type in a CSV."""
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "number"
    return "date" if pa.types.is_date(kind) else "string"


def file_stem(name: str, selection: Selection, part: Part = Part()) -> str:
    """A neutral file name with question, snapshot and filter: `people_2026-11-22_gender-female`.

    A filter on penalties or places in the name could incriminate the owner of the file. So the name has harmless
    filters only; a short hash stands for the others, and for filters that are too long for a name.
    """
    parts = {each.name: f"{each.name}-{'+'.join(each.texts(value))}" for each, value in selection}
    said = [parts[each.name] for each, _ in selection if each.in_file_name and parts[each.name].isascii()]
    if len(said) < len(parts) or len("_".join(said)) > MAX_NAME_LENGTH:
        said = ["filter-" + _short_hash("_".join(parts.values()))]
    if part.columns:
        said.append("columns-" + _short_hash(",".join(part.columns)))
    if part.limit:
        said.append(f"first-{part.limit}")
    return "_".join([name, selection.snapshot.isoformat(), *said])


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
