"""A tag that few people of a register have is published for nobody, also once a person was removed or corrected."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from msgspec.structs import replace as with_parts

from repression.i18n import N_
from repression.intake.register import Entry
from repression.intake.tags import FEWEST, PUBLISHED_TAGS
from repression.maintain.private_corrections import RowCorrection
from repression.messages import Message, message
from repression.snapshots.descriptor import Correction
from repression.snapshots.schema import Field


@dataclass(frozen=True)
class FewTags:
    """The tags that fewer than `FEWEST` of some published rows have; `names` are the columns of the rows."""

    names: tuple[str, ...]
    tags: tuple[str, ...]

    def rows(self, rows: Sequence[Sequence[str]]) -> list[list[str]]:
        """The rows without these tags."""
        return [self._without(row) for row in rows]

    def entries(self, entries: Sequence[Entry]) -> list[Entry]:
        """The people without these tags."""
        return [entry.saying_nothing_of(self.tags) for entry in entries]

    def kept(self, corrections: Sequence[RowCorrection]) -> list[RowCorrection]:
        """The private corrections without these tags, and without those that change nothing then."""
        rows = (
            replace(one, before=tuple(self._without(one.before)), after=tuple(self._without(one.after)))
            for one in corrections
        )
        return [one for one in rows if one.before != one.after]

    def told(self, corrections: Sequence[Correction]) -> tuple[Correction, ...]:
        """What readers are told of corrections, without the values of these tags."""
        return tuple(with_parts(one, before=None, after=None) if one.field in self.tags else one for one in corrections)

    def lines(self) -> list[Message]:
        """What goes, in words for a maintainer."""
        template = N_("  {tag} is published for nobody from now on: fewer than {fewest} people have it")
        return [message(template, tag=tag, fewest=FEWEST) for tag in self.tags]

    def _without(self, row: Sequence[str]) -> list[str]:
        return ["" if name in self.tags else cell for name, cell in zip(self.names, row, strict=True)]


def few_tags(fields: Sequence[Field], rows: Collection[Sequence[str]]) -> FewTags:
    """The tags of published rows that are stated, and that too few people have."""
    names = tuple(field.name for field in fields)
    few = []
    for tag in PUBLISHED_TAGS:
        cells = [row[names.index(tag)] for row in rows] if tag in names else []
        if any(cells) and cells.count("true") < FEWEST:
            few.append(tag)
    return FewTags(names, tuple(few))
