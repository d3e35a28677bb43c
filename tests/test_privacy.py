"""Nothing finer than the privacy grain stands in data/, and nothing finer can get there.

What may stand in a column of `people` is written down here a second time, apart from the code and from
the data package, so that a change there must be made here too.
"""

import csv
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repression.csvfiles import format_csv
from repression.intake import grain, register
from repression.intake.dates import PartialDate
from repression.intake.facilities import CUSTODIES, Held
from repression.intake.grain import GENDERS, Person, published
from repression.intake.penalties import PENALTIES
from repression.intake.register import Reference, read_register
from repression.intake.sentences import KINDS, Sentence
from repression.intake.statuses import STATUSES
from repression.refusals import Refused
from repression.schema import fields_of
from repression.snapshots import read_package

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"
MONTH = r"(20[0-9]{2}-(0[1-9]|1[0-2]))?"
OFFENCE = r"[0-9]{2,3}(-[0-9]{1,2})?(\.[0-9]{1,2})?"
ARTICLE = rf"(1[34](\.[0-9])?\+)?{OFFENCE}"
ALLOWED = {
    "status": r"political_prisoner|former_political_prisoner|convicted",
    "gender": r"(female|male)?",
    "age_group": r"(under 18|18–24|25–34|35–44|45–54|55–64|65\+)?",
    "arrested": MONTH,
    "verdict": MONTH,
    "released": MONTH,
    "articles": rf"({ARTICLE}(;{ARTICLE})*)?",
    "sentence_months": r"([0-9]{1,3}\.[0-9])?",
    "sentence_kind": r"length|fine|treatment|community_service|dismissed|unknown|unreadable|not_stated",
    "fine": r"true|false",
    "penalty": r"(penal_colony_(general|medium|maximum)|prison_(high|maximum)|juvenile_colony|home_confinement|"
    r"open_facility|arrest|suspended|fine|psychiatric_treatment|educational_measures)?",
    "custody": r"(facility|house_arrest|awaiting_sentence)?",
    "facility": r"((Pre-trial|Temporary) detention center|Penal colony|Prison|Open correctional facility|"
    r"Juvenile penal colony|Scientific And Practical Center For Mental Health).{0,60}|",
    "region": r"((Brest|Gomel|Grodno|Minsk|Mogilev|Vitebsk) region|Minsk city)?",
}


def too_fine(header: list[str], row: list[str]) -> list[str]:
    """The columns of a row of `people` that hold more than they may; the header's surplus columns."""
    columns = dict(zip(header, row, strict=True))
    surplus = [column for column in columns if column not in ALLOWED]
    return surplus + [column for column, shape in ALLOWED.items() if not re.fullmatch(shape, columns[column])]


