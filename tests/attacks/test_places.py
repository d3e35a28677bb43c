"""Open pages: who has many gives way to who has few, and what was only opened goes by itself."""

from __future__ import annotations

import asyncio
import gc
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager

import pytest
import uvloop
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse, WebSocketTestSession
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect
from uvicorn.protocols.utils import ClientDisconnected
from websockets.frames import Frame, Opcode

from bench.servers import Server
from bench.sessions import Session
from bench.steps import NEWEST
from repression.open_pages import OPEN_PAGES
from repression.web.guard import websockets
from repression.web.guard.clients import client_key
from repression.web.guard.limits import ASKING_SECONDS, SESSIONS, SESSIONS_PER_CLIENT
from repression.web.routes import MIDDLEWARE
from tests.attacks.raw_websocket import RawWebsocket, masked, opened, rerun
from tests.attacks.tools import another_reader, open_files

pytestmark = pytest.mark.slow

MEGABYTE = 1_000_000


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    try:
        while True:
            await websocket.send_bytes(await websocket.receive_bytes())
    except WebSocketDisconnect:
        pass


class Pages:
    """Open pages of clients at some addresses."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._app = Starlette(routes=[WebSocketRoute("/_stcore/stream", echo)], middleware=MIDDLEWARE)
        self._portal = stack.enter_context(TestClient(self._app))

    def open(self, address: str, count: int = 1) -> list[WebSocketTestSession]:
        """Open pages. Raises WebSocketDenialResponse if there is no place."""
        client = TestClient(self._app, client=(address, 1))
        client.portal = self._portal.portal
        pages = []
        for _ in range(count):
            page = self._stack.enter_context(client.websocket_connect("/_stcore/stream"))
            self.say(page)
            pages.append(page)
        return pages

    def say(self, page: WebSocketTestSession) -> None:
        page.send_bytes(b"one")
        assert page.receive_bytes() == b"one"


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    """With ten places, of which one client has two once five are taken."""
    monkeypatch.setattr(websockets, "SESSIONS", 10)
    monkeypatch.setattr(websockets, "SESSIONS_PER_CLIENT", 2)
    with ExitStack() as stack:
        yield Pages(stack)
    assert not OPEN_PAGES


def code(page: WebSocketTestSession) -> int:
    """The code with which a page was closed."""
    with pytest.raises(WebSocketDisconnect) as ended:
        page.receive_bytes()
    return ended.value.code


def test_one_client_has_half_of_all_places_and_beyond_that_few(pages: Pages) -> None:
    pages.open("192.0.2.1", 5)
    with pytest.raises(WebSocketDenialResponse) as refused:
        pages.open("192.0.2.1")
    assert (refused.value.status_code, refused.value.headers["retry-after"]) == (503, "60")
    assert "default-src 'none'" in refused.value.headers["content-security-policy"]
    pages.open("192.0.2.2", 2)
    with pytest.raises(WebSocketDenialResponse):
        pages.open("192.0.2.2")


def test_of_the_client_with_the_most_pages_the_longest_silent_gives_way(pages: Pages) -> None:
    first, second, *others = pages.open("192.0.2.1", 5)
    (reader,) = pages.open("192.0.2.9")
    pages.open("192.0.2.2", 2)
    pages.open("192.0.2.3", 2)
    pages.say(first)
    pages.open("192.0.2.4")
    assert code(second) == websockets.NO_PLACE
    for each in (reader, first, *others):
        pages.say(each)
    pages.open("192.0.2.4")


def test_among_equals_only_a_page_that_was_long_silent_gives_way(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = [pages.open(f"192.0.2.{number}")[0] for number in range(1, 11)]
    with pytest.raises(WebSocketDenialResponse):
        pages.open("192.0.2.11")
    monkeypatch.setattr(websockets, "SILENT_SECONDS", 0)
    pages.open("192.0.2.11")
    assert code(first) == websockets.NO_PLACE
    with pytest.raises(WebSocketDenialResponse):
        pages.open("192.0.2.11")


def test_a_network_of_ipv6_is_few_clients_and_keeps_no_reader_out(pages: Pages) -> None:
    assert len({client_key(f"2001:db8:0:{number:x}::1") for number in range(0, 0x1_0000, 64)}) == 256
    (reader,) = pages.open("192.0.2.1")
    for household in range(4):
        pages.open(f"2001:db8:0:{household}00::1")
        pages.open(f"2001:db8:0:{household}01::1")
    pages.open("2001:db8:0:400::1")
    pages.open("192.0.2.2")
    pages.say(reader)


def test_a_new_page_that_asks_for_nothing_is_closed(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websockets, "ASKING_SECONDS", 0.2)
    (asking,) = pages.open("192.0.2.1")
    client = TestClient(pages._app, client=("192.0.2.2", 1))
    client.portal = pages._portal.portal
    with client.websocket_connect("/_stcore/stream") as silent:
        assert code(silent) == websockets.NOTHING_ASKED
    pages.say(asking)


def test_a_page_that_connects_again_and_asks_for_nothing_stays_open(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(websockets, "ASKING_SECONDS", 0.1)
    client = TestClient(pages._app, client=("192.0.2.2", 1))
    client.portal = pages._portal.portal
    # As Streamlit's page names its session, which the server need not know any more.
    with client.websocket_connect("/_stcore/stream", subprotocols=["streamlit", "token", "session"]) as page:
        time.sleep(0.5)
        pages.say(page)


@pytest.mark.parametrize("is_gone", [False, True], ids=["reads slowly", "is gone"])
def test_a_page_that_gives_way_is_closed_once_and_after_what_is_sent(
    monkeypatch: pytest.MonkeyPatch, is_gone: bool
) -> None:
    """`is_gone`: what the server sends raises, as uvicorn does when the client has disconnected."""
    monkeypatch.setattr(websockets, "SESSIONS", 2)
    monkeypatch.setattr(websockets, "SESSIONS_PER_CLIENT", 2)
    sent: list[str] = []
    faults: list[object] = []

    async def run() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: faults.append(context))
        limits, has_read, messages = websockets.WebsocketLimits(), asyncio.Event(), asyncio.Queue[Message]()

        async def page(_: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "websocket.send", "bytes": b"a page"})
            while (await receive())["type"] != "websocket.disconnect":
                pass

        async def send(message: Message) -> None:
            if is_gone and message["type"] == "websocket.close":
                raise ClientDisconnected
            if message["type"] == "websocket.send":
                await has_read.wait()
            sent.append(message["type"])

        async def opened(address: str) -> None:
            scope = {"type": "websocket", "headers": [], "subprotocols": [], "client_key": client_key(address)}
            await limits(page, scope, messages.get, send)

        async with asyncio.TaskGroup() as group:
            for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
                group.create_task(opened(address))
                await asyncio.sleep(0.01)
            assert sent == []
            has_read.set()
            await asyncio.sleep(0.01)
            for _ in range(3):  # a text, for which a page is closed
                messages.put_nowait({"type": "websocket.receive", "text": "one"})

    asyncio.run(run())
    gc.collect()
    assert faults == []
    assert sent.count("websocket.send") == 3
    if not is_gone:
        assert sent.count("websocket.close") == 3


def test_what_a_client_sends_for_the_name_of_its_page_is_not_believed(pages: Pages) -> None:
    client = TestClient(pages._app, client=("192.0.2.2", 1))
    client.portal = pages._portal.portal
    with client.websocket_connect("/_stcore/stream", headers={"x-open-page": "mine"}) as page:
        pages.say(page)
        assert "mine" not in OPEN_PAGES and len(OPEN_PAGES) == 1


@asynccontextmanager
async def left(server: Server, addresses: list[str], asking: bool) -> AsyncIterator[list[RawWebsocket]]:
    """Pages that are opened from some addresses, which perhaps ask for a page, and are left."""
    async with AsyncExitStack() as stack:
        sockets = []
        for address in addresses:
            sockets.append(await stack.enter_async_context(opened(server, address)))
            if asking:
                sockets[-1].transport.write(masked(Frame(Opcode.BINARY, rerun(NEWEST, "privacy"))))
        yield sockets


async def read(server: Server) -> float:
    """Seconds until a new reader has a page."""
    async with Session(server.host, "", NEWEST, address="127.0.0.9") as reader:
        return (await reader.load()).seconds


def test_websockets_that_were_only_opened_are_gone_after_some_seconds(target: Server) -> None:
    async def run() -> float:
        async with left(target, ["127.0.5.1"] * 50, asking=False) as sockets:
            begin = time.monotonic()
            async with asyncio.timeout(ASKING_SECONDS + 20):
                await asyncio.gather(*(each.lost for each in sockets))
            return time.monotonic() - begin

    before = open_files(target)
    with another_reader(target):
        assert uvloop.run(run()) > ASKING_SECONDS - 3
    time.sleep(0.5)
    # Streamlit keeps a session of a reader who left for two minutes, with three files, and up to 128 of them.
    assert open_files(target) < before + 3 * 50 + 20


@pytest.mark.proof
def test_a_thousand_pages_of_two_addresses_keep_no_reader_out(target: Server) -> None:
    half = SESSIONS // 2

    async def run() -> tuple[list[float], int, list[int]]:
        async with left(target, ["127.0.5.1"] * half + ["127.0.5.2"] * half, asking=True) as sockets:
            places = [each.opened.result() for each in sockets]
            return [await read(target) for _ in range(3)], target.memory(), places

    before, files = target.memory(), open_files(target)
    seconds, memory, places = uvloop.run(run())
    print(f"pages within {max(seconds):.2f} s; {(memory - before) / MEGABYTE:.0f} MB more")
    assert places.count(101) == half + SESSIONS_PER_CLIENT
    assert max(seconds) < 5
    time.sleep(3)
    assert open_files(target) < files + 3 * 128 + 20


@pytest.mark.proof
def test_a_thousand_pages_of_as_many_addresses_leave_the_server_as_it_was(target: Server) -> None:
    async def run() -> tuple[int, int]:
        addresses = [f"127.0.{6 + number // 200}.{1 + number % 200}" for number in range(SESSIONS)]
        async with left(target, addresses, asking=True) as sockets:
            await asyncio.sleep(20)
            open_ones = sum(not each.lost.done() for each in sockets)
            return open_ones, target.memory()

    before = target.memory()
    with another_reader(target):
        open_ones, memory = uvloop.run(run())
    print(f"{open_ones} open; {(memory - before) / MEGABYTE:.0f} MB more")
    assert open_ones == SESSIONS and memory - before < 300 * MEGABYTE


@pytest.mark.parametrize(("pages", "rounds"), [(10, 8), pytest.param(90, 40, marks=pytest.mark.proof)])
def test_pages_that_are_asked_for_and_never_read_take_little_memory(target: Server, pages: int, rounds: int) -> None:
    async def run() -> int:
        async with AsyncExitStack() as stack:
            sockets = [await stack.enter_async_context(opened(target, "127.0.5.3")) for _ in range(pages)]
            for each in sockets:
                connection = each.transport.get_extra_info("socket")
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
                each.transport.pause_reading()
            for number in range(rounds):
                for each in sockets:
                    frame = rerun(f"{NEWEST}&arrested=2014-{1 + number % 12:02}..2021-1{number % 3}", "sentences")
                    each.transport.write(masked(Frame(Opcode.BINARY, frame)))
                await asyncio.sleep(0.5)
            return target.memory()

    before = target.memory()
    with another_reader(target):
        grown = uvloop.run(run()) - before
    print(f"{grown / MEGABYTE:.0f} MB more")
    assert grown < pages * 4 * MEGABYTE + 30 * MEGABYTE
