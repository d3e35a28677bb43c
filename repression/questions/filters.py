"""The one registry of filters: each is declared once and serves widget, address, SQL, words and file names.

A filter's value is None (nothing chosen), a tuple of codes, a pair (low, high) with either side open, or one code.
"""

from __future__ import annotations

from collections.abc import Collection

from repression.i18n import N_
from repression.questions.filter_types import Choice, Filter, MonthRange, NumberRange, Single, SnapshotDay

RECOGNISED = ("political_prisoner", "former_political_prisoner")


FILTERS: tuple[Filter, ...] = (
    Choice(
        "status",
        N_("Status"),
        "people",
        N_("Where nothing is chosen, the recognised are counted: political prisoners, present and former."),
        default=RECOGNISED,
    ),
    Choice("gender", N_("Gender"), "people"),
    Choice("age_group", N_("Age at arrest"), "people", N_("Year of arrest less year of birth, in bands.")),
    MonthRange("arrested", N_("Arrested"), "people", N_("People without a known date are left out.")),
    MonthRange("verdict", N_("Verdict"), "people", N_("People without a known verdict are left out.")),
    Choice(
        "article",
        N_("Article"),
        "people",
        N_("Of the Criminal Code; preparation and attempt count for the offence."),
    ),
    Single(
        "article_match",
        N_("Articles chosen"),
        "people",
        codes=(("any", N_("any of them")), ("all", N_("all of them"))),
    ),
    Choice("penalty", N_("Penalty"), "people"),
    NumberRange(
        "length",
        N_("Length of sentence"),
        "people",
        N_("In months; people without a known length are left out."),
        places=True,
    ),
    Choice("region", N_("Region"), "people", N_("Where the place of detention is.")),
    Choice("facility", N_("Facility"), "people"),
    Choice("field", N_("Field of work"), "organisations"),
    Choice("org_region", N_("Region of the organisation"), "organisations"),
    Choice("kind", N_("How it ended"), "organisations"),
    NumberRange("year", N_("Year"), "organisations", N_("Organisations without a known date are left out.")),
    Choice(
        "series",
        N_("Counters"),
        "people_counts",
        N_("Other counters use other criteria; never add or join their figures."),
        default=("viasna",),
    ),
    Single("bin", N_("Steps"), "exhibit", codes=(("12", N_("12 months")), ("6", N_("6 months")))),
    Single(
        "split",
        N_("Compare by"),
        "exhibit",
        codes=(
            ("article", N_("article")),
            ("penalty", N_("penalty")),
            ("gender", N_("gender")),
            ("age_group", N_("age group")),
            ("region", N_("region")),
            ("verdict_year", N_("year of verdict")),
        ),
    ),
    SnapshotDay(
        "against",
        N_("Compared with"),
        "exhibit",
        N_("Another day of the register; where none is chosen, the newest before the one shown."),
    ),
)


BY_NAME: dict[str, Filter] = {each.name: each for each in FILTERS}


# All that the address of a page may say.
PARAMETERS = ("snapshot", "lang", *BY_NAME)


def names_of(scopes: Collection[str]) -> frozenset[str]:
    """The filters of some datasets."""
    return frozenset(each.name for each in FILTERS if each.scope in scopes)
