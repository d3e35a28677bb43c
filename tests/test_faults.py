"""Whatever breaks under the server: what it shows is right or an honest message, and data/ stays as it was."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import os
import random
import shutil
import signal
import socket
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import date
from itertools import cycle
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace
from websockets.exceptions import WebSocketException

from bench.servers import Server, dashboard, free_port
from bench.sessions import FailedRun, Screen, Session
from bench.steps import HEADCOUNT, Register
from repression.site import FAILED
from repression.snapshots.catalog import read_catalog
from repression.snapshots.schema import fields_on
from repression.snapshots.writer import write_snapshot, writer_lock
from tests.conftest import DATA
from tests.support.fault_server import POLL_SECONDS
from tests.support.registers import widened

pytestmark = pytest.mark.slow

SECONDS = 60
NEWEST, NEW_DAY = "2026-11-22", date(2026, 11, 30)
PEOPLE = Path("people/2023-02-10.csv")
# What a reader asked for, by words that stand nowhere in the code, and what every question has: no log may have them.
ASKED = "gender=female&arrested=2019-03..2021-11"
PRIVATE = ("female", "2019-03", "2021-11", "SELECT")
FILES = (
    f"/data/people.csv?{ASKED}",
    f"/data/questions/sentence_lengths.json?{ASKED}",
    "/data/people_counts.csv",
    "/data/organisations.zip",
)
# Permissions bind root only without its powers.
LOG_ON_FULL_DISK = ("sh", "-c", 'exec "$@" 2>/dev/full', "sh")
POWERLESS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()


def photograph(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Mode, time of the last change and checksum of a folder and of everything in it."""

    def state(path: Path) -> tuple[int, int, str]:
        found = path.lstat()
        checksum = "" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
        return found.st_mode, found.st_mtime_ns, checksum

    return {str(path): state(path) for path in (folder, *folder.rglob("*"))} if folder.exists() else {}


