"""From the start of the server's process to the first page on a reader's screen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import uvloop

from bench.report import Extent, Figure, Goal, Say
from bench.routes import Client
from bench.servers import Server, dashboard, streamlit_page
from bench.sessions import FailedRun, Session
from bench.steps import NEWEST, check


def measure(scratch: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    """Case 5: the dashboard in turns with the usual idiom's page, each a new process."""
    own, usual = [], []
    for number in range(2 if extent.short else 5):
        with dashboard(scratch) as server:
            own.append(first_page(server))
        with streamlit_page("usual", scratch) as server:
            uvloop.run(_load(server, ""))
            usual.append(time.perf_counter() - server.started)
        say(f"round {number + 1}: first page after {own[-1]:.2f} s, the usual idiom's after {usual[-1]:.2f} s")
    yield Figure(
        "start",
        "server start to first page served",
        "s",
        tuple(own),
        Goal(below=6.0),
        "the usual idiom",
        tuple(usual),
    )


def first_page(server: Server) -> float:
    """Seconds from the start of the process until `/` is answered and the whole *Overview* has been sent."""
    client = Client(server)
    reply = client.get(f"/?{NEWEST}")
    client.close()
    if reply.status != 200:
        raise FailedRun(f"/ answers {reply.status}: {reply.body[:300]!r}")
    uvloop.run(_load(server, NEWEST, whole=True))
    return time.perf_counter() - server.started


async def _load(server: Server, query: str, whole: bool = False) -> None:
    async with Session(server.host, "", query) as session:
        screen = await session.load()
    if whole:
        check(screen, "")
