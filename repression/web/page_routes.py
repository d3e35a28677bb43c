"""The routes of pages: the pages themselves, citations, and news of the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from repression.downloads import citations
from repression.downloads.citations import Citation
from repression.downloads.extract import file_stem
from repression.exhibits.footer import citation_of
from repression.exhibits.view import Location
from repression.formatting import format_message
from repression.i18n import get_translator
from repression.questions import live
from repression.questions.describe import filter_sentence
from repression.questions.question import all_questions
from repression.site import OWN
from repression.warehouse.database import NoData
from repression.web import pages
from repression.web.errors import not_found
from repression.web.file_requests import base_of, parameters_of, selection_of
from repression.web.guard.slots import with_work_slot
from repression.web.views import answer_with_rows, read_view

CITATIONS: Mapping[str, tuple[str, Callable[[Citation], str]]] = {
    "txt": ("text/plain; charset=utf-8", citations.as_sentence),
    "bib": ("application/x-bibtex; charset=utf-8", citations.bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", citations.ris),
}


def citation(request: Request) -> Response:
    """`/cite/<question>.<ending>`: how to cite a view, for a reference manager."""
    name, ending = request.path_params["name"], request.path_params["ending"]
    if name not in all_questions() or ending not in CITATIONS:
        return not_found(request)
    warehouse = live.current()
    selection, seen_on = read_view(request, warehouse)
    answer = answer_with_rows(warehouse, name, selection)
    media, write = CITATIONS[ending]
    place = Location(seen_on, selection, base_of(request))
    text = write(citation_of(answer, place, filter_sentence(warehouse, answer), warehouse.today))
    saved = f'attachment; filename="{file_stem(name, answer.selection)}.{ending}"'
    return Response(text, media_type=media, headers={"Content-Disposition": saved})


def newest(request: Request) -> Response:
    """`/own/newest`: the version and day of the newest data, and the texts by which an open page offers them."""
    try:
        warehouse = live.current()
    except NoData:
        return Response(status_code=204)  # the page itself shows the reason
    day = warehouse.days[-1]
    lang = selection_of(warehouse, parameters_of(request)).lang
    _ = get_translator(lang)
    offer = {
        "version": warehouse.version,
        "day": day.isoformat(),
        "newer": format_message(_("Newer data of {day} exist:"), {"day": day}, lang),
        "changed": _("The data were changed since this page was opened:"),
        "show": _("show them"),
    }
    return JSONResponse(offer, headers={"Cache-Control": "no-store"})


ROUTES: list[BaseRoute] = [
    *pages.ROUTES,
    Route(f"{OWN}/newest", newest),
    Route("/cite/{name}.{ending}", with_work_slot(citation)),
]