def ask(server: Server, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{server.address}{path}", timeout=SECONDS, headers=headers)


def show(server: Server, page: str = "sentences", query: str = f"snapshot={NEWEST}&lang=en&{ASKED}") -> Screen:
    """A page as a reader's browser gets it."""

    async def load() -> Screen:
        async with Session(server.host, page, query) as session:
            return await session.load()

    return asyncio.run(load())


def people_left(screen: Screen) -> int:
    """How many people a page says that the filter leaves."""
    said = HEADCOUNT.search(screen.text)
    assert said, screen.text[:500]
    return int(said[1].replace(",", ""))


LEFT = Register().left(gender="female", first="2019-03", last="2021-11")


def wait_until(met: Callable[[], bool], what: str) -> None:
    patience = time.monotonic() + SECONDS
    while not met():
        assert time.monotonic() < patience, f"not within {SECONDS} s: {what}"
        time.sleep(0.1)


def version(server: Server) -> str:
    return str(ask(server, "/own/newest").json()["version"])


def names_no_reader(server: Server) -> bool:
    log = server.log.read_text(errors="replace")
    return not any(word in log for word in PRIVATE)


def crowd(server: Server, answered: list[str]) -> list[threading.Thread]:
    """Readers of files and of pages, each until the server is gone; who was answered what stands in `answered`."""

    def files() -> None:
        with suppress(httpx.TransportError):
            for path in cycle(FILES):
                ask(server, path)
                answered.append(path)

    def pages() -> None:
        with suppress(FailedRun, OSError, WebSocketException):
            while True:
                show(server)
                answered.append("page")

    threads = [threading.Thread(target=each) for each in (files, pages)]
    for thread in threads:
        thread.start()
    return threads


def test_killed_under_load_and_started_again_it_answers_the_same(data_copy: Path, tmp_path: Path) -> None:
    half_written = data_copy / "people" / ".2026-11-30.csv.tmp"
    half_written.write_bytes((data_copy / PEOPLE).read_bytes()[:1000])
    before, port = photograph(data_copy), free_port()
    with dashboard(tmp_path, data_copy, port) as server:
        known = {path: ask(server, path) for path in FILES}
        answered: list[str] = []
        threads = crowd(server, answered)
        wait_until(lambda: len(answered) > len(FILES) and "page" in answered, "answers under load")
        server.process.kill()
        assert server.process.wait() == -signal.SIGKILL
        for thread in threads:
            thread.join()
    with dashboard(tmp_path, data_copy, port) as server:
        for path, answer in known.items():
            again = ask(server, path)
            assert again.content == answer.content, path
            assert ask(server, path, **{"If-None-Match": answer.headers["etag"]}).status_code == 304
        assert people_left(show(server)) == LEFT
    assert photograph(data_copy) == before
    assert all(line.startswith("The dashboard is at") for line in server.log.read_text().splitlines())


# --- Faults of the data folder under a running server


@contextmanager
def forbidden(path: Path, mode: int = 0) -> Iterator[None]:
    allowed = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(allowed)


@contextmanager
def holding(path: Path, content: bytes) -> Iterator[None]:
    whole = path.read_bytes()
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(whole)


@contextmanager
def away(*paths: Path) -> Iterator[None]:
    elsewhere = paths[0].parent.parent / "elsewhere"
    elsewhere.mkdir()
    moved = [shutil.move(path, elsewhere / f"{number}") for number, path in enumerate(paths)]
    try:
        yield
    finally:
        for path, new in zip(paths, moved, strict=True):
            shutil.move(new, path)
        elsewhere.rmdir()


def beginning(path: Path, end: Callable[[bytes], int]) -> AbstractContextManager[None]:
    content = path.read_bytes()
    return holding(path, content[: end(content)])


def package_without(data: Path, lose: Callable[[dict[str, object]], object]) -> AbstractContextManager[None]:
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    lose(package)
    return holding(data / "datapackage.json", json.dumps(package).encode())


Break = Callable[[Path], AbstractContextManager[None]]
# What breaks, and what readers are told of it; nothing where it makes no number worse.
FAULTS: dict[str, tuple[Break, str]] = {
    "the folder is gone": (lambda data: away(data), "datapackage.json: cannot be read"),
    "nobody may list the folder": (lambda data: forbidden(data, 0o311), "data/: cannot be listed"),
    "nobody may look into a dataset": (lambda data: forbidden(data / "people"), "people/: cannot be listed"),
    "nobody may open what is in a dataset": (
        lambda data: forbidden(data / "people", 0o444),
        f"{PEOPLE}: cannot be read",
    ),
    "nobody may read a snapshot": (lambda data: forbidden(data / PEOPLE), f"{PEOPLE}: cannot be read"),
    "a snapshot is cut between rows": (
        lambda data: beginning(data / PEOPLE, lambda all_: all_.rindex(b"\n", 0, len(all_) // 2) + 1),
        str(PEOPLE),
    ),
    "a descriptor is missing": (lambda data: away((data / PEOPLE).with_suffix(".yaml")), ""),
    "a descriptor is broken": (
        lambda data: holding((data / PEOPLE).with_suffix(".yaml"), b"dataset: ["),
        "people/2023-02-10.yaml: is no YAML",
    ),
    "the data package lost a dataset": (
        lambda data: package_without(data, lambda package: package["resources"].pop(0)),  # type: ignore[attr-defined]
        "'people' is no dataset",
    ),
    "the data package lost its sources": (
        lambda data: package_without(data, lambda package: package.pop("sources")),
        "",
    ),
    "the outlines are broken": (
        lambda data: holding(data / "regions.geojson", b"[]"),
        "regions.geojson: is no map of the regions",
    ),
    "nobody may write into the folder": (lambda data: forbidden(data, 0o555), ""),
}
# These make no difference to what is shown.
HARMLESS = {fault for fault in FAULTS if "write" in fault}


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server that no permission is waived for, and its data folder to be broken."""
    scratch = tmp_path_factory.mktemp("spoilt")
    data = Path(shutil.copytree(DATA, scratch / "data"))
    with dashboard(scratch, data, under=POWERLESS, module="tests.support.fault_server") as server:
        yield server, data
    assert names_no_reader(server)
    assert "Traceback" not in server.log.read_text()


@pytest.mark.parametrize("fault", FAULTS)
def test_the_last_good_data_stay_and_the_fault_is_told(spoilt: tuple[Server, Path], fault: str) -> None:
    server, data = spoilt
    breaking, told = FAULTS[fault]
    before, whole = ask(server, FILES[0]).content, version(server)
    with breaking(data):
        broken = photograph(data)
        if fault not in HARMLESS:
            wait_until(lambda: version(server) != whole, f"{fault}, noticed")
        assert ask(server, FILES[0]).content == before
        assert told in ask(server, "/data/questions/refused_snapshots.csv").text
        if fault == "the folder is gone":
            assert people_left(show(server)) == LEFT
            assert people_left(show(server, "places", f"snapshot={NEWEST}&lang=en&{ASKED}")) == LEFT
            assert ask(server, "/data/package.zip").status_code == 503
        assert photograph(data) == broken
    wait_until(lambda: version(server) == whole, f"{fault}, mended")


def test_a_folder_with_nothing_left_in_it_changes_no_number(spoilt: tuple[Server, Path]) -> None:
    server, data = spoilt
    whole, log = version(server), len(server.log.read_text())
    with away(*(path for path in data.iterdir() if path.is_dir())):
        wait_until(lambda: len(server.log.read_text()) > log, "the maintainer is told")
        assert version(server) == whole
        assert people_left(show(server)) == LEFT
    assert "no valid snapshot in data/" in server.log.read_text()[log:]


def test_a_snapshot_replaced_again_and_again_is_always_one_of_them(spoilt: tuple[Server, Path]) -> None:
    server, data = spoilt
    whole = version(server)
    catalog = read_catalog(data)
    last = catalog.on("people", NEW_DAY)
    assert last
    descriptor, fields = replace(last.descriptor, date=NEW_DAY), fields_on(catalog.package, "people", NEW_DAY)
    recognised = widened((row for row in last.rows() if row[0] != "convicted"), fields)
    editions = {len(rows): rows for rows in (recognised[5:], recognised[9:])}
    answered: set[int] = set()

    def replacing() -> None:
        pause = random.Random(5)
        for count, rows in enumerate([*editions.values()] * 40):
            if count >= 8 and len(answered) >= len(editions):
                return
            with writer_lock(data):
                write_snapshot(data, descriptor, fields, rows)
            # From less than a look at the folder to longer than a busy machine takes to read it.
            time.sleep(POLL_SECONDS * pause.uniform(0.5, 20))

    writer = threading.Thread(target=replacing)
    writer.start()
    while writer.is_alive():
        answer = ask(server, f"/data/people.csv?snapshot={NEW_DAY}")
        if answer.status_code == 200:  # 400 before the day is known
            answered.add(len(answer.text.splitlines()) - 1)
            package = ask(server, f"/data/package.zip?snapshot={NEW_DAY}")
            assert package.status_code in (200, 503)
            if package.status_code == 200:
                assert_fits(package.content)
    assert answered == set(editions)
    for ending in ("csv", "yaml"):
        (data / "people" / f"{NEW_DAY}.{ending}").unlink()
    (data / "datapackage.json").write_bytes((DATA / "datapackage.json").read_bytes())
    wait_until(lambda: version(server) == whole, "the day is gone")


def assert_fits(package: bytes) -> None:
    """Every CSV of a package has the checksum that its descriptor and the data package say."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".csv")]
        assert names
        for name in names:
            digest = hashlib.sha256(archive.read(name)).hexdigest()
            assert digest in archive.read(name.replace(".csv", ".yaml")).decode()
            assert f"sha256:{digest}" in archive.read("datapackage.json").decode()


# --- Faults of the machine


def fresh() -> Iterator[str]:
    """Addresses of answers that nobody had yet."""
    for year in range(1900, 2000):
        for month in range(1, 13):
            yield f"/data/questions/article_pairs.json?{ASKED}&verdict={year}-{month:02}.."


@pytest.fixture(scope="module")
def poor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a disk with room for its log, and for no file of more than 20,000 bytes."""
    scratch = tmp_path_factory.mktemp("poor")
    data = Path(shutil.copytree(DATA, scratch / "data"))
    before = photograph(data)
    scratch.joinpath("tmp").mkdir()
    variables = {"TMPDIR": str(scratch / "tmp")}
    with dashboard(
        scratch, data, under=("prlimit", "--fsize=20000"), module="tests.support.fault_server", variables=variables
    ) as server:
        yield server
    assert names_no_reader(server)
    assert photograph(data) == before


def test_without_disk_it_says_so(poor: Server) -> None:
    large = ask(poor, f"/data/people.xlsx?{ASKED}")
    assert (large.status_code, large.text) == (503, f"{FAILED}\n")
    assert all(each.name.startswith("warehouse-") for each in (poor.log.parent / "tmp").iterdir())
    assert ask(poor, "/data/people.csv").status_code == 200


def test_without_memory_it_says_so_and_the_next_reader_is_fine(poor: Server) -> None:
    addresses, known = fresh(), ask(poor, FILES[0]).content
    poor.process.send_signal(signal.SIGUSR1)
    wait_until(lambda: ask(poor, next(addresses)).status_code == 503, "the memory is full")
    refused = ask(poor, next(addresses))
    assert refused.text == f"{FAILED}\n"
    assert refused.headers["cache-control"] == "no-store"
    assert ask(poor, FILES[0]).content == known
    assert FAILED in {alert.body for alert in show(poor).each("alert")}

    poor.process.send_signal(signal.SIGUSR1)
    wait_until(lambda: ask(poor, next(addresses)).status_code == 200, "the memory is free")
    assert people_left(show(poor)) == LEFT


def test_a_clock_set_back_changes_no_number_and_names_no_day_before_the_data(poor: Server) -> None:
    cited = f"/cite/sentence_lengths.ris?from=/sentences&snapshot={NEWEST}"
    before, etag = ask(poor, FILES[0]).content, ask(poor, FILES[0]).headers["etag"]
    right = ask(poor, cited).headers["date"]
    poor.process.send_signal(signal.SIGUSR2)
    wait_until(lambda: ask(poor, cited).headers["date"] != right, "the clock is back")
    assert f"Y2  - {NEWEST.replace('-', '/')}" in ask(poor, cited).text
    assert ask(poor, FILES[0]).content == before
    assert ask(poor, FILES[0], **{"If-None-Match": etag}).status_code == 304
    screen = show(poor)
    assert people_left(screen) == LEFT
    assert "Data as known on 22 November 2026." in screen.text
    poor.process.send_signal(signal.SIGUSR2)


def test_with_too_many_open_files_who_is_in_is_served_and_later_everybody(tmp_path: Path, data_copy: Path) -> None:
    """And a log on a full disk does not stop the server from looking for new data."""
    most = 100
    limited = ("prlimit", f"--nofile={most}:{most}")
    with dashboard(
        tmp_path, data_copy, under=(*LOG_ON_FULL_DISK, *limited), module="tests.support.fault_server"
    ) as server:
        port, descriptors = int(server.host.rpartition(":")[2]), Path(f"/proc/{server.process.pid}/fd")
        with httpx.Client(base_url=server.address, timeout=SECONDS) as inside, ExitStack() as crowd:
            before = inside.get(FILES[0]).content
            for _ in range(2 * most):
                crowd.enter_context(socket.create_connection(("127.0.0.1", port), SECONDS))
            wait_until(lambda: len(list(descriptors.iterdir())) >= most - 2, "all files are open")
            assert inside.get(FILES[0]).content == before
            for path in (FILES[1], f"/data/people.xlsx?{ASKED}"):
                assert inside.get(path).status_code in (200, 503), path
        wait_until(lambda: len(list(descriptors.iterdir())) < most / 2, "the crowd is gone")
        assert ask(server, FILES[0]).content == before
        assert people_left(show(server)) == LEFT

        whole = version(server)
        with away(*(path for path in data_copy.iterdir() if path.is_dir())):
            time.sleep(5 * POLL_SECONDS)  # nothing tells that it looked and could not say so
        with holding(data_copy / PEOPLE, b""):
            wait_until(lambda: version(server) != whole, "it still looks")
