"""The one registry of filters: each is declared once and serves widget, address, SQL, words and file names.

`scope` is the dataset whose rows a filter narrows (`filter_macros.py` generates the SQL), or `exhibit` for a setting of
exhibits. A new filter on a column that exists is one entry here and the translations of its texts.

A filter's value is None (nothing chosen), a tuple of codes, a pair (low, high) with either side open, or one code.
"""

from __future__ import annotations

from collections.abc import Collection

from repression.i18n import N_
from repression.questions.filter_types import (
    Choice,
    Filter,
    KnownDay,
    LengthRange,
    ListChoice,
    MonthRange,
    Single,
    YearRange,
)

RECOGNISED = ("political_prisoner", "former_political_prisoner")
# Names by which readers may look for a code, beside its label: lists of choices have both, so that both are found.
OTHER_NAMES = {
    "Gomel region": N_("Gomel"),
    "Grodno region": N_("Grodno"),
    "Mogilev region": N_("Mogilev"),
    "Vitebsk region": N_("Vitebsk"),
}

FILTERS: tuple[Filter, ...] = (
    Choice(
        "status",
        N_("Status"),
        "people",
        N_("Where nothing is chosen, the recognised are counted: political prisoners, present and former."),
        default=RECOGNISED,
        placeholder=N_("Recognised"),
    ),
    Choice("gender", N_("Gender"), "people", in_file_name=True),
    Choice(
        "age_group",
        N_("Age at arrest"),
        "people",
        N_("Year of arrest minus year of birth, in bands."),
        has_unknown=True,
        in_file_name=True,
    ),
    MonthRange(
        "arrested",
        N_("Arrested"),
        "people",
        N_("People without a known date are left out."),
        column="arrested_month",
        in_file_name=True,
    ),
    MonthRange(
        "verdict",
        N_("Verdict"),
        "people",
        N_("People without a known verdict are left out."),
        column="verdict_month",
        in_file_name=True,
    ),
    ListChoice(
        "article",
        N_("Article"),
        "people",
        N_("Of the Criminal Code; preparation and attempt count for the offence."),
        column="article_numbers",
        match="article_match",
        has_unknown=True,
    ),
    Single(
        "article_match",
        N_("Articles chosen"),
        "people",
        codes=(("any", N_("any of them")), ("all", N_("all of them"))),
    ),
    Choice("penalty", N_("Penalty"), "people", has_unknown=True),
    LengthRange(
        "length",
        N_("Length of sentence"),
        "people",
        N_("In months; people without a known length are left out."),
        column="sentence_months",
        in_file_name=True,
    ),
    Choice("region", N_("Region"), "people", N_("Where the place of detention is."), has_unknown=True),
    Choice("facility", N_("Facility"), "people", has_unknown=True),
    Choice("field", N_("Field of work"), "organisations", has_unknown=True),
    Choice("org_region", N_("Region of the organisation"), "organisations", column="region", has_unknown=True),
    Choice("kind", N_("How it ended"), "organisations"),
    YearRange(
        "year",
        N_("Year"),
        "organisations",
        N_("Organisations without a known date are left out."),
        in_file_name=True,
    ),
    Choice(
        "series",
        N_("Counters"),
        "people_counts",
        N_("Other counters use other criteria; never add or join their figures."),
        default=("viasna",),
        placeholder=N_("Viasna only"),
    ),
    Single("bin", N_("Steps"), "exhibit", codes=(("12", N_("12 months")), ("6", N_("6 months"))), in_file_name=True),
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
        in_file_name=True,
    ),
    Single(
        "outcomes_by",
        N_("Split by"),
        "exhibit",
        codes=(
            ("length", N_("length of sentence")),
            ("penalty", N_("penalty")),
            ("article", N_("article")),
            ("age_group", N_("age group")),
            ("gender", N_("gender")),
            ("arrest_year", N_("year of arrest")),
        ),
        in_file_name=True,
    ),
    Single(
        "back",
        N_("Compared with"),
        "exhibit",
        codes=(
            ("1", N_("a year before")),
            ("2", N_("two years before")),
            ("3", N_("three years before")),
            ("4", N_("four years before")),
            ("5", N_("five years before")),
        ),
        overruled_by="earlier",
        in_file_name=True,
    ),
    KnownDay(
        "earlier",
        N_("Earlier day"),
        "exhibit",
        N_("Of each kind of figure the one nearest to that day is taken, at most three months away."),
        allowed=N_("a day of a published figure"),
        phrase=N_("earlier day: {day}"),
        in_file_name=True,
    ),
    KnownDay(
        "later",
        N_("Later day"),
        "exhibit",
        N_("Of each kind of figure the one nearest to that day is taken, at most three months away."),
        allowed=N_("a day of a published figure"),
        phrase=N_("later day: {day}"),
        in_file_name=True,
    ),
    KnownDay(
        "against",
        N_("Compared with"),
        "exhibit",
        N_("Another day of the register; where none is chosen, the newest before the one shown."),
        allowed=N_("a day of a snapshot"),
        phrase=N_("compared with {day}"),
    ),
)
BY_NAME: dict[str, Filter] = {each.name: each for each in FILTERS}
# All parameters of the address of a page.
PARAMETERS = ("snapshot", "lang", *BY_NAME)
# The parameters that only files have, beside those of pages; and the one that only files in CSV have.
PART, PURPOSE = ("columns", "limit"), "for"


def names_of(scopes: Collection[str]) -> frozenset[str]:
    """The filters of some datasets."""
    return frozenset(each.name for each in FILTERS if each.scope in scopes)
