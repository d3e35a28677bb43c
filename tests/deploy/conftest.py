"""The site of deploy/nginx.conf before real servers, and what clients say to it."""

from __future__ import annotations

import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

import pytest

from bench.nginx import LOOPBACK, NAME, Front, front
from bench.servers import Server, dashboard

HERE = Path(__file__).parent
SECONDS = 60


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.proxy)


@dataclass(frozen=True)
class Site:
    """nginx and the one server behind it."""

    server: Server
    front: Front

    def by_tls(self) -> ssl.SSLSocket:
        """A connection of a reader of the web."""
        plain = socket.create_connection((LOOPBACK, self.front.port), timeout=SECONDS)
        return self.front.trust.wrap_socket(plain, server_hostname=NAME)

    def by_tor(self, circuit: int = 1) -> socket.socket:
        """A connection of a reader of the onion service, whose circuit Tor tells."""
        plain = socket.create_connection((LOOPBACK, self.front.onion_port), timeout=SECONDS)
        plain.sendall(proxied(circuit))
        return plain


def proxied(circuit: int) -> bytes:
    """The line that Tor puts before a connection: the circuit by its number, as an address."""
    return f"PROXY TCP6 fc00:dead:beef:4dad::{circuit >> 16:x}:{circuit & 0xFFFF:x} ::1 65535 80\r\n".encode()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with a server; at its end the server's log must contain no failure."""
    folder = tmp_path_factory.mktemp("site")
    with (
        dashboard(folder, variables={"REPRESSION_HOSTS": NAME}) as server,
        front(folder / "nginx", [server.host]) as nginx,
    ):
        yield Site(server, nginx)
        log = server.log.read_text()
        assert "Exception in ASGI application" not in log, log[-5_000:]


class Echo(BaseHTTPRequestHandler):
    """Answers with its own port, how many it has answered, the version of its data, and the headers that it was sent.

    It says that an answer may be kept for as many seconds as the address has after `keep=`. With `slow` in its address
    an answer of the second version takes a while.
    """

    protocol_version = "HTTP/1.1"
    numbers = count(1)
    version = "1"
    SLOW_SECONDS = 1.5
    hangs_seconds = 0.0

    def do_GET(self) -> None:
        time.sleep(self.hangs_seconds)
        said, version = {name.lower(): value for name, value in self.headers.items()}, self.version
        if "slow" in self.path and version == "2":
            time.sleep(self.SLOW_SECONDS)
        shown = {"port": self.server.server_port, "number": next(self.numbers), "version": version, "said": said}
        body = json.dumps(shown).encode()
        self.send_response(200)
        self.send_header("X-Data-Version", version)
        self.send_header("Connection", "close")  # or it would still answer after its server has ended
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", "default-src 'self'")
        if seconds := re.search(r"keep=(\d+)", self.path):
            self.send_header("X-Accel-Expires", f"@{int(time.time()) + int(seconds[1]) - 1}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: it would go among the output of the tests."""

    @property
    def server_port(self) -> int:
        return int(self.server.server_address[1])


@contextmanager
def echo() -> Iterator[str]:
    """A server of `Echo`; gives its host and port."""
    with ThreadingHTTPServer((LOOPBACK, 0), Echo) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"{LOOPBACK}:{server.server_address[1]}"
        server.shutdown()
