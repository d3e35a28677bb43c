"""The register: invented raw rows to published ones, the report, and clear refusals."""

from datetime import date

import pytest

from repression.intake import anonymise
from repression.intake.register import COLUMNS, Reference
from repression.snapshots.csv_io import format_csv
from repression.snapshots.descriptor import Reading
from repression.snapshots.issues import ValidationError
from tests.support.raw_registers import read_register, told

DAY = date(2023, 2, 10)
REFERENCE = Reference({"Penal colony No. 1": "Vitebsk region", "Penal colony No. 99": ""}, {"13", "293", "342"})
PLAIN = dict.fromkeys(COLUMNS, "") | {"id": "1", "status": "active", "gender": "female"}


def read(*rows: dict[str, str]) -> tuple[list[dict[str, str]], list[str], list[Reading]]:
    """Published rows, refusals and questions in words, readings of raw rows (only what differs from a plain one)."""
    numbered = [PLAIN | {"id": str(number)} | row for number, row in enumerate(rows)]
    content = format_csv(COLUMNS, [[row[column] for column in COLUMNS] for row in numbered])
    published, report = read_register(content, "raw.csv", DAY, REFERENCE)
    assert report.rows == len(rows)
    named = [dict(zip(anonymise.COLUMNS, cells, strict=True)) for cells in published]
    return named, told(report, "raw.csv"), list(report.readings())


def test_texts_that_programs_changed_are_read_as_they_were_meant() -> None:
    rows, issues, _ = read(
        {
            "birth_year": "NULL",
            "arrested": "\u200b2020-10-02",
            "verdict_date": "\\N",
            "articles": "Art. 342 of the Criminal Code — &quot;Group actions&quot;; 293&#46;2",
            "decision": "2\u00a0years",
            "penalty": "nan",
            "prison": "Penal colony No.\u00a01&nbsp;",
        }
    )
    assert not issues
    (row,) = rows
    assert (row["age_group"], row["arrested"], row["verdict"], row["penalty"]) == ("", "2020-10", "", "")
    assert (row["articles"], row["sentence_months"], row["facility"]) == ("293.2;342", "24.0", "Penal colony No. 1")


def test_the_report_says_what_was_mended_and_where() -> None:
    cells = [",".join(["1", "active", "NULL"]), ",".join(["2", "active", "female"])]
    content = "\n".join([",".join(["id", "status", "gender", *COLUMNS[3:]]), *cells]) + "\n"
    _, report = read_register(content.encode(), "raw.csv", DAY, REFERENCE)
    said = [str(line) for line in report.lines([])]
    assert "short rows, filled up with empty cells: 2 rows (rows 2 = id 1, 3 = id 2)" in said
    assert "gender: words for nothing such as 'NULL', read as empty: 1 row (rows 2 = id 1)" in said


def test_a_whole_row() -> None:
    rows, issues, _ = read(
        {
            "birth_year": "1996",
            "arrested": "2020-10-02",
            "verdict_date": "06.09.2022",
            "appeal_date": "2023-02-28",
            "release_date": "9 мая 2023",
            "articles": "342;13.1+293",
            "decision": "140 base rates, 18 months",
            "penalty": "imprisonment in a medium-security penal colony",
            "prison": "Penal colony No. 1",
            "declaration": "https://example.org/99936",
        }
    )
    assert not issues
    assert [{column: cell for column, cell in row.items() if cell} for row in rows] == [
        {
            "status": "political_prisoner",
            "gender": "female",
            "age_group": "18–24",
            "arrested": "2020-10",
            "verdict": "2022-09",
            "released": "2023-05",
            "articles": "13.1+293;342",
            "sentence_months": "18.0",
            "sentence_kind": "length",
            "fine": "true",
            "penalty": "penal_colony_medium",
            "custody": "facility",
            "facility": "Penal colony No. 1",
            "region": "Vitebsk region",
        }
    ]


@pytest.mark.parametrize(
    ("born", "group"),
    [("2004", "under 18"), ("2003", "18–24"), ("1996", "25–34"), ("1957", "55–64"), ("1956", "65+"), ("", "")],
)
def test_age_groups(born: str, group: str) -> None:
    rows, _, _ = read({"birth_year": born, "arrested": "2021-06-01"})
    assert rows[0]["age_group"] == group


@pytest.mark.parametrize("born", ["1090", "2021", "ninety", "2008"])
@pytest.mark.parametrize("arrested", ["2021-06-01", ""])
def test_an_impossible_year_of_birth_is_counted_and_not_used(born: str, arrested: str) -> None:
    rows, issues, readings = read({"birth_year": born, "arrested": arrested})
    if (born, arrested) == ("2008", ""):  # fifteen in the year of the register
        assert Reading("age_group", "unreadable", 0, 0) in readings
        return
    assert not issues
    assert rows[0]["age_group"] == ""
    assert Reading("age_group", "unreadable", 1, 1) in readings


def test_a_fine_by_the_penalty_alone() -> None:
    rows, _, _ = read({"penalty": "fine"})
    assert (rows[0]["fine"], rows[0]["sentence_kind"]) == ("true", "not_stated")


