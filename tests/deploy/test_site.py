"""The site of deploy/nginx.conf before the real server: what readers get through it, and what it never logs."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import httpx
import pytest

from bench.nginx import LOOPBACK, NAME, Front, front
from bench.servers import Server, free_port, serving
from bench.sessions import Session
from tests.conftest import ROOT
from tests.deploy.conftest import echo

VIEW = "snapshot=2026-11-22&lang=en&status=any"
SECRET = "gender=female"
PATHS = [
    f"/?{VIEW}",
    f"/sentences?{VIEW}",
    "/files?snapshot=2026-11-22&lang=be",
    f"/data/people.csv?{VIEW}",
    "/data/datapackage.json",
    "/data/catalogue.jsonld",
    "/own/newest?lang=en",
    "/own/alive",
    "/own/ready",
    "/own/frame.css",
    "/picture/penalties.png?snapshot=2026-11-22&lang=be",
    "/embed/penalties.html?snapshot=2026-11-22&lang=be",
    "/facts?snapshot=2026-11-22&lang=be",
    "/sitemap.xml",
    "/robots.txt",
    "/sentences",
    "/data/people.csv?gender=nobody",
    "/nothing",
]
# Of each connection, not of what is sent over it.
OF_THE_CONNECTION = {"date", "server", "connection", "keep-alive", "transfer-encoding"}


pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard as the unit starts it, with the site's name among its own."""
    port = free_port()
    command = [sys.executable, "-m", "repression", "serve", "--port", str(port)]
    log = tmp_path_factory.mktemp("server") / "log"
    with serving(command, port, "/_stcore/health", ROOT, log, {"REPRESSION_HOSTS": NAME}) as server:
        yield server


