"""Who may reach the maintainers' page: whoever knows its key, in a browser that opened it by its own address."""

from __future__ import annotations

import secrets

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from repression.maintainer_page.index import POLICY
from repression.web.guard.headers import SECURITY_HEADERS
from repression.web.guard.hosts import host_of

# Streamlit's APIs for programs: its page does not need them.
REFUSED_PREFIXES = ("/_stcore/agent", "/_stcore/metrics")
READING = ("GET", "HEAD")


class KeyGuard:
    """Lets requests through to `app` whose first part of the path is `key`, and answers all others with a refusal.

    The key is in the path and not in a cookie: a cookie of 127.0.0.1 would be sent to every port of this machine.
    `Host` must be this server on `port`, against pages of others that resolve their own name to 127.0.0.1 (DNS
    rebinding). Whatever opens a websocket or changes something must have the `Origin` of the page itself.
    """

    def __init__(self, app: ASGIApp, key: str, port: int) -> None:
        self.app = app
        self._prefix = f"/{key}"
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._headers = {
            **SECURITY_HEADERS,
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-store",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        send = self._with_headers(send)
        if answer := self._refusal(scope) or self._to_page(scope):
            await answer(scope, receive, send)
        else:
            await self.app({**scope, "root_path": self._prefix}, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        host = host_of(scope["headers"])
        if host not in self._hosts:
            return PlainTextResponse(f"Host: allowed is {self._hosts[0]}\n", 400)
        first = "/" + scope["path"].lstrip("/").partition("/")[0]
        if not secrets.compare_digest(first.encode(), self._prefix.encode()):
            return PlainTextResponse("Not here: open the address that the command printed, with its key\n", 404)
        if scope["path"].removeprefix(self._prefix).startswith(REFUSED_PREFIXES):
            return PlainTextResponse("refused\n", 403)
        changes = scope["type"] == "websocket" or scope["method"] not in READING
        origins = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"origin"]
        if (changes or origins) and origins != [f"http://{host}"]:
            return PlainTextResponse("Origin: allowed is the page itself\n", 403)
        return None

    def _to_page(self, scope: Scope) -> Response | None:
        """A redirect to the page's full address: without the last `/` its files would be looked for beside it."""
        return RedirectResponse(f"{self._prefix}/", 307) if scope["path"] == self._prefix else None

    def _with_headers(self, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"].endswith("http.response.start"):
                message.setdefault("headers", [])
                MutableHeaders(raw=message["headers"]).update(self._headers)
            await send(message)

        return send_with_headers
