"""`python -m repression remove`: who is found, what goes with them, who stays out; stopped anywhere, all or nothing."""

import csv
import json
import shutil
import stat
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import yaml

from repression.__main__ import main
from repression.intake.anonymise import COLUMNS
from repression.maintain import private_store
from repression.maintain.check import warnings_of
from repression.maintain.plan import tidy_up
from repression.questions.filter_macros import build_warehouse
from repression.questions.selection import Selection
from repression.snapshots.catalog import Snapshot, read_catalog
from repression.snapshots.csv_io import format_csv, temporary_path
from repression.snapshots.writer import writer_lock
from tests.snapshots.test_writer import whole_and_tidy
from tests.support.crash_harness import CrashHarness
from tests.support.factories import raw_register, small_data

FIRST, SECOND = date(2023, 2, 10), date(2023, 3, 10)
KNOWN = {"birth_year": "1990", "arrested": "2021-03-05", "articles": "342"}
ANNA = KNOWN | {"id": "41", "articles": "293", "decision": "3 yers"}
BELA = KNOWN | {"id": "42", "gender": "male"}
ALIKE = [KNOWN | {"id": "43"}, KNOWN | {"id": "44", "arrested": "2021-03-06"}]
NO_REGION = "Open correctional facility No. 45"
NEW = {"id": "45", "arrested": "2023-03-01", "gender": "male"}
FREED = {"status": "former", "release_date": "2023-03-02"}


def add(data: Path, day: date, *people: dict[str, str], more: tuple[str, ...] = ()) -> int:
    file = raw_register(data.parent / f"{day}.csv", *people)
    accessed = max(str(day), "2023-03-11")
    source = [
        "--source-title",
        "A source",
        "--source-url",
        "https://example.org",
        "--publisher",
        "A publisher",
        "--accessed",
        accessed,
    ]
    return main(
        ["add", str(file), "--dataset", "people", "--date", str(day), *source, "--data", str(data), "--yes", *more]
    )


