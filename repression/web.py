"""The data routes, the picture page and the middleware, beside the dashboard in one process."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import plotly
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from repression import downloads, keeper
from repression.describe import filter_sentence, source_line, why_missing
from repression.edges import index_page
from repression.filters import BadAddress, Problem, Selection, query_of, read_address
from repression.picture import picture_page
from repression.questions import Answer, Question, all_questions, ask, vocabulary
from repression.site import PAGES, TITLE
from repression.warehouse import NoData, Warehouse

OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
# Streamlit's uploads and measurements, open even where no widget asks for them, and its interface for programs.
REFUSED = ("/_stcore/upload_file", "/_stcore/metrics", "/_stcore/agent")
# Where our routes and Streamlit's files are; every other path but the pages' is a 404.
SERVED = ("/data/", "/picture/", "/own/", "/static/", "/_stcore/", "/media/", "/component/")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
ASSETS = "/own"
PATHS = {page.path for page in PAGES}


def parameters_of(request: Request) -> dict[str, list[str]]:
    """The query parameters of a request, every value of each."""
    return {name: request.query_params.getlist(name) for name in request.query_params}


def answer_route(request: Request) -> Response:
    """`/data/<dataset>.csv` and `/data/questions/<question>.csv` (or `.json`): exactly the rows of the view."""
    name, ending = request.path_params["name"], request.path_params["ending"]
    house = keeper.current()
    datasets = {each["name"] for each in house.catalog.package["resources"]}
    known = name in all_questions() and (request.url.path.startswith("/data/questions/") or name in datasets)
    if not known or ending not in MEDIA:
        return not_found(request)
    parameters = parameters_of(request)
    purpose = parameters.pop("for", None)
    if purpose is not None and (purpose != ["excel"] or ending != "csv"):
        return PlainTextResponse(f"for={', '.join(purpose)}: allowed is excel, of a .csv\n", 400, OPEN)
    selection = _selection(house, parameters)
    _refuse_idle(selection, all_questions()[name])
    answer = ask(house, name, selection)
    if answer.missing:
        return PlainTextResponse(f"{why_missing(house, answer)}\n", 404, OPEN)
    return _file(request, house, answer, ending, excel=bool(purpose))


def _file(request: Request, house: Warehouse, answer: Answer, ending: str, excel: bool) -> Response:
    if ending == "csv":
        body = (downloads.BOM if excel else b"") + downloads.to_csv(answer.table)
    else:
        body = downloads.to_json(answer, filter_sentence(house, answer))
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    name = downloads.file_name(answer.question.name, answer.selection, ending)
    headers = {**OPEN, "ETag": tag, "Content-Disposition": f'attachment; filename="{name}"'}
    if tag in _tags(request):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=MEDIA[ending], headers=headers)


def _tags(request: Request) -> set[str]:
    """The tags that the asker has already; a weak one is as good for a whole answer."""
    listed = request.headers.get("if-none-match", "").split(",")
    return {tag.strip().removeprefix("W/") for tag in listed}


def _selection(house: Warehouse, parameters: Mapping[str, Sequence[str]]) -> Selection:
    lang = parameters.get("lang", ["en"])[0]
    return read_address(parameters, vocabulary(house, lang), house.days)


def _refuse_idle(selection: Selection, question: Question) -> None:
    """A filter that does not narrow a file may not stand in its address: whoever reads it would think it did."""
    obeyed = question.filters | set(question.settings)
    allowed = ", ".join(["snapshot", "lang", *sorted(obeyed)])
    idle = [(each, value) for each, value in selection if each.name not in obeyed]
    if idle:
        problems = [
            Problem(each.name, ", ".join(each.write(value)), f"nothing, since it does not narrow this; {allowed} do")
            for each, value in idle
        ]
        raise BadAddress(problems, selection.only(obeyed))


def index(request: Request) -> Response:
    """`/data/`: what there is to download."""
    house = keeper.current()
    datasets = [each["name"] for each in house.catalog.package["resources"] if "schema" in each]
    return JSONResponse(
        {
            "version": house.version,
            "snapshots": [{"dataset": s.dataset, "date": s.date.isoformat()} for s in house.catalog.snapshots],
            "datapackage": "/data/datapackage.json",
            "datasets": {name: [f"/data/{name}.{ending}" for ending in MEDIA] for name in datasets},
            "questions": {
                each.name: {
                    "title": each.title,
                    "files": [f"/data/questions/{each.name}.{ending}" for ending in MEDIA],
                }
                for each in all_questions().values()
            },
        },
        headers=OPEN,
    )


def datapackage(request: Request) -> Response:
    """`/data/datapackage.json`: schema, dictionary and labels of every dataset."""
    return FileResponse(keeper.data_folder() / "datapackage.json", media_type="application/json", headers=OPEN)


def picture(request: Request) -> Response:
    """`/picture/<question>`: a page that draws the chart as a picture of 1200 × 675 to be saved."""
    name = request.path_params["name"]
    question = all_questions().get(name)
    if question is None or not question.is_drawn:
        return not_found(request)
    parameters = parameters_of(request)
    back = parameters.pop("from", ["/"])
    house = keeper.current()
    selection = _selection(house, parameters)
    if len(back) != 1 or back[0] not in {f"/{path}" for path in PATHS}:
        problem = Problem("from", ", ".join(back), "one of " + ", ".join(f"/{path}" for path in sorted(PATHS)))
        raise BadAddress([problem], selection)
    answer = ask(house, name, selection)
    if answer.missing or not answer.table.num_rows:
        return PlainTextResponse(f"{why_missing(house, answer)}\n", 404)
    body = picture_page(
        answer,
        filter_words=filter_sentence(house, answer),
        source=f"{source_line(answer)}. Source: {'; '.join(dict.fromkeys(each.title for each in answer.sources))}",
        file_name=downloads.file_name(name, answer.selection, "png").removesuffix(".png"),
        back=f"{back[0]}?{query_of(selection.address())}",
        assets=ASSETS,
    )
    return Response(body, media_type="text/html")


def page(request: Request) -> Response:
    """A page of the dashboard: the frame of the browser's application, which then asks for the rest."""
    return HTMLResponse(
        index_page(TITLE, f"{ASSETS}/base.js", f"{ASSETS}/icon.svg"), headers={"Cache-Control": "no-cache"}
    )


