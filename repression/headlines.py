"""The newest figures as a row of cards: the number, what it counts, as of when, who counted, how old it is."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from itertools import zip_longest
from typing import Any

from repression.describe import source_link
from repression.languages import marked, speaker
from repression.questions import Answer
from repression.wording import number, sentence

# "exact" needs no word; "as published" says that the source leaves open how exact its figure is.
QUALIFIERS = {"at_least": marked("at least"), "about": marked("about"), "as_published": marked("as published")}
OLD_MONTHS = 3
SEVERAL = " ; "  # between the titles, or links, of several sources


def cards(answer: Answer) -> str:
    """The answer of the question `headlines` as escaped HTML: a card a figure."""
    lang = answer.selection.lang
    shown = "".join(_card(row, lang) for row in answer.table.to_pylist())
    return f'<div class="cards">{shown}</div>'


def _card(row: Mapping[str, Any], lang: str) -> str:
    say = speaker(lang)
    qualifier = say(QUALIFIERS.get(row["qualifier"], ""))
    when = sentence(say("as of {day}"), {"day": row["date"]}, lang)
    counter = {"counter": escape(row["counted_by"]), "sources": _sources(row)}
    who = sentence(say("Counted by {counter}. Source: {sources}"), counter, lang)
    qualified = f'<span class="qualifier">{escape(qualifier)}</span> ' if qualifier else ""
    return (
        f'<section class="card"><p class="figure">{qualified}<b>{escape(number(row["value"], lang))}</b></p>'
        f'<p class="what">{escape(row["title"])}</p>'
        f'<p class="when">{escape(when)}{_age(row, lang)}</p>'
        f'<p class="who">{who}</p></section>'
    )


def _age(row: Mapping[str, Any], lang: str) -> str:
    if row["age_months"] <= OLD_MONTHS:
        return ""
    say = speaker(lang)
    old = sentence(say("{age_months:month|months} old at the day the data were collected"), row, lang)
    return f'<br><span class="age">{escape(old)}</span>'


def _sources(row: Mapping[str, Any]) -> str:
    titles = str(row["source_title"]).split(SEVERAL)
    urls = str(row["source_url"] or "").split(SEVERAL)
    return "; ".join(source_link(title, url) for title, url in zip_longest(titles, urls[: len(titles)], fillvalue=""))
