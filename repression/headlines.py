"""The newest figures as a row of cards: the number, what it counts, as of when, who counted, how old it is."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from repression.describe import source_links
from repression.filters import Selection, query_of
from repression.languages import marked, speaker
from repression.questions import Answer
from repression.wording import number, sentence

# "exact" needs no word; "as published" says that the source leaves open how exact its figure is.
QUALIFIERS = {"at_least": marked("at least"), "about": marked("about"), "as_published": marked("as published")}
OLD_MONTHS = 3
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
    title = escape(row["title"])
    if row["figure"] not in SHOWN_AT:
        return title
    path, exhibit = SHOWN_AT[row["figure"]]
    address = escape(f"/{path}?{query_of(selection.address())}#{exhibit}")
    return f'<a href="{address}">{title}</a>'


def _age(row: Mapping[str, Any], lang: str) -> str:
    if row["age_months"] <= OLD_MONTHS:
        return ""
    say = speaker(lang)
    old = sentence(say("{age_months:month|months} old at the day the data were collected"), row, lang)
    return f'<br><span class="age">{escape(old)}</span>'
