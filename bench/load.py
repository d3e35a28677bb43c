"""A hundred readers with open pages for minutes, and a new snapshot that comes in under that load."""

from __future__ import annotations

import asyncio
import csv
import shutil
import statistics
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import uvloop

from bench import steps
from bench.report import Extent, Figure, Goal, Say
from bench.servers import ROOT, Server, dashboard, streamlit_page
from bench.sessions import PATIENCE, FailedRun, Session
from bench.steps import REGISTER, Clicks, Register, Walk
from repression.schema import fields_of
from repression.snapshots import read_catalog, read_package
from repression.writing import only_writer, write_snapshot

READERS = 100
PAUSE = 10.0  # seconds between a reader's clicks
NEXT_DAY = date(2023, 5, 10)
# Seconds of load before and after the new snapshot comes.
CALM, AFTER = 15.0, 40.0


@dataclass
class Load:
    """What readers met: when each rerun was asked for (seconds since the beginning) and how long it took."""

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
        usual = uvloop.run(_readers(server, "", steps.usual, seconds / 3))
        say(f"the usual idiom: {len(usual.reruns)} reruns, p95 {usual.p95():.2f} s, {len(usual.failed)} failed")
    data = scratch / "data"
    shutil.copytree(ROOT / "data", data)
    clicks = Clicks(Register())
    with dashboard(scratch, data) as server:
        calm = uvloop.run(_readers(server, "sentences", clicks.sentences, seconds))
        say(f"{len(calm.reruns)} reruns, p95 {calm.p95():.2f} s, failed: {calm.failed[:3] or 'none'}")
        came: list[float] = []
        stirred = uvloop.run(_stirred(server, data, clicks.sentences, came))
    after = [seconds for when, seconds in stirred.reruns if when >= CALM]
    say(f"new snapshot: {len(after)} reruns since, slowest {max(after):.2f} s, failed: {stirred.failed[:3] or 'none'}")
    name = f"{READERS} sessions, a rerun each {PAUSE:g} s"
    yield Figure("load", f"{name}: p95", "s", (calm.p95(),), Goal(below=1.0), "the usual idiom", (usual.p95(),))
    yield Figure("load", f"{name}: failed reruns", "", (float(len(calm.failed)),), Goal(below=0))
    yield Figure("load", f"{name}: memory after the first minute, a session", "MB", (calm.growth(),), Goal(below=2.0))
    yield Figure("load", "new snapshot under that load: slowest rerun", "s", (max(after),), Goal(below=2.0))
    yield Figure(
        "load", "new snapshot under that load: failed reruns", "", (float(len(stirred.failed)),), Goal(below=0)
    )
    yield Figure("load", "new snapshot under that load: seconds until it is served", "s", tuple(came))


async def _readers(server: Server, page: str, walk: Walk, seconds: float) -> Load:
    """Opens the pages one after another, and lets each reader click at every `PAUSE` until `seconds` are over."""
    load = Load()
    begin = time.perf_counter()

    def passed() -> float:
        return time.perf_counter() - begin

    async def reader(place: int) -> None:
        click = PAUSE * place / READERS
        await asyncio.sleep(click)
        while passed() < seconds:
            async with Session(server.host, page, "") as session:
                walked = walk(session, place)
                try:
                    while True:
                        # Who waits for a late page clicks again when it is there, not twice at once.
                        click = max(click + PAUSE, passed())
                        await asyncio.sleep(max(0.0, click - passed()))
                        if passed() >= seconds:
                            return
                        screen = await anext(walked)
                        load.reruns.append((passed() - screen.seconds, screen.seconds))
                except FailedRun as fault:
                    load.failed.append(str(fault))

    async def watch() -> None:
        while passed() < seconds:
            load.memory.append((passed(), server.memory()))
            await asyncio.sleep(2)

    async with asyncio.TaskGroup() as group:
        group.create_task(watch())
        for place in range(READERS):
            group.create_task(reader(place))
    return load


async def _stirred(server: Server, data: Path, walk: Walk, came: list[float]) -> Load:
    """The same load with a new snapshot after `CALM` seconds; `came` gets the seconds until it is served."""

    async def arrive() -> None:
        await asyncio.sleep(CALM)
        came.append(await asyncio.to_thread(_arrive, server, data))

    load, _ = await asyncio.gather(_readers(server, "sentences", walk, CALM + AFTER), arrive())
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
    begin = time.perf_counter()
    with only_writer(data):
        new = replace(descriptor, date=NEXT_DAY, accessed=taken_in)
        write_snapshot(data, new, fields_of(read_package(data), "people"), rows)
    while time.perf_counter() - begin < PATIENCE:
        # An address of this machine.
        with urllib.request.urlopen(f"{server.address}/data/", timeout=PATIENCE) as response:  # nosec B310
            if NEXT_DAY.isoformat() in response.read().decode():
                return time.perf_counter() - begin
        time.sleep(0.1)
    raise FailedRun(f"the snapshot of {NEXT_DAY} is not served after {PATIENCE:g} s")
