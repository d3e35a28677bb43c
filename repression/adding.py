"""Taking in a raw file: read, compare with the snapshot before, write."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from repression.csvfiles import parse_csv, replace_file
from repression.intake.register import Reference, read_register
from repression.intake.report import Report
from repression.intake.tables import read_table
from repression.refusals import Refusal, Refused
from repression.schema import Field, fields_of
from repression.snapshots import (
    Catalog,
    Descriptor,
    Snapshot,
    Source,
    read_catalog,
)
from repression.writing import write_snapshot

_WORTH_A_LOOK = ("unreadable", "typing_error", "beside_length", "not_in_table", "year_only")


@dataclass(frozen=True)
class Request:
    """What is to be taken in, from where, into which data folder."""

    data: Path
    files: tuple[Path, ...]
    dataset: str
    date: datetime.date
    source: Source
    accessed: datetime.date
    taken_in_by: str
    notes: tuple[str, ...]
    replace: bool


@dataclass(frozen=True)
class Prepared:
    """What would be written: published rows, the report on them, the change since the snapshot before."""

    request: Request
    fields: tuple[Field, ...]
    rows: list[list[str]]
    report: Report
    changes: Mapping[str, Any] | None

    def lines(self) -> list[str]:
        """The report in words."""
        lines = self.report.lines(_WORTH_A_LOOK)
        if self.changes is None:
            return [*lines, "The first snapshot of this dataset."]
        return [
            *lines,
            f"Since {self.changes['since']}: {self.changes['rows_added']} rows added, "
            f"{self.changes['rows_gone']} rows gone.",
        ]


def prepare(request: Request) -> Prepared:
    """Read the files; nothing is written.

    Raises Refused where the dataset does not exist, its snapshot of that day does and is not to be
    replaced, a file is no CSV of that dataset, or a table that it is read against is missing.
    """
    catalog = read_catalog(request.data)
    if not catalog.package:
        raise Refused(*catalog.refusals)
    try:
        fields = fields_of(catalog.package, request.dataset)
    except ValueError as error:
        raise Refused(_about(request, str(error))) from None
    if _path(request).exists() and not request.replace:
        raise Refused(_about(request, "exists already; --replace replaces it"))
    report = Report()
    if request.dataset == "people":
        rows, report = _read_people(request, catalog)
    else:
        rows = [
            row
            for path in request.files
            for row in read_table(request.dataset, parse_csv(_bytes(path), str(path)), str(path), fields, report)
        ]
    return Prepared(request, fields, rows, report, _changes(request, catalog, rows))


def write(prepared: Prepared) -> list[Path]:
    """Write the snapshot, and for people first the raw rows to the private folder; give the paths."""
    request = prepared.request
    descriptor = Descriptor(
        dataset=request.dataset,
        date=request.date,
        source=request.source,
        accessed=request.accessed,
        taken_in_by=request.taken_in_by,
        rows=len(prepared.rows),
        sha256="",
        notes=(*request.notes, *_replacement(request)),
        readings=prepared.report.readings(),
        changes=prepared.changes,
    )
    kept = [_keep_privately(request)] if request.dataset == "people" else []
    return [*kept, write_snapshot(request.data, descriptor, prepared.fields, prepared.rows)]


def _read_people(request: Request, catalog: Catalog) -> tuple[list[list[str]], Report]:
    if len(request.files) != 1:
        raise Refused(_about(request, "is taken in from one file at a time"))
    (path,) = request.files
    return read_register(_bytes(path), str(path), request.date, _reference(request, catalog))


def _reference(request: Request, catalog: Catalog) -> Reference:
    """The newest tables of facilities and articles: a name does not depend on the day of the rows."""
    facilities = _newest_rows(request, catalog, "facilities")
    articles = _newest_rows(request, catalog, "articles")
    return Reference(
        {row["facility"]: row["region"] for row in facilities},
        {row["article"] for row in articles},
    )


def _newest_rows(request: Request, catalog: Catalog, dataset: str) -> list[dict[str, str]]:
    newest = catalog.on(dataset, datetime.date.max)
    if newest is None:
        raise Refused(_about(request, f"needs a valid snapshot of {dataset}: add that first"))
    return _rows_of(newest)


def _rows_of(snapshot: Snapshot) -> list[dict[str, str]]:
    table = parse_csv(snapshot.content(), str(snapshot.path))
    return [dict(zip(table.header, cells, strict=True)) for _, cells in table.rows]


def _changes(request: Request, catalog: Catalog, rows: Sequence[Sequence[str]]) -> dict[str, Any] | None:
    """How many rows were added and are gone since the snapshot before, row by row as published."""
    before = [one for one in catalog.snapshots if one.dataset == request.dataset]
    before = [one for one in before if one.date < request.date]
    if not before:
        return None
    last = max(before, key=lambda one: one.date)
    old = Counter(tuple(row.values()) for row in _rows_of(last))
    new = Counter(tuple(row) for row in rows)
    return {
        "since": last.date,
        "rows_added": (new - old).total(),
        "rows_gone": (old - new).total(),
    }


def _keep_privately(request: Request) -> Path:
    """Keep the raw rows outside `data/`, so that the next snapshot can be compared person by person."""
    path = request.data.parent / "private" / request.dataset / f"{request.date}.csv"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    replace_file(path, _bytes(request.files[0]), mode=0o600)
    return path


def _replacement(request: Request) -> tuple[str, ...]:
    """What readers of old links must know: that the rows of this day were others once."""
    if not _path(request).exists():
        return ()
    return (f"Taken in on {request.accessed} in place of an earlier file of the same date.",)


def _path(request: Request) -> Path:
    return request.data / request.dataset / f"{request.date}.csv"


def _about(request: Request, rule: str) -> Refusal:
    return Refusal(f"{request.dataset}/{request.date}.csv", None, None, None, rule)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(Refusal(str(path), None, None, None, f"cannot be read: {error.strerror}")) from None
