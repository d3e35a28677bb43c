"""The questions of the page Rights defenders, counted a second time over the file."""

import csv
import html
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from msgspec.structs import replace

from repression.exhibits.profiles import profiles
from repression.formatting import format_partial_date, with_days_in_words
from repression.questions.filter_macros import build_warehouse
from repression.snapshots.catalog import read_catalog
from repression.snapshots.schema import fields_of
from repression.snapshots.writer import write_snapshot
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import asked, chosen

PINNED = "snapshot=2026-11-22"
DAY = date(2026, 11, 29)
with (DATA / "defenders" / "2026-11-22.csv").open(encoding="utf-8", newline="") as file:
    DEFENDERS = {row["name"]: row for row in csv.DictReader(file)}


def test_days_held(warehouse: Warehouse) -> None:
    rows = asked(warehouse, "defenders_held", PINNED).table.to_pylist()
    assert {row["name"] for row in rows} == set(DEFENDERS)
    for row in rows:
        about = DEFENDERS[row["name"]]
        until = date.fromisoformat(about["released"] or about["as_of"])
        assert row["held_until"] == until
        assert row["days_held"] == (until - date.fromisoformat(about["arrested"])).days
        assert (row["released"] is None) == (about["status"] == "imprisoned")


def test_those_in_prison_bear_the_date_for_which_that_holds(warehouse: Warehouse) -> None:
    rows = asked(warehouse, "defenders_held", PINNED).table.to_pylist()
    held = [row for row in rows if row["code"] == "imprisoned"]
    assert {row["status"] for row in held} == {"Imprisoned on 16 December 2025"}
    assert [row["name"].split()[-1] for row in held] == ["Rabkova", "Stefanovich", "Loika"]
    assert asked(warehouse, "defenders_held", PINNED).words == (
        "By the last news, the rights defenders had spent 1 year 8 months to 5 years 2 months in prison."
        " 5 of 8 have been released, after 611 to 1,659 days. Maria (Marfa) Rabkova, Nasta (Anastasia) Loika and"
        " Valiantsin Stefanovich were in prison when last heard of (16 December 2025), by then for up to 1,916 days."
    )


def test_that_nobody_is_in_prison_is_said_in_words(tmp_path: Path) -> None:
    data = Path(copytree(DATA, tmp_path / "data"))
    catalog = read_catalog(data)
    last = catalog.on("defenders", DAY)
    assert last
    freed = [row | {"status": "released", "released": row["released"] or row["as_of"]} for row in DEFENDERS.values()]
    fields = fields_of(catalog.package, "defenders")
    cells = [[row[field.name] for field in fields] for row in freed]
    write_snapshot(data, replace(last.descriptor, date=DAY, accessed=DAY), fields, cells)
    warehouse = build_warehouse(read_catalog(data))
    assert asked(warehouse, "defenders_held", "").words == (
        "The rights defenders spent 1 year 8 months to 5 years 2 months in prison."
    )
    assert asked(warehouse, "defenders", "").words == "None of the 8 is in prison by the newest texts that we read."


def test_a_conflict_of_reports_is_told_in_words(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "defenders_notes", PINNED)
    assert "Valiantsin Stefanovich: Reports conflict: several outlets on 2025-12-13" in answer.words
    rows = answer.table.to_pylist()
    for name, about in DEFENDERS.items():
        sentences = [row["note"] for row in rows if row["name"] == name]
        assert " ".join(sentences) == about["note"]  # nothing is lost between the sentences
        assert not any(sentence.endswith("Art.") for sentence in sentences)


def test_each_source_has_its_own_link(warehouse: Warehouse) -> None:
    rows = asked(warehouse, "defenders_sources", PINNED).table.to_pylist()
    for name, about in DEFENDERS.items():
        titles, links = about["source_title"].split(" ; "), about["source_url"].split(" ; ")
        assert len(titles) == len(links)
        assert [(row["source_title"], row["source_url"] or "-") for row in rows if row["name"] == name] == list(
            zip(titles, links, strict=True)
        )
    assert asked(warehouse, "defenders_sources", PINNED).words == (
        f"{len({row['source_title'] for row in rows})} different texts, between 5 and 12 for each person."
    )


def test_plain_defenders_are_those_of_the_file(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "defenders", PINNED)
    assert answer.words == "8 people, 3 of them in prison by the newest texts that we read."
    rows = [{name: str(cell or "") for name, cell in row.items()} for row in answer.table.to_pylist()]
    assert rows == [DEFENDERS[name] for name in sorted(DEFENDERS)]


@pytest.mark.parametrize("question", ["defenders", "defenders_held", "defenders_notes", "defenders_sources"])
def test_before_the_first_snapshot_there_is_nothing(warehouse: Warehouse, question: str) -> None:
    answer = asked(warehouse, question, "snapshot=2023-02-10")
    assert (answer.table.num_rows, answer.words, answer.missing) == (0, "", ("defenders",))


@pytest.mark.parametrize("question", ["defenders_held", "defenders_notes"])
def test_golden(warehouse: Warehouse, same_as_golden: Callable[..., None], question: str) -> None:
    same_as_golden(question, chosen(warehouse, PINNED))


def test_each_of_the_eight_has_a_card(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "defender_profiles", PINNED)
    sections = str(profiles(answer, answer.selection)).split("<section")[1:]
    found = {row["name"]: section for row, section in zip(answer.table.to_pylist(), sections, strict=True)}
    assert found.keys() == DEFENDERS.keys()
    for name, about in DEFENDERS.items():
        card = html.unescape(found[name])
        until = date.fromisoformat(about["released"] or about["as_of"])
        days = (until - date.fromisoformat(about["arrested"])).days
        assert f"{'' if about['released'] else 'At least '}{days:,} days in prison, from " in card
        assert f"<h3>{name}</h3>" in card
        assert about["role"] in card
        assert with_days_in_words(about["note"]) in card
        assert about["sentence"] in card
        assert f", as of {format_partial_date(about['as_of'])}</p>" in card
        links = [each for each in about["source_url"].split(" ; ") if each != "-"]
        assert links
        assert all(f'href="{link}"' in card for link in links)
        assert f"Sources: {len(about['source_title'].split(' ; '))}<" in card
    assert answer.words == "5 of 8 rights defenders have been released, 3 were in prison when last heard of."
