"""The site of deploy/nginx.conf before several processes: what its cache gives and costs, and what readers meet."""

from __future__ import annotations

import asyncio
import itertools
import random
import signal
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Self

import httpx
import uvloop
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bench.nginx import LOOPBACK, NAME, Front, front
from bench.report import Extent, Figure, Goal, Say
from bench.routes import Client, never_repeated, page_of
from bench.servers import Server, dashboard, free_port
from bench.sessions import FailedRun, Session
from bench.steps import NEWEST

NAMED = {"REPRESSION_HOSTS": NAME}
PAGES = [f"/{page}?{NEWEST}" for page in ("", "sentences", "places")]
# One page in so many is one that nobody asked for before.
NEW_PAGE = 40
# What an open page shows in turn.
VIEWS = (f"{NEWEST}&gender=female", f"{NEWEST}&gender=male")
PROCESSES = 4
# A reader of plain pages looks at each for so long.
LOOK_SECONDS = 0.2
# Open pages ask again after so long.
CLICK_SECONDS = 4.0
# One page after the other in place of the whole crowd at once.
OPENED_AT_ONCE = 4
# Limits that hold for one address, as all that comes from this machine is one.
OF_ONE_ADDRESS = r"^ *limit_(req|conn) .*\n"


class TorClient(Client):
    """The lightest client there is, by the door of the onion service: each connection is a reader of its own."""

    def __init__(self, nginx: Front) -> None:
        self._host = "127.0.0.1"
        self._socket = socket.create_connection((LOOPBACK, nginx.onion_port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        circuit = f"{random.getrandbits(16):x}:{random.getrandbits(16):x}"  # nosec B311
        self._socket.sendall(f"PROXY TCP6 fc00:dead:beef:4dad::{circuit} ::1 65535 80\r\n".encode())


class Readers:
    """Readers of plain pages, who ask for one after the other, and open Streamlit pages with a filter.

    Each has an address of its own. Use as `async with Readers(...) as readers`; what they met is in `faults`,
    `plain_pages`, `seconds` (of each run of an open page) and `reopened` (how often an open page lost its connection,
    and came back with what it showed).
    """

    def __init__(self, nginx: Front, plain: int, open_pages: int, click_seconds: float = CLICK_SECONDS) -> None:
        self._front, self._plain, self._open, self._click = nginx, plain, open_pages, click_seconds
        self.faults: list[str] = []
        self.plain_pages = self.reopened = 0
        self.seconds: list[float] = []
        self._opened = 0
        self._opening = asyncio.Semaphore(OPENED_AT_ONCE)
        self._all_opened = asyncio.Event()
        self._fresh = map(page_of, never_repeated())

    async def __aenter__(self) -> Self:
        readers = [self._read(number) for number in range(self._plain)]
        pages = [self._keep_open(number) for number in range(self._open)]
        self._tasks = [asyncio.create_task(each) for each in (*readers, *pages)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for each in self._tasks:
            each.cancel()
        for ended in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                self.faults.append(repr(ended))

    async def all_opened(self) -> None:
        """Until every open page has shown its figures once. Raises what ended a reader before."""
        waiting = asyncio.create_task(self._all_opened.wait())
        done, _ = await asyncio.wait([waiting, *self._tasks], return_when=asyncio.FIRST_COMPLETED)
        for each in done:
            each.result()

    async def _read(self, number: int) -> None:
        transport = httpx.AsyncHTTPTransport(
            verify=self._front.trust, local_address=f"127.1.{number // 200}.{1 + number % 200}"
        )
        headers = {"Host": self._front.host, "Accept-Encoding": "br, gzip"}
        paths = itertools.cycle(PAGES)
        async with httpx.AsyncClient(transport=transport, headers=headers, timeout=60) as client:
            for turn in itertools.count(number):
                path = next(self._fresh if turn % NEW_PAGE == NEW_PAGE - 1 else paths)
                try:
                    answer = await client.get(
                        f"https://{LOOPBACK}:{self._front.port}{path}", extensions={"sni_hostname": NAME}
                    )
                except httpx.HTTPError as fault:
                    self.faults.append(f"{path}: {fault!r}")
                else:
                    if answer.status_code != 200 or "</html>" not in answer.text:
                        self.faults.append(f"{path}: {answer.status_code} {answer.text[:200]}")
                    self.plain_pages += 1
                await asyncio.sleep(LOOK_SECONDS)

    async def _keep_open(self, number: int) -> None:
        """A page that shows women and men in turn; if its connection ends, the same address is opened anew."""
        address = f"127.2.{number // 200}.{1 + number % 200}"
        known: dict[str, tuple[str, ...]] = {}
        views = itertools.cycle(VIEWS)
        query, is_new = next(views), True
        while True:
            session = Session(self._front.host, "sentences", query, self._front.trust, address, LOOPBACK)
            try:
                async with self._opening:
                    await session.__aenter__()
                    screen = await session.load()
                while True:
                    if known.setdefault(query, screen.charts) != screen.charts:
                        self.faults.append(f"{query}: other charts than before")
                    self.seconds.append(screen.seconds)
                    if is_new:
                        is_new, self._opened = False, self._opened + 1
                        if self._opened == self._open:
                            self._all_opened.set()
                            self.seconds.clear()
                        await asyncio.sleep(random.random() * self._click)  # nosec B311
                    else:
                        await asyncio.sleep(self._click)
                    query = next(views)
                    screen = await session.go(query)
            except (ConnectionClosed, FailedRun, InvalidStatus, OSError) as fault:
                if isinstance(fault, FailedRun) and "closed the connection" not in str(fault):
                    self.faults.append(f"{query}: {fault}")
                self.reopened += 1
                await asyncio.sleep(0.5)  # as a browser does
            finally:
                with suppress(Exception):
                    await session.__aexit__()


def measure(scratch: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    """What the proxy gives and costs, and what readers meet while processes end. Raises NotServing without nginx."""
    yield from _cache(scratch, extent, say)
    yield from _killed(scratch, extent, say)
    yield from _crowd(scratch, extent, say)


def _cache(scratch: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    rounds, seconds = (3, 1.5) if extent.short else (7, 3.0)
    page, fresh = f"/sentences?{NEWEST}", map(page_of, never_repeated())
    with (
        dashboard(scratch, variables=NAMED) as server,
        front(scratch / "nginx", [server.host], left_out=OF_ONE_ADDRESS) as nginx,
    ):
        kept: dict[str, list[float]] = {"cache": [], "server": []}
        anew: dict[str, list[float]] = {"proxy": [], "server": []}
        for number in range(rounds):
            _pace(lambda: TorClient(nginx), page, 0.1)  # which makes the page
            kept["cache"].append(_pace(lambda: TorClient(nginx), page, seconds))
            kept["server"].append(_pace(lambda: Client(server), page, seconds))
            through, alone = _in_turns(
                lambda: TorClient(nginx), lambda: Client(server), fresh, 6 if extent.short else 15
            )
            anew["proxy"].append(through)
            anew["server"].append(alone)
            said = ", ".join(f"{name} {values[-1]:,.4g}" for name, values in (*kept.items(), *anew.items()))
            say(f"round {number + 1} of {rounds}: {said}")
    yield Figure(
        "proxy",
        "kept page through nginx",
        "pages/s",
        tuple(kept["cache"]),
        Goal(at_least=5_000),
        "the server alone",
        tuple(kept["server"]),
    )
    yield Figure(
        "proxy",
        "page never asked before, through nginx",
        "s",
        tuple(anew["proxy"]),
        Goal(below=1.2, of="ratio"),
        "the server alone",
        tuple(anew["server"]),
    )


def _pace(connected: Callable[[], Client], path: str, seconds: float) -> float:
    """Answers a second to one client that asks again as soon as it has an answer."""
    count, begin = 0, time.perf_counter()
    client = connected()
    while (passed := time.perf_counter() - begin) < seconds:
        if count % 900 == 899:  # nginx closes a connection after 1,000 requests
            client.close()
            client = connected()
        if client.get(path, Accept_Encoding="br").status != 200:
            raise FailedRun(f"{path} is not answered")
        count += 1
    client.close()
    return count / passed


def _in_turns(
    through: Callable[[], Client], alone: Callable[[], Client], paths: Iterator[str], turns: int
) -> tuple[float, float]:
    """The median seconds of a new page each way, asked in turns."""
    took: tuple[list[float], list[float]] = ([], [])
    with closing(through()) as first, closing(alone()) as second:
        for _ in range(turns):
            for client, seconds in zip((first, second), took, strict=True):
                begin = time.perf_counter()
                if client.get(next(paths), Accept_Encoding="br").status != 200:
                    raise FailedRun("a new page is not answered")
                seconds.append(time.perf_counter() - begin)
    return statistics.median(took[0]), statistics.median(took[1])


def _killed(scratch: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    """Readers before one process, and before four of which one is killed every ten seconds and comes back."""
    seconds = 30.0 if extent.short else 60.0 * extent.minutes
    paces: dict[int, Readers] = {}
    for processes in (1, PROCESSES):
        with _Servers(scratch, processes) as servers, front(scratch / f"nginx-{processes}", servers.hosts) as nginx:
            paces[processes] = uvloop.run(_mixed(servers, nginx, seconds))
            found = paces[processes]
            say(
                f"{processes} processes: {found.plain_pages} plain pages, {len(found.seconds)} runs, "
                f"{found.reopened} reopened, faults: {found.faults[:3] or 'none'}"
            )
    one, four = paces[1], paces[PROCESSES]
    name = f"{PROCESSES} processes, one killed each 10 s"
    yield Figure("proxy", f"{name}: failed pages", "", (float(len(four.faults)),), Goal(below=0))
    yield Figure(
        "proxy",
        f"{name}: plain pages",
        "pages/s",
        (four.plain_pages / seconds,),
        None,
        "one process, none killed",
        (one.plain_pages / seconds,),
    )
    yield Figure(
        "proxy",
        f"{name}: reruns of open pages, p95",
        "s",
        (_p95(four.seconds),),
        None,
        "one process, none killed",
        (_p95(one.seconds),),
    )
    yield Figure("proxy", f"{name}: open pages that came back with their filters", "", (float(four.reopened),))


async def _mixed(servers: _Servers, nginx: Front, seconds: float) -> Readers:
    async with Readers(nginx, plain=20, open_pages=20) as readers:
        await readers.all_opened()
        readers.plain_pages = 0
        begin, turn = time.monotonic(), itertools.cycle(range(len(servers.hosts)))
        while (left := seconds - (time.monotonic() - begin)) > 0:
            await asyncio.sleep(min(10, left))
            if len(servers.hosts) > 1:
                await asyncio.to_thread(servers.replace, next(turn))
    return readers


class _Servers:
    """Processes of the dashboard on ports of their own; one can be killed, and comes back at its port."""

    def __init__(self, scratch: Path, processes: int) -> None:
        self._scratch, self._ports = scratch, [free_port() for _ in range(processes)]
        self._held = [ExitStack() for _ in range(processes)]
        self.running: list[Server] = []

    @property
    def hosts(self) -> list[str]:
        return [f"{LOOPBACK}:{port}" for port in self._ports]

    def __enter__(self) -> Self:
        self.running = [self._start(number) for number in range(len(self._ports))]
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._held:
            each.close()

    def _start(self, number: int) -> Server:
        return self._held[number].enter_context(dashboard(self._scratch, port=self._ports[number], variables=NAMED))

    def replace(self, number: int) -> None:
        """Kill a process without a warning, and start it again."""
        self.running[number].process.send_signal(signal.SIGKILL)
        self._held[number].close()
        self.running[number] = self._start(number)


def _crowd(scratch: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    """A thousand open Streamlit pages before four processes, each with a rerun a minute."""
    pages, seconds = (200, 60.0) if extent.short else (1_000, 60.0 * extent.minutes)
    with _Servers(scratch, PROCESSES) as servers, front(scratch / "nginx-crowd", servers.hosts) as nginx:

        async def crowd() -> tuple[Readers, int, float]:
            before, began = sum(each.memory() for each in servers.running), time.monotonic()
            async with Readers(nginx, plain=0, open_pages=pages, click_seconds=60) as readers:
                await readers.all_opened()
                say(f"{pages} pages are open after {time.monotonic() - began:.0f} s")
                await asyncio.sleep(seconds)
                more = sum(each.memory() for each in servers.running) - before
            return readers, more, time.monotonic() - began

        readers, more, _ = uvloop.run(crowd())
    say(f"{len(readers.seconds)} runs, faults: {readers.faults[:3] or 'none'}, {readers.reopened} reopened")
    name = f"{pages:,} open pages, a rerun a minute each"
    yield Figure("proxy", f"{name}: p95", "s", (_p95(readers.seconds),), Goal(below=1.0))
    yield Figure("proxy", f"{name}: failed", "", (float(len(readers.faults) + readers.reopened),), Goal(below=0))
    yield Figure("proxy", f"{name}: memory more", "GB", (more / 1e9,), Goal(below=1.5))


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.95 * len(seconds))] if seconds else float("inf")
