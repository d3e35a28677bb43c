"""What the proxy is told of the version of the data, and how long it may keep that."""

from __future__ import annotations

import time
from itertools import chain, repeat

import pytest
from starlette.testclient import TestClient

from dashboard import app
from repression.questions import live
from repression.web.proxy_cache import KEPT_SECONDS, VERSION_HEADER
from tests.conftest import ROOT

LIMIT, VERSION = "x-accel-expires", VERSION_HEADER.decode()


def test_the_proxy_keeps_the_version_for_as_long_as_is_said_here() -> None:
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    assert f"proxy_cache_valid 200 {KEPT_SECONDS}s;" in site.partition("location = /version {")[2]
    assert f"$upstream_http_{VERSION.replace('-', '_')};" in site


@pytest.mark.parametrize(("seconds", "kept"), [(None, None), (3.0, None), (-1.0, None), (1.9, 1), (0.4, 0)])
def test_the_version_is_kept_until_the_data_change(
    monkeypatch: pytest.MonkeyPatch, seconds: float | None, kept: int | None
) -> None:
    now = 1_800_000_000.2
    monkeypatch.setattr(time, "time", lambda: now)
    monkeypatch.setattr(live, "changes_at", lambda: seconds and now + seconds)
    said = TestClient(app).get("/own/alive").headers.get(LIMIT)
    assert said == (None if kept is None else f"@{int(now) + kept}" if kept else "0")


def test_every_answer_says_of_which_version_it_is() -> None:
    client, version = TestClient(app), live.current().version
    for path in ("/own/alive", "/own/icon.svg", "/defenders?snapshot=2026-11-22&lang=en", "/nothing"):
        assert client.get(path).headers.get_list(VERSION) == [version], path


def test_the_first_answer_of_a_process_says_it_too() -> None:
    live.reset()
    assert VERSION in TestClient(app).get("/data/articles.csv").headers


def test_an_answer_that_was_made_while_the_data_changed_says_none(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = chain(["before"], repeat("after"))
    monkeypatch.setattr(live, "version", lambda: next(versions))
    assert VERSION not in TestClient(app).get("/own/icon.svg").headers
    assert TestClient(app).get("/own/icon.svg").headers[VERSION] == "after"
