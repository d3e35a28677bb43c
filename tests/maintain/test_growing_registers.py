"""Registers before and after a new column: compared, added and removed by the columns that both have."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml

from repression.__main__ import main
from repression.intake import anonymise, register, sources
from repression.intake.anonymise import Person
from repression.maintain import private_store
from repression.maintain.reference import reference_of
from repression.snapshots.catalog import Snapshot, read_catalog
from repression.snapshots.csv_io import format_csv
from tests.maintain.test_remove import ANNA, BELA, FIRST, FREED, NEW, SECOND, add, ids, remove
from tests.support.factories import small_data
from tests.support.growth import grow_intake, grow_schema

THIRD, FOURTH = date(2023, 4, 10), date(2023, 5, 10)
CORA = ANNA | {"id": "46", "articles": "342", "arrested": "2021-04-05"}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Two registers: the raw rows of the first lack a raw column, its published rows the column `wave`."""
    data = small_data(tmp_path / "data")
    assert add(data, FIRST, ANNA, BELA, CORA) == 0
    drop_raw_column(data, "declaration")
    grow_schema(data, SECOND)
    grow_intake(monkeypatch)
    assert add(data, SECOND, ANNA | FREED, BELA, CORA, NEW) == 0
    return data


def drop_raw_column(data: Path, name: str) -> None:
    path = private_store.private_path(data, "people", FIRST)
    header, *rows = csv.reader(io.StringIO(path.read_text("utf-8")))
    at = header.index(name)
    path.write_bytes(format_csv(header[:at] + header[at + 1 :], [row[:at] + row[at + 1 :] for row in rows]))


def snapshot(data: Path, day: date) -> Snapshot:
    catalog = read_catalog(data)
    assert not catalog.issues, catalog.issues
    (found,) = [one for one in catalog.snapshots if one.dataset == "people" and one.date == day]
    return found


def rows(data: Path, day: date) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(snapshot(data, day).content().decode())))


def test_both_are_valid_and_people_are_followed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "person by person" in capsys.readouterr().out
    assert main(["check", "--data", str(data)]) == 0
    assert "wave" not in rows(data, FIRST)[0]
    assert sorted(row["wave"] for row in rows(data, SECOND)) == ["first", "first", "second", "second"]
    changes = yaml.safe_load((data / f"people/{SECOND}.yaml").read_text("utf-8"))["changes"]
    assert (changes["compared"], changes["added"], changes["gone"]) == ("people", 1, 0)
    assert (changes["corrected"], changes["revisions"]) == (0, {})  # the new column corrects nothing


