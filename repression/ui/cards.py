"""The newest figures as a row of cards: the number, what it counts, as of when, who counted, how old it is."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from repression.formatting import format_message, format_number
from repression.i18n import N_, get_translator, ngettext
from repression.questions.answer import Answer
from repression.questions.describe import source_links
from repression.questions.selection import Selection, query_of

# "exact" needs no word; "as published" says that the source leaves open how exact its figure is.
QUALIFIERS = {"at_least": N_("at least"), "about": N_("about"), "as_published": N_("as published")}
OLD_MONTHS = 3
# What each figure counts, in the forms that go with its number.
COUNTED_NOUNS = {
    "political_prisoners": N_("political prisoner|political prisoners"),
    "women": N_("woman among the political prisoners|women among the political prisoners"),
    "ever_recognised": N_(
        "person ever recognised as a political prisoner since 2020"
        "|people ever recognised as political prisoners since 2020"
    ),
    "organisations_total": N_(
        "non-profit organisation lost since August 2020|non-profit organisations lost since August 2020"
    ),
    "organisations_forced": N_(
        "organisation closed by force, or in the course of it|organisations closed by force, or in the course of it"
    ),
    "organisations_self": N_(
        "organisation that closed by its own decision|organisations that closed by their own decision"
    ),
}
# The page and the exhibit that show how a figure came to be what it is.
SHOWN_AT = {
    "political_prisoners": ("prisoners", "published_counts"),
    "women": ("prisoners", "women"),
    "organisations_total": ("organisations", "organisations_lost"),
    "organisations_forced": ("organisations", "organisations_lost"),
    "organisations_self": ("organisations", "organisations_lost"),
}


def cards(answer: Answer, selection: Selection) -> str:
    """The answer of the question `headlines` as escaped HTML: a card a figure; its links keep the selection."""
    shown = "".join(_card(row, selection) for row in answer.table.to_pylist())
    return f'<div class="cards">{shown}</div>'


def _card(row: Mapping[str, Any], selection: Selection) -> str:
    lang = selection.lang
    _ = get_translator(lang)
    qualifier = _(QUALIFIERS.get(row["qualifier"], ""))
    when = format_message(_("as of {day}"), {"day": row["date"]}, lang)
    counter = {"counter": escape(row["counted_by"]), "sources": source_links(row["source_title"], row["source_url"])}
    who = format_message(_("Counted by {counter}. Source: {sources}"), counter, lang)
    qualified = f'<span class="qualifier">{escape(qualifier)}</span> ' if qualifier else ""
    return (
        f'<section class="card"><p class="figure">{qualified}<b>{escape(format_number(row["value"], lang))}</b></p>'
        f'<p class="what">{_what(row, selection)}</p>'
        f'<p class="when">{escape(when)}{_age(row, lang)}</p>'
        f'<p class="who">{who}</p></section>'
    )


def _what(row: Mapping[str, Any], selection: Selection) -> str:
    lang = selection.lang
    what = escape(ngettext(row["value"], get_translator(lang)(COUNTED_NOUNS[row["figure"]]), lang))
    if row["figure"] not in SHOWN_AT:
        return what
    path, exhibit = SHOWN_AT[row["figure"]]
    address = escape(f"/{path}?{query_of(selection.address())}#{exhibit}")
    return f'<a href="{address}">{what}</a>'


def _age(row: Mapping[str, Any], lang: str) -> str:
    if row["age_months"] <= OLD_MONTHS:
        return ""
    _ = get_translator(lang)
    old = format_message(_("{age_months:month|months} old at the day the data were collected"), row, lang)
    return f'<br><span class="age">{escape(old)}</span>'
