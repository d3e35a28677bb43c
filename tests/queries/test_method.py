"""The questions of the page Data and method, held to the files themselves."""

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml

from repression.questions.filter_macros import build_warehouse
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse
from tests.conftest import DATA, ROOT
from tests.queries.asking import asked, chosen

PINNED = "snapshot=2026-11-22&"


def read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PEOPLE = read("people/2023-02-10")
RECOGNISED = [row for row in PEOPLE if row["status"] != "convicted"]
KINDS = {row["facility"]: row["kind"] for row in read("facilities/2026-11-22")}
READINGS = yaml.safe_load((DATA / "people/2023-02-10.yaml").read_text(encoding="utf-8"))["readings"]


def rows(warehouse: Warehouse, question: str, parameters: str = "") -> list[dict[str, Any]]:
    return asked(warehouse, question, PINNED + parameters).table.to_pylist()


@pytest.mark.parametrize(
    ("question", "parameters", "file"),
    [
        ("missing_values", "", "missing_values"),
        ("missing_values", "status=any", "missing_values_of_all"),
        ("contradictions", "", "contradictions"),
        ("sentence_readings", "", "sentence_readings"),
    ],
)
def test_views_are_as_they_were_checked(
    warehouse: Warehouse, same_as_golden: Callable[..., None], question: str, parameters: str, file: str
) -> None:
    same_as_golden(question, chosen(warehouse, PINNED + parameters), file)
    assert asked(warehouse, question, PINNED + parameters).words


