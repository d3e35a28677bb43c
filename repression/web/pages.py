"""The pages that the server itself sends: the dashboard's frame, and the page that draws a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from repression import citing, keeper
from repression.citing import Citation
from repression.describe import filter_sentence, source_line, source_words, why_missing
from repression.downloads.extract import file_stem
from repression.filters import BadAddress, Problem, Selection, query_of
from repression.foot import Place, cited
from repression.frame import frame
from repression.languages import LANGUAGES, speaker, wanted
from repression.picture import picture_page
from repression.questions import Answer, all_questions, ask
from repression.site import PAGES, Page
from repression.warehouse import NoData, Warehouse
from repression.web.assets import OURS
from repression.web.catalogue import told_to_search_engines
from repression.web.errors import NoFile, not_found
from repression.web.making import made
from repression.web.orders import base_of, parameters_of, selection_of
from repression.wording import sentence

DATA_PAGE = "/files"
CITATIONS: Mapping[str, tuple[str, Callable[[Citation], str]]] = {
    "txt": ("text/plain; charset=utf-8", citing.plain),
    "bib": ("application/x-bibtex; charset=utf-8", citing.bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", citing.ris),
}


def picture(request: Request) -> Response:
    """`/picture/<question>`: a page that draws the chart as a picture of 1200 × 675 to be saved."""
    name = request.path_params["name"]
    question = all_questions().get(name)
    if question is None or not question.is_drawn:
        return not_found(request)
    house = keeper.current()
    selection, back = _seen(request, house)
    answer = _shown(house, name, selection)
    body = picture_page(
        answer,
        filter_words=filter_sentence(house, answer),
        source=source_words(source_line(answer), [each.title for each in answer.sources], selection.lang),
        file_name=file_stem(name, answer.selection),
        back=f"/{back.path}?{query_of(selection.address())}",
        assets=OURS,
    )
    return Response(body, media_type="text/html")


def citation(request: Request) -> Response:
    """`/cite/<question>.<ending>`: how to cite a view, for a reference manager."""
    name, ending = request.path_params["name"], request.path_params["ending"]
    if name not in all_questions() or ending not in CITATIONS:
        return not_found(request)
    house = keeper.current()
    selection, back = _seen(request, house)
    answer = _shown(house, name, selection)
    media, write = CITATIONS[ending]
    place = Place(back, selection, base_of(request))
    text = write(cited(answer, place, filter_sentence(house, answer), house.today))
    saved = f'attachment; filename="{file_stem(name, answer.selection)}.{ending}"'
    return Response(text, media_type=media, headers={"Content-Disposition": saved})


def _seen(request: Request, house: Warehouse) -> tuple[Selection, Page]:
    """What was selected, and the page it was seen on (`from`). Raises BadAddress."""
    parameters = parameters_of(request)
    pages = {f"/{each.path}": each for each in PAGES}
    texts = parameters.pop("from", ["/"])
    selection = selection_of(house, parameters)
    if len(texts) != 1 or texts[0] not in pages:
        say = speaker(selection.lang)
        allowed = sentence(say("one of {pages}"), {"pages": ", ".join(pages)}, selection.lang)
        raise BadAddress([Problem("from", ", ".join(texts), allowed)], selection)
    return selection, pages[texts[0]]


def _shown(house: Warehouse, name: str, selection: Selection) -> Answer:
    """A question's answer. Raises NoFile where there is nothing to show."""
    answer = ask(house, name, selection)
    if answer.missing or not answer.table.num_rows:
        raise NoFile(why_missing(house, answer))
    return answer


def newest(request: Request) -> Response:
    """`/own/newest`: which data there are now, and the words that offer them to an open page."""
    try:
        house = keeper.current()
    except NoData:
        return Response(status_code=204)  # the page itself says why
    day = house.days[-1]
    lang = selection_of(house, parameters_of(request)).lang
    say = speaker(lang)
    offer = {
        "version": house.version,
        "day": day.isoformat(),
        "newer": sentence(say("Newer data of {day} exist:"), {"day": day}, lang),
        "changed": say("The data were changed since this page was opened:"),
        "show": say("show them"),
    }
    return JSONResponse(offer, headers={"Cache-Control": "no-store"})


def page(request: Request) -> Response:
    """A page of the dashboard: the frame of the browser's application, which then asks for the rest."""
    asked = request.query_params.get("lang")
    lang = asked if asked in LANGUAGES else wanted(request.headers.get("accept-language", ""))
    others = "".join(
        f'<link rel="alternate" hreflang="{each}" href="{base_of(request)}{request.url.path}?lang={each}">'
        for each in LANGUAGES
    )
    body = frame(lang, OURS).replace("</head>", f"{others}</head>")
    if request.url.path == DATA_PAGE:
        body = body.replace("</head>", f"{told_to_search_engines(request)}</head>")
    return HTMLResponse(body, headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"})


ROUTES: list[BaseRoute] = [
    *(Route(f"/{each.path}", page) for each in PAGES),
    Route(f"{OURS}/newest", newest),
    Route("/picture/{name}", made(picture)),
    Route("/cite/{name}.{ending}", made(citation)),
]
