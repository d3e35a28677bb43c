"""A hundred readers with open pages for minutes, and a new snapshot that comes in under that load."""

from __future__ import annotations

import asyncio
import csv
import shutil
import statistics
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import uvloop
from msgspec.structs import replace

from bench import steps
from bench.report import Extent, Figure, Goal, Say
from bench.servers import DATA, Server, dashboard, streamlit_page
from bench.sessions import PATIENCE, FailedRun, Session
from bench.steps import REGISTER, Clicks, Register, Walk
from repression.snapshots.catalog import read_catalog, read_package
from repression.snapshots.schema import fields_on
from repression.snapshots.writer import write_snapshot, writer_lock

READERS = 100
PAUSE = 10.0  # seconds between a reader's clicks
NEXT_DAY = date(2023, 5, 10)
# Seconds of load before and after the new snapshot comes.
CALM, AFTER = 15.0, 40.0


@dataclass
class Load:
    """What readers met once all pages were open: when each rerun was asked for (seconds since then), how long it took.

    `opening` are the seconds until then, from the first reader on.
    """

    opening: float = 0.0
    reruns: list[tuple[float, float]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)

    def p95(self) -> float:
        return statistics.quantiles([seconds for _, seconds in self.reruns], n=20)[-1]

    def growth(self) -> float:
        """Megabytes a session that memory grew by from the end of the first minute to the last look."""
        first = next((size for when, size in self.memory if when >= 60), self.memory[0][1])
        return (self.memory[-1][1] - first) / 1e6 / READERS


def measure(scratch: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    """Cases 8 and 9; the usual idiom's page has the same readers before, since both at once would be twice the load."""
    seconds = 75.0 if extent.short else 60.0 * extent.minutes
    with streamlit_page("usual", scratch) as server:
        usual = uvloop.run(_under(server, "", steps.usual, seconds / 3))
        say(f"the usual idiom: {len(usual.reruns)} reruns, p95 {usual.p95():.2f} s, {len(usual.failed)} failed")
    data = scratch / "data"
    shutil.copytree(DATA, data)
    clicks = Clicks(Register())
    with dashboard(scratch, data) as server:
        calm = uvloop.run(_under(server, "sentences", clicks.sentences, seconds))
        say(f"{len(calm.reruns)} reruns, p95 {calm.p95():.2f} s, failed: {calm.failed[:3] or 'none'}")
        came: list[float] = []
        stirred = uvloop.run(_stirred(server, data, clicks.sentences, came))
    after = [seconds for when, seconds in stirred.reruns if when >= CALM]
    say(f"new snapshot: {len(after)} reruns since, slowest {max(after):.2f} s, failed: {stirred.failed[:3] or 'none'}")
    name = f"{READERS} sessions, a rerun each {PAUSE:g} s"
    yield Figure(
        "load",
        f"{READERS} pages opened within {PAUSE:g} s, each with a click: until all are there",
        "s",
        (calm.opening,),
        None,
        "the usual idiom",
        (usual.opening,),
    )
    yield Figure("load", f"{name}: p95", "s", (calm.p95(),), Goal(below=1.0), "the usual idiom", (usual.p95(),))
    yield Figure("load", f"{name}: failed reruns", "", (float(len(calm.failed)),), Goal(below=0))
    yield Figure("load", f"{name}: memory after the first minute, a session", "MB", (calm.growth(),), Goal(below=2.0))
    yield Figure("load", "new snapshot under that load: slowest rerun", "s", (max(after),), Goal(below=2.0))
    yield Figure(
        "load", "new snapshot under that load: failed reruns", "", (float(len(stirred.failed)),), Goal(below=0)
    )
    yield Figure("load", "new snapshot under that load: seconds until it is served", "s", tuple(came))


async def _under(server: Server, page: str, walk: Walk, seconds: float) -> Load:
    """The load for so many seconds."""
    return await _Readers(server, page, walk).click(seconds)


class _Readers:
    """Open their pages one soon after another; once all are there, each clicks at every `PAUSE`."""

    def __init__(self, server: Server, page: str, walk: Walk) -> None:
        self._server, self._page, self._walk = server, page, walk
        self._load = Load()
        self._awaited = READERS
        self._begin = time.perf_counter()
        self.all_there = asyncio.Event()

    async def click(self, seconds: float) -> Load:
        """What readers meet within so many seconds. Raises FailedRun where a page cannot be opened at all."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._watch(seconds))
            for place in range(READERS):
                group.create_task(self._read(place, seconds))
        return self._load

    def _passed(self) -> float:
        return time.perf_counter() - self._begin

    async def _read(self, place: int, seconds: float) -> None:
        click = PAUSE * place / READERS
        await asyncio.sleep(click)
        while not self.all_there.is_set() or self._passed() < seconds:
            async with Session(self._server.host, self._page, "") as session:
                walked = self._walk(session, place)
                try:
                    await anext(walked)
                    await self._await_others()
                    while True:
                        # Who waits for a late page clicks again when it is there, not twice at once.
                        await asyncio.sleep(max(0.0, click - self._passed()))
                        if self._passed() >= seconds:
                            return
                        screen = await anext(walked)
                        self._load.reruns.append((self._passed() - screen.seconds, screen.seconds))
                        click = max(click + PAUSE, self._passed())
                except FailedRun as fault:
                    if not self.all_there.is_set():
                        raise
                    self._load.failed.append(str(fault))

    async def _await_others(self) -> None:
        """Until all are there for the first time; a page that is opened again later waits for nobody."""
        if self.all_there.is_set():
            return
        self._awaited -= 1
        if not self._awaited:
            self._load.opening = self._passed()
            self._begin = time.perf_counter()
            self.all_there.set()
        await self.all_there.wait()

    async def _watch(self, seconds: float) -> None:
        await self.all_there.wait()
        while self._passed() < seconds:
            self._load.memory.append((self._passed(), self._server.memory()))
            await asyncio.sleep(2)


async def _stirred(server: Server, data: Path, walk: Walk, came: list[float]) -> Load:
    """The same load with a new snapshot after `CALM` seconds; `came` gets the seconds until it is served."""
    readers = _Readers(server, "sentences", walk)

    async def arrive() -> None:
        await readers.all_there.wait()
        await asyncio.sleep(CALM)
        came.append(await asyncio.to_thread(_arrive, server, data))

    load, _ = await asyncio.gather(readers.click(CALM + AFTER), arrive())
    return load


def _arrive(server: Server, data: Path) -> float:
    """Writes a register of `NEXT_DAY` into the served data, and gives the seconds until the server has it.

    It has a hundred rows fewer, and was taken in a day after all others: links of before show what they showed.
    """
    catalog = read_catalog(data)
    descriptor = next(each.descriptor for each in catalog.snapshots if each.dataset == "people")
    taken_in = catalog.days()[-1] + timedelta(days=1)
    with REGISTER.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[101:]
    fields = fields_on(read_package(data), "people", NEXT_DAY)
    begin = time.perf_counter()
    with writer_lock(data):
        write_snapshot(data, replace(descriptor, date=NEXT_DAY, accessed=taken_in), fields, rows)
    while time.perf_counter() - begin < PATIENCE:
        # An address of this machine.
        with urllib.request.urlopen(f"{server.address}/data/", timeout=PATIENCE) as response:  # nosec B310
            if NEXT_DAY.isoformat() in response.read().decode():
                return time.perf_counter() - begin
        time.sleep(0.1)
    raise FailedRun(f"the snapshot of {NEXT_DAY} is not served after {PATIENCE:g} s")
