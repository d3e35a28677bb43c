"""No client takes more than its share, and no client is remembered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from repression.cache import ByteLRU
from repression.i18n import LANGUAGES
from repression.web import catalog_routes, dcat
from repression.web.guard import slots, websockets
from repression.web.guard.clients import RateLimiter, Throttle, client_key
from repression.web.guard.limits import (
    HEAD_BYTES,
    MAX_PATH_LENGTH,
    MESSAGE_BYTES,
    MESSAGES_BURST,
    MESSAGES_PER_SECOND,
    QUEUE_PER_CLIENT,
    WORK_SLOTS_PER_CLIENT,
    WORK_SLOTS_TOTAL,
)
from repression.web.guard.slots import Overloaded, RateLimited, WorkSlots
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_bytes(await socket.receive_bytes())
    except WebSocketDisconnect:
        pass


def asking() -> TestClient:
    routes = [WebSocketRoute("/_stcore/stream", echo), *ROUTES]
    app = Starlette(routes=routes, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    return TestClient(app, follow_redirects=False)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with asking() as client:
        yield client


async def spent(limiter: RateLimiter, client: bytes, times: int) -> list[float]:
    return [limiter.hit(client) for _ in range(times)]


def test_a_budget_is_spent_and_comes_back_with_time() -> None:
    clock = Clock()
    limiter = RateLimiter(a_second=2, at_once=4, clock=clock)
    waits = asyncio.run(spent(limiter, b"one", 6))
    assert waits[:4] == [0, 0, 0, 0]
    assert waits[4] == waits[5] == pytest.approx(0.5)
    assert asyncio.run(spent(limiter, b"another", 1)) == [0]
    clock.now += 0.5
    assert asyncio.run(spent(limiter, b"one", 2)) == [0, pytest.approx(0.5)]


def test_a_client_is_forgotten_when_all_may_be_asked_for_again() -> None:
    clock = Clock()
    limiter = RateLimiter(a_second=20, at_once=1_200, clock=clock)
    asyncio.run(spent(limiter, client_key("192.0.2.7"), 5))
    assert len(limiter) == 1
    assert "192.0.2.7" not in str(vars(limiter))
    clock.now += 61
    assert len(limiter) == 0


def test_nobody_who_comes_after_is_needed_for_that() -> None:
    async def forgotten() -> int:
        limiter = RateLimiter(a_second=100, at_once=1)
        limiter.hit(b"one")
        await asyncio.sleep(1.2)
        return len(limiter._due._Cache__data)  # type: ignore[attr-defined]

    assert asyncio.run(forgotten()) == 0


def test_a_client_is_an_address_and_of_ipv6_a_household() -> None:
    assert client_key("192.0.2.7") != client_key("192.0.2.8")
    assert client_key("2001:db8::1") == client_key("2001:db8:0:ff::ffff:1")
    assert client_key("2001:db8::1") != client_key("2001:db8:0:100::1")
    # Circuits of Tor, as the proxy names them.
    assert client_key("circuit-fc00:dead:beef:4dad::1") != client_key("circuit-fc00:dead:beef:4dad::2")


def test_a_pace_lets_some_through_at_once_and_the_others_one_by_one() -> None:
    clock = Clock()
    pace = Throttle(a_second=8, at_once=3, clock=clock)
    assert [pace.wait() for _ in range(3)] == [0, 0, 0]
    assert pace.wait() == pytest.approx(1 / 8)
    assert pace.wait() == pytest.approx(2 / 8)


def test_a_client_takes_not_all_places_and_others_get_theirs_at_once() -> None:
    async def run() -> tuple[int, int]:
        work_slots, busy, most = WorkSlots(), 0, 0
        leave = asyncio.Event()

        async def one(client: bytes) -> None:
            nonlocal busy, most
            async with work_slots.turn(client), work_slots.work():
                busy += 1
                most = max(most, busy)
                await leave.wait()
                busy -= 1

        greedy = [asyncio.create_task(one(b"greedy")) for _ in range(QUEUE_PER_CLIENT)]
        await asyncio.sleep(0.01)
        taken = busy
        other = asyncio.create_task(one(b"other"))
        await asyncio.sleep(0.01)
        assert busy == taken + 1
        leave.set()
        await asyncio.gather(*greedy, other)
        assert not work_slots._queues
        return taken, most

    taken, most = asyncio.run(run())
    assert taken == WORK_SLOTS_PER_CLIENT
    assert most == WORK_SLOTS_TOTAL


def test_a_line_has_an_end_and_who_waits_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "PATIENCE_SECONDS", 0.05)

    async def run() -> list[BaseException | None]:
        work_slots, many = WorkSlots(), QUEUE_PER_CLIENT + WORK_SLOTS_PER_CLIENT + 1
        last_was_told = asyncio.Event()
        told = 0

        async def one(client: bytes) -> None:
            nonlocal told
            try:
                async with work_slots.turn(client), work_slots.work():
                    await last_was_told.wait()
            except (Overloaded, RateLimited):
                told += 1
                if told == many - WORK_SLOTS_PER_CLIENT:
                    last_was_told.set()
                raise

        return await asyncio.gather(*(one(b"greedy") for _ in range(many)), return_exceptions=True)

    outcome = [type(each) for each in asyncio.run(run())]
    assert outcome.count(type(None)) == WORK_SLOTS_PER_CLIENT
    assert outcome.count(Overloaded) == QUEUE_PER_CLIENT
    assert outcome.count(RateLimited) == 1


def test_large_files_hold_few_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "STREAMS", 3)
    monkeypatch.setattr(slots, "STREAMS_PER_CLIENT", 2)
    work_slots = WorkSlots()
    with work_slots.stream(b"one"), work_slots.stream(b"one"):
        with pytest.raises(RateLimited), work_slots.stream(b"one"):
            pass
        with work_slots.stream(b"another"), pytest.raises(Overloaded), work_slots.stream(b"third"):
            pass
    with work_slots.stream(b"one"):
        pass
    assert not work_slots._streams.total() and b"another" not in work_slots._streams


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whoever_asks_for_too_much_is_told_when_to_come_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr(slots.WORK_SLOTS, "limiter", RateLimiter(a_second=0.5, at_once=2))
    path = f"/data/articles.csv?lang={lang}&limit="
    assert [client.get(f"{path}{limit}").status_code for limit in (11, 12, 13)] == [200, 200, 429]
    for refused in (
        f"{path}14",
        f"/picture/sentence_lengths.svg?lang={lang}",
        f"/cite/sentence_lengths.txt?lang={lang}",
    ):
        answer = client.get(refused)
        assert answer.status_code == 429
        assert 1 <= int(answer.headers["retry-after"]) <= 2
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert (answer.text == "Too much was asked from one address: try again in 2 seconds.\n") == (lang == "en")


def test_nobody_is_told_which_files_others_asked_for(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within its budget a client pays for a cached file as for a new one; beyond it, it gets neither."""
    cached, tag = "/data/articles.csv?limit=21", client.get("/data/articles.csv?limit=21").headers["etag"]
    for asked in ([cached, cached], ["/data/articles.csv?limit=22", "/data/articles.csv?limit=23"]):
        monkeypatch.setattr(slots.WORK_SLOTS, "limiter", RateLimiter(a_second=0.01, at_once=2))
        assert [client.get(path).status_code for path in asked] == [200, 200]
        refusals = [client.get(path) for path in (cached, "/data/articles.csv?limit=24")]
        assert [answer.status_code for answer in refusals] == [429, 429]
        assert refusals[0].text == refusals[1].text and dict(refusals[0].headers) == dict(refusals[1].headers)
        # Whether a file changed is told of any file, cached or not, and costs nothing.
        assert client.get(cached, headers={"If-None-Match": tag}).status_code == 304
    monkeypatch.setattr(slots.WORK_SLOTS, "limiter", RateLimiter(a_second=1, at_once=9))
    queue = slots._Queue(length=QUEUE_PER_CLIENT + WORK_SLOTS_PER_CLIENT)
    monkeypatch.setitem(slots.WORK_SLOTS._queues, client_key("testclient"), queue)
    assert [client.get(path).status_code for path in (cached, "/data/articles.csv?limit=25")] == [429, 429]


