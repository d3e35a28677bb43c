"""Filtered CSV and the page that lists the rows, beside Datasette on the same rows: new, kept and repeated requests."""

from __future__ import annotations

import csv
import io
import itertools
import random
import socket
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from bench.report import Extent, Figure, Goal, Say
from bench.servers import REFERENCES, ROOT, Server, dashboard, free_port, serving
from bench.sessions import FailedRun
from bench.steps import NEWEST, REGISTER

DATASETTE = ROOT / "build" / "datasette" / "bin" / "datasette"
CHUNK = 1 << 18
# Filters of one column that leave some 600 rows each, asked in turn.
FILTERS = (
    ("status", "former_political_prisoner"),
    ("gender", "female"),
    ("age_group", "25–34"),
    ("penalty", "open_facility"),
)


class NoDatasette(RuntimeError):
    """Datasette is not set up; the message says how it is."""


@dataclass(frozen=True)
class Reply:
    """An HTTP answer: its status, its head and its body as they came, a body in chunks put together."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """A header's value. Raises KeyError where there is none."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.decode().lower() == name:
                return value.strip().decode()
        raise KeyError(name)


# As many requests come from one reader, as a proxy names them: far fewer than the limit of one address.
REQUESTS_OF_A_READER = 250
_requests = itertools.count()


