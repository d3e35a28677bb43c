"""The pages that the server itself sends: the dashboard's frame, and the page that draws a picture."""

from __future__ import annotations

from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from repression import keeper
from repression.describe import filter_sentence, source_line, why_missing
from repression.downloads.extract import file_stem
from repression.edges import index_page
from repression.filters import BadAddress, Problem, query_of
from repression.picture import picture_page
from repression.questions import all_questions, ask
from repression.site import PAGES, PATHS, TITLE
from repression.web.errors import not_found
from repression.web.orders import parameters_of, selection_of

ASSETS = "/own"


def picture(request: Request) -> Response:
    """`/picture/<question>`: a page that draws the chart as a picture of 1200 × 675 to be saved."""
    name = request.path_params["name"]
    question = all_questions().get(name)
    if question is None or not question.is_drawn:
        return not_found(request)
    parameters = parameters_of(request)
    back = parameters.pop("from", ["/"])
    house = keeper.current()
    selection = selection_of(house, parameters)
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
        file_name=file_stem(name, answer.selection),
        back=f"{back[0]}?{query_of(selection.address())}",
        assets=ASSETS,
    )
    return Response(body, media_type="text/html")


def page(request: Request) -> Response:
    """A page of the dashboard: the frame of the browser's application, which then asks for the rest."""
    return HTMLResponse(
        index_page(TITLE, f"{ASSETS}/base.js", f"{ASSETS}/icon.svg"), headers={"Cache-Control": "no-cache"}
    )


def plotly_script(request: Request) -> Response:
    """Plotly's own script as the package ships it, for the picture page."""
    return FileResponse(
        Path(plotly.__file__).parent / "package_data" / "plotly.min.js",
        media_type="text/javascript",
    )


ROUTES: list[BaseRoute] = [
    *(Route(f"/{each.path}", page) for each in PAGES),
    Route("/picture/{name}", picture),
    Route(f"{ASSETS}/plotly.min.js", plotly_script),
    Mount(ASSETS, StaticFiles(directory=Path(__file__).parent.parent / "static")),
]
