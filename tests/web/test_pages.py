"""Every page is a whole HTML document at one address: it is read, filtered and refused without any script."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import brotli
import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from repression.cache import ByteLRU
from repression.exhibits import frame
from repression.exhibits.reader_safety import ELSEWHERE, NOTICE, PRIVACY
from repression.fair_slots import RENDER_SLOTS, RENDER_SLOTS_TOTAL
from repression.i18n import LANGUAGES, get_translator
from repression.questions import live
from repression.questions.filters import FILTERS
from repression.questions.selection import query_of
from repression.site import FAILED, NO_FIGURES, PAGES, Page
from repression.warehouse.database import Warehouse
from repression.web import pages
from repression.web.guard import slots
from repression.web.guard.clients import RateLimiter
from repression.web.guard.limits import PAGE_COST
from repression.web.html_writer import HtmlWriter
from repression.web.page_address import DROPPED
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.support.selections import random_selections

BROWSER = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
NEWEST = "snapshot=2026-11-22&lang=en"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(app, follow_redirects=False, headers=BROWSER) as client:
        yield client


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_kept", ByteLRU[pages.KeptPage](1_000_000, size=lambda page: len(page.body)))


class Form(HTMLParser):
    """The form of a page: `sent` is what a browser sends of it, `names` are those of all its fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.names = "", set[str]()
        self.sent: list[tuple[str, str]] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = said["action"]
        elif tag == "select":
            self._select = said["name"]
            self.names.add(self._select)
        elif tag == "option" and "selected" in said:
            self.sent.append((self._select, said["value"]))
        elif tag == "input":
            self.names.add(said["name"])
            if said["type"] not in ("checkbox", "radio") or "checked" in said:
                self.sent.append((said["name"], said["value"]))

    def address(self, **filled: str) -> str:
        """The address that a browser asks for when the form is sent, with some fields filled."""
        kept = [(name, text) for name, text in self.sent if name not in filled]
        return f"{self.action}?{urlencode([*kept, *filled.items()])}"


def page_of(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("location"))
    return answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_a_page_is_whole(client: TestClient, page: Page, lang: str) -> None:
    said, query = get_translator(lang), f"snapshot=2026-11-22&lang={lang}"
    html = page_of(client, f"/{page.path}?{query}&status=any")
    assert html.startswith(f'<!doctype html>\n<html lang="{lang}">')
    assert f"<title>{said('Figures')}</title>" in html
    assert f'<link rel="canonical" href="http://testserver/{page.path}?{query.replace("&", "&amp;")}">' in html
    assert f'tabindex="-1">{said(page.title)}</h1>' in html
    assert (said(NOTICE)[:40] in html) == (page.path != PRIVACY)
    assert f'id="leave" href="{ELSEWHERE}"' in html
    assert re.findall(r'<a href="([^"]*)" aria-current="page"', html) == [
        f"/{page.path}?{query}&status=any".replace("&", "&amp;") for _ in [page.group] if page.group
    ]
    assert re.findall(r'class="exhibit-head" id="(\w+)', html)
    assert 'class="footer"' in html and 'class="failed"' not in html
    shown = frame.with_filters(page, live.current()).scopes
    wanted = {each.name for each in FILTERS if each.scope in shown}
    assert wanted <= {re.sub("_(from|to)$", "", name) for name in Form(html).names}


def test_a_page_is_kept_by_nobody_on_its_way_and_by_no_browser(client: TestClient) -> None:
    for path in (f"/sentences?{NEWEST}", "/sentences", f"/sentences?{NEWEST}&gender=nobody", "/nothing"):
        assert client.get(path).headers["cache-control"] == "no-store", path


