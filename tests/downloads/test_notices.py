"""What is told of a snapshot, and where copies of its sources are, is in every file and citation of what is shown."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from repression.downloads.citations import apa, as_sentence, bibtex, cite, ris
from repression.downloads.extract import Extract, Part, extract
from repression.downloads.formats import FORMATS
from repression.downloads.full_package import full_package
from repression.i18n import LANGUAGES
from repression.questions.answer import ask
from repression.questions.filter_macros import build_warehouse
from repression.questions.notices import notices_of
from repression.questions.selection import Selection
from repression.snapshots.archived_sources import ArchivedSource, write_archived
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse
from tests.conftest import DATA

LINK = "http://localhost/data/a"
NOTES = """notes:
- Taken in on 2026-12-01 in place of an earlier file of the same date.
- 2 rows are withheld, to protect people.
- 45 of 3131 rows of the source could not be read and are left out.
- '3 rows of the source left out: another row of the same person is shown.'
- Up to 32 people may be counted twice.
"""
LEFT_OUT = (
    "In the file of “People prosecuted for political reasons”"
    " of 10 February 2023, 45 of 3,131 rows could not be read and are left out. "
    "Numbers can be lower than those of the source."
)
TWICE = (
    "Up to 32 people may be counted twice in the file of “People prosecuted for political reasons” of 10 February "
    "2023. The source has rows that may be of one person."
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse of data whose register was replaced, and has rows withheld and left out."""
    data = Path(shutil.copytree(DATA, tmp_path_factory.mktemp("told") / "data"))
    described = data / "people/2023-02-10.yaml"
    described.write_text(described.read_text(encoding="utf-8").replace("notes:\n", NOTES, 1), encoding="utf-8")
    return build_warehouse(read_catalog(data))


def of_register(told: Warehouse, lang: str = "en") -> Extract:
    answer = ask(told, "sentence_lengths", Selection(told.days[-1], lang))
    return extract(answer, Part(), (), "", LINK)


def member(archive: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return " ".join(opened.read(name).decode().split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_files_and_citations_tell_what_is_told_of_a_snapshot(told: Warehouse, lang: str) -> None:
    asked = of_register(told, lang)
    snapshot = told.catalog.on("people", date(2023, 2, 10))
    assert snapshot
    notices = list(notices_of(told.catalog, snapshot, lang))
    assert len(notices) == 5 and (lang != "en" or (notices[2], notices[-1]) == (LEFT_OUT, TWICE))
    assert json.loads(b"".join(FORMATS["json"].chunks(asked)))["sources"][0]["notices"] == notices
    citation = cite(asked.answer, filter_words="", link=LINK)
    told_in = {
        "README": member(b"".join(FORMATS["zip"].chunks(asked)), "README.txt"),
        "package": member(full_package(told, Selection(told.days[-1], lang)), "README.txt"),
        **{write.__name__: write(citation) for write in (apa, as_sentence, bibtex, ris)},
    }
    for notice in notices:
        assert not [where for where, text in told_in.items() if " ".join(notice.split()) not in text]


def test_nothing_is_told_of_other_data(told: Warehouse) -> None:
    assert ask(told, "defenders", Selection(told.days[-1])).notices == ()


KEPT = ArchivedSource(
    "https://prisoners.spring96.org", "https://archive.example/2026/prisoners", date(2026, 11, 30), "5" * 64
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse of data of which two sources were read: that of the register has a copy, that of a count has none."""
    data = Path(shutil.copytree(DATA, tmp_path_factory.mktemp("kept") / "data"))
    write_archived(data, [KEPT, ArchivedSource(COUNTED_AT, "", KEPT.read_on, "6" * 64)])
    return build_warehouse(read_catalog(data))


COUNTED_AT = "https://spring96.org/en/news/98647"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_files_and_citations_tell_where_the_copy_of_a_source_is(kept: Warehouse, lang: str) -> None:
    asked = of_register(kept, lang)
    listed = json.loads(b"".join(FORMATS["json"].chunks(asked)))["archived_sources"]
    assert listed == [
        {"source_url": KEPT.source_url, "archived_url": KEPT.archived_url, "read_on": "2026-11-30", "sha256": "5" * 64}
    ]
    citation = cite(asked.answer, filter_words="", link=LINK)
    archive = b"".join(FORMATS["zip"].chunks(asked))
    assert "5" * 64 in member(archive, "README.txt")
    for text in (*(write(citation) for write in (apa, as_sentence, bibtex, ris)), member(archive, "README.txt")):
        assert KEPT.archived_url in text


def test_a_file_tells_which_sources_of_its_rows_were_kept(kept: Warehouse, warehouse: Warehouse) -> None:
    counts = ask(kept, "people_counts", Selection(kept.days[-1]).with_value("series", ("any",)))
    assert [each.source_url for each in counts.archived.values()] == [COUNTED_AT]
    assert counts.table.equals(ask(warehouse, "people_counts", counts.selection).table)  # no row is another one
    package = full_package(kept, Selection(kept.days[-1]))
    assert member(package, "archived_sources.csv").split()[1:] == [
        f"{KEPT.source_url},{KEPT.archived_url},2026-11-30,{'5' * 64}",
        f"{COUNTED_AT},,2026-11-30,{'6' * 64}",
    ]
