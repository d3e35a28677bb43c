"""Whatever comes over a websocket, it is closed with a reason, and other readers notice nothing."""

from __future__ import annotations

import asyncio
import os
import time
import zlib
from contextlib import suppress

import pytest
import uvloop
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from bench.servers import Server
from bench.sessions import Session
from bench.steps import NEWEST
from repression.web.guard.limits import FRAGMENTS, MESSAGE_BYTES
from tests.attacks.raw_websocket import masked, rerun
from tests.attacks.tools import PATIENCE, another_reader, asked, head

pytestmark = pytest.mark.slow

PROTOCOL_ERROR, NO_TEXT, BAD_TEXT, TOO_MANY, TOO_LARGE = 1002, 1003, 1007, 1008, 1009
MEGABYTE = 1_000_000


def wire(server: Server, packing: str | None = "deflate") -> connect:
    address = f"ws://{server.host}/_stcore/stream"
    return connect(address, subprotocols=["streamlit"], compression=packing, max_size=None, close_timeout=5)


async def closed(socket: ClientConnection) -> int:
    """The code with which the server closes a websocket, whatever it sends before."""
    with suppress(ConnectionClosed):
        async with asyncio.timeout(30):
            while True:
                await socket.recv()
    assert socket.close_code is not None
    return socket.close_code


def ends_with(server: Server, message: str | bytes, packing: str | None = "deflate") -> int:
    """The code with which the server answers a message."""

    async def send() -> int:
        async with wire(server, packing) as socket:
            with suppress(ConnectionClosed):  # it may close before all was sent
                await socket.send(message)
            return await closed(socket)

    return uvloop.run(send())


@pytest.mark.parametrize(
    "message",
    [b"\xff" * 100, b"\x00", os.urandom(1_000), rerun("lang=en")[:-3], b"\x0a\xff\xff\xff\xff\x0f", b"\x0a" * 30_001],
    ids=["ones", "zero", "random", "truncated", "length", "nested"],
)
def test_what_is_no_message_closes_its_websocket(target: Server, message: bytes) -> None:
    with another_reader(target):
        assert ends_with(target, message) == PROTOCOL_ERROR


def test_text_closes_its_websocket_and_fails_nowhere(target: Server) -> None:
    with another_reader(target):
        assert ends_with(target, '{"rerun": true}') == NO_TEXT
    assert "text frames are not supported" not in target.log.read_text()


def test_a_message_of_fifty_megabytes_is_not_taken_in(target: Server) -> None:
    before = target.memory()
    with another_reader(target):
        assert ends_with(target, b"\0" * 50 * MEGABYTE) == TOO_LARGE  # packed: it is some kilobytes on the line
        assert ends_with(target, bytes(50 * MEGABYTE), packing=None) == TOO_LARGE
    assert target.memory() - before < 30 * MEGABYTE


