"""The warnings of `check` about data that is valid but incomplete, each with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from repression.maintain.archive import unneeded
from repression.messages import Message, indented, message
from repression.snapshots.catalog import Catalog, DescriptorState, Snapshot
from repression.snapshots.descriptor import Source, format_descriptor
from repression.snapshots.issues import printable
from repression.snapshots.transaction import pending_files
from repression.snapshots.writer import unlisted_files

if TYPE_CHECKING:
    from repression.warehouse.database import Warehouse

_UNPLACED = "SELECT DISTINCT topic FROM all_indicators() ANTI JOIN topics USING (topic) ORDER BY topic"
_PLACE_IT = message(
    "Readers find it at the foot of the page `pressure`, under this name, until queries/topics.sql has a line "
    "with its page and its title"
)
_TO_STATE = Source("…", "https://…", "…", "…")


def warnings_of(catalog: Catalog) -> list[Message]:
    """What is missing around the valid snapshots, in words; empty if all is complete."""
    lines = [line for snapshot in catalog.snapshots for line in _descriptor_warnings(catalog, snapshot)]
    lines += [
        message(
            "warning: {file} may wait beside its place, a command was stopped: the next `add` or `remove` completes it",
            file=name,
        )
        for name in pending_files(catalog.root)
    ]
    if catalog.package:
        lines += [
            message("warning: {file} is not named in datapackage.json: the next `add` does it", file=printable(name))
            for name in unlisted_files(catalog.root)
        ]
        lines += [
            message(
                "warning: {file} is named in datapackage.json and is not there: restore it, or take its name out",
                file=printable(name),
            )
            for resource in catalog.package["resources"]
            if isinstance(resource.get("path"), list)
            for name in resource["path"]
            if not (catalog.root / name).exists()
        ]
    return [*lines, *unneeded(catalog)]


def _descriptor_warnings(catalog: Catalog, snapshot: Snapshot) -> list[Message]:
    described = snapshot.path.with_suffix(".yaml")
    name = described.relative_to(catalog.root).as_posix()
    if snapshot.standing is DescriptorState.UNFINISHED:
        return [
            message(
                "warning: {file} is not in its place yet, its writer was stopped: the next `add` puts it there",
                file=name,
            )
        ]
    if snapshot.standing is DescriptorState.UNDESCRIBED:
        return [
            message("warning: {file} is missing: readers are told that the source is not stated.", file=name),
            *indented(
                [
                    message(
                        "Write these lines into it, with what you know in place of every … and of null at `accessed`:"
                    ),
                    *indented(_to_fill_in(snapshot).splitlines()),
                ]
            ),
        ]
    return []


def _to_fill_in(snapshot: Snapshot) -> str:
    """The missing descriptor, with everything that the snapshot itself states."""
    draft = replace(snapshot.descriptor, source=_TO_STATE, accessed=None, taken_in_by="…", notes=())
    return format_descriptor(draft)


def unplaced_topics(warehouse: Warehouse) -> list[Message]:
    """A warning for each topic of the newest `indicators` that has no place on a page; then what to do."""
    found = warehouse.ask(_UNPLACED, {"snapshot": warehouse.days[-1]})["topic"].to_pylist()
    lines = [
        message("warning: indicators, topic: {topic} has no place on a page", topic=repr(topic)) for topic in found
    ]
    return [*lines, *indented([_PLACE_IT])] if lines else []
