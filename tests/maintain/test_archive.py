"""`archive`: what is read of sources, what is never read, and what is kept; against a server of the test's own."""

from __future__ import annotations

import hashlib
import shutil
import stat
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from warcio.archiveiterator import ArchiveIterator

from repression.__main__ import main
from repression.maintain.archive import ArchiveRequest, keep_sources
from repression.maintain.check import warnings_of
from repression.maintain.fetching import Bounds, Unreachable, fetch, is_public
from repression.snapshots.archived_sources import ARCHIVED, ArchivedSource, read_archived, write_archived
from repression.snapshots.catalog import read_catalog
from repression.snapshots.issues import ValidationError
from tests.support.factories import small_data

TODAY = date(2026, 11, 30)
TEXT = "Звестка".encode()
BOUNDS = Bounds(seconds=1, silent_seconds=0.5, size=1000, redirects=2)


class Sources(BaseHTTPRequestHandler):
    """Sources as they may be, and an archive that makes copies."""

    def do_GET(self) -> None:
        path, host = self.path, f"http://{self.headers['Host']}"
        if path.startswith("/save/"):
            self.answer(302, location=f"/web/20261130/{path.removeprefix('/save/')}")
        elif path.startswith("/busy/"):
            self.answer(429)
        elif path.startswith("/broken/"):
            self.send_response(500, "No 429 today")
            self.end_headers()
        elif path.startswith("/web/") or path == "/article":
            self.answer(200, TEXT)
        elif path == "/moved":
            self.answer(301, location="/article")
        elif path == "/round":
            self.answer(302, location=f"{host}/round")
        elif path == "/inward":
            self.answer(302, location="http://10.0.0.7/secret")
        elif path == "/file":
            self.answer(302, location="file:///etc/passwd")
        elif path == "/large":
            self.answer(200, b"x" * 2000)
        elif path == "/cut":
            self.answer(200, b"x", length=20)
        elif path == "/silent":
            time.sleep(1)
        elif path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(30):
                self.wfile.write(b"x")
                time.sleep(0.1)
        else:
            self.answer(404)

    def answer(self, status: int, body: bytes = b"", length: int | None = None, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Sources) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up
        thread = Thread(target=partial(server.serve_forever, 0.02))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def is_local(address: str) -> bool:
    return address == "127.0.0.1"


@pytest.fixture(scope="module")
def three_events(tmp_path_factory: pytest.TempPathFactory, site: str) -> Path:
    """Data with three events: two sources in one row, one dead, one without an address."""
    tmp_path = tmp_path_factory.mktemp("events")
    folder = small_data(tmp_path / "data")
    rows = ["date,title,description,source_title,source_url"]
    rows += [f"2021,A,B,T ; U,{site}/article ; {site}/moved", f"2022,C,D,T,{site}/gone", "2023,E,F,T (a mailing),"]
    (tmp_path / "events.csv").write_text("\n".join(rows) + "\n")
    about = ["--source-title", "S", "--source-url", "", "--date", "2026-11-22", "--accessed", "2026-11-22", "--yes"]
    assert main(["add", str(tmp_path / "events.csv"), "--dataset", "events", *about, "--data", str(folder)]) == 0
    return folder


@pytest.fixture
def data(three_events: Path, tmp_path: Path) -> Path:
    """A copy of these data that a test may change."""
    return Path(shutil.copytree(three_events, tmp_path / "data"))


def kept(data: Path, **more: object) -> list[str]:
    request = ArchiveRequest(data, TODAY, reachable=is_local, bounds=BOUNDS, pause=0, **more)  # type: ignore[arg-type]
    return list(keep_sources(request))