class Client:
    """The lightest client there is: a socket, one request at a time. It asks as a proxy does for many readers."""

    def __init__(self, server: Server) -> None:
        host, _, port = server.host.partition(":")
        self._socket = socket.create_connection((host, int(port)), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._host = server.host

    def get(self, path: str, **headers: str) -> Reply:
        """The answer to one GET; header names with `_` for `-`."""
        reader = next(_requests) // REQUESTS_OF_A_READER
        lines = [f"GET {path} HTTP/1.1", f"Host: {self._host}", f"X-Forwarded-For: {ip_address(0x0A000000 + reader)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        received = self._socket.recv(CHUNK)
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head, parts = received[:end], [received[end + 4 :]]
        status = int(head[9:12])
        lower = head.lower()
        if status == 304:
            return Reply(status, head, b"")
        if b"transfer-encoding: chunked" in lower:
            while not parts[-1].endswith(b"0\r\n\r\n"):
                parts.append(self._more())
            return Reply(status, head, _joined(b"".join(parts)))
        length = int(lower.split(b"content-length:")[1].split(b"\r\n")[0])
        missing = length - len(parts[0])
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        return Reply(status, head, b"".join(parts))

    def _more(self) -> bytes:
        found = self._socket.recv(CHUNK)
        if not found:
            raise FailedRun("the server closed the connection in an answer")
        return found

    def close(self) -> None:
        self._socket.close()


def _joined(chunks: bytes) -> bytes:
    """A chunked body put together."""
    body: list[bytes] = []
    position = 0
    while True:
        end = chunks.index(b"\r\n", position)
        size = int(chunks[position:end], 16)
        if not size:
            return b"".join(body)
        body.append(chunks[end + 2 : end + 2 + size])
        position = end + 4 + size


def measure(scratch: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    """Case 6 in rounds. Raises NoDatasette where there is none, FailedRun where the two do not give the same rows."""
    rounds, seconds = (2, 0.5) if extent.floor else (3, 1.5) if extent.short else (7, 3.0)
    with ExitStack() as servers:
        own = servers.enter_context(dashboard(scratch))
        other = servers.enter_context(_datasette(scratch))
        plain = servers.enter_context(_trivial(scratch))
        for name, value in FILTERS:
            _compare(own, other, name, value)
        ours, theirs = [_own_path(*each) for each in FILTERS], [_datasette_path(*each) for each in FILTERS]
        pages, tables = [_own_page(*each) for each in FILTERS], [_datasette_table(*each) for each in FILTERS]
        tags, fresh, fresh_pages = _tags(own, ours), never_repeated(), map(page_of, never_repeated())
        ways: dict[str, Callable[[], float]] = {
            "new": lambda: _pace(own, itertools.cycle(ours), seconds, kept=False),
            "new, Datasette": lambda: _pace(other, itertools.cycle(theirs), seconds, kept=False),
            "new, ceiling": lambda: _pace(plain, itertools.repeat("/"), seconds, kept=False),
            "kept": lambda: _pace(own, itertools.cycle(ours), seconds),
            "kept, Datasette": lambda: _pace(other, itertools.cycle(theirs), seconds),
            "kept, ceiling": lambda: _pace(plain, itertools.repeat("/"), seconds),
            "anew": lambda: _pace(own, fresh, seconds),
            "gzip": lambda: _pace(own, itertools.cycle(ours), seconds, Accept_Encoding="gzip"),
            "pages": lambda: _pace(own, itertools.cycle(pages), seconds, Accept_Encoding="br"),
            "pages, Datasette": lambda: _pace(other, itertools.cycle(tables), seconds),
            "pages anew": lambda: _pace(own, fresh_pages, seconds, Accept_Encoding="br"),
            "conditional": lambda: _conditional(own, tags, seconds),
            "conditional, Datasette": lambda: _pace(other, itertools.cycle(theirs), seconds, If_None_Match='"x"'),
        }
        found: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(rounds):
            for name, way in ways.items():
                found[name].append(way())
            said = ", ".join(f"{name} {values[-1]:,.0f}" for name, values in found.items())
            say(f"round {number + 1} of {rounds}, answers a second: {said}")
    for name, title, reference, limit in (
        ("new", "CSV of about 600 rows, new connections", "new, Datasette", 12.0),
        ("kept", "the same on one kept connection", "kept, Datasette", 12.0),
        ("conditional", "repeated conditional GET", "conditional, Datasette", 60.0),
        ("anew", "CSV of a filter never asked before, kept", "kept, Datasette", None),
        ("gzip", "CSV with gzip, as browsers ask, kept", "kept, Datasette", None),
        ("pages", "page of 300 rows, kept by the server", "pages, Datasette", 10.0),
        ("pages anew", "page of 300 rows, of a filter never asked before", "pages, Datasette", 2.0),
        ("new", "client's own limit, new connections", "new, ceiling", None),
        ("kept", "client's own limit, kept connection", "kept, ceiling", None),
    ):
        yield Figure(
            job="routes",
            name=title,
            unit="answers/s",
            values=tuple(found[name]),
            reference_name="a server that does nothing" if "ceiling" in reference else "Datasette",
            references=tuple(found[reference]),
            goal=Goal(at_least=limit * extent.slack, of="ratio") if limit else None,
        )


def _own_path(name: str, value: str) -> str:
    status = "" if name == "status" else "status=any&"
    return f"/data/people.csv?{NEWEST}&{status}{name}={quote(value)}"


def _datasette_path(name: str, value: str) -> str:
    return f"/people/people.csv?{name}__exact={quote(value)}&_size=max&_stream=on"


def _own_page(name: str, value: str) -> str:
    return page_of(_own_path(name, value.replace("–", "-")))


def page_of(path: str) -> str:
    """The page with the table of the rows of a file."""
    return path.replace("/data/people.csv?", "/register?")


def _datasette_table(name: str, value: str) -> str:
    return f"/people/people?{name}__exact={quote(value)}&_size=300"


def never_repeated() -> Iterator[str]:
    """Filters that nobody asked for before: women by months of arrest and least length, up to some 500 rows."""
    firsts = [f"{year}-{month:02}" for year in range(2010, 2020) for month in range(1, 13)]
    lasts = [f"{year}-{month:02}" for year in (2021, 2022) for month in range(6, 13)]
    every = list(itertools.product(firsts, lasts, range(1, 61)))
    # The same order in every run; no secret hangs on it.
    random.Random(2020).shuffle(every)  # nosec B311
    for first, last, tenths in every:
        yield f"/data/people.csv?{NEWEST}&status=any&gender=female&arrested={first}..{last}&length={tenths / 10:g}.."


def _pace(server: Server, paths: Iterator[str], seconds: float, kept: bool = True, **headers: str) -> float:
    """Answers a second to one client that asks again as soon as it has an answer. Raises FailedRun for any but 200."""
    client, count, begin = Client(server), 0, time.perf_counter()
    while (passed := time.perf_counter() - begin) < seconds:
        if not kept and count:
            client.close()
            client = Client(server)
        reply = client.get(next(paths), **headers)
        if reply.status != 200 or not reply.body:
            raise FailedRun(f"{server.address} answers {reply.status}: {reply.body[:300]!r}")
        count += 1
    client.close()
    return count / passed


def _tags(server: Server, paths: Sequence[str]) -> dict[str, str]:
    with closing(Client(server)) as client:
        return {path: client.get(path).header("etag") for path in paths}


def _conditional(server: Server, tags: dict[str, str], seconds: float) -> float:
    """Answers a second to one client that has the files already, on a kept connection."""
    count, begin = 0, time.perf_counter()
    with closing(Client(server)) as client:
        for path, tag in itertools.cycle(tags.items()):
            passed = time.perf_counter() - begin
            if passed > seconds:
                return count / passed
            if (status := client.get(path, If_None_Match=tag).status) != 304:
                raise FailedRun(f"{path} with its tag gives {status}, 304 is expected")
            count += 1
    raise AssertionError("a cycle does not end")


def _compare(own: Server, other: Server, name: str, value: str) -> None:
    """Raises FailedRun unless both give the same rows, some 600 of them."""
    rows = []
    for server, path in ((own, _own_path(name, value)), (other, _datasette_path(name, value))):
        with closing(Client(server)) as client:
            reply = client.get(path)
        if reply.status != 200:
            raise FailedRun(f"{server.address}{path} answers {reply.status}: {reply.body[:300]!r}")
        head, *found = csv.reader(io.StringIO(reply.body.decode()))
        named = [dict(zip(head, map(_plain, cells), strict=True)) for cells in found]
        rows.append(sorted(tuple((column, row[column]) for column in head if column != "rowid") for row in named))
    if rows[0] != rows[1] or not 300 <= len(rows[0]) <= 900:
        raise FailedRun(
            f"{name}={value}: {len(rows[0])} rows here, {len(rows[1])} from Datasette; "
            f"here {rows[0][:1]}, there {rows[1][:1]}"
        )


def _plain(cell: str) -> str:
    """A cell with whole numbers written alike: one of the two writes 12 as 12.0."""
    return cell.removesuffix(".0")


def _datasette(scratch: Path) -> AbstractContextManager[Server]:
    """Datasette on an SQLite file made from the register's CSV, opened as one that does not change."""
    if not DATASETTE.exists():
        raise NoDatasette(f"{DATASETTE} is missing: `make bench` sets it up")
    database = scratch / "people.db"
    database.unlink(missing_ok=True)
    people = pd.read_csv(REGISTER, dtype=str).astype({"sentence_months": float})
    with closing(sqlite3.connect(database)) as connection:
        people.to_sql("people", connection, index=False)
    port = free_port()
    command = [str(DATASETTE), "serve", "-i", str(database), "--port", str(port), "--host", "127.0.0.1"]
    return serving(command, port, "/-/versions.json", scratch, scratch / "datasette.log", {})


def _trivial(scratch: Path) -> AbstractContextManager[Server]:
    """A server that does nothing but send 60 kB: what the client itself can do."""
    port = free_port()
    command = [sys.executable, str(REFERENCES / "nothing.py"), str(port)]
    return serving(command, port, "/", scratch, scratch / "nothing.log", {})
