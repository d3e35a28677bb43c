"""The other datasets: columns renamed, words made ours, nothing dropped."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from repression.intake.formats import parse_file
from repression.intake.report import Report
from repression.intake.tables import headings, read_table
from repression.snapshots.catalog import read_package
from repression.snapshots.csv_io import Table, parse_csv
from repression.snapshots.descriptor import Reading
from repression.snapshots.issues import ValidationError
from repression.snapshots.schema import fields_of, fields_on
from tests.conftest import DATA

PACKAGE = read_package(DATA)
HANDED_OVER = date(2026, 11, 22)  # the columns of these raw tables are those of that day
SUIT = (
    "name,name_original,org_type,field,region,legal_form,closure_type,closure_date,date_precision,decided_by,"
    "source_title,source_url"
)
COUNT = (
    "date,series,political_prisoners,women,cumulative_recognised,qualifier,counted_by,source_title,source_url,published"
)


def read(dataset: str, *lines: str) -> tuple[list[dict[str, str]], Report]:
    fields = fields_on(PACKAGE, dataset, HANDED_OVER)
    report = Report()
    table = parse_csv("\n".join(lines).encode(), "raw.csv")
    rows = read_table(dataset, table, "raw.csv", fields, report)
    return [dict(zip([one.name for one in fields], row, strict=True)) for row in rows], report


def test_organisations_get_our_columns_and_unknown_becomes_empty() -> None:
    (row,), report = read("organisations", SUIT, "A,,other,unknown,unknown,,suit_filed,2003,year,,T,")
    assert (row["kind"], row["date"], row["field"], row["region"]) == ("suit_filed", "2003", "", "")
    assert Reading("region", "empty", 1, 1) in report.readings()


def test_qualifiers_become_codes() -> None:
    (row,), _ = read("people_counts", COUNT, "2023-01-31,viasna,1436,,3000,as published,Viasna,T,,")
    assert (row["qualifier"], row["ever_recognised"], row["women"]) == ("as_published", "3000", "")


def test_articles_say_whether_their_title_is_confirmed() -> None:
    header = "article,title_en,title_be,title_ru,chapter"
    rows, _ = read("articles", header, "292,A,,,other", "293,B,,,other")
    assert [row["confirmed"] for row in rows] == ["false", "true"]


def test_facilities_get_their_kind_and_unknown_ones_are_refused() -> None:
    rows, report = read("facilities", "facility,place,region,latitude,longitude", "Prison No. 1,H,,,", "Camp,X,,,")
    assert [row["kind"] for row in rows] == ["prison"]
    assert str(report.issues[0]).startswith("raw.csv: line 3: must be a name that begins with")


def test_our_own_columns_are_taken_as_they_are() -> None:
    fields = [one.name for one in fields_of(PACKAGE, "facilities")]
    (row,), _ = read("facilities", ",".join(fields), "Camp,prison,X,,,")
    assert row["kind"] == "prison"


def test_a_cell_that_breaks_a_rule_refuses_its_row() -> None:
    rows, report = read(
        "indicators", "topic,date,value,unit,source_title,source_url", "a,2021,many,u,T,", "b,2021,1,u,T,"
    )
    assert len(rows) == 1
    assert [str(one) for one in report.issues] == [
        "raw.csv: row 2, column value: 'many' must be a number such as 12 or 12.5"
    ]
    assert report.rows == 2


def test_words_for_nothing_are_read_as_empty_and_said() -> None:
    (row,), report = read("organisations", SUIT, r"A,NULL,other,nan,\N,None,suit_filed,2003,year,#N/A,T,n/a")
    empty = ("name_original", "field", "region", "legal_form", "decided_by", "source_url")
    assert [row[name] for name in empty] == [""] * 6
    assert "name_original: words for nothing such as 'NULL', read as empty: 1 row (rows 2)" in map(
        str, report.lines([])
    )


def test_a_word_for_nothing_in_a_column_that_must_be_filled_refuses_its_row() -> None:
    rows, report = read(
        "organisations", SUIT, "NULL,,other,,,,suit_filed,2003,year,,T,", "B,,other,,,,suit_filed,,,,T,"
    )
    assert [row["name"] for row in rows] == ["B"]
    assert [str(one) for one in report.issues] == [
        "raw.csv: row 2, column name: 'NULL' is a word for nothing and no value"
    ]


def test_damaged_texts_refuse_their_rows() -> None:
    damaged = ["Inv\ufffdnted", "Выдуманы хор".encode().decode("cp1251"), "#REF!", "????? ????", "a\x85b"]
    rows, report = read("organisations", SUIT, *(f"{name},,other,,,,suit_filed,,,,T," for name in [*damaged, "Хор"]))
    assert [row["name"] for row in rows] == ["Хор"]
    assert [(one.line, one.column) for one in report.issues] == [(line, "name") for line in range(2, 7)]


def test_names_that_look_alike_are_one_name() -> None:
    alike = ["Invented Choir", "Invented\u200b Choir", "Invented\u00a0Choir"]
    rows, report = read("organisations", SUIT, *(f"{name},,other,,,,suit_filed,,,,T," for name in alike))
    assert {row["name"] for row in rows} == {"Invented Choir"}
    (words,) = report.mended
    assert str(words).startswith("name: signs that are unseen") and report.mended[words] == [3, 4]


def test_the_apostrophes_of_safe_cells_are_taken_off() -> None:
    (row,), report = read("organisations", SUIT, "'+Invented plus,x;'=1;y,other,,,,suit_filed,,,,T,'- ; https://e.org")
    assert (row["name"], row["name_original"], row["source_url"]) == (
        "+Invented plus",
        "x;=1;y",
        "- ; https://e.org",
    )
    assert [str(words).partition(":")[0] for words in report.mended] == ["name", "name_original", "source_url"]


def test_what_programs_add_to_numbers_and_days_is_left_out_where_the_column_needs_it() -> None:
    rows, report = read(
        "people_counts",
        COUNT,
        "2023-01-31 00:00:00,viasna,1436.0,,,exact,V 1.0,T,,2023-02-01T00:00",
        "2023-01-31 10:00:00,viasna,1436.5,,,exact,V,T,,",
    )
    assert [(row["date"], row["political_prisoners"], row["published"], row["counted_by"]) for row in rows] == [
        ("2023-01-31", "1436", "2023-02-01", "V 1.0")
    ]
    assert [(one.line, one.column) for one in report.issues] == [(3, "date"), (3, "political_prisoners")]


@pytest.mark.parametrize("header", ["topic,date", "topic,date,value,unit,source_title,source_url,more", "topic,topic"])
def test_missing_and_unknown_columns_are_named(header: str) -> None:
    with pytest.raises(ValidationError, match=r"line 1.*must be the columns topic, date, value"):
        read("indicators", header)


def in_excel(*rows: list[object]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("date;series;political_prisoners;women;cumulative_recognised;qualifier;counted_by;source_title;source_url;"
         "published\n2023-01-31;viasna;1436;;;exact;Вясна;Т;;\n".encode("cp1251"), "CSV, semicolons, Windows-1251"),
        (in_excel(COUNT.split(","), [date(2023, 1, 31), "viasna", 1436, None, None, "exact", "Вясна", "Т"]),
         "Excel, sheet 'Sheet'"),
    ],
)  # fmt: skip
def test_other_datasets_come_in_the_same_forms(content: bytes, words: str) -> None:
    fields = fields_on(PACKAGE, "people_counts", HANDED_OVER)
    form = parse_file(content, "raw", headings("people_counts", fields))
    report = Report()
    rows = read_table("people_counts", form.table, "raw", fields, report)
    expected: Table = parse_csv(f"{COUNT}\n2023-01-31,viasna,1436,,,exact,Вясна,Т,,\n".encode(), "raw")
    assert form.words == words and not report.issues
    assert rows == read_table("people_counts", expected, "raw", fields, Report())
