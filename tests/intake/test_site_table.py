"""The table saved from Viasna's site, as HTML or CSV, in three languages. It has neither ids nor genders."""

import html
import io

import pytest
from openpyxl import Workbook

from repression.intake.register import open_register
from repression.messages import message
from repression.snapshots.csv_io import format_csv
from repression.snapshots.issues import ValidationError
from tests.intake.test_viasna import PEOPLE, SAID
from tests.support.raw_registers import PUBLISHED, form_of, issues, published

HEADINGS = {
    "English": "Name and surname, Date of birth, Date of detention, Charges indicted, Date of verdict, Sentence, "
    "Penalty, Judge, Prison, Status",
    "Russian": "имя и фамилия, дата рождения, дата задержания, предъявлены обвинения, дата приговора, решение суда, "
    "вид наказания, судья, место заключения, статус",
    "Belarusian": "імя і прозвішча, дата нараджэння, дата затрымання, прад’яўлены абвінавачванні, дата прысуду, "
    "рашэнне суда, від пакарання, суддзя, месца зняволення, статус",
}
COLUMNS = ["birthday", "arrested", "articles", "verdict_date", "decision", "penalty", "judge", "prison", "status"]
# The table has no gender and no date of release.
WITHOUT = [[row[0], "", *row[2:5], "", *row[6:]] for row in PUBLISHED]


def cells_of(language: str) -> list[list[str]]:
    people = [dict(zip(SAID, cells, strict=True)) | {"judge": "Invented Judge"} for cells in PEOPLE[language]]
    return [["Выдуманная Асоба", *(person[column] for column in COLUMNS)] for person in people]


def headings(language: str) -> list[str]:
    return HEADINGS[language].split(", ")


def page(language: str) -> str:
    """A page as a browser saves it: other tables around, tags in cells, entities, a script."""
    head = "".join(f"<th scope=col><span>{html.escape(name.capitalize())}</span></th>" for name in headings(language))
    body = "".join(
        "<tr>" + "".join(
            f"<td><div><a href='https://photo.example/'>{html.escape(cell).replace(chr(10), '<br>')}</a></div></td>"
            for cell in row
        ) + "</tr>\n"
        for row in cells_of(language)
    )  # fmt: skip
    return (
        "<!DOCTYPE html>\n<html><head><title>Invented</title><script>if (1 < 2) write('<table>')</script></head>\n"
        "<body><table><tr><td>Menu<td>More</table>\n"
        f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></body></html>"
    )


@pytest.mark.parametrize("language", HEADINGS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_saved_page_gives_the_same_rows(language: str, encoding: str) -> None:
    content = page(language).encode(encoding)
    assert published(content) == WITHOUT
    name = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1251": "Windows-1251"}[encoding]
    assert form_of(content) == f"table of Viasna's site in {language} (table 2 of 2 of an HTML page, {name})"


@pytest.mark.parametrize("language", HEADINGS)
def test_a_csv_gives_the_same_rows(language: str) -> None:
    assert published(format_csv(headings(language), cells_of(language))) == WITHOUT


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ"])
def test_headings_are_known_in_any_spelling(apostrophe: str) -> None:
    names = [f" {name.replace('’', apostrophe).upper()} " for name in headings("Belarusian")]
    assert published(format_csv(names, cells_of("Belarusian"))) == WITHOUT


def test_a_sheet_with_a_title_above_gives_the_same_rows() -> None:
    workbook = Workbook()
    workbook.active.title = "Notes"
    workbook.active.append(["Nothing here"])
    sheet = workbook.create_sheet("Invented")
    for row in (["A title"], [], headings("Russian"), *cells_of("Russian")):
        sheet.append(row)
    file = io.BytesIO()
    workbook.save(file)
    assert published(file.getvalue()) == WITHOUT
    assert form_of(file.getvalue()) == "table of Viasna's site in Russian (Excel, sheet 'Invented' (of 2))"


def test_gender_prosecutor_and_an_empty_status_are_known() -> None:
    for language, words in {
        "English": "Gender, Prosecutor",
        "Russian": "пол, прокурор",
        "Belarusian": "пол, пракурор",
    }.items():
        names = [*headings(language), *words.split(", ")]
        rows = [[*row[:-1], "", "Female", "Invented Prosecutor"] for row in cells_of(language)]
        expected = [["convicted", "female", *row[2:]] for row in WITHOUT]
        content = format_csv(names, rows)
        assert published(content) == expected
        register, _ = open_register(content, "raw.csv")
        lines = [line for line, _ in register.table.rows]
        assert register.mended == {message("status: empty, read as prosecuted and not recognised"): lines}
        assert names[-1] in register.dropped


def test_names_and_judges_are_dropped_and_said() -> None:
    register, _ = open_register(page("English").encode(), "raw.html")
    assert register.dropped == ("Name and surname", "Judge")
    assert not any("Асоба" in cell or "Judge" in cell for _, cells in register.table.rows for cell in cells)


def test_scripts_in_a_cell_are_no_text() -> None:
    content = page("English").replace("Prison No. 4", "<script>alert('x')</script>Prison&nbsp;No.&#32;4")
    assert published(content.encode()) == WITHOUT


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("Judge", "Name of the mother"), "unknown: name of the mother"),
        (("</table></body>", ""), "opens a <table> that never ends"),
        (("<td>", "<td><script>", ), "opens a <script> that never ends"),
        (("</tbody>", "<tr><td>one cell</td></tr></tbody>"), "has 1 cells, must have 10"),
        (("Date of ", "Day of "), "unknown: day of birth"),
    ],
)  # fmt: skip
def test_a_page_that_is_not_whole_or_not_known_is_refused(change: tuple[str, str], words: str) -> None:
    text = page("English")
    before, after = text[: text.rindex("<table>")], text[text.rindex("<table>") :]
    with pytest.raises(ValidationError, match=words):
        open_register((before + after.replace(*change)).encode(), "raw.html")


def test_a_page_without_such_a_table_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"no table with known headings \(1 tables seen\)"):
        open_register(b"<html><table><tr><td>1</table>", "raw.html")


def test_a_row_of_the_table_is_named() -> None:
    (issue,) = issues(page("English").replace("Prison No. 4; road", "A cellar").encode())
    assert issue.startswith("raw: row 4, column prison: 'A cellar' must be in the facilities table")
