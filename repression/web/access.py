"""The outer checks on every request, and the headers on every response."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from repression.accept_headers import plain_choice
from repression.questions import live
from repression.web.assets import STREAMLITS, streamlit_file
from repression.web.errors import forbidden, not_found, rate_limited, too_long, wrong_method
from repression.web.file_responses import OPEN_HEADERS, accept_encoding
from repression.web.guard.clients import client_of
from repression.web.guard.headers import HEADERS, HTTPS_HEADERS
from repression.web.guard.hosts import allowed_hosts, host_of, is_allowed, is_same_origin
from repression.web.guard.limits import HEAD_BYTES, MAX_PATH_LENGTH, MAX_QUERY_LENGTH
from repression.web.guard.slots import WORK_SLOTS, RateLimited
from repression.web.guard.websockets import WebsocketLimits
from repression.web.page_address import BY_PATH
from repression.web.proxy_cache import VERSION_HEADER

# Streamlit's uploads and metrics, which it serves even if nothing uses them, and its API for agents.
REFUSED_PREFIXES = ("/_stcore/upload_file", "/_stcore/metrics", "/_stcore/agent")
# Our routes and Streamlit's files; every other path is a 404, except those of pages. Streamlit's page needs two of
# Streamlit's own routes; those for components, media and login serve nothing that the dashboard has.
PATH_PREFIXES = ("/data/", "/picture/", "/embed/", "/cite/", "/own/", "/static/")
EXACT_PATHS = (
    "/robots.txt",
    "/sitemap.xml",
    "/changes.atom",
    "/changes.json",
    "/_stcore/health",
    "/_stcore/host-config",
)
POLICY = b"content-security-policy"
WEBSOCKET = "/_stcore/stream"
METHODS = ("GET", "HEAD")
# What scripts of other sites may ask for, with the headers of a conditional request.
OPEN_PREFIX = "/data/"
PREFLIGHT_HEADERS = {
    **OPEN_HEADERS,
    "Cache-Control": "no-store",  # browsers keep it by its Max-Age
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class AccessMiddleware:
    """Refuses forbidden requests, answers for Streamlit's files, and puts the headers on every response.

    Raises BadHosts if REPRESSION_HOSTS is invalid.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._hosts = allowed_hosts()
        self._sessions = WebsocketLimits()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._answer(scope, receive, _with_headers(scope, send))
        elif scope["type"] == "websocket":
            await self._open(scope, receive, _with_headers(scope, send))
        else:
            await self.app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        answer = self._barred(scope) or _preflight(request) or _refused(request)
        if answer is None and request.url.path.startswith(STREAMLITS):
            answer = await run_in_threadpool(streamlit_file, request)
        if answer:
            await answer(scope, receive, send)
        else:
            await self.app(_with_plain_choice(request), receive, send)

    async def _open(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Open the websocket of a page, or refuse it with an HTTP response."""
        headers = scope["headers"]
        refusal = self._barred(scope)
        if refusal is None and scope["path"] != WEBSOCKET:
            refusal = PlainTextResponse("there is no websocket at this address\n", 404)
        if refusal is None and not is_same_origin(headers, host_of(headers)):
            refusal = PlainTextResponse("Origin: allowed is the site itself\n", 403)
        if refusal:
            await refusal(scope, receive, send)
        else:
            await self._sessions(self.app, scope, receive, send)

    def _barred(self, scope: Scope) -> Response | None:
        """The refusal of a request for another site or with too long headers, for HTTP and websockets alike."""
        if sum(len(name) + len(value) for name, value in scope["headers"]) > HEAD_BYTES:
            return PlainTextResponse(f"The head is too long: allowed are {HEAD_BYTES} bytes\n", 431)
        if not is_allowed(host_of(scope["headers"]), self._hosts):
            # The response does not list the site's names: one of them may be an onion service.
            return PlainTextResponse(
                "Host: allowed is a name of this site; whoever runs it names them in REPRESSION_HOSTS\n", 400
            )
        return None


def _with_headers(scope: Scope, send: Send) -> Send:
    """A `send` that adds the security headers to a response, also to one that refuses a websocket.

    A response with a policy of its own brings all headers itself, as one for the pages of other sites does.
    What a response varies by is named once: the route names the encoding, and so does Streamlit's compression.
    """
    ours = HTTPS_HEADERS if scope["scheme"] in ("https", "wss") else HEADERS
    version = live.version()

    async def send_with_headers(message: Message) -> None:
        if message["type"].endswith("http.response.start"):
            present = message.setdefault("headers", [])
            names = {name for name, _ in present}
            missing = [] if POLICY in names else [header for header in ours if header[0] not in names]
            # An answer that was made while the data changed may be of either version: it says none.
            now = live.version()
            shown = [(VERSION_HEADER, now.encode())] if now and version in ("", now) else []
            message["headers"] = [*present, *missing, *shown]
            headers = MutableHeaders(raw=message["headers"])
            if "vary" in headers:
                headers["vary"] = ", ".join(dict.fromkeys(", ".join(headers.getlist("vary")).split(", ")))
        await send(message)

    return send_with_headers


def _with_plain_choice(request: Request) -> Scope:
    """The scope of a request with an `Accept-Encoding` for Streamlit's compression, which reads no weights."""
    others = [(name, value) for name, value in request.scope["headers"] if name != b"accept-encoding"]
    choice = plain_choice(accept_encoding(request)).encode()
    return {**request.scope, "headers": [*others, (b"accept-encoding", choice)]}


def _preflight(request: Request) -> Response | None:
    """What a browser asks before a script of another site sends a header of its own with its request (CORS)."""
    is_asked = "origin" in request.headers and "access-control-request-method" in request.headers
    if request.method != "OPTIONS" or not is_asked or not request.url.path.startswith(OPEN_PREFIX):
        return None
    try:
        WORK_SLOTS.count(client_of(request.scope))
    except RateLimited as limited:
        return rate_limited(request, limited)
    return Response(status_code=204, headers=PREFLIGHT_HEADERS)


def _refused(request: Request) -> Response | None:
    if request.url.path.startswith(REFUSED_PREFIXES):
        return forbidden(request)
    if request.method not in METHODS:
        return wrong_method(request, METHODS)
    if len(request.scope["query_string"]) > MAX_QUERY_LENGTH or len(request.scope["path"]) > MAX_PATH_LENGTH:
        return too_long(request, MAX_PATH_LENGTH, MAX_QUERY_LENGTH)
    return None if _is_known(request.url.path) else not_found(request)


def _is_known(path: str) -> bool:
    """Whether the path exists; Streamlit would answer any path with its page."""
    return path in BY_PATH or path in EXACT_PATHS or path.startswith(PATH_PREFIXES)
