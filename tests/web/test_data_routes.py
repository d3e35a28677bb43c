"""The data routes give exactly the rows of the view, and refuse plainly what is not there."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator

import httpx
import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from repression.downloads.formats import FORMATS
from repression.i18n import LANGUAGES, get_translator
from repression.questions.answer import vocabulary
from repression.questions.filter_types import Choice, address_code
from repression.questions.filters import BY_NAME
from repression.questions.question import published_questions
from repression.questions.selection import Selection, query_of
from repression.site import PAGES
from repression.streamlit_files import STATIC
from repression.warehouse.database import Warehouse
from repression.web import data_routes, file_responses
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.conftest import DATA

SECONDS = 60


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(app, follow_redirects=False) as client:
        yield client


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def register() -> list[dict[str, str]]:
    rows = rows_of((DATA / "people/2023-02-10.csv").read_text(encoding="utf-8"))
    for row in rows:  # `12.0` in the file is the number that a route writes as `12`
        row["sentence_months"] = f"{float(row['sentence_months']):g}" if row["sentence_months"] else ""
    return rows


def test_the_whole_register_comes_back_as_it_is_stored(client: TestClient) -> None:
    answer = client.get("/data/people.csv?status=any")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert sorted(map(str, rows_of(answer.text))) == sorted(map(str, register()))


def test_without_a_choice_the_recognised_are_counted(client: TestClient) -> None:
    recognised = [row for row in register() if row["status"] != "convicted"]
    assert len(rows_of(client.get("/data/people.csv").text)) == len(recognised) == 2125


def test_a_filtered_file_has_the_rows_counted_apart_from_the_code(client: TestClient) -> None:
    asked = "/data/people.csv?gender=female&arrested=2020-08..2021-12&article=342&length=..24"
    expected = [
        row
        for row in register()
        if row["status"] != "convicted"
        and row["gender"] == "female"
        and "2020-08" <= row["arrested"] <= "2021-12"
        and "342" in [part.split("+")[-1].split(".")[0] for part in row["articles"].split(";")]
        and row["sentence_months"]
        and float(row["sentence_months"]) <= 24
    ]
    rows = rows_of(client.get(asked).text)
    assert expected
    assert sorted(map(str, rows)) == sorted(map(str, expected))


TAGGED = ("ysclid=x", "igsh=x", "msclkid=x", "utm_source=viasna&fbclid=x&utm_medium=a", "%3Cscript%3E=x", "amp;igsh=x")


@pytest.mark.parametrize("tags", TAGGED)
@pytest.mark.parametrize("path", ["/data/people.json?limit=1", "/cite/penalties.bib?gender=female&from=/sentences"])
def test_what_others_append_to_a_link_is_in_nothing_that_is_sent(client: TestClient, path: str, tags: str) -> None:
    plain = client.get(path)
    answer = client.get(f"{path}&{tags}")
    assert (answer.status_code, answer.content) == (200, plain.content)
    assert dict(answer.headers) == dict(plain.headers)
    if tag := plain.headers.get("etag"):
        assert client.get(f"{path}&{tags}", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize(
    "path",
    ["/data/package.zip", "/own/newest", "/picture/penalties.svg", "/embed/penalties.html", "/cite/penalties.ris"],
)
def test_every_route_passes_it_over_and_refuses_a_misspelt_name(client: TestClient, path: str) -> None:
    assert client.get(path, params={"ysclid": "x"}).status_code == 200
    refused = client.get(path, params={"snapsot": "2026-11-22"})
    assert refused.status_code == 400
    assert refused.text.startswith("snapsot=2026-11-22: there is no such parameter; perhaps snapshot is meant\n")


def test_links_with_appended_parameters_fill_no_cache(client: TestClient) -> None:
    path = "/data/people.csv?gender=female&limit=12"
    client.get(path)
    files, addresses = len(file_responses._cache.latest()), len(data_routes._read.latest())
    for number in range(5):
        assert client.get(f"{path}&ysclid={number}").status_code == 200
    assert (len(file_responses._cache.latest()), len(data_routes._read.latest())) == (files, addresses)


def test_a_misspelt_filter_leaves_no_number_and_no_file(client: TestClient) -> None:
    answer = client.get("/data/people.csv?ysclid=x&gendr=female")
    assert answer.status_code == 400
    assert answer.text.startswith(
        "gendr=female: there is no such parameter; perhaps gender is meant\nThe parameters are"
    )
    assert "ysclid" not in answer.text


def test_a_page_is_told_the_address_without_what_others_appended(client: TestClient) -> None:
    view = "snapshot=2026-11-22&lang=ru&gender=female"
    assert 'id="passed-over"' not in client.get(f"/sentences?{view}").text
    page = client.get(f"/sentences?{view}&ysclid=abc123&igsh=abc123").text
    assert f'data-address="/sentences?{view.replace("&", "&amp;")}"' in page
    assert "Часть этой ссылки здесь ничего не значит" in page
    assert "abc123" not in page and "ysclid" not in page


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("age_group", "65+", "65_plus"),
        ("age_group", "65%2B", "65_plus"),
        ("age_group", "18%E2%80%9324", "18-24"),
        ("age_group", "under 18", "under_18"),
        ("status", "convicted", "not_recognised"),
    ],
)
def test_a_link_with_a_code_as_it_was_written_before_gives_the_same_bytes(
    client: TestClient, name: str, old: str, new: str
) -> None:
    for ending in ("csv", "zip", "xlsx", "parquet"):
        before, now = (client.get(f"/data/people.{ending}?{name}={each}&snapshot=2026-11-22") for each in (old, new))
        assert before.status_code == 200
        assert (before.content, dict(before.headers)) == (now.content, dict(now.headers)), ending
    link = client.get(f"/data/people.json?{name}={old}&snapshot=2026-11-22").json()["link"]
    assert link.endswith(f"/data/people.json?snapshot=2026-11-22&lang=en&{name}={new}")


@pytest.mark.parametrize("code", ["age_group=65%2B", "age_group=65_plus"])
def test_the_key_of_a_citation_does_not_depend_on_how_a_code_is_written(client: TestClient, code: str) -> None:
    cited = client.get(f"/cite/penalties.bib?snapshot=2026-11-22&{code}")
    assert cited.text.startswith("@misc{penalties-2026-11-22-374ce9d4,"), (
        "as it was before codes were written otherwise"
    )
    assert "age_group=65_plus#penalties" in cited.text.replace("\\_", "_")


def test_programs_take_an_address_with_any_code_as_it_is(server: str, warehouse: Warehouse) -> None:
    for code in vocabulary(warehouse, "en")["age_group"]:
        address = f"{server}/data/people.csv?age_group={address_code(code)}&columns=age_group,gender"
        curled = subprocess.run(["curl", "-sf", address], capture_output=True, check=True, text=True).stdout
        cells = pd.read_csv(address, keep_default_na=False)["age_group"]
        assert set(cells) <= {"" if code == "unknown" else code}
        assert curled.count("\n") == len(cells) + 1


def test_excel_gets_the_byte_order_mark_and_others_do_not(client: TestClient) -> None:
    plain = client.get("/data/people.csv?gender=female").content
    assert client.get("/data/people.csv?gender=female&for=excel").content == b"\xef\xbb\xbf" + plain
    assert client.get("/data/people.csv?for=word").status_code == 400


def test_a_file_name_tells_what_is_in_it_and_nothing_else(client: TestClient) -> None:
    said = client.get("/data/people.csv?gender=female&snapshot=2026-11-22").headers["content-disposition"]
    assert said == 'attachment; filename="people_2026-11-22_gender-female.csv"'


def test_what_did_not_change_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/data/people.csv")
    again = client.get("/data/people.csv", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/data/people.csv?gender=female", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("gender=nobody", "gender=nobody: allowed is female, male"),
        ("arrested=20", "arrested=20: allowed is a month, a year or a range of them"),
        ("snapshot=1999-01-01", "snapshot=1999-01-01: allowed is a day from 2023-02-10"),
        ("lang=de", "lang=de: allowed is one of en, be, ru"),
        ("gendr=female", "gendr=female: there is no such parameter; perhaps gender is meant"),
        ("gendr=female", "\nThe parameters are: snapshot, lang, status, "),
    ],
)
def test_a_wrong_parameter_is_named_with_what_is_allowed(client: TestClient, asked: str, named: str) -> None:
    answer = client.get(f"/data/people.csv?{asked}")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")
    assert named in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "nothing.csv",
        "people.exe",
        "people",
        "questions/nothing.csv",
        "../dashboard.py",
        "choices_people.csv",
        "a/b/c",
        "questions/choices_people.csv",
        "questions/compared_days.json",
    ],
)
def test_what_is_not_there_is_a_plain_404(client: TestClient, path: str) -> None:
    answer = client.get(f"/data/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")


def test_data_older_than_a_dataset_is_said_and_not_made_up(client: TestClient) -> None:
    answer = client.get("/data/people_counts.csv?snapshot=2023-02-10")
    assert answer.status_code == 404
    assert "no data of “Political prisoners counted” from 10 February 2023" in answer.text


def test_every_question_answers_as_csv_and_json(client: TestClient) -> None:
    for name in published_questions():
        table = client.get(f"/data/questions/{name}.csv")
        objects = client.get(f"/data/questions/{name}.json")
        assert table.status_code == objects.status_code == 200, name
        assert len(objects.json()["rows"]) == len(rows_of(table.text)), name
        for ending in ("xlsx", "parquet", "zip"):
            assert client.get(f"/data/questions/{name}.{ending}").status_code == 200, name


def test_the_index_names_routes_that_exist(client: TestClient) -> None:
    index = client.get("/data/").json()
    files = [file for group in index["datasets"].values() for file in group["files"]]
    assert "/data/people.csv" in files
    for file in files:
        assert client.get(file).status_code == 200, file
    assert client.get(index["datapackage"]).json()["resources"]
    assert client.get(index["openapi"]).json()["paths"]
    assert client.get(index["package"]).content


@pytest.mark.parametrize(
    "path", ["/nothing", "/humans.txt", "/favicon.ico", "/sentences/nothing", "/data", "/.git/config"]
)
def test_a_path_that_is_no_page_is_a_plain_404(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("path", ["/_stcore/upload_file/a/b", "/_stcore/metrics"])
def test_what_nobody_may_ask_is_refused(client: TestClient, path: str) -> None:
    assert client.put(path).status_code == 403
    assert client.get(path).status_code == 403


def test_a_page_gets_snapshot_and_language_and_keeps_its_filters(client: TestClient) -> None:
    answer = client.get("/sentences?gender=female&gender=male")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sentences?snapshot=2026-11-22&lang=en&gender=female&gender=male"


def test_a_page_does_not_let_itself_be_pointed_outside(client: TestClient) -> None:
    answer = client.get("/?snapshot=2026-11-22&lang=en&staticAppId=abc")
    assert answer.headers["location"] == "/?snapshot=2026-11-22&lang=en"


def test_every_answer_carries_the_headers(client: TestClient) -> None:
    for path in ("/data/", "/data/people.csv", "/data/nothing", "/picture/nothing"):
        headers = client.get(path).headers
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]


def test_no_question_fails_when_nobody_is_left(client: TestClient) -> None:
    nobody = "penalty=fine&length=200..&year=1999..1999"
    for question in published_questions().values():
        obeyed = "&".join(part for part in nobody.split("&") if part.split("=")[0] in question.filters)
        assert client.get(f"/data/questions/{question.name}.csv?{obeyed}").status_code == 200, question.name
        for asked in (f"?{obeyed}", "?snapshot=2023-02-10"):
            assert client.get(f"/picture/{question.name}.svg{asked}").status_code in (200, 404), question.name


def test_a_filter_that_does_not_narrow_a_file_is_refused(client: TestClient) -> None:
    for asked in ("prisoners_trend.csv?series=wider", "women.csv?gender=female", "contradictions.csv?gender=female"):
        answer = client.get(f"/data/questions/{asked}")
        assert answer.status_code == 400, asked
        assert "does not narrow this" in answer.text


@pytest.mark.parametrize("lists", ['"{}"', 'W/"{}"', '"other", "{}"', 'W/"{}-gzip"'])
def test_a_tag_is_known_in_every_form(client: TestClient, lists: str) -> None:
    tag = client.get("/data/articles.csv").headers["etag"].removeprefix("W/").strip('"')
    asked = lists.format(tag)
    assert client.get("/data/articles.csv", headers={"if-none-match": asked}).status_code == 304


def test_what_a_filter_says_of_a_person_is_not_told_by_the_name_of_a_file(client: TestClient) -> None:
    said = client.get("/data/people.csv?penalty=penal_colony_general&gender=female").headers["content-disposition"]
    assert "colony" not in said
    assert re.search(r'"people_2026-11-22_filter-[0-9a-f]{10}\.csv"', said)


@pytest.mark.parametrize(("ending", "begins"), [("bib", "@misc{"), ("ris", "TY  - DATA\r\n"), ("txt", "“Length of")])
def test_a_view_is_cited_as_a_file_with_the_address_of_its_page(client: TestClient, ending: str, begins: str) -> None:
    answer = client.get(f"/cite/sentence_lengths.{ending}?snapshot=2026-11-22&gender=female&from=/sentences")
    assert answer.status_code == 200
    assert answer.content.decode().startswith(begins)
    assert "/sentences?snapshot=2026-11-22&lang=en&gender=female#sentence_lengths" in answer.text
    assert answer.headers["content-disposition"].endswith(f'sentence_lengths_2026-11-22_gender-female.{ending}"')
    assert client.get(f"/cite/sentence_lengths.{ending}?from=//example.org").status_code == 400


@pytest.mark.parametrize("path", ["sentence_lengths.doc", "nothing.bib", "sentence_lengths"])
def test_what_cannot_be_cited_is_a_plain_404(client: TestClient, path: str) -> None:
    assert client.get(f"/cite/{path}").status_code == 404


def test_machines_find_the_catalogue_the_site_map_and_what_they_may_read(client: TestClient) -> None:
    robots = client.get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    pages = re.findall("<loc>http://testserver(/[^<]*)</loc>", client.get("/sitemap.xml").text)
    assert len(pages) == len(PAGES)
    assert all(client.get(page).status_code == 303 for page in pages)
    catalogue = client.get("/data/catalogue.jsonld")
    assert catalogue.headers["content-type"] == "application/ld+json"
    files = [
        one["dcat:downloadURL"]["@id"] for each in catalogue.json()["dcat:dataset"] for one in each["dcat:distribution"]
    ]
    assert len(files) == 10 * len(FORMATS)
    assert all(client.get(file).status_code == 200 for file in files)


@pytest.mark.parametrize("host", ["[::1", "a b", "evil/path", "a@b", ""])
def test_a_host_that_is_none_is_refused_plainly(client: TestClient, host: str) -> None:
    answer = client.get("/data/people.json", headers={"host": host})
    assert answer.status_code == 400
    assert "Host: allowed is" in answer.text


def test_a_file_of_the_page_is_sent_packed_as_the_browser_takes_it(client: TestClient) -> None:
    path = max(STATIC.glob("js/*.js"), key=lambda each: each.stat().st_size)
    address = f"/static/{path.relative_to(STATIC).as_posix()}"
    plain = client.get(address, headers={"accept-encoding": "identity"})
    assert plain.content == path.read_bytes()
    for packing, most in (("gzip", 0.4), ("br;q=1.0, gzip", 0.3)):
        packed = client.get(address, headers={"accept-encoding": packing})
        assert packed.headers["content-encoding"] == packing[:4].partition(";")[0]
        assert packed.content == plain.content
        assert int(packed.headers["content-length"]) < most * len(plain.content)
        assert "immutable" in packed.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    ["../index.html", "%2e%2e/index.html", "js/nothing.js", "js", "..%2f..%2f__init__.py", "%00", f"{300 * 'a'}.js"],
)
def test_no_other_file_can_be_had_that_way(client: TestClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/data/people.csv", "/data/package.zip", "/data/"])
def test_a_script_of_another_site_may_ask_whether_a_file_changed(server: str, path: str) -> None:
    asked = {
        "Origin": "https://news.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    answer = httpx.request("OPTIONS", f"{server}{path}", headers=asked, timeout=SECONDS)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"
    allowed = answer.headers["access-control-allow-headers"].lower().split(", ")
    assert {"if-none-match", "if-modified-since", "accept"} <= set(allowed)
    assert int(answer.headers["access-control-max-age"]) > 0
    assert httpx.request("OPTIONS", f"{server}/sentences", headers=asked, timeout=SECONDS).status_code == 405
    assert httpx.request("OPTIONS", f"{server}/own/newest", headers=asked, timeout=SECONDS).status_code == 405


@pytest.mark.parametrize("path", ["/data/", "/data/people.csv", "/data/package.zip", "/data/nothing", "/sentences"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"])
def test_nothing_can_be_changed(server: str, method: str, path: str) -> None:
    answer = httpx.request(method, f"{server}{path}", timeout=SECONDS)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert answer.headers["content-type"].startswith("text/plain")


def test_an_address_longer_than_any_view_is_refused_before_it_is_read(client: TestClient, warehouse: Warehouse) -> None:
    codes = vocabulary(warehouse, "en").items()
    choices = {name: tuple(known) for name, known in codes if isinstance(BY_NAME[name], Choice)}
    widest = Selection(warehouse.days[-1])
    for name, all_codes in choices.items():
        widest = widest.with_value(name, all_codes)
    assert client.get(f"/cite/people_by_article.txt?{query_of(widest.address())}").status_code in (200, 404)
    answer = client.get("/data/people.csv?" + "&".join(f"name{number}" for number in range(2000)))
    assert answer.status_code == 414
    assert answer.headers["content-type"].startswith("text/plain")


def test_the_query_of_a_view_is_a_file_of_its_own(client: TestClient) -> None:
    answer = client.get("/data/questions/penalties.sql?gender=female&limit=3&columns=people")
    assert answer.headers["content-type"] == "application/sql"
    assert "SET VARIABLE gender = ['female'];" in answer.text
    assert answer.text.endswith('SELECT "people" FROM answer LIMIT 3;\n')
    again = client.get(str(answer.url), headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/data/people.sql?for=excel").status_code == 400
    assert client.get("/data/questions/nothing.sql").status_code == 404
    assert client.get("/data/people_counts.sql?snapshot=2023-02-10").status_code == 404


def test_having_any_edition_is_no_answer_where_there_is_none(client: TestClient) -> None:
    answer = client.get("/data/people_counts.csv?snapshot=2023-02-10", headers={"If-None-Match": "*"})
    assert answer.status_code == 404


@pytest.mark.parametrize("ending", FORMATS)
def test_the_head_of_a_file_is_that_of_the_file(server: str, ending: str) -> None:
    whole, head = (
        httpx.request(method, f"{server}/data/articles.{ending}", timeout=SECONDS) for method in ("GET", "HEAD")
    )
    assert (head.status_code, head.content) == (200, b"")
    assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}


@pytest.mark.parametrize(
    "asked",
    [
        *(
            "limit=1e5",
            "limit=0",
            "limit=-1",
            "limit=%D9%A1",
            "limit=",
            "limit=1&limit=2",
            "columns=",
            "columns=gender,",
        ),
        *(
            "columns=gender,",
            "columns=gender,gender",
            "arrested=20%D9%A220-08..",
            "arrested=2020-13..",
            "length=1.25..",
            "gender=%00",
        ),
        *("gender=%zz", "gender=%ff", "status=any&status=convicted", "lang=en&lang=be"),
    ],
)
def test_what_is_no_value_is_refused_by_name(server: str, asked: str) -> None:
    answer = httpx.get(f"{server}/data/people.csv?{asked}", timeout=SECONDS)
    assert answer.status_code == 400
    assert ": allowed is " in answer.text


@pytest.mark.parametrize("host", ["a b", "a/b", "a@b", "", "\u00e9vil"])
def test_a_host_that_is_none_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/data/people.json?limit=1", headers={"Host": host.encode("latin-1")}).status_code == 400


def test_search_engines_find_the_data_sets_on_the_page_that_tells_of_them(client: TestClient) -> None:
    told = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get("/files?snapshot=2026-11-22&lang=en").text
    )
    kinds = [each["@type"] for each in json.loads(told[0])["@graph"]]
    assert kinds.count("Dataset") == 10
    assert "ld+json" not in client.get("/sentences?snapshot=2026-11-22&lang=en").text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_tells_messengers_nothing_but_that_it_is_figures(client: TestClient, lang: str) -> None:
    page = client.get(f"/sentences?gender=female&lang={lang}", follow_redirects=True).text
    said = get_translator(lang)
    assert f'<meta property="og:title" content="{said("Figures")}">' in page
    assert f'content="{said("Numbers, who counted them, and the files behind them.")}"' in page
    head = page.partition("</head>")[0]
    assert not re.search("Belarus|Беларус|репресс|рэпрэс|gender", head)
    assert re.findall(r'hreflang="(\w+)" href="[^"]*/sentences\?lang=\1"', head) == list(LANGUAGES)
