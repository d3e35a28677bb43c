"""Corrections of published rows, kept beside the raw rows in `private/`, so that both still belong together.

A raw row says what the source said. Whoever reads it again, to find a person or to follow one to the next snapshot,
needs what is published instead.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from repression.intake.register import Entry
from repression.messages import message
from repression.partial_dates import PartialDate
from repression.snapshots.csv_io import format_csv, parse_csv
from repression.snapshots.issues import ValidationError

_COLUMNS = ("id", "before", "after")
_DATES = ("arrested", "verdict", "released")
_Cells = tuple[str, ...]


@dataclass(frozen=True)
class RowCorrection:
    """A row of a register as it was published `before` a correction, and `after` it, in the columns of the snapshot.

    The person is meant by the register's `id`, or where it has none by the row.
    """

    id: str
    before: _Cells
    after: _Cells

    def is_about(self, entry: Entry) -> bool:
        """Whether this entry is corrected."""
        return entry.id == self.id if self.id else tuple(entry.cells) == self.before

    def applied(self, entry: Entry) -> Entry:
        """The entry with the corrected cells, and with the person's dates that they change."""
        pairs = zip(entry.values, self.before, self.after, strict=True)
        changed = {name: after for name, before, after in pairs if before != after}
        dates: dict[str, Any] = {name: PartialDate.parse(changed[name]) for name in _DATES if name in changed}
        person = dataclasses.replace(entry.person, **dates)
        return dataclasses.replace(entry, values={**entry.values, **changed}, person=person)


def corrections_path(raw: Path) -> Path:
    """The file of the corrections of the raw rows in the file `raw`."""
    return raw.with_name(f"{raw.stem}.corrections.csv")


def read_corrections(raw: Path) -> list[RowCorrection]:
    """The corrections of the raw rows in the file `raw`, oldest first; none if there is no file.

    Raises ValidationError if the file cannot be read: without it people would not be found by their rows.
    """
    path = corrections_path(raw)
    try:
        table = parse_csv(path.read_bytes(), str(path))
    except FileNotFoundError:
        return []
    if table.header != _COLUMNS:
        raise ValidationError.about(str(path), message("must be the header {allowed}", allowed=",".join(_COLUMNS)), 1)
    found = []
    for line, (key, *rows) in table.rows:
        try:
            before, after = (msgspec.json.decode(row, type=_Cells) for row in rows)
        except msgspec.DecodeError:
            rule = message("must have an id and two rows as JSON lists of texts")
            raise ValidationError.about(str(path), rule, line) from None
        found.append(RowCorrection(key, before, after))
    return found


def format_corrections(corrections: Sequence[RowCorrection]) -> bytes:
    """The content of a file of corrections."""
    rows = [
        (each.id, *(json.dumps(row, ensure_ascii=False) for row in (each.before, each.after))) for each in corrections
    ]
    return format_csv(_COLUMNS, rows)


def corrected(entries: Sequence[Entry], corrections: Sequence[RowCorrection]) -> list[Entry]:
    """The entries as they are published after the corrections; each corrects one entry."""
    result = list(entries)
    for correction in corrections:
        place = next((at for at, entry in enumerate(result) if correction.is_about(entry)), None)
        if place is not None:
            result[place] = correction.applied(result[place])
    return result


def without_person(corrections: Sequence[RowCorrection], key: str, cells: Sequence[str]) -> list[RowCorrection]:
    """The corrections without those of a person, who is meant by the id, or without one by the row of today."""
    if key:
        return [each for each in corrections if each.id != key]
    kept, row = [], tuple(cells)
    for each in reversed(corrections):
        if not each.id and each.after == row:
            row = each.before
        else:
            kept.append(each)
    return kept[::-1]
