"""What readers can download and which parameters they can ask with, as HTML tables."""

from __future__ import annotations

from markupsafe import Markup

from repression.downloads.formats import FORMATS
from repression.formatting import format_message
from repression.i18n import get_translator
from repression.questions.parameters import parameters
from repression.questions.question import published_questions, question_in
from repression.questions.selection import Selection, query_of
from repression.snapshots.schema import datasets_of
from repression.templates import render
from repression.warehouse.database import Warehouse

Link = tuple[str, str, str]  # address, title, tooltip


def files_table(warehouse: Warehouse, selection: Selection) -> Markup:
    """Every dataset with a link for each format, and the whole package, for the selection's day and language."""
    lang = selection.lang
    _ = get_translator(lang)
    query = _query(selection)
    resources = {each["name"]: each for each in warehouse.catalog.package["resources"]}
    rows = [
        {
            "title": _(resources[name]["title"]),
            "about": question_in(name, lang).answers,
            "links": _links(f"/data/{name}", query, lang),
        }
        for name in datasets_of(warehouse.catalog.package)
    ]
    package = {
        "title": _("Everything"),
        "about": _("All of these, with dictionary, terms and method"),
        "links": [(f"/data/package.zip?{query}", "ZIP", "")],
    }
    return render("files_table", lang, rows=[*rows, package])


def questions_table(selection: Selection) -> Markup:
    """Every question with a link for each format, for the selection's day and language."""
    lang, query = selection.lang, _query(selection)
    rows = [
        {"name": name, "title": question_in(name, lang).title, "links": _links(f"/data/questions/{name}", query, lang)}
        for name in published_questions()
    ]
    return render("questions_table", lang, rows=rows)


def parameters_table(warehouse: Warehouse, lang: str) -> Markup:
    """Every parameter: its name, what it narrows, what it means, and what is allowed, codes with their labels."""
    _ = get_translator(lang)
    counted = _("{count:value|values}")
    rows = [
        (parameter, format_message(counted, {"count": len(parameter.codes)}, lang))
        for parameter in parameters(warehouse, lang)
    ]
    return render("parameters_table", lang, rows=rows)


def _query(selection: Selection) -> str:
    """The day and the language of a selection, without its filters."""
    return query_of(Selection(selection.snapshot, selection.lang).address())


def _links(address: str, query: str, lang: str) -> list[Link]:
    """A link for each format of the file at `address` (without its ending)."""
    _ = get_translator(lang)
    return [(f"{address}.{ending}?{query}", ending, _(form.title)) for ending, form in FORMATS.items()]