def test_the_largest_message_that_is_allowed_is_answered(target: Server) -> None:
    async def send() -> None:
        async with wire(target) as socket:
            await socket.send(rerun("x=" + "a" * (MESSAGE_BYTES - 100)))
            async with asyncio.timeout(30):
                assert await socket.recv()  # the page says what is wrong with that address

    uvloop.run(send())


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (BackMsg(debug_shutdown_runtime=True), "shut down"),
        (BackMsg(debug_disconnect_websocket=True), "disconnect"),
        (BackMsg(clear_cache=True), "clear"),
        (BackMsg(stop_script=True), "stop"),
        (BackMsg(load_git_info=True), "git"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_no_message_stops_the_server_or_tells_of_it(target: Server, message: BackMsg, kind: str) -> None:
    async def send() -> list[bytes]:
        async with wire(target) as socket:
            await socket.send(message.SerializeToString())
            received: list[bytes] = []
            with suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    while True:
                        received.append(bytes(await socket.recv(decode=False)))
            return received

    with another_reader(target):
        told = b"".join(uvloop.run(send()))
    assert target.process.poll() is None
    assert b"repression" not in told.lower() and b"/home" not in told and b"github" not in told


MORE = masked(Frame(Opcode.CONT, b"", fin=False))


@pytest.mark.parametrize(
    ("piece", "times", "code"),
    [
        (masked(Frame(Opcode.PING, b"")), 5_000, TOO_MANY),
        (masked(Frame(Opcode.BINARY, b"", fin=False)) + 5 * FRAGMENTS * MORE, 1, TOO_LARGE),
        (b"\xff" * 100, 1, PROTOCOL_ERROR),
        (masked(Frame(Opcode.CONT, b"")), 2, PROTOCOL_ERROR),
        (masked(Frame(Opcode.TEXT, b"\xff\xfe")), 1, NO_TEXT),
        (Frame(Opcode.BINARY, b"unmasked").serialize(mask=False), 1, PROTOCOL_ERROR),
    ],
    ids=["pings", "parts", "garbage", "no beginning", "no text", "unmasked"],
)
def test_frames_that_no_browser_sends_end_their_websocket(target: Server, piece: bytes, times: int, code: int) -> None:
    async def send() -> int:
        async with wire(target) as socket:
            socket.transport.write(piece * times)
            return await closed(socket)

    with another_reader(target):
        assert uvloop.run(send()) in (code, BAD_TEXT if code == NO_TEXT else code)


def test_a_page_that_is_closed_while_it_is_sent_leaves_nothing_in_the_log(target: Server) -> None:
    asked_and_flooded = masked(Frame(Opcode.BINARY, rerun(NEWEST))) + 200 * masked(Frame(Opcode.PING, b""))

    async def send() -> int:
        async with wire(target) as socket:
            socket.transport.write(masked(Frame(Opcode.BINARY, rerun(NEWEST))))
            await socket.recv()
            socket.transport.write(asked_and_flooded)
            return await closed(socket)

    before = len(target.log.read_text())
    assert [uvloop.run(send()) for _ in range(5)] == [TOO_MANY] * 5
    time.sleep(0.5)
    assert target.log.read_text()[before:] == ""


def test_a_packed_frame_that_unpacks_without_end_is_refused(target: Server) -> None:
    packer = zlib.compressobj(wbits=-15)
    bomb = packer.compress(b"\0" * 200 * MEGABYTE) + packer.flush(zlib.Z_SYNC_FLUSH)
    before = target.memory()

    async def send() -> int:
        async with wire(target) as socket:
            socket.transport.write(masked(Frame(Opcode.BINARY, bomb[:-4]), is_packed=True))
            return await closed(socket)

    with another_reader(target):
        assert uvloop.run(send()) == TOO_LARGE
    assert target.memory() - before < 30 * MEGABYTE


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_WebSocket_Key": "short"},
        {"Sec_WebSocket_Version": "7"},
        {"Sec_WebSocket_Extensions": "permessage-deflate; server_max_window_bits=99"},
    ],
    ids=["key", "version", "extension"],
)
def test_what_is_no_handshake_is_refused_with_all_headers(target: Server, headers: dict[str, str]) -> None:
    opening = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
    answer = asked(target, head(target, "/_stcore/stream", **(opening | headers)))
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 426 "))
    assert b"content-security-policy" in answer.lower()


def test_who_asks_for_a_thousand_reruns_a_second_delays_nobody_for_long(target: Server) -> None:
    async def hammer(socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            while True:
                await socket.send(rerun(NEWEST))
                await asyncio.sleep(0.001)

    async def run() -> tuple[list[float], list[float]]:
        async with Session(target.host, "", NEWEST) as reader, wire(target) as socket:
            await reader.load()
            alone = [(await reader.go(f"{NEWEST}&gender={each}")).seconds for each in ("female", "male", "unknown")]
            hammering = asyncio.create_task(hammer(socket))
            await asyncio.sleep(1)
            beside = [(await reader.go(f"{NEWEST}&gender={each}")).seconds for each in ("female", "male", "unknown")]
            hammering.cancel()
            return alone, beside

    with another_reader(target):
        alone, beside = uvloop.run(run())
    assert max(beside) < max(PATIENCE, 10 * max(alone)), f"{beside} beside, {alone} alone"