@pytest.fixture(scope="module")
def site(running: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with front(tmp_path_factory.mktemp("nginx"), [running.host]) as nginx:
        yield nginx


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Resolves the site's name to this machine, as a line in /etc/hosts would."""
    whole = socket.getaddrinfo

    def here(host: Any, *arguments: Any, **named: Any) -> Any:
        return whole(LOOPBACK if host == NAME else host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", here)


def straight(running: Server, site: Front, path: str, **headers: str) -> httpx.Response:
    """What the dashboard itself answers to the same request."""
    named = {"Host": site.host, "X-Forwarded-Proto": "https", "Accept-Encoding": "identity", **headers}
    return httpx.get(f"{running.address}{path}", headers=named, timeout=60)


@pytest.mark.parametrize("path", PATHS)
def test_what_the_dashboard_says_arrives_as_it_was(running: Server, site: Front, path: str) -> None:
    said, arrived = straight(running, site, path), site.ask(path)
    assert (arrived.status_code, arrived.content) == (said.status_code, said.content)
    expected = {name: value for name, value in said.headers.items() if name not in OF_THE_CONNECTION}
    got = {name: value for name, value in arrived.headers.items() if name not in OF_THE_CONNECTION}
    assert got == {"strict-transport-security": "max-age=31536000", "content-length": got["content-length"]} | expected
    assert set(Counter(name for name, _ in arrived.headers.multi_items()).values()) == {1}
    assert arrived.headers["server"] == "nginx"
    assert "default-src 'none'" in arrived.headers["content-security-policy"]
    assert "set-cookie" not in arrived.headers
    if said.status_code == 200:
        assert said.headers.get("vary", "Accept-Encoding").lower() == "accept-encoding", "nginx keeps it for everybody"


def test_a_page_is_packed_on_its_way(site: Front) -> None:
    packed, plain = (site.ask(f"/?{VIEW}", **{"Accept-Encoding": each}) for each in ("gzip", "identity"))
    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert packed.content == plain.content and "<title>Figures</title>" in plain.text


def test_scripts_are_packed_by_the_dashboard(site: Front) -> None:
    page = site.ask(f"/?{VIEW}").text
    script = page.split('<script type="module"')[1].split('src="')[1].split('"')[0]
    answer = site.ask(script, **{"Accept-Encoding": "br, gzip"})
    assert answer.headers["content-encoding"] == "br"
    assert "immutable" in answer.headers["cache-control"]


def test_a_file_arrives_packed_and_whole(running: Server, site: Front) -> None:
    path = f"/data/people.csv?{VIEW}"
    plain, packed = straight(running, site, path), site.ask(path, **{"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 4
    assert packed.content == plain.content and plain.text.count("\n") == 3085
    again = site.ask(path, **{"Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]})
    assert again.status_code == 304


def test_what_is_asked_for_raw_is_raw_gzip(site: Front) -> None:
    address = f"https://{LOOPBACK}:{site.port}/data/people.csv?{VIEW}"
    asked = {"Host": site.host, "Accept-Encoding": "gzip"}
    with (
        httpx.Client(verify=site.trust) as client,
        client.stream("GET", address, headers=asked, extensions={"sni_hostname": NAME}) as answer,
    ):
        raw = b"".join(answer.iter_raw())
    assert gzip.decompress(raw).count(b"\n") == 3085


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt", "/data/catalogue.jsonld", f"/data/people.json?{VIEW}"])
def test_addresses_in_files_are_those_of_the_site(site: Front, path: str) -> None:
    text = site.ask(path).text
    assert f"https://{site.host}/" in text
    assert f"http://{site.host}" not in text and LOOPBACK not in text


@pytest.mark.usefixtures("found")
def test_an_open_page_talks_over_the_websocket(site: Front) -> None:
    async def read() -> None:
        async with Session(site.host, "sentences", VIEW, site.trust) as session:
            everybody = await session.load()
            assert everybody.charts and "3,084" in everybody.text
            women = await session.choose(gender="Women")
            assert women.charts != everybody.charts
            # Longer than nginx waits for a word: the dashboard's signs of life keep the page open.
            await asyncio.sleep(100)
            assert (await session.choose(gender="Men")).charts != women.charts
        assert f"https://{site.host}" in everybody.text

    asyncio.run(read())


def test_plain_http_leads_to_the_same_place_over_tls(site: Front) -> None:
    asked = f"http://{LOOPBACK}:{site.plain_port}/sentences?{VIEW}"
    answer = httpx.get(asked, headers={"Host": NAME})
    assert (answer.status_code, answer.headers["location"]) == (301, f"https://{NAME}/sentences?{VIEW}")


def test_the_authority_finds_its_challenge(site: Front) -> None:
    folder = site.logs.parent / "www" / ".well-known" / "acme-challenge"
    folder.mkdir(parents=True)
    (folder / "token").write_text("proof")
    asked = f"http://{LOOPBACK}:{site.plain_port}/.well-known/acme-challenge/token"
    assert httpx.get(asked, headers={"Host": NAME}).text == "proof"


@pytest.mark.parametrize("host", ["another.example", LOOPBACK])
def test_another_name_gets_no_word(site: Front, host: str) -> None:
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):  # closed, without an answer
        httpx.get(f"http://{LOOPBACK}:{site.plain_port}/", headers={"Host": host})
    with pytest.raises(httpx.ConnectError, match=r"(?i)unrecognized.name"), httpx.Client(verify=False) as client:
        client.get(f"https://{LOOPBACK}:{site.port}/", extensions={"sni_hostname": "another.example"})


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1")
@pytest.mark.parametrize(("version", "is_spoken"), [("TLSv1_1", False), ("TLSv1_2", True), ("TLSv1_3", True)])
def test_only_safe_tls_is_spoken(site: Front, version: str, is_spoken: bool) -> None:
    asked = ssl.create_default_context(cafile=site.logs.parent / "fullchain.pem")
    asked.set_ciphers("ALL:@SECLEVEL=0")
    asked.minimum_version = asked.maximum_version = ssl.TLSVersion[version]
    issue = pytest.raises(ssl.SSLError, match=r"(?i)alert (protocol version|handshake failure)")
    with (
        socket.create_connection((LOOPBACK, site.port)) as connection,
        nullcontext() if is_spoken else issue,
        asked.wrap_socket(connection, server_hostname=NAME) as secured,
    ):
        cipher = secured.cipher()
        assert cipher and cipher[0].startswith(("ECDHE", "TLS_"))


@pytest.mark.parametrize("length", [8_050, 20_000])
def test_a_huge_query_is_refused(site: Front, length: int) -> None:
    assert site.ask("/data/people.csv?article=" + "9" * length).status_code == 414


def test_a_head_that_the_dashboard_refuses_is_refused_in_its_words(site: Front) -> None:
    # Whoever asks which data are shown must not bring it along: that question would be refused, and with it all.
    refused = site.ask("/?never-asked-before", **{f"X-{name}": "x" * 7_500 for name in "abc"})
    assert refused.status_code == 431


@pytest.mark.parametrize(("size", "status"), [(10, 405), (2000, 413)])
def test_nothing_is_taken_in(site: Front, size: int, status: int) -> None:
    with httpx.Client(verify=site.trust) as client:
        answer = client.post(
            f"https://{LOOPBACK}:{site.port}/data/people.csv",
            content=b"x" * size,
            headers={"Host": site.host},
            extensions={"sni_hostname": NAME},
        )
    assert answer.status_code == status


@pytest.mark.parametrize("path", ["/_stcore/upload_file/a/b", "/_stcore/metrics"])
def test_what_the_dashboard_refuses_stays_refused(site: Front, path: str) -> None:
    assert site.ask(path).status_code == 403


def test_whoever_sends_too_slowly_is_left(site: Front) -> None:
    with (
        socket.create_connection((LOOPBACK, site.port)) as connection,
        site.trust.wrap_socket(connection, server_hostname=NAME) as secured,
    ):
        secured.settimeout(30)
        secured.sendall(b"GET / HTTP/1.1\r\n")
        began = time.monotonic()
        try:
            answer = secured.recv(100)
        except (ConnectionResetError, ssl.SSLEOFError):
            answer = b""
        assert answer == b"" or b" 408 " in answer
        assert 8 < time.monotonic() - began < 20


def test_one_address_has_a_limit_and_many_readers_fit_into_it(site: Front) -> None:
    def some(_: int) -> list[int]:
        asked = {"Host": site.host}
        with httpx.Client(verify=site.trust, timeout=60) as client:
            address = f"https://{LOOPBACK}:{site.port}/own/icon.svg"
            return [
                client.get(address, headers=asked, extensions={"sni_hostname": NAME}).status_code for _ in range(250)
            ]

    time.sleep(20)  # until what other tests asked for is forgotten
    with ThreadPoolExecutor(8) as readers:
        eight = [status for statuses in readers.map(some, range(8)) for status in statuses]
        assert set(eight) == {200}
        many = [status for statuses in readers.map(some, range(40)) for status in statuses]
    assert set(many) == {200, 429}


def test_nothing_of_a_request_is_written(running: Server, site: Front) -> None:
    provoke(site)
    assert list(site.logs.iterdir()), "nginx opened no log at all: this test would see nothing"
    assert site.written() == ""
    assert SECRET not in running.log.read_text() and LOOPBACK not in running.log.read_text().partition("\n")[2]


def test_without_these_lines_it_would_be_written(running: Server, tmp_path: Path) -> None:
    lines = r"^ *(access_log off|error_log /dev/null emerg);\n"
    with front(tmp_path, [running.host], left_out=lines) as site:
        provoke(site)
    access, errors = ((site.logs / f"{name}.log").read_text() for name in ("access", "error"))
    assert SECRET in access and LOOPBACK in access
    assert SECRET in errors and LOOPBACK in errors


def provoke(site: Front) -> None:
    """Ask for what nginx would note: something that is there, something too large, nonsense, a broken handshake."""
    assert site.ask(f"/data/people.csv?{VIEW}&{SECRET}").status_code == 200
    with httpx.Client(verify=site.trust) as client:
        address = f"https://{LOOPBACK}:{site.port}/data/people.csv?{SECRET}"
        asked = {"Host": site.host}
        client.post(address, content=b"x" * 5000, headers=asked, extensions={"sni_hostname": NAME})
    httpx.get(f"http://{LOOPBACK}:{site.plain_port}/?{SECRET}", headers={"Host": NAME})
    for port in (site.port, site.plain_port):
        with socket.create_connection((LOOPBACK, port)) as connection:
            connection.sendall(f"{SECRET} \x00 nonsense\r\n\r\n".encode())
            connection.recv(1000)


def test_only_what_nginx_itself_knows_is_passed_on(tmp_path: Path) -> None:
    claimed = {
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "http",
        "Upgrade": "h2c",
        "Connection": "Upgrade",
    }
    with echo() as host, front(tmp_path, [host]) as site:
        told = site.ask("/", **claimed).json()["said"]
        socketed = site.ask("/_stcore/stream", Upgrade="websocket", Connection="Upgrade").json()["said"]
    assert told["host"] == site.host
    assert (told["x-forwarded-for"], told["x-forwarded-proto"]) == (LOOPBACK, "https")
    assert not {"upgrade", "connection"} & set(told)
    assert (socketed["upgrade"], socketed["connection"]) == ("websocket", "upgrade")


def test_while_the_dashboard_is_away_readers_are_told_so(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "repression", "serve", "--port", str(port)]
    with front(tmp_path / "nginx", [f"{LOOPBACK}:{port}"]) as site:
        away = site.ask(f"/?{VIEW}")
        assert (away.status_code, away.headers["content-type"]) == (503, "text/plain; charset=utf-8")
        assert all(word in away.text for word in ("minute", "хвіліну", "минуту"))
        with serving(command, port, "/_stcore/health", ROOT, tmp_path / "log", {"REPRESSION_HOSTS": NAME}):
            assert site.ask(f"/?{VIEW}").status_code == 200
        assert site.ask(f"/?{VIEW}").status_code == 200, "what was kept is sent meanwhile"
        assert site.ask(f"/sentences?{VIEW}").status_code == 503
        assert site.written() == ""
