"""Several processes behind the one site: who goes where, what is kept for all, and what readers meet when one ends."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from bench.nginx import LOOPBACK, NAME, Front, front
from bench.proxy import NAMED, Readers
from bench.servers import dashboard, free_port
from tests.attacks.tools import answered
from tests.deploy.conftest import SECONDS, Echo, echo, proxied

TOR = "fc00:dead:beef:4dad::"


@pytest.fixture
def echoes(tmp_path: Path) -> Iterator[Front]:
    """The site before two servers of `Echo`."""
    with echo() as one, echo() as other, front(tmp_path, [one, other]) as nginx:
        yield nginx


numbers = count()


def told(nginx: Front, line: bytes, head: str = "", path: str | None = None) -> dict[str, object]:
    """What a process says to a reader of the onion service's port, whose address `line` names."""
    path = path or f"/?{next(numbers)}"
    with socket.create_connection((LOOPBACK, nginx.onion_port), timeout=SECONDS) as connection:
        connection.sendall(line + f"GET {path} HTTP/1.1\r\nHost: a.onion\r\nConnection: close\r\n{head}\r\n".encode())
        answer = answered(connection)
    assert b"set-cookie" not in answer.lower()
    return dict(json.loads(answer.partition(b"\r\n\r\n")[2]))


def address(text: str) -> bytes:
    kind = "TCP6" if ":" in text else "TCP4"
    return f"PROXY {kind} {text} {'::1' if ':' in text else LOOPBACK} 65535 80\r\n".encode()


def test_a_client_stays_with_its_process_and_clients_share_them(echoes: Front) -> None:
    for clients in ([f"192.0.2.{last}" for last in range(1, 13)], [f"{TOR}{last:x}" for last in range(1, 13)]):
        ports = [{told(echoes, address(each))["port"] for _ in range(2)} for each in clients]
        assert all(len(each) == 1 for each in ports), "no cookie is needed to come back to one process"
        assert len(set.union(*ports)) == 2
    household = [f"2001:db8:1:1{last:02x}::{last:x}" for last in range(12)]
    assert len({told(echoes, address(each))["port"] for each in household}) == 1


def test_nobody_is_believed_to_be_somebody_else(echoes: Front) -> None:
    claims = (
        "X-Forwarded-For: 192.0.2.1\r\nX-Real-IP: 192.0.2.1\r\nForwarded: for=192.0.2.1\r\nX-Forwarded-Proto: https\r\n"
    )
    said = told(echoes, proxied(7), claims)["said"]
    assert isinstance(said, dict)
    assert (said["x-forwarded-for"], said["x-forwarded-proto"]) == (f"circuit-{TOR}7", "http")
    said = told(echoes, address("192.0.2.9"), claims)["said"]
    assert isinstance(said, dict) and said["x-forwarded-for"] == "192.0.2.9"


def test_an_answer_is_kept_for_all_and_browsers_are_told_to_keep_none(echoes: Front) -> None:
    first = echoes.ask("/sentences?a")
    assert first.headers["cache-control"] == "no-store"
    for packed, is_kept in (("identity", True), ("gzip;q=0", True), ("zstd, gzip", False), ("gzip, br;q=0.5", False)):
        again = echoes.ask("/sentences?a", **{"Accept-Encoding": packed})
        assert (again.json() == first.json()) == is_kept, packed
        assert again.headers["cache-control"] == "no-store"
    for other in ("/sentences?b", "/own/ready", "/own/alive"):
        assert echoes.ask(other).json()["number"] != echoes.ask(other, Host=f"{NAME}:{1}").json()["number"]
    for never in ("/own/ready", "/own/alive", "/_stcore/health"):
        assert echoes.ask(never).json()["number"] != echoes.ask(never).json()["number"]


def test_an_answer_is_not_kept_beyond_the_moment_that_it_names(echoes: Front) -> None:
    time.sleep(1.1 - time.time() % 1)  # nginx counts in whole seconds
    kept = echoes.ask("/?keep=2").json()["number"]
    assert echoes.ask("/?keep=2").json()["number"] == kept
    assert "x-accel-expires" not in echoes.ask("/?keep=2").headers
    time.sleep(2)
    assert echoes.ask("/?keep=2").json()["number"] > kept


