"""An S3 server on this machine (moto), behind a proxy that counts its requests, and can let it fail or go away.

moto runs in an environment of its own, `build/moto`, which the Makefile makes.
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

from bench.servers import free_port
from repression.paths import ROOT

MOTO = ROOT / "build" / "moto" / "bin" / "moto_server"
START_SECONDS = 60
# moto asks who it is, and not whether it is true.
SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20230210/us-east-1/s3/aws4_request"}


class S3Server:
    """A server that runs at an address of this machine. `asked` has method, path, status and bytes of each answer.

    While `refuses` is set, everything is answered with this status and code of S3. `before` runs ahead of an answer,
    with method and path. Headers that it `forgets` do not reach S3.
    """

    def __init__(self, log: Path, address: str = "127.0.0.1") -> None:
        assert MOTO.exists(), "make build/moto/.made"
        self.asked: list[tuple[str, str, int, int]] = []
        self.refuses: tuple[int, str] | None = None
        self.before: Callable[[str, str], None] | None = None
        self.forgets: tuple[str, ...] = ()
        self.address, self.port, self._moto_port = address, free_port(), free_port()
        self._one = threading.Lock()
        with log.open("wb") as output:
            command = [str(MOTO), "--host", "127.0.0.1", "--port", str(self._moto_port)]
            self._moto = subprocess.Popen(command, stdout=output, stderr=output)
        self._await(log)
        self.start()

    def _await(self, log: Path) -> None:
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                self.ask("GET", "/")
                return
            except OSError:
                assert self._moto.poll() is None and time.monotonic() < end, log.read_text()
                time.sleep(0.05)

    def __enter__(self) -> S3Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._moto.terminate()
        self._moto.wait(10)

    @property
    def variables(self) -> dict[str, str]:
        """What a program has in its environment to speak to the server."""
        return {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://{self.address}:{self.port}",
            "AWS_ALLOW_HTTP": "true",
        }

    def start(self) -> None:
        """Answer at the port."""
        self._proxy = ThreadingHTTPServer((self.address, self.port), self._handler())
        self._proxy.daemon_threads = True
        self._thread = threading.Thread(target=self._proxy.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Go away; what is stored stays."""
        self._proxy.shutdown()
        self._thread.join()
        self._proxy.server_close()

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """Ask S3 past what is counted and refused; return the body."""
        status, _, content = self._forward(method, path, body, SIGNED)
        assert status < 300, (method, path, status, content)
        return content

    def _forward(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        # A condition is judged and kept in one step, as S3 promises it.
        with self._one, closing(HTTPConnection("127.0.0.1", self._moto_port, timeout=30)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()

    def _answer(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        if self.before:
            self.before(method, path)
        if self.refuses:
            status, code = self.refuses
            return status, [], f"<?xml version='1.0'?><Error><Code>{code}</Code></Error>".encode()
        kept = {name: value for name, value in headers.items() if name.lower() not in self.forgets}
        return self._forward(method, path, body, kept)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, headers, content = server._answer(self.command, self.path, body, dict(self.headers.items()))
                server.asked.append((self.command, self.path, status, len(content)))
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                        self.send_header(name, value)
                length = next((value for name, value in headers if name.lower() == "content-length"), None)
                self.send_header("Content-Length", length if self.command == "HEAD" and length else str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