def test_a_page_asks_search_engines_for_no_copy_and_no_excerpt(client: TestClient) -> None:
    for path in (f"/register?{NEWEST}", "/nothing"):
        assert '<meta name="robots" content="noarchive, nosnippet">' in client.get(path).text


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("gender=female&penalty=&arrested_from=&arrested_to=&snapshot=&lang=", "gender=female"),
        ("arrested_from=2020-08&arrested_to=2021-12&article_match=any&bin=12", "arrested=2020-08..2021-12"),
        ("arrested_to=2021&length_from=12.5", "arrested=..2021-12&length=12.5.."),
        ("gender=female&gender=male", "gender=female&gender=male"),
        ("gender=male&gender=female&age_group=65%2B", "gender=female&gender=male&age_group=65_plus"),
        ("status=political_prisoner&status=former_political_prisoner", ""),
        ("year_from=2021&gender=female", "gender=female&year=2021.."),
        ("&".join(f"{name}=true" for name in DROPPED), ""),
    ],
)
def test_a_form_leads_to_the_one_address_of_its_view(client: TestClient, asked: str, own: str) -> None:
    answer = client.get(f"/sentences?{asked}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "&".join(["/sentences?snapshot=2026-11-22&lang=en", *filter(None, [own])])
    assert client.get(answer.headers["location"]).status_code == 200


def test_a_path_has_one_form_and_a_browser_its_language(client: TestClient) -> None:
    assert client.get(f"/sentences/?{NEWEST}").headers["location"] == f"/sentences?{NEWEST}"
    answer = client.get("/?gender=female", headers={"accept-language": "be-BY,ru;q=0.5"})
    assert answer.headers["location"] == "/?snapshot=2026-11-22&lang=be&gender=female"
    assert answer.headers["vary"] == "Accept-Language"


@pytest.mark.parametrize(
    ("path", "question"), [("sentences", "register"), ("organisations", "named_organisations"), ("courts", "penalties")]
)
def test_a_form_that_is_sent_as_it_came_leads_back_to_its_page(
    client: TestClient, warehouse: Warehouse, path: str, question: str
) -> None:
    for selection in random_selections(warehouse, question, 6):
        own = f"/{path}?{query_of(selection.address())}"
        form = Form(page_of(client, own))
        answer = client.get(form.address())
        assert answer.headers.get("location", form.address()) == own


def test_chosen_filters_are_removed_one_by_one_or_all(client: TestClient) -> None:
    view = f"/sentences?{NEWEST}&status=any&gender=female&arrested=2020-08..&year=2021.."
    html = page_of(client, view)
    [chosen] = re.findall(r'<p class="chosen">(.*?)</p>', html)
    removing = [text.replace("&amp;", "&") for text in re.findall(r'href="([^"]*)"', chosen)]
    assert removing == [
        view.replace("&status=any", ""),
        view.replace("&gender=female", ""),
        view.replace("&arrested=2020-08..", ""),
        f"/sentences?{NEWEST}&year=2021..",
    ]
    assert "status: all of these" in chosen
    assert 'class="chosen"' not in page_of(client, removing[-1])


def test_what_a_form_adds_narrows_the_page(client: TestClient) -> None:
    form = Form(page_of(client, f"/sentences?{NEWEST}"))
    narrowed = client.get(form.address(gender="female", arrested_from="2020-08")).headers["location"]
    assert dict(parse_qsl(urlsplit(narrowed).query))["arrested"] == "2020-08.."
    assert "<b>336 of 3,084 people</b>" in page_of(client, narrowed)


@pytest.mark.parametrize(
    "asked", ["gender=nobody", "gendr=female", "arrested_from=2021-12&arrested_to=2021-01", "lang=xx"]
)
def test_an_address_that_means_nothing_is_a_page_with_the_problem_and_no_number(client: TestClient, asked: str) -> None:
    answer = client.get(f"/sentences?{asked}&penalty=arrest")
    assert answer.status_code == 400
    assert answer.text.startswith("<!doctype html>") and ELSEWHERE in answer.text
    name = re.split("[_=]from|=", asked)[0]
    assert re.search(rf"<li>{name}=[^<]*(allowed|perhaps)", answer.text)
    assert 'href="/sentences?snapshot=2026-11-22&amp;lang=en&amp;penalty=arrest"' in answer.text
    assert not re.search('class="(words|selected|exhibit-head)', answer.text)
    slashed = client.get(f"/sentences/?{asked}&penalty=arrest")
    assert (slashed.status_code, slashed.text) == (400, answer.text)
    plain = client.get(f"/sentences?{asked}", headers={"accept": "*/*"})
    assert plain.status_code == 400 and plain.headers["content-type"].startswith("text/plain")


def test_what_is_asked_for_is_escaped_in_a_refusal(client: TestClient) -> None:
    html = client.get("/sentences", params={"gender": "<script>alert(1)</script>"}).text
    assert "&lt;script&gt;alert(1)" in html and "<script>" not in html


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing", 404), ("/data/nothing", 404), ("/_stcore/metrics", 403), ("/data/people.csv?x=1&gendr=2", 400)],
)
def test_a_browser_is_refused_in_a_page_of_its_language(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path, headers={"accept-language": "be"})
    assert answer.status_code == status
    assert answer.text.startswith('<!doctype html>\n<html lang="be">') and ELSEWHERE in answer.text
    assert client.get(path, headers={"accept": "*/*"}).headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("accepted", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0.1, gzip", "gzip"), ("", None)]
)
def test_a_page_is_packed_as_its_client_likes(client: TestClient, accepted: str, encoding: str | None) -> None:
    with client.stream("GET", f"/courts?{NEWEST}", headers={"accept-encoding": accepted}) as answer:
        body = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](body)
    assert unpacked.endswith(b"</html>")
    assert client.head(f"/courts?{NEWEST}").headers["content-type"] == "text/html; charset=utf-8"
    assert client.get(f"/courts?{NEWEST}", headers={"accept-encoding": "*;q=0"}).status_code == 406


