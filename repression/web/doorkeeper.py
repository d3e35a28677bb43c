"""Who is let in, and the headers on every answer."""

from __future__ import annotations

import re

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from repression import keeper
from repression.filters import query_of
from repression.languages import wanted
from repression.site import PATHS
from repression.warehouse import NoData
from repression.web.assets import STREAMLITS, streamlit_file
from repression.web.errors import not_found, too_long, wrong_method
from repression.web.orders import parameters_of

# Streamlit's uploads and measurements, open even where no widget asks for them, and its interface for programs.
REFUSED = ("/_stcore/upload_file", "/_stcore/metrics", "/_stcore/agent")
# Where our routes and Streamlit's files are; every other path but the pages' is a 404.
SERVED = ("/data/", "/picture/", "/cite/", "/own/", "/static/", "/_stcore/", "/media/", "/component/")
NAMED = ("/robots.txt", "/sitemap.xml")
METHODS = ("GET", "HEAD")
# Every code of every filter at once takes some 4,400 signs: what is far longer is no view.
LONGEST_QUERY = 8_000
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# What a Host header may be: addresses in files are made from it.
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{1,45}\](:\d{1,5})?")


class Doorkeeper:
    """Refuses what nobody may ask, completes addresses of pages, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope)
        answer = _refused(request)
        if answer is None and _is_page_or_its_file(request.url.path):
            answer = await run_in_threadpool(_answered, request)
        await (answer or self.app)(scope, receive, send_with_headers)


def _refused(request: Request) -> Response | None:
    if not HOST.fullmatch(request.headers.get("host", "")):
        return PlainTextResponse("Host: allowed is a name or an address, with or without a port\n", 400)
    if request.url.path.startswith(REFUSED):
        return PlainTextResponse("refused\n", 403)
    if request.method not in METHODS:
        return wrong_method(request, METHODS)
    if len(request.scope["query_string"]) > LONGEST_QUERY:
        return too_long(request, LONGEST_QUERY)
    return None if _is_known(request.url.path) else not_found(request)


def _is_known(path: str) -> bool:
    """Whether anything answers there; Streamlit would answer with its page to any path at all."""
    return path.strip("/") in PATHS or path in NAMED or path.startswith(SERVED)


def _is_page_or_its_file(path: str) -> bool:
    return path.strip("/") in PATHS or path.startswith(STREAMLITS)


def _answered(request: Request) -> Response | None:
    return streamlit_file(request) if request.url.path.startswith(STREAMLITS) else _completed(request)


def _completed(request: Request) -> Response | None:
    """The way to a page's address with the snapshot and language that must always stand in it, None where they do."""
    page = request.url.path.strip("/")
    parameters = parameters_of(request)
    # A reader's browser would call outside for the first; the others change Streamlit's page unseen by us.
    dropped = [parameters.pop(name, None) for name in ("staticAppId", "embed", "embed_options")]
    if not any(dropped) and {"snapshot", "lang"} <= parameters.keys():
        return None
    try:
        newest = keeper.current().days[-1].isoformat()
    except NoData:
        return None
    lang = wanted(request.headers.get("accept-language", ""))
    completed = query_of({"snapshot": [newest], "lang": [lang], **parameters})
    return RedirectResponse(f"/{page}?{completed}", 302, {"Vary": "Accept-Language"})
