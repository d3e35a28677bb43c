"""Limits on the websockets of open pages: how many there may be, and how much each may send."""

from __future__ import annotations

import asyncio
import math
from collections import Counter

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from repression.web.guard.clients import ClientKey, RateLimiter, Throttle, client_of, counting
from repression.web.guard.limits import (
    MESSAGE_BYTES,
    MESSAGES_BURST,
    MESSAGES_PER_SECOND,
    OPENINGS_BURST,
    OPENINGS_PER_SECOND,
    SESSIONS,
    SESSIONS_PER_CLIENT,
)

# Close codes of the websocket protocol.
NO_TEXT, TOO_LARGE = 1003, 1009


class WebsocketLimits:
    """Counts the open websockets, and limits their number, the rate of openings and the rate of messages."""

    def __init__(self) -> None:
        self._open: Counter[ClientKey] = Counter()
        self._limiter = RateLimiter(OPENINGS_PER_SECOND, OPENINGS_BURST)

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Open a websocket and limit what it sends, or refuse it with a 503 that says when to retry."""
        client = client_of(scope)
        if refusal := self._refusal(client):
            await refusal(scope, receive, send)
            return
        with counting(self._open, client):
            wire = _BoundedWebsocketChannel(receive, send)
            await app(scope, wire.receive, wire.send)

    def _refusal(self, client: ClientKey) -> Response | None:
        if self._open[client] >= SESSIONS_PER_CLIENT:
            return _full("too many pages are open at your address", 60)
        if self._open.total() >= SESSIONS:
            return _full("too many pages are open", 60)
        if wait := self._limiter.hit(client):
            return _full("pages are opened too fast at your address", wait)
        return None


def _full(reason: str, seconds: float) -> Response:
    return PlainTextResponse(f"{reason}\n", 503, {"Cache-Control": "no-store", "Retry-After": str(math.ceil(seconds))})


class _BoundedWebsocketChannel:
    """One websocket between the server and Streamlit."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._pace = Throttle(MESSAGES_PER_SECOND, MESSAGES_BURST)
        self._is_closed = False

    async def receive(self) -> Message:
        """The next message. A message that comes too early is delayed, and with it all later ones (back-pressure)."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        if message.get("bytes") is None:
            return await self._closed(NO_TEXT, "a page sends no text")
        if len(message["bytes"]) > MESSAGE_BYTES:
            return await self._closed(TOO_LARGE, f"a message may have {MESSAGE_BYTES} bytes")
        if wait := self._pace.wait():
            await asyncio.sleep(wait)
        return message

    async def send(self, message: Message) -> None:
        """Send a message if the websocket is open.

        If it is closed, `receive` reports it; an exception here would be logged as an error.
        """
        if not self._is_closed:
            try:
                await self._send(message)
            except OSError:  # the client disconnected
                self._is_closed = True

    async def _closed(self, code: int, reason: str) -> Message:
        self._is_closed = True
        await self._send({"type": "websocket.close", "code": code, "reason": reason})
        return {"type": "websocket.disconnect", "code": code, "reason": reason}
