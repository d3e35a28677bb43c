"""Until when the proxy may keep an answer."""

from __future__ import annotations

import time

import pytest
from starlette.testclient import TestClient

from dashboard import app
from repression.questions import live
from repression.web.proxy_cache import KEPT_SECONDS
from tests.conftest import ROOT

HEADER = "x-accel-expires"


def test_the_proxy_keeps_for_as_long_as_is_said_here() -> None:
    assert f"proxy_cache_valid 200 {KEPT_SECONDS}s;" in (ROOT / "deploy" / "nginx.conf").read_text()


@pytest.mark.parametrize(("seconds", "kept"), [(None, None), (30.0, None), (-1.0, None), (5.0, 4), (0.4, 0)])
def test_an_answer_is_kept_until_the_data_change(
    monkeypatch: pytest.MonkeyPatch, seconds: float | None, kept: int | None
) -> None:
    now = 1_800_000_000.2
    monkeypatch.setattr(time, "time", lambda: now)
    monkeypatch.setattr(live, "changes_at", lambda: seconds and now + seconds)
    client = TestClient(app)
    said = client.get("/own/icon.svg").headers.get(HEADER)
    assert said == (None if kept is None else f"@{int(now) + kept}" if kept else "0")
    # A refusal that said how long it may be kept would be kept for everybody.
    assert HEADER not in client.get("/nothing").headers