def test_each_source_is_read_once_and_kept(data: Path, site: str) -> None:
    dead = f"dead: {site}/gone answers 404 Not Found"
    assert kept(data) == [dead, "3 addresses in the data, 2 read now, 1 dead"]
    sha256 = hashlib.sha256(TEXT).hexdigest()
    assert read_archived(data) == {
        address: ArchivedSource(address, "", TODAY, sha256) for address in (f"{site}/article", f"{site}/moved")
    }
    (stored,) = (data.parent / "private/sources").iterdir()
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    with stored.open("rb") as file:
        read = [
            (
                record.rec_headers["WARC-Target-URI"],
                record.http_headers.get_statuscode(),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert read == [(f"{site}/article", "200", TEXT), (f"{site}/moved", "301", b""), (f"{site}/article", "200", TEXT)]

    before = (data / ARCHIVED).read_bytes()
    assert kept(data) == [dead, "3 addresses in the data, 0 read now, 1 dead"]
    assert (data / ARCHIVED).read_bytes() == before
    assert len(list((data.parent / "private/sources").iterdir())) == 1  # no empty web archive is left


def test_a_dry_run_lists_the_dead_of_all_and_writes_nothing(data: Path, site: str) -> None:
    write_archived(data, [ArchivedSource(f"{site}/gone", "", TODAY, "0" * 64)])
    before = {path: path.read_bytes() for path in data.parent.rglob("*") if path.is_file()}
    assert kept(data, dry_run=True)[0] == f"dead: {site}/gone answers 404 Not Found"
    assert {path: path.read_bytes() for path in data.parent.rglob("*") if path.is_file()} == before


def test_an_archive_is_asked_only_where_told_to_and_left_alone_when_it_says_so(data: Path, site: str) -> None:
    kept(data)
    told = kept(data, ask=f"{site}/busy/")
    assert [line for line in told if "copy" in line] == [
        f"no copy: {site}/article: the archive answers 429 Too Many Requests"
    ]
    assert told[-1] == "The archive asks to be left alone for a while: call again tomorrow."
    # Only the status says so: words of an answer may have any number.
    told = kept(data, ask=f"{site}/broken/")
    assert told.count(f"no copy: {site}/article: the archive answers 500 No 429 today") == 1
    assert told[-1] == "0 of 2 kept sources have a copy"
    assert kept(data, ask=f"{site}/save/")[-1] == "2 of 2 kept sources have a copy"
    assert [each.archived_url for each in read_archived(data).values()] == [
        f"{site}/web/20261130/{site}/article",
        f"{site}/web/20261130/{site}/moved",
    ]
    with pytest.raises(ValidationError, match="--ask-archive: 'archive' must begin with http:// or https://"):
        kept(data, ask="archive")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/round", "leads on more than 2 times"),
        ("/inward", "leads to 10.0.0.7, which is no address of the public internet"),
        ("/file", "'file:///etc/passwd' is no web address"),
        ("/large", "has more than 0 MB"),
        ("/cut", "was cut short: 19 bytes are missing"),
        ("/silent", "does not answer within 0 seconds"),
        ("/slow", "takes longer than 1 seconds"),
    ],
)
def test_what_is_not_within_bounds_is_not_read(site: str, path: str, why: str) -> None:
    begun = time.monotonic()
    with pytest.raises(Unreachable, match=why):
        fetch(f"{site}{path}", is_local, BOUNDS)
    assert time.monotonic() - begun < 30


NO_WEB_ADDRESSES = ["ftp://example.org/", "http://", "http://[::1", "mailto:a", "http://a:b@127.0.0.1/"]
PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
    *("::1", "fe80::1", "fe80::1%lo", "fd00::1", "::ffff:127.0.0.1", "255.255.255.255"),
    *("fec0::1", "64:ff9b::a00:1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::1"),
]


@pytest.mark.parametrize("address", NO_WEB_ADDRESSES)
def test_what_is_no_plain_web_address_is_not_asked(address: str) -> None:
    with pytest.raises(Unreachable, match=r"no web address|a user name"):
        fetch(address, is_local, BOUNDS)


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_is_reached(address: str) -> None:
    assert not is_public(address)
    assert (
        is_public("93.184.216.34")
        and is_public("2606:2800:220:1:248:1893:25c8:1946")
        and is_public("64:ff9b::5db8:d822")
    )


def test_the_command_reads_nothing_of_this_machine(data: Path, capsys: pytest.CaptureFixture[str], site: str) -> None:
    assert main(["archive", "--data", str(data)]) == 0
    told = capsys.readouterr().out
    assert f"dead: {site}/article leads to 127.0.0.1, which is no address of the public internet" in told
    assert "3 addresses in the data, 0 read now, 3 dead" in told
    assert not (data / ARCHIVED).exists()


HEADER = "source_url,archived_url,read_on,sha256\n"
ROW = f"https://example.org/a,,2026-11-30,{'0' * 64}\n"


@pytest.mark.parametrize(
    ("content", "issue"),
    [
        ("a,b\n", "line 1: must have the header source_url,archived_url,read_on,sha256"),
        (HEADER + ROW.replace("https", "ftp"), "row 2, column source_url: 'ftp://example.org/a' must be an address"),
        (HEADER + ROW.replace("2026-11-30", "soon"), "row 2, column read_on: 'soon' must be a date"),
        (HEADER + ROW.replace("000", "xyz"), "column sha256"),
        (HEADER + ROW + ROW, "row 3, column source_url"),
        (HEADER + ROW.replace("/a", "/b") + ROW, "'https://example.org/a' must stand before https://example.org/b"),
    ],
)
def test_a_broken_file_is_an_issue_and_takes_nothing_along(tmp_path: Path, content: str, issue: str) -> None:
    data = small_data(tmp_path / "data")
    (data / ARCHIVED).write_text(content)
    catalog = read_catalog(data)
    assert [each.path for each in catalog.issues] == [ARCHIVED]
    assert issue in str(catalog.issues[0])
    assert len(catalog.snapshots) == 2 and not catalog.archived


def test_check_names_kept_sources_that_no_row_has(data: Path) -> None:
    write_archived(data, [ArchivedSource("https://example.org/a", "", TODAY, "0" * 64)])
    warning = f"warning: {ARCHIVED} has https://example.org/a, which no snapshot names: take its line out"
    assert warning in warnings_of(read_catalog(data))
