"""Three invented people, as each source writes them, and what is published of them."""

from datetime import date

from repression.intake import anonymise
from repression.intake.register import COLUMNS, Reference, read_entries
from repression.intake.report import Report
from repression.snapshots.issues import Issue

DAY = date(2023, 2, 10)
REFERENCE = Reference(
    {"Penal colony No. 1": "Vitebsk region", "Prison No. 4": "Mogilev region"}, {"13", "130", "293", "342", "361"}
)
_STATED = (
    "id", "status", "gender", "birth_year", "arrested", "verdict_date", "appeal_date", "release_date",
    "articles", "decision", "penalty", "prison", "declaration",
)  # fmt: skip
COMPACT = [
    dict.fromkeys(COLUMNS, "") | dict(zip(_STATED, cells, strict=True))
    for cells in (
        ("9001", "active", "female", "1996", "2020-10-02", "2022-09-06", "2023-02-28", "", "342;293.2", "2 1/2 years",
         "imprisonment in a general-security penal colony", "Penal colony No. 1", "https://example.org/1"),
        ("9002", "former", "male", "1961", "2021-05", "2021-12", "", "2022-12-09", "13.1+293.2", "1,5 years",
         "imprisonment in a high security prison", "Released", ""),
        ("9003", "active", "male", "2004", "2022-01-31", "", "", "", "130;361", "", "", "Prison No. 4", ""),
    )
]  # fmt: skip
_PUBLISHED = [
    ["political_prisoner", "female", "18–24", "2020-10", "2022-09", "", "293.2;342", "30.0", "length", "false",
     "penal_colony_general", "facility", "Penal colony No. 1", "Vitebsk region"],
    ["former_political_prisoner", "male", "55–64", "2021-05", "2021-12", "2022-12", "13.1+293.2", "18.0", "length",
     "false", "prison_high", "", "", ""],
    ["political_prisoner", "male", "18–24", "2022-01", "", "", "130;361", "", "not_stated", "false", "", "facility",
     "Prison No. 4", "Mogilev region"],
]  # fmt: skip
# Columns that came later stand at the end; these people state nothing in them.
PUBLISHED = [[*cells, *[""] * (len(anonymise.COLUMNS) - len(cells))] for cells in _PUBLISHED]
# Texts that must not occur in any published file or report.
SECRETS = ["Invented", "Выдуманная", "Выдуманная Асоба", "photo.example", "Judge"]


def read_register(content: bytes, path: str, day: date, reference: Reference) -> tuple[list[list[str]], Report]:
    """The published rows (`anonymise.COLUMNS`) of a register, and the report on them; see `read_entries`."""
    entries, report = read_entries(content, path, day, reference)
    return [entry.cells for entry in entries], report


def published(content: bytes, path: str = "raw") -> list[list[str]]:
    """The published rows; fails if something is refused or asked."""
    rows, report = read_register(content, path, DAY, REFERENCE)
    assert not told(report, path)
    assert not any(secret in cell for secret in SECRETS for row in rows for cell in row)
    assert all(len(row) == len(anonymise.COLUMNS) for row in rows)
    return rows


def form_of(content: bytes) -> str:
    """The recognised format and source of the file."""
    (form,) = read_register(content, "raw", DAY, REFERENCE)[1].forms
    return str(form)


def issues(content: bytes) -> list[str]:
    """What a raw file is refused or asked for."""
    return told(read_register(content, "raw", DAY, REFERENCE)[1], "raw")


def told(report: Report, path: str) -> list[str]:
    """The issues of a report, and its open words in the form of issues."""
    asked = [Issue(path, one.lines[0], one.column, one.examples[0], one.rule) for one in report.open_words()]
    return [str(one) for one in (*report.issues, *asked)]
