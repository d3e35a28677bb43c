"""Several machines on one store, as docs/deployment.md has them: readers notice neither new data nor one's end.

The machines are network namespaces with addresses of their own: nginx and a process, a process, the store, a
maintainer, and the readers. Each reader has an address of its own, by which nginx chooses the process.
"""

from __future__ import annotations

import asyncio
import ctypes
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bench.nginx import NAME, Front, front
from bench.routes import never_repeated, page_of
from bench.sessions import FailedRun, Session
from repression.snapshots.local_copy import SHOWN_AFTER_SECONDS
from tests.conftest import DATA, ROOT
from tests.support.s3_server import S3Server

VIEW = "snapshot=2026-11-22&lang=en&gender=female"
CORRECTION = ("date=2026-03-05", "series=viasna", "--to", "political_prisoners=1141", "--reason", "A slip.")
# What the page says before and after it, counted in two places, and the file.
WHOLE = {"1,140, 94": "1140", "1,141, 93": "1141"}
READERS, OPEN_PAGES = 6, 12
MOST_SECONDS = 60  # until an edition is shown
START_SECONDS = 240  # until processes that were started on a busy machine answer
CLICK_SECONDS = 4
# Page and file may be of two editions only if the change came between them; the store tells its time in whole seconds,
# and a process takes part of one to change.
MOMENT_SECONDS = 1.5
NEW_NETWORK = 0x40000000  # CLONE_NEWNET of setns(2)
COMMAND = [sys.executable, "-m", "repression"]


@dataclass(frozen=True)
class Machine:
    """A network namespace, and the address by which the others reach it."""

    name: str
    address: str

    @contextmanager
    def here(self) -> Iterator[None]:
        """What this thread opens and starts meanwhile is on the machine."""
        with open("/proc/thread-self/ns/net") as before, open(f"/run/netns/{self.name}") as there:
            _enter(there.fileno())
            try:
                yield
            finally:
                _enter(before.fileno())


def _enter(namespace: int) -> None:
    if ctypes.CDLL(None, use_errno=True).setns(namespace, NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "setns")


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, timeout=MOST_SECONDS)


@pytest.fixture(scope="module")
def machines() -> Iterator[dict[str, Machine]]:
    """Machines on one network, which no other machine has; the readers' one has an address for each of them."""
    names = ("first", "second", "store", "maintainer", "readers")
    made = {name: Machine(f"figures-{os.getpid()}-{name}", f"10.0.0.{n}") for n, name in enumerate(names, 1)}
    with ExitStack() as held:
        for machine in made.values():
            try:
                ip("netns", "add", machine.name)
            except (FileNotFoundError, subprocess.CalledProcessError) as fault:
                pytest.skip(f"no network namespaces can be made here (root's right, and iproute2): {fault}")
            held.callback(ip, "netns", "delete", machine.name)
            ip("-n", machine.name, "link", "set", "lo", "up")
        middle = made["readers"].name
        ip("-n", middle, "link", "add", "network", "type", "bridge")
        for host in range(1, READERS + OPEN_PAGES + 1):
            ip("-n", middle, "address", "add", f"10.0.1.{host}/16", "dev", "network")
        ip("-n", middle, "link", "set", "network", "up")
        for name in names[:-1]:
            ip("-n", middle, "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", made[name].name)
            ip("-n", middle, "link", "set", name, "master", "network", "up")
            ip("-n", made[name].name, "address", "add", f"{made[name].address}/16", "dev", "eth0")
            ip("-n", made[name].name, "link", "set", "eth0", "up")
        yield made


