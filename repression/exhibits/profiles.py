"""Rights defenders as cards: name, sentence, days held, status with its date, note, sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from repression.exhibits.source_links import Archive, source_links_of_cells
from repression.formatting import format_message, format_partial_date, with_days_in_words
from repression.i18n import get_translator
from repression.questions.answer import Answer
from repression.questions.selection import Selection
from repression.snapshots.archived_sources import CELL_SEPARATOR
from repression.templates import render


def profiles(answer: Answer, selection: Selection) -> Markup:
    """The answer of the question `defender_profiles`: a card for each person."""
    people = [_profile(row, answer.archived, selection.lang) for row in answer.table.to_pylist()]
    return render("profiles", selection.lang, people=people)


def _profile(row: Mapping[str, Any], archived: Archive, lang: str) -> dict[str, Any]:
    _ = get_translator(lang)
    as_of = format_partial_date(row["as_of"], lang) if row["as_of"] else None
    released = _("Released on {released}: {release_kind}.") if row["release_kind"] else _("Released on {released}.")
    return {
        "name": row["name"],
        "role": row["role"],
        "sentence": format_message(_("Sentenced on {verdict}: {sentence}."), row, lang) if row["verdict"] else "",
        "held": _held(row, lang),
        "released": format_message(released, row, lang) if row["released"] else "",
        "status": format_message(_("{status}, as of {day}"), {"status": row["status"], "day": as_of}, lang)
        if as_of
        else row["status"],
        "note": with_days_in_words(row["note"], lang),
        "texts": len(row["source_title"].split(CELL_SEPARATOR)),
        "sources": source_links_of_cells(row["source_title"], row["source_url"], archived, lang),
    }


def _held(row: Mapping[str, Any], lang: str) -> str:
    """How long the person was held; at least, where no release is known; empty without a day to count to."""
    _ = get_translator(lang)
    if row["days_held"] is None:
        return ""
    held = _("{days_held:day|days} in prison, from {arrested} to {held_until}.")
    at_least = _("At least {days_held:day|days} in prison, from {arrested} to {held_until}.")
    return format_message(held if row["released"] else at_least, row, lang)
