"""uvicorn with limits that it does not have itself: on time, on headers, and on messages that wait to be read."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
from typing import Any, ClassVar

import uvicorn
from uvicorn._types import ASGIReceiveEvent, ASGISendEvent
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.frames import Frame
from websockets.http11 import Response
from websockets.server import ServerProtocol

from repression.paths import ROOT
from repression.web.guard.clients import Throttle
from repression.web.guard.headers import SECURITY_HEADERS
from repression.web.guard.limits import (
    FRAGMENTS,
    HEAD_BYTES,
    IDLE_CONNECTIONS,
    MESSAGE_BYTES,
    MESSAGES_BURST,
    MESSAGES_PER_SECOND,
    OPEN_FILES,
    PIECE_BYTES,
    PIPELINED,
    QUEUE_BYTES,
    READING_SECONDS,
    REQUEST_SECONDS,
)

TOO_LARGE, TOO_MANY = 1009, 1008


class BoundedHttp(HttpToolsProtocol):
    """An HTTP connection that is closed if its client is idle, reads too slowly or sends too large a request."""

    # The connections that wait for their client, the longest waiting first.
    _idle: ClassVar[dict[BoundedHttp, None]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._timer: asyncio.TimerHandle | None = None
        self._is_request_awaited = True
        self._coming = 0  # bytes of headers or of a body that are not complete yet

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()
        if len(self._idle) > IDLE_CONNECTIONS:
            next(iter(self._idle))._end()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._coming += len(data)
        super().data_received(data)
        if self._coming > HEAD_BYTES and not self.transport.is_closing():
            self._refuse(431, f"The request is too long: allowed are {HEAD_BYTES} bytes")

    def on_message_begin(self) -> None:
        if len(self.pipeline) >= PIPELINED:
            raise ValueError("more requests at once than are answered")  # answered as invalid HTTP
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._coming = 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._coming = 0
        # An error response may be sent before the request is complete.
        self._is_request_awaited = self.cycle is not None and self.cycle.response_complete
        self._watch()

    def on_response_complete(self) -> None:
        self._is_request_awaited = not self.pipeline
        super().on_response_complete()
        self._watch()

    def handle_websocket_upgrade(self) -> None:
        self._rest()
        super().handle_websocket_upgrade()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._watch()

    def send_400_response(self, msg: str) -> None:
        self._refuse(400, msg)

    def _watch(self) -> None:
        """Start the timer for what the client has to do now: read what was sent, or send a request."""
        self._rest()
        if self.transport.is_closing() and not self.flow.write_paused:
            return
        if self.flow.write_paused:
            self._timer = self.loop.call_later(READING_SECONDS, self._end)
        elif self._is_request_awaited:
            self._timer = self.loop.call_later(REQUEST_SECONDS, self._end)
        else:
            return
        self._idle[self] = None

    def _rest(self) -> None:
        self._idle.pop(self, None)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end(self) -> None:
        """Close the connection at once; a client with a request underway gets a 408."""
        self._rest()
        if self._coming and not self.flow.write_paused:
            self._refuse(408, f"The request is not whole after {REQUEST_SECONDS} seconds")
        else:
            self.transport.abort()

    def _refuse(self, status: int, reason: str) -> None:
        body = f"{reason}\n".encode()
        headers = {**SECURITY_HEADERS, "Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))}
        lines = [f"HTTP/1.1 {status} {REASONS[status]}", *(f"{name}: {value}" for name, value in headers.items())]
        self.transport.write("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)
        self.transport.close()


REASONS = {400: "Bad Request", 408: "Request Timeout", 431: "Request Header Fields Too Large"}


class _Handshake(ServerProtocol):
    """Adds our headers to the library's own responses to invalid handshakes."""

    def reject(self, status: Any, text: str) -> Response:
        response = super().reject(status, text)
        response.headers.update(SECURITY_HEADERS)
        return response


class BoundedWebsocket(WebSocketsSansIOProtocol):
    """A websocket with light compression that takes in one message at a time, and is closed for bombs and for pings.

    What comes before the message before is read stays packed, and the client cannot send more (back-pressure). uvicorn
    would unpack all that one read of the socket brings: from 64 KB of it, some 60 MB.

    It compresses at the lowest level of zlib with a window of full size. Compared with uvicorn's choice, a higher level
    with a small window, this takes a third of the time, which was a sixth of all work of the server for a rerun, and
    sends a fifth less.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = _Handshake(
            extensions=[ServerPerMessageDeflateFactory(compress_settings={"level": 1})],
            max_size=self.config.ws_max_size,
            logger=logging.getLogger("uvicorn.error"),
        )
        self._pings = Throttle(MESSAGES_PER_SECOND, MESSAGES_BURST)
        self._packed = bytearray()
        self._unpacked = 0  # bytes of the messages of the last piece

    def data_received(self, data: bytes) -> None:
        self._packed += data
        self._unpack()

    async def receive(self) -> ASGIReceiveEvent:
        message = await super().receive()
        self._unpack()
        return message

    async def send(self, message: ASGISendEvent) -> None:
        """Send a message. Raises ClientDisconnected if the websocket was closed here; uvicorn's error is logged."""
        await self.writable.wait()
        if self.close_sent:
            raise ClientDisconnected
        await super().send(message)

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.transport.abort()  # otherwise it stays until the client has read what was sent

    def _unpack(self) -> None:
        # After our close only the client's is awaited: messages are passed over.
        while self._packed and (self.queue.empty() or self.close_sent) and not self.transport.is_closing():
            piece = bytes(self._packed[:PIECE_BYTES])
            del self._packed[:PIECE_BYTES]
            self._unpacked = 0
            super().data_received(piece)

    def handle_ping(self) -> None:
        if self._pings.wait():
            self._fail(TOO_MANY, "too many pings")
        else:
            super().handle_ping()

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= FRAGMENTS:
            self._fail(TOO_LARGE, f"a message may have {FRAGMENTS} parts")
        else:
            super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        self._unpacked += sum(len(frame) for frame in self.frames)
        if self._unpacked > QUEUE_BYTES:
            self._fail(TOO_LARGE, f"messages may have {QUEUE_BYTES} bytes at once")
        else:
            super().send_receive_event_to_app()

    def _fail(self, code: int, reason: str) -> None:
        if not self.close_sent:
            self.conn.fail(code, reason)
            self.handle_parser_exception()


# Only a proxy on this machine is trusted for the client's address and scheme, whatever the environment says.
PROXIES = ["127.0.0.1", "::1"]


def serve(port: int) -> None:
    """Serve the dashboard on 127.0.0.1 until it is interrupted; requests are not logged."""
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from the folder it is started in
    _allow_open_files()
    print(f"The dashboard is at http://127.0.0.1:{port} (Ctrl+C ends it)", flush=True)
    uvicorn.run(
        "dashboard:app",
        host="127.0.0.1",
        port=port,
        http=BoundedHttp,
        ws=BoundedWebsocket,
        ws_max_size=MESSAGE_BYTES,
        forwarded_allow_ips=PROXIES,
        access_log=False,
        server_header=False,
        log_level="warning",
    )


def _allow_open_files() -> None:
    """Raise the limit of open files to what the limits on connections need, as far as the machine allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < OPEN_FILES:
        most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
