"""uvicorn with limits on websockets that it does not have itself.

What a connection may do before a request is whole, and how slowly it may read, the proxy in front limits
(deploy/nginx.conf), since uvicorn cannot.
"""

from __future__ import annotations

import logging
import os
import resource
from typing import Any

import uvicorn
from uvicorn._types import ASGIReceiveEvent, ASGISendEvent
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
    MESSAGE_BYTES,
    MESSAGES_BURST,
    MESSAGES_PER_SECOND,
    OPEN_FILES,
    PIECE_BYTES,
    QUEUE_BYTES,
)

TOO_LARGE, TOO_MANY = 1009, 1008


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


LOOPBACK = "127.0.0.1"


def serve(port: int, address: str = LOOPBACK, proxy: str = LOOPBACK) -> None:
    """Serve the dashboard at an address of this machine until it is interrupted; requests are not logged.

    What `proxy`, an address, says of a client is believed: its address and whether it came by https. This is so of
    nobody else, whatever the environment says.
    """
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from the folder it is started in
    _allow_open_files()
    print(f"The dashboard is at http://{address}:{port} (Ctrl+C ends it)", flush=True)
    uvicorn.run(
        "dashboard:app",
        host=address,
        port=port,
        ws=BoundedWebsocket,
        ws_max_size=MESSAGE_BYTES,
        forwarded_allow_ips=[proxy],
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
