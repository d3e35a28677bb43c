"""Builds the in-memory DuckDB of a catalog: typed tables from the CSVs, macros, then the lock."""

from __future__ import annotations

import atexit
import functools
import hashlib
import json
import math
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import csv

from repression.i18n import N_
from repression.messages import message
from repression.paths import QUERIES
from repression.snapshots.archived_sources import archived_content
from repression.snapshots.catalog import Catalog, Snapshot
from repression.snapshots.descriptor import Changes, Descriptor, format_descriptor
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.schema import Field, datasets_of, fields_of
from repression.warehouse.database import ChangedWhileReading, NoData, Warehouse

TYPES = {
    "string": pa.string(),
    "yearmonth": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


# Readers' questions are bounded: the whole of the data is a few megabytes.
LIMITS: dict[str, str | int] = {"memory_limit": "1GB"}


# DuckDB splits a query by row groups of this size. A smaller table cannot be split, and idle threads would cost a sixth
# of every query's time.
ROW_GROUP = 122_880


MAX_THREADS = 2


def build(catalog: Catalog, macros: str, before: Warehouse | None = None) -> Warehouse:
    """A locked warehouse of a catalog's valid snapshots, with the SQL `macros` that its questions read.

    A snapshot that the database cannot load is refused, too. One that was valid in `before` and is refused now is taken
    from there, and so are the regions. Raises NoData if there is no snapshot at all, ChangedWhileReading if a file
    changed after it was checked.
    """
    catalog, loaded = _loaded(catalog)
    kept = _carried_over(catalog, before) if before else ()
    package = _package(catalog.package, before.catalog.package) if before else catalog.package
    snapshots = tuple(sorted((*catalog.snapshots, *kept), key=lambda each: (each.dataset, each.date)))
    if not snapshots:
        reasons = tuple(issue.public for issue in catalog.issues) or (message("the folder holds no snapshot"),)
        template = N_("no valid snapshot in {folder}: {reasons:;}")
        raise NoData(message(template, folder=f"{catalog.root.name}/", reasons=reasons))
    regions = catalog.regions or (before.catalog.regions if before else ())
    whole = replace(catalog, snapshots=snapshots, package=package, regions=regions)
    try:
        tables = _tables(whole, loaded | {_key(each): before.rows_of(each) for each in kept if before})
        return Warehouse(whole, _version(whole, tables["regions"]), _load(tables, macros))
    except (duckdb.Error, pa.ArrowException) as fault:
        why, _, _ = str(fault).partition("\n")
        folder = f"{catalog.root.name}/"
        raise NoData(message("{folder} cannot be loaded: {why}", folder=folder, why=why)) from fault


_Key = tuple[str, date]


def _key(snapshot: Snapshot) -> _Key:
    return snapshot.dataset, snapshot.date


def _loaded(catalog: Catalog) -> tuple[Catalog, dict[_Key, pa.Table]]:
    """The rows of each snapshot, and the catalog in which those that cannot be loaded are refused."""
    tables, issues = {}, list(catalog.issues)
    for snapshot in catalog.snapshots:
        try:
            tables[_key(snapshot)] = _with_day(_read(snapshot), snapshot.date)
        except pa.ArrowException as fault:
            why, _, _ = str(fault).partition("\n")
            name = f"{snapshot.dataset}/{snapshot.date}.csv"
            issues.append(Issue(name, None, None, why, message("keeps the database from loading it")))
    snapshots = tuple(each for each in catalog.snapshots if _key(each) in tables)
    return replace(catalog, snapshots=snapshots, issues=tuple(issues)), tables


def _load(tables: Mapping[str, pa.Table], macros: str) -> duckdb.DuckDBPyConnection:
    groups = math.ceil(max(table.num_rows for table in tables.values()) / ROW_GROUP)
    threads = max(1, min(groups, MAX_THREADS))
    database = duckdb.connect(":memory:", config={"temp_directory": _spill_folder(), "threads": threads, **LIMITS})
    for name, table in tables.items():
        database.from_arrow(table).create(name)
    database.execute(macros)
    database.execute((QUERIES / "lock.sql").read_text(encoding="utf-8"))
    return database


@functools.cache
def _spill_folder() -> str:
    """The folder that queries spill to if they do not fit into memory; it is removed when the process ends.

    Empty, which means no spilling, if no folder can be made: queries that fit into memory still work.
    """
    try:
        folder = tempfile.mkdtemp(prefix="warehouse-")
    except OSError:
        return ""
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _package(now: Mapping[str, Any], before: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data package, with the datasets that only the one before has; the one before if `now` could not be read."""
    if not now:
        return before
    known = datasets_of(now)
    lost = [each for each in before["resources"] if "schema" in each and each["name"] not in known]
    return {**now, "resources": [*now["resources"], *lost]}


def _carried_over(catalog: Catalog, before: Warehouse) -> tuple[Snapshot, ...]:
    """The snapshots of `before` that are refused now and not removed; all of them if the package cannot be read."""
    valid = {(each.dataset, each.date) for each in catalog.snapshots}
    refused = {issue.path for issue in catalog.issues}
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
    """A hash of everything that answers depend on: snapshots, descriptors, package, issues, regions, kept sources."""
    descriptors = (*(each.descriptor for each in catalog.snapshots), *catalog.withdrawn)
    described = sorted(map(format_descriptor, descriptors))
    read = archived_content(catalog.archived.values()).decode()
    whole = [described, catalog.package, [str(each) for each in catalog.issues], regions.to_pylist(), read]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]


def _tables(catalog: Catalog, rows: Mapping[_Key, pa.Table]) -> dict[str, pa.Table]:
    resources = [each for each in catalog.package["resources"] if "schema" in each]
    tables = {
        f"{resource['name']}_rows": _rows(
            _schema(fields_of(catalog.package, resource["name"])),
            [rows[_key(each)] for each in catalog.snapshots if each.dataset == resource["name"]],
        )
        for resource in resources
    }
    return tables | {
        "snapshots": _snapshots(catalog),
        "readings": _readings(catalog),
        "changes": _changes(catalog),
        "corrections": _corrections(catalog),
        "issues": _issues(catalog),
        "dictionary": _dictionary(resources),
        "labels": _labels(resources),
        "regions": _regions(catalog),
    }


def _rows(schema: pa.Schema, parts: Sequence[pa.Table]) -> pa.Table:
    """All snapshots of a dataset, one below the other, with their dates in the column `snapshot`.

    A column that came after a snapshot is null in its rows.
    """
    # The empty table comes first: it gives the columns, their order and their types.
    return pa.concat_tables([_with_day(schema.empty_table(), date.min), *parts], promote_options="default")


def _schema(fields: Sequence[Field]) -> pa.Schema:
    return pa.schema([(field.name, TYPES[field.type]) for field in fields])


def _read(snapshot: Snapshot) -> pa.Table:
    try:
        content = snapshot.content()
    except (OSError, ValidationError) as fault:
        file = f"{snapshot.dataset}/{snapshot.date}.csv"
        raise ChangedWhileReading(message("{file} changed after it was checked", file=file)) from fault
    # The schema gives the types. Nothing is guessed, so that a text such as "nan" stays a text.
    types = csv.ConvertOptions(
        column_types=_schema(snapshot.fields),
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
    texts = ("title", "url", "publisher", "licence", "accessed", "taken_in_by", "sha256")
    schema = pa.schema(
        [
            ("dataset", pa.string()),
            ("snapshot", pa.date32()),
            ("known", pa.date32()),
            ("rows", pa.int64()),
            *((name, pa.string()) for name in texts),
            *((name, pa.list_(pa.string())) for name in ("notes", "new_notes")),
        ]
    )
    rows = [
        {
            "dataset": snapshot.dataset,
            "snapshot": snapshot.date,
            "rows": snapshot.descriptor.rows,
            "title": snapshot.descriptor.source.title,
            "url": snapshot.descriptor.source.url or None,
            "publisher": snapshot.descriptor.source.publisher,
            "licence": snapshot.descriptor.source.licence,
            "known": snapshot.known,
            "accessed": str(snapshot.descriptor.accessed) if snapshot.descriptor.accessed else None,
            "taken_in_by": snapshot.descriptor.taken_in_by,
            "sha256": snapshot.descriptor.sha256,
            "notes": list(snapshot.descriptor.notes),
            "new_notes": list(_new_notes(catalog, snapshot)),
        }
        for snapshot in catalog.snapshots
    ]
    return pa.Table.from_pylist(rows, schema)


def _new_notes(catalog: Catalog, snapshot: Snapshot) -> Iterator[str]:
    """The notes that the snapshot before does not have."""
    before = catalog.before(snapshot.dataset, snapshot.date)
    known = before.descriptor.notes if before else ()
    return (note for note in snapshot.descriptor.notes if note not in known)


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
            "dataset": snapshot.dataset,
            "snapshot": snapshot.date,
            "field": reading.field,
            "kind": reading.kind,
            "texts": reading.texts,
            "rows": reading.rows,
        }
        for snapshot in catalog.snapshots
        for reading in snapshot.descriptor.readings
    ]
    return pa.Table.from_pylist(rows, schema)


def _changes(catalog: Catalog) -> pa.Table:
    """The changes of each snapshot against the one before it: one row for each count, `part` is the count's group."""
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
            "dataset": snapshot.dataset,
            "snapshot": snapshot.date,
            "since": snapshot.descriptor.changes.since,
            "compared": snapshot.descriptor.changes.compared,
            "part": part,
            "name": name,
            "people": count,
        }
        for snapshot in catalog.snapshots
        if snapshot.descriptor.changes
        for part, name, count in _counts(snapshot.descriptor.changes)
    ]
    return pa.Table.from_pylist(rows, schema)


