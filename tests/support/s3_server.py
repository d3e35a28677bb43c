"""An S3 server on this machine (moto), whose requests a test counts, and which it can let fail or go away."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from wsgiref.types import WSGIEnvironment

from bench.servers import free_port

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server


class _Silent(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class S3Server:
    """A server with one bucket. `asked` has method, path, status and bytes sent of each answer.

    While `refuses` is set, everything is answered with this status and code of S3. `before` runs ahead of an answer,
    with method and path.
    """

    port: int = field(default_factory=free_port)
    asked: list[tuple[str, str, int, int]] = field(default_factory=list)
    refuses: tuple[int, str] | None = None
    before: Callable[[str, str], None] | None = None

    def __post_init__(self) -> None:
        self._app = DomainDispatcherApplication(create_backend_app, service="s3")
        self.start()

    @property
    def variables(self) -> dict[str, str]:
        """What a program has in its environment to speak to the server."""
        return {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_ALLOW_HTTP": "true",
        }

    def start(self) -> None:
        """Answer at the port, with what is stored."""
        # One request at a time: a condition is judged and kept in one step, as S3 promises it.
        self._server = make_server("127.0.0.1", self.port, self._answer, request_handler=_Silent)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Go away; what is stored stays."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """Ask the server directly, past what is counted and refused; return the body."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, path, body, {"Test": "1"})
            answer = connection.getresponse()
            content = answer.read()
            assert answer.status < 300, (method, path, answer.status, content)
            return content

    def _answer(self, environ: WSGIEnvironment, start_response: Any) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        direct = "HTTP_TEST" in environ
        if self.before and not direct:
            self.before(method, path)
        if self.refuses and not direct:
            status, code = self.refuses
            body = f"<?xml version='1.0'?><Error><Code>{code}</Code></Error>".encode()
            start_response(f"{status} {code}", [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
            self.asked.append((method, path, status, len(body)))
            return [body]
        told: list[str] = []

        def begin(status: str, headers: Any, *more: Any) -> Any:
            told.append(status)
            return start_response(status, headers, *more)

        answer = [b"".join(self._app(environ, begin))]
        if not direct:
            self.asked.append((method, path, int(told[0].split()[0]), len(answer[0])))
        return answer
