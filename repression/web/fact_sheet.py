"""The fact sheet: the newest figures, their curve, and how to cite them, on one A4 page to print or to keep as PDF."""

from __future__ import annotations

from markupsafe import Markup

from repression.exhibits import frame
from repression.exhibits.exhibit import exhibit_of
from repression.exhibits.reader_safety import ELSEWHERE, notice
from repression.exhibits.view import View
from repression.exhibits.writer import PAGES_FOLDER
from repression.i18n import LANGUAGES, get_translator
from repression.questions.selection import Selection
from repression.site import OWN
from repression.templates import render
from repression.web.page_document import part_of

# The questions on it: the cards, and a curve of one count a month, on which no events are named.
FIGURES, CURVE = "headlines", "monthly_counts"


def fact_sheet(view: View, passed_over: str = "") -> Markup:
    """The document of the fact sheet; `passed_over` is its address without parameters that mean nothing here.

    A part that fails says so in its place, and takes nothing else along.
    """
    lang, path = view.lang, f"{view.site}/{view.page.path}"
    alone = Selection(view.selection.snapshot, lang)
    return render(
        "fact_sheet",
        lang,
        assets=OWN,
        elsewhere=ELSEWHERE,
        style=Markup((PAGES_FOLDER / "cards.css").read_text(encoding="utf-8")),  # nosec B704: our own file
        canonical=f"{view.site}{frame.address_of(view.page, alone.address())}",
        languages=[(code, f"{path}?lang={code}") for code in LANGUAGES],
        top=frame.top(view, notice(view.selection)),
        title=get_translator(lang)(view.page.title),
        anchor=frame.TOP,
        selected=frame.filters_elsewhere(view) + frame.newer_data(view),
        figures=part_of(view, FIGURES, lambda: _exhibit(view, FIGURES)),
        curve=part_of(view, CURVE, lambda: _exhibit(view, CURVE)),
        citation=part_of(view, "citation", lambda: _citation(view)),
        footer=part_of(view, "footer", lambda: frame.footer(view, view.warehouse.today)),
        passed_over=render("passed_over", lang, address=passed_over) if passed_over else "",
    )


def _exhibit(view: View, name: str) -> Markup:
    """An exhibit with what a printed page needs: notes and sources, no files and no links to what is behind it."""
    shown = exhibit_of(view, name)
    chart = Markup("") if shown.why_missing else shown.headline() + shown.written() if shown.is_written else shown.svg()
    return render(
        "fact",
        view.lang,
        head=shown.head(),
        chart=chart,
        messages=[message for message in (shown.why_missing, *shown.warnings) if message],
        footer=None if shown.why_missing else shown.footer(),
    )


def _citation(view: View) -> Markup:
    """How to cite the sheet: by its figures."""
    shown = exhibit_of(view, FIGURES)
    return Markup("") if shown.why_missing else render("cite", view.lang, text=shown.footer().citations[0])
