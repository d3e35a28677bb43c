"""Through no parameter, path or header comes more than a text that is refused by name or taken as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bench.servers import Server
from repression.questions.filters import FILTERS
from repression.warehouse.database import Warehouse
from repression.web.openapi import document
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.attacks.tools import another_reader, asked, connected

pytestmark = pytest.mark.slow

PAYLOADS = (
    "' OR 1=1 --",
    "'; DROP TABLE people_rows; --",
    "x' UNION SELECT content FROM read_text('/etc/passwd') --",
    "getvariable('shown')",
    "$snapshot",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}${7*7}{people}%s",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "en\r\nSet-Cookie: a=b",
    "en\nLocation: https://evil.example",
    "en\u2028\u2029\x85",
    "../../../../etc/passwd",
    "..%2f..%2fdashboard.py",
    "/etc/passwd\x00.csv",
    "C:\\Windows\\win.ini",
    "file:///etc/passwd",
    "https://evil.example/",
    "\u202egnp.exe",
    "\u0430ny",  # a Cyrillic а
    "ａｎｙ",
    "e\u0301" * 40,
    "\U0001f54a\u200d",
    "-1",
    "1e999",
    "9" * 400,
    "..",
    "....",
    "2020-08..2020-08..",
    "null",
    "__proto__",
    "",
    " ",
)
STATUSES = (200, 303, 400, 404, 414)
HEADERS = ("Accept-Language", "If-None-Match", "Accept-Encoding", "Range", "Cookie", "Referer", "X-Forwarded-Proto")
# What belongs to no parameter of ours is passed over, as the guide says.
PASSED_OVER = "utm_source"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def ways(warehouse: Warehouse) -> dict[str, str]:
    """For every parameter that the registry, the document or a page knows, an address that takes it."""
    described = document(warehouse)
    shared = described["components"]["parameters"]
    found: dict[str, str] = {}
    for path, operation in described["paths"].items():
        for each in operation["get"].get("parameters", []):
            about = shared[each["$ref"].rsplit("/", 1)[1]] if "$ref" in each else each
            if about["in"] == "query":
                found.setdefault(about["name"], path.replace("{ending}", "csv"))
    assert {each.name for each in FILTERS} <= found.keys()
    return found | {
        "from": "/embed/sentence_lengths.html",
        "shape": "/picture/women.svg",
        "embed": "/sentences",
        PASSED_OVER: "/data/articles.csv",
    }


def judged(answer: httpx.Response, payload: str) -> None:
    """An answer to a payload is one of the known kinds, and has nothing of the payload where a program would run it."""
    assert answer.status_code in STATUSES, (answer.status_code, payload)
    assert "set-cookie" not in answer.headers
    assert not answer.headers.get("location", "/").startswith(("http", "//"))
    assert re.fullmatch(
        r'(attachment|inline); filename="[\w.+-]+"',
        answer.headers.get("content-disposition", 'attachment; filename="a"'),
    )
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    if answer.status_code in (400, 404, 414):
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "Traceback" not in answer.text and "duckdb" not in answer.text.lower()
    elif answer.headers.get("content-type", "").startswith("text/html"):
        assert "<img src=x" not in answer.text and "alert(1)</script>" not in answer.text
    assert "root:x:0" not in answer.text


def test_every_parameter_takes_only_what_is_allowed(client: TestClient, ways: dict[str, str]) -> None:
    for name, path in ways.items():
        for payload in PAYLOADS:
            answer = client.get(path, params={name: payload})
            judged(answer, payload)
            if answer.status_code == 400:
                assert answer.text.startswith(f"{name}="), (name, payload, answer.text[:200])
                assert len(answer.text) < 5_000, (name, payload)


def test_every_page_and_citation_refuses_as_the_files_do(client: TestClient) -> None:
    for payload in PAYLOADS:
        judged(client.get("/picture/women.svg", params={"shape": payload, "lang": payload}), payload)
        for path in ("/embed/sentence_lengths.html", "/cite/sentence_lengths.bib", "/cite/sentence_lengths.ris"):
            judged(client.get(path, params={"gender": payload, "from": payload, "lang": payload}), payload)
        for parameters in ({"gender": payload}, {"lang": payload, "snapshot": payload}, {"staticAppId": payload}):
            judged(client.get("/sentences", params=parameters), payload)


def test_a_name_of_a_parameter_is_no_way_in(client: TestClient) -> None:
    for payload in PAYLOADS:
        judged(client.get("/data/people.csv", params={payload: "1"}), payload)
        judged(client.get("/sentences", params={payload: "1", "lang": "en"}), payload)


@pytest.mark.parametrize(
    "path",
    [
        "/data/{}",
        "/data/{}.csv",
        "/data/people.{}",
        "/data/questions/{}.csv",
        "/picture/{}",
        "/picture/{}.png",
        "/picture/women.{}",
        "/embed/{}.html",
        "/cite/{}.bib",
        "/cite/sentence_lengths.{}",
        "/own/{}",
        "/static/{}",
        "/{}",
        "/sentences/{}",
        "/_stcore/{}",
        "/media/{}",
        "/component/{}",
    ],
)
def test_no_path_leads_out(client: TestClient, path: str) -> None:
    for payload in PAYLOADS:
        if not payload.strip(" ."):
            continue  # the path without it, which is there
        for way in (quote(payload, safe=""), quote(payload, safe="/")):
            answer = client.get(path.format(way))
            judged(answer, payload)
            assert answer.status_code in (303, 400, 404, 414), (path, payload)


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_is_a_way_in(client: TestClient, name: str) -> None:
    for payload in PAYLOADS:
        if name != "Range":
            judged(client.get("/?lang=", headers={name: payload.encode()}), payload)
        answer = client.get("/own/page.js", headers={name: payload.encode()})
        assert answer.status_code in (200, 304, 400, 416), (name, payload)


def test_a_range_without_end_costs_nothing(client: TestClient) -> None:
    ranges = "bytes=" + ",".join(f"{number}-{number}" for number in range(0, 4_000, 2))
    answer = client.get("/own/page.js", headers={"Range": ranges})
    assert answer.status_code in (200, 206, 400, 416)
    assert len(answer.content) < 500_000


def test_on_the_running_server_too_and_another_reader_notices_nothing(target: Server, ways: dict[str, str]) -> None:
    with another_reader(target), httpx.Client(base_url=target.address, timeout=60) as client:
        for number, payload in enumerate(PAYLOADS):
            name = sorted(ways)[number % len(ways)]
            judged(client.get(ways[name], params={name: payload}), payload)


@pytest.mark.parametrize(
    "path",
    [
        b"/static/../../../../etc/passwd",
        b"/own/..%2f..%2fweb%2flimits.py",
        b"/own/%2e%2e/serve.py",
        b"//evil.example/%2f..",
        b"/static/%c0%ae%c0%ae/x",
        b"/data/people.csv%00.png",
        b"http://evil.example/data/",
        b"/\\evil.example",
    ],
)
def test_a_path_as_no_client_writes_it_leads_nowhere(target: Server, path: bytes) -> None:
    request = b"GET " + path + b" HTTP/1.1\r\nHost: " + target.host.encode() + b"\r\nConnection: close\r\n\r\n"
    top, _, body = asked(target, request).partition(b"\r\n\r\n")
    # A request for a whole address is one for its path: whose site it is says the Host.
    assert int(top[9:12]) in ((200,) if path.startswith(b"http:") else (303, 400, 404))
    assert b"content-security-policy" in top.lower()
    assert b"evil.example" not in top.lower() and b"root:x" not in body and b"LONGEST" not in body


def test_what_is_broken_off_leaves_nothing_behind(target: Server) -> None:
    for path in ("/data/people.xlsx?status=any&limit=7", "/data/package.zip", "/picture/sentence_lengths.png?lang=be"):
        with connected(target) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {target.host}\r\n\r\n".encode())
    with another_reader(target):
        pass


def test_after_all_that_the_register_is_whole(client: TestClient) -> None:
    assert client.get("/data/people.csv").text.count("\n") == 1 + 2_125
