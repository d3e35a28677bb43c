"""Parses dates of sources, with the precision that they have: a day, a month or a year."""

import re
from datetime import date

from repression.messages import message
from repression.partial_dates import PartialDate

RULE = message("must be a date such as 2020-10-02, 02.10.2020, 17 May 1996, 17 мая 1996, 2021-07, May 2021 or 2021")

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan январь января студзень студзеня",
            "february feb февраль февраля люты лютага",
            "march mar март марта сакавік сакавіка",
            "april apr апрель апреля красавік красавіка",
            "may май мая травень траўня",
            "june jun июнь июня чэрвень чэрвеня",
            "july jul июль июля ліпень ліпеня",
            "august aug август августа жнівень жніўня",
            "september sep сентябрь сентября верасень верасня",
            "october oct октябрь октября кастрычнік кастрычніка",
            "november nov ноябрь ноября лістапад лістапада",
            "december dec декабрь декабря снежань снежня",
        ],
        start=1,
    )
    for name in names.split()
}
_UNKNOWN = frozenset({"unknown", "неизвестно", "невядома", "-", "–", "—"})
# What the column of arrests may hold of somebody who is at liberty.
_RELEASED = ("released", "освобож", "вызвал")
_SHAPES = [
    re.compile(shape, re.ASCII)
    for shape in (
        # Programs write a day with the time midnight; any other time might be a day of another time zone.
        r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:[t ]00:00(?::00(?:\.0+)?)?)?)?)?",
        r"(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})\.(?P<year>\d{4})",
    )
]
_NAMED = [
    re.compile(shape)
    for shape in (
        r"(?:(?P<day>[0-9]{1,2}) )?(?P<name>[^\W\d_]+) (?P<year>[0-9]{4})(?: (?:г\.?|года|год))?",
        r"(?P<name>[^\W\d_]+) (?P<day>[0-9]{1,2}), ?(?P<year>[0-9]{4})",
    )
]


def read_date(text: str) -> PartialDate | None:
    """The date in `text`, None if the text is empty or says that it is not known.

    Raises ValueError with the rule if it is no date.
    """
    plain = " ".join(text.lower().split())
    if not plain or plain in _UNKNOWN:
        return None
    for shape in _NAMED:
        if (found := shape.fullmatch(plain)) and found["name"] in _MONTHS:
            return _real(int(found["year"]), _MONTHS[found["name"]], found["day"])
    for shape in _SHAPES:
        if found := shape.fullmatch(plain):
            return _real(int(found["year"]), found["month"], found["day"])
    raise ValueError(RULE)


def read_arrest(text: str) -> PartialDate | None:
    """The date of an arrest as `read_date` has it; None, too, if the text says that the person was released."""
    return None if text.strip().lower().startswith(_RELEASED) else read_date(text)


def _real(year: int, month: int | str | None, day: str | None) -> PartialDate:
    """The date. Raises ValueError if the calendar does not have it."""
    read = PartialDate(year, int(month) if month else None, int(day) if day else None)
    try:
        date(read.year, 1 if month is None else int(month), 1 if day is None else int(day))
    except ValueError:
        raise ValueError(message("is not in the calendar; it {rule}", rule=RULE)) from None
    return read