def test_a_source_that_lacks_the_new_column_corrects_nobody(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known, at = register.published_cells, anonymise.COLUMNS.index("wave")

    def published_cells(person: Person, regions: Mapping[str, str], penalties: Collection[str]) -> list[str]:
        cells = known(person, regions, penalties)
        lacks = "minor" in person.tags  # so are the people of that source told from those of the other
        return [*cells[:at], "" if lacks else cells[at], *cells[at + 1 :]]

    monkeypatch.setattr(register, "published_cells", published_cells)
    told = [ANNA | FREED, BELA, CORA, NEW]
    for day, lacks in ((THIRD, True), (FOURTH, False)):
        assert add(data, day, *(one | {"tags": "not minor" if lacks else ""} for one in told)) == 0
        assert any(row["wave"] for row in rows(data, day)) != lacks
        changes = snapshot(data, day).descriptor.changes
        assert changes and (changes.compared, changes.corrected, changes.revisions) == ("people", 0, {})
    private_store.private_path(data, "people", THIRD).unlink()
    capsys.readouterr()
    assert main(["diff", "people", str(SECOND), str(THIRD), "--data", str(data)]) == 0
    assert "0 rows added, 0 rows gone" in capsys.readouterr().out


def test_a_difference_counts_the_columns_that_both_have(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["diff", "people", str(FIRST), str(SECOND), "--data", str(data), "--csv"]) == 0
    table = capsys.readouterr().out
    assert "people,added,,,1" in table
    assert "wave" not in table
    private_store.private_path(data, "people", FIRST).unlink()
    assert main(["diff", "people", str(FIRST), str(SECOND), "--data", str(data), "--csv"]) == 0
    table = capsys.readouterr().out
    assert "rows,added,,,2" in table  # Anna is freed and somebody is new; two others are equal but for the new column
    assert "rows,gone,,,1" in table


def test_somebody_is_removed_from_both_by_the_id(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert remove(data, "--id", "41") == 0, capsys.readouterr().err
    assert (len(rows(data, FIRST)), len(rows(data, SECOND))) == (2, 3)
    assert ids(data, FIRST) == ["42", "46"]
    assert sorted(ids(data, SECOND)) == ["42", "45", "46"]
    assert "declaration" in private_store.private_path(data, "people", FIRST).read_text("utf-8").splitlines()[0]
    changes = snapshot(data, SECOND).descriptor.changes
    assert changes and (changes.compared, changes.added) == ("people", 1)


def test_values_of_a_new_column_are_asked_for_where_it_is(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for day in (FIRST, SECOND):
        private_store.private_path(data, "people", day).unlink()
    assert remove(data, "wave=second", "arrested=2021-03", "articles=342") == 0, capsys.readouterr().err
    said = capsys.readouterr().out
    assert "one of 3 rows goes" in said
    assert "one of 4 rows goes" in said


def test_only_a_new_column_says_nothing_of_an_older_snapshot(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for day in (FIRST, SECOND):
        private_store.private_path(data, "people", day).unlink()
    assert remove(data, "wave=second", "--snapshot", str(FIRST)) == 1
    assert "nobody is found in any snapshot" in capsys.readouterr().err


def test_a_register_of_an_older_day_has_the_columns_of_that_day(data: Path) -> None:
    assert add(data, FIRST, ANNA, BELA, more=("--replace",)) == 0
    assert "wave" not in rows(data, FIRST)[0]
    assert len(rows(data, FIRST)) == 2


@pytest.mark.parametrize("removed_from", [FIRST, SECOND])
def test_whoever_was_removed_by_a_row_of_other_columns_stays_out(data: Path, removed_from: date) -> None:
    for day in (FIRST, SECOND):
        private_store.private_path(data, "people", day).unlink()
    assert remove(data, "gender=male", "arrested=2021-03", "--snapshot", str(removed_from)) == 0
    other = {FIRST: SECOND, SECOND: FIRST}[removed_from]
    assert add(data, other, ANNA, BELA, CORA, more=("--replace", "--allow-halved")) == 0
    assert [row["gender"] for row in rows(data, other)] == ["female", "female"]


def test_a_file_that_is_taken_in_must_have_every_column(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    columns = [name for name in sources.COLUMNS if name != "declaration"]
    file = data.parent / "partial.csv"
    file.write_bytes(format_csv(columns, [["1", *[""] * (len(columns) - 1)]]))
    arguments = [
        "--dataset",
        "people",
        "--date",
        "2023-04-10",
        "--source-title",
        "A",
        "--source-url",
        "https://example.org",
        "--publisher",
        "A publisher",
        "--data",
        str(data),
        "--yes",
    ]
    assert main(["add", str(file), *arguments]) == 1
    assert "missing: declaration" in capsys.readouterr().err


def test_stored_raw_rows_with_an_unknown_column_are_refused(data: Path) -> None:
    path = private_store.private_path(data, "people", FIRST)
    path.write_text(path.read_text("utf-8").replace("appeal_date", "full_name", 1), "utf-8")
    assert main(["diff", "people", str(FIRST), str(SECOND), "--data", str(data)]) == 0
    kept, why = private_store.stored_register(data, snapshot(data, FIRST), reference_of(read_catalog(data)))
    assert kept is None and str(why) == f"private/people/{FIRST}.csv cannot be read"
