"""Reruns a second: twenty readers who click without a pause, on the dashboard and on the pages it is held against."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import uvloop

from bench import steps
from bench.report import Extent, Figure, Goal, Say
from bench.servers import Server, dashboard, streamlit_page
from bench.sessions import PATIENCE, FailedRun, Session
from bench.steps import Clicks, Register, Walk

READERS = 20


@dataclass(frozen=True)
class Pace:
    """What one round gave: the seconds of every good rerun, and how many did not show what was asked for.

    `passed` are the seconds of the round; `clients` is the share of one processor that the readers themselves used, and
    `cost` the milliseconds of processor time that the server used for each rerun.
    """

    passed: float
    seconds: tuple[float, ...]
    failed: tuple[str, ...]
    clients: float
    cost: float

    @property
    def reruns(self) -> float:
        """Good reruns a second."""
        return len(self.seconds) / self.passed


def pace(server: Server, page: str, walk: Walk, seconds: float, readers: int = READERS) -> Pace:
    """Reruns of readers who wait for a page and click at once, over `seconds` or longer where the page is very slow.

    Raises FailedRun where not one rerun was good.
    """
    return uvloop.run(_pace(server, page, walk, seconds, readers))


async def _pace(server: Server, page: str, walk: Walk, seconds: float, readers: int) -> Pace:
    begun, stopped = asyncio.Barrier(readers + 1), asyncio.Event()
    good: list[float] = []
    failed: list[str] = []

    async def reader(place: int) -> None:
        first = True
        while not stopped.is_set():
            async with Session(server.host, page, "") as session:
                walked = walk(session, place)
                try:
                    if first:
                        await anext(walked)
                        await begun.wait()
                        first = False
                    while not stopped.is_set():
                        screen = await anext(walked)
                        if not stopped.is_set():
                            good.append(screen.seconds)
                except FailedRun as fault:  # the reader opens the page again
                    failed.append(str(fault))

    async def until(reruns: int) -> None:
        patience = time.perf_counter() + PATIENCE
        while len(good) < reruns and time.perf_counter() < patience:
            await asyncio.sleep(0.02)

    async with asyncio.TaskGroup() as group:
        for place in range(readers):
            group.create_task(reader(place))
        await begun.wait()
        # Counted is from the middle of the stream to its middle, where every reader has clicked about once and clicks
        # on: what is under way at the beginning makes up for what is under way at the end.
        await until(readers)
        before = len(good)
        start, clients, used = time.perf_counter(), time.process_time(), server.processor_seconds()
        await asyncio.sleep(seconds)
        await until(before + readers)
        stopped.set()
        passed = time.perf_counter() - start
        counted = tuple(good[before:])
        clients = (time.process_time() - clients) / passed
        cost = 1000 * (server.processor_seconds() - used) / max(len(counted), 1)
    if not counted:
        raise FailedRun(f"{server.address}/{page}: not one good rerun in {passed:.0f} s; {failed[:3]}")
    return Pace(passed, counted, tuple(failed), clients, cost)


def measure(scratch: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    """Cases 1 and 2 in rounds: every round asks each page in turn, and each ratio is of one round."""
    rounds, seconds = (2, 4.0) if extent.short else (5, 8.0)
    readers = 5 if extent.floor else READERS
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
        if extent.floor:
            pages = {name: pages[name] for name in ("Overview", "usual", "Sentences")}
        paces: dict[str, list[Pace]] = {name: [] for name in pages}
        for number in range(rounds):
            for name, (server, page, walk) in pages.items():
                paces[name].append(pace(server, page, walk, seconds, readers))
                found = paces[name][-1]
                say(
                    f"round {number + 1} of {rounds}, {name}: {found.reruns:.1f} reruns a second, {found.cost:.0f} ms "
                    f"of the server's processor each, readers {found.clients:.0%} of a processor"
                    + (f", {len(found.failed)} FAILED: {found.failed[0]}" if found.failed else "")
                )
    for name, reference, limit in (
        ("Overview", "usual", 4.0),
        ("Sentences", "usual", 4.0),
        ("Overview", "empty", 1.0),
        ("Sentences", "empty", 1.0),
        ("Overview anew", "usual", 2.0),
        ("Sentences anew", "usual", 2.0),
    ):
        if name not in paces or reference not in paces:
            continue
        yield Figure(
            job="reruns",
            name=f"{name}, {readers} readers",
            unit="reruns/s",
            values=tuple(each.reruns for each in paces[name]),
            reference_name={"usual": "the usual idiom", "empty": "an empty page, default settings"}[reference],
            references=tuple(each.reruns for each in paces[reference]),
            goal=Goal(at_least=limit * extent.slack, of="ratio"),
        )
    lost = [float(len(each.failed)) for name in paces if pages[name][0] is own for each in paces[name]]
    yield Figure("reruns", "reruns that failed, in all rounds", "", (sum(lost),), Goal(below=0))
