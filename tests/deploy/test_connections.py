"""Connections opened and left, and slow clients, by TLS and over Tor: nginx ends them, and the server meets none."""

from __future__ import annotations

import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress

import pytest

from bench.nginx import NAME
from repression.streamlit_files import STATIC
from tests.attacks.tools import PATIENCE, QUICK, answered, open_files
from tests.deploy.conftest import Site

# More than the buffers between server and client hold.
LARGE = f"/static/{max(STATIC.rglob('*.js'), key=lambda path: path.stat().st_size).relative_to(STATIC)}"
HEADERS = (b"content-security-policy: ", b"x-content-type-options: nosniff", b"connection: close")
# `client_header_timeout` and `client_body_timeout` of the site.
REQUEST_SECONDS = 10
# Files of the server that come and go by themselves, and the connections that nginx keeps to it.
SPARE = 50

Door = Callable[[Site], socket.socket]
DOORS = pytest.mark.parametrize("door", [Site.by_tls, Site.by_tor], ids=["tls", "tor"])


def head(path: str = QUICK, method: str = "GET", connection: str = "close") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: {connection}\r\n\r\n".encode()


def asked(site: Site, request: bytes, door: Door = Site.by_tor) -> bytes:
    """What the site answers to some bytes, before it closes the connection."""
    with door(site) as connection:
        connection.sendall(request)
        return answered(connection)


@contextmanager
def another_reader(site: Site) -> Iterator[None]:
    """A reader meanwhile; every answer must be right, and come in time."""
    took: list[float] = []
    faults: list[bytes] = []
    stop = threading.Event()

    def read() -> None:
        number = 0
        while not (took and stop.wait(0.1)):
            number, began = number + 1, time.monotonic()
            answer = asked(site, head(f"/data/articles.csv?limit={1 + number % 9}"), Site.by_tls)
            took.append(time.monotonic() - began)
            if not answer.startswith(b"HTTP/1.1 200 "):
                faults.append(answer[:200])

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield
    finally:
        stop.set()
        reader.join()
    assert took and not faults, faults[:3]
    assert max(took) < PATIENCE


@contextmanager
def left_open(site: Site, count: int) -> Iterator[list[socket.socket]]:
    """Connections over Tor on which nothing is asked, each of a circuit of its own."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count + 500)), hard))
    with ExitStack() as open_ones:
        yield [open_ones.enter_context(site.by_tor(number)) for number in range(count)]


def ended(connections: Sequence[socket.socket]) -> int:
    """How many of some connections were ended."""
    count = 0
    for each in connections:
        each.setblocking(False)
        try:
            count += each.recv(1) == b""
        except BlockingIOError:
            continue
        except ConnectionResetError:
            count += 1
    return count


def refused(answer: bytes, status: int) -> bool:
    """Whether an answer is a refusal with the headers."""
    return answer.startswith(f"HTTP/1.1 {status} ".encode()) and all(each in answer.lower() for each in HEADERS)


# The second is more than the connections that nginx has here, as Debian's.
@pytest.mark.parametrize("count", [300, pytest.param(2_000, marks=pytest.mark.proof)])
def test_idle_slow_and_deaf_clients_are_left_and_keep_nobody_out(site: Site, count: int) -> None:
    before = open_files(site.server)
    with another_reader(site), left_open(site, count) as idle, ExitStack() as others:
        slow = [others.enter_context(door(site)) for door in (Site.by_tls, Site.by_tor)]
        lazy, deaf = others.enter_context(site.by_tor()), others.enter_context(site.by_tor())
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        deaf.sendall(head(LARGE))
        lazy.sendall(head(QUICK, "POST").replace(b"\r\n\r\n", b"\r\nContent-Length: 1000\r\n\r\n") + b"a")
        began = time.monotonic()
        for byte in head()[: REQUEST_SECONDS - 1]:
            for each in slow:
                each.sendall(bytes([byte]))
            time.sleep(1)
        for each in (*slow, lazy):
            assert b" 200 " not in answered(each)
        assert time.monotonic() - began < REQUEST_SECONDS + 5
        assert open_files(site.server) < before + SPARE, "none of them reached the server"
        assert not ended([deaf]), "who reads slowly has more time"
        until = time.monotonic() + 2 * REQUEST_SECONDS
        while ended(idle) < count:
            assert time.monotonic() < until
            time.sleep(0.2)


@DOORS
def test_a_head_without_end_is_refused_and_reaches_nobody(site: Site, door: Door) -> None:
    before = site.server.processor_seconds(), site.server.memory()
    with another_reader(site), door(site) as connection:
        connection.sendall(head()[:-2])
        with suppress(BrokenPipeError, ConnectionResetError):
            for _ in range(500):
                connection.sendall(b"x: " + b"a" * 50_000 + b"\r\n")
        assert b" 200 " not in answered(connection)
    assert site.server.processor_seconds() - before[0] < 1 and site.server.memory() - before[1] < 5_000_000
    assert refused(asked(site, head()[:-2] + b"x: " + b"a" * 20_000, door), 400)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"GET / HTTP/9.9", 505),
        (b"\x16\x03\x01\x02\x00\x01", 400),
        (b"GET /\x00 HTTP/1.1", 400),
        (b"GET", 400),
        (b"GET /data/people.csv?lang=en\xff\xfe HTTP/1.1", 400),
        (b"GET /data/\xd0\x96.csv HTTP/1.1", 400),
        (b"GET /_stcore/stream HTTP/1.1\r\nSec-WebSocket-Protocol: a b, \x7f", 400),
    ],
)
def test_what_is_no_request_is_refused_with_the_headers(site: Site, line: bytes, status: int) -> None:
    assert refused(asked(site, line + f"\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode()), status)


@pytest.mark.parametrize(
    "said",
    [
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Content-Length: -1\r\n",
        b"X: a\nHost: evil.example\r\n",
        b" Host: evil.example\r\n",
    ],
)
def test_a_request_that_two_servers_could_read_differently_has_one_answer(site: Site, said: bytes) -> None:
    request = head()[:-2] + said + b"\r\n0\r\n\r\nGET /own/alive HTTP/1.1\r\nHost: localhost\r\n\r\n"
    answer = asked(site, request)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"alive" not in answer.partition(b"\r\n\r\n")[2]


def test_requests_sent_ahead_are_answered_one_by_one_to_an_end(site: Site) -> None:
    with another_reader(site):
        many = asked(site, head(connection="keep-alive") * 2_000)
    assert 0 < many.count(b"HTTP/1.1 200 ") <= 1_000


def test_a_body_is_not_awaited(site: Site) -> None:
    request = head(QUICK, "POST").replace(b"\r\n\r\n", b"\r\nContent-Length: 1000000\r\n\r\n")
    assert refused(asked(site, request), 413)
