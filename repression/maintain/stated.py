"""What is stated of a snapshot beside its rows, and holds for the next one too: the source, and notes for readers."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from repression.messages import Message, indented, message
from repression.snapshots.catalog import Catalog, Snapshot
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


@dataclass(frozen=True)
class StatedAnew:
    """What a maintainer states of a new snapshot; None stands for what was stated before.

    `notes` are further ones, `dropped` those before that hold no more.
    """

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    licence: str | None = None
    notes: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def carried_over(before: Stated | None, anew: StatedAnew) -> tuple[Source, tuple[str, ...]]:
    """The source and the notes of a new snapshot: those before, with what is stated anew.

    Raises ValidationError if nothing before has a title and an address, or if a note to be dropped is none of those
    before.
    """
    source, there = (before.source, before.notes) if before else (None, ())
    if source is None and (anew.title is None or anew.url is None):
        missing = "source title" if anew.title is None else "source address"
        raise ValidationError(
            Issue(missing, None, None, None, message("is needed for the first snapshot of a dataset"))
        )
    for note in anew.dropped:
        if note not in there:
            known = "; ".join(map(repr, there)) or "none"
            rule = message("is no note of the snapshot before, so that it cannot be dropped: {known}", known=known)
            raise ValidationError(Issue("note", None, None, note, rule))
    kept = [note for note in there if note not in anew.dropped]
    stated = Source(
        title=_first(anew.title, source.title if source else None, ""),
        url=_first(anew.url, source.url if source else None, ""),
        publisher=_first(anew.publisher, source.publisher if source else None, ""),
        licence=_first(anew.licence, source.licence if source else None, "not stated"),
    )
    return stated, tuple(dict.fromkeys((*kept, *anew.notes)))


def describe_stated(before: Stated | None, source: Source, notes: Sequence[str]) -> list[Message]:
    """The source of a new snapshot, and which notes of the one before it has or lacks, for a maintainer to judge."""
    line = message(
        "Source: {title} ({url}); publisher: {publisher}; terms: {licence}",
        title=source.title,
        url=source.url or message("each row names its own"),
        publisher=source.publisher or message("each row names its source"),
        licence=source.licence,
    )
    if before is None:
        return [line]
    lines = [line]
    if kept := [note for note in before.notes if note in notes]:
        lines.append(message("Notes of {day} that are taken over; drop those that are no longer true:", day=before.day))
        lines += indented(kept)
    if left := [note for note in before.notes if note not in notes]:
        lines.append(message("Notes of {day} that are not taken over:", day=before.day))
        lines += indented(left)
    return lines


def with_numbers(before: Stated | None, notes: Sequence[str]) -> list[str]:
    """The notes of the snapshot before that are taken over and have numbers, which are likely others now."""
    return [note for note in before.notes if note in notes and re.search(r"\d", note)] if before else []


def _written(snapshot: Snapshot) -> tuple[str, ...]:
    return tuple(note for note in snapshot.descriptor.notes if not is_generated(note))


def _first(*texts: str | None) -> str:
    return next(text for text in texts if text is not None)