def tables(dataset: str) -> list[tuple[list[str], list[list[str]]]]:
    """Header and rows of every snapshot of a dataset."""
    found = []
    for path in sorted(DATA.glob(f"{dataset}/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        found.append((header, rows))
    assert found
    return found


def test_people_hold_nothing_finer_in_any_snapshot() -> None:
    facilities = {row[0] for _, rows in tables("facilities") for row in rows}
    for header, rows in tables("people"):
        assert header == list(ALLOWED)
        assert not [row for row in rows if too_fine(header, row)]
        assert {row[header.index("facility")] for row in rows} <= {"", *facilities}


def test_the_order_of_rows_tells_nothing() -> None:
    for _, rows in tables("people"):
        assert rows == sorted(rows)


POISON = {
    "status": "active",
    "gender": "Maria",
    "age_group": "1996",
    "arrested": "2020-10-02",
    "verdict": "6 September 2022",
    "released": "2022-09-06T10:00",
    "articles": "https://example.org/99936",
    "sentence_months": "6 years",
    "sentence_kind": "3 months of arrest of the guardhouse",
    "fine": "8,700 rubles",
    "penalty": "restricted freedom in an open penal facility",
    "custody": "cell 12",
    "facility": "Maria K., Minsk",
    "region": "Minsk, 1 Nezaležnasci avenue",
}


@pytest.mark.parametrize("column", ALLOWED)
def test_the_check_itself_catches_a_poisoned_cell(column: str) -> None:
    header, rows = tables("people")[0]
    poisoned = list(rows[-1])
    poisoned[header.index(column)] = POISON[column]
    assert too_fine(header, poisoned) == [column]


@pytest.mark.parametrize("column", ["id", "name", "birth_year", "declaration", "appeal_date"])
def test_the_check_itself_catches_a_surplus_column(column: str) -> None:
    header, rows = tables("people")[0]
    assert too_fine([*header, column], [*rows[-1], ""]) == [column]


def test_the_data_package_allows_no_more_than_this() -> None:
    """`check` refuses a poisoned file by the package's rules, before the site shows it."""
    fields = {field.name: field for field in fields_of(read_package(DATA), "people")}
    assert list(fields) == list(ALLOWED)
    for column, field in fields.items():
        assert column == "facility" or field.broken_rule(POISON[column]), column


def test_the_closed_sets_are_those_of_the_data_package() -> None:
    fields = {field.name: field for field in fields_of(read_package(DATA), "people")}
    for column, codes in [
        ("status", STATUSES),
        ("gender", GENDERS),
        ("sentence_kind", KINDS),
        ("penalty", PENALTIES),
        ("custody", CUSTODIES),
    ]:
        assert set(fields[column].enum) == set(codes), column
    assert tuple(fields) == grain.COLUMNS


def test_no_words_of_a_sentence_and_no_link_stand_in_the_descriptors_of_people() -> None:
    with (ROOT / "tests/intake/sentence_texts.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file) if re.search(r"[0-9] ", row["text"])]
    assert len(texts) > 100
    for path in DATA.glob("people/*.yaml"):
        words = path.read_text("utf-8")
        assert not [text for text in texts if text in words]
        assert re.findall(r"https?://\S+", words) == ["https://prisoners.spring96.org"]


def test_no_file_links_to_a_person_of_the_register() -> None:
    """A person's page there is /<language>/person/<name>; news about public cases are sources."""
    link = re.compile(r"prisoners\.spring96\.org/[a-z]{2}/person|spring96\.org/\S*/person/")
    for path in DATA.rglob("*.*"):
        if path.parent.name != "defenders":
            assert not link.search(path.read_text("utf-8")), path.name
    assert link.search("https://prisoners.spring96.org/en/person/somebody")


def test_data_holds_snapshots_the_package_and_the_map_and_nothing_else() -> None:
    names = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()}
    others = {name for name in names if not re.fullmatch(r"[a-z_]+/[0-9-]{10}\.(csv|yaml)", name)}
    assert others == {"datapackage.json", "regions.geojson"}


def test_raw_rows_never_enter_the_repository() -> None:
    assert "private/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
    listed = subprocess.run(["git", "ls-files", "private"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert not listed.stdout


FACILITIES = {"Penal colony No. 1": "Vitebsk region", "Prison No. 4": ""}
ANY_TEXT = st.text(max_size=30)
ANY_DATE = st.none() | st.builds(
    PartialDate, st.integers(2000, 2099), st.none() | st.integers(1, 12), st.none() | st.integers(1, 28)
)
ANY_PERSON = st.builds(
    Person,
    status=st.sampled_from(STATUSES) | ANY_TEXT,
    gender=st.sampled_from(GENDERS) | ANY_TEXT,
    birth_year=st.none() | st.integers(),
    arrested=ANY_DATE,
    verdict=ANY_DATE,
    released=ANY_DATE,
    articles=st.lists(st.from_regex(ARTICLE, fullmatch=True) | ANY_TEXT, max_size=3).map(tuple),
    sentence=st.builds(
        Sentence, st.sampled_from(KINDS) | ANY_TEXT, st.none() | st.floats(0, 999, allow_nan=False), st.booleans()
    ),
    penalty=st.sampled_from(PENALTIES) | ANY_TEXT,
    held=st.builds(Held, st.sampled_from(("", *CUSTODIES)) | ANY_TEXT, st.sampled_from(("", *FACILITIES)) | ANY_TEXT),
)


@settings(deadline=None)
@given(ANY_PERSON)
def test_whatever_a_person_holds_nothing_finer_is_published(person: Person) -> None:
    try:
        row = published(person, FACILITIES)
    except ValueError:
        return  # refused is as good
    assert not too_fine(list(ALLOWED), row)


RAW_CELLS = {
    "status": ["active", "former", "np"],
    "gender": ["male", "female"],
    "birth_year": ["1990", "1090", "17 May 1996"],
    "arrested": ["2020-10-02", "17 мая 2021", "2021"],
    "articles": ["342;293.2", "13.1+293"],
    "decision": ["3 yers", "4 1/2", "unknown", "140 base rates, 18 months"],
    "penalty": ["fine", "arrest"],
    "prison": ["House arrest", "Prison No. 4\nan address", "Penal colony No. 1; John"],
}
RAW_ROW = st.tuples(*(st.sampled_from(["", *RAW_CELLS.get(column, [])]) | ANY_TEXT for column in register.COLUMNS))


@settings(deadline=None)
@given(st.lists(RAW_ROW, max_size=4))
def test_whatever_a_raw_file_holds_nothing_finer_is_published(rows: list[tuple[str, ...]]) -> None:
    content = format_csv(register.COLUMNS, rows).replace(b"\0", b"")
    try:
        published_rows, report = read_register(content, "raw.csv", date(2023, 2, 10), Reference(FACILITIES, ["342"]))
    except Refused:
        return
    assert not [row for row in published_rows if too_fine(list(ALLOWED), row)]
    refused_lines = {refusal.line for refusal in report.refusals}
    assert len(published_rows) + len(refused_lines) >= report.rows  # no row is lost without a word


def test_years_alone_and_days_give_no_more_than_a_month() -> None:
    person = Person(
        "convicted",
        "male",
        1990,
        PartialDate(2021),
        PartialDate(2021, 3, 9),
        None,
        (),
        Sentence("not_stated"),
        "",
        Held(),
    )
    assert published(person, {})[2:6] == ["25–34", "", "2021-03", ""]
