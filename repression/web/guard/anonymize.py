"""Nothing behind this knows where a request is from, so that nothing can log, keep or show it beside what is asked."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from repression.web.guard.clients import client_key

# Where a proxy in front of the server would write the reader's address.
FORWARDED = (b"forwarded", b"x-forwarded-for", b"x-real-ip")


class AnonymizeClientMiddleware:
    """Takes the reader's address off every request, and leaves in its place what limits tell callers apart by.

    It comes before all else. The scope itself is changed, which the server reads again for its own messages.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            client = scope.get("client")
            scope["caller"] = client_key(client[0] if client else "")
            scope["client"] = None
            scope["headers"] = [each for each in scope["headers"] if each[0] not in FORWARDED]
        await self.app(scope, receive, send)
