"""Reruns a second: twenty readers who click without a pause, on the dashboard and on the pages it is held against."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import uvloop

from bench import steps
from bench.report import Figure, Goal, Say
from bench.servers import Server, dashboard, streamlit_page
from bench.sessions import Session
from bench.steps import Clicks, Register, Walk

READERS = 20


@dataclass(frozen=True)
class Pace:
    """What one round gave: reruns a second, and the share of one processor that the clients themselves used."""

    reruns: float
    clients: float
    seconds: tuple[float, ...]


def pace(host: str, page: str, walk: Walk, seconds: float, readers: int = READERS) -> Pace:
    """Reruns a second of readers who wait for a page and click at once, over `seconds`, after all have begun."""
    return uvloop.run(_pace(host, page, walk, seconds, readers))


async def _pace(host: str, page: str, walk: Walk, seconds: float, readers: int) -> Pace:
    begun, counting, stopped = asyncio.Barrier(readers + 1), asyncio.Event(), asyncio.Event()
    times: list[float] = []

    async def reader(place: int) -> None:
        async with Session(host, page, "") as session:
            walked = walk(session, place)
            await anext(walked)
            await begun.wait()
            await counting.wait()
            while not stopped.is_set():
                screen = await anext(walked)
                if not stopped.is_set():
                    times.append(screen.seconds)

    async with asyncio.TaskGroup() as group:
        for place in range(readers):
            group.create_task(reader(place))
        await begun.wait()
        counting.set()
        start, used = time.perf_counter(), time.process_time()
        await asyncio.sleep(seconds)
        stopped.set()
        passed = time.perf_counter() - start
        clients = (time.process_time() - used) / passed
    return Pace(len(times) / passed, clients, tuple(times))


def measure(scratch: Path, short: bool, say: Say) -> Iterator[Figure]:
    """Cases 1 and 2 in rounds: every round asks each page in turn, and each ratio is of one round."""
    rounds, seconds = (2, 4.0) if short else (5, 8.0)
    clicks = Clicks(Register())
    with ExitStack() as servers:
        own = servers.enter_context(dashboard(scratch))
        pages: dict[str, tuple[Server, str, Walk]] = {
            "Overview": (own, "", clicks.overview),
            "usual": (servers.enter_context(streamlit_page("usual", scratch)), "", steps.usual),
            "Sentences": (own, "sentences", clicks.sentences),
            "empty": (servers.enter_context(streamlit_page("empty", scratch)), "", steps.empty),
            "Overview anew": (own, "", clicks.overview_anew),
            "Sentences anew": (own, "sentences", clicks.sentences_anew),
        }
        paces: dict[str, list[Pace]] = {name: [] for name in pages}
        for number in range(rounds):
            for name, (server, page, walk) in pages.items():
                paces[name].append(pace(server.host, page, walk, seconds))
                found = paces[name][-1]
                say(f"round {number + 1} of {rounds}, {name}: {found.reruns:.1f} reruns a second, "
                    f"clients {found.clients:.0%} of a processor")
    for name, reference, limit in (
        ("Overview", "usual", 4.0),
        ("Sentences", "usual", 4.0),
        ("Overview", "empty", 1.0),
        ("Sentences", "empty", 1.0),
        ("Overview anew", "usual", 2.0),
        ("Sentences anew", "usual", 2.0),
    ):
        yield Figure(
            job="reruns",
            name=f"{name}, {READERS} readers",
            unit="reruns/s",
            values=tuple(each.reruns for each in paces[name]),
            reference_name={"usual": "the usual idiom", "empty": "an empty page, default settings"}[reference],
            references=tuple(each.reruns for each in paces[reference]),
            goal=Goal(at_least=limit, of="ratio"),
        )
