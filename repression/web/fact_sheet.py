"""The fact sheet: the newest figures, their curve, and how to cite them, on one A4 page to print or to keep as PDF."""

from __future__ import annotations

from markupsafe import Markup

from repression.exhibits import frame
from repression.exhibits.exhibit import exhibit_of
from repression.exhibits.view import View
from repression.exhibits.writer import PAGES_FOLDER
from repression.templates import render
from repression.web.page_document import MirroredSite, frame_parts, part_of

# The questions on it: the cards, and a curve of one count a month, on which no events are named.
FIGURES, CURVE = "headlines", "monthly_counts"


def fact_sheet(view: View, passed_over: str = "", mirrored: MirroredSite | None = None) -> Markup:
    """The document of the fact sheet, as `page_document` gives that of a page.

    A part that fails says so in its place, and takes nothing else along.
    """
    return render(
        "fact_sheet",
        view.lang,
        **frame_parts(view, passed_over, mirrored),
        style=Markup((PAGES_FOLDER / "cards.css").read_text(encoding="utf-8")),  # nosec B704: our own file
        selected=frame.filters_elsewhere(view) + frame.newer_data(view),
        figures=part_of(view, FIGURES, lambda: _exhibit(view, FIGURES)),
        curve=part_of(view, CURVE, lambda: _exhibit(view, CURVE)),
        citation=part_of(view, "citation", lambda: _citation(view)),
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
