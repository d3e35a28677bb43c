"""Nothing finer than the privacy grain stands in data/, and nothing finer can get there.

What may stand in a column of `people` is written down here a second time, apart from the code and from the data
package. A column that came later may hold one of a few codes of the data package, nothing else, and `docs/privacy.md`
has to name it.
"""

import csv
import re
import subprocess
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from repression.intake import anonymise, register
from repression.intake.anonymise import GENDERS, Person, published_cells
from repression.intake.articles import read_articles
from repression.intake.codes import PENALTIES, STATUSES
from repression.intake.facilities import CUSTODIES, Custody
from repression.intake.formats import RawFile
from repression.intake.register import Reference
from repression.intake.sentences import KINDS, Sentence
from repression.intake.tags import PUBLISHED_TAGS
from repression.intake.vocabulary import UNREADABLE
from repression.maintain import answers
from repression.maintain.add import AddRequest, StatedAnew, prepare
from repression.maintain.answers import Answers, WordAnswer
from repression.maintain.plan import write
from repression.partial_dates import PartialDate
from repression.snapshots.catalog import read_package
from repression.snapshots.csv_io import format_csv
from repression.snapshots.descriptor import Source
from repression.snapshots.issues import ValidationError
from repression.snapshots.schema import fields_of
from tests.conftest import DATA as FROZEN
from tests.conftest import LIVE_DATA, ROOT
from tests.intake.test_viasna import HEADER as EXPORT
from tests.support.factories import small_data
from tests.support.raw_registers import read_register

DATA = LIVE_DATA  # what is published is held to this, whatever was taken in
MONTH = r"(20[0-9]{2}-(0[1-9]|1[0-2]))?"
OFFENCE = r"[1-9][0-9]{2}(-[1-9][0-9]?)?(\.[1-9][0-9]?)?"
ARTICLE = rf"((1[34](\.[1-9])?\+)?{OFFENCE}|1[34](\.[1-9])?)"


