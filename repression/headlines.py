"""The newest figures as a row of cards: the number, what it counts, as of when, who counted, how old it is."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from itertools import zip_longest
from typing import Any

from repression.describe import source_link
from repression.questions import Answer
from repression.wording import day_name, number

# "exact" needs no word; "as published" says that the source leaves open how exact its figure is.
QUALIFIERS = {"at_least": "at least", "about": "about", "as_published": "as published"}
OLD_MONTHS = 3
SEVERAL = " ; "  # between the titles, or links, of several sources


def cards(answer: Answer) -> str:
    """The answer of the question `headlines` as escaped HTML: a card a figure."""
    lang = answer.selection.lang
    shown = "".join(_card(row, lang) for row in answer.table.to_pylist())
    return f'<div class="cards">{shown}</div>'


def _card(row: Mapping[str, Any], lang: str) -> str:
    qualifier = QUALIFIERS.get(row["qualifier"], "")
    qualified = f'<span class="qualifier">{escape(qualifier)}</span> ' if qualifier else ""
    return (
        f'<section class="card"><p class="figure">{qualified}<b>{escape(number(row["value"], lang))}</b></p>'
        f'<p class="what">{escape(row["title"])}</p>'
        f'<p class="when">as of {escape(day_name(row["date"], lang))}{_age(row)}</p>'
        f'<p class="who">Counted by {escape(row["counted_by"])}. Source: {_sources(row)}</p></section>'
    )


def _age(row: Mapping[str, Any]) -> str:
    if row["age_months"] <= OLD_MONTHS:
        return ""
    return f'<br><span class="age">{row["age_months"]} months old at the day the data were collected</span>'


def _sources(row: Mapping[str, Any]) -> str:
    titles = str(row["source_title"]).split(SEVERAL)
    urls = str(row["source_url"] or "").split(SEVERAL)
    return "; ".join(source_link(title, url) for title, url in zip_longest(titles, urls[: len(titles)], fillvalue=""))