@pytest.mark.parametrize("path", ["/data/people.csv?gendr=female", "/own/newest?lang=de", "/data/package.zip?limt=1"])
def test_refusals_are_counted(client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(slots.WORK_SLOTS, "limiter", RateLimiter(a_second=0.01, at_once=2))
    assert [client.get(path).status_code for _ in range(3)] == [400, 400, 429]
    assert client.get("/data/articles.csv?limit=26").status_code == 429


def test_preflights_are_counted(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots.WORK_SLOTS, "limiter", RateLimiter(a_second=0.01, at_once=2))
    headers = {"Origin": "https://news.example", "Access-Control-Request-Method": "GET"}
    answers = [client.options("/data/people.csv", headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [204, 204, 429]
    assert answers[-1].headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "path", ["/own/newest", "/data/people.csv", "/data/questions/penalties.json", "/cite/penalties.bib"]
)
def test_a_refusal_is_shorter_than_its_address_and_as_quick_as_any(client: TestClient, path: str) -> None:
    for many in (
        "&".join(f"a{number}=1" for number in range(1_100)),
        "&".join(f"gender_{number}=1" for number in range(40)),
        "gendr=" + "x" * 7_900,
        "gender=" + "&gender=".join("x" * 10 for _ in range(400)),
    ):
        answer = client.get(f"{path}?{many}")
        assert answer.status_code == 400
        assert len(answer.text) < 2_500, many[:20]


def test_a_page_is_sent_as_it_is_where_an_address_has_more_parameters_than_any_view(client: TestClient) -> None:
    many = "&".join(f"a{number}=1" for number in range(1_000))
    assert "passed-over" not in client.get(f"/sentences?snapshot=2026-11-22&lang=en&{many}").text


def test_the_catalogue_is_made_once_whatever_port_a_client_names(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for name in ("dcat", "schema_org"):
        real = getattr(dcat, name)
        monkeypatch.setattr(dcat, name, lambda *of, real=real: made.append(real) or real(*of))
    monkeypatch.setattr(catalog_routes, "_cache", ByteLRU[str](4_000_000, size=len))
    for port in range(20):
        base = f"http://testserver:{9_000 + port}"
        named = {"host": base.removeprefix("http://")}
        catalogue = client.get("/data/catalogue.jsonld", headers=named)
        assert catalogue.json()["@id"] == f"{base}/data/" and "invalid" not in catalogue.text
        page = client.get("/files?snapshot=2026-11-22&lang=en", headers=named).text
        assert f'"url": "{base}/"' in page and "site.invalid" not in page
    assert len(made) == 2


def test_a_head_or_a_path_without_end_is_refused(client: TestClient) -> None:
    assert client.get("/data/", headers={"x": "a" * (HEAD_BYTES + 1)}).status_code == 431
    assert client.get(f"/data/{'a' * MAX_PATH_LENGTH}.csv").status_code == 414


@pytest.mark.parametrize("name", ["SESSIONS", "OPENINGS_BURST"])
def test_pages_beyond_what_the_server_bears_are_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(websockets, name, 1)
    with (
        asking() as client,
        client.websocket_connect("/_stcore/stream"),
        pytest.raises(WebSocketDenialResponse) as refused,
        client.websocket_connect("/_stcore/stream"),
    ):
        pass
    assert refused.value.status_code == 503


def test_there_is_one_websocket_address(client: TestClient) -> None:
    with pytest.raises(WebSocketDenialResponse) as refused, client.websocket_connect("/data/people.csv"):
        pass
    assert refused.value.status_code == 404


def test_text_and_what_is_too_large_end_a_websocket(client: TestClient) -> None:
    for message, code in (({"text": "[]"}, 1003), ({"bytes": b"a" * (MESSAGE_BYTES + 1)}, 1009)):
        with client.websocket_connect("/_stcore/stream") as socket:
            socket.send({"type": "websocket.receive", **message})
            with pytest.raises(WebSocketDisconnect) as ended:
                socket.receive_bytes()
            assert ended.value.code == code


def test_messages_beyond_the_pace_wait_and_none_is_lost(client: TestClient) -> None:
    more = MESSAGES_PER_SECOND // 3
    with client.websocket_connect("/_stcore/stream") as socket:
        begin = time.perf_counter()
        for number in range(MESSAGES_BURST + more):
            socket.send_bytes(b"%d" % number)
        received = [socket.receive_bytes() for _ in range(MESSAGES_BURST + more)]
        assert time.perf_counter() - begin > 0.9 * more / MESSAGES_PER_SECOND
    assert received == [b"%d" % number for number in range(MESSAGES_BURST + more)]
