"""Removes the client's address from every request, so that no code behind it can log, store or show who asked what."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from repression.web.guard.clients import client_key

# The headers in which a proxy in front of the server passes on the reader's address.
FORWARDED = (b"forwarded", b"x-forwarded-for", b"x-real-ip")


class AnonymizeClientMiddleware:
    """Replaces the client's address by the key `client_key`, by which the limits distinguish clients.

    It is the outermost middleware. It changes the scope in place, since the server reads it again for its own messages.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            client = scope.get("client")
            scope["client_key"] = client_key(client[0] if client else "")
            scope["client"] = None
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name not in FORWARDED]
        await self.app(scope, receive, send)