def _counts(changes: Changes) -> Iterator[tuple[str, str, int]]:
    for name in ("added", "added_late", "gone", "undated", "corrected"):
        if (count := getattr(changes, name)) is not None:
            yield "", name, count
    for part in ("events", "revisions"):
        yield from ((part, name, count) for name, count in getattr(changes, part).items())
    for part in ("before", "after"):
        yield from ((part, total.status, getattr(total, part)) for total in changes.totals)


def _corrections(catalog: Catalog) -> pa.Table:
    """What was corrected in the snapshots, a row a cell, and which snapshots were withdrawn, without a `field`."""
    days, texts = ("snapshot", "known", "made_on"), ("row", "field", "before", "after", "reason")
    schema = pa.schema(
        [("dataset", pa.string()), *((name, pa.date32()) for name in days), *((name, pa.string()) for name in texts)]
    )
    descriptors = [*(snapshot.descriptor for snapshot in catalog.snapshots), *catalog.withdrawn]
    rows = [
        {"dataset": each.dataset, "snapshot": each.date, "known": each.known} | entry
        for each in descriptors
        for entry in _corrected_or_withdrawn(each)
    ]
    return pa.Table.from_pylist(rows, schema)


def _corrected_or_withdrawn(descriptor: Descriptor) -> Iterator[dict[str, Any]]:
    for each in descriptor.corrections:
        yield {
            "made_on": each.made_on,
            "row": ", ".join(cell for cell in each.row.values() if cell) or None,
            "field": each.field,
            "before": each.before,
            "after": each.after,
            "reason": each.reason,
        }
    if descriptor.withdrawn:
        yield {"made_on": descriptor.withdrawn.made_on, "reason": descriptor.withdrawn.reason}