def test_a_page_of_older_data_is_sent_to_nobody_while_the_newer_one_is_made(
    echoes: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    time.sleep(1.1 - time.time() % 1)  # nginx counts in whole seconds
    path = "/sentences?slow&keep=2"
    assert echoes.ask(path).json()["version"] == echoes.ask("/data/people.csv?keep=2").json()["version"] == "1"
    monkeypatch.setattr(Echo, "version", "2")
    time.sleep(2)
    with ThreadPoolExecutor() as readers:
        answers = [each.json() for each in readers.map(echoes.ask, [path] * 6)]
        assert {each["version"] for each in answers} == {"2"}
        assert len({each["number"] for each in answers}) == 1, "one request makes the page for all"
    assert echoes.ask("/data/people.csv?keep=2").json()["version"] == "2"


def test_what_a_process_with_other_data_answers_is_kept_for_nobody(
    echoes: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    time.sleep(1.1 - time.time() % 1)
    assert echoes.ask("/?first").json()["version"] == "1"
    monkeypatch.setattr(Echo, "version", "2")  # the version that is shown is kept for a second
    late = [echoes.ask("/?second").json() for _ in range(2)]
    assert [each["version"] for each in late] == ["2", "2"] and late[0]["number"] != late[1]["number"]
    time.sleep(2)
    assert echoes.ask("/?second").json() == echoes.ask("/?second").json()


def test_what_is_kept_is_sent_while_every_process_hangs(echoes: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = echoes.ask("/?hanging").json()
    monkeypatch.setattr(Echo, "hangs_seconds", 8.0)
    time.sleep(2)  # the version that is shown is kept for a second
    began = time.monotonic()
    assert echoes.ask("/?hanging").json() == kept
    assert time.monotonic() - began < 5  # two processes are asked for a second each


def test_no_reader_asks_for_what_nginx_asks_for_itself(echoes: Front) -> None:
    assert echoes.ask("/version").status_code == 404


@pytest.mark.proof  # it waits for the clock
def test_what_is_kept_outlives_every_process_and_no_ten_minutes(tmp_path: Path) -> None:
    # Ten seconds in place of ten minutes; an answer is asked for anew after one second in place of ten.
    shorter = {".{15}": ".{18}", "proxy_cache_valid 200 10s": "proxy_cache_valid 200 1s"}
    with ExitStack() as nginx:
        with echo() as one:
            site = nginx.enter_context(front(tmp_path, [one], changed=shorter))
            time.sleep(10 - time.time() % 10)
            kept = site.ask("/?a").json()
            time.sleep(2.1)  # nginx counts in whole seconds
            newer = site.ask("/?a").json()
            assert newer["number"] > kept["number"], "a process is asked whether it changed"
        assert site.ask("/?a").json() == newer
        assert site.ask("/?b").status_code == 503
        time.sleep(10.1 - time.time() % 10)
        away = site.ask("/?a")
        assert away.status_code == 503 and "хвіліну" in away.text
        assert away.headers["cache-control"] == "no-store" and "default-src" in away.headers["content-security-policy"]


def test_readers_go_on_while_a_process_is_killed_and_another_is_added(tmp_path: Path) -> None:
    ports = [free_port() for _ in range(3)]
    with (
        ExitStack() as held,
        dashboard(tmp_path, port=ports[0], variables=NAMED) as first,
        front(tmp_path / "nginx", [f"{LOOPBACK}:{port}" for port in ports]) as nginx,
    ):
        held.enter_context(dashboard(tmp_path, port=ports[1], variables=NAMED))

        async def read() -> Readers:
            async with Readers(nginx, plain=6, open_pages=4, click_seconds=1) as readers:
                await readers.all_opened()
                await asyncio.sleep(0.5)
                first.process.send_signal(signal.SIGKILL)
                await asyncio.sleep(1)
                await asyncio.to_thread(held.enter_context, dashboard(tmp_path, port=ports[2], variables=NAMED))
                await asyncio.sleep(1)
            return readers

        readers = asyncio.run(read())
    assert readers.faults == []
    assert readers.plain_pages > 20 and readers.reopened, "some of the open pages were those of the killed process"