def remove(data: Path, *arguments: str, dataset: str = "people") -> int:
    return main(["remove", *arguments, "--dataset", dataset, "--data", str(data), "--yes"])


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data and raw rows, of two registers.

    Anna is freed between them, Bela is gone in the second, somebody is new in it.
    """
    data = small_data(tmp_path_factory.mktemp("begun") / "data")
    assert add(data, FIRST, ANNA, BELA, *ALIKE) == 0
    assert add(data, SECOND, ANNA | FREED, *ALIKE, NEW) == 0
    return data.parent


@pytest.fixture
def data(begun: Path, tmp_path: Path) -> Path:
    """Data with two registers, for one test."""
    return Path(shutil.copytree(begun, tmp_path, dirs_exist_ok=True)) / "data"


def snapshot(data: Path, day: date, dataset: str = "people") -> Snapshot:
    catalog = read_catalog(data)
    assert not catalog.issues, catalog.issues
    (found,) = [one for one in catalog.snapshots if one.dataset == dataset and one.date == day]
    return found


def cells(data: Path, day: date, column: str) -> list[str]:
    return [row[COLUMNS.index(column)] for row in snapshot(data, day).rows()]


def ids(data: Path, day: date) -> list[str]:
    path = data.parent / f"private/people/{day}.csv"
    return [row["id"] for row in csv.DictReader(path.read_text("utf-8").splitlines())]


def forget_raw_rows(data: Path, *days: date) -> None:
    for day in days:
        (data.parent / f"private/people/{day}.csv").unlink()


def contents(folder: Path) -> dict[Path, bytes]:
    """The files under a folder, by their names in it."""
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def never_there(tmp_path: Path, first: list[dict[str, str]], second: list[dict[str, str]]) -> Path:
    """A data folder into which these registers were taken from the beginning."""
    (tmp_path / "apart").mkdir()
    data = small_data(tmp_path / "apart/data")
    assert add(data, FIRST, *first) == 0
    assert add(data, SECOND, *second) == 0
    return data


def told(data: Path, day: date) -> dict[str, object]:
    """What stands beside a snapshot, but for its notes."""
    entries: dict[str, object] = yaml.safe_load((data / f"people/{day}.yaml").read_text("utf-8"))
    entries.pop("notes")
    return entries


def test_by_id_a_person_goes_out_of_every_snapshot_with_all_that_was_counted_of_them(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert remove(data, "--id", "41") == 0
    said = capsys.readouterr().out
    assert "people 2023-02-10: one of 4 rows goes\n  status: political_prisoner\n  gender: female\n" in said
    assert "people 2023-03-10: one of 4 rows goes\n  status: former_political_prisoner\n" in said
    assert "  articles: 293\n" in said and "  released: 2023-03\n" in said and "  facility: (empty)\n" in said
    assert "people 2023-03-10: what changed since 2023-02-10 is counted anew" in said
    assert "its raw row goes with it: row 2 of private/people/2023-02-10.csv" in said
    for day, left in ((FIRST, ["42", "43", "44"]), (SECOND, ["43", "44", "45"])):
        assert snapshot(data, day).descriptor.rows == 3
        assert ids(data, day) == left
        assert "293" not in cells(data, day, "articles")
        assert snapshot(data, day).descriptor.notes == ("1 row is withheld, to protect people.",)
    # Rows, readings and changes are those of data that never had her.
    expected = never_there(tmp_path, [BELA, *ALIKE], [*ALIKE, NEW])
    for day in (FIRST, SECOND):
        assert snapshot(data, day).content() == snapshot(expected, day).content()
        assert told(data, day) == told(expected, day)
    assert main(["check", "--data", str(data)]) == 0
    assert "warning: people/" not in capsys.readouterr().out
    whole_and_tidy(data)


def test_what_the_neighbour_changes_is_counted_anew_though_it_has_no_such_person(data: Path, tmp_path: Path) -> None:
    before = snapshot(data, SECOND)
    assert before.descriptor.changes and before.descriptor.changes.gone == 1
    assert remove(data, "--id", "42") == 0
    after = snapshot(data, SECOND)
    assert after.content() == before.content()
    assert after.descriptor.notes == ()
    assert after.descriptor.changes and after.descriptor.changes.gone == 0
    assert told(data, SECOND) == told(never_there(tmp_path, [ANNA, *ALIKE], [ANNA | FREED, *ALIKE, NEW]), SECOND)


def test_the_readings_are_those_of_the_columns_of_the_day(tmp_path: Path) -> None:
    data = small_data(tmp_path / "data")
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    (people,) = [each for each in package["resources"] if each["name"] == "people"]
    region = next(field for field in people["schema"]["fields"] if field["name"] == "region")
    region["since"] = str(SECOND)
    (data / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", "utf-8")
    nowhere = BELA | {"prison": NO_REGION}
    assert add(data, FIRST, ANNA, nowhere, *ALIKE) == 0
    assert add(data, SECOND, ANNA, nowhere, *ALIKE) == 0

    def has_region(day: date) -> bool:
        return "region" in {reading.field for reading in snapshot(data, day).descriptor.readings}

    assert (has_region(FIRST), has_region(SECOND)) == (False, True)
    assert remove(data, "--id", "41") == 0
    assert (has_region(FIRST), has_region(SECOND)) == (False, True)


def test_the_numbers_in_the_warehouse_fall_by_one(data: Path) -> None:
    asked = "SELECT count(*) AS people FROM all_people()"

    def people(day: date) -> int:
        (row,) = build_warehouse(read_catalog(data)).ask(asked, Selection(day).bound()).to_pylist()
        return int(row["people"])

    before = [people(day) for day in (FIRST, SECOND)]
    assert remove(data, "--id", "41") == 0
    assert [people(day) for day in (FIRST, SECOND)] == [number - 1 for number in before]


def test_by_values_the_id_is_learnt_and_holds_where_the_values_are_others(data: Path) -> None:
    assert remove(data, "articles=293", "released=") == 0
    assert ids(data, FIRST) == ["42", "43", "44"]
    assert ids(data, SECOND) == ["43", "44", "45"]  # there she is released
    assert "41" in (data.parent / "private/withheld.csv").read_text()


def test_values_that_fit_several_rows_are_refused_and_the_rows_shown(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forget_raw_rows(data, FIRST, SECOND)
    before = contents(data)
    assert remove(data, "gender=female") == 1
    said = capsys.readouterr().err
    assert "people/2023-02-10.csv: 2 different rows fit, and none is guessed: give more values\n" in said
    assert "  status=political_prisoner gender=female age_group=25–34 arrested=2021-03 articles=293 " in said
    assert "people/2023-03-10.csv: 2 different rows fit" in said
    assert contents(data) == before


def test_people_of_equal_rows_are_told_apart_by_id_where_raw_rows_are_kept(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(data.parent)
    assert remove(data, "articles=342", "gender=female") == 1
    said = capsys.readouterr().err
    assert "2 people have the row that fits: give the id (rows 4, 5 of private/people/2023-02-10.csv)" in said
    assert contents(data.parent) == before
    assert remove(data, "--id", "44") == 0
    assert "2 rows are the same in all columns: any one of them goes" in capsys.readouterr().out
    assert ids(data, FIRST) == ["41", "42", "43"]
    assert cells(data, FIRST, "articles").count("342") == 2  # the other one and Bela


def test_of_equal_rows_without_raw_ones_any_one_goes(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forget_raw_rows(data, FIRST, SECOND)
    assert remove(data, "articles=342", "gender=female") == 0
    said = capsys.readouterr().out
    assert "2 rows are the same in all columns" in said
    assert "no raw row goes with it: there is no private/people/2023-02-10.csv" in said
    assert "by these values alone, since no id is known" in said
    for day in (FIRST, SECOND):
        assert (
            list(zip(cells(data, day, "gender"), cells(data, day, "articles"), strict=True)).count(("female", "342"))
            == 1
        )


def test_without_raw_rows_what_changed_is_told_by_rows_and_readings_as_far_as_cells_tell(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forget_raw_rows(data, FIRST)
    assert remove(data, "--id", "41", "articles=293") == 0
    assert "and row by row: there are no events without the raw rows of both days" in capsys.readouterr().out
    changes = snapshot(data, SECOND).descriptor.changes
    assert changes and (changes.compared, changes.added, changes.gone, changes.events) == ("rows", 1, 1, {})
    read = {(one.field, one.kind): (one.texts, one.rows) for one in snapshot(data, FIRST).descriptor.readings}
    assert read["status", "political_prisoner"] == (1, 3)
    assert ("sentence_kind", "length") not in read
    assert read["sentence_kind", "not_stated"] == (1, 3)
    assert read["sentence_months", "typing_error"] == (1, 1)  # no cell tells of it
    assert ids(data, SECOND) == ["43", "44", "45"]


def test_an_id_alone_does_not_do_where_raw_rows_are_missing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forget_raw_rows(data, FIRST)
    before = contents(data.parent)
    assert remove(data, "--id", "41") == 1
    said = capsys.readouterr().err
    assert "people/2023-02-10.csv: there is no private/people/2023-02-10.csv: give values of the row, too" in said
    assert contents(data.parent) == before
    assert remove(data, "--id", "41", "--snapshot", "2023-03-10") == 0
    assert "people 2023-02-10: not chosen, stays as it is" in capsys.readouterr().out
    assert (snapshot(data, FIRST).descriptor.rows, snapshot(data, SECOND).descriptor.rows) == (4, 3)


def test_who_is_in_some_snapshots_only_goes_out_of_these(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert remove(data, "--id", "45") == 0
    assert "people 2023-02-10: nobody is found in it" in capsys.readouterr().out
    assert (snapshot(data, FIRST).descriptor.rows, snapshot(data, SECOND).descriptor.rows) == (4, 3)
    assert snapshot(data, FIRST).descriptor.notes == ()


def test_raw_rows_without_ids_lose_the_one_that_is_surely_theirs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = small_data(tmp_path / "data")
    assert add(data, FIRST, *[one | {"id": ""} for one in (ANNA, BELA, *ALIKE)]) == 0
    assert remove(data, "articles=293") == 0
    kept = (data.parent / f"private/people/{FIRST}.csv").read_text()
    assert "3 yers" not in kept and len(kept.splitlines()) == 4
    assert remove(data, "articles=342", "gender=female") == 0
    assert "it is not sure which raw row in private/people/2023-02-10.csv is theirs" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (("gendr=female",), "people: 'gendr' is no column; there are status, gender, age_group, arrested, "),
        (("gender=woman",), "people: column gender: 'woman' must be one of female, male"),
        (("arrested=2021-03-05",), "people: column arrested: '2021-03-05' must be a month such as 2022-09"),
        (("articles=130",), "people: column articles: '130' stands in no snapshot; there are (empty), 293, 342"),
        (("status=",), "people: column status: '' must not be empty"),
        (("--id", "99"), "people: nobody is found in any snapshot"),
        (("articles=293", "gender=male"), "people: nobody is found in any snapshot"),
        ((), "people: who is meant? Give an id, or values such as gender=female"),
        (("--id", "41", "--snapshot", "2023-02-11"), "'2023-02-11' is the day of no snapshot; there are 2023-02-10, "),
    ],
)
def test_what_cannot_be_asked_says_what_can(
    data: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], rule: str
) -> None:
    before = contents(data.parent)
    assert remove(data, *arguments) == 1
    assert rule in capsys.readouterr().err
    assert contents(data.parent) == before


def test_a_value_without_a_column_is_refused(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        remove(data, "female")
    assert "'female' must be a column and a value such as gender=female" in capsys.readouterr().err


@pytest.mark.parametrize("dataset", ["articles", "nothing"])
def test_a_dataset_that_tells_of_nobody_is_refused(
    data: Path, capsys: pytest.CaptureFixture[str], dataset: str
) -> None:
    assert remove(data, "article=342", dataset=dataset) == 1
    assert (
        "tells of nobody who could be removed; people, defenders, organisations, events do" in capsys.readouterr().err
    )


def test_the_same_values_of_two_people_are_not_taken_for_one(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert remove(data, "gender=male") == 1
    said = capsys.readouterr().err
    assert "not the same person has these values in 2023-02-10, 2023-03-10: choose the snapshots" in said
    assert remove(data, "gender=male", "--snapshot", "2023-03-10") == 0
    assert ids(data, FIRST) == ["41", "42", "43", "44"]
    assert ids(data, SECOND) == ["41", "43", "44"]


def test_a_row_that_is_read_otherwise_today_needs_id_and_values(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As it was published before the reading of sentences was taught a word."""
    kept = data.parent / f"private/people/{FIRST}.csv"
    kept.write_text(kept.read_text().replace("3 yers", "4 years"))
    assert remove(data, "--id", "41") == 1
    assert (
        "has no row such as that of the id is read today: give values of the published one" in capsys.readouterr().err
    )
    assert remove(data, "sentence_months=36.0", "--snapshot", "2023-02-10") == 1
    assert "is read otherwise today from private/people/2023-02-10.csv: give the id, too" in capsys.readouterr().err
    assert remove(data, "--id", "41", "sentence_months=36.0") == 0
    assert ids(data, FIRST) == ["42", "43", "44"]
    assert "293" not in cells(data, FIRST, "articles") + cells(data, SECOND, "articles")


