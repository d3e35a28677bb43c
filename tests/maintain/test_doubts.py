"""What is most likely an error is named by line and stands against writing until it is said to be meant."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repression.__main__ import main
from repression.maintain import private_store
from repression.snapshots.catalog import read_catalog
from tests.conftest import DATA
from tests.support.factories import raw_register, small_data
from tests.support.spellings import id_spellings, spellings

pytestmark = pytest.mark.slow

DAY = "2026-11-23"
HEADERS = {
    dataset: next((DATA / dataset).glob("*.csv")).read_text("utf-8").split("\n", 1)[0]
    for dataset in ("people_counts", "organisations", "organisation_counts", "indicators", "defenders", "events")
}
SOURCE = "Invented report,https://example.org/a"
CHOIR = f"Invented Choir,,forced_liquidation,public association,,,,2021-08-02,day,,{SOURCE}"
COUNT = f"2026-02-28,viasna,1000,100,,exact,Invented counter,,{SOURCE}"


def table(path: Path, dataset: str, *rows: str) -> Path:
    path.write_text("\n".join([HEADERS[dataset], *rows]) + "\n", "utf-8")
    return path


def add(data: Path, dataset: str, *more: str | Path, day: str = DAY, accessed: str = DAY) -> int:
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
    return main(["add", "--dataset", dataset, "--date", day, *source, "--data", str(data), "--yes", *map(str, more)])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_data(tmp_path / "data")


def test_an_equal_row_of_another_file_is_named_and_taken_in_once(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    garden = CHOIR.replace("Choir", "Garden")
    first, second = table(tmp_path / "a.csv", "organisations", CHOIR), tmp_path / "b.csv"
    table(second, "organisations", garden, CHOIR)
    assert add(data, "organisations", first, second) == 1
    said = capsys.readouterr().out
    assert f"twice: row 3 of {second} is the same row as row 2 of {first}\n" in said
    assert "1 row equals an earlier one, and each would be taken in once; --allow-repeated takes it in" in said
    assert add(data, "organisations", first, second, "--allow-repeated") == 0
    assert (data / f"organisations/{DAY}.csv").read_text().count("Choir") == 1


# Two rows of each sourced table of which hardly both are right, and what is said of them.
CONTRADICTIONS = {
    "people_counts": (COUNT, COUNT.replace(",1000,", ",1900,"), "political_prisoners is 1000 and 1900"),
    "organisations": (CHOIR, CHOIR.replace("08-02", "09-02").replace("Choir", "\u200bchoir"), "2 rows tell of it"),
    "organisation_counts": (
        f"2026-02-28,lawtrend,1,2,3,exact,Lawtrend,{SOURCE}",
        f"2026-02-28,lawtrend,1,3,4,exact,Lawtrend,{SOURCE}",
        "self_liquidation is 2 and 3",
    ),
    "indicators": (f"a_topic,2021,1,people,{SOURCE}", f"a_topic,2021,2,people,{SOURCE}", "value is 1 and 2"),
    "defenders": (
        f"A,А,r,2021-01-01,c,,,,,,imprisoned,2022,,{SOURCE}",
        f"A,А,r,2021-02-01,c,,,,,,imprisoned,2022,,{SOURCE}",
        "A: 2 rows tell of it",
    ),
    "events": (f"2021,Title,One,{SOURCE}", f"2021,Title,Two,{SOURCE}", "2021, Title: 2 rows tell of it"),
}


@pytest.mark.parametrize("dataset", CONTRADICTIONS)
def test_rows_that_contradict_each_other_are_named_until_they_are_meant(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], dataset: str
) -> None:
    one, other, words = CONTRADICTIONS[dataset]
    file = table(tmp_path / "a.csv", dataset, one, other)
    assert add(data, dataset, file) == 1
    said = capsys.readouterr().out
    assert f"contradicts itself: rows 2, 3 of {file}: " in said and words in said
    assert "--allow-contradicting takes it in all the same" in said
    assert add(data, dataset, file, "--allow-contradicting") == 0
    # They were meant: the next file, which has them too, needs no option, and `check` goes on to tell of them.
    assert add(data, dataset, file, day="2026-11-24", accessed="2026-11-24") == 0
    capsys.readouterr()
    assert main(["check", "--data", str(data)]) == 0
    assert f"doubtful: contradicts itself: rows 2, 3 of {dataset}/{DAY}.csv: " in capsys.readouterr().out


def test_people_of_whom_hardly_both_are_right_are_named_by_line(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    (people,) = [each for each in package["resources"] if each["name"] == "people"]
    people["schema"]["doubts"] = [{"kind": "one_row", "key": ["arrested"]}]
    (data / "datapackage.json").write_text(json.dumps(package), "utf-8")
    # The row of line 3 is refused, so that rows and lines are not the same.
    file = raw_register(data.parent / "a.csv", PEOPLE[0], {"id": "x"}, {**PEOPLE[1], "arrested": "2021-03"})
    without_one = ("--without-refused", "--allow-unreadable")
    assert add(data, "people", file, *without_one) == 1
    assert f"contradicts itself: rows 2, 4 of {file}: 2021-03: 2 rows tell of it" in capsys.readouterr().out
    assert add(data, "people", file, *without_one, "--allow-contradicting") == 0


def test_two_sources_of_one_number_are_no_contradiction(data: Path, tmp_path: Path) -> None:
    other = COUNT.replace("/a", "/b").replace(",100,", ",,")
    assert add(data, "people_counts", table(tmp_path / "a.csv", "people_counts", COUNT, other)) == 0


def test_rows_that_differ_in_a_later_column_alone_are_two_rows(data: Path, tmp_path: Path) -> None:
    file, row = tmp_path / "a.csv", f"a_topic,2021,1,people,{SOURCE}"
    file.write_text(f"{HEADERS['indicators']},source_kind\n{row},primary\n{row},quoted\n", "utf-8")
    day = "2026-11-29"
    assert add(data, "indicators", file, day=day, accessed=day) == 0
    assert (data / f"indicators/{day}.csv").read_text("utf-8").count(row) == 2


# A day to come in each column that says what was.
LATE = {
    "people_counts": COUNT.replace("2026-02-28", "2062-02-28"),
    "organisations": CHOIR.replace("2021-08-02,day", "2062-08,month"),
    "organisation_counts": f"2026-11-24,lawtrend,1,2,3,exact,Lawtrend,{SOURCE}",
    "indicators": f"a_topic,2027,1,people,{SOURCE}",
    "defenders": f"A,А,r,2021-01-01,c,2062-01-01,,,,,imprisoned,2062-01-02,,{SOURCE}",
    "events": f"2026-12,Title,One,{SOURCE}",
}


@pytest.mark.parametrize("dataset", LATE)
def test_a_day_after_the_collection_stands_against_writing(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], dataset: str
) -> None:
    file = table(tmp_path / "a.csv", dataset, LATE[dataset])
    assert add(data, dataset, file) == 1
    said = capsys.readouterr().out
    assert f"too late: row 2 of {file}: " in said and f" is after {DAY}\n" in said
    assert add(data, dataset, file, "--allow-later") == 0
    capsys.readouterr()
    assert main(["check", "--data", str(data)]) == 0
    assert f"doubtful: too late: row 2 of {dataset}/{DAY}.csv: " in capsys.readouterr().out


def test_a_month_or_year_that_is_not_over_is_not_late(data: Path, tmp_path: Path) -> None:
    rows = [f"{moment},Title,One,{SOURCE}" for moment in ("2026", "2026-11", DAY)]
    assert add(data, "events", table(tmp_path / "a.csv", "events", *rows)) == 0


@pytest.mark.parametrize("option", ["day", "accessed"])
def test_a_snapshot_or_its_collection_in_the_future_stands_against_writing(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    ahead = str(date.today() + timedelta(days=365))
    file = table(tmp_path / "a.csv", "events", f"2021,Title,One,{SOURCE}")
    assert add(data, "events", file, **{option: ahead}) == 1
    assert "is after " in capsys.readouterr().out
    assert add(data, "events", file, "--allow-later", **{option: ahead}) == 0
    capsys.readouterr()
    assert main(["check", "--data", str(data)]) == 0
    assert f"{ahead} is after today" in capsys.readouterr().out
    # A snapshot to come does not make the next one right.
    assert add(data, "events", file, "--replace", **{option: ahead}) == 1


@pytest.mark.parametrize("day", ["1989-12-31", "2100-01-01"])
def test_a_day_of_an_impossible_year_is_no_day_of_a_snapshot(data: Path, tmp_path: Path, day: str) -> None:
    with pytest.raises(SystemExit):
        add(data, "events", table(tmp_path / "a.csv", "events"), day=day)


# --- Ids of a register

PEOPLE = [{"id": str(number), "arrested": f"2021-03-{number - 9100:02}"} for number in range(9101, 9107)]


def register(data: Path, ids: list[str], *more: str, day: str) -> int:
    people = [{**person, "id": key} for person, key in zip(PEOPLE, ids, strict=False)]
    return add(data, "people", raw_register(data.parent / f"{day}.csv", *people), *more, day=day)


def test_a_register_whose_ids_are_nearly_all_new_stands_against_writing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert register(data, [person["id"] for person in PEOPLE], day="2026-11-01") == 0
    others = ["9101", *(f"5{person['id']}" for person in PEOPLE[1:])]
    assert register(data, others, day="2026-11-02") == 1
    assert "5 of 6 ids are new, 5 of 6 known ones are gone: removed people would not" in capsys.readouterr().out
    assert register(data, others, "--allow-new-ids", day="2026-11-02") == 0


@pytest.mark.parametrize("kept", [3, 6])
def test_a_register_that_grew_or_of_which_a_part_is_missing_has_known_ids(data: Path, kept: int) -> None:
    assert register(data, [person["id"] for person in PEOPLE[:kept]], day="2026-11-01") == 0
    assert register(data, [person["id"] for person in PEOPLE[: 9 - kept]], "--allow-halved", day="2026-11-02") == 0


def test_a_file_without_ids_stands_against_writing_once_somebody_was_removed_by_theirs(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert register(data, [person["id"] for person in PEOPLE], day="2026-11-01") == 0
    assert main(["remove", "--dataset", "people", "--id", " 09103.0", "--data", str(data), "--yes"]) == 0
    assert register(data, [""] * 6, day="2026-11-02") == 1
    assert "the suppression list has 1 id, and the file has none; --allow-returned" in capsys.readouterr().out


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_who_was_removed_stays_out_in_any_spelling(data: Path, drawn: st.DataObject) -> None:
    """The list is as earlier versions wrote it: the key as it was given."""
    choir = "Выдуманы хор «Імя Ёлкі»"
    private_store.suppression_path(data).parent.mkdir(exist_ok=True)
    listed = f'dataset,key,row\npeople,9103,\norganisations,"  {choir.upper()}",\n'
    private_store.suppression_path(data).write_text(listed, "utf-8")

    ids = [person["id"] for person in PEOPLE]
    ids[2] = drawn.draw(id_spellings("9103"))
    assert register(data, ids, "--replace", day=DAY) == 0
    name = drawn.draw(spellings(choir))
    with (data.parent / "a.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEADERS["organisations"].split(","))
        for each in ("Other", name):
            lines.writerow([each, *CHOIR.split(",")[1:]])
    assert add(data, "organisations", data.parent / "a.csv", "--replace") == 0

    rows = {each.dataset: each.rows() for each in read_catalog(data).snapshots}
    assert len(rows["people"]) == 5
    assert [row[0] for row in rows["organisations"]] == ["Other"]


def test_an_id_that_is_no_number_is_refused_by_line(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert register(data, ["9101", "№ 9102", "9.103e3"], day=DAY) == 1
    said = capsys.readouterr().out
    assert "row 3, column id: '№ 9102' must be a whole number such as 9103, as the register gives it" in said
    assert "row 4, column id: '9.103e3' must be" in said
    assert main(["remove", "--dataset", "people", "--id", "x", "--data", str(data), "--yes"]) == 1
    assert "id: 'x' must be a whole number" in capsys.readouterr().err
