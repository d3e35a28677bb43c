"""The routes of pages: the pages themselves, the picture page, citations, and news of the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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
from repression.questions.answer import Answer, ask
from repression.questions.describe import filter_sentence, source_words, why_missing
from repression.questions.problems import wrong_value
from repression.questions.question import all_questions
from repression.questions.selection import BadAddress, Selection, passed_over, query_of
from repression.site import OWN, PAGES, Page
from repression.templates import render
from repression.warehouse.database import NoData, Warehouse
from repression.web import pages
from repression.web.errors import NoFile, not_found
from repression.web.file_requests import base_of, parameters_of, selection_of
from repression.web.guard.slots import with_work_slot
from repression.web.image_page import picture_page

# The parameter that names the page on which a picture or a citation was asked for.
FROM = ("from",)
CITATIONS: Mapping[str, tuple[str, Callable[[Citation], str]]] = {
    "txt": ("text/plain; charset=utf-8", citations.as_sentence),
    "bib": ("application/x-bibtex; charset=utf-8", citations.bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", citations.ris),
}


def picture(request: Request) -> Response:
    """`/picture/<question>`: a page that renders the chart as a picture of 1200 × 675 pixels to save."""
    name = request.path_params["name"]
    question = all_questions().get(name)
    if question is None or not question.has_chart:
        return not_found(request)
    warehouse = live.current()
    selection, back = _read_view(request, warehouse)
    answer = _answer_with_rows(warehouse, name, selection)
    body = picture_page(
        answer,
        filter_words=filter_sentence(warehouse, answer),
        source=source_words(answer),
        file_name=file_stem(name, answer.selection),
        back=f"/{back.path}?{query_of(selection.address())}",
        assets=OWN,
    )
    return Response(_with_passed_over(body, request, selection.lang, FROM), media_type="text/html")


def citation(request: Request) -> Response:
    """`/cite/<question>.<ending>`: how to cite a view, for a reference manager."""
    name, ending = request.path_params["name"], request.path_params["ending"]
    if name not in all_questions() or ending not in CITATIONS:
        return not_found(request)
    warehouse = live.current()
    selection, back = _read_view(request, warehouse)
    answer = _answer_with_rows(warehouse, name, selection)
    media, write = CITATIONS[ending]
    place = Location(back, selection, base_of(request))
    text = write(citation_of(answer, place, filter_sentence(warehouse, answer), warehouse.today))
    saved = f'attachment; filename="{file_stem(name, answer.selection)}.{ending}"'
    return Response(text, media_type=media, headers={"Content-Disposition": saved})


def _read_view(request: Request, warehouse: Warehouse) -> tuple[Selection, Page]:
    """The selection, and the page it was seen on (parameter `from`). Raises BadAddress."""
    parameters = parameters_of(request)
    pages = {f"/{each.path}": each for each in PAGES}
    texts = parameters.get("from", ["/"])
    selection = selection_of(warehouse, parameters, FROM)
    if len(texts) != 1 or texts[0] not in pages:
        _ = get_translator(selection.lang)
        allowed = format_message(_("one of {pages}"), {"pages": ", ".join(pages)}, selection.lang)
        raise BadAddress([wrong_value("from", ", ".join(texts), allowed, selection.lang)], selection)
    return selection, pages[texts[0]]


def _answer_with_rows(warehouse: Warehouse, name: str, selection: Selection) -> Answer:
    """A question's answer. Raises NoFile if it has no rows."""
    answer = ask(warehouse, name, selection)
    if answer.missing or not answer.table.num_rows:
        raise NoFile(why_missing(warehouse, answer))
    return answer


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


def _with_passed_over(page: str, request: Request, lang: str, beside: Sequence[str] = ()) -> str:
    """A page with a line that says whether parameters were passed over, and has the address without them."""
    parameters = parameters_of(request)
    names = passed_over(parameters, beside)
    if not names:
        return page
    rest = {name: texts for name, texts in parameters.items() if name not in names}
    line = render("passed_over", lang, address=f"{request.url.path}?{query_of(rest)}")
    return page.replace("</body>", f"{line}</body>")


ROUTES: list[BaseRoute] = [
    *pages.ROUTES,
    Route(f"{OWN}/newest", newest),
    Route("/picture/{name}", with_work_slot(picture)),
    Route("/cite/{name}.{ending}", with_work_slot(citation)),
]
