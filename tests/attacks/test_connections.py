"""Connections opened and left, and slow clients: others are answered, and afterwards no connection is left over."""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import pytest

from bench.servers import Server
from repression.streamlit_files import STATIC
from repression.web.guard.limits import HEAD_BYTES, IDLE_CONNECTIONS, PIPELINED, REQUEST_SECONDS
from tests.attacks.tools import QUICK, another_reader, answered, asked, connected, head, open_files

# Files of the server that come and go by themselves, beside connections.
SPARE = 20
# More than the buffers between server and client hold.
LARGE = f"/static/{max(STATIC.rglob('*.js'), key=lambda path: path.stat().st_size).relative_to(STATIC)}"
HEADERS = (b"content-security-policy: ", b"x-content-type-options: nosniff", b"connection: close")


@contextmanager
def left_open(server: Server, count: int) -> Iterator[list[socket.socket]]:
    """Idle connections from as many addresses as a subnet has."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count + 500)), hard))
    with ExitStack() as open_ones:
        yield [
            open_ones.enter_context(connected(server, f"127.0.{number // 200}.{1 + number % 200}"))
            for number in range(count)
        ]


def ended(connections: Sequence[socket.socket]) -> int:
    """How many of some connections the server has ended."""
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
    """Whether an answer is a plain-text error with all headers."""
    return answer.startswith(f"HTTP/1.1 {status} ".encode()) and all(each in answer.lower() for each in HEADERS)


def attack(server: Server, count: int) -> None:
    """At once: leaves connections open, sends a head byte by byte, and never reads an answer."""
    before = open_files(server)
    begun = head(server)[:-4]
    with another_reader(server), left_open(server, count) as idle:
        assert open_files(server) <= before + min(count, IDLE_CONNECTIONS) + SPARE
        slow, deaf = connected(server), connected(server)
        with slow, deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            deaf.sendall(head(server, LARGE))
            begin = time.perf_counter()
            for byte in begun:
                if time.perf_counter() - begin > REQUEST_SECONDS - 2:
                    break
                slow.sendall(bytes([byte]))
                time.sleep(1)
            assert refused(answered(slow), 408)
            assert time.perf_counter() - begin < REQUEST_SECONDS + 5
            assert ended(idle) == count
            assert not ended([deaf]), "who reads slowly has more time"
    deadline = time.perf_counter() + 20
    while open_files(server) > before + SPARE:
        assert time.perf_counter() < deadline, f"{open_files(server)} files are open, {before} were"
        time.sleep(0.2)


def test_three_hundred_connections_left_open_keep_nobody_out(target: Server) -> None:
    attack(target, 300)


@pytest.mark.proof
def test_two_thousand_connections_left_open_keep_nobody_out(target: Server) -> None:
    for _ in range(3):
        attack(target, 2_000)


def test_beyond_so_many_the_oldest_gives_way_to_whoever_asks(target: Server) -> None:
    with left_open(target, IDLE_CONNECTIONS + 100) as idle, another_reader(target):
        assert asked(target, head(target)).startswith(b"HTTP/1.1 200 ")
        time.sleep(0.2)
        assert ended(idle[:100]) == 100
        assert ended(idle[-100:]) == 0


def test_a_head_without_end_is_refused_while_it_comes(target: Server) -> None:
    before = target.memory()
    with another_reader(target), connected(target) as connection:
        connection.sendall(head(target)[:-2])
        try:
            for _ in range(2_000):
                connection.sendall(b"x: " + b"a" * 50_000 + b"\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
        else:
            raise AssertionError("a hundred megabytes of head were taken")
    assert target.memory() - before < 20_000_000
    assert refused(asked(target, head(target)[:-2] + b"x: " + b"a" * HEAD_BYTES), 431)


@pytest.mark.parametrize(
    "request_line",
    [b"GET / HTTP/9.9", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET /\x00 HTTP/1.1", b"GET"],
)
def test_what_is_no_request_is_refused_with_all_headers(target: Server, request_line: bytes) -> None:
    with another_reader(target):
        assert refused(asked(target, request_line + b"\r\nHost: localhost\r\n\r\n"), 400)


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
def test_a_request_that_two_servers_could_read_differently_is_refused(target: Server, said: bytes) -> None:
    request = head(target)[:-2] + said + b"\r\n0\r\n\r\nGET /own/alive HTTP/1.1\r\nHost: localhost\r\n\r\n"
    answer = asked(target, request)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"alive" not in answer.partition(b"\r\n\r\n")[2]


def test_requests_sent_ahead_are_few(target: Server) -> None:
    request = head(target, QUICK, Connection="keep-alive")
    with another_reader(target):
        few = asked(target, request * (PIPELINED - 1) + head(target))
        assert few.count(b"HTTP/1.1 200 ") == PIPELINED
        assert asked(target, request * 2_000).count(b"HTTP/1.1 200 ") <= 2 * PIPELINED


def test_a_body_that_never_ends_ends_its_connection(target: Server) -> None:
    request = head(target, QUICK).replace(b"GET", b"POST", 1)[:-2] + b"Content-Length: 1000000\r\n\r\n"
    with another_reader(target), connected(target) as connection:
        connection.sendall(request)
        begin = time.perf_counter()
        assert answered(connection).startswith(b"HTTP/1.1 405 ")
        assert time.perf_counter() - begin < REQUEST_SECONDS + 5
