"""What words of a register mean: the reference tables, and what maintainers answered about words unknown to them.

A word is a cell, or the part of it that is read. The answers come from `data/vocabulary.csv` and, for words that might
name somebody, from a file of the same form in `private/`.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from repression.intake.articles import read_articles
from repression.intake.codes import PENALTIES, STATUSES
from repression.intake.facilities import Custody, facility_name
from repression.messages import message
from repression.normal_form import normal_form

# The meaning of a word that stays unknown: its cell is left empty and counted. A row without a status is refused.
UNREADABLE = "unreadable"
DATE_COLUMNS = ("arrested", "verdict_date", "release_date")
GENDERS = ("male", "female")
# For each raw column whose words can be asked for, the published column of its readings.
ASKED = {
    "status": "status",
    "gender": "gender",
    "arrested": "arrested",
    "verdict_date": "verdict",
    "release_date": "released",
    "articles": "articles",
    "penalty": "penalty",
    "prison": "custody",
    "died": "died",
    "tags": "tags",
}
# The texts in the column of places that mean no place of detention.
NO_FACILITY = {
    "not_held": Custody(),
    "house_arrest": Custody("house_arrest"),
    "awaiting_sentence": Custody("awaiting_sentence"),
}
_FEWEST_OF_A_TERM = 3  # rows
Words = Mapping[tuple[str, str], str]  # the meaning of a word (in the form of `word_of`) in a raw column


@dataclass(frozen=True)
class Reference:
    """What reading a register needs: the region of each facility, the known articles, penalties and answered words.

    `towns` has the towns of the facilities by the normal form of their names in all languages.
    """

    regions: Mapping[str, str]
    articles: Collection[str]
    penalties: Collection[str] = PENALTIES
    words: Words = field(default_factory=dict)
    towns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenWord:
    """A word that nobody has answered yet.

    `column` is the raw column, `word` the form in which the answer is stored, `rows` the number of rows with it,
    `lines` where they begin, `rule` what must be there. `examples` are up to three spellings of that cell; no other
    cell of a row is among them. Of a date only its shape is the word (`0000-00-00`), since a day of a person is never
    stored in the open. Of a place `town` is the known town that its address names, if it names one.
    """

    column: str
    word: str
    rows: int
    lines: tuple[int, ...]
    examples: tuple[str, ...]
    rule: str
    town: str = ""

    @property
    def is_rare(self) -> bool:
        """Whether so few rows have it that it may be about one person, not a term: better kept in `private/`."""
        return self.rows < _FEWEST_OF_A_TERM


def word_of(column: str, text: str) -> str:
    """The form in which a word of a raw column is compared and stored."""
    if column == "prison":
        return normal_form(facility_name(text))
    plain = normal_form(text)
    return re.sub(r"\d", "0", plain) if column in DATE_COLUMNS else plain


def choices(column: str, reference: Reference) -> tuple[str, ...] | None:
    """The known meanings that a word of a raw column can have, without `UNREADABLE`; None where any articles are.

    Nothing is known of a date or a mark that cannot be read.
    """
    known: dict[str, tuple[str, ...] | None] = {
        "status": STATUSES,
        "gender": GENDERS,
        "penalty": tuple(reference.penalties),
        "prison": (*NO_FACILITY, *sorted(reference.regions)),
        "articles": None,
    }
    return known.get(column, ())


def broken_meaning(column: str, meaning: str, reference: Reference) -> str | None:
    """The rule that a meaning breaks, in words; None if a word of the raw column can mean this."""
    if meaning == UNREADABLE:
        return None
    known = choices(column, reference)
    if known is not None:
        return (
            None if meaning in known else message("must be one of {allowed}", allowed=", ".join((*known, UNREADABLE)))
        )
    try:
        in_order = bool(meaning) and ";".join(read_articles(meaning)) == meaning
    except ValueError as error:
        return message("{error}, or {unreadable}", error=error.args[0], unreadable=UNREADABLE)
    return (
        None
        if in_order
        else message("must be articles in their order, such as 293.2;342, or {unreadable}", unreadable=UNREADABLE)
    )
