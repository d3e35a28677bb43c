"""An in-memory DuckDB built from the valid snapshots; locked after loading, one cursor a call."""

from __future__ import annotations

import atexit
import functools
import hashlib
import json
import logging
import math
import re
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from repression.desk import Desk
from repression.keeping import Kept
from repression.refusals import Refused
from repression.schema import datasets_of
from repression.snapshots import Catalog, Changes, Snapshot, format_descriptor

# The copy it warns of is of some hundred rows; the way it recommends plans every query twice.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result")

LOG = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries"

TYPES = {
    "string": pa.string(),
    "yearmonth": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
ANSWERS_BYTES = 64_000_000
DRAWN_BYTES = 64_000_000
# Readers' questions are bounded: the whole of the data is a few megabytes.
LIMITS: dict[str, str | int] = {"memory_limit": "1GB"}
# DuckDB shares a question out by groups of so many rows. Of fewer there is nothing to share, and threads that wait for
# a share cost a sixth of every question.
ROW_GROUP = 122_880
MOST_THREADS = 2


class ChangedUnderway(RuntimeError):
    """A snapshot's file changed between the check and the reading; the message names it."""


class NoData(RuntimeError):
    """There is not one valid snapshot to show; the message says why."""


class NoMemory(RuntimeError):
    """A question needs more memory than readers' questions may have at this moment."""


@dataclass(frozen=True, eq=False)
class Warehouse:
    """The database of one state of the data folder.

    `version` names that state: it is the same for equal snapshots, and another one for any other. `answers` are those
    of the questions asked of it, `drawn` what was made of them for pages; they go with it when new data come.
    """

    catalog: Catalog
    version: str
    database: duckdb.DuckDBPyConnection
    answers: Kept[Any] = field(default_factory=lambda: Kept(ANSWERS_BYTES, size=lambda answer: answer.size))
    drawn: Kept[Any] = field(default_factory=lambda: Kept(DRAWN_BYTES, size=_json_size))
    _desks: list[Desk] = field(default_factory=list)

    @property
    def days(self) -> list[date]:
        """All days that data changed on, oldest first; those of refused snapshots, too: a link to them is still one."""
        named = (re.fullmatch(r"[^/]+/(\d{4}-\d\d-\d\d)\.csv", refusal.path) for refusal in self.catalog.refusals)
        refused = {date.fromisoformat(match[1]) for match in named if match and _is_day(match[1])}
        return sorted(refused | set(self.catalog.days()))

    @property
    def today(self) -> date:
        """Today; where the clock stands before the data were taken in, it is wrong, and that day is nearer."""
        return max(date.today(), self.catalog.days()[-1])

    def ask(self, sql: str, variables: Mapping[str, Any], answer: pa.Table | None = None) -> pa.Table:
        """The rows that a question's SQL gives for what was selected; `answer` is the table that it may name so.

        The SQL reads `variables` (a date `snapshot` among them) by `getvariable`, and by `shown(dataset)` the snapshots
        that are shown on that date. Raises NoMemory where it cannot be answered at this moment.
        """
        try:
            desk = self._desks.pop()
        except IndexError:
            desk = Desk(self.database.cursor())
        try:
            return desk.ask(sql, {**variables, "shown": self._shown(variables["snapshot"])}, answer)
        except (duckdb.OutOfMemoryException, duckdb.IOException) as fault:  # the latter where it cannot spill
            # Neither the question nor what was selected: what readers ask for is nobody's business.
            LOG.warning("the database had no memory left for a question")
            raise NoMemory from fault
        finally:
            self._desks.append(desk)

    def _shown(self, day: date) -> dict[str, date]:
        datasets = {each.dataset for each in self.catalog.snapshots}
        found = (self.catalog.shown_on(dataset, day) for dataset in sorted(datasets))
        return {each.dataset: each.date for each in found if each}

    def rows_of(self, snapshot: Snapshot) -> pa.Table:
        """The rows of one snapshot, with its date in the column `snapshot`."""
        with self.database.cursor() as cursor:
            table = cursor.table(f"{snapshot.dataset}_rows").to_arrow_table()
        return table.filter(pc.equal(table["snapshot"], pa.scalar(snapshot.date, pa.date32())))


def _json_size(made: Any) -> int:
    """About how many bytes plain texts, lists and dicts have: several times their JSON."""
    return 8 * len(orjson.dumps(made))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def build(catalog: Catalog, before: Warehouse | None = None) -> Warehouse:
    """A locked warehouse of a catalog's valid snapshots.

    With `before`, a snapshot that was valid there and is refused now is taken from there. Raises NoData where there is
    no snapshot at all, ChangedUnderway where a file changed after it was checked.
    """
    kept = _kept(catalog, before) if before else ()
    package = _package(catalog.package, before.catalog.package) if before else catalog.package
    snapshots = tuple(sorted((*catalog.snapshots, *kept), key=lambda each: (each.dataset, each.date)))
    if not snapshots:
        reasons = "; ".join(refusal.public for refusal in catalog.refusals) or "the folder holds no snapshot"
        raise NoData(f"no valid snapshot in {catalog.root.name}/: {reasons}")
    whole = Catalog(catalog.root, snapshots, catalog.refusals, package)
    try:
        tables = _tables(whole, kept, before)
        return Warehouse(whole, _version(whole, tables["regions"]), _loaded(tables))
    except (duckdb.Error, pa.ArrowException) as fault:
        why, _, _ = str(fault).partition("\n")
        raise NoData(f"{catalog.root.name}/ cannot be loaded: {why}") from fault


def _loaded(tables: Mapping[str, pa.Table]) -> duckdb.DuckDBPyConnection:
    groups = math.ceil(max(table.num_rows for table in tables.values()) / ROW_GROUP)
    threads = max(1, min(groups, MOST_THREADS))
    database = duckdb.connect(":memory:", config={"temp_directory": _scratch(), "threads": threads, **LIMITS})
    for name, table in tables.items():
        database.from_arrow(table).create(name)
    database.execute(_sql("macros"))
    database.execute(_sql("lock"))
    return database


@functools.cache
def _sql(name: str) -> str:
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


@functools.cache
def _scratch() -> str:
    """Where a question too large for the memory may spill to; gone with the process.

    Empty, which is nowhere, on a machine that takes no file: all that fits into the memory is answered there, too.
    """
    try:
        folder = tempfile.mkdtemp(prefix="warehouse-")
    except OSError:
        return ""
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _package(now: Mapping[str, Any], before: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data package, with the datasets that it had before and has lost; the one before, where it cannot be read."""
    if not now:
        return before
    known = datasets_of(now)
    lost = [each for each in before["resources"] if "schema" in each and each["name"] not in known]
    return {**now, "resources": [*now["resources"], *lost]}


def _kept(catalog: Catalog, before: Warehouse) -> tuple[Snapshot, ...]:
    """The snapshots of `before` that were not removed and cannot be read now; all, where the data package cannot."""
    valid = {(each.dataset, each.date) for each in catalog.snapshots}
    refused = {refusal.path for refusal in catalog.refusals}
    return tuple(
        each
        for each in before.catalog.snapshots
        if (each.dataset, each.date) not in valid and (not catalog.package or _is_refused(each, refused))
    )


def _is_refused(snapshot: Snapshot, refused: Set[str]) -> bool:
    """Whether a snapshot, its descriptor or its whole folder is there but refused."""
    name = f"{snapshot.dataset}/{snapshot.date}"
    if {f"{snapshot.dataset}/", f"{name}.csv"} & refused:
        return True
    return f"{name}.yaml" in refused and snapshot.path.exists()


def _version(catalog: Catalog, regions: pa.Table) -> str:
    """A short name for all that answers depend on: snapshots, descriptors, data package, refusals, regions."""
    described = sorted(format_descriptor(each.descriptor) for each in catalog.snapshots)
    whole = [described, catalog.package, [str(each) for each in catalog.refusals], regions.to_pylist()]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]


def _tables(catalog: Catalog, kept: Sequence[Snapshot], before: Warehouse | None) -> dict[str, pa.Table]:
    resources = [each for each in catalog.package["resources"] if "schema" in each]
    tables = {
        f"{resource['name']}_rows": _rows(resource["name"], resource["schema"]["fields"], catalog, kept, before)
        for resource in resources
    }
    return tables | {
        "snapshots": _snapshots(catalog),
        "readings": _readings(catalog),
        "changes": _changes(catalog),
        "refusals": _refusals(catalog),
        "dictionary": _dictionary(resources),
        "labels": _labels(resources),
        "regions": _regions(catalog.root, before),
    }


def _rows(
    dataset: str,
    fields: list[dict[str, Any]],
    catalog: Catalog,
    kept: Sequence[Snapshot],
    before: Warehouse | None,
) -> pa.Table:
    """All snapshots of a dataset on top of each other, with their dates in the column `snapshot`."""
    schema = pa.schema([(field["name"], TYPES[field["type"]]) for field in fields])
    parts = [
        before.rows_of(each) if before and each in kept else _with_day(_read(each, schema), each.date)
        for each in catalog.snapshots
        if each.dataset == dataset
    ]
    return pa.concat_tables(parts) if parts else _with_day(schema.empty_table(), date.min)


def _read(snapshot: Snapshot, schema: pa.Schema) -> pa.Table:
    try:
        content = snapshot.content()
    except (OSError, Refused) as fault:
        raise ChangedUnderway(f"{snapshot.dataset}/{snapshot.date}.csv changed after it was checked") from fault
    # Types come from the schema: nothing is guessed, and a text such as "nan" stays a text.
    types = csv.ConvertOptions(
        column_types=schema,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["true"],
        false_values=["false"],
    )
    return csv.read_csv(
        pa.BufferReader(content), parse_options=csv.ParseOptions(newlines_in_values=True), convert_options=types
    )


def _with_day(table: pa.Table, day: date) -> pa.Table:
    return table.append_column("snapshot", pa.array([day] * table.num_rows, pa.date32()))


def _snapshots(catalog: Catalog) -> pa.Table:
    texts = ("title", "url", "publisher", "licence", "accessed", "taken_in_by", "sha256", "notes")
    schema = pa.schema(
        [
            ("dataset", pa.string()),
            ("snapshot", pa.date32()),
            ("known", pa.date32()),
            ("rows", pa.int64()),
            *((name, pa.string()) for name in texts),
        ]
    )
    rows = [
        {
            "dataset": each.dataset,
            "snapshot": each.date,
            "rows": each.descriptor.rows,
            "title": each.descriptor.source.title,
            "url": each.descriptor.source.url or None,
            "publisher": each.descriptor.source.publisher,
            "licence": each.descriptor.source.licence,
            "known": each.known,
            "accessed": str(each.descriptor.accessed) if each.descriptor.accessed else None,
            "taken_in_by": each.descriptor.taken_in_by,
            "sha256": each.descriptor.sha256,
            "notes": " ".join(each.descriptor.notes),
        }
        for each in catalog.snapshots
    ]
    return pa.Table.from_pylist(rows, schema)


def _readings(catalog: Catalog) -> pa.Table:
    schema = pa.schema(
        [
            ("dataset", pa.string()),
            ("snapshot", pa.date32()),
            ("field", pa.string()),
            ("kind", pa.string()),
            ("texts", pa.int64()),
            ("rows", pa.int64()),
        ]
    )
    rows = [
        {
            "dataset": each.dataset,
            "snapshot": each.date,
            "field": reading.field,
            "kind": reading.kind,
            "texts": reading.texts,
            "rows": reading.rows,
        }
        for each in catalog.snapshots
        for reading in each.descriptor.readings
    ]
    return pa.Table.from_pylist(rows, schema)


def _changes(catalog: Catalog) -> pa.Table:
    """What each snapshot changes against the one before it: a row a count, `part` being the group it stands in."""
    schema = pa.schema(
        [
            ("dataset", pa.string()),
            ("snapshot", pa.date32()),
            ("since", pa.date32()),
            ("compared", pa.string()),
            ("part", pa.string()),
            ("name", pa.string()),
            ("people", pa.int64()),
        ]
    )
    rows = [
        {
            "dataset": each.dataset,
            "snapshot": each.date,
            "since": each.descriptor.changes.since,
            "compared": each.descriptor.changes.compared,
            "part": part,
            "name": name,
            "people": count,
        }
        for each in catalog.snapshots
        if each.descriptor.changes
        for part, name, count in _counts(each.descriptor.changes)
    ]
    return pa.Table.from_pylist(rows, schema)


def _counts(changes: Changes) -> Iterator[tuple[str, str, int]]:
    for name in ("added", "added_late", "gone", "undated", "corrected"):
        if (count := getattr(changes, name)) is not None:
            yield "", name, count
    for part in ("events", "revisions"):
        yield from ((part, name, count) for name, count in getattr(changes, part).items())


def _refusals(catalog: Catalog) -> pa.Table:
    schema = pa.schema([("path", pa.string()), ("reason", pa.string())])
    rows = [{"path": each.path, "reason": each.public} for each in catalog.refusals]
    return pa.Table.from_pylist(rows, schema)


def _dictionary(resources: list[dict[str, Any]]) -> pa.Table:
    names = ("dataset", "field", "title", "description", "type", "unit")
    rows = [
        {
            "dataset": resource["name"],
            "field": field["name"],
            **{name: field.get(name) for name in names[2:]},
        }
        for resource in resources
        for field in resource["schema"]["fields"]
    ]
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in names]))


def _labels(resources: list[dict[str, Any]]) -> pa.Table:
    texts = ("dataset", "field", "value", "label")
    schema = pa.schema([*((name, pa.string()) for name in texts), ("position", pa.int64())])
    rows = [
        {
            "dataset": resource["name"],
            "field": field["name"],
            "value": category["value"],
            "label": category["label"],
            "position": position,
        }
        for resource in resources
        for field in resource["schema"]["fields"]
        for position, category in enumerate(_categories(field))
    ]
    return pa.Table.from_pylist(rows, schema)


def _categories(field: dict[str, Any]) -> list[dict[str, str]]:
    """The labelled codes of a field, each once; a code without a label is its own label."""
    codes = field.get("constraints", {}).get("enum", [])
    categories = field.get("categories") or [{"value": code, "label": code} for code in codes]
    return list({category["value"]: category for category in categories}.values())


def _regions(root: Path, before: Warehouse | None) -> pa.Table:
    names = ("region", "name_be", "name_ru")
    schema = pa.schema([(name, pa.string()) for name in names])
    try:
        features = json.loads((root / "regions.geojson").read_text(encoding="utf-8"))["features"]
        rows = [{name: feature["properties"][name] for name in names} for feature in features]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        if before is None:
            why = fault.strerror if isinstance(fault, OSError) else fault
            raise NoData(f"{root.name}/regions.geojson cannot be read: {why}") from fault
        with before.database.cursor() as cursor:
            return cursor.table("regions").to_arrow_table()
    return pa.Table.from_pylist(rows, schema)
