"""A websocket that costs its sender next to nothing, so that a test measures the server: frames are made beforehand."""

from __future__ import annotations

import asyncio
import random
import time
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import cast

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.frames import Frame, Opcode

from bench.servers import Server
from bench.steps import FIRST_MONTHS, LAST_MONTHS, NEWEST
from tests.attacks.tools import connected

HANDSHAKE = (
    "GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: streamlit\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n{more}\r\n"
)


def rerun(query: str = "", page: str = "") -> bytes:
    """A message that asks for a page."""
    message = BackMsg()
    message.rerun_script.query_string, message.rerun_script.page_name = query, page
    return message.SerializeToString()


def masked(frame: Frame, is_packed: bool = False) -> bytes:
    """A frame as a client sends it."""
    data = frame.serialize(mask=True)
    return bytes([data[0] | 0x40 * is_packed]) + data[1:]


def packed(message: bytes) -> bytes:
    """A message in a frame, compressed as well as deflate can."""
    packer = zlib.compressobj(9, wbits=-15)
    data = packer.compress(message) + packer.flush(zlib.Z_SYNC_FLUSH)
    return masked(Frame(Opcode.BINARY, data[:-4]), is_packed=True)


def random_reruns(seed: int, count: int = 50) -> list[bytes]:
    """Frames that ask for *Sentences*, each with months of arrest of its own."""
    picked = random.Random(seed)
    queries = [f"{NEWEST}&arrested={picked.choice(FIRST_MONTHS)}..{picked.choice(LAST_MONTHS)}" for _ in range(count)]
    return [masked(Frame(Opcode.BINARY, rerun(query, "sentences"))) for query in queries]


class RawWebsocket(asyncio.Protocol):
    """One open websocket; what it receives is counted and thrown away."""

    def __init__(self) -> None:
        self.received = 0
        self.begin = b""
        self.opened = asyncio.get_running_loop().create_future()
        self.lost = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        if not self.opened.done():
            self.begin += data
            if b"\r\n" in self.begin:
                self.opened.set_result(int(self.begin.split(b" ", 2)[1]))

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set_result(time.monotonic())
        if not self.opened.done():
            self.opened.set_result(0)


@asynccontextmanager
async def opened(server: Server, source: str = "127.0.0.1", more: str = "") -> AsyncIterator[RawWebsocket]:
    """A websocket whose handshake was answered, until the context ends; `more` are further lines of its head."""
    _, socket = await asyncio.get_running_loop().create_connection(RawWebsocket, sock=connected(server, source))
    socket.transport.write(HANDSHAKE.format(host=server.host, more=more).encode())
    try:
        await socket.opened
        yield socket
    finally:
        socket.transport.abort()
        await socket.lost


@asynccontextmanager
async def greedy(server: Server, addresses: Sequence[str], pages: int, a_second: float) -> AsyncIterator[None]:
    """Open pages of some addresses that ask for random filters, and go on when they are closed."""

    async def ask(address: str, frames: list[bytes]) -> None:
        while True:
            async with opened(server, address) as socket:
                while not socket.lost.done():
                    for frame in frames:
                        socket.transport.write(frame)
                        await asyncio.sleep(1 / a_second)

    tasks = [
        asyncio.create_task(ask(address, random_reruns(number * 1_000 + page)))
        for number, address in enumerate(addresses)
        for page in range(pages)
    ]
    try:
        yield
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
