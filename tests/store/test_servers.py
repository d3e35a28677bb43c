"""Servers on a store: they take a new edition whole and soon, ask for little, and go on when the store is away."""

import json
import shutil
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bench.servers import Server, dashboard
from dashboard import app
from repression.i18n import get_translator
from repression.maintain.publish import publish_folder
from repression.questions import live
from repression.site import NO_FIGURES
from repression.snapshots import local_copy
from repression.snapshots.writer import writer_lock
from repression.store.copy_state import STATE, CopyState, format_state
from repression.store.edition import edition_after
from repression.warehouse.database import NoData
from tests.conftest import DATA
from tests.support.factories import small_data
from tests.support.stores import Store, public_files

pytestmark = pytest.mark.slow


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server that looks many times a second, and ends with the test."""
    monkeypatch.setattr(local_copy, "WATCH_SECONDS", 0.05)
    monkeypatch.setattr(local_copy, "SHOWN_AFTER_SECONDS", 0.0)
    monkeypatch.setattr(live, "POLL_SECONDS", 0.02)
    live.reset()
    yield
    live.reset()


def ready() -> tuple[int, dict[str, object]]:
    """What `/own/ready` says, without waiting for a run of the server."""
    answer = TestClient(app).get("/own/ready")
    return answer.status_code, answer.json() if answer.status_code == 200 else {"said": answer.text}


def until(edition: int, answers: bool = True) -> dict[str, object]:
    """Wait until the server has an edition and says whether the store answers; give all that it says."""
    end = time.monotonic() + 60
    while True:
        status, said = ready()
        if status == 200 and said["store"]["edition"] == edition and said["store"]["answers"] == answers:  # type: ignore[index]
            return said
        assert time.monotonic() < end, said
        time.sleep(0.05)


def test_a_server_takes_each_edition_and_goes_on_without_the_store(store: Store, tmp_path: Path, quick: None) -> None:
    first, second = small_data(tmp_path / "first"), small_data(tmp_path / "second")
    (second / "facilities/2026-11-22.csv").unlink()
    (second / "facilities/2026-11-22.yaml").unlink()
    with store.seen_by("server"):
        # Nothing is there yet.
        store.s3.stop()
        with pytest.raises(NoData, match="could not be fetched from the store") as told:
            live.begin()
        assert store.address not in str(told.value) and ready()[0] == 503
        store.s3.start()
        publish_folder(first, store.address, replace=False)
        before = until(1)
        assert len(live.current().catalog.snapshots) == 2
        publish_folder(second, store.address, replace=True)
        assert until(2)["store"]
        wait_for(1)
        assert live.current().version != before["version"]
        # A look that finds nothing costs one request and no byte.
        store.s3.asked.clear()
        time.sleep(0.3)
        asked = list(store.s3.asked)
        assert asked and all(each[2:] == (304, 0) and each[1].endswith("/edition.json") for each in asked)
        store.s3.stop()
        assert until(2, answers=False)["version"] == live.current().version
        # Also a server that is started meanwhile.
        live.reset()
        assert until(2, answers=False)["store"]
        assert len(live.current().catalog.snapshots) == 1
        store.s3.start()
        publish_folder(first, store.address, replace=True)
        until(3)
        wait_for(2)


def test_nobody_waits_for_a_store_that_does_not_answer(
    tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes connections and says nothing
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setenv("REPRESSION_DATA", "s3://bucket/figures")
        monkeypatch.setenv("REPRESSION_COPY", str(tmp_path / "copy"))
        begun = time.monotonic()
        client = TestClient(app)
        page = client.get("/sentences?lang=be", headers={"Accept": "text/html"})
        assert page.status_code == 503 and get_translator("be")(NO_FIGURES) in page.text
        assert client.get("/data/people.csv").status_code == 503
        status, said = ready()
        assert status == 503 and "are being fetched" in str(said)
        assert time.monotonic() - begun < 3
        # A server that has a copy begins with it.
        live.reset()
        shutil.copytree(small_data(tmp_path / "data"), tmp_path / "copy", dirs_exist_ok=True)
        edition = edition_after(None, public_files(tmp_path / "data"))
        (tmp_path / "copy" / STATE).write_bytes(format_state(CopyState("s3://bucket/figures", edition)))
        monkeypatch.setattr(live, "FIRST_LOOK_SECONDS", 0.1)
        live.begin()
        assert ready()[0] == 200
        live.reset()


def wait_for(snapshots: int) -> None:
    end = time.monotonic() + 60
    while len(live.current().catalog.snapshots) != snapshots:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_broken_edition_is_not_taken_and_named_in_the_log(
    store: Store, tmp_path: Path, quick: None, caplog: pytest.LogCaptureFixture
) -> None:
    data = small_data(tmp_path / "data")
    publish_folder(data, store.address, replace=False)
    with store.seen_by("server"):
        version = until(1)["version"]
        edition = json.loads(store.objects()["edition.json"])
        wrong = edition | {"files": {name: each | {"sha256": "0" * 64} for name, each in edition["files"].items()}}
        store.put("edition.json", json.dumps(wrong).encode())
        assert until(1, answers=False)["version"] == version
        assert "is broken: it is not the" in caplog.text
        assert public_files(store.copy("server")) == public_files(data)


def test_a_copy_is_not_read_while_another_process_changes_it(store: Store, tmp_path: Path, quick: None) -> None:
    publish_folder(small_data(tmp_path / "data"), store.address, replace=False)
    with store.seen_by("server") as copy:
        version = until(1)["version"]
        with writer_lock(copy):
            (copy / "articles/2026-11-22.csv").write_text("half")
            time.sleep(0.3)
            assert live.current().version == version
            (copy / "articles/2026-11-22.csv").write_bytes((DATA / "articles/2026-11-22.csv").read_bytes())
        time.sleep(0.3)
        assert live.current().version == version
        assert len(live.current().catalog.snapshots) == 2


@pytest.mark.proof
def test_three_servers_have_a_new_edition_within_a_minute_and_never_half_of_it(
    store: Store, tmp_path: Path, data_copy: Path
) -> None:
    publish_folder(data_copy, store.address, replace=False)
    with ExitStack() as running:
        servers = [
            running.enter_context(dashboard(tmp_path, variables=store.variables(who)))
            for who in ("one", "two", "three")
        ]
        seen: list[set[str]] = [{told(each)["version"]} for each in servers]
        assert len(set().union(*seen)) == 1
        store.s3.asked.clear()
        time.sleep(60)
        idle = list(store.s3.asked)
        assert 6 <= len(idle) <= 12 and all(each[2:] == (304, 0) for each in idle)
        assert store.look("anna") == ""
        store.s3.asked.clear()
        assert store.run("anna", "withdraw", "defenders", "2026-11-22", "--reason", "A mistake.", "--yes") == 0
        published, there = time.monotonic(), [0.0] * 3
        while not all(there):
            assert time.monotonic() < published + 60, there
            for number, each in enumerate(servers):
                said = told(each)
                seen[number].add(said["version"])
                if said["store"]["edition"] == 2 and len(seen[number]) == 2 and not there[number]:
                    there[number] = time.monotonic() - published
            time.sleep(0.1)
        assert len(set().union(*seen)) == 2
        fetched = [each for each in store.s3.asked if each[0] == "GET" and each[2] == 200]
        print("seconds until each server shows it:", [round(each, 1) for each in there])
        print("requests for it:", len(fetched), "bytes:", sum(each[3] for each in fetched))


def told(server: Server) -> dict[str, Any]:
    """What a server says of its data."""
    with urllib.request.urlopen(f"{server.address}/own/ready", timeout=30) as answer:
        said: dict[str, Any] = json.load(answer)
    return said