@pytest.mark.usefixtures("nothing_kept")
def test_a_page_is_made_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    real = pages.page_document
    monkeypatch.setattr(pages, "page_document", lambda *of: made.append(of) or real(*of))
    views = [f"/courts?{NEWEST}", f"/courts?{NEWEST}", f"/courts?{NEWEST}&ysclid=x", f"/courts?{NEWEST}&ysclid=x"]
    texts = [page_of(client, view) for view in views]
    assert texts[0] == texts[1] and len(made) == 3  # of links that others append to, none is kept
    assert len(pages._kept.latest()) == 1


@pytest.mark.usefixtures("nothing_kept")
def test_a_page_is_kept_once_however_its_address_is_spelt(client: TestClient) -> None:
    for query in (NEWEST.replace("en", "%65n"), f"&&{NEWEST}&", NEWEST.replace("-22", "-2%32"), NEWEST):
        page_of(client, f"/courts?{query}")
    assert [url for url, _ in pages._kept.latest()] == [f"http://testserver/courts?{NEWEST}"]


@pytest.mark.usefixtures("nothing_kept")
def test_new_data_are_shown_at_once(client: TestClient, monkeypatch: pytest.MonkeyPatch, data_copy: Path) -> None:
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    live.reset()
    try:
        path = f"/sentences?{NEWEST}"
        assert "3,084 people" in page_of(client, path)
        (data_copy / "people" / "2023-02-10.csv").unlink()
        reloader = live._source()
        for _ in range(3):
            reloader.poll()
        assert "3,084 people" not in page_of(client, path)
    finally:
        monkeypatch.undo()
        live.reset()


