"""Dates whose day, or month and day, may be unknown: `2022-09-06`, `2022-09`, `2022`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

# Years of the data: before the first of them nothing here can have happened, and after the last no sentence ends.
FIRST_YEAR, LAST_YEAR = 1990, 2099

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date whose day, or month and day, may be unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """A complete date."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate | None:
        """The date of an ISO text; None for any other text. Raises ValueError if the calendar does not have it."""
        found = _ISO.fullmatch(text)
        if not found:
            return None
        parsed = cls(*(None if part is None else int(part) for part in found.groups()))  # type: ignore[arg-type]
        date(parsed.year, parsed.month or 1, parsed.day or 1)
        return parsed

    @property
    def first_day(self) -> date:
        """The first day that it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def year_and_month(self) -> str:
        """`2022-09`, or an empty text if the month is unknown."""
        return f"{self.year:04}-{self.month:02}" if self.month else ""

    def __str__(self) -> str:
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    def before(self, other: PartialDate) -> bool:
        """Whether this date is certainly earlier, by the parts that both have."""
        pairs = zip((self.year, self.month, self.day), (other.year, other.month, other.day), strict=True)
        known = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
        return [mine for mine, _ in known] < [theirs for _, theirs in known]
