"""The datasets other than people: tables of sources, converted to our columns."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from repression.intake.cells import mend_cells
from repression.intake.facilities import kind_of
from repression.intake.report import Report
from repression.intake.suppression import NO_SUPPRESSION, SuppressionList
from repression.messages import message, words_of
from repression.snapshots.csv_io import Table
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.schema import NO_ROW_RULES, Field, RowRules, broken_cells

_ADDED = re.compile(r"(?<=[0-9])(?:\.0+|[T ]00:00(?::00(?:\.0+)?)?)\Z")
# Articles whose title could not be confirmed in the text of the Code.
_UNCONFIRMED = frozenset({"292", "333-1", "342-2"})


@dataclass(frozen=True)
class _Shape:
    """How a source's table differs from ours.

    `renamed` maps columns of the source to ours; `words` maps, for each of our columns, values of the source to ours;
    `derived` computes a value from the row, for a column that the source may lack.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    derived: Mapping[str, Callable[[Mapping[str, str]], str]] = field(default_factory=dict)


_SHAPES = {
    "people_counts": _Shape(
        renamed={"cumulative_recognised": "ever_recognised"},
        words={"qualifier": {"as published": "as_published"}},
    ),
    "organisations": _Shape(
        renamed={"closure_type": "kind", "closure_date": "date"},
        words={"field": {"unknown": ""}, "region": {"unknown": ""}},
    ),
    "defenders": _Shape(renamed={"verdict_date": "verdict", "appeal_result": "appeal"}),
    "articles": _Shape(derived={"confirmed": lambda row: str(row["article"] not in _UNCONFIRMED).lower()}),
    "facilities": _Shape(derived={"kind": lambda row: kind_of(row["facility"])}),
}


def headings(dataset: str, fields: Sequence[Field]) -> frozenset[str]:
    """The headings that a table of this dataset may have: our columns and the source's names of them."""
    return frozenset([field.name for field in fields] + list(_SHAPES.get(dataset, _Shape()).renamed))


def read_table(
    dataset: str,
    table: Table,
    path: str,
    fields: Sequence[Field],
    report: Report,
    suppressed: SuppressionList = NO_SUPPRESSION,
    between: RowRules = NO_ROW_RULES,
) -> list[list[str]]:
    """The rows of `table` in the columns `fields`, without those who are `suppressed`; the readings go to `report`.

    The header may have the source's names or our own. A row that breaks a rule, by itself or of those `between` its
    cells, is left out; the report names file, line, column, value and rule. Equal rows are all here. Raises
    ValidationError if a column is missing or unknown.
    """
    shape = _SHAPES.get(dataset, _Shape())
    names = [shape.renamed.get(name, name) for name in table.header]
    columns = [one.name for one in fields]
    if sorted({*names, *shape.derived}) != sorted(columns) or len(set(names)) != len(names):
        rule = message("must be the columns {allowed}", allowed=", ".join(columns))
        raise ValidationError(Issue(path, 1, None, ",".join(table.header), rule))
    whole, mended = mend_cells(Table(tuple(names), table.rows), [one.name for one in fields if one.required])
    report.mend(mended)
    rows = []
    for line, cells in whole.rows:
        row = dict(zip(names, (cell.strip() for cell in cells), strict=True))
        if suppressed.keys and suppressed.knows(row[suppressed.column]):
            report.withheld.append(line)
            continue
        report.rows += 1
        try:
            adapted = _adapted(row, shape, columns, report)
        except ValueError as error:
            report.issues.append(Issue(path, line, None, None, words_of(error)))
        else:
            rows.append((line, [_simplified(one, cell) for one, cell in zip(fields, adapted, strict=True)]))
    broken = broken_cells(fields, rows, replace(between, unique=()))
    report.issues += [Issue(path, *cell) for cell in broken]
    refused = {line for line, *_ in broken}
    taken = [(line, cells) for line, cells in rows if line not in refused]
    report.places += [(path, line) for line, _ in taken]
    return [cells for _, cells in taken]


def _simplified(column: Field, text: str) -> str:
    """The cell without the `.0` or the midnight that programs add to numbers and days, if its column needs that."""
    plain = _ADDED.sub("", text)
    return plain if plain != text and column.broken_rule(text) and not column.broken_rule(plain) else text


def _adapted(row: dict[str, str], shape: _Shape, columns: Sequence[str], report: Report) -> list[str]:
    """A row of the source in our columns and values. Raises ValueError if a value cannot be derived."""
    for name, words in shape.words.items():
        if row[name] in words:
            report.read(name, words[row[name]] or "empty", row[name])
            row[name] = words[row[name]]
    for name, derive in shape.derived.items():
        if name not in row:
            row[name] = derive(row)
    return [row[name] for name in columns]