def _issues(catalog: Catalog) -> pa.Table:
    schema = pa.schema([("path", pa.string()), ("reason", pa.string())])
    rows = [{"path": each.path, "reason": each.public} for each in catalog.issues]
    return pa.Table.from_pylist(rows, schema)


def _dictionary(resources: list[dict[str, Any]]) -> pa.Table:
    texts = ("title", "description", "type", "unit")
    schema = pa.schema(
        [*((name, pa.string()) for name in ("dataset", "field", *texts)), ("first_snapshot", pa.date32())]
    )
    rows = [
        {
            "dataset": resource["name"],
            "field": field["name"],
            **{name: field.get(name) for name in texts},
            "first_snapshot": date.fromisoformat(field["since"]) if "since" in field else None,
        }
        for resource in resources
        for field in resource["schema"]["fields"]
    ]
    return pa.Table.from_pylist(rows, schema)


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
    """The codes of a field with their labels, each code once; without labels, a code is its own label."""
    codes = field.get("constraints", {}).get("enum", [])
    categories = field.get("categories") or [{"value": code, "label": code} for code in codes]
    return list({category["value"]: category for category in categories}.values())


def _regions(catalog: Catalog) -> pa.Table:
    names = ("region", "name_be", "name_ru")
    rows = [{name: getattr(outline.properties, name) for name in names} for outline in catalog.regions]
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in names]))