def test_no_place_is_no_facility() -> None:
    rows, _, _ = read(
        {"prison": "Released awaiting the commencement of the sentence"},
        {"prison": "House arrest"},
        {"prison": "Released"},
    )
    assert [(row["custody"], row["facility"], row["region"]) for row in rows] == [
        ("awaiting_sentence", "", ""),
        ("house_arrest", "", ""),
        ("", "", ""),
    ]


def test_the_report_says_what_was_read_as_what() -> None:
    _, _, readings = read(
        {"decision": "3 yers", "articles": "999;342"},
        {"decision": "3 years", "articles": "999", "prison": "Penal colony No. 99"},
        {"decision": "4 1/2", "arrested": "2021"},
    )
    assert {
        Reading("sentence_kind", "length", 2, 2),
        Reading("sentence_kind", "unreadable", 1, 1),
        Reading("sentence_months", "typing_error", 1, 1),
        Reading("articles", "not_in_table", 1, 2),
        Reading("region", "not_known", 1, 1),
        Reading("arrested", "year_only", 1, 1),
        Reading("age_group", "unreadable", 0, 0),
    } <= set(readings)


def test_contradictions_of_exact_dates_are_counted() -> None:
    _, _, readings = read(
        {"arrested": "2021-03-02", "verdict_date": "2021-03-01"},
        {"arrested": "2021-03-02", "verdict_date": "2021-03-03", "release_date": "2020-01-01"},
    )
    assert Reading("verdict", "before_arrest", None, 1) in readings
    assert Reading("released", "before_arrest", None, 1) in readings


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("status", "", "must be one of active"),
        ("gender", "wo\ufffdan", "has signs in the place of lost letters"),
        ("id", "0", "must not stand in two rows"),
    ],
)
def test_a_refusal_names_file_line_column_value_and_rule(column: str, value: str, rule: str) -> None:
    rows, issues, _ = read({}, {column: value}, {})
    assert len(issues) == 1
    assert issues[0].startswith(f"raw.csv: row 3, column {column}: {value!r} {rule}")
    assert len(rows) == 2


def test_dates_after_the_snapshot_are_contradictions_and_appeals_may_be_to_come() -> None:
    _, _, readings = read(
        {"arrested": "2023-02-11", "verdict_date": "2023-02", "release_date": "2050"},
        {"arrested": "2023-02-10", "appeal_date": "2023-03-01"},
        {"appeal_date": "no date"},
    )
    assert [Reading(field, "after_snapshot", None, rows) in readings for field, rows in AFTER] == [True] * 3


AFTER = [("arrested", 1), ("verdict", 0), ("released", 1)]


def test_the_report_names_the_lines_of_contradictions_appeals_and_equal_rows() -> None:
    told = {"birth_year": "1990", "arrested": "2021-01-01"}
    rows = [
        {"arrested": "2021-03-02", "verdict_date": "2021-03-01"},
        {"appeal_date": "2023-03-01"},
        {}, {}, {}, told, told,
    ]  # fmt: skip
    content = format_csv(
        COLUMNS, [[{**PLAIN, **row, "id": str(at)}[one] for one in COLUMNS] for at, row in enumerate(rows)]
    )
    _, report = read_register(content, "raw.csv", DAY, REFERENCE)
    said = [str(line) for line in report.lines(())]
    assert said[0] == "read as our compact columns (CSV, commas, UTF-8)"
    assert said[1] == "7 rows read, 7 taken, 0 refused"
    assert "  verdict read as before_arrest: 1 row (rows 2 = id 0)" in said
    assert "appeals after the snapshot's day, perhaps hearings to come: 1 row (rows 3 = id 1)" in said
    assert "the same person twice? All but the id is equal (rows 7 = id 5, 8 = id 6)" in said
    assert "3 rows equal others in all but the id, and say too little to tell people apart" in said


def test_a_refused_row_counts_in_no_reading() -> None:
    _, issues, readings = read({}, {"status": "", "decision": "4 1/2"}, {"id": "0"})
    assert len(issues) == 2
    assert Reading("status", "political_prisoner", 1, 1) in readings
    assert Reading("sentence_kind", "unreadable", 0, 0) in readings


def test_all_refusals_of_a_row_are_named() -> None:
    _, issues, _ = read({"status": "", "gender": "\ufffd", "arrested": "????"})
    assert len(issues) == 3


def test_rows_are_those_of_a_spreadsheet_even_behind_cells_of_several_lines() -> None:
    _, issues, _ = read({"prison": "Penal colony No. 1\nan address\nand more"}, {"status": "free"})
    assert "row 3," in issues[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"id,name\n1,x\n", "must be the columns id, status"),
        (b"", "the file is empty"),
        (b"id\n\xff\n", "line 2: is not UTF-8"),
        (b'id\n"x\n', "is no CSV"),
        (b"id\n1,2\n", "line 2: has 2 cells, must have 1"),
    ],
)
def test_a_file_that_is_no_register(content: bytes, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        read_register(content, "raw.csv", DAY, REFERENCE)
