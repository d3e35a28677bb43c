"""Which rows may be of one person, and what follows from the decisions. All people are invented."""

from datetime import date

import pytest

from repression.intake.identity import Identities, PersonGroup, identities_of, page_key, person_key
from repression.intake.register import read_entries
from repression.intake.report import Report
from repression.intake.suppression import SuppressionList
from repression.snapshots.csv_io import format_csv
from tests.intake.test_viasna import HEADER
from tests.support.raw_registers import REFERENCE

DAY = date(2023, 2, 10)
PAGE = "https://prisoners.spring96.org/ru/person/"
PLAIN = dict.fromkeys(HEADER, "") | {"status": "active", "arrested": "2021-03-04", "articles": "342"}


def read(*people: dict[str, str], known: Identities | None = None, removed: str = "") -> tuple[list[str], Report]:
    """The ids that are taken, and the report; rows begin on line 2 and have the ids 9001, 9002, …"""
    rows = [PLAIN | {"id": str(number)} | one for number, one in enumerate(people, start=9001)]
    content = format_csv(HEADER, [[row[name] for name in HEADER] for row in rows])
    withheld = SuppressionList("id", frozenset(filter(None, [removed])))
    entries, report = read_entries(content, "raw.csv", DAY, REFERENCE, withheld, known or identities_of([]))
    return [entry.id for entry in entries], report


def test_rows_that_share_an_address_or_a_name_and_birth_date_are_grouped_by_row() -> None:
    ids, report = read(
        {"url": f"{PAGE}one", "name": "Invented One", "birthday": "1990-01-02"},
        {"url": f"{PAGE}one/", "name": "Another"},
        {"name": "one  INVENTED (Former)", "birthday": "02.01.1990"},
        {"name": "Invented One", "birthday": "1990"},  # a year is no birth date
        {"name": "", "birthday": "1990-01-02"},
        {"url": f"{PAGE}two"},
    )
    assert ids == ["9001", "9002", "9003", "9004", "9005", "9006"]
    group = PersonGroup((2, 3, 4), ("9001", "9002", "9003"), ("address", "name and birth date"), perhaps_twice=2)
    assert report.groups == [group]
    assert report.perhaps_twice == 2
    said = [str(line) for line in report.lines(())]
    assert (
        "one person? Rows share the address of the person's page, name and birth date "
        "(rows 2 = id 9001, 3 = id 9002, 4 = id 9003)" in said
    )
    assert not any("nvented" in line for line in said)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Ёлкін Іван ", "1990-01-02"), ("іван елкін", "2 студзеня 1990")),
        (("O&#039;Neil Ann", "1990-01-02"), ("Ann O’Neil (Smith)", "02.01.1990")),
    ],
)
def test_names_and_dates_are_compared_in_one_form(first: tuple[str, str], second: tuple[str, str]) -> None:
    assert person_key(*first) == person_key(*second) != ""


def test_a_page_is_the_same_in_every_language() -> None:
    assert page_key(f"{PAGE}a-b") == page_key("http://prisoners.spring96.org/en/person/A-B/") == "a-b"


@pytest.mark.parametrize("address", ["", "-", "—", "unknown", "NULL", "#", "/"])
def test_what_is_no_address_is_of_nobody(address: str) -> None:
    assert page_key(address) == ""


def test_of_one_person_the_case_in_force_is_taken() -> None:
    known = identities_of([("9001", "9002", True), ("9002", "9003", True), ("9004", "9005", True)])
    ids, report = read(
        {"status": "former", "arrested": "2022-12-01"},
        {"status": "active", "arrested": "2021-01-01"},  # a political prisoner in any case is one
        {"status": "np", "arrested": "2022-11-01"},
        {"status": "np", "arrested": "2021-01-01", "release_date": "2022-01-01"},
        {"status": "np", "arrested": "2020-01-01"},  # not released
        known=known,
    )
    assert ids == ["9002", "9005"]
    assert report.merged == [2, 4, 5]
    said = [str(line) for line in report.lines(())]
    assert said[2] == "5 rows read, 2 taken, 0 refused"
    assert (
        "left out, since another row of the same person is taken: 3 rows (rows 2 = id 9001, 4 = id 9003, 5 = id 9004)"
        in said
    )
    assert next(one for one in report.readings() if one.kind == "political_prisoner").rows == 1


def test_what_is_decided_is_asked_no_more_and_a_new_id_is() -> None:
    page = {"url": f"{PAGE}one"}
    known = identities_of([("9001", "9002", True), ("9001", "9003", False)])
    ids, report = read(page, page, page, known=known)
    assert (ids, report.groups) == (["9002", "9003"], [])
    _, report = read(page, page, page, page, known=known)
    (group,) = report.groups
    assert group.ids == ("9001", "9002", "9003", "9004")
    assert group.perhaps_twice == 2  # three people at most


def test_a_row_like_one_of_somebody_who_was_removed_is_told() -> None:
    page = {"url": f"{PAGE}one"}
    ids, report = read(page, page, removed="9001")
    (group,) = report.groups
    assert (ids, group.withheld, group.perhaps_twice) == (["9002"], True, 0)


def test_decisions_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="one person, and to be two"):
        identities_of([("1", "2", True), ("2", "3", True), ("3", "1", False)])
