"""A register twenty times as large as the real one: files are sent while they are made, and none is held in memory."""

from __future__ import annotations

import csv
import gc
import gzip
import random
import shutil
import tracemalloc
import urllib.request
from collections.abc import Iterator, MutableMapping
from datetime import date
from pathlib import Path
from typing import Any

import anyio
import pyarrow as pa
import pytest
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from bench.servers import dashboard
from repression.cache import ByteLRU
from repression.downloads.csv_file import BATCH_ROWS
from repression.downloads.extract import Extract, Part, extract
from repression.downloads.formats import FORMATS
from repression.questions import live
from repression.questions.answer import ask
from repression.questions.filter_macros import build_warehouse
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog
from repression.snapshots.descriptor import Changes
from repression.snapshots.schema import fields_on
from repression.snapshots.writer import write_snapshot
from repression.web import file_responses
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.conftest import DATA
from tests.support.registers import widened

pytestmark = pytest.mark.slow

ROWS = 3 * BATCH_ROWS
DAY = date(2026, 11, 30)
ALL = "status=any"


@pytest.fixture(scope="module")
def large_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder with a register of rows drawn from the real one; equal on every run.

    Statuses are drawn apart: a file is sorted by them, and all its parts are to be alike.
    """
    data = Path(shutil.copytree(DATA, tmp_path_factory.mktemp("large") / "data"))
    catalog = read_catalog(data)
    last = catalog.on("people", DAY)
    assert last
    with last.path.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    chance = random.Random(1)
    statuses = chance.choices([row[0] for row in rows], k=ROWS)
    drawn = [[status, *row[1:]] for status, row in zip(statuses, chance.choices(rows, k=ROWS), strict=True)]
    changes = Changes(last.date, "rows", 0, None, 0, {}, None, None, {}, ())
    descriptor = replace(last.descriptor, date=DAY, changes=changes)
    fields = fields_on(catalog.package, "people", DAY)
    write_snapshot(data, descriptor, fields, widened(drawn, fields))
    return data


@pytest.fixture(scope="module")
def large_server(large_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with dashboard(tmp_path_factory.mktemp("large-server"), large_data) as server:
        yield server.address


@pytest.fixture
def whole(large_data: Path, large_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The same routes on the same data in this process, which send every file in one piece."""
    monkeypatch.setenv("REPRESSION_DATA", str(large_data))
    monkeypatch.setattr(file_responses, "CACHED_FILE_BYTES", 1_000_000_000)
    monkeypatch.setattr(file_responses, "_cache", ByteLRU(1_000_000, size=lambda body: body.size))
    live.reset()
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    yield TestClient(app, base_url=large_server)
    live.reset()


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_a_file_sent_while_it_is_made_is_the_whole_file(large_server: str, whole: TestClient, ending: str) -> None:
    with urllib.request.urlopen(f"{large_server}/data/people.{ending}?{ALL}", timeout=120) as answer:
        assert answer.headers["transfer-encoding"] == "chunked"
        body = answer.read()
    assert len(body) > 2_000_000
    at_once = whole.get(f"/data/people.{ending}?{ALL}", headers={"Accept-Encoding": "identity"})
    assert int(at_once.headers["content-length"]) == len(body)
    assert at_once.content == body


def test_a_large_file_is_packed_for_who_reads_gzip_and_has_a_head(large_server: str, whole: TestClient) -> None:
    asked = urllib.request.Request(f"{large_server}/data/people.csv?{ALL}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=120) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        body = gzip.decompress(answer.read())
    assert body == whole.get(f"/data/people.csv?{ALL}").content
    asked = urllib.request.Request(f"{large_server}/data/people.csv?{ALL}", method="HEAD")
    with urllib.request.urlopen(asked, timeout=120) as answer:
        assert (answer.status, answer.read()) == (200, b"")
        assert answer.headers["etag"]


def people(data: Path, rows: int) -> Extract:
    warehouse = build_warehouse(read_catalog(data))
    part = Part(limit=rows)
    asked = Selection(DAY).with_value("status", ("any",))
    return extract(ask(warehouse, "people", asked), part, (), "", "http://127.0.0.1/data/people.csv")


def most_memory(extracted: Extract, ending: str) -> int:
    """The most bytes that making a file takes beside its table, nobody keeping what is made."""
    gc.collect()
    pool = pa.default_memory_pool()
    tracemalloc.start()
    before, most = pool.bytes_allocated(), 0
    for _ in FORMATS[ending].chunks(extracted):
        most = max(most, pool.bytes_allocated() - before)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak + most


@pytest.mark.parametrize("ending", ["csv", pytest.param("json", marks=pytest.mark.proof), "zip"])
def test_half_as_many_rows_again_take_no_more_memory(large_data: Path, ending: str) -> None:
    # Two pieces are there at a time: the one being sent, and the next.
    some, more = (most_memory(people(large_data, rows), ending) for rows in (2 * BATCH_ROWS, 3 * BATCH_ROWS))
    assert more < 1.2 * some


LABEL = file_responses.FileMeta('"tag"', "x", "text/csv")


def test_an_abandoned_download_ends_its_making() -> None:
    ended = []

    def endless() -> Iterator[bytes]:
        try:
            while True:
                yield bytes(file_responses.CACHED_FILE_BYTES)
        finally:
            ended.append(True)

    async def answer(asked: Request) -> Response:
        return await file_responses.file_response(asked, LABEL, endless)

    app = Starlette(routes=[Route("/data/endless", answer)], middleware=MIDDLEWARE)
    gc.disable()  # what is open ends by itself, not when the garbage is collected some day
    try:
        anyio.run(ask_and_leave, app, "/data/endless")
        assert ended
    finally:
        gc.enable()


async def ask_and_leave(app: Starlette, path: str) -> None:
    """Asks as uvicorn does, takes two pieces of the file, and is gone."""
    left, pieces = anyio.Event(), 0

    async def receive() -> dict[str, Any]:
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal pieces
        pieces += bool(message.get("body"))
        if pieces == 2:
            left.set()
            await anyio.sleep_forever()

    scope = {"type": "http", "asgi": {"spec_version": "2.3"}, "method": "GET", "path": path, "query_string": b""}
    await app({**scope, "scheme": "http", "headers": [(b"host", b"127.0.0.1")]}, receive, send)