def tables(dataset: str) -> list[tuple[list[str], list[list[str]]]]:
    """Header and rows of every snapshot of a dataset."""
    found = []
    for path in sorted(DATA.glob(f"{dataset}/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        found.append((header, rows))
    assert found
    return found


# Maintainers add penalties to the data package and places to the table of facilities; both are reviewed.
FACILITY_NAMES = sorted({row[0] for _, rows in tables("facilities") for row in rows})
PENALTY_CODES = next(field.enum for field in fields_of(read_package(DATA), "people") if field.name == "penalty")
ALLOWED = {
    "status": r"political_prisoner|former_political_prisoner|convicted",
    "gender": r"(female|male)?",
    "age_group": r"(under 18|18–24|25–34|35–44|45–54|55–64|65\+)?",
    "arrested": MONTH,
    "verdict": MONTH,
    "released": MONTH,
    "articles": rf"({ARTICLE}(;{ARTICLE})*)?",
    "sentence_months": r"([0-9]{1,3}\.[0-9])?",
    "sentence_kind": r"length|life_imprisonment|death_penalty|"
    r"fine|treatment|community_service|dismissed|unknown|unreadable|not_stated",
    "fine": r"true|false",
    "penalty": f"({'|'.join(PENALTY_CODES)})?",
    "custody": r"(facility|house_arrest|awaiting_sentence)?",
    "facility": "|".join(["", *map(re.escape, FACILITY_NAMES)]),
    "region": r"((Brest|Gomel|Grodno|Minsk|Mogilev|Vitebsk) region|Minsk city)?",
}
MOST_CODES = 12  # of a column that came later; more would be nearly a free text


def later_columns() -> dict[str, tuple[str, ...]]:
    """The codes of the columns that came later."""
    weighed = (ROOT / "docs/privacy.md").read_text("utf-8")
    fields = [
        field for field in fields_of(read_package(DATA), "people") if field.since and f"`{field.name}`" in weighed
    ]
    codes = {field.name: ("true", "false") if field.type == "boolean" else field.enum for field in fields}
    return {name: found for name, found in codes.items() if name not in ALLOWED and len(found) <= MOST_CODES}


LATER = later_columns()
WHOLE = ALLOWED | {column: "|".join(["", *map(re.escape, codes)]) for column, codes in LATER.items()}


def too_fine(header: list[str], row: list[str]) -> list[str]:
    """The columns of a row of `people` that hold more than they may; the header's surplus columns."""
    columns = dict(zip(header, row, strict=True))
    surplus = [column for column in columns if column not in WHOLE]
    return surplus + [name for name, cell in columns.items() if name in WHOLE and not re.fullmatch(WHOLE[name], cell)]


def columns_on(day: str) -> list[str]:
    """The columns that a register of a day has: without those that came later."""
    since = {field.name: str(field.since or "") for field in fields_of(read_package(DATA), "people")}
    return [column for column in WHOLE if since[column] <= day]


def test_people_hold_nothing_finer_in_any_snapshot() -> None:
    facilities = {row[0] for _, rows in tables("facilities") for row in rows}
    days = [path.stem for path in sorted(DATA.glob("people/*.csv"))]
    for day, (header, rows) in zip(days, tables("people"), strict=True):
        assert header == columns_on(day)
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
    assert list(fields) == list(WHOLE)
    for column, field in fields.items():
        assert column == "facility" or field.broken_rule(POISON.get(column, "Maria")), column


@pytest.mark.parametrize(
    "value", ["2020-10-02", "02.10.2020", "17.05", "17.12", "13.12", "35", "1996", "099", "342.05"]
)
def test_a_day_an_age_or_a_year_in_the_wrong_column_is_no_article(value: str) -> None:
    (field,) = [field for field in fields_of(read_package(DATA), "people") if field.name == "articles"]
    assert field.broken_rule(value)
    with pytest.raises(ValueError, match="must be articles"):
        read_articles(value)


def test_the_closed_sets_are_those_of_the_data_package() -> None:
    fields = {field.name: field for field in fields_of(read_package(DATA), "people")}
    for column, codes in [
        ("status", STATUSES),
        ("gender", GENDERS),
        ("sentence_kind", KINDS),
        ("custody", CUSTODIES),
    ]:
        assert set(fields[column].enum) == set(codes), column
    assert set(fields["penalty"].enum) >= set(PENALTIES)
    assert all(re.fullmatch("[a-z][a-z0-9_]*", code) for code in fields["penalty"].enum)
    assert tuple(fields) == anonymise.COLUMNS


OWN_WORDS = ("source", "notes")


def test_no_words_of_a_sentence_and_no_link_stand_in_the_descriptors_of_people() -> None:
    with (ROOT / "tests/intake/sentence_texts.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file) if re.search(r"[0-9] ", row["text"])]
    assert len(texts) > 100
    for path in DATA.glob("people/*.yaml"):
        # Source and notes are a maintainer's own words.
        made = {name: said for name, said in yaml.safe_load(path.read_text("utf-8")).items() if name not in OWN_WORDS}
        words = yaml.safe_dump(made)
        assert not [text for text in texts if text in words]
        assert not re.findall(r"https?://\S+", words)
    for path in FROZEN.glob("people/*.yaml"):
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
    needed = {"datapackage.json", "regions.geojson"}
    reviewed = {"known_exceptions.yaml", "vocabulary.csv", "archived_sources.csv", "next_update.yaml"}
    assert needed <= others <= needed | reviewed


def test_raw_rows_never_enter_the_repository() -> None:
    assert "private/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
    listed = subprocess.run(["git", "ls-files", "private"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert not listed.stdout


DAYS = (date(2023, 2, 10), date(2023, 3, 10))
NAMES_OF_COUNTS = {
    *("arrests", "verdicts", "releases", "before", "after", "added", "added_late", "gone", "undated", "corrected"),
    *WHOLE,
}
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
    held=st.builds(
        Custody, st.sampled_from(("", *CUSTODIES)) | ANY_TEXT, st.sampled_from(("", *FACILITIES)) | ANY_TEXT
    ),
    tags=st.dictionaries(st.sampled_from(("minor", *PUBLISHED_TAGS)) | ANY_TEXT, st.booleans()),
)


@settings(deadline=None)
@given(ANY_PERSON)
def test_whatever_a_person_holds_nothing_finer_is_published(person: Person) -> None:
    try:
        row = published_cells(person, FACILITIES, PENALTIES)
    except ValueError:
        return  # refused is as good
    assert not too_fine(list(WHOLE), row)


RAW_CELLS = {
    "status": ["active", "former", "np"],
    "gender": ["male", "female"],
    "birth_year": ["1990", "1090", "17 May 1996"],
    "arrested": ["2020-10-02", "17 мая 2021", "2021"],
    "articles": ["342;293.2", "13.1+293"],
    "decision": ["3 yers", "4 1/2", "unknown", "140 base rates, 18 months"],
    "penalty": ["fine", "arrest"],
    "prison": ["House arrest", "Prison No. 4\nan address", "Penal colony No. 1; John"],
    "died": ["yes"],
    "tags": ["minor;pardoned;not deported", "pardoned;Maria"],
}
RAW_ROW = st.tuples(*(st.sampled_from(["", *RAW_CELLS.get(column, [])]) | ANY_TEXT for column in register.COLUMNS))


@settings(deadline=None)
@given(st.lists(RAW_ROW, max_size=4))
def test_whatever_a_raw_file_holds_nothing_finer_is_published(rows: list[tuple[str, ...]]) -> None:
    content = format_csv(register.COLUMNS, rows).replace(b"\0", b"")
    try:
        published_rows, report = read_register(content, "raw.csv", date(2023, 2, 10), Reference(FACILITIES, ["342"]))
    except ValidationError:
        return
    assert not [row for row in published_rows if too_fine(list(WHOLE), row)]
    refused_lines = {issue.line for issue in report.issues}
    waiting = {line for word in report.open_words() if word.column == "status" for line in word.lines}
    assert len(published_rows) + len(refused_lines | waiting) >= report.rows  # no row is lost without a word


def test_years_alone_and_days_give_no_more_than_a_month() -> None:
    person = whole_row(birthday="17.05.1990", arrested="2021", verdict_date="2021-03-09", release_date="")
    (published,), _ = read_register(as_file(EXPORT, [person]), "raw.csv", DAYS[0], Reference(FACILITIES, ["342"]))
    assert published[2:6] == ["25–34", "", "2021-03", ""]


# What may stand in the descriptor of a register beside numbers: how something was read, and sentences of our own.
KINDS_OF_READING = {
    *(*STATUSES, *GENDERS, *PENALTIES, *CUSTODIES, *KINDS),
    *("unreadable", "not_in_table", "typing_error", "beside_length", "year_only", "not_known", "not_stated"),
    *("before_arrest", "after_snapshot"),
    *(code for codes in LATER.values() for code in codes),
}
NOTE = (
    r"[0-9]+ of [0-9]+ rows of the source could not be read and are left out\."
    r"|[0-9]+ rows? of the source left out: another row of the same person is shown\."
    r"|Up to [0-9]+ (person|people) may be counted twice\."
    r"|Taken in on 2023-03-11 in place of an earlier file of the same date\."
)
SOURCE = Source("A source", "https://example.org", "A publisher", "not stated")
STATED = StatedAnew(SOURCE.title, SOURCE.url, SOURCE.publisher, SOURCE.licence)
# Nothing of this may be found in any file of the data, whatever column it stood in.
SECRETS = ("Kavalenka", "Каваленка", "84920317", "example.net", "<script", "1971", "Secret street")
HOSTILE = st.sampled_from(
    [
        "Zinaida Kavalenka",
        "Каваленка Зінаіда Іванаўна",
        "84920317",
        "17 мая 1971",
        "1971-05-17",
        "Zinaida Kavalenka, born 17.05.1971, Secret street 5-12",
        "https://example.net/person/zinaida-kavalenka",
        "<script src=//example.net></script>",
        '=HYPERLINK("https://example.net/84920317")',
        "two\nlines of Kavalenka",
        "Kavalenka " * 2000,
        "\u202eKavalenka",
        "342; Zinaida Kavalenka",
        "3 years; Zinaida Kavalenka",
        "Penal colony No. 1\nSecret street 5, Zinaida Kavalenka",
        "Prison No. 4; Zinaida Kavalenka, cell 12",
        "political prisoner Kavalenka",
    ]
)
SOUND = {
    "status": ["active", "former", "np"],
    "gender": ["male", "female", ""],
    "birthday": ["1971", "17.05.1971", "May 1971", ""],
    "arrested": ["2020-10-02", "17 мая 2021", "2021-05", "2021", "2023-02-27"],
    "verdict_date": ["2022-09-06", "06.09.2022", "2019-01-01", "2024", ""],
    "release_date": ["2022-12-09", "2023-03-01T00:00", ""],
    "appeal_date": ["2023-02-28", ""],
    "articles": ["342", "Part 1 of Art. 13 — Part 2 of Art. 293 of the Criminal Code", "999;342", ""],
    "decision": ["3 years", "3 yers", "4 1/2", "140 base rates, 18 months", "unknown", "Kavalenka: 3 years", ""],
    "penalty": ["fine", "arrest", "imprisonment in a general-security penal colony", ""],
    "prison": ["Penal colony No. 1\nSecret street 5", "House arrest", "Released", "Prison No. 4; Kavalenka", ""],
}
SOUND["birth_year"] = SOUND["birthday"]


def rows_of(header: tuple[str, ...]) -> st.SearchStrategy[list[list[str]]]:
    """Rows of a source: most cells as they are, some hostile, some of any text; in the columns never taken all are."""
    strange = HOSTILE | ANY_TEXT
    cells = [
        st.just("") if column == "id" else st.sampled_from(SOUND[column]) if column in SOUND else HOSTILE
        for column in header
    ]

    def row(number: int, sound: tuple[str, ...], place: int | None, other: str) -> list[str]:
        cells = list(sound)
        cells[header.index("id")] = f"84920317{number}"
        if place is not None:
            cells[place] = other
        return cells

    places = st.none() | st.integers(0, len(header) - 1)
    numbers = st.integers(1, 6)
    return st.lists(st.builds(row, numbers, st.tuples(*cells), places, strange), max_size=4)


def hostile_files() -> st.SearchStrategy[tuple[bytes, bytes]]:
    """Two registers one after the other, in our columns or in those of Viasna's export."""
    return st.sampled_from((register.COLUMNS, EXPORT)).flatmap(
        lambda header: st.tuples(*[rows_of(header).map(lambda rows: as_file(header, rows))] * 2)
    )


def as_file(header: tuple[str, ...], rows: list[list[str]]) -> bytes:
    return format_csv(header, rows).replace(b"\0", b"")


def take_in(data: Path, day: date, content: bytes) -> int:
    """Take a register in, whatever stands against it; give how many people are published. None where it is refused."""
    file = data.parent / "raw.csv"
    file.write_bytes(content)
    anyhow = frozenset({"replace", "without-refused", "allow-unreadable", "allow-halved", "allow-new-ids"})
    request = AddRequest(data, (RawFile.read(file),), "people", day, STATED, date(2023, 3, 11), "maintainers", anyhow)
    try:
        prepared = prepare(request)
    except ValidationError:
        return 0
    if words := prepared.report.open_words():
        given = [WordAnswer(one.column, one.word, UNREADABLE, private=True) for one in words]
        answers.write(answers.prepare(data, Answers(tuple(given)), date(2023, 3, 11)))
        prepared = prepare(request)
    assert not prepared.obstacles
    write(prepared.plan)
    return len(prepared.files.rows)


def whole_row(**cells: str) -> list[str]:
    """A row of the export that is taken in, with something hostile in every column that is not."""
    plain = dict.fromkeys(EXPORT, "Zinaida Kavalenka, 17.05.1971")
    plain |= {name: values[0] for name, values in SOUND.items()} | {"id": "849203171"}
    return [(plain | cells)[name] for name in EXPORT]


FIRST_ROWS = as_file(EXPORT, [whole_row()])
NEXT_ROWS = as_file(
    EXPORT,
    [
        whole_row(release_date="2023-03-01", birthday="17.05.1996"),
        whole_row(id="849203172"),
        whole_row(id="849203173", prison="Secret street 5, Zinaida Kavalenka"),
    ],
)


@settings(max_examples=15, phases=(Phase.explicit, Phase.reuse, Phase.generate))  # making it smaller takes minutes
@given(hostile_files())
@example((FIRST_ROWS, NEXT_ROWS))
def test_whatever_add_takes_in_nothing_finer_is_written(files: tuple[bytes, bytes]) -> None:
    with TemporaryDirectory() as folder:
        data = small_data(Path(folder) / "data")
        people = [take_in(data, day, content) for day, content in zip(DAYS, files, strict=True)]
        if files == (FIRST_ROWS, NEXT_ROWS):
            assert people == [1, 3]  # or nothing would be tested
        facilities = {row[0] for _, rows in tables("facilities") for row in rows}
        for path in data.rglob("people/*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                header, *rows = csv.reader(file)
            assert header == columns_on(path.stem)
            assert not [found for row in rows if (found := too_fine(header, row))]
            assert {row[header.index("facility")] for row in rows} <= {"", *facilities}
        for path in data.rglob("people/*.yaml"):
            assert not surplus_in(yaml.safe_load(path.read_text("utf-8")))
        for path in (path for path in data.rglob("*") if path.is_file()):
            words = re.sub("sha256: .*", "", path.read_text("utf-8"))  # which can have any digits
            assert not [secret for secret in SECRETS if secret in words], path.name


def surplus_in(descriptor: dict[str, Any]) -> list[object]:
    """What a descriptor says beyond who took in what from where, and counts of what is published."""
    said = dict(descriptor)
    source, readings, notes, changes = (said.pop(key) for key in ("source", "readings", "notes", "changes"))
    numbers = [said.pop("rows")]
    surplus = [] if source == msgspec.structs.asdict(SOURCE) else [source]
    surplus += [note for note in notes if not re.fullmatch(NOTE, note)]
    for reading in readings:
        numbers += [reading.pop("texts") or 0, reading.pop("rows")]
        if reading["field"] not in WHOLE or reading["kind"] not in KINDS_OF_READING or len(reading) > 2:
            surplus.append(reading)
    if changes:
        if changes.pop("since") not in DAYS or changes.pop("compared") not in ("people", "rows"):
            surplus.append(changes)
        totals = changes.pop("totals")
        surplus += [one for one in totals if one.pop("status") not in STATUSES]
        counts = [*totals, changes.pop("events"), changes.pop("revisions"), changes]
        surplus += [name for each in counts for name in each if name not in NAMES_OF_COUNTS]
        numbers += [number for each in counts for number in each.values() if number is not None]
    fixed = {"dataset": "people", "accessed": date(2023, 3, 11), "taken_in_by": "maintainers"}
    surplus += [said[name] for name, value in fixed.items() if said.pop(name) != value]
    surplus += [] if said.pop("date") in DAYS and re.fullmatch("[0-9a-f]{64}", said.pop("sha256")) else ["date, sha256"]
    return [*surplus, *said, *(number for number in numbers if type(number) is not int)]
