"""What the guide to the data routes says works as it stands, and leaves nothing out."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import urllib.request
from datetime import date
from html import escape
from pathlib import Path

import duckdb
import pytest

from repression.documents import GUIDE, document, guide, section
from repression.downloads.formats import FORMATS
from repression.i18n import get_translator
from repression.questions.answer import vocabulary
from repression.questions.filter_types import address_code
from repression.questions.filters import BY_NAME, PART, PURPOSE
from repression.questions.question import published_questions
from repression.snapshots.schema import datasets_of
from repression.warehouse.database import Warehouse
from repression.web.file_requests import MEDIA
from tests.conftest import DATA
from tests.support.app_tests import parts_of
from tests.support.guide_examples import examples, examples_of
from tests.ui.test_pages import run

REGISTER = DATA / "people/2023-02-10.csv"


def shell(command: str, folder: Path) -> str:
    done = subprocess.run(["sh", "-e", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def counted(**cells: str) -> int:
    """How many recognised people of the register's file have these cells."""
    people = (row for row in rows(REGISTER.read_text(encoding="utf-8")) if row["status"] != "convicted")
    return sum(all(row[name] == cell for name, cell in cells.items()) for row in people)


def fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())


def test_curl_gets_a_file_by_its_name_the_same_only_once_and_the_package(server: str, tmp_path: Path) -> None:
    named, again, package = examples_of("curl", server)
    shell(named, tmp_path)
    table = (tmp_path / "people_2026-11-22_gender-female.csv").read_text(encoding="utf-8")
    shell(again, tmp_path)
    first = (tmp_path / "people.csv").stat()
    assert (tmp_path / "people.csv").read_text(encoding="utf-8") == table
    shell(again, tmp_path)
    assert (tmp_path / "people.csv").stat().st_mtime_ns == first.st_mtime_ns
    shell(package, tmp_path)
    assert (tmp_path / "package_2026-11-22.zip").read_bytes().startswith(b"PK")


def test_python_reads_the_files(server: str) -> None:
    whole, typed = examples_of("Python", server)
    told = "print(len(people), list(people.columns), people.dtypes.astype(str).to_dict())"
    recognised = [row for row in rows(REGISTER.read_text(encoding="utf-8")) if row["status"] != "convicted"]
    between = sum(row["gender"] == "female" and "2020-08" <= row["arrested"] <= "2021-12" for row in recognised)
    for code, expected in ((whole, f"{between} ['status'"), (typed, f"{counted()} ['gender', 'sentence_months']")):
        done = subprocess.run([sys.executable, "-c", code + told], capture_output=True, text=True, check=True)
        assert expected in done.stdout
    assert "'sentence_months': 'float64'" in done.stdout


def test_duckdb_asks_the_fetched_file(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch, question, _ = examples_of("DuckDB", server)
    shell(fetch, tmp_path)
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as database:
        assert sum(people for _, people in database.sql(question).fetchall()) == counted()


def test_duckdb_counts_a_view_again_from_the_package(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    *_, again = examples_of("DuckDB", server)
    package, unpack, query, run = again.splitlines()
    shell(package, tmp_path)
    assert unpack == "unzip package.zip -d package && cd package"
    shutil.unpack_archive(tmp_path / "package.zip", tmp_path / "package")
    monkeypatch.chdir(tmp_path / "package")
    shell(query, Path.cwd())
    with duckdb.connect() as database:
        found = database.execute(Path(run.split()[-1]).read_text(encoding="utf-8")).fetchall()
    assert sum(row[2] for row in found) == counted(gender="female")


@pytest.mark.parametrize("heading", ["The address of a view", "R", "LibreOffice", "Excel", "Google Sheets"])
def test_every_other_address_gives_a_table(server: str, heading: str) -> None:
    for code in examples_of(heading, server):
        (address,) = re.findall(r'http://[^"\s]+', code)
        assert rows(fetched(address))


def test_a_mistake_is_answered_as_the_guide_says(server: str, tmp_path: Path) -> None:
    mistake, said = examples_of("When something is wrong", server)
    assert shell(mistake, tmp_path) == said


@pytest.mark.proof
def test_libreoffice_opens_the_address(server: str, tmp_path: Path) -> None:
    (command,) = examples_of("LibreOffice", server)
    shell(f"HOME={tmp_path} {command}", tmp_path)
    shell(f"HOME={tmp_path} soffice --headless --convert-to csv people.ods", tmp_path)
    assert len(rows((tmp_path / "people.csv").read_text(encoding="utf-8"))) == counted(gender="female")


@pytest.mark.proof
def test_r_reads_the_file(server: str, tmp_path: Path) -> None:
    (code,) = examples_of("R", server)
    done = subprocess.run(["Rscript", "-e", f"{code}\ncat(nrow(people))"], capture_output=True, text=True, check=True)
    assert done.stdout.endswith(str(counted(gender="female")))


def test_no_example_names_a_language(server: str) -> None:
    """The highlighter alone would add half a megabyte to the page."""
    text = document(GUIDE, "en").read_text(encoding="utf-8")
    assert text.count("```") == 2 * len(examples(server))


def test_the_guide_names_every_format_and_every_refusal() -> None:
    text = document(GUIDE, "en").read_text(encoding="utf-8")
    assert all(f"| `.{ending}` |" in text for ending in MEDIA)
    assert all(f"| {status} |" in text for status in (304, 400, 404, 405, 406, 414, 429, 503))
    assert section("The rules")


def test_the_examples_on_the_page_are_addresses_of_its_own_site() -> None:
    lead, rest = guide("https://figures.example", date(2027, 3, 1), "en")
    assert "https://figures.example/data/people.csv?" in rest
    assert "127.0.0.1" not in lead + rest
    # They ask for the day that the page shows.
    assert "snapshot=2027-03-01" in rest and "2026-11-22" not in lead + rest


def test_the_page_leads_to_every_file_and_tells_every_parameter(warehouse: Warehouse) -> None:
    test = run("files.py", snapshot="2023-02-10", lang="be")
    assert not test.exception
    text = "\n".join(parts_of(test))
    query = "?snapshot=2023-02-10&amp;lang=be"
    names = [*datasets_of(warehouse.catalog.package), *(f"questions/{name}" for name in published_questions())]
    for name in names:
        for ending in FORMATS:
            assert f'href="/data/{name}.{ending}{query}"' in text
    assert f'href="/data/package.zip{query}"' in text
    said = get_translator("be")("Parameter")
    for name in ("snapshot", "lang", *BY_NAME, *PART, PURPOSE):
        assert f'<td data-title="{escape(said)}"><code>{name}</code></td>' in text
    for codes in vocabulary(warehouse, "be").values():
        for code in codes:
            assert f"<li><code>{escape(address_code(code))}</code>" in text
