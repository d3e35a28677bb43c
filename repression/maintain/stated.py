"""What is stated of a snapshot beside its rows, and holds for the next one too: the source, and notes for readers."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from repression.snapshots.catalog import REPLACED, Catalog, Snapshot
from repression.snapshots.descriptor import Source, is_generated
from repression.snapshots.issues import Issue, ValidationError


@dataclass(frozen=True)
class Stated:
    """The source of the snapshot of `day`, and those of its notes that a maintainer wrote."""

    day: datetime.date
    source: Source
    notes: tuple[str, ...]


def stated_before(catalog: Catalog, dataset: str, day: datetime.date) -> Stated | None:
    """What is stated of the snapshot that one of `day` replaces or else follows; None for the first one."""
    last = catalog.on(dataset, day)
    return Stated(last.date, last.descriptor.source, _written(last)) if last else None


def carried_over(
    before: Stated | None,
    title: str | None,
    url: str | None,
    publisher: str | None,
    licence: str | None,
    notes: Sequence[str] = (),
    dropped: Sequence[str] = (),
) -> tuple[Source, tuple[str, ...]]:
    """The source and the notes of a new snapshot: those before, with what is stated anew.

    None means as before. Raises ValidationError if nothing before has a title and an address, or if a note to be
    dropped is none of those before.
    """
    source, there = (before.source, before.notes) if before else (None, ())
    if source is None and (title is None or url is None):
        missing = "--source-title" if title is None else "--source-url"
        raise ValidationError(Issue(missing, None, None, None, "is needed for the first snapshot of a dataset"))
    for note in dropped:
        if note not in there:
            known = "; ".join(map(repr, there)) or "none"
            raise ValidationError(Issue("--drop-note", None, None, note, f"is no note of the snapshot before: {known}"))
    kept = [note for note in there if note not in dropped]
    stated = Source(
        title=_first(title, source.title if source else None, ""),
        url=_first(url, source.url if source else None, ""),
        publisher=_first(publisher, source.publisher if source else None, ""),
        licence=_first(licence, source.licence if source else None, "not stated"),
    )
    return stated, tuple(dict.fromkeys((*kept, *notes)))


def describe_stated(before: Stated | None, source: Source, notes: Sequence[str]) -> list[str]:
    """The source of a new snapshot, and which notes of the one before it has or lacks, for a maintainer to judge."""
    url, publisher = source.url or "each row names its own", source.publisher or "each row names its source"
    lines = [f"Source: {source.title} ({url}); publisher: {publisher}; terms: {source.licence}"]
    if before is None:
        return lines
    kept = [note for note in before.notes if note in notes]
    left = [note for note in before.notes if note not in notes]
    if kept:
        lines.append(f"Notes of {before.day} that are taken over (--drop-note, if one is true no more):")
        lines += [f"  {note}" for note in kept]
    if left:
        lines.append(f"Notes of {before.day} that are not taken over:")
        lines += [f"  {note}" for note in left]
    return lines


def with_numbers(before: Stated | None, notes: Sequence[str]) -> list[str]:
    """The notes of the snapshot before that are taken over and have numbers, which are likely others now."""
    return [note for note in before.notes if note in notes and re.search(r"\d", note)] if before else []


def _written(snapshot: Snapshot) -> tuple[str, ...]:
    notes = snapshot.descriptor.notes
    return tuple(note for note in notes if not is_generated(note) and not note.endswith(REPLACED))


def _first(*texts: str | None) -> str:
    return next(text for text in texts if text is not None)
