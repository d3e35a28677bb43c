"""The questions of the page Places, counted a second time with the csv module straight over the files."""

import csv
from collections import Counter
from collections.abc import Callable

import pytest

from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import REGIONS, asked, chosen

PINNED = "snapshot=2026-11-22&"  # so that a newer snapshot does not change the results


def read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PEOPLE = read("people/2023-02-10")
FACILITIES = {row["facility"]: row for row in read("facilities/2026-11-22")}
RECOGNISED = [each for each in PEOPLE if each["status"] != "convicted"]
# The filters of an address, implemented a second time.
SELECTIONS = {
    "": RECOGNISED,
    "status=any": PEOPLE,
    "gender=female&arrested=2021-01..2021-12": [
        each for each in RECOGNISED if each["gender"] == "female" and each["arrested"].startswith("2021")
    ],
    "region=unknown": [each for each in RECOGNISED if not each["region"]],
    "facility=Penal colony No. 12": [each for each in RECOGNISED if each["facility"] == "Penal colony No. 12"],
}
NOBODY = "arrested=2010-01..2010-02"
QUESTIONS = ["people_by_custody", "people_by_region", "people_by_facility"]
every_selection = pytest.mark.parametrize("parameters", SELECTIONS)


def kind_of(person: dict[str, str]) -> str:
    if person["facility"]:
        return FACILITIES[person["facility"]]["kind"]
    return person["custody"] or "unknown"


def foremost(values: list[str]) -> tuple[str, int] | None:
    """The value that most have, and how many; none where several share that place or there are no others."""
    known = Counter(filter(None, values)).most_common(2)
    return known[0] if len(known) == 2 and known[0][1] > known[1][1] else None


@every_selection
def test_people_by_custody(warehouse: Warehouse, parameters: str) -> None:
    people = SELECTIONS[parameters]
    rows = asked(warehouse, "people_by_custody", PINNED + parameters).table.to_pylist()
    assert {row["kind"]: row["people"] for row in rows} == Counter(map(kind_of, people))
    for row in rows:
        of_kind = [each for each in people if kind_of(each) == row["kind"]]
        statuses = Counter(each["status"] for each in of_kind)
        assert [row["political_prisoners"], row["former"], row["others"]] == [
            statuses["political_prisoner"],
            statuses["former_political_prisoner"],
            statuses["convicted"],
        ]
        assert row["facilities"] == len({each["facility"] for each in of_kind} - {""})
    if first := foremost([kind_of(each) if each["facility"] else "" for each in people]):
        (name,) = [row["name"] for row in rows if row["kind"] == first[0]]
        assert asked(warehouse, "people_by_custody", PINNED + parameters).words.startswith(
            f"{name}: {first[1]} of {sum(bool(each['facility']) for each in people):,} people whose facility was known"
            " on 10 February 2023."
        )


@every_selection
def test_people_by_region(warehouse: Warehouse, parameters: str) -> None:
    people = SELECTIONS[parameters]
    rows = asked(warehouse, "people_by_region", PINNED + parameters).table.to_pylist()
    counted = Counter(each["region"] or "unknown" for each in people)
    assert {row["region"]: row["people"] for row in rows} == {row["region"]: counted[row["region"]] for row in rows}
    assert len(rows) == 8  # six regions, the city of Minsk, and those whose place is not stated
    assert sum(row["people"] for row in rows) == len(people)
    assert rows[-1]["name"] == "not stated"
    for row in rows:
        here = [each for each in people if (each["region"] or "unknown") == row["region"]]
        assert row["political_prisoners"] == sum(each["status"] == "political_prisoner" for each in here)
        assert row["former"] == sum(each["status"] == "former_political_prisoner" for each in here)
    names = {row["region"]: row["name"] for row in rows}
    first = foremost([each["region"] for each in people])
    assert asked(warehouse, "people_by_region", PINNED + parameters).words.startswith("More people were") == bool(first)
    if first:
        said = f"More people were held in {names[first[0]]} than in any other region: {first[1]}, on 10 February 2023."
        assert asked(warehouse, "people_by_region", PINNED + parameters).words.startswith(said)