@dataclass
class Site:
    """The processes on their machines, the store, and what publishes there."""

    machines: Mapping[str, Machine]
    s3: S3Server
    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *arguments: str) -> None:
        """The process of a machine, with a copy of its own."""
        with self.machines[name].here(), (self.folder / f"{name}.log").open("ab") as log:
            command = [*COMMAND, "serve", "--port", "8501", *arguments]
            variables = self._variables(name) | {"REPRESSION_HOSTS": NAME}
            self.running[name] = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log)

    def end(self, name: str) -> None:
        self.running[name].kill()
        self.running[name].wait()

    def shown(self, address: str) -> tuple[int, str]:
        """The edition of a process's copy and the version of the data that it shows, asked from nginx's machine."""
        with self.machines["first"].here(), suppress(httpx.TransportError):
            answer = httpx.get(f"http://{address}:8501/own/ready", headers={"Host": NAME}, timeout=10)
            if answer.status_code == 200:
                return answer.json()["store"]["edition"], answer.json()["version"]
        return 0, ""

    def wait_for(self, edition: int, *addresses: str, before: str = "", within: float = MOST_SECONDS) -> list[float]:
        """The seconds until each process shows an edition, which is of another version than the one `before`."""
        begun, there = time.monotonic(), dict.fromkeys(addresses, 0.0)
        while not all(there.values()):
            assert time.monotonic() < begun + within, there
            for address in addresses:
                number, version = self.shown(address)
                if not there[address] and number == edition and version != before:
                    there[address] = time.monotonic() - begun
            time.sleep(0.1)
        return list(there.values())

    def publish(self, *arguments: str) -> str:
        """A maintainer's command."""
        with self.machines["maintainer"].here():
            done = subprocess.run(
                [*COMMAND, *arguments], cwd=ROOT, env=self._variables("maintainer"), capture_output=True, text=True
            )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def published(self) -> float:
        """When the newest edition was written, by the store's clock, in seconds since 1970."""
        with self.machines["store"].here():
            listed = self.s3.ask("GET", "/bucket?list-type=2&prefix=figures/edition.json").decode()
        (when,) = re.findall("<LastModified>(.*?)</LastModified>", listed)
        return datetime.fromisoformat(when).timestamp()

    def _variables(self, who: str) -> dict[str, str]:
        copy = str(self.folder / who / "copy")
        return {**os.environ, **self.s3.variables, "REPRESSION_DATA": "s3://bucket/figures", "REPRESSION_COPY": copy}


@pytest.fixture
def site(machines: dict[str, Machine], tmp_path: Path) -> Iterator[Site]:
    store = machines["store"]
    with store.here():
        s3 = S3Server(tmp_path / "s3.log", store.address)
    with s3:
        with store.here():
            s3.ask("PUT", "/bucket")
        site = Site(machines, s3, tmp_path)
        try:
            yield site
        finally:
            for name in site.running:
                site.end(name)


def of_page(page: str) -> str:
    """The figure that the overview begins with, and how it is compared; the two are counted apart."""
    return ", ".join(re.findall(r"1,1\d\d(?=</b>)|\d+(?= fewer than)", page)[:2])


def of_file(file: str) -> str:
    """The same figure in the file of the counts."""
    return "".join(re.findall(r'^2026-\d\d-\d\d,"viasna",(\d+)', file, flags=re.MULTILINE)[-1:])


@dataclass(frozen=True)
class Look:
    """One look of a reader at the overview and then its file: when (seconds since 1970), and the figures of both."""

    begun: float
    ended: float
    page: str
    file: str

    @property
    def is_whole(self) -> bool:
        return self.page in WHOLE

    @property
    def is_mixed(self) -> bool:
        """Whether page and file are of two editions."""
        return WHOLE.get(self.page) != self.file


@dataclass
class Seen:
    """What readers met; `waits` has the seconds of each answer."""

    faults: list[str] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    runs: int = 0
    reopened: int = 0


