"""What each update brought, as a list by day, and the links to the feeds of it; all HTML."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby

from markupsafe import Markup

from repression.formatting import format_day, with_days_in_words
from repression.i18n import get_translator
from repression.maintain.next_update import NextUpdate, read_next_update
from repression.questions.answer import Answer
from repression.questions.selection import Selection, query_of
from repression.snapshots.issues import ValidationError
from repression.snapshots.schema import datasets_of
from repression.templates import render
from repression.warehouse.database import Warehouse

PAGE = "changes"  # the page of the list, and the path of its feeds
QUESTION = "snapshot_changes"
FEEDS = {"atom": "Atom", "json": "JSON Feed"}


def change_log(answer: Answer, selection: Selection) -> Markup:
    """The answer of the question `snapshot_changes`: its entries under the day on which each was published."""
    lang = selection.lang
    rows = [row | {"why": with_days_in_words(row["why"] or "", lang)} for row in answer.table.to_pylist()]
    days = [(format_day(day, lang), list(of_day)) for day, of_day in groupby(rows, key=lambda row: row["day"])]
    return render("change_log", lang, days=days)


def planned_update(warehouse: Warehouse) -> NextUpdate | None:
    """The next update if its day has not passed. A broken file says nothing to readers; `check` names it."""
    with suppress(ValidationError):
        planned = read_next_update(warehouse.catalog.root)
        return planned if planned and planned.day >= warehouse.today else None
    return None


def feeds_table(warehouse: Warehouse, lang: str) -> Markup:
    """Links to the feeds: of everything, then of each dataset."""
    _ = get_translator(lang)
    titles = {each["name"]: _(each["title"]) for each in warehouse.catalog.package["resources"]}
    rows = [(_("Everything"), ()), *((titles[name], (name,)) for name in datasets_of(warehouse.catalog.package))]
    return render("feeds", lang, rows=[{"title": title, "links": _links(lang, names)} for title, names in rows])


def _links(lang: str, datasets: Sequence[str]) -> list[tuple[str, str]]:
    return [(feed_address(ending, lang, datasets), form) for ending, form in FEEDS.items()]


def feed_address(ending: str, lang: str, datasets: Sequence[str] = ()) -> str:
    """The address of a feed on this site: of some datasets, or of all."""
    return f"/{PAGE}.{ending}?{query_of({'lang': [lang], 'dataset': datasets})}"