@every_selection
def test_people_by_facility(warehouse: Warehouse, parameters: str) -> None:
    people = SELECTIONS[parameters]
    rows = asked(warehouse, "people_by_facility", PINNED + parameters).table.to_pylist()
    named = [row for row in rows if row["people_in_facility"] is not None]
    assert {row["facility"]: row["people"] for row in named} == Counter(
        each["facility"] for each in people if each["facility"]
    )
    for row in named:
        about = FACILITIES[row["facility"]]
        assert (row["place"] or "", row["region"] or "") == (about["place"], REGIONS.get(about["region"], ""))
        assert row["people_in_facility"] == row["people"]
    if first := foremost([each["facility"] for each in people]):
        where = f"{first[0]}, {FACILITIES[first[0]]['place']}"
        assert asked(warehouse, "people_by_facility", PINNED + parameters).words.startswith(
            f"{first[1]} of {sum(bool(each['facility']) for each in people):,} people with a known facility were held"
            f" in {where} on 10 February 2023."
        )
    unnamed = Counter(each["custody"] or "unknown" for each in people if not each["facility"])
    assert sorted(row["people"] for row in rows if row not in named) == sorted(unnamed.values())
    # A click on a facility, or on those not stated, leads to these very people; the others are no facility.
    assert [row["facility"] for row in rows if row not in named and row["facility"]] == ["unknown"] * (
        unnamed["unknown"] > 0
    )


def test_more_than_half_of_the_whole_register_has_no_place(warehouse: Warehouse) -> None:
    assert sum(kind_of(each) == "unknown" for each in PEOPLE) == 1595
    words = asked(warehouse, "people_by_custody", PINNED + "status=any").words
    assert "names a facility for 1,345 of 3,084 people. 144 were under house arrest" in words
    assert "For 1,595 (52%) it states no place; 649 of them are former political prisoners." in words


def test_who_has_no_place_is_not_said_twice(warehouse: Warehouse) -> None:
    words = asked(warehouse, "people_by_custody", f"{PINNED}facility=unknown&penalty=home_confinement").words
    assert words == "The register names a facility for none of 156 people."


def test_words_of_the_default_selection(warehouse: Warehouse) -> None:
    words = {name: asked(warehouse, name, PINNED).words for name in QUESTIONS}
    held, placed = (sum(bool(each[name]) for each in RECOGNISED) for name in ("facility", "region"))
    assert (held, placed, len(RECOGNISED)) == (1299, 1280, 2125)
    assert "1,299 of 2,125 people" in words["people_by_custody"]
    assert words["people_by_region"] == (
        "More people were held in Mahiliou region than in any other region: 392, on 10 February 2023."
        " The region is known for 1,280 of 2,125 people."
    )
    assert words["people_by_facility"] == (
        "158 of 1,299 people with a known facility were held in Pre-trial detention center No. 1, Minsk on"
        " 10 February 2023. The register names 51 facilities. For 826 more people no facility is named."
    )


def test_words_for_one_person(warehouse: Warehouse) -> None:
    said = {name: asked(warehouse, name, PINNED + "facility=Penal colony No. 12").words for name in QUESTIONS}
    assert said == {
        "people_by_custody": "One person, by the register of 10 February 2023: Penal colony.",
        "people_by_region": "One person was held in Viciebsk region on 10 February 2023.",
        "people_by_facility": "One person was held in Penal colony No. 12, Orsha on 10 February 2023.",
    }


def test_words_where_no_place_is_known(warehouse: Warehouse) -> None:
    said = {name: asked(warehouse, name, PINNED + "status=convicted&facility=unknown").words for name in QUESTIONS}
    assert "a facility for none of 913 people." in said["people_by_custody"]
    assert said["people_by_region"] == "The region is known for none of 913 people."
    assert said["people_by_facility"] == "No facility is named for anybody here."


@pytest.mark.parametrize("question", QUESTIONS)
def test_nobody(warehouse: Warehouse, question: str) -> None:
    answer = asked(warehouse, question, PINNED + NOBODY)
    assert (answer.table.num_rows, answer.words) == (0, "")


def test_plain_facilities_are_those_of_the_file(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "facilities", PINNED)
    assert answer.words == "51 places of detention; the region of 2 is not known."
    rows = [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in answer.table.to_pylist()]
    assert rows == sorted(FACILITIES.values(), key=lambda row: row["facility"])


@pytest.mark.parametrize(
    ("question", "parameters", "file"),
    [
        ("people_by_custody", "", ""),
        ("people_by_custody", "status=any", "people_by_custody_of_all"),
        ("people_by_region", "", ""),
        ("people_by_region", "gender=female&arrested=2021-01..2021-12", "people_by_region_of_women"),
        ("people_by_facility", "", ""),
        ("people_by_facility", "region=Minsk city", "people_by_facility_in_minsk"),
    ],
)
def test_golden(
    warehouse: Warehouse, same_as_golden: Callable[..., None], question: str, parameters: str, file: str
) -> None:
    same_as_golden(question, chosen(warehouse, PINNED + parameters), file)
