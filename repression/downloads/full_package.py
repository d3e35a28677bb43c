"""The full package: the snapshots of every dataset as of a day, with dictionary, terms and method."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from repression.documents import METHOD, PRIVACY, document
from repression.downloads.extract import translated_field
from repression.downloads.readme import WIDTH
from repression.downloads.zip_file import source_entry, zip_of
from repression.formatting import format_message
from repression.i18n import get_translator
from repression.paths import ROOT
from repression.questions.answer import DICTIONARIES
from repression.questions.notices import notices_of, withdrawal_of
from repression.questions.selection import Selection
from repression.snapshots.archived_sources import ARCHIVED, ArchivedSource, archived_among, archived_content
from repression.snapshots.catalog import Catalog, Snapshot
from repression.snapshots.descriptor import format_descriptor
from repression.snapshots.outlines import OUTLINES, outlines_content
from repression.warehouse.database import Warehouse


def full_package(warehouse: Warehouse, selection: Selection) -> bytes:
    """All snapshots that are shown on the selection's day, as an archive; equal bytes for equal data.

    Raises ValidationError if a file is being replaced at this moment.
    """
    return zip_of(_members(warehouse, selection), selection.snapshot)


def _members(warehouse: Warehouse, selection: Selection) -> Iterator[tuple[str, bytes]]:
    snapshots = _shown(warehouse, selection.snapshot)
    yield "README.txt", _readme(warehouse, snapshots, selection).encode()
    yield "datapackage.json", _package(warehouse, snapshots, selection.lang).encode()
    for snapshot in snapshots:
        yield member_path(snapshot), snapshot.content()
        yield member_path(snapshot).replace(".csv", ".yaml"), format_descriptor(snapshot.descriptor).encode()
    yield OUTLINES, outlines_content(warehouse.catalog.root)
    if kept := _kept_sources(warehouse.catalog, snapshots):
        yield ARCHIVED, archived_content(kept.values())
    yield "METHOD.md", document(METHOD, selection.lang).read_bytes()
    yield "PRIVACY.md", document(PRIVACY, selection.lang).read_bytes()
    yield "CITATION.cff", (ROOT / "CITATION.cff").read_bytes()
    yield "LICENSE", (ROOT / "LICENSE").read_bytes()


def _shown(warehouse: Warehouse, day: date) -> list[Snapshot]:
    names = [each["name"] for each in warehouse.catalog.package["resources"] if "schema" in each]
    days = {name: date.max if name in DICTIONARIES else day for name in names}
    found = (warehouse.catalog.shown_on(name, days[name]) for name in names)
    return [each for each in found if each]


def _withdrawn(warehouse: Warehouse, selection: Selection) -> list[str]:
    """What is told of files that the package would have if they had not been withdrawn."""
    names = sorted({each.dataset for each in warehouse.catalog.withdrawn})
    return [
        textwrap.fill(sentence, WIDTH, break_on_hyphens=False)
        for name in names
        for sentence in withdrawal_of(warehouse.catalog, name, selection.snapshot, selection.lang)
    ]


def _kept_sources(catalog: Catalog, snapshots: list[Snapshot]) -> dict[str, ArchivedSource]:
    """Those sources of snapshots that were read and kept."""
    return archived_among((cell for snapshot in snapshots for cell in snapshot.source_cells()), catalog.archived)


def member_path(snapshot: Snapshot) -> str:
    """The path of a snapshot's CSV in the package."""
    return f"{snapshot.dataset}/{snapshot.date}.csv"


def _package(warehouse: Warehouse, snapshots: list[Snapshot], lang: str) -> str:
    """The data package of exactly these files, as JSON with its texts translated."""
    shown = {snapshot.dataset: snapshot for snapshot in snapshots}
    resources = [
        _translated(_in_columns_of(shown[resource["name"]], resource), lang) | _file(shown[resource["name"]])
        if "schema" in resource
        else _translated(resource, lang)
        for resource in warehouse.catalog.package["resources"]
        if "schema" not in resource or resource["name"] in shown
    ]
    package = _translated(warehouse.catalog.package, lang) | {"resources": resources}
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _in_columns_of(snapshot: Snapshot, resource: Mapping[str, Any]) -> dict[str, Any]:
    """A resource of the data package, limited to the columns of its file: others may have been added later."""
    names = [field.name for field in snapshot.fields]
    fields = [field for field in resource["schema"]["fields"] if field["name"] in names]
    schema = {**resource["schema"], "fields": fields}
    if "uniqueKeys" in schema:
        schema["uniqueKeys"] = [[name for name in key if name in names] for key in schema["uniqueKeys"]]
    return {**resource, "schema": schema}


def _translated(entry: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The data package, or a resource of it, with its texts translated."""
    _ = get_translator(lang)
    said = {key: _(entry[key]) for key in ("title", "description") if key in entry}
    fields = [translated_field(each, lang) for each in entry.get("schema", {}).get("fields", ())]
    return {**entry, **said, **({"schema": {**entry["schema"], "fields": fields}} if fields else {})}


def _file(snapshot: Snapshot) -> dict[str, Any]:
    """The properties of a resource that describe its one file."""
    source = snapshot.descriptor.source
    return {
        "path": [member_path(snapshot)],
        "bytes": len(snapshot.content()),
        "hash": f"sha256:{snapshot.descriptor.sha256}",
        "sources": [source_entry(source.title, source.url)],
    }


def _readme(warehouse: Warehouse, snapshots: list[Snapshot], selection: Selection) -> str:
    _ = get_translator(selection.lang)
    title = _("Political repression in Belarus: all data as known on {day}")
    about = _(
        "One folder a dataset, with a CSV and a description: where it comes from, how it was read, its terms. "
        "The file datapackage.json is the dictionary: its columns, units and what codes mean (Data Package "
        "2.0). METHOD.md says how the numbers were made and what they do not show. PRIVACY.md says what is not "
        "published of people, and why. The CSV files are as they are kept, byte by byte, so that their "
        "checksums hold. Take texts as texts into a spreadsheet. LICENSE is that of the software; the data "
        "stand under the terms of those who counted."
    )
    cite = _(
        "Cite whoever counted, with the day of the figure. The dashboard compiles and computes from what is published."
    )
    parts = [
        format_message(title, {"day": selection.snapshot}, selection.lang),
        textwrap.fill(about, WIDTH, break_on_hyphens=False),
        *(_entry(warehouse.catalog, each, selection.lang) for each in snapshots),
        *_withdrawn(warehouse, selection),
        textwrap.fill(cite, WIDTH, break_on_hyphens=False),
    ]
    return "\n\n".join(parts) + "\n"


def _entry(catalog: Catalog, snapshot: Snapshot, lang: str) -> str:
    _ = get_translator(lang)
    descriptor, source = snapshot.descriptor, snapshot.descriptor.source
    facts: Mapping[str, str] = {
        _("rows"): str(descriptor.rows),
        "SHA-256": descriptor.sha256,
        _("source"): _(source.title),
        _("publisher"): _(source.publisher) or _("each row names its source"),
        _("address"): source.url or _("each row names its own"),
        _("terms"): _(source.licence),
        _("taken in"): str(descriptor.accessed or _("not stated")),
    }
    said = [*(f"{name}: {value}" for name, value in facts.items()), *notices_of(catalog, snapshot, lang)]
    return "\n  ".join([member_path(snapshot), *said])
