"""Generalises people for publication: which values of a person are published, and how precisely.

Every person passes through this module on the way to `data/`, and nothing more precise does: no identifier, no link, no
year of birth, no day, no wording. Each published cell is built anew from a closed set of values, never
copied from text, so that a misread row cannot carry a name or a day along.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from repression.intake.articles import read_articles
from repression.intake.codes import STATUSES
from repression.intake.facilities import CUSTODIES, Custody
from repression.intake.sentences import KINDS, Sentence
from repression.intake.tags import MINOR, PUBLISHED_TAGS
from repression.intake.vocabulary import GENDERS
from repression.messages import message
from repression.partial_dates import PartialDate

COLUMNS = (
    "status", "gender", "age_group", "arrested", "verdict", "released", "articles", "sentence_months",
    "sentence_kind", "fine", "penalty", "custody", "facility", "region", *PUBLISHED_TAGS,
)  # fmt: skip
_YOUNGEST = 14  # years; nobody younger can be prosecuted
_OLDEST = 100
_BANDS = ((18, "under 18"), (25, "18–24"), (35, "25–34"), (45, "35–44"), (55, "45–54"), (65, "55–64"))


@dataclass(frozen=True)
class Person:
    """A person of the register, parsed but more precise than may be published. It is never written to disk.

    `tags` says of each code of `tags` whether it holds; one that the source does not tell is missing.
    """

    status: str
    gender: str
    birth_year: int | None
    arrested: PartialDate | None
    verdict: PartialDate | None
    released: PartialDate | None
    articles: tuple[str, ...]
    sentence: Sentence
    penalty: str
    held: Custody
    tags: Mapping[str, bool] = field(default_factory=dict)

    @property
    def moments(self) -> tuple[PartialDate, ...]:
        """When the person was arrested, sentenced and released, as far as it is known."""
        return tuple(filter(None, (self.arrested, self.verdict, self.released)))


def published_cells(person: Person, regions: Mapping[str, str], penalties: Collection[str]) -> list[str]:
    """The published cells of a person, in the order of `COLUMNS`.

    `regions` has the region (or an empty text) of every facility that may be named, `penalties` has the codes. Raises
    ValueError if a value is outside its closed set.
    """
    sentence = person.sentence
    facility = _one_of(person.held.facility, ("", *regions))
    return [
        _one_of(person.status, STATUSES),
        _one_of(person.gender, ("", *GENDERS)),
        age_group(person),
        _month(person.arrested),
        _month(person.verdict),
        _month(person.released),
        ";".join(read_articles(";".join(person.articles))),
        "" if sentence.months is None else f"{sentence.months:.1f}",
        _one_of(sentence.kind, KINDS),
        "true" if sentence.fine or person.penalty == "fine" else "false",
        _one_of(person.penalty, ("", *penalties)),
        _one_of(person.held.custody, ("", *CUSTODIES)),
        facility,
        regions.get(facility, ""),
        *(_flag(person.tags.get(tag)) for tag in PUBLISHED_TAGS),
    ]


def plausible(birth_year: int, year: int) -> bool:
    """Whether somebody born in `birth_year` can have been prosecuted in `year`."""
    return _YOUNGEST <= year - birth_year <= _OLDEST


def age_group(person: Person) -> str:
    """The band of the year of arrest minus the year of birth; empty if one of them is unknown.

    Who is tagged as a minor is under 18 where the years leave that open.
    """
    minor = person.tags.get(MINOR, False)
    if person.birth_year is None or person.arrested is None:
        return _BANDS[0][1] if minor else ""
    if not plausible(person.birth_year, person.arrested.year):
        return ""
    age = person.arrested.year - person.birth_year - (minor and person.arrested.year - person.birth_year == 18)
    return next((band for limit, band in _BANDS if age < limit), "65+")


def _month(moment: PartialDate | None) -> str:
    return moment.year_and_month if moment else ""


def _flag(value: bool | None) -> str:
    return "" if value is None else str(value).lower()


def _one_of(value: str, allowed: Collection[str]) -> str:
    if value not in allowed:
        raise ValueError(message("must be one of {allowed}", allowed=", ".join(allowed)))
    return value
