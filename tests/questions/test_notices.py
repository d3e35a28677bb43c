"""What readers are told of corrections and withdrawals: where it is told, in which words, and what is not told."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from repression.__main__ import main
from repression.downloads.citations import apa, as_sentence, bibtex, cite, ris
from repression.downloads.csv_file import csv_chunks
from repression.downloads.extract import Part, extract
from repression.downloads.formats import FORMATS
from repression.downloads.full_package import full_package
from repression.formatting import format_day
from repression.i18n import LANGUAGES
from repression.questions.answer import ask
from repression.questions.filter_macros import build_warehouse
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse
from tests.downloads.test_notices import LINK, member
from tests.test_pinned_links import files

PINNED = date(2026, 11, 22)
COUNT = ["people_counts", str(PINNED), "date=2023-03-15", "series=viasna"]
PERSON = ["people", "2023-02-10", "penalty=juvenile_colony", "arrested=2022-01"]


def change(data: Path, command: str, *arguments: str) -> None:
    assert main([command, *arguments, "--data", str(data), "--yes"]) == 0


def notices(warehouse: Warehouse, question: str, lang: str = "en", day: date = PINNED) -> list[str]:
    return list(ask(warehouse, question, Selection(day, lang)).notices)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_correction_is_told_wherever_the_figures_are(data_copy: Path, lang: str) -> None:
    change(data_copy, "correct", *COUNT, "--to", "political_prisoners=1456", "--reason", "Digits were swapped.")
    warehouse = build_warehouse(read_catalog(data_copy))
    answer = ask(warehouse, "people_counts", Selection(PINNED, lang))
    (told,) = answer.notices
    expected = {
        "en": "In the file of “Political prisoners counted”"
        " of 22 November 2026, “Political prisoners” in the row 2023-03-15, viasna,",
        "be": "У файле «Падлікі палітвязняў» на 22 лістапада 2026 года",
        "ru": "В файле «Подсчёты политзаключённых» от 22 ноября 2026 года",
    }
    assert told.startswith(expected[lang]) and format_day(date.today(), lang) in told
    assert "1456" in told and "1465" in told and told.endswith("Digits were swapped.")
    whole = extract(answer, Part(), (), "", LINK)
    citation = cite(answer, filter_words="", link=LINK)
    texts = {
        "JSON": json.loads(b"".join(FORMATS["json"].chunks(whole)))["sources"][0]["notices"][0],
        "README": member(b"".join(FORMATS["zip"].chunks(whole)), "README.txt"),
        "package": member(full_package(warehouse, Selection(PINNED, lang)), "README.txt"),
        **{write.__name__: write(citation) for write in (apa, as_sentence, ris)},
    }
    assert not [where for where, text in texts.items() if " ".join(told.split()) not in " ".join(text.split())]
    assert "1456" in bibtex(citation)
    rows = csv.DictReader(io.StringIO(b"".join(csv_chunks(answer.table)).decode()))
    corrected = [row for row in rows if row["date"] == "2023-03-15" and row["series"] == "viasna"]
    assert [row["political_prisoners"] for row in corrected] == ["1456"]


def test_what_is_told_of_a_person_names_neither_row_nor_rare_values(data_copy: Path) -> None:
    change(data_copy, "correct", *PERSON, "--to", "sentence_months=36.0", "--reason", "misread")
    told = notices(build_warehouse(read_catalog(data_copy)), "sentence_lengths")
    today = format_day(date.today())
    assert told == [
        f"In the file of “People prosecuted for political reasons”"
        f" of 10 February 2023, “Length of sentence” of one person was corrected. On {today} 18.0 "
        "became 36.0. The text of the source was read wrongly."
    ]
    # Of few people: the column alone. More than three are told by their number.
    change(data_copy, "correct", *PERSON, "--to", "articles=299", "--reason", "source")
    told = notices(build_warehouse(read_catalog(data_copy)), "sentence_lengths")
    assert told[1:] == [
        f"In the file of “People prosecuted for political reasons”"
        f" of 10 February 2023, “Articles” of one person was corrected on {today}. The values are "
        "not told, to protect people. The source has corrected it since."
    ]
    for to in ("verdict=2022-02", "released=2023-01"):
        change(data_copy, "correct", *PERSON, "--to", to, "--reason", "source")
    told = notices(build_warehouse(read_catalog(data_copy)), "sentence_lengths")
    assert told == [
        f"In the file of “People prosecuted for political reasons”"
        f" of 10 February 2023, 4 figures were corrected, the last on {today}. The page “Data and "
        "method” lists them."
    ]


def test_codes_are_told_in_words_and_other_answers_say_nothing(data_copy: Path) -> None:
    change(data_copy, "correct", *PERSON, "--to", "status=political_prisoner", "--reason", "mistake")
    warehouse = build_warehouse(read_catalog(data_copy))
    (told,) = notices(warehouse, "sentence_lengths")
    assert "Former political prisoner became Political prisoner" in told
    assert notices(warehouse, "events") == []


def test_the_list_of_corrections_has_them_all_and_no_other_answer_changes(
    data_copy: Path, warehouse: Warehouse
) -> None:
    before = files(warehouse, Selection(PINNED))
    assert ask(warehouse, "corrected_figures", Selection(PINNED)).table.num_rows == 0
    change(data_copy, "correct", *COUNT, "--to", "women=160", "--reason", "R.")
    change(data_copy, "withdraw", "defenders", str(PINNED), "--reason", "Q.")
    changed = build_warehouse(read_catalog(data_copy))
    listed = ask(changed, "corrected_figures", Selection(PINNED))
    assert listed.words == "1 figure was corrected, 1 file was withdrawn."
    told = [
        {name: row[name] for name in ("dataset", "what", "field", "before", "after", "reason")}
        for row in listed.table.to_pylist()
    ]
    assert told == [
        {"dataset": "defenders", "what": "Withdrawn", "field": None, "before": None, "after": None, "reason": "Q."},
        {
            "dataset": "people_counts",
            "what": "Corrected",
            "field": "women",
            "before": "",
            "after": "160",
            "reason": "R.",
        },
    ]
    after = files(changed, Selection(PINNED))
    names = {name for name in before if before[name] != after[name]}
    # Only what shows these two, or lists the files.
    assert not names & {"sentence_lengths", "events", "organisations", "indicators", "flows", "register"}
    assert {"corrected_figures", "snapshots_shown", "people_counts"} <= names


def test_a_withdrawn_file_is_told_in_the_package_of_its_day(data_copy: Path) -> None:
    change(data_copy, "withdraw", "defenders", str(PINNED), "--reason", "It was a draft.")
    package = full_package(build_warehouse(read_catalog(data_copy)), Selection(PINNED))
    assert "The file of “Rights defenders” of 22 November 2026 was withdrawn on" in member(package, "README.txt")
    assert "It was a draft." in member(package, "README.txt")
