"""Limits on the websockets of open pages: how many there may be, whose gives way, and how much each may send."""

from __future__ import annotations

import asyncio
import math
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from weakref import WeakValueDictionary

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from repression.open_pages import OPEN_PAGES, PAGE_HEADER, OpenPage
from repression.web.guard.clients import ClientKey, RateLimiter, Throttle, client_of
from repression.web.guard.limits import (
    ASKING_SECONDS,
    LAG_SECONDS,
    MESSAGE_BYTES,
    MESSAGES_BURST,
    MESSAGES_BURST_OF_CLIENT,
    MESSAGES_PER_SECOND,
    MESSAGES_PER_SECOND_OF_CLIENT,
    OPENINGS_BURST,
    OPENINGS_PER_SECOND,
    SESSIONS,
    SESSIONS_PER_CLIENT,
    SILENT_SECONDS,
)

# Close codes of the websocket protocol.
NO_TEXT, NOTHING_ASKED, TOO_LARGE, NO_PLACE = 1003, 1008, 1009, 1013


class WebsocketLimits:
    """Counts the open websockets, and limits their number, the rate of openings and the rate of messages."""

    def __init__(self) -> None:
        # The open pages, the one that has been silent for longest first.
        self._pages: dict[_BoundedWebsocketChannel, None] = {}
        self._paces: WeakValueDictionary[ClientKey, Throttle] = WeakValueDictionary()
        self._limiter = RateLimiter(OPENINGS_PER_SECOND, OPENINGS_BURST)

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Open a websocket and limit what it sends, or refuse it with a 503 that says when to retry."""
        client = client_of(scope)
        if refusal := self._refusal(client):
            await refusal(scope, receive, send)
            return
        pace = self._paces.setdefault(client, Throttle(MESSAGES_PER_SECOND_OF_CLIENT, MESSAGES_BURST_OF_CLIENT))
        with _known_page(scope, client) as page:
            wire = _BoundedWebsocketChannel(receive, send, page, pace, self._hear, _names_session(scope))
            self._pages[wire] = None
            try:
                await app(scope, wire.receive, wire.send)
            finally:
                self._pages.pop(wire, None)

    def _hear(self, wire: _BoundedWebsocketChannel) -> None:
        if wire in self._pages:  # it may have given way just now
            self._pages.pop(wire)
            self._pages[wire] = None

    def _refusal(self, client: ClientKey) -> Response | None:
        taken, pages = len(self._pages), Counter(wire.page.client for wire in self._pages)
        if pages[client] >= (SESSIONS_PER_CLIENT if taken >= SESSIONS // 2 else SESSIONS // 2):
            return _full("too many pages are open at your address", 60)
        if wait := self._limiter.hit(client):
            return _full("pages are opened too fast at your address", wait)
        if taken >= SESSIONS and not self._make_place(pages, client):
            return _full("too many pages are open", 60)
        return None

    def _make_place(self, pages: Counter[ClientKey], client: ClientKey) -> bool:
        """Close a page for a client; return whether there was one to close.

        Of the clients with the most pages, the page that has been silent for longest: so whoever opens many pages
        closes his own.
        """
        most = max(pages.values())
        wire = next(each for each in self._pages if pages[each.page.client] == most)
        is_equal = most == pages[client] + 1
        if most <= pages[client] or (is_equal and time.monotonic() - wire.heard < SILENT_SECONDS):
            return False
        del self._pages[wire]
        wire.give_way()
        return True


@contextmanager
def _known_page(scope: Scope, key: ClientKey) -> Iterator[OpenPage]:
    """Make a page known to its runs, by a header that Streamlit hands on to them, until the context ends."""
    name, header = secrets.token_hex(16), PAGE_HEADER.encode()
    scope["headers"] = [*(each for each in scope["headers"] if each[0] != header), (header, name.encode())]
    OPEN_PAGES[name] = page = OpenPage(key)
    try:
        yield page
    finally:
        del OPEN_PAGES[name]


def _names_session(scope: Scope) -> bool:
    """Whether a page had a session before: Streamlit's page then names it as the third of the subprotocols."""
    return len(scope["subprotocols"]) > 2


def _full(reason: str, seconds: float) -> Response:
    return PlainTextResponse(f"{reason}\n", 503, {"Cache-Control": "no-store", "Retry-After": str(math.ceil(seconds))})


class _BoundedWebsocketChannel:
    """One websocket between the server and Streamlit; `heard` is when its page last sent something."""

    def __init__(
        self,
        receive: Receive,
        send: Send,
        page: OpenPage,
        pace_of_client: Throttle,
        hear: Callable[[_BoundedWebsocketChannel], None],
        may_be_silent: bool,
    ) -> None:
        self._receive, self._send, self._hear = receive, send, hear
        self.page, self._pace_of_client = page, pace_of_client
        self._pace = Throttle(MESSAGES_PER_SECOND, MESSAGES_BURST)
        self._sending = asyncio.Lock()
        self._delayed_since: float | None = None
        self._may_be_silent = may_be_silent
        self._is_closed = False
        self._closing: asyncio.Task[Message] | None = None
        self.heard = time.monotonic()

    async def receive(self) -> Message:
        """The next message. A message that comes too early is delayed, and with it all later ones (back-pressure)."""
        try:
            async with asyncio.timeout(None if self._may_be_silent else ASKING_SECONDS):
                message = await self._receive()
        except TimeoutError:
            return await self._closed(NOTHING_ASKED, f"a new page asks for itself within {ASKING_SECONDS} seconds")
        if message["type"] != "websocket.receive":
            return message
        if message.get("bytes") is None:
            return await self._closed(NO_TEXT, "a page sends no text")
        if len(message["bytes"]) > MESSAGE_BYTES:
            return await self._closed(TOO_LARGE, f"a message may have {MESSAGE_BYTES} bytes")
        self._may_be_silent, self.heard = True, time.monotonic()
        self._hear(self)
        await self._wait()
        return message

    async def send(self, message: Message) -> None:
        """Send a message if the websocket is open.

        If it is closed, `receive` reports it; an exception here would be logged as an error.
        """
        if not self._is_closed:
            try:
                async with self._sending:
                    await self._send(message)
            except OSError:  # the client disconnected
                self._is_closed = True

    def give_way(self) -> None:
        """Close the websocket for another client; its browser opens it again, and has a place when there is one."""
        self._closing = asyncio.create_task(self._closed(NO_PLACE, "too many pages are open"))

    async def _wait(self) -> None:
        """Wait until the page, its client and the line bear another message."""
        wait, now = self._pace.wait(), time.monotonic()
        if not wait:
            self._delayed_since = None
        elif self._delayed_since is None:
            self._delayed_since = now
        self.page.is_too_fast = self._delayed_since is not None and now - self._delayed_since > LAG_SECONDS
        await asyncio.sleep(max(wait, self._pace_of_client.wait()))
        async with self._sending:  # a client that does not read what was sent asks for nothing more
            pass

    async def _closed(self, code: int, reason: str) -> Message:
        if not self._is_closed:
            self._is_closed = True
            with suppress(OSError):  # the client disconnected
                async with self._sending:
                    await self._send({"type": "websocket.close", "code": code, "reason": reason})
        return {"type": "websocket.disconnect", "code": code, "reason": reason}
