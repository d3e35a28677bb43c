"""Whatever the server writes down, a reader's address never stands in it beside what they asked for."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from bench.servers import dashboard
from repression.web.routes import MIDDLEWARE

READER, ASKED = "203.0.113.7", "gender=female"
SECONDS = 60  # a shared machine is slow now and then
AS_PROXY = {"X-Forwarded-For": READER, "Forwarded": f"for={READER}", "X-Real-IP": READER}


async def fails(request: Request) -> Response:
    raise RuntimeError(f"{request.url.query}: no answer to {request.client} {request.headers}")


async def talks(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


@contextmanager
def talkative(middleware: Sequence[Middleware]) -> Iterator[str]:
    """A server that writes down every request, which ours does not; with its address."""
    app = Starlette(
        routes=[Route("/data/fails.csv", fails), WebSocketRoute("/_stcore/stream", talks)], middleware=middleware
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, log_level="info"))
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    while not server.started:
        time.sleep(0.01)
    yield f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    running.join()


def written(middleware: Sequence[Middleware], caplog: pytest.LogCaptureFixture) -> list[str]:
    """The messages, with their tracebacks, of a request that fails and of a page's connection."""
    caplog.set_level(logging.INFO)
    with talkative(middleware) as host:
        assert httpx.get(f"http://{host}/data/fails.csv?{ASKED}", headers=AS_PROXY, timeout=SECONDS).status_code == 500
        with connect(f"ws://{host}/_stcore/stream?{ASKED}", additional_headers=AS_PROXY, open_timeout=SECONDS):
            pass
    return [logging.Formatter().format(record) for record in caplog.records if record.name.startswith("uvicorn")]


def test_a_server_without_ours_would_write_both(caplog: pytest.LogCaptureFixture) -> None:
    both = [each for each in written([], caplog) if READER in each and ASKED in each]
    assert len(both) == 3  # the request, its traceback and the page's connection


def test_nothing_behind_our_middleware_knows_the_address(caplog: pytest.LogCaptureFixture) -> None:
    messages = written(MIDDLEWARE, caplog)
    assert len([each for each in messages if ASKED in each]) == 3
    assert not [each for each in messages if READER in each]


def test_the_server_as_it_is_started_writes_nothing_of_its_readers(tmp_path: Path) -> None:
    with dashboard(tmp_path) as server:
        for path in ("/sentences", "/data/people.csv", "/data/none.csv", "/picture/penalties.svg", "/_stcore/metrics"):
            httpx.get(f"{server.address}{path}?{ASKED}&lang=en", headers=AS_PROXY, timeout=SECONDS)
        with connect(
            f"ws://{server.host}/_stcore/stream?{ASKED}", additional_headers=AS_PROXY, open_timeout=SECONDS
        ) as page:
            page.send(b"\xff no message of a page")
        with socket.create_connection(server.host.split(":")) as raw:
            raw.sendall(f"GET /?{ASKED}\r\nno header\r\n\r\n".encode())
            raw.recv(1000)
        log = server.log.read_text(encoding="utf-8")
    assert log.splitlines()[0] == f"The dashboard is at {server.address} (Ctrl+C ends it)"
    rest = log.replace(server.address, "")
    assert not [trace for trace in (READER, "127.0.0.1", ASKED, "female") if trace in rest], log


def test_no_reader_is_told_on_which_machine_the_server_runs(tmp_path: Path) -> None:
    with dashboard(tmp_path) as server, connect(f"ws://{server.host}/_stcore/stream") as page:
        page.send(BackMsg(rerun_script=ClientState(query_string="lang=en")).SerializeToString())
        while (message := ForwardMsg.FromString(bytes(page.recv(timeout=60)))).WhichOneof("type") != "new_session":
            pass
    told = message.new_session.initialize.user_info
    assert told.installation_id == told.installation_id_v3 == "untold"
    assert told.installation_id_v4 == "no-machine-id-v4"  # of no machine: statistics are off
