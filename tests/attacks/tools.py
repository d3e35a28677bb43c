"""Tools of attackers: raw sockets from any address of this machine; and a reader whose response times are measured."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from bench.servers import Server

SECONDS = 60
# Seconds within which another reader must be answered, also on a busy machine.
PATIENCE = 5.0
ANOTHER_READER = "127.0.0.9"
QUICK = "/data/articles.csv?limit=3"


def connected(server: Server, source: str = "127.0.0.1") -> socket.socket:
    """A connection to a server from an address of this machine."""
    host, _, port = server.host.partition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS, source_address=(source, 0))


def answered(connection: socket.socket) -> bytes:
    """All that a server sends until it closes the connection."""
    received = b""
    while True:
        try:
            piece = connection.recv(1 << 16)
        except ConnectionResetError:
            return received
        if not piece:
            return received
        received += piece


def asked(server: Server, request: bytes, source: str = "127.0.0.1") -> bytes:
    """What a server answers to some bytes, before it closes the connection."""
    with connected(server, source) as connection:
        connection.sendall(request)
        return answered(connection)


def head(server: Server, path: str = QUICK, **headers: str) -> bytes:
    """A GET as a plain client sends it; of headers, `_` is `-`."""
    said = {"Host": server.host, "Connection": "close"} | {
        name.replace("_", "-"): text for name, text in headers.items()
    }
    return "\r\n".join([f"GET {path} HTTP/1.1", *(f"{name}: {text}" for name, text in said.items()), "", ""]).encode()


def open_files(server: Server) -> int:
    """How many files and connections the server has open."""
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


@dataclass
class Other:
    """Another reader, who repeats a request: the seconds that each answer took."""

    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@contextmanager
def another_reader(server: Server) -> Iterator[Other]:
    """A reader at another address meanwhile; every answer must be right, and come within `PATIENCE`."""
    other, stop = Other(), threading.Event()

    def read() -> None:
        while not (other.seconds and stop.wait(0.05)):
            begin = time.perf_counter()
            try:
                transport = httpx.HTTPTransport(local_address=ANOTHER_READER)
                with httpx.Client(transport=transport, timeout=SECONDS) as client:
                    answer = client.get(f"{server.address}{QUICK}", headers={"Connection": "close"})
                if answer.status_code != 200 or len(answer.text.splitlines()) != 4:
                    other.faults.append(f"{answer.status_code}: {answer.text[:200]}")
            except httpx.HTTPError as fault:
                other.faults.append(repr(fault))
            other.seconds.append(time.perf_counter() - begin)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield other
    finally:
        stop.set()
        thread.join()
    assert other.seconds, "nobody read"
    assert not other.faults, other.faults[:3]
    assert max(other.seconds) < PATIENCE, f"an answer took {max(other.seconds):.1f} s"
