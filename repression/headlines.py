"""The newest figures as a row of cards: the number, what it counts, as of when, who counted, how old it is."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from repression.describe import source_links
from repression.filters import Selection, query_of
from repression.languages import counted, marked, speaker
from repression.questions import Answer
from repression.wording import number, sentence

# "exact" needs no word; "as published" says that the source leaves open how exact its figure is.
QUALIFIERS = {"at_least": marked("at least"), "about": marked("about"), "as_published": marked("as published")}
OLD_MONTHS = 3
# What each figure counts, in the forms that go with its number.
COUNTED = {
    "political_prisoners": marked("political prisoner|political prisoners"),
    "women": marked("woman among the political prisoners|women among the political prisoners"),
    "ever_recognised": marked(
        "person ever recognised as a political prisoner since 2020"
        "|people ever recognised as political prisoners since 2020"
    ),
    "organisations_total": marked(
        "non-profit organisation lost since August 2020|non-profit organisations lost since August 2020"
    ),
    "organisations_forced": marked(
        "organisation closed by force, or in the course of it|organisations closed by force, or in the course of it"
    ),
    "organisations_self": marked(
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
    say = speaker(lang)
    qualifier = say(QUALIFIERS.get(row["qualifier"], ""))
    when = sentence(say("as of {day}"), {"day": row["date"]}, lang)
    counter = {"counter": escape(row["counted_by"]), "sources": source_links(row["source_title"], row["source_url"])}
    who = sentence(say("Counted by {counter}. Source: {sources}"), counter, lang)
    qualified = f'<span class="qualifier">{escape(qualifier)}</span> ' if qualifier else ""
    return (
        f'<section class="card"><p class="figure">{qualified}<b>{escape(number(row["value"], lang))}</b></p>'
        f'<p class="what">{_what(row, selection)}</p>'
        f'<p class="when">{escape(when)}{_age(row, lang)}</p>'
        f'<p class="who">{who}</p></section>'
    )


def _what(row: Mapping[str, Any], selection: Selection) -> str:
    lang = selection.lang
    what = escape(counted(row["value"], speaker(lang)(COUNTED[row["figure"]]), lang))
    if row["figure"] not in SHOWN_AT:
        return what
    path, exhibit = SHOWN_AT[row["figure"]]
    address = escape(f"/{path}?{query_of(selection.address())}#{exhibit}")
    return f'<a href="{address}">{what}</a>'


def _age(row: Mapping[str, Any], lang: str) -> str:
    if row["age_months"] <= OLD_MONTHS:
        return ""
    say = speaker(lang)
    old = sentence(say("{age_months:month|months} old at the day the data were collected"), row, lang)
    return f'<br><span class="age">{escape(old)}</span>'
