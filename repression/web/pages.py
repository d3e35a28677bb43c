"""The routes of the pages: each answers with a whole HTML document, which is kept packed in memory.

A browser keeps no page, since what lies on a reader's device can be used against them. The server keeps it instead.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import date

import brotli
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from repression.accept_headers import IDENTITY, best_encoding
from repression.cache import ByteLRU
from repression.exhibits.frame import with_filters
from repression.exhibits.view import View
from repression.questions import live
from repression.questions.selection import query_of
from repression.site import FACTS
from repression.web.catalog_routes import structured_data
from repression.web.fact_sheet import fact_sheet
from repression.web.file_requests import base_of
from repression.web.file_responses import NotAcceptable, accept_encoding
from repression.web.guard.clients import client_of
from repression.web.guard.limits import PAGE_COST
from repression.web.guard.slots import WORK_SLOTS, page_slot
from repression.web.page_address import BY_PATH, other_address, page_selection
from repression.web.page_document import is_whole, page_document

DATA_PAGE = "files"
# Which encodings there are, the preferred first. Of Brotli's levels to 11: higher ones take ten times as long.
ENCODINGS, QUALITY = ("br", "gzip", IDENTITY), 5
KEPT_BYTES = 64_000_000
HEADERS = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
DataState = tuple[str, date]  # the version of the data, and today, which pages name


@dataclass(frozen=True)
class KeptPage:
    """A page as it is sent, and the state of the data that it is of."""

    state: DataState
    body: bytes


_kept: ByteLRU[KeptPage] = ByteLRU(KEPT_BYTES, size=lambda page: len(page.body) + 500)


async def page(request: Request) -> Response:
    """A page as a whole document, or a redirect to the one address of its view.

    The limits of a client count kept pages and new ones alike, or a client would be told which pages others asked for.
    Raises BadAddress, NoData, NotAcceptable, RateLimited, Overloaded.
    """
    encoding = best_encoding(accept_encoding(request), ENCODINGS)
    if encoding is None:
        raise NotAcceptable(ENCODINGS)
    async with WORK_SLOTS.turn(client_of(request.scope), PAGE_COST):
        if body := _kept_body(request, encoding):
            return _sent(body, encoding)
        async with page_slot(client_of(request.scope)):
            return await run_in_threadpool(_made, request, encoding)


def _kept_body(request: Request, encoding: str) -> bytes | None:
    known = _kept.get((str(request.url), encoding))
    if known is None:
        return None
    warehouse = live.current()
    return known.body if known.state == (warehouse.version, warehouse.today) else None


def _made(request: Request, encoding: str) -> Response:
    warehouse, shown = live.current(), BY_PATH[request.url.path]
    state = warehouse.version, warehouse.today
    selection = page_selection(request, warehouse)
    if other := other_address(request, shown, selection):
        return RedirectResponse(other, 303, {"Cache-Control": "no-store", "Vary": "Accept-Language"})
    view = View(warehouse, selection, with_filters(shown, warehouse), base_of(request))
    query = query_of(selection.address())
    has_more = len(request.query_params.multi_items()) > sum(map(len, selection.address().values()))
    html = _document(request, view, f"{request.url.path}?{query}" if has_more else "")
    body = _packed(html.encode(), encoding)
    # The parameters that others append are new in every link, and one address can be spelt in endlessly many ways
    # (`%65n` is `en`): such addresses would only displace those that come again.
    if request.url.query == query and is_whole(html):
        _kept.put((str(request.url), encoding), KeptPage(state, body))
    return _sent(body, encoding)


def _document(request: Request, view: View, passed_over: str) -> Markup:
    if view.page == FACTS:
        return fact_sheet(view, passed_over)
    return page_document(view, passed_over, structured_data(request) if view.page.path == DATA_PAGE else "")


def _packed(html: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(html, quality=QUALITY))
    return gzip.compress(html, mtime=0) if encoding == "gzip" else html


def _sent(body: bytes, encoding: str) -> Response:
    packed = {} if encoding == IDENTITY else {"Content-Encoding": encoding}
    return Response(body, media_type="text/html", headers={**HEADERS, **packed})


ROUTES: list[BaseRoute] = [Route(path, page) for path in BY_PATH]
