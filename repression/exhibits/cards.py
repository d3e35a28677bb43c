"""The newest figures as cards: the number, what it counts, its day, how it changed, who counted, how old it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from repression.exhibits.source_links import Archive, source_links_of_cells
from repression.formatting import format_message, format_number
from repression.i18n import N_, get_translator, ngettext
from repression.questions.answer import Answer
from repression.questions.selection import Selection, query_of
from repression.snapshots.archived_sources import CELL_SEPARATOR, is_web_address
from repression.templates import html_message, render

# "exact" needs no word; "as published" says that the source leaves open how exact its figure is.
QUALIFIERS = {"at_least": N_("at least"), "about": N_("about"), "as_published": N_("as published")}
OLD_MONTHS = 3
# What each figure counts, with the plural forms.
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
        "organisation closed by force, or now being closed by force"
        "|organisations closed by force, or now being closed by force"
    ),
    "organisations_self": N_(
        "organisation that closed by its own decision|organisations that closed by their own decision"
    ),
}
# How a figure stands to an earlier one, by the sign of the change, and to the highest one.
SINCE = {
    -1: N_("{change} fewer than on {day} ({earlier})"),
    0: N_("As many as on {day}"),
    1: N_("{change} more than on {day} ({earlier})"),
}
BELOW_PEAK = N_("{change} fewer than at the peak on {day} ({earlier})")
AT_PEAK = N_("The highest figure so far")
# The page and the exhibit that show how a figure changed over time.
SHOWN_AT = {
    "political_prisoners": ("prisoners", "published_counts"),
    "women": ("prisoners", "women"),
    "organisations_total": ("organisations", "organisations_lost"),
    "organisations_forced": ("organisations", "organisations_lost"),
    "organisations_self": ("organisations", "organisations_lost"),
}


def first_card(answer: Answer, selection: Selection) -> Markup:
    """The card of the first figure of the question `headlines`; its links keep the selection."""
    return render("cards", selection.lang, kind="cards lead", cards=_cards(answer, selection)[:1])


def other_cards(answer: Answer, selection: Selection) -> Markup:
    """The cards of the other figures."""
    return render("cards", selection.lang, kind="cards", cards=_cards(answer, selection)[1:])


def _cards(answer: Answer, selection: Selection) -> list[dict[str, Any]]:
    """A card for each figure."""
    shown: list[dict[str, Any]] = []
    newest: dict[str, Any] = {}
    # The rows of a figure follow each other, the newest day first.
    for row in answer.table.to_pylist():
        if newest.get("figure") == row["figure"] and row["date"] < newest["date"]:
            shown[-1]["stronger"].append(_stronger(row, selection.lang))
        else:
            newest = row
            shown.append(_card(row, answer.archived, selection))
    return shown


def _card(row: Mapping[str, Any], archived: Archive, selection: Selection) -> dict[str, Any]:
    lang = selection.lang
    _ = get_translator(lang)
    sources = source_links_of_cells(row["source_title"], row["source_url"], archived, lang)
    old = row["age_months"] > OLD_MONTHS
    return {
        "qualifier": _(QUALIFIERS.get(row["qualifier"], "")),
        "figure": format_number(row["value"], lang),
        "what": ngettext(row["value"], _(COUNTED_NOUNS[row["figure"]]), lang),
        "address": _address(row["figure"], selection),
        "when": format_message(_("as of {day}"), {"day": row["date"]}, lang),
        "age": format_message(_("{age_months:month|months} old when the data were collected"), row, lang)
        if old
        else "",
        "kind": row.get("strength") or "",
        "changes": list(_changes(row, lang)),
        "who": html_message(
            N_("Counted by {counter}. Source: {sources}"), lang, counter=row["counted_by"], sources=sources
        ),
        "stronger": [],
    }


def _changes(row: Mapping[str, Any], lang: str) -> Iterator[str]:
    """How a figure differs from the one of a year before and from the peak; nothing of what is not known."""
    value, earlier, peak = row["value"], row["year_before"], row["peak"]
    compared = []
    if earlier is not None:
        compared.append((SINCE[(value > earlier) - (value < earlier)], earlier, row["year_before_date"]))
    if peak is not None:
        compared.append((BELOW_PEAK if value < peak else AT_PEAK, peak, row["peak_date"]))
    for template, other, day in compared:
        values = {"change": abs(value - other), "day": day, "earlier": other}
        yield format_message(get_translator(lang)(template), values, lang)


def _stronger(row: Mapping[str, Any], lang: str) -> dict[str, str]:
    """An older figure whose source is stronger; its one link is that of its first source, to keep the card short."""
    _ = get_translator(lang)
    # The newest figure of a card says "as published"; here only what makes a figure less than exact is repeated.
    qualifier = _(QUALIFIERS[row["qualifier"]]) if row["qualifier"] in ("at_least", "about") else ""
    values = {"figure": f"{qualifier} {format_number(row['value'], lang)}".strip(), "day": row["date"]}
    url = (row["source_url"] or "").split(CELL_SEPARATOR)[0]
    return {
        "figure": format_message(_("{figure} on {day}"), values, lang),
        "url": url if is_web_address(url) else "",
        "source": row["source_title"],
        "kind": row["strength"],
    }


def _address(figure: str, selection: Selection) -> str:
    """The address of the exhibit that shows the figure over time; empty if there is none."""
    if figure not in SHOWN_AT:
        return ""
    path, exhibit = SHOWN_AT[figure]
    return f"/{path}?{query_of(selection.address())}#{exhibit}"
