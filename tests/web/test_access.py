"""The real server, with Streamlit's own compression behind ours, sends an encoding that the client takes."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

LINK = "snapshot=2026-11-22&lang=en"
FILE, PICTURE = f"/data/people.csv?{LINK}&limit=31", f"/picture/penalties.svg?{LINK}"
# A file that is compressed once; others that Streamlit compresses for each request.
COMPRESSED = [FILE, f"/data/?{LINK}", "/data/openapi.json", PICTURE, "/own/page.js"]
PAGE = f"/sentences?{LINK}"


def asked(server: str, path: str, accepted: str) -> tuple[int, str | None, list[str]]:
    """Status, content encoding and what the answer varies by."""
    request = urllib.request.Request(f"{server}{path}", headers={"Accept-Encoding": accepted})
    try:
        answer = urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    with answer:
        vary = ",".join(answer.headers.get_all("Vary", []))
        return answer.status, answer.headers["Content-Encoding"], [each.strip() for each in vary.split(",")]


@pytest.mark.parametrize("path", COMPRESSED)
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip;q=0", None), ("gzip;q=0, *", None), ("gzip;q=0.5, identity;q=0.8", None), ("br, GZIP;q=0.3", "gzip")],
)
def test_every_route_keeps_to_what_the_client_takes(
    server: str, path: str, accepted: str, encoding: str | None
) -> None:
    status, sent, vary = asked(server, path, accepted)
    assert (status, sent) == (200, encoding)
    assert vary.count("Accept-Encoding") == 1


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip;q=0", None), ("gzip;q=0, *", "br"), ("br, GZIP;q=0.3", "br"), ("gzip, br;q=0.3", "gzip")],
)
def test_a_page_is_packed_once_and_not_again(server: str, accepted: str, encoding: str | None) -> None:
    status, sent, vary = asked(server, PAGE, accepted)
    assert (status, sent, vary) == (200, encoding, ["Accept-Encoding"])


@pytest.mark.parametrize("accepted", ["*;q=0", "gzip;q=0, identity;q=0"])
def test_a_client_that_takes_nothing_gets_no_file_and_no_compressed_page(server: str, accepted: str) -> None:
    assert asked(server, FILE, accepted)[:2] == (406, None)
    assert asked(server, "/own/page.js", accepted)[:2] == (200, None)
