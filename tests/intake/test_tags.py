"""The tags of the export: which of them go beyond the raw file, and when they say nothing."""

import pytest

from repression.intake.anonymise import COLUMNS, Person, age_group
from repression.intake.facilities import Custody
from repression.intake.register import open_register
from repression.intake.sentences import Sentence
from repression.intake.tags import FEWEST, PUBLISHED_TAGS, plain_tags, read_mark, read_tags
from repression.messages import message
from repression.partial_dates import PartialDate
from tests.intake.test_viasna import as_csv, export
from tests.support.raw_registers import DAY, REFERENCE, read_register

OTHERS = ["The Invented case; Journalists", "Protests in Homel"]


def many(clusters: str, times: int = FEWEST) -> list[dict[str, str]]:
    """The three people of the export, and further ones of whom each has these tags."""
    rows = export("English")
    return rows + [rows[2] | {"id": str(9100 + number), "clusters": clusters} for number in range(times)]


def published(rows: list[dict[str, str]]) -> list[list[str]]:
    cells, report = read_register(as_csv(rows), "raw.csv", DAY, REFERENCE)
    assert not report.issues
    return [[dict(zip(COLUMNS, row, strict=True))[tag] for tag in PUBLISHED_TAGS] for row in cells]


def test_a_tag_is_published_of_everybody_if_enough_people_have_it() -> None:
    rows = many("Journalists; Pardon / amnesty;The Invented case")
    assert published(rows) == [["false", "", "", "", ""]] * 3 + [["true", "", "", "", ""]] * FEWEST


def test_a_tag_of_few_people_is_published_of_nobody() -> None:
    assert published(many("Forced transfer", FEWEST - 1)) == [[""] * 5] * (3 + FEWEST - 1)


def test_an_entity_in_a_tag_parts_no_tags() -> None:
    assert published(many("Case of &quot;A&quot;;Trials&nbsp;in absentia"))[-1] == ["", "", "true", "", ""]


def test_the_list_of_terrorists_is_told_by_its_column_and_by_a_tag() -> None:
    rows = [row | {"fake_terrorist_list": "1"} for row in many("", 5)]
    assert {row[-1] for row in published(rows)} == {""}
    rows += [row | {"id": row["id"] + "0", "fake_terrorist_list": "", "clusters": "Terrorist list"} for row in rows]
    assert {row[-1] for row in published(rows)} == {"true"}


def test_a_mark_that_is_none_costs_nobody_and_says_nothing_of_anybody() -> None:
    rows = many("Terrorist list")
    rows[1] |= {"fake_terrorist_list": "2021-03-05", "died": "Invented Person"}
    register, _ = open_register(as_csv(rows), "raw.csv")
    assert {row[-1] for row in published(rows)} == {""}
    line = register.table.rows[1][0]
    for column in ("fake_terrorist_list", "died"):
        words = message("{column}: texts that are no mark such as 1, not read", column=column)
        assert register.mended[words] == [line]
    assert not any("Invented Person" in cell for _, cells in register.table.rows for cell in cells)


def test_no_other_tag_gets_beyond_the_raw_file() -> None:
    cells, told = plain_tags([*OTHERS, *["List of extremists; The Invented case"] * FEWEST], [False] * (FEWEST + 2))
    assert told == ["extremist_list"]
    assert set(cells) == {"extremist_list", "not extremist_list"}


def test_a_file_without_these_columns_says_nothing() -> None:
    columns = [name for name in export("English")[0] if name not in ("clusters", "fake_terrorist_list", "died")]
    register, _ = open_register(as_csv(export("English"), columns), "raw.csv")
    rows = [dict(zip(register.table.header, cells, strict=True)) for _, cells in register.table.rows]
    assert {(row["died"], row["tags"]) for row in rows} == {("", "")}


@pytest.mark.parametrize(("text", "mark"), [("1", True), ("Yes", True), ("", False), ("0", False), ("NULL", False)])
def test_marks(text: str, mark: bool) -> None:
    assert read_mark(text) is mark


def test_what_a_cell_of_tags_may_say() -> None:
    assert read_tags("") == {}
    assert read_tags("pardoned;not deported") == {"pardoned": True, "deported": False}
    for text in ("Journalists", "pardoned;pardoned", "pardoned;not pardoned", "not"):
        with pytest.raises(ValueError, match=r"must be some of minor, pardoned, .* such as pardoned;not deported"):
            read_tags(text)


@pytest.mark.parametrize(
    ("born", "arrested", "group"),
    [
        (2003, 2021, "under 18"),  # eighteen by the years alone
        (2004, 2021, "under 18"),
        (2002, 2021, "18–24"),  # the years say otherwise
        (None, 2021, "under 18"),
        (2003, None, "under 18"),
    ],
)
def test_who_is_tagged_as_a_minor_is_under_18_where_the_years_leave_it_open(
    born: int | None, arrested: int | None, group: str
) -> None:
    moment = PartialDate(arrested) if arrested else None
    person = Person(
        "convicted", "", born, moment, None, None, (), Sentence("not_stated"), "", Custody(), {"minor": True}
    )
    assert age_group(person) == group
