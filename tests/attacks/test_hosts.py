"""The site is asked by its own names, and its websockets are opened by its own pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.servers import Server, free_port, serving
from repression.web.guard.hosts import LOOPBACK, BadHosts, allowed_hosts, is_allowed, is_same_origin
from tests.attacks.tools import QUICK, asked, connected, head
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

STREAM = "/_stcore/stream"
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def refused(server: Server, **headers: str) -> bytes:
    """The answer to a websocket handshake that is refused; it has the headers."""
    answer = asked(server, head(server, STREAM, **(UPGRADE | headers)))
    assert b"content-security-policy" in answer.lower()
    assert b"sec-websocket-accept" not in answer.lower()
    return answer


@pytest.mark.parametrize(
    "names", ["http://figures.example", "figures.example:443", "a b", "*.example", "a,,b", "фигуры.example", "-a", "/"]
)
def test_a_name_that_is_none_is_said_before_anything_is_served(names: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPRESSION_HOSTS", names)
    with pytest.raises(BadHosts, match=r"REPRESSION_HOSTS: .* is no name of a host"):
        allowed_hosts()


@pytest.mark.parametrize(
    "command", [["repression", "serve", "--port", "0"], ["streamlit", "run", "dashboard.py", "--server.port=0"]]
)
def test_a_server_with_a_bad_name_says_so_and_does_not_start(command: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=os.environ | {"REPRESSION_HOSTS": "https://figures.example"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode != 0
    assert "REPRESSION_HOSTS: 'https://figures.example' is no name of a host" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_names_are_those_of_this_machine_and_those_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPRESSION_HOSTS", " Figures.example, xn--80ak6aa92e.example ,[2001:db8::1]")
    allowed = allowed_hosts()
    assert allowed == LOOPBACK | {"figures.example", "xn--80ak6aa92e.example", "[2001:db8::1]"}
    for host in ("localhost:8501", "[::1]:8501", "127.0.0.1", "figures.example", "figures.example:8443"):
        assert is_allowed(host, allowed), host
    for host in ("", "figures.example.evil.org", "evil.org", "figures.example:port", "127.0.0.1.nip.io", "a@localhost"):
        assert not is_allowed(host, allowed), host


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:80", "169.254.169.254", "localhost@a.example"]
)
def test_whoever_asks_for_another_site_is_refused_on_every_route(target: Server, host: str) -> None:
    for path in ("/", "/sentences", QUICK, "/own/alive", "/static/js/index.js", "/_stcore/health"):
        answer = asked(target, head(target, path, Host=host))
        assert answer.startswith(b"HTTP/1.1 400 "), path
        assert b"Host: allowed is a name of this site" in answer
        assert host.encode() not in answer


def test_two_hosts_in_one_request_are_none(target: Server) -> None:
    request = head(target).replace(b"Connection", f"Host: {target.host}\r\nConnection".encode())
    assert asked(target, request).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://evil.example",
        "http://localhost:1",
        "http://127.0.0.1",
        "file://",
        "",
        "http://{host}.evil.example",
    ],
)
def test_a_page_of_somebody_else_opens_no_websocket(target: Server, origin: str) -> None:
    answer = refused(target, Origin=origin.replace("{host}", target.host))
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert b"Origin: allowed is the site itself" in answer


def test_no_websocket_is_opened_under_another_name(target: Server) -> None:
    answer = refused(target, Host="evil.example", Origin="http://evil.example")
    assert answer.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://{host}"}, {"Origin": "https://{host}"}])
def test_a_page_of_ours_and_a_program_open_theirs(target: Server, headers: dict[str, str]) -> None:
    said = {name: text.replace("{host}", target.host) for name, text in headers.items()}
    with connected(target) as connection:
        connection.sendall(head(target, STREAM, **(UPGRADE | said)))
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 101 ")


def test_streamlit_never_hears_of_another_origin(target: Server) -> None:
    # Its check would ask an outside host for this server's address.
    refused(target, Origin="https://evil.example")
    assert "Rejecting WebSocket" not in target.log.read_text()


@pytest.mark.parametrize("port", ["", ":8443"])
def test_an_origin_is_the_same_by_https_and_in_any_case(port: str) -> None:
    host = f"figures.example{port}"
    assert is_same_origin([(b"origin", f"https://Figures.Example{port}".encode())], host)
    assert is_same_origin([], host)
    assert not is_same_origin([(b"origin", f"https://{host}".encode())] * 2, host)
    assert not is_same_origin([(b"origin", b"https://figures.example:1")], host)


@pytest.mark.parametrize(("source", "scheme"), [("127.0.0.1", "https"), ("127.0.0.2", "http")])
def test_what_a_proxy_says_is_believed_on_this_machine_only(target: Server, source: str, scheme: str) -> None:
    said = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "evil.example", "Forwarded": "host=evil.example"}
    answer = asked(target, head(target, "/data/articles.json?limit=1", **said), source)
    top, _, body = answer.partition(b"\r\n\r\n")
    assert json.loads(body)["link"].startswith(f"{scheme}://{target.host}/")
    assert (b"strict-transport-security" in top) == (scheme == "https")
    assert b"evil" not in answer


def test_only_the_proxy_that_is_named_is_believed(tmp_path: Path) -> None:
    port, said = free_port(), {"X_Forwarded_Proto": "https"}
    command = [sys.executable, "-m", "repression", "serve", "--port", str(port)]
    command += ["--address", "127.0.0.3", "--proxy", "127.0.0.4"]
    hosts = {"REPRESSION_HOSTS": "figures.example,127.0.0.3"}
    with serving(command, port, "/own/alive", ROOT, tmp_path / "log", hosts, address="127.0.0.3") as server:
        answers = {
            source: asked(server, head(server, "/data/articles.json?limit=1", Host="figures.example", **said), source)
            for source in ("127.0.0.4", "127.0.0.1")
        }
    assert b"https://figures.example/" in answers["127.0.0.4"]
    assert (
        b"http://figures.example/" in answers["127.0.0.1"] and b"https://figures.example/" not in answers["127.0.0.1"]
    )
