"""A piece of HTML shows an exhibit anywhere and calls nobody; a frame is answered only where that is switched on."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from repression.i18n import LANGUAGES
from repression.questions.question import all_questions
from repression.web.embeds import VARIABLE, BadSwitch, frames_allowed
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES

VIEW = "snapshot=2026-11-22&lang=en&gender=female"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(app, base_url="https://testserver", follow_redirects=False) as client:
        yield client


def test_a_piece_says_what_it_is_of_by_whom_and_when(client: TestClient) -> None:
    answer = client.get(f"/embed/penalties.html?{VIEW}&from=/sentences")
    assert answer.headers["content-disposition"] == 'attachment; filename="penalties_2026-11-22_gender-female.html"'
    assert answer.headers["cache-control"] == "no-store"
    said = html.unescape(re.sub("(?s)<style>.*?</style>|<[^>]+>", " ", answer.text))
    for part in (
        "Imprisonment or arrest for 164 of 273 people whose penalty was known on 10 February 2023",
        "Kinds of penalty",
        "gender: Women",
        "Human Rights Center Viasna",
        "Data as known on 22 November 2026.",
        "Political repression in Belarus, in figures",
    ):
        assert part in said
    for note in all_questions()["penalties"].caveats:
        assert note in said


def test_a_piece_calls_nobody_and_runs_nothing(client: TestClient) -> None:
    for name in ("penalties", "prisoners_trend", "people_by_region", "article_pairs", "groups_behind_bars"):
        page = client.get(f"/embed/{name}.html").text
        # A pattern of the chart itself, such as the hatching of what is unknown, is no request.
        requests = r"<(script|link|img|iframe|object|form|base)\b|\bsrc=|url\((?!#)|@import|\son\w+="
        assert not re.search(requests, page), name
        # A link calls somebody only where a reader follows it.
        assert [urls.split("?")[0] for urls in re.findall(r'href="([^"]*)"', page)] == ["https://testserver/"]


def test_a_frame_is_refused_in_words_unless_it_is_switched_on(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    said = {client.get(f"/embed/penalties?lang={lang}").text for lang in LANGUAGES}
    assert len(said) == 3 and any("in the pages of other sites" in text for text in said)
    refused = client.get("/embed/penalties")
    assert refused.status_code == 404
    assert "frame-ancestors 'none'" in refused.headers["content-security-policy"]


def test_a_frame_has_no_script_and_may_stand_anywhere(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "1")
    answer = client.get(f"/embed/penalties?{VIEW}")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors *" in policy and "script-src 'none'" in policy and "default-src 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    # It would leave this site's name with readers of another one.
    assert not {"x-frame-options", "strict-transport-security", "set-cookie"} & answer.headers.keys()
    assert "<script" not in answer.text
    # No other answer may be framed, whatever is switched on.
    for path in (
        "/sentences?lang=en",
        f"/embed/penalties.html?{VIEW}",
        "/embed/nothing",
        f"/picture/penalties.svg?{VIEW}",
    ):
        headers = client.get(path).headers
        assert headers["x-frame-options"] == "DENY" and "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("said", ["yes", "true", "1 ", "on"])
def test_a_switch_that_says_neither_yes_nor_no_is_refused(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, said)
    with pytest.raises(BadSwitch, match="REPRESSION_EMBED: allowed is 1, or 0 for no"):
        frames_allowed()


def test_bad_addresses_are_refused_as_everywhere(client: TestClient) -> None:
    for path in (
        "/embed/headlines.html",
        "/embed/nothing.html",
        "/embed/register",
        "/embed/penalties.html?penalty=fine&length=200..",
    ):
        assert client.get(path).status_code == 404, path
    for asked in ("gendr=female", "series=wider", "from=//example.org"):
        answer = client.get(f"/embed/penalties.html?{asked}")
        assert (answer.status_code, answer.text[:5]) == (400, asked[:5])