def test_nobody_is_looked_for_while_a_snapshot_cannot_be_read(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data / f"people/{FIRST}.csv"
    path.write_text(path.read_text("utf-8").replace("female", "Maria", 1), "utf-8")
    assert remove(data, "--id", "45") == 1
    assert "people/2023-02-10.csv: row 2, column gender: 'Maria' must be one of" in capsys.readouterr().err


def test_it_asks_first_and_a_dry_run_writes_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(data.parent)
    arguments = ["remove", "--dataset", "people", "--id", "41", "--data", str(data)]
    assert main([*arguments, "--dry-run"]) == 0
    assert "Dry run: nothing is written." in capsys.readouterr().out
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert main(arguments) == 1
    assert "Nothing is written." in capsys.readouterr().out
    assert contents(data.parent) == before
    monkeypatch.setattr("builtins.input", lambda _: "y")
    assert main(arguments) == 0
    assert "docs/maintainers.md says what to do now" in capsys.readouterr().out
    assert remove(data, "--id", "41") == 1
    assert "people: was removed before" in capsys.readouterr().err


def test_a_second_removal_counts_on_and_the_list_is_for_its_owner_alone(data: Path) -> None:
    assert remove(data, "--id", "41") == 0
    assert remove(data, "--id", "43") == 0
    assert snapshot(data, FIRST).descriptor.notes == ("2 rows are withheld, to protect people.",)
    assert snapshot(data, FIRST).withheld == 2
    listed = data.parent / "private/withheld.csv"
    assert listed.read_text() == "dataset,key,row\npeople,41,\npeople,43,\n"
    for path in (listed, data.parent / f"private/people/{FIRST}.csv"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_add_does_not_bring_anybody_back(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert remove(data, "--id", "41") == 0
    capsys.readouterr()
    third = date(2023, 4, 10)
    assert add(data, third, ANNA | FREED, *ALIKE, NEW) == 0
    said = capsys.readouterr().out
    assert "withheld, as the suppression list says: 1 row\n3 rows read, 3 taken, 0 refused" in said
    assert "0 people added" in said and "0 people gone" in said
    assert "41" not in said
    assert ids(data, third) == ["43", "44", "45"]
    assert snapshot(data, third).descriptor.rows == 3
    assert snapshot(data, third).descriptor.notes == ("1 row is withheld, to protect people.",)
    assert add(data, FIRST, ANNA, BELA, *ALIKE, more=("--replace",)) == 0
    assert ids(data, FIRST) == ["42", "43", "44"]
    assert "293" not in cells(data, FIRST, "articles")


def test_who_was_removed_is_left_out_though_their_row_cannot_be_read(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert remove(data, "--id", "41") == 0
    capsys.readouterr()
    assert add(data, date(2023, 4, 10), {"id": "41", "gender": "Anna K."}, *ALIKE, NEW) == 0
    assert "Anna" not in capsys.readouterr().out


def test_without_an_id_add_keeps_one_equal_row_out_and_warns_where_it_meets_none(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forget_raw_rows(data, FIRST, SECOND)
    assert remove(data, "articles=342", "gender=female") == 0
    capsys.readouterr()
    assert add(data, date(2023, 4, 10), ANNA, *ALIKE) == 0
    assert "withheld, as the suppression list says: 1 row" in capsys.readouterr().out
    assert cells(data, date(2023, 4, 10), "articles") == ["293", "342"] or cells(
        data, date(2023, 4, 10), "articles"
    ) == ["342", "293"]
    assert add(data, date(2023, 5, 10), ANNA, BELA) == 0
    said = capsys.readouterr().out
    assert "WARNING: 1 person removed by values alone cannot be found here: do they have other values now?" in said


def test_add_refuses_where_the_list_is_missing_or_cannot_be_read(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert remove(data, "--id", "41") == 0
    listed = data.parent / "private/withheld.csv"
    listed.write_text("dataset,key,row\npeople,,\n")
    third = date(2023, 4, 10)
    assert add(data, third, ANNA, *ALIKE) == 1
    assert "withheld.csv: line 2: must have a key, or a row as a JSON list of texts" in capsys.readouterr().err
    listed.write_text("dataset,name\npeople,41\n")
    assert add(data, third, ANNA, *ALIKE) == 1
    assert "must be the header dataset,key,row" in capsys.readouterr().err
    listed.unlink()
    assert add(data, third, ANNA, *ALIKE) == 1
    said = capsys.readouterr().out
    assert "removed people may come back: a snapshot withholds 1 row" in said
    assert "this machine has 0; --allow-returned" in said
    assert add(data, third, ANNA, *ALIKE, more=("--allow-returned",)) == 0


def named(data: Path, dataset: str, day: str) -> list[str]:
    path = data / f"{dataset}/{day}.csv"
    return [next(iter(row.values())) for row in csv.DictReader(path.read_text("utf-8").splitlines())]


@pytest.mark.parametrize(
    ("dataset", "column", "value"),
    [
        ("organisations", "name", "Agency Propus"),
        ("defenders", "name", "Tatsiana Lasitsa"),
        ("events", "title", "Homiel Viasna activists sentenced"),
    ],
)
def test_an_organisation_a_defender_an_event_goes_and_stays_out(
    data_copy: Path, capsys: pytest.CaptureFixture[str], dataset: str, column: str, value: str
) -> None:
    before = read_catalog(data_copy).on(dataset, date.max)
    assert before
    raw = data_copy.parent / "again.csv"
    header = before.content().decode().split("\n", 1)[0].split(",")
    rows = [[f"  {cell.upper()} " if cell == value else cell for cell in row] for row in before.rows()]
    raw.write_bytes(format_csv(header, rows))
    assert remove(data_copy, f"{column}={value}", dataset=dataset) == 0
    said = capsys.readouterr().out
    assert f"  {column}: {value}\n" in said
    assert ("still named in defenders 2026-11-22: source_title, 1 row" in said) == (dataset == "defenders")
    after = snapshot(data_copy, before.date, dataset)
    assert after.descriptor.rows == before.descriptor.rows - 1
    assert not [row for row in after.rows() if value in (row[0], row[1])]
    assert after.descriptor.notes == (*before.descriptor.notes, "1 row is withheld, to protect people.")
    source = ["--source-title", "A", "--source-url", "", "--keep-notes", "--yes", "--data", str(data_copy)]
    assert main(["add", str(raw), "--dataset", dataset, "--date", "2026-11-23", *source]) == 0
    again = snapshot(data_copy, date(2026, 11, 23), dataset)
    assert again.content() == after.content()
    assert again.withheld == 1
    assert not read_catalog(data_copy).issues
    assert not warnings_of(read_catalog(data_copy))


def test_ids_are_of_people_only(data_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert remove(data_copy, "--id", "1", dataset="defenders") == 1
    assert "defenders: has no ids of a register: give values of its columns" in capsys.readouterr().err


def whole_at_each_step(copies: Sequence[Path], before: dict[Path, bytes], after: dict[Path, bytes]) -> None:
    """What a kill at each step of a command leaves is whole to readers, and before or after it to the next writer."""
    ends = []
    for stopped in copies:
        assert not read_catalog(stopped / "data").issues, stopped.name
        with writer_lock(stopped / "data"):
            tidy_up(stopped / "data")
        found = contents(stopped)
        assert found in (before, after), stopped.name
        ends.append(found == after)
    assert ends == sorted(ends) and ends.count(False) > 5 and ends.count(True) > 2


def restore(folder: Path, kept: dict[Path, bytes]) -> None:
    for path in contents(folder):
        if path not in kept:
            (folder / path).unlink()
    for path, content in kept.items():
        (folder / path).write_bytes(content)


def test_stopped_at_every_step_of_writing_nothing_is_done_or_the_next_call_completes_it_once(
    data: Path, crash_harness: CrashHarness, capsys: pytest.CaptureFixture[str]
) -> None:
    forget_raw_rows(data, SECOND)  # so that equal rows are at stake, of which a second call could take another
    arguments = ["remove", "--dataset", "people", "--id", "43", "gender=female", "articles=342", "--data", str(data)]
    arguments.append("--yes")
    before = contents(data.parent)
    assert main(arguments) == 0
    after = contents(data.parent)
    restore(data.parent, before)
    undone = completed = 0
    for at in range(1, 1000):
        status, _ = crash_harness.run({"at": at, "under": ".tmp", "arguments": arguments})
        catalog = read_catalog(data)
        assert not catalog.issues, at  # whatever is read now, it is whole
        capsys.readouterr()
        if status == 0:
            break
        assert status < 0
        if [line for line in warnings_of(catalog) if "a command was stopped" in line]:
            completed += 1
            assert main(arguments) == 0
            assert "A stopped command is completed, and nothing else done" in capsys.readouterr().out
            assert contents(data.parent) == after, at
        else:
            undone += 1
            with writer_lock(data):
                private_store.tidy_up(data)
            assert contents(data.parent) == before, at
        restore(data.parent, before)
    assert status == 0
    assert undone > 8 and completed > 6
    assert contents(data.parent) == after


def test_add_completes_a_stopped_removal_and_says_so(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("repression.snapshots.transaction.move", stopped)
    with pytest.raises(KeyboardInterrupt):
        remove(data, "--id", "41")
    monkeypatch.undo()
    assert snapshot(data, FIRST).descriptor.rows == 4
    assert main(["check", "--data", str(data)]) == 0
    said = capsys.readouterr().out
    assert "warning: people/2023-02-10.csv may wait beside its place, a command was stopped" in said
    assert "warning: ../private/people/2023-02-10.csv may wait" in said
    assert main(["remove", "--dataset", "people", "--id", "41", "--dry-run", "--data", str(data)]) == 1
    assert "an earlier command was stopped" in capsys.readouterr().err
    assert add(data, date(2023, 4, 10), ANNA | FREED, *ALIKE, NEW) == 0
    said = capsys.readouterr().out
    assert f"completed, since an earlier command was stopped: {data}/people/2023-02-10.csv" in said
    assert "withheld, as the suppression list says: 1 row" in said
    assert [snapshot(data, day).descriptor.rows for day in (FIRST, SECOND)] == [3, 3]


def stopped(_: object) -> None:
    raise KeyboardInterrupt


def test_a_full_disk_changes_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(data.parent)

    def full(path: Path, content: bytes, mode: int = 0o644) -> None:
        if path.name == "withheld.csv":
            raise OSError(28, "No space left on device")
        temporary_path(path).write_bytes(content)

    monkeypatch.setattr("repression.snapshots.transaction.write_temporary", full)
    assert remove(data, "--id", "41") == 1
    assert contents(data.parent) == before


def test_nobody_is_removed_beside_another_writer(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with writer_lock(data):
        assert remove(data, "--id", "41") == 1
    assert "another command is at work in this folder" in capsys.readouterr().err
