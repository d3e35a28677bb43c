"""A file's bytes, tag, headers and name: equal for equal data, other for other, and telling of nobody."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.testclient import TestClient

from repression.cache import ByteLRU
from repression.downloads.excel_file import EXCEL_MAX_CELL
from repression.downloads.formats import FORMATS
from repression.questions import live
from repression.snapshots.catalog import read_catalog
from repression.snapshots.schema import fields_of
from repression.snapshots.writer import write_snapshot
from repression.web import file_responses
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.conftest import ROOT
from tests.support.registers import next_register

LINK = "snapshot=2026-11-22&lang=en"
FILES = [
    f"/data/package.zip?{LINK}",
    *(f"/data/{name}.{ending}?{LINK}" for name in ("people", "questions/prisoners_trend") for ending in FORMATS),
]
# What a process of its own gives for each address.
ASKING = """
import hashlib, json, sys
from starlette.applications import Starlette
from starlette.testclient import TestClient
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
client = TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS))
answers = {path: client.get(path) for path in sys.argv[1:]}
print(json.dumps({path: [answer.status_code, answer.headers["etag"], hashlib.sha256(answer.content).hexdigest()]
                  for path, answer in answers.items()}))
"""
# Clocks that are a day and more apart; and processes that put sets in another order.
ELSEWHERE = [
    {"TZ": "Pacific/Pago_Pago", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"},
]


@pytest.fixture
def client() -> Iterator[TestClient]:
    live.reset()
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(app) as client:
        yield client
    live.reset()


def tag(client: TestClient, path: str, host: str = "testserver") -> str:
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == 200, answer.text
    return str(answer.headers["etag"])


def test_equal_data_give_equal_bytes_whenever_and_wherever_they_are_asked() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", ASKING, *FILES],
            cwd=ROOT,
            env=os.environ | place,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        ).stdout
        for place in ELSEWHERE
    ]
    first, later = map(json.loads, told)
    assert {status for status, _, _ in first.values()} == {200}
    assert len({digest for _, _, digest in first.values()}) == len(FILES)
    assert first == later


@pytest.mark.parametrize(
    "other",
    [
        "/data/people.csv?snapshot=2026-11-22&lang=be",
        "/data/people.csv?snapshot=2023-02-10&lang=en",
        f"/data/people.csv?{LINK}&columns=status",
        f"/data/people.csv?{LINK}&columns=status,gender",
        f"/data/people.csv?{LINK}&columns=gender,status",
        f"/data/people.csv?{LINK}&limit=5",
        f"/data/people.csv?{LINK}&limit=6",
        f"/data/people.csv?{LINK}&gender=female",
        f"/data/people.csv?{LINK}&for=excel",
        f"/data/people.json?{LINK}",
    ],
)
def test_another_file_has_another_tag(client: TestClient, other: str) -> None:
    plain = f"/data/people.csv?{LINK}"
    assert tag(client, plain) == tag(client, plain)
    assert tag(client, plain) != tag(client, other)


def test_a_site_of_another_name_has_other_tags(client: TestClient) -> None:
    path = f"/data/people.json?{LINK}"
    assert tag(client, path, "localhost") != tag(client, path, "127.0.0.1")
    for host in ("localhost", "127.0.0.1"):
        assert client.get(path, headers={"host": host}).json()["link"].startswith(f"http://{host}/data/people.json?")


def test_other_data_have_other_tags(client: TestClient, data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/data/people.csv?lang=en"
    before = tag(client, path), tag(client, f"/data/package.zip?{LINK}")
    next_register(data_copy, date(2026, 11, 22))
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    live.reset()
    after = tag(client, path), tag(client, f"/data/package.zip?{LINK}")
    assert not set(before) & set(after)


@pytest.mark.parametrize("path", [*FILES, f"/data/people.csv?{LINK}&gender=nobody", "/data/nothing.csv"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_head_has_the_headers_of_get(
    client: TestClient, path: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        file_responses,
        "_cache",
        ByteLRU[file_responses.CachedBody](file_responses.CACHE_BYTES, size=lambda body: body.size),
    )
    head = client.head(path, headers={"accept-encoding": encoding})
    get = client.get(path, headers={"accept-encoding": encoding})
    assert head.content == b""
    assert (head.status_code, dict(head.headers)) == (get.status_code, dict(get.headers))


@pytest.mark.parametrize("path", FILES)
def test_a_packed_answer_holds_the_plain_one(client: TestClient, path: str) -> None:
    plain = client.get(path, headers={"accept-encoding": "identity"})
    with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    packed = answer.headers.get("content-encoding") == "gzip"
    assert packed == plain.headers["content-type"].startswith(("text/csv", "application/json"))
    assert (gzip.decompress(raw) if packed else raw) == plain.content
    assert int(answer.headers["content-length"]) == len(raw)
    assert "content-encoding" not in plain.headers
    assert answer.headers["etag"] == plain.headers["etag"]
    assert answer.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "status", "encoding"),
    [
        *(("gzip;q=0", 200, None), ("identity;q=0, gzip;q=0.1", 200, "gzip"), ("*", 200, "gzip"), ("br", 200, None)),
        *(("gzip;q=0.5, identity;q=0.8", 200, None), ("identity;q=0", 406, None), ("*;q=0", 406, None)),
    ],
)
def test_the_encoding_is_one_that_the_client_takes(
    client: TestClient, accepted: str, status: int, encoding: str | None
) -> None:
    for _ in ("made", "cached"):
        answer = client.get(f"/data/people.csv?{LINK}&limit=31", headers={"accept-encoding": accepted})
        assert (answer.status_code, answer.headers.get("content-encoding")) == (status, encoding)
    if status == 406:
        assert answer.text == "Accept-Encoding: the file is available as gzip, identity\n"


def test_for_excel_is_the_same_file_behind_a_mark_and_no_other_format_has_it(client: TestClient) -> None:
    path = f"/data/questions/penalties.csv?{LINK}"
    plain, excel = client.get(path), client.get(f"{path}&for=excel")
    assert excel.content == b"\xef\xbb\xbf" + plain.content
    assert excel.headers["content-disposition"] == 'attachment; filename="penalties_2026-11-22_excel.csv"'
    for ending in FORMATS.keys() - {"csv"}:
        assert client.get(f"/data/questions/penalties.{ending}?{LINK}&for=excel").status_code == 400


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("facility=Penal colony No. 4", ["colony", "Penal", "4_", "facility"]),
        ("penalty=penal_colony_general", ["colony", "penal"]),
        ("article=361-4", ["361", "article"]),
        ("article=130&article=342&article_match=all", ["130", "342", "article"]),
        ("region=Gomel region", ["omel", "region"]),
        ("status=former_political_prisoner&gender=female", ["prisoner", "status"]),
    ],
)
def test_a_file_name_tells_nothing_of_what_was_asked(client: TestClient, asked: str, given: list[str]) -> None:
    names = []
    for path in [f"/data/people.{ending}" for ending in FORMATS] + ["/data/questions/register.csv"]:
        answer = client.get(f"{path}?{LINK}&{asked}")
        assert answer.status_code == 200, answer.text
        names.append(answer.headers["content-disposition"].partition("filename=")[2].strip('"'))
    assert all(word not in name for word in given for name in names)
    assert all(name.isascii() and "_2026-11-22_filter-" in name for name in names)


def test_a_file_name_tells_which_part_of_the_rows_it_holds(client: TestClient) -> None:
    def name(part: str) -> str:
        said = client.get(f"/data/people.csv?{LINK}&{part}").headers["content-disposition"]
        return str(said.partition("filename=")[2].strip('"'))

    assert name("limit=7") == "people_2026-11-22_first-7.csv"
    columns = name("columns=status,gender")
    assert columns == f"people_2026-11-22_columns-{hashlib.sha256(b'status,gender').hexdigest()[:10]}.csv"
    assert columns != name("columns=gender,status")
    assert name("columns=status,gender&limit=7") == columns.replace(".csv", "_first-7.csv")


@pytest.fixture
def long_cell(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder in which an event is told in more signs than a cell of Excel holds."""
    catalog = read_catalog(data_copy)
    (events,) = [each for each in catalog.snapshots if each.dataset == "events"]
    with events.path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    rows[0][header.index("description")] = "x" * 40_000
    descriptor = replace(events.descriptor, date=date(2026, 11, 23))
    write_snapshot(data_copy, descriptor, fields_of(catalog.package, "events"), rows)
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))