@pytest.mark.parametrize("part", ["headcount", "exhibit"])
@pytest.mark.usefixtures("nothing_kept")
def test_what_fails_costs_its_part_and_is_not_kept(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def fail(*of: object) -> None:
        raise RuntimeError("a fault of a test")

    with monkeypatch.context() as broken:
        broken.setattr(*{"headcount": (frame, "headcount"), "exhibit": (HtmlWriter, "_chart")}[part], fail)
        html = page_of(client, f"/sentences?{NEWEST}")
    assert html.count(FAILED) == (1 if part == "headcount" else html.count('class="exhibit-head"'))
    assert 'id="terms_ending"' in html
    assert FAILED not in page_of(client, f"/sentences?{NEWEST}")


def test_nobody_is_told_which_pages_others_asked_for(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within its budget a client pays for a kept page as for a new one; beyond it, it gets neither."""
    kept = f"/courts?{NEWEST}"
    page_of(client, kept)
    for asked in ([kept, kept], [f"/courts?{NEWEST}&year=2011..", f"/courts?{NEWEST}&year=2012.."]):
        monkeypatch.setattr(slots.WORK_SLOTS, "limiter", RateLimiter(a_second=0.01, at_once=2 * PAGE_COST))
        assert [client.get(path).status_code for path in asked] == [200, 200]
        refusals = [client.get(path) for path in (kept, f"/courts?{NEWEST}&year=2013..")]
        assert [answer.status_code for answer in refusals] == [429, 429]
        assert refusals[0].text == refusals[1].text


def test_pages_and_files_have_one_budget(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that asks for all kinds of answers takes no more of the server than one that asks for one kind."""
    monkeypatch.setattr(slots.WORK_SLOTS, "limiter", RateLimiter(a_second=0.01, at_once=PAGE_COST + 1))
    paths = [f"/courts?{NEWEST}", *[f"/data/people.csv?{NEWEST}&limit=1"] * 2]
    assert [client.get(path).status_code for path in paths] == [200, 200, 429]


def test_pages_that_wait_to_be_computed_keep_no_file_waiting(client: TestClient) -> None:
    """Streamlit's runs may take all slots for pages, each for as long as it needs."""
    assert asyncio.run(_answers_beside_busy_pages(client.app)) == (200, [200] * 4)


async def _answers_beside_busy_pages(app: ASGIApp) -> tuple[int, list[int]]:
    """The status of a file while all slots for pages are taken, and that of pages that two readers asked for before."""
    async with AsyncExitStack() as opened:
        readers = [
            await opened.enter_async_context(
                httpx.AsyncClient(
                    transport=httpx.ASGITransport(app, client=(f"192.0.2.{number}", 1)),
                    base_url="http://localhost",
                )
            )
            for number in range(3)
        ]
        with ExitStack() as busy:
            for number in range(RENDER_SLOTS_TOTAL):
                busy.enter_context(RENDER_SLOTS.hold(bytes([number])))
            asked = [
                asyncio.create_task(readers[number % 2].get(f"/courts?{NEWEST}&year=200{number}.."))
                for number in range(4)
            ]
            async with asyncio.timeout(20):
                while sum(len(share.waiting) for share in RENDER_SLOTS._shares.values()) < len(asked):
                    await asyncio.sleep(0.001)
            file = await readers[2].get(f"/data/people.csv?{NEWEST}&limit=1")
        return file.status_code, [(await each).status_code for each in asked]


def test_without_data_a_page_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the language of its reader; a program is told why, for whoever runs the site."""
    monkeypatch.setenv("REPRESSION_DATA", str(tmp_path))
    live.reset()
    try:
        for lang in LANGUAGES:
            answer = client.get(f"/?lang={lang}")
            assert answer.status_code == 503 and get_translator(lang)(NO_FIGURES) in answer.text
        assert "datapackage.json: cannot be read" in client.get("/", headers={"accept": "*/*"}).text
    finally:
        monkeypatch.undo()
        live.reset()


@pytest.mark.parametrize("path", ["privacy", "method", "files", "pressure"])
def test_no_site_that_is_linked_to_is_told_where_its_visitor_comes_from(client: TestClient, path: str) -> None:
    links = re.findall(r'<a [^>]*href="https?:[^>]*>', page_of(client, f"/{path}?{NEWEST}"))
    assert links
    assert [link for link in links if 'rel="noopener noreferrer' not in link] == []


@pytest.mark.parametrize("path", ["privacy", "method", "files"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_document_links_only_to_what_readers_can_open(client: TestClient, path: str, lang: str) -> None:
    """A document lies among others in the repository; on its page a link to one of these would lead nowhere."""
    links = re.findall(r'<a [^>]*href="([^"]*)"', page_of(client, f"/{path}?snapshot=2026-11-22&lang={lang}"))
    assert links
    assert [link for link in links if not re.match(r"#|/|https?://|mailto:", link)] == []
