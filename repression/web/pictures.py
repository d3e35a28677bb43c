"""The pictures of exhibits, at addresses: SVG, and PNG that a process of its own draws.

No other site can show them in its pages (`Cross-Origin-Resource-Policy`), since its readers would call this server
without being told: who wants to show a picture saves it and hosts it.
"""

from __future__ import annotations

import errno
import hashlib
import subprocess  # nosec B404
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from repression.build_id import build_id
from repression.cache import ByteLRU
from repression.charts.figures import SHAPES, picture
from repression.charts.svg import picture_svg
from repression.downloads.extract import file_stem
from repression.paths import ROOT
from repression.questions import live
from repression.questions.describe import filter_sentence, source_words, title_of
from repression.questions.question import Question
from repression.questions.selection import BadAddress, Selection, query_of
from repression.warehouse.database import Warehouse
from repression.web.errors import not_found
from repression.web.file_requests import parameters_of, selection_of, unused_filters
from repression.web.guard.clients import client_of
from repression.web.guard.limits import PNG_COST, PNG_SECONDS
from repression.web.guard.slots import WORK_SLOTS
from repression.web.views import FROM, answer_with_rows, drawn_question, not_among

MEDIA: Mapping[str, str] = {"svg": "image/svg+xml", "png": "image/png"}
SHAPE, WIDE = "shape", "wide"
DRAW = (sys.executable, "-m", "repression.charts.png")
KEPT_BYTES = 32_000_000

_kept: ByteLRU[bytes] = ByteLRU(KEPT_BYTES, size=lambda body: len(body) + 200)


@dataclass(frozen=True)
class PictureRequest:
    """A request for a picture: a question, what is selected, a name in SHAPES, an ending in MEDIA."""

    question: str
    selection: Selection
    shape: str
    ending: str

    def tag(self, version: str) -> str:
        """What names the picture in memory, for a version of the data; browsers keep none, and need no ETag."""
        return hashlib.sha256(repr((build_id(), version, self)).encode()).hexdigest()

    @property
    def file_name(self) -> str:
        """A neutral name for the picture where it is saved."""
        shape = "" if self.shape == WIDE else f"_{self.shape}"
        return f"{file_stem(self.question, self.selection)}{shape}.{self.ending}"


async def picture_route(request: Request) -> Response:
    """`/picture/<question>.<ending>`: the chart of a view as a picture, `shape` wide or square.

    Kept pictures count as new ones do. Raises BadAddress, NoData, NoFile, RateLimited, Overloaded, and OSError if a PNG
    could not be drawn.
    """
    question, ending = drawn_question(request), request.path_params["ending"]
    if question is None or ending not in MEDIA:
        return not_found(request)
    warehouse = live.current()
    order = await run_in_threadpool(_read, request, warehouse, question)
    tag = order.tag(warehouse.version)
    async with WORK_SLOTS.turn(client_of(request.scope), PNG_COST if ending == "png" else 1):
        body = _kept.get(tag)
        if body is None:
            body = await _made(warehouse, order)
            _kept.put(tag, body)
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'inline; filename="{order.file_name}"'}
    return Response(body, media_type=MEDIA[ending], headers=headers)


def _read(request: Request, warehouse: Warehouse, question: Question) -> PictureRequest:
    parameters = parameters_of(request)
    selection = selection_of(warehouse, parameters, (SHAPE,))
    problems = unused_filters(selection, question)
    texts = parameters.get(SHAPE, [WIDE])
    if len(texts) != 1 or texts[0] not in SHAPES:
        problems.append(not_among(SHAPE, texts, SHAPES, selection.lang))
    if problems:
        raise BadAddress(problems, selection)
    return PictureRequest(question.name, selection, texts[0], request.path_params["ending"])


async def _made(warehouse: Warehouse, order: PictureRequest) -> bytes:
    async with WORK_SLOTS.work():
        svg = await run_in_threadpool(_svg, warehouse, order)
    return await png_of(svg) if order.ending == "png" else svg.encode()


def _svg(warehouse: Warehouse, order: PictureRequest) -> str:
    answer, shape = answer_with_rows(warehouse, order.question, order.selection), SHAPES[order.shape]
    words, source = filter_sentence(warehouse, answer), source_words(answer)
    return picture_svg(
        picture(answer, shape, filter_words=words, source=source), title=title_of(answer), scale=shape.scale
    )


async def png_of(svg: str) -> bytes:
    """The PNG of an SVG file. Raises Overloaded, and OSError if it takes too long or its process failed."""
    async with WORK_SLOTS.drawing():
        return await run_in_threadpool(_drawn, svg.encode())


def _drawn(svg: bytes) -> bytes:
    # Of each PNG its own process: it is ended if it takes too long, and holds no memory between two pictures.
    try:
        return subprocess.run(  # nosec B603: our own command
            DRAW, input=svg, capture_output=True, cwd=ROOT, timeout=PNG_SECONDS, check=True
        ).stdout
    except subprocess.SubprocessError as fault:
        raise OSError(errno.EIO, "the process that draws PNG failed") from fault


def former_address(request: Request) -> Response:
    """`/picture/<question>`, which was a page that drew a picture in the browser: now the picture is at an address."""
    if drawn_question(request) is None:
        return not_found(request)
    kept = {name: texts for name, texts in parameters_of(request).items() if name not in FROM}
    address = f"{request.url.path}.svg"
    return RedirectResponse(f"{address}?{query_of(kept)}" if kept else address, 301, {"Cache-Control": "no-store"})


ROUTES: list[BaseRoute] = [
    Route("/picture/{name}.{ending}", picture_route),
    Route("/picture/{name}", former_address),
]
