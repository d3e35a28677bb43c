"""Every file that is served can be taken in again, and gives the rows that it was made of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

import pytest

from repression.downloads.extract import Part, extract
from repression.downloads.formats import FORMATS, csv_for_excel
from repression.intake.formats import parse_file
from repression.intake.report import Report
from repression.intake.tables import headings, read_table
from repression.questions.answer import ask
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_package
from repression.snapshots.schema import datasets_of
from repression.warehouse.database import Warehouse
from tests.conftest import DATA

PACKAGE = read_package(DATA)
# Registers are taken in as their source has them: of published people nobody can tell who was removed.
TAKEN_IN_AS_PUBLISHED = [name for name in datasets_of(PACKAGE) if name != "people"]


def served(warehouse: Warehouse, dataset: str, ending: str) -> bytes:
    """The file of a whole dataset."""
    day = warehouse.days[-1]
    answer = ask(warehouse, dataset, Selection(day).with_value("series", ("any",)))
    schema = next(each["schema"]["fields"] for each in PACKAGE["resources"] if each["name"] == dataset)
    whole = extract(answer, Part(), schema, "", "http://localhost/data/a")
    if ending == "csv for excel":
        return b"".join(csv_for_excel(whole))
    content = b"".join(FORMATS[ending].chunks(whole))
    if ending == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            (name,) = (name for name in archive.namelist() if name.endswith(".csv"))
            return archive.read(name)
    return content


def valued(rows: Iterable[Sequence[str]], numbers: Sequence[bool]) -> list[list[str | float]]:
    """The rows with numbers by their value: 31.0 is 31."""
    return [
        [float(cell) if is_number and cell else cell for is_number, cell in zip(numbers, row, strict=True)]
        for row in rows
    ]


@pytest.mark.parametrize("dataset", TAKEN_IN_AS_PUBLISHED)
@pytest.mark.parametrize("ending", ["csv", "csv for excel", "xlsx", "json", "zip"])
def test_a_served_file_is_read_as_the_rows_of_its_snapshot(warehouse: Warehouse, dataset: str, ending: str) -> None:
    snapshot = warehouse.catalog.on(dataset, warehouse.days[-1])
    assert snapshot
    parsed = parse_file(served(warehouse, dataset, ending), "served", headings(dataset, snapshot.fields))
    report = Report()
    rows = read_table(dataset, parsed.table, "served", snapshot.fields, report)
    assert [str(issue) for issue in report.issues] == []
    numbers = [field.type == "number" for field in snapshot.fields]
    assert sorted(valued(rows, numbers)) == sorted(valued(snapshot.rows(), numbers))
    assert not parsed.mended and not report.mended
