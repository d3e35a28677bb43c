"""What a new place of detention most likely is, by its text: a form filled in, for a maintainer to judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from repression.i18n import LANGUAGES, get_translator
from repression.intake.facilities import place_in_english
from repression.intake.vocabulary import OpenWord
from repression.maintain.answers import NewFacility
from repression.maintain.reference import newest_rows
from repression.snapshots.catalog import Catalog

_NUMBER = " No. "


def known_towns(catalog: Catalog) -> dict[str, Mapping[str, str]]:
    """The towns of the table of facilities that have a region, each with one of its rows.

    Raises ValidationError where there is no table.
    """
    return {row["place"]: row for row in newest_rows(catalog, "facilities") if row["place"] and row["region"]}


def suggested_facility(catalog: Catalog, word: OpenWord) -> NewFacility:
    """The place that a word of the register most likely means; what its cells do not say stays empty.

    Raises ValidationError where there is no table of facilities.
    """
    name, kind = place_in_english(word.examples[0])
    known = [row["facility"] for row in newest_rows(catalog, "facilities")]
    names = {f"facility_{lang}": _translated(name, known, lang) for lang in LANGUAGES[1:]}
    return NewFacility(name, kind, word.town, **names)


def _translated(name: str, known: Iterable[str], lang: str) -> str:
    """The translation of a name, as that of a known one which differs from it by its number alone; else empty."""
    _ = get_translator(lang)
    kind, _sign, number = name.rpartition(_NUMBER)
    for other in known:
        other_kind, _sign, other_number = other.rpartition(_NUMBER)
        if kind and kind == other_kind and _(other).endswith(other_number):
            return _(other).removesuffix(other_number) + number
    return ""