def test_every_snapshot_is_listed_with_the_fingerprint_of_its_file(warehouse: Warehouse) -> None:
    found = {f"{row['dataset']}/{row['snapshot']}": row for row in rows(warehouse, "snapshots_shown")}
    files = {f"{path.parent.name}/{path.stem}": path for path in DATA.glob("*/*.csv")}
    assert found.keys() == files.keys()
    for name, path in files.items():
        assert found[name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert found[name]["rows"] == len(read(name))


def test_the_snapshot_that_an_address_names_is_marked(warehouse: Warehouse) -> None:
    found = asked(warehouse, "snapshots_shown", "snapshot=2023-02-10").table.to_pylist()
    assert {row["dataset"] for row in found if row["shown"]} == {"people"}


def test_the_dictionary_has_every_column_in_the_order_of_the_package(warehouse: Warehouse) -> None:
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    fields = [
        (resource["name"], field["name"], field["description"])
        for resource in package["resources"]
        if "schema" in resource
        for field in resource["schema"]["fields"]
        if field.get("since", "") <= "2023-02-10"  # the day of the register; no other dataset has a later column
    ]
    found = rows(warehouse, "dictionary_shown")
    assert [(row["dataset"], row["field"], row["description"]) for row in found] == fields
    gender = next(row for row in found if (row["dataset"], row["field"]) == ("people", "gender"))
    assert gender["codes"] == "female = Women; male = Men"


@pytest.mark.parametrize(("parameters", "people"), [("", RECOGNISED), ("status=any", PEOPLE)])
def test_missing_values_are_the_empty_cells(
    warehouse: Warehouse, parameters: str, people: list[dict[str, str]]
) -> None:
    found = {row["field"]: (row["missing"], row["people"]) for row in rows(warehouse, "missing_values", parameters)}
    prisoners = [row for row in people if row["status"] == "political_prisoner"]
    former = [row for row in people if row["status"] == "former_political_prisoner"]
    expected = {
        "Gender": (people, "gender"),
        "Age at arrest": (people, "age_group"),
        "Arrested": (people, "arrested"),
        "Released (of the former)": (former, "released"),
        "Articles": (people, "articles"),
        "Place of detention (of those held)": (prisoners, "facility"),
        "Region (of those held)": (prisoners, "region"),
    }
    # What comes with a verdict could not be filled for those who have no outcome of any kind yet.
    outcome = ("released", "verdict", "penalty")
    decided = [
        row
        for row in people
        if row["status"] != "political_prisoner"
        or row["sentence_kind"] != "not_stated"
        or any(row[column] for column in outcome)
    ]
    assert len(people) - len(decided) == 159
    expected |= {
        "Sentenced": (decided, "verdict"),
        "Length of sentence": (decided, "sentence_months"),
        "Penalty": (decided, "penalty"),
    }
    assert found == {
        name: (sum(not row[column] for row in group), len(group)) for name, (group, column) in expected.items()
    }


def test_known_numbers_of_missing_dates(warehouse: Warehouse) -> None:
    found = {row["field"]: row["missing"] for row in rows(warehouse, "missing_values")}
    assert found["Arrested"] == 17  # 1,423 of 1,439 and 685 of 686 are known
    assert found["Released (of the former)"] == 686 - 325


def test_contradictions_are_counted_from_the_rows_and_from_intake(warehouse: Warehouse) -> None:
    found = {row["finding"]: row["people"] for row in rows(warehouse, "contradictions")}
    assert found["Verdict before arrest, by exact date"] == 100
    by_month = sum("" < row["verdict"] < row["arrested"] for row in PEOPLE)
    assert found["Verdict before arrest, by month"] == by_month == 94
    opened = sum("" < row["verdict"] < row["arrested"] and row["penalty"] == "open_facility" for row in PEOPLE)
    assert found["Verdict before arrest, by month, sentenced to an open facility"] == opened == 78
    assert found["Release before verdict, by month"] == sum("" < row["released"] < row["verdict"] for row in PEOPLE)
    assert found["Political prisoner on the register's date, yet with an earlier release"] == sum(
        row["status"] == "political_prisoner" and row["released"] != "" for row in PEOPLE
    )
    long = [row for row in PEOPLE if row["penalty"] == "arrest" and float(row["sentence_months"] or 0) >= 12]
    assert found["A penalty of arrest for a year or longer"] == len(long) == 1
    placed = [row for row in PEOPLE if row["status"] == "former_political_prisoner" and row["facility"]]
    assert found["Former political prisoner, yet with a place of detention"] == len(placed) == 4
    restricted = [row for row in PEOPLE if row["penalty"] in RESTRICTION and row["facility"]]
    elsewhere = [row for row in restricted if KINDS[row["facility"]] != "open_facility"]
    place = "Sentenced to restriction of freedom, yet held in a colony, a prison or a detention centre"
    assert found[place] == len(elsewhere) == 3


def test_sentence_readings_hold_every_row_once(warehouse: Warehouse) -> None:
    found = [row for row in rows(warehouse, "sentence_readings") if not row["note"].startswith("Also")]
    assert sum(row["rows"] for row in found) == len(PEOPLE)
    kinds = Counter(row["sentence_kind"] for row in PEOPLE)
    assert sorted(row["rows"] for row in found) == sorted(kinds.values())
    told = {each["kind"]: each["texts"] for each in READINGS if each["field"] == "sentence_kind"}
    assert next(row["texts"] for row in found if row["read_as"] == "A term") == told["length"] == 105


def test_nothing_is_refused_and_a_broken_file_would_be_named(warehouse: Warehouse, tmp_path: Path) -> None:
    assert rows(warehouse, "refused_snapshots") == []
    broken = Path(copytree(DATA, tmp_path / "data"))
    (broken / "events/2026-11-22.csv").write_text("nothing\n", encoding="utf-8")
    answer = asked(build_warehouse(read_catalog(broken)), "refused_snapshots", PINNED)
    assert any("events" in row["path"] for row in answer.table.to_pylist())
    assert answer.words == "1 file was refused; the figures stand on the other snapshots."


def test_a_selection_of_nobody_gives_no_rows_and_one_of_one_person_reads_well(warehouse: Warehouse) -> None:
    assert rows(warehouse, "missing_values", "arrested=1990-01..1990-02") == []
    said = asked(warehouse, "missing_values", PINNED + "arrested=2012-01..2012-12").words
    assert said == "Empty: Age at arrest; Articles; Released (of the former)."
    ties = asked(warehouse, "missing_values", f"{PINNED}status=former_political_prisoner&penalty=unknown").words
    assert ties == "Empty for all 87 counted: Length of sentence; Penalty."


def test_those_who_wait_are_no_reason_for_an_empty_cell(warehouse: Warehouse) -> None:
    """They are not counted in the columns that come with a verdict, so no reason there names them."""
    assert not any("yet" in row["why"] for row in rows(warehouse, "missing_values"))


@pytest.mark.parametrize("name", ["indicators", "events", "articles"])
def test_whole_tables_are_the_files(warehouse: Warehouse, name: str) -> None:
    expected = read(f"{name}/2026-11-22")
    found = rows(warehouse, name)
    assert list(found[0]) == list(expected[0])
    assert Counter(tuple(map(said, row.values())) for row in found) == Counter(tuple(row.values()) for row in expected)


def said(cell: object) -> str:
    """A cell as the file has it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


CUSTODY = {"penal_colony_general", "penal_colony_medium", "penal_colony_maximum", "prison_high", "prison_maximum"}
CUSTODY |= {"juvenile_colony", "arrest"}
RESTRICTION = {"open_facility", "home_confinement", "restricted_freedom"}


def is_in_custody(row: dict[str, str]) -> bool:
    return not row["released"] and row["penalty"] not in RESTRICTION and row["custody"] in ("", "facility")


@pytest.mark.parametrize("page", ["method.md", "method.be.md", "method.ru.md"])
def test_the_page_says_how_much_of_what_was_published_is_in_the_register(page: str) -> None:
    published = {(row["topic"], row["date"][:4]): int(float(row["value"])) for row in read("indicators/2026-11-22")}
    dated = {year: [row for row in PEOPLE if row["verdict"][:4] == year] for year in ("2021", "2022")}
    undated = [row for row in PEOPLE if not row["verdict"] and (row["penalty"] or row["sentence_kind"] != "not_stated")]
    held = [row["arrested"] for row in PEOPLE if row["status"] == "political_prisoner" and is_in_custody(row)]
    months = sorted((2023 - int(month[:4])) * 12 + 2 - int(month[5:]) for month in held if month)
    figures = [
        *(published["convicted_per_year", year] for year in dated),
        *map(len, dated.values()),
        len(undated),
        sum(row["gender"] == "female" for row in dated["2022"]),
        published["convicted_per_year_women", "2022"],
        sum(row["penalty"] in CUSTODY for row in dated["2022"]),
        published["sentence_types", "2022"],
        len(months),
        months[len(months) // 2],
    ]
    said = re.sub(r"(?<=\d)[,\s](?=\d{3}\b)", "", (ROOT / "docs" / page).read_text(encoding="utf-8"))
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    assert [figure for figure in figures if figure not in numbers] == []
    assert figures == [1285, 1242, 632, 1119, 934, 275, 300, 619, 636, 1163, 17]
