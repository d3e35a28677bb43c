"""The maintainers' page answers nobody who does not know its key, and no page of another site."""

from __future__ import annotations

import ast
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from starlette.requests import Request as Asked
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from repression.maintainer_page.index import SCRIPT
from repression.maintainer_page.key_guard import KeyGuard
from tests.conftest import DATA, ROOT
from tests.support.maintainers_page import answering, command_for, maintainers_page

KEY, PORT = "k3y-of-the-page", 8502
OURS = f"http://127.0.0.1:{PORT}"
WIRE = f"ws://127.0.0.1:{PORT}"
STREAM = f"{WIRE}/{KEY}/_stcore/stream"


async def behind(scope: Scope, receive: Receive, send: Send) -> None:
    """What the guard protects: it tells what it was asked for."""
    if scope["type"] == "websocket":
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        await socket.close()
    else:
        await PlainTextResponse(f"shown {Asked(scope).url.path} below {scope['root_path']}")(scope, receive, send)


@pytest.fixture
def client() -> TestClient:
    return TestClient(KeyGuard(behind, KEY, PORT), base_url=OURS, follow_redirects=False)


def refusal(client: TestClient, address: str, **headers: str) -> int:
    """The status with which a websocket is refused."""
    with pytest.raises(WebSocketDenialResponse) as refused, client.websocket_connect(address, headers=headers):
        pass
    return refused.value.status_code


def test_with_the_key_the_page_is_shown(client: TestClient) -> None:
    answer = client.get(f"/{KEY}/")
    assert (answer.status_code, answer.text) == (200, f"shown /{KEY}/ below /{KEY}")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert client.get(f"/{KEY}").headers["location"] == f"/{KEY}/"


@pytest.mark.parametrize(
    "path", ["/", "/k3y", f"/{KEY}x/", f"/x/{KEY}/", "/_stcore/health", f"/{KEY.upper()}/", "/static/js/a.js", "/ключ/"]
)
def test_without_the_key_nothing_is_shown(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert KEY not in answer.text


@pytest.mark.parametrize("host", ["figures.example", f"figures.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}"])
def test_a_name_of_others_for_this_machine_is_refused(client: TestClient, host: str) -> None:
    assert client.get(f"/{KEY}/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "origin", ["https://figures.example", "null", f"http://127.0.0.1:{PORT + 1}", f"https://127.0.0.1:{PORT}"]
)
def test_a_page_of_others_is_refused(client: TestClient, origin: str) -> None:
    assert client.get(f"/{KEY}/", headers={"origin": origin}).status_code == 403
    assert client.put(f"/{KEY}/_stcore/upload_file/a/b", headers={"origin": origin}).status_code == 403
    assert refusal(client, STREAM, origin=origin) == 403


def test_what_changes_something_must_say_where_it_comes_from(client: TestClient) -> None:
    upload = f"/{KEY}/_stcore/upload_file/a/b"
    assert client.put(upload).status_code == 403
    assert client.put(upload, headers={"origin": OURS}).status_code == 200
    assert refusal(client, STREAM) == 403
    with client.websocket_connect(STREAM, headers={"origin": OURS}):
        pass


def test_no_websocket_is_answered_without_the_key(client: TestClient) -> None:
    assert refusal(client, f"{WIRE}/_stcore/stream", origin=OURS) == 404
    assert refusal(client, f"{WIRE}/{KEY}x/_stcore/stream", origin=OURS) == 404


@pytest.mark.parametrize("path", ["/_stcore/agent/interact", "/_stcore/metrics"])
def test_streamlits_other_ways_in_are_closed(client: TestClient, path: str) -> None:
    assert client.get(f"/{KEY}{path}").status_code == 403


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page as the command serves it; nothing is written in these tests."""
    with maintainers_page(DATA, tmp_path_factory.mktemp("page") / "page.log") as address:
        answering(address)
        yield address


def test_no_key_is_told_where_something_else_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = subprocess.run(command_for(port, DATA), cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 1
    assert not ended.stdout
    assert "Address already in use" in ended.stderr and "Traceback" not in ended.stderr


def status_of(address: str, **headers: str) -> int:
    try:
        with urlopen(Request(address, headers=headers), timeout=30) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def test_the_command_serves_the_page_at_its_key_alone(address: str) -> None:
    home = f"http://{urlsplit(address).netloc}"
    assert status_of(address) == 200
    assert status_of(f"{address}_stcore/health") == 200
    assert [status_of(f"{home}{path}") for path in ("/", "/_stcore/health", "/people", "/data/people.csv")] == [404] * 4
    assert len(urlsplit(address).path) > 40
    with urlopen(address, timeout=30) as answer:
        assert SCRIPT in answer.read().decode()


def test_the_command_listens_on_this_machine_alone(address: str) -> None:
    port = urlsplit(address).port
    assert port
    listening = [
        line.split()[1]
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and line.split()[1].endswith(f":{port:04X}")
    ]
    assert listening == [f"{socket.inet_aton('127.0.0.1')[::-1].hex().upper()}:{port:04X}"]


def test_the_public_server_has_nothing_of_it(server: str, address: str) -> None:
    path = urlsplit(address).path
    for each in (path, "/maintain", "/maintainer_page", "/_stcore/upload_file/a/b"):
        assert status_of(f"{server}{each}") in (403, 404)


def test_no_page_and_no_start_of_the_public_server_imports_it() -> None:
    files = [ROOT / "dashboard.py", *(ROOT / "pages").glob("*.py")]
    assert len(files) > 5
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [f"{node.module}.{each.name}" for each in node.names] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if "maintainer_page" in name], file
