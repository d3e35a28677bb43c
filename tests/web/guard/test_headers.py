"""What every answer says to a browser, held to the rules of the HTTP Observatory (observatory.mozilla.org, now MDN's).

Its scale: 100, less what each test takes; from 90 on, what each test gives is added. The points are those of its
"Tests & Scoring", as published; what it says of the transport is asked for as a proxy with TLS passes it on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.conftest import ROOT

BROAD = {"*", "http:", "https:", "ftp:", "http://*", "https://*"}
INLINE = {"'unsafe-inline'", "data:"}
SIX_MONTHS = 15_768_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
# A+ begins at 100. No more can be had than this without giving up Streamlit's styles, or being on a preload list.
REACHED = 100 + 5 + 5 + 10
LARGEST_SCRIPT = 15_000
PAGES = (
    "/?snapshot=2026-11-22&lang=en",
    "/sentences?snapshot=2026-11-22&lang=be",
    "/facts?snapshot=2026-11-22&lang=ru",
)
ANSWERS = (
    *PAGES,
    *(
        "/",
        "/data/",
        "/data/people.csv",
        "/data/people.csv?gender=nobody",
        "/data/nothing",
        "/data/package.zip",
        "/nothing",
    ),
    *(
        "/cite/sentence_lengths.bib",
        "/robots.txt",
        "/own/page.js",
        "/own/alive",
        "/own/ready",
        "/own/newest",
        "/own/nothing",
    ),
    *(
        "/static/nothing",
        "/_stcore/upload_file/a/b",
        "/data/?" + "a" * 9_000,
        "/failing",
    ),
    *("/picture/women.svg", "/picture/women.png", "/picture/women", "/embed/women.html", "/embed/women"),
)


def failing(request: Request) -> Response:
    raise RuntimeError("a fault of a test")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    routes = [Route("/own/failing", failing), *ROUTES]
    app = Starlette(routes=routes, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(
        app, base_url="https://testserver", follow_redirects=False, raise_server_exceptions=False
    ) as client:
        yield client


def policy_of(headers: Mapping[str, str]) -> dict[str, set[str]]:
    """The directives of a policy, each with its sources."""
    parts = (part.split() for part in headers["content-security-policy"].split(";"))
    return {part[0]: set(part[1:]) for part in parts if part}


def of_policy(headers: Mapping[str, str]) -> int:
    if "content-security-policy" not in headers:
        return -25
    policy = policy_of(headers)
    default = policy.get("default-src", {"*"})
    script, style, objects = (policy.get(name, default) for name in ("script-src", "style-src", "object-src"))
    if script & (BROAD | INLINE) or objects & BROAD:
        return -20
    if any(source.startswith(("http:", "ftp:")) for sources in policy.values() for source in sources):
        return -20
    if "'unsafe-eval'" in script | style:
        return -10
    if style & (BROAD | INLINE):
        return 0
    return 10 if default == {"'none'"} else 5


def of_transport(headers: Mapping[str, str]) -> int:
    age = re.search(r"max-age=(\d+)", headers.get("strict-transport-security", ""))
    return -20 if age is None else -10 if int(age[1]) < SIX_MONTHS else 0


def of_referrer(headers: Mapping[str, str]) -> int:
    said = headers.get("referrer-policy")
    return 0 if said is None else 5 if said in PRIVATE else -5


def of_frames(headers: Mapping[str, str]) -> int:
    ancestors = policy_of(headers).get("frame-ancestors", {"*"})
    if not ancestors & BROAD:
        return 5
    return 0 if headers.get("x-frame-options", "").upper() in ("DENY", "SAMEORIGIN") else -20


def of_resources(headers: Mapping[str, str]) -> int:
    return {"same-site": 10, "same-origin": 10, "cross-origin": 0, None: 0}.get(
        headers.get("cross-origin-resource-policy"), -5
    )


def of_sharing(headers: Mapping[str, str], path: str) -> int:
    """Everybody may read the files of data, which are public and know no reader; no page."""
    return 0 if "access-control-allow-origin" not in headers or path.startswith("/data/") else -50


def of_scripts(page: str) -> int:
    """Scripts of this site need no checksum; any of another host would take points."""
    return 0 if all(source.startswith("/") for source in re.findall(r'<script[^>]*\ssrc="([^"]*)"', page)) else -50


def score(answer: httpx.Response, path: str) -> int:
    """The points of an answer."""
    headers = answer.headers
    points = [
        of_policy(headers),
        of_transport(headers),
        of_referrer(headers),
        of_frames(headers),
        of_resources(headers),
        of_sharing(headers, path),
        of_scripts(answer.text if answer.headers.get("content-type", "").startswith("text/html") else ""),
        0 if headers.get("x-content-type-options") == "nosniff" else -5,
        0 if "set-cookie" not in headers else -40,
    ]
    base = 100 + sum(each for each in points if each < 0)
    return base + sum(each for each in points if each > 0) if base >= 90 else base


@pytest.mark.parametrize("path", PAGES)
def test_the_observatory_takes_no_point_from_a_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert score(answer, path) == REACHED


@pytest.mark.parametrize(
    ("name", "worse", "points"),
    [
        ("content-security-policy", "default-src *", -20 + -20),
        ("strict-transport-security", "max-age=60", -10),
        ("referrer-policy", "unsafe-url", -5),
        ("x-content-type-options", "", -5),
        ("access-control-allow-origin", "*", -50),
        ("set-cookie", "a=b", -40),
    ],
)
def test_the_rules_take_points_from_what_is_worse(client: TestClient, name: str, worse: str, points: int) -> None:
    answer = client.get(PAGES[0])
    answer.headers[name] = worse
    if name == "content-security-policy":
        answer.headers["x-frame-options"] = ""
    base = 100 + points
    assert score(answer, "/") == (base if base < 90 else base + 20 - 5 * (name == "referrer-policy"))


@pytest.mark.parametrize("path", [*ANSWERS, "/own/failing"])
def test_every_answer_has_every_header_once(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code == 500) == (path == "/own/failing")
    for name in (
        *(
            "content-security-policy",
            "referrer-policy",
            "x-content-type-options",
            "x-frame-options",
            "permissions-policy",
        ),
        *("cross-origin-opener-policy", "cross-origin-resource-policy", "x-dns-prefetch-control"),
    ):
        assert len(answer.headers.get_list(name)) == 1, name
    assert "server" not in answer.headers and "x-powered-by" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert policy_of(answer.headers)["script-src"] == {"'self'"}
    shared = answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert shared == ("access-control-allow-origin" in answer.headers)


def test_the_running_server_names_itself_nowhere_and_says_the_same(server: str) -> None:
    for path in ("/", "/sentences?snapshot=2026-11-22&lang=en", "/_stcore/health", "/_stcore/host-config", "/data/"):
        answer = httpx.get(f"{server}{path}", timeout=60)
        assert "server" not in answer.headers, path
        assert answer.headers["x-frame-options"] == "DENY", path
        assert "strict-transport-security" not in answer.headers, "said by https alone"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_script_in_it(client: TestClient, path: str) -> None:
    page = client.get(path).text
    for opening in re.findall(r"<script[^>]*>", page):
        assert 'src="/' in opening or "json" in opening, opening
    assert not re.findall(r"\son\w+=", page)
    assert "javascript:" not in page


def test_our_own_script_is_one_and_small() -> None:
    [own] = (ROOT / "repression").rglob("*.js")
    assert own.name == "page.js"
    assert own.stat().st_size < LARGEST_SCRIPT


def test_alive_and_ready_are_told_apart(client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from repression.questions import live

    assert client.get("/own/alive").text == "alive\n"
    ready = client.get("/own/ready")
    assert ready.json() == {"day": "2026-11-22", "version": live.current().version, "refused": []}
    assert ready.headers["cache-control"] == client.get("/own/alive").headers["cache-control"] == "no-store"
    monkeypatch.setenv("REPRESSION_DATA", str(tmp_path))
    live.reset()
    try:
        refused = client.get("/own/ready")
        assert refused.status_code == 503
        assert "no valid snapshot" in refused.text
        assert refused.headers["retry-after"] == "10" and refused.headers["cache-control"] == "no-store"
        assert client.get("/own/alive").status_code == 200
    finally:
        monkeypatch.undo()
        live.reset()