class Readers(threading.Thread):
    """Readers of the plain page and its file, each with an address of its own, and of open pages, until `stop`."""

    def __init__(self, machines: Mapping[str, Machine], nginx: Front) -> None:
        super().__init__()
        self._machine, self._nginx, self._place = machines["readers"], nginx, machines["first"].address
        self._stopped = threading.Event()
        self._fresh = map(page_of, never_repeated())
        self.seen = Seen()

    def run(self) -> None:
        with self._machine.here():
            asyncio.run(self._all())

    def stop(self) -> Seen:
        self._stopped.set()
        self.join()
        return self.seen

    async def _all(self) -> None:
        plain = [self._read(f"10.0.1.{1 + number}") for number in range(READERS)]
        opened = [self._keep_open(f"10.0.1.{1 + READERS + number}") for number in range(OPEN_PAGES)]
        await asyncio.gather(*plain, *opened)

    async def _read(self, address: str) -> None:
        transport = httpx.AsyncHTTPTransport(verify=self._nginx.trust, local_address=address)
        async with httpx.AsyncClient(transport=transport, timeout=90) as client:
            for turn in itertools.count():
                if self._stopped.is_set():
                    return
                newest = json.loads(await self._ask(client, "/own/newest?lang=en") or "{}")
                begun = time.time()
                view = f"snapshot={newest.get('day')}&lang=en"
                page = of_page(await self._ask(client, f"/?{view}"))
                file = of_file(await self._ask(client, f"/data/people_counts.csv?{view}"))
                self.seen.looks.append(Look(begun, time.time(), page, file))
                if turn % 20 == 19:
                    await self._ask(client, next(self._fresh))
                await asyncio.sleep(0.5)

    async def _ask(self, client: httpx.AsyncClient, path: str) -> str:
        begun = time.monotonic()
        try:
            answer = await client.get(
                f"https://{self._place}:{self._nginx.port}{path}",
                headers={"Host": self._nginx.host},
                extensions={"sni_hostname": NAME},
            )
        except httpx.HTTPError as fault:
            self.seen.faults.append(f"{path}: {fault!r}")
            return ""
        self.seen.waits.append(time.monotonic() - begun)
        if answer.status_code != 200:
            self.seen.faults.append(f"{path}: {answer.status_code} {answer.text[:200]}")
            return ""
        return answer.text

    async def _keep_open(self, address: str) -> None:
        """A page with a filter whose address is opened anew, as a browser does, whenever its connection ends."""
        charts: set[tuple[str, ...]] = set()
        while not self._stopped.is_set():
            with suppress(ConnectionClosed, InvalidStatus, OSError, FailedRun):
                where = (self._nginx.trust, address, self._place)
                async with Session(self._nginx.host, "sentences", VIEW, *where) as session:
                    screen = await session.load()
                    while not self._stopped.is_set():
                        charts.add(screen.charts)
                        self.seen.runs += 1
                        await asyncio.sleep(CLICK_SECONDS)
                        screen = await session.go(VIEW)
            self.seen.reopened += not self._stopped.is_set()
            await asyncio.sleep(0.5)
        if len(charts) != 1:
            self.seen.faults.append(f"an open page showed {len(charts)} sets of charts")


def test_readers_notice_neither_new_data_nor_the_end_of_a_machine(
    site: Site, machines: dict[str, Machine], tmp_path: Path
) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    site.publish("publish", str(tmp_path / "data"))
    site.start("first")
    second = ("second", "--address", machines["second"].address, "--proxy", machines["first"].address)
    site.start(*second)
    both = ("127.0.0.1", machines["second"].address)
    site.wait_for(1, *both, within=START_SECONDS)
    with ExitStack() as running:
        with machines["first"].here():
            # On all addresses of the machine, as the site has it.
            everywhere = {"listen 127.0.0.1:": "listen "}
            processes = [f"{address}:8501" for address in both]
            nginx = running.enter_context(front(tmp_path / "nginx", processes, changed=everywhere))
        readers = Readers(machines, nginx)
        running.callback(readers.stop)
        readers.start()
        time.sleep(8)
        before = site.shown(both[0])[1]
        site.publish("correct", "people_counts", "2026-11-22", *CORRECTION, "--yes")
        changed = site.published() + SHOWN_AFTER_SECONDS
        took = site.wait_for(2, *both, before=before)
        # A new day, too, which the addresses of pages then name.
        events = tmp_path / "maintainer" / "copy" / "events" / "2026-11-22.csv"
        before = site.shown(both[0])[1]
        site.publish("add", str(events), "--dataset", "events", "--date", "2026-11-29", "--yes")
        took += site.wait_for(3, *both, before=before)
        runs, reopened = readers.seen.runs, readers.seen.reopened
        site.end("second")
        time.sleep(8)
        gone_on = readers.seen.runs - runs
        assert readers.seen.reopened > reopened == 0, "the killed machine had open pages"
        site.start(*second)
        site.wait_for(3, *both, within=START_SECONDS)
        time.sleep(5)
        seen = readers.stop()
    assert seen.faults == []
    assert gone_on > OPEN_PAGES and seen.looks[-1].file == "1141"
    assert all(look.is_whole for look in seen.looks)
    mixed = [look for look in seen.looks if look.is_mixed]
    print(f"{len(seen.waits)} answers, the slowest after {max(seen.waits):.1f} s")
    print(f"{seen.runs} runs of open pages, which lost their process {seen.reopened} times")
    print("seconds until each process had a new edition:", [round(each, 1) for each in took])
    for look in mixed:
        print(f"of two editions: {look.page}, {look.file}, {look.begun - changed:.1f} to {look.ended - changed:.1f} s")
        assert look.begun < changed + MOMENT_SECONDS and look.ended > changed - MOMENT_SECONDS
