"""A filtered export, a lost column, and what the status does not go with: said before a register is taken in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from repression.__main__ import main
from repression.maintain import private_store
from tests.support.factories import raw_register, small_data

FIRST, NEXT = date(2026, 8, 30), date(2026, 9, 30)
STATUSES = ("active", "former", "np")
PEOPLE = [
    {
        "id": str(number),
        "status": STATUSES[number % 3],
        "birth_year": "1980",
        "arrested": f"2021-{number % 12 + 1:02}-03",
        "verdict_date": "2022-05-06",
        "articles": "342",
        "decision": "3 years",
        "penalty": "arrest",
    }
    for number in range(1, 91)
]
Change = Callable[[dict[str, str]], dict[str, str] | None]


def add(data: Path, day: date, people: list[dict[str, str]], *more: str) -> int:
    file = raw_register(data.parent / "raw.csv", *people)
    source = ["--source-title", "A", "--source-url", "https://example.org", "--publisher", "B", "--accessed", str(day)]
    return main(
        ["add", str(file), "--dataset", "people", "--date", str(day), *source, "--data", str(data), "--yes", *more]
    )


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data and raw rows, of one register."""
    data = small_data(tmp_path_factory.mktemp("begun") / "data")
    assert add(data, FIRST, PEOPLE) == 0
    return data.parent


@pytest.fixture
def data(begun: Path, tmp_path: Path) -> Path:
    """Data with one register, for one test."""
    return Path(shutil.copytree(begun, tmp_path, dirs_exist_ok=True)) / "data"


@pytest.mark.parametrize(
    ("change", "option", "words"),
    [
        (lambda row: None if row["status"] == "np" else row, "allow-filtered",
         "a filtered export, beside 2026-08-30: no row is convicted, and 30 rows were; 30 of 90 people are gone (33%)"),
        (lambda row: None if int(row["id"]) <= 40 else row, "allow-filtered",
         "perhaps a filtered export, beside 2026-08-30: 40 of 90 people are gone (44%)"),
        (lambda row: row | {"articles": ""}, "allow-emptied",
         "columns were filled on 2026-08-30: articles (0 of 90 rows filled; before: 90 of 90)"),
        (lambda row: row | {"arrested": "", "verdict_date": "unknown"}, "allow-emptied",
         "columns were filled on 2026-08-30: age_group (0 of 90 rows filled; before: 90 of 90), arrested (0 of 90"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("raw_rows", [True, False])
def test_what_is_perhaps_not_whole_is_not_taken_for_whole(
    data: Path, change: Change, option: str, words: str, raw_rows: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    if not raw_rows:
        private_store.private_path(data, "people", FIRST).unlink()
    people = [changed for row in PEOPLE if (changed := change(row))]
    assert add(data, NEXT, people) == 1
    assert words in capsys.readouterr().out
    assert not (data / f"people/{NEXT}.csv").exists()
    assert add(data, NEXT, people, f"--{option}") == 0, capsys.readouterr().out


def test_a_few_people_and_a_few_cells_may_go(data: Path) -> None:
    people = [row | {"articles": "342" if int(row["id"]) % 2 else ""} for row in PEOPLE[9:]]
    assert add(data, NEXT, people) == 0


@pytest.mark.parametrize(("others", "asks"), [(45, False), (46, True)])
def test_an_exchange_of_most_rows_needs_a_yes_where_ids_do_not_tell(
    data: Path, capsys: pytest.CaptureFixture[str], others: int, asks: bool
) -> None:
    private_store.private_path(data, "people", FIRST).unlink()
    people = [row | ({"articles": "130"} if int(row["id"]) <= others else {}) for row in PEOPLE]
    assert add(data, NEXT, people) == asks
    words = (
        "no row of 2026-08-30 can be followed: the raw file of that day is not on this machine (there is no "
        "private/people/2026-08-30.csv). Ask whoever took it in for it. If nobody has it, look at the charts, and say "
        "yes"
    )
    assert (f"Nothing is written: {words}; --allow-exchanged" in capsys.readouterr().out) == asks
    assert add(data, NEXT, people, *["--allow-exchanged"] if asks else ["--replace"]) == 0


def test_the_report_says_how_full_each_column_is(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(data, NEXT, [row | {"articles": "342" if int(row["id"]) > 9 else ""} for row in PEOPLE]) == 0
    assert "articles 90.0% (was 100.0%), sentence_months 100.0% (was 100.0%)" in capsys.readouterr().out


def test_what_a_status_does_not_go_with_is_named_by_row(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = {
        2: {"status": "active", "died": "yes"},
        3: {"status": "active", "prison": "Penal colony No. 3;\nDied in custody"},
        5: {"status": "former", "prison": "Penal colony No. 3"},
        6: {"status": "active", "release_date": "2026-09-01"},
        7: {"status": "active", "release_date": "2027-09-01"},
        8: {"arrested": "Released"},
        9: {"birth_year": "1990", "arrested": "2021-05-05", "tags": "minor"},
    }
    people = [row | places.get(line, {}) for line, row in enumerate(PEOPLE, start=2)]
    assert add(data, NEXT, people, "--dry-run") == 0
    said = capsys.readouterr().out.splitlines()
    assert "political prisoners of whom the register says that they died: 2 rows (rows 2 = id 1, 3 = id 2)" in said
    assert "places of detention that say that the person died, read as no place: 1 row (rows 3 = id 2)" in said
    assert "former political prisoners in a place of detention: 1 row (rows 5 = id 4)" in said
    assert "political prisoners with a date of release that is past: 1 row (rows 6 = id 5)" in said
    assert "texts in arrested that say no date, read as not stated: 1 row (rows 8 = id 7)" in said
    minors = "people tagged as minors whose years of birth and arrest say otherwise, which are taken"
    assert f"{minors}: 1 row (rows 9 = id 8)" in said
