"""The websockets of open pages: how many there may be, and how much each may send."""

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

# Codes of the protocol for why a websocket is closed.
NO_TEXT, TOO_LARGE = 1003, 1009


class WebsocketLimits:
    """The open pages of the server."""

    def __init__(self) -> None:
        self._open: Counter[ClientKey] = Counter()
        self._budgets = RateLimiter(OPENINGS_PER_SECOND, OPENINGS_BURST)

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a page open its websocket and holds what it sends within bounds, or says when to come again."""
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
        if wait := self._budgets.hit(client):
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
        """The next message. One that comes too early waits, and those behind it on the line with it."""
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
        """Sends a message as long as the websocket is open.

        Where it is not, `receive` says so: an exception here would be taken for a fault and fill the log.
        """
        if not self._is_closed:
            try:
                await self._send(message)
            except OSError:  # the reader went away
                self._is_closed = True

    async def _closed(self, code: int, reason: str) -> Message:
        self._is_closed = True
        await self._send({"type": "websocket.close", "code": code, "reason": reason})
        return {"type": "websocket.disconnect", "code": code, "reason": reason}