def not_found(request: Request) -> Response:
    """A plain 404, since Streamlit would answer an unknown path with its page."""
    return PlainTextResponse(
        "There is nothing at this address. The dashboard is at /, its files are listed at /data/\n", 404, OPEN
    )


def bad_address(request: Request, fault: Exception) -> Response:
    """A plain 400 that names every wrong parameter and what is allowed."""
    assert isinstance(fault, BadAddress)
    return PlainTextResponse("".join(f"{problem}\n" for problem in fault.problems), 400, OPEN)


def no_data(request: Request, fault: Exception) -> Response:
    """A plain 503 where the data folder has nothing valid to show."""
    return PlainTextResponse(f"{fault}\n", 503, OPEN)


def plotly_script(request: Request) -> Response:
    """Plotly's own script as the package ships it, for the picture page."""
    return FileResponse(
        Path(plotly.__file__).parent / "package_data" / "plotly.min.js",
        media_type="text/javascript",
    )


ROUTES: list[BaseRoute] = [
    *(Route(f"/{each.path}", page) for each in PAGES),
    Route("/data/", index),
    Route("/data/datapackage.json", datapackage),
    Route("/data/questions/{name}.{ending}", answer_route),
    Route("/data/{name}.{ending}", answer_route),
    Route("/data/{rest:path}", not_found),
    Route("/picture/{name}", picture),
    Route(f"{ASSETS}/plotly.min.js", plotly_script),
    Mount(ASSETS, StaticFiles(directory=Path(__file__).parent / "static")),
]


class Doorkeeper:
    """Refuses what nobody may ask, completes addresses of pages, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        if request.url.path.startswith(REFUSED):
            await PlainTextResponse("refused\n", 403)(scope, receive, send)
            return
        if not _is_known(request.url.path):
            await not_found(request)(scope, receive, send)
            return
        target = await run_in_threadpool(_completed, request)
        if target:
            await RedirectResponse(target, 302)(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _is_known(path: str) -> bool:
    """Whether anything answers there; Streamlit would answer with its page to any path at all."""
    return path.strip("/") in PATHS or path.startswith(SERVED)


def _completed(request: Request) -> str | None:
    """A page's address with the snapshot and language that must always stand in it, None where they do."""
    page = request.url.path.strip("/")
    if request.method not in ("GET", "HEAD") or page not in PATHS:
        return None
    parameters = parameters_of(request)
    # A reader's browser would call outside for the first; the others change Streamlit's page unseen by us.
    dropped = [parameters.pop(name, None) for name in ("staticAppId", "embed", "embed_options")]
    if not any(dropped) and {"snapshot", "lang"} <= parameters.keys():
        return None
    try:
        newest = keeper.current().days[-1].isoformat()
    except NoData:
        return None
    return f"/{page}?{query_of({'snapshot': [newest], 'lang': ['en'], **parameters})}"


MIDDLEWARE = [Middleware(Doorkeeper)]
EXCEPTION_HANDLERS = {BadAddress: bad_address, NoData: no_data}
