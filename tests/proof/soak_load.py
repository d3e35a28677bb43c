"""Readers of all kinds at one server for a long time, and looks at what the server holds while they rest."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx
from msgspec.structs import replace
from streamlit.proto.Alert_pb2 import Alert

from bench.servers import Server
from bench.sessions import Screen, Session
from bench.steps import FIRST_MONTHS, HEADCOUNT, LAST_MONTHS, Register
from repression.downloads.formats import FORMATS
from repression.questions.question import published_questions
from repression.site import PAGES
from repression.snapshots.catalog import read_catalog
from repression.snapshots.descriptor import Descriptor
from repression.snapshots.schema import Field, fields_on
from repression.snapshots.writer import write_snapshot, writer_lock
from tests.support.registers import widened

PAGE_READERS, FILE_READERS, IDLE_READERS = 4, 2, 8
PATIENCE = 120.0
LEAST_LOOKS = 16
# A moment for what readers left behind to be put away: connections, threads.
REST_SECONDS = 0.5
# Files of a megabyte each, more than the server keeps; sessions, more than Streamlit keeps of readers who left.
FULL_FILES, FULL_SESSIONS = 80, 130
LINK = {"snapshot": "2026-11-22", "lang": "en"}
NEW_DAY = date(2023, 5, 10)
RECOGNISED = ("political_prisoner", "former_political_prisoner")
CHOICES = {
    "gender": ("female", "male"),
    "region": ("Brest region", "Gomel region", "Grodno region", "Minsk city", "Mogilev region", "Vitebsk region"),
    "age_group": ("18–24", "25–34", "35–44", "45–54", "55–64"),
    "penalty": ("penal_colony_general", "home_confinement", "open_facility"),
}


@dataclass(frozen=True)
class Look:
    """What the server holds at a moment of rest: megabytes, open files, threads."""

    memory: float
    files: int
    threads: int


class Gate:
    """Lets readers in, and none while the server rests."""

    def __init__(self) -> None:
        self._open, self._empty, self._inside = asyncio.Event(), asyncio.Event(), 0
        self._open.set()
        self._empty.set()

    @asynccontextmanager
    async def visit(self) -> AsyncIterator[None]:
        await self._open.wait()
        self._inside += 1
        self._empty.clear()
        try:
            yield
        finally:
            self._inside -= 1
            if not self._inside:
                self._empty.set()

    @asynccontextmanager
    async def rest(self) -> AsyncIterator[None]:
        self._open.clear()
        await self._empty.wait()
        await asyncio.sleep(REST_SECONDS)
        yield
        self._open.set()


@dataclass
class Soak:
    """The readers of one server and its data folder: how much they were given, and what was seen of the server."""

    server: Server
    data: Path
    seconds: float
    look_every: float
    news_every: float
    given: dict[str, int] = field(default_factory=lambda: {"pages": 0, "files": 0, "news": 0})
    looks: list[Look] = field(default_factory=list)
    _register: Register = field(default_factory=Register)
    _chance: random.Random = field(default_factory=lambda: random.Random(2020))
    _gate: Gate = field(default_factory=Gate)
    _end: float = 0.0

    async def run(self) -> None:
        """Fills what is bounded, then lets readers in until the time is over. Raises what any of them finds wrong."""
        async with AsyncExitStack() as idle:
            await self._fill()
            for _ in range(IDLE_READERS):
                await (await idle.enter_async_context(self._session("sentences", LINK))).load()
            self._end = time.monotonic() + self.seconds
            async with asyncio.TaskGroup() as group:
                group.create_task(self._look())
                group.create_task(self._bring_news())
                for _ in range(PAGE_READERS):
                    group.create_task(self._read_pages())
                for _ in range(FILE_READERS):
                    group.create_task(self._read_files())

    @property
    def _goes_on(self) -> bool:
        """Until the time is over; on a machine that is slow at it, until there was enough to see."""
        return time.monotonic() < self._end or len(self.looks) < LEAST_LOOKS

    async def _fill(self) -> None:
        async with self._client() as client:
            for number in range(FULL_FILES):
                since = f"{1900 + number // 12}-{number % 12 + 1:02}.."
                await self._fetch(client, "/data/people.json", {**LINK, "status": "any", "arrested": since})
        for _ in range(FULL_SESSIONS):
            async with self._session("defenders", LINK) as session:
                await session.load()

    async def _look(self) -> None:
        while self._goes_on:
            await asyncio.sleep(self.look_every)
            async with self._gate.rest():
                memory, process = self.server.memory() / 1e6, Path(f"/proc/{self.server.process.pid}")
                files, threads = (len(list((process / kind).iterdir())) for kind in ("fd", "task"))
                self.looks.append(Look(memory, files, threads))

    # Readers of pages

    def _session(self, page: str, query: Mapping[str, str]) -> Session:
        return Session(self.server.host, page, urlencode(query))

    async def _read_pages(self) -> None:
        while self._goes_on:
            async with self._gate.visit():
                await self._read_sentences()
            async with self._gate.visit():
                page = self._chance.choice(PAGES)
                async with self._session(page.path, LINK | self._filters()) as session:
                    self._check(await session.load())

    async def _read_sentences(self) -> None:
        holds = self._filters()
        async with self._session("sentences", LINK | holds) as session:
            self._check(await session.load(), holds)
            for _ in range(3):
                holds = self._filters()
                self._check(await session.go(urlencode(LINK | holds)), holds)

    def _filters(self) -> dict[str, str]:
        """Filters that most likely nobody asked for yet."""
        named = self._chance.sample(sorted(CHOICES), self._chance.randint(0, 2))
        months = f"{self._chance.choice(FIRST_MONTHS)}..{self._chance.choice(LAST_MONTHS)}"
        return {"arrested": months} | {name: self._chance.choice(CHOICES[name]) for name in named}

    def _left(self, holds: Mapping[str, str]) -> int:
        """How many people filters leave, counted from the register itself."""
        first, last = holds["arrested"].split("..")
        return self._register.left(first=first, last=last, **{name: holds[name] for name in CHOICES if name in holds})

    def _check(self, screen: Screen, holds: Mapping[str, str] | None = None) -> None:
        assert "exception" not in screen.kinds, screen.text
        assert not [each.body for each in screen.each("alert") if each.format == Alert.ERROR]
        assert 'class="exhibit-head"' in screen.text
        if holds:
            said = HEADCOUNT.search(screen.text)
            assert said and int(said[1].replace(",", "")) == self._left(holds), holds
        self.given["pages"] += 1

    # Readers of files

    def _client(self) -> httpx.AsyncClient:
        # Each reader has an address of their own, as behind a proxy: the limits of one are not what is tried here.
        headers = {"X-Forwarded-For": f"192.0.2.{self._chance.randint(1, 254)}"}
        return httpx.AsyncClient(base_url=self.server.address, headers=headers, timeout=PATIENCE)

    async def _read_files(self) -> None:
        while self._goes_on:
            async with self._gate.visit(), self._client() as client:
                holds = self._filters()
                rows = await self._fetch(client, "/data/people.csv", LINK | holds)
                assert len(rows.text.splitlines()) - 1 == self._left(holds), holds
                tag = rows.headers["etag"]
                again = await client.get("/data/people.csv", params=LINK | holds, headers={"If-None-Match": tag})
                # New data may have come in between, and with them another edition of the file.
                assert again.status_code == 304 or again.headers["etag"] != tag
                await self._fetch_question(client)
                await self._fetch(client, "/own/newest", {"lang": "ru"})
                await self._fetch(client, "/data/package.zip", LINK)
            await asyncio.sleep(0.05)

    async def _fetch_question(self, client: httpx.AsyncClient) -> None:
        """A question as a file of some kind, as a picture, and as a citation."""
        question = self._chance.choice(list(published_questions().values()))
        obeyed = {name: text for name, text in self._filters().items() if name in question.filters}
        ending = self._chance.choice(list(FORMATS))
        await self._fetch(client, f"/data/questions/{question.name}.{ending}", LINK | obeyed)
        for path in (f"/picture/{question.name}.svg", f"/picture/{question.name}.png", f"/cite/{question.name}.bib"):
            # A question may have no picture, and a view no rows.
            await self._fetch(client, path, LINK | obeyed, allowed=(200, 404))

    async def _fetch(
        self, client: httpx.AsyncClient, path: str, query: Mapping[str, str], allowed: tuple[int, ...] = (200,)
    ) -> httpx.Response:
        answer = await client.get(path, params=query)
        assert answer.status_code in allowed, f"{path}?{urlencode(query)}: {answer.status_code} {answer.text[:300]}"
        self.given["files"] += 1
        return answer

    # New data

    async def _bring_news(self) -> None:
        """Replaces the register of one day again and again, so that the data themselves do not grow."""
        catalog = read_catalog(self.data)
        last = catalog.on("people", NEW_DAY)
        assert last
        # Taken in a day after all others: links of before show what they showed.
        descriptor = replace(last.descriptor, date=NEW_DAY, accessed=catalog.days()[-1] + timedelta(days=1))
        fields = fields_on(catalog.package, "people", NEW_DAY)
        recognised = widened((row for row in last.rows() if row[0] in RECOGNISED), fields)
        while self._goes_on:
            await asyncio.sleep(self.news_every)
            rows = recognised[self._chance.randint(1, 500) :]
            async with self._client() as client:
                before = (await self._fetch(client, "/own/newest", {})).json()["version"]
                await asyncio.to_thread(self._write, descriptor, fields, rows)
                async with asyncio.timeout(PATIENCE):
                    while (await self._fetch(client, "/own/newest", {})).json()["version"] == before:
                        await asyncio.sleep(0.2)
                served = await self._fetch(client, "/data/people.csv", {"lang": "en"})
                assert len(served.text.splitlines()) - 1 == len(rows)
            self.given["news"] += 1

    def _write(self, descriptor: Descriptor, fields: Sequence[Field], rows: Sequence[Sequence[str]]) -> None:
        with writer_lock(self.data):
            write_snapshot(self.data, descriptor, fields, rows)
