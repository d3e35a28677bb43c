"""The feeds of what each update brought: read by outside judges, and counted against the descriptors."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import feedparser
import pytest
import yaml
from jsonschema import Draft202012Validator
from starlette.applications import Starlette
from starlette.testclient import TestClient

from repression.formatting import format_day
from repression.i18n import LANGUAGES, get_translator
from repression.questions import live
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.conftest import DATA
from tests.support.registers import next_register

DAY = date(2026, 11, 30)
TEXT, ADDRESS = {"type": "string", "minLength": 1}, {"type": "string", "format": "uri", "pattern": "^https?://"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
# JSON Feed 1.1 as its specification words it: https://www.jsonfeed.org/version/1.1/
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "description": TEXT,
        "language": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "properties": {
                    "id": TEXT,
                    "url": ADDRESS,
                    "title": TEXT,
                    "content_text": TEXT,
                    "date_published": MOMENT,
                    "tags": {"type": "array", "items": TEXT},
                },
                # A name of our own would have to begin with an underscore.
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen data with a second register, whose people were followed."""
    folder = Path(shutil.copytree(DATA, tmp_path_factory.mktemp("feeds") / "data"))
    next_register(folder, DAY, gone=5, freed=30, added=12, by_people=True, accessed=DAY)
    return folder


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPRESSION_DATA", str(data))
        live.reset()
        app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
        with TestClient(app, follow_redirects=False) as client:
            yield client
    live.reset()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_outside_judges_read_both_feeds_alike(client: TestClient, data: Path, lang: str) -> None:
    answer = client.get(f"/changes.atom?lang={lang}")
    assert answer.headers["content-type"] == "application/atom+xml"
    read = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["content-type"]})
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert read.feed.language == lang
    told = client.get(f"/changes.json?lang={lang}")
    assert told.headers["content-type"] == "application/feed+json"
    assert not list(Draft202012Validator(JSON_FEED).iter_errors(told.json()))
    assert {link.href for link in read.feed.links} == {
        f"http://testserver/changes.atom?lang={lang}",
        f"http://testserver/changes?lang={lang}",
    }
    both = [(each.id, each.title, each.link, each.content[0].value, each.updated) for each in read.entries]
    columns = ("id", "title", "url", "content_text", "date_published")
    assert both == [tuple(item[name] for name in columns) for item in told.json()["items"]]
    described = [yaml.safe_load(path.read_text("utf-8")) for path in data.glob("*/*.yaml") if path.parent != data]
    assert sorted(each.updated[:10] for each in read.entries) == sorted(str(each["accessed"]) for each in described)
    assert len({each.id for each in read.entries}) == len(read.entries)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each.id) for each in (*read.entries, read.feed))
    assert read.feed.updated == max(each.updated for each in read.entries) == f"{DAY}T00:00:00Z"


def test_an_entry_says_what_the_descriptor_counts(client: TestClient) -> None:
    newest, first = client.get("/changes.json?dataset=people").json()["items"]
    assert newest["content_text"].startswith(
        "Since the register of 10 February 2023: 30 released; 12 people are new in the list; 5 people are no longer in "
        "it; older facts corrected of 2 people."
    )
    assert first["content_text"].startswith("The first file of these data, with 3,084 rows.")
    assert newest["tags"] == first["tags"] == ["people"]
    assert newest["url"] == f"http://testserver/changes?lang=en#people-{DAY}"


def test_a_feed_of_some_datasets_is_a_part_of_the_whole(client: TestClient) -> None:
    whole = client.get("/changes.json").json()
    part = client.get("/changes.json?dataset=people&dataset=events&dataset=people").json()
    assert part["items"] == [each for each in whole["items"] if set(each["tags"]) & {"people", "events"}]
    assert part["feed_url"].endswith("/changes.json?lang=en&dataset=events&dataset=people")
    assert client.get(part["feed_url"]).json() == part


def test_ids_are_the_same_under_every_name_of_the_site(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id that changed would show every entry anew to all who follow a feed."""
    ids = [each["id"] for each in client.get("/changes.json?dataset=events").json()["items"]]
    assert ids == ["urn:uuid:a1f62086-52ad-5f8d-84b5-106f5e649426"]
    monkeypatch.setenv("REPRESSION_HOSTS", "testserver,figures.example")
    other = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(other, base_url="http://figures.example") as elsewhere:
        told = elsewhere.get("/changes.json?dataset=events").json()
    assert [each["id"] for each in told["items"]] == ids
    assert told["home_page_url"].startswith("http://figures.example/changes")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_next_update_is_told_until_its_day_has_passed(client: TestClient, data: Path, lang: str) -> None:
    plan, address = data / "next_update.yaml", f"/changes.json?lang={lang}"

    def told(day: date, note: str = "") -> tuple[str, list[dict[str, str]]]:
        plan.write_text(yaml.safe_dump({"day": day, "note": note}), encoding="utf-8")
        answer = client.get(address)
        assert not list(Draft202012Validator(JSON_FEED).iter_errors(answer.json()))
        return answer.headers["etag"], answer.json()["items"]

    before = client.get(address)
    soon = date.today() + timedelta(days=30)
    try:
        tag, [first, *others] = told(soon, "The register of <December>.")
        assert format_day(soon, lang) in first["title"] and first["content_text"] == "The register of <December>."
        assert others == before.json()["items"] and tag != before.headers["etag"]
        assert told(soon)[1][0]["id"] == first["id"] != told(soon + timedelta(days=1))[1][0]["id"]
        read = feedparser.parse(client.get(f"/changes.atom?lang={lang}&dataset=events").content)
        assert not read.bozo and len(read.entries) == 2
        # Readers sort by day: it comes first in every feed.
        assert read.entries[0].updated == read.feed.updated == f"{DAY}T00:00:00Z" > read.entries[1].updated
        assert told(date.today() - timedelta(days=1))[1] == others
        # A note that the catalogues have is told in the reader's language.
        assert told(soon, "Each row names its source.")[1][0]["content_text"] == (
            get_translator(lang)("Each row names its source.")
        )
    finally:
        plan.unlink()
    assert client.get(address).json() == before.json()


def test_a_feed_that_did_not_change_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/changes.atom", headers={"Accept-Encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["cache-control"] == "public, max-age=300"
    again = client.get("/changes.atom", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/changes.atom?lang=be").headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("dataset=nothing", "dataset=nothing: allowed is one of people"),
        ("datasets=people", "datasets=people"),
        ("lang=pl", "lang=pl"),
        ("gender=female", "gender=female: allowed is nothing: a feed is of the newest data"),
        ("snapshot=2026-11-22", "snapshot=2026-11-22: allowed is nothing"),
    ],
)
def test_what_a_feed_does_not_obey_is_refused(client: TestClient, query: str, said: str) -> None:
    answer = client.get(f"/changes.json?{query}")
    assert answer.status_code == 400
    assert answer.text.startswith(said)
    assert client.get("/changes.json?utm_source=x").status_code == 200


def test_every_page_names_both_feeds(client: TestClient) -> None:
    page = client.get("/places?snapshot=2026-11-22&lang=be").text
    named = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', page)
    assert [media for media, _ in named] == ["application/atom+xml", "application/feed+json"]
    for media, address in named:
        assert client.get(address).headers["content-type"] == media
