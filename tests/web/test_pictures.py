"""A picture has an address: it says what the view says, is kept in memory alone, and is drawn beside the server."""

from __future__ import annotations

import os
import signal
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from repression.charts.figures import SHAPES
from repression.i18n import LANGUAGES
from repression.web import pictures
from repression.web.guard import slots
from repression.web.guard.clients import RateLimiter
from repression.web.guard.limits import PNG_COST
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES

VIEW = "snapshot=2026-11-22&lang=en&gender=female"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(app, follow_redirects=False) as client:
        yield client


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(PNG)
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def words(svg: str) -> str:
    return " ".join(
        "".join(text.itertext()) for text in ElementTree.fromstring(svg).iter() if text.tag.endswith("text")
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_a_picture_says_title_filter_source_day_and_site(client: TestClient, shape: str) -> None:
    answer = client.get(f"/picture/sentence_lengths.svg?{VIEW}&shape={shape}")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    said = words(answer.text)
    for part in (
        "At least half of",
        "Length of sentences · People by the length",
        "gender: Women",
        "Human Rights Center Viasna",
        "Political repression in Belarus, in figures",
        "data of 10 February 2023",
    ):
        assert part in said
    assert "<script" not in answer.text and "href" not in answer.text


@pytest.mark.parametrize(("shape", "size"), [("wide", (1200, 675)), ("square", (1080, 1080))])
def test_a_png_is_as_large_as_its_shape_says(client: TestClient, shape: str, size: tuple[int, int]) -> None:
    answer = client.get(f"/picture/penalties.png?{VIEW}&shape={shape}")
    assert answer.headers["content-type"] == "image/png"
    assert size_of(answer.content) == size


def test_no_browser_keeps_a_picture_and_no_other_site_shows_it(client: TestClient) -> None:
    for ending in ("svg", "png"):
        headers = client.get(f"/picture/penalties.{ending}?{VIEW}").headers
        assert headers["cache-control"] == "no-store"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers
        assert headers["content-disposition"] == f'inline; filename="penalties_2026-11-22_gender-female.{ending}"'


def test_a_kept_png_is_not_drawn_again(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/picture/penalties.png?{VIEW}&age_group=65_plus"
    first = client.get(path)
    monkeypatch.setattr(pictures, "DRAW", ("false",))
    again = client.get(f"{path}&ysclid=abc")
    assert (again.status_code, again.content) == (200, first.content)
    assert client.get(f"{path}&status=any").status_code == 503


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ("shape=round", "shape=round"),
        ("shape=wide&shape=square", "shape=wide, s"),
        ("series=wider", "series=wider"),
    ],
)
def test_a_wrong_parameter_is_named(client: TestClient, lang: str, asked: str, refused: str) -> None:
    answer = client.get(f"/picture/penalties.svg?lang={lang}&{asked}")
    assert answer.status_code == 400
    assert answer.text.startswith(refused)


def test_a_question_without_chart_or_rows_is_a_404_in_words(client: TestClient) -> None:
    for path in ("headlines.svg", "register.png", "nothing.svg", "penalties.gif", "headlines", "nothing"):
        answer = client.get(f"/picture/{path}")
        assert (answer.status_code, answer.text[:24]) == (404, "There is nothing at this"), path
    nobody = client.get("/picture/penalties.svg?penalty=fine&length=200..")
    assert nobody.status_code == 404
    assert "there are no numbers to show" in nobody.text


def test_the_former_address_of_a_picture_leads_to_it(client: TestClient) -> None:
    answer = client.get(f"/picture/penalties?{VIEW}&from=/sentences")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/picture/penalties.svg?{VIEW}")
    assert client.get("/picture/penalties").headers["location"] == "/picture/penalties.svg"


def test_a_png_counts_as_several_files_and_an_svg_as_one(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/picture/penalties.{{}}?{VIEW}"
    client.get(path.format("png"))
    monkeypatch.setattr(slots.WORK_SLOTS, "limiter", RateLimiter(a_second=0.01, at_once=PNG_COST + 1))
    assert [client.get(path.format("png")).status_code for _ in range(2)] == [200, 429], "kept ones count, too"
    assert [client.get(path.format("svg")).status_code for _ in range(2)] == [200, 429]


def test_a_png_that_takes_too_long_is_given_up_and_its_process_ended(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    monkeypatch.setattr(pictures, "DRAW", ("sh", "-c", f"echo $$ > {pid}; exec sleep 60"))
    monkeypatch.setattr(pictures, "PNG_SECONDS", 1)
    assert client.get(f"/picture/penalties.png?{VIEW}&age_group=18-24").status_code == 503
    monkeypatch.undo()
    for _ in range(50):
        try:
            os.kill(int(pid.read_text()), signal.SIG_DFL)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        pytest.fail("the process still runs")
    assert client.get(f"/picture/penalties.png?{VIEW}&age_group=18-24").status_code == 200


def test_a_full_queue_refuses_at_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "PNG_QUEUE", 0)
    answer = client.get(f"/picture/penalties.png?{VIEW}&age_group=25-34")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