@pytest.mark.usefixtures("long_cell")
def test_what_a_format_cannot_hold_is_refused_in_words_and_the_others_have_it(client: TestClient) -> None:
    refused = client.get("/data/events.xlsx")
    assert refused.status_code == 400
    assert refused.headers["content-type"] == "text/plain; charset=utf-8"
    assert "content-disposition" not in refused.headers
    assert refused.text == f"description has a text of 40000 signs; Excel holds {EXCEL_MAX_CELL}: take .csv\n"
    for ending in FORMATS.keys() - {"xlsx"}:
        assert client.get(f"/data/events.{ending}").status_code == 200
    assert "x" * 40_000 in client.get("/data/events.csv").text
    assert client.get("/data/events.xlsx?columns=date,title").status_code == 200


def test_what_is_kept_never_grows_beyond_its_bound(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    bound = 1_000_000
    kept = ByteLRU[file_responses.CachedBody](bound, size=lambda body: body.size)
    monkeypatch.setattr(file_responses, "_cache", kept)
    sizes = []
    for limit in range(1, 3000, 60):  # up to such as are too large to be kept at all
        assert client.get(f"/data/people.csv?{LINK}&status=any&limit={limit}").status_code == 200
        sizes.append(sum(len(body.plain) + len(body.packed or b"") for body, _ in kept._values.values()))
    assert max(sizes) <= bound
    assert max(sizes) > bound / 2
    assert len(kept._values) < len(sizes)


@pytest.mark.parametrize(
    ("file", "word", "other"),
    [
        ("people/2023-02-10.yaml", "not stated by the source", "CC BY 4.0"),
        ("datapackage.json", "Former political prisoner", "Political prisoner once"),
    ],
)
def test_what_is_said_of_data_is_part_of_the_tag(
    client: TestClient, data_copy: Path, monkeypatch: pytest.MonkeyPatch, file: str, word: str, other: str
) -> None:
    path = f"/data/people.json?{LINK}"
    before, plain = tag(client, path), client.get(path).text
    text = (data_copy / file).read_text(encoding="utf-8")
    assert word in text
    (data_copy / file).write_text(text.replace(word, other), encoding="utf-8")
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    live.reset()
    assert tag(client, path) != before
    assert other in client.get(path).text and other not in plain
