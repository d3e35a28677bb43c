"""For any filter, the rows of a file, of Streamlit's page and of the server's, and rows counted apart, are the same."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from repression.exhibits.tables import PAGE_ROWS
from repression.questions import live
from repression.questions.answer import ask, vocabulary
from repression.questions.filter_types import Choice, Filter, MonthRange, Single, Vocabulary
from repression.questions.filters import BY_NAME, FILTERS, names_of
from repression.questions.selection import read_address
from repression.web.guard.slots import WORK_SLOTS
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.conftest import DATA
from tests.support.app_tests import parts_of
from tests.support.html_tables import tables_of
from tests.ui.test_pages import app_on

# How many filters are tried of each kind; `make proof` tries more.
EXAMPLES = int(os.environ.get("EXAMPLES", "24"))
# In parts with examples of their own, so that both cores have some.
BATCHES = 2
# An address that fails is short as it is; making it shorter would take minutes of pages.
AS_FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
LINK = {"snapshot": "2026-11-22", "lang": "en"}
SECONDS = 60
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Address = Mapping[str, list[str]]  # filter -> its texts
Row = tuple[str, ...]


def stored(file: str) -> pd.DataFrame:
    """A snapshot as it lies in data/, every cell a text."""
    return pd.read_csv(DATA / file, dtype=str, keep_default_na=False)


PEOPLE = stored("people/2023-02-10.csv")
PEOPLE_ARTICLES = [
    {entry.split("+")[-1].split(".")[0] for entry in cell.split(";")} if cell else {"unknown"}
    for cell in PEOPLE["articles"]
]
ORGANISATIONS = stored("organisations/2026-11-22.csv")
COUNTS = stored("people_counts/2026-11-22.csv")
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))


def labels_of(dataset: str, field: str) -> dict[str, str]:
    """What readers read for a code; an empty cell stays empty."""
    (resource,) = [each for each in PACKAGE["resources"] if each["name"] == dataset]
    (declared,) = [each for each in resource["schema"]["fields"] if each["name"] == field]
    return {"": "", **{each["value"]: each["label"] for each in declared["categories"]}}


def within(cells: pd.Series[Any], text: str) -> pd.Series[Any]:
    """Which cells are in `low..high`; an empty one never is, nor does an open side leave any out."""
    low, high = text.split("..")
    kept = cells.notna() & (cells != "")
    if low:
        kept &= cells >= type(cells.max())(low)
    return kept & (cells <= type(cells.max())(high)) if high else kept


def chosen(cells: pd.Series[Any], codes: list[str]) -> pd.Series[Any]:
    """Which cells are one of some codes, `unknown` being the code of an empty one."""
    return cells.replace("", "unknown").isin(codes)


def people_left(address: Address) -> pd.Series[Any]:
    """Which people a filter leaves, by what docs and help say of it."""
    kept = pd.Series(True, PEOPLE.index)
    for name, texts in address.items():
        if name == "article":
            of = set.issubset if address.get("article_match") == ["all"] else lambda a, b: not a.isdisjoint(b)
            kept &= pd.Series([of(set(texts), articles) for articles in PEOPLE_ARTICLES])
        elif name in ("arrested", "verdict"):
            kept &= within(PEOPLE[name], texts[0])
        elif name == "length":
            kept &= within(pd.to_numeric(PEOPLE["sentence_months"]), texts[0])
        elif name not in ("article_match", "status"):
            kept &= chosen(PEOPLE[name], texts)
    return kept


def of_status(address: Address) -> pd.Series[Any]:
    """Which people have the status that a filter asks for; the recognised, where it asks for none."""
    codes = address.get("status", ["political_prisoner", "former_political_prisoner"])
    return pd.Series(True, PEOPLE.index) if codes == ["any"] else PEOPLE["status"].isin(codes)


def organisations_left(address: Address) -> pd.Series[Any]:
    """Which organisations a filter leaves."""
    kept = pd.Series(True, ORGANISATIONS.index)
    for name, texts in address.items():
        if name == "year":
            kept &= within(pd.to_numeric(ORGANISATIONS["date"].str[:4]), texts[0])
        else:
            kept &= chosen(ORGANISATIONS["region" if name == "org_region" else name], texts)
    return kept


def own_texts(row: Mapping[str, str], name: str) -> list[str]:
    """What a stored row itself says where a filter asks; nothing where it is silent."""
    if name == "article":
        return [entry.split("+")[-1].split(".")[0] for entry in row.get("articles", "").split(";") if entry]
    column = {"org_region": "region", "length": "sentence_months", "year": "date"}.get(name, name)
    text = row.get(column, "")
    return [text[:4] if name == "year" else text] if text else []


@st.composite
def addresses(draw: Callable[..., Any], scope: str) -> Address:
    """Some of a dataset's filters; three in four leave in a row drawn before, or most would leave none."""
    rows = {"people": PEOPLE, "organisations": ORGANISATIONS}[scope]
    row = rows.iloc[draw(st.integers(0, len(rows) - 1))].to_dict() if draw(st.integers(0, 3)) else {}
    codes = vocabulary(live.current(), "en")
    names = draw(st.lists(st.sampled_from(sorted(names_of([scope]))), max_size=5, unique=True))
    address = {name: draw(texts_for(BY_NAME[name], codes, own_texts(row, name))) for name in names}
    if "article" in names and draw(st.booleans()):
        address["article_match"] = ["all"]  # drawn by itself it would seldom meet an article
    return address


def texts_for(each: Filter, codes: Vocabulary, own: list[str]) -> st.SearchStrategy[list[str]]:
    """What may stand in an address for a filter; `own` is what the row to be left in says there."""
    if isinstance(each, Choice):
        known = list(codes[each.name])
        some = st.lists(st.sampled_from(known), min_size=not own, max_size=4, unique=True)
        more = some.map(lambda picked: list(dict.fromkeys([*own, *picked])))
        return more | st.just(["any"]) if each.default else more
    if isinstance(each, Single):
        return st.sampled_from([[code] for code, _ in each.codes])
    return ranges(each, own)


def ranges(each: Filter, own: list[str]) -> st.SearchStrategy[list[str]]:
    """`low..high`, either side open, from months, years or months of a sentence."""
    if isinstance(each, MonthRange):
        sides = st.dates(pd.Timestamp(2017, 1, 1).date(), pd.Timestamp(2023, 12, 1).date()).map("{:%Y-%m}".format)
        order: Callable[[str], Any] = str
    else:
        numbers = st.integers(1990, 2030) if each.name == "year" else st.integers(0, 300) | st.sampled_from([0.5, 7.1])
        sides, order = numbers.map("{:g}".format), float
    own = [f"{float(text):g}" for text in own] if order is float else own

    def written(pair: tuple[str, str], shown: tuple[bool, bool]) -> list[str]:
        low, *_, high = sorted([*pair, *own], key=order)
        return [f"{low if shown[0] else ''}..{high if shown[1] else ''}"]

    opened = st.sampled_from([(True, True), (True, False), (False, True)])
    return st.builds(written, st.tuples(sides, sides), opened)


@pytest.fixture(scope="module", autouse=True)
def real_data() -> Iterator[None]:
    """The running process's warehouse is that of data/, whatever another test made of it."""
    live.reset()
    yield
    live.reset()


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(app) as client:
        yield client


class Reader:
    """A reader on a page, who goes from address to address in one session."""

    def __init__(self, file: str) -> None:
        self.app = app_on(file)

    def go(self, address: Address) -> str:
        """Goes to an address and gives the texts of the page."""
        self.app.query_params = {**LINK, **address}
        self.app.run()
        assert not self.app.exception
        return "\n".join(self.texts())

    def table(self, columns: list[str], exhibit: str) -> list[Row]:
        """The rows of the exhibit's table, from all of its pages, none where nothing is left to show."""
        rows: list[Row] = []
        named = (re.search(rf"page-{exhibit}-\w+$", each.proto.id) for each in self.app.get("pagination"))
        page = next((match[0] for match in named if match), None)
        while True:
            found = [each.value for each in self.app.dataframe if list(each.value.columns) == columns]
            assert len(found) <= 1
            rows += [tuple(map(said, row)) for frame in found for row in frame.itertuples(index=False)]
            paged = re.findall(r"Rows [\d,]+–([\d,]+) of ([\d,]+);", "\n".join(self.texts()))
            if page is None or paged[0][0] == paged[0][1]:
                self.turn(page, 1)
                return rows
            self.turn(page, self.app.session_state[page] + 1)

    def turn(self, page: str | None, number: int) -> None:
        """Turns to a page of a long table, whose key is `page`."""
        if page is not None:
            self.app.session_state[page] = number
            self.app.run()

    def texts(self) -> list[str]:
        """What the page says in HTML."""
        return parts_of(self.app)


@pytest.fixture(scope="module")
def register() -> Reader:
    return Reader("register.py")


@pytest.fixture(scope="module")
def organisations() -> Reader:
    return Reader("organisations.py")


def headcount(page: str) -> str:
    """How many of how many, as the page says it above its exhibits."""
    (found,) = re.findall(r"<b>([\d,]+ of [\d,]+) ", page)
    return str(found)


def said(cell: Any) -> str:
    """A cell as a text: `12.0` months are `12`, an empty one is empty."""
    if pd.isna(cell):
        return ""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def file_rows(client: TestClient, path: str, address: Address) -> list[Row]:
    """The rows of a CSV, without its header."""
    answer = client.get(f"/data/{path}.csv", params={**LINK, **address})
    assert answer.status_code == 200, answer.text
    return [tuple(row) for row in csv.reader(io.StringIO(answer.text, newline=""))][1:]


def served_page(client: TestClient, path: str, address: Address) -> str:
    """The page as the server writes it, at the one address of the view."""
    WORK_SLOTS.limiter.forget()  # many examples are no greedy client
    answer = client.get(path, params={**LINK, **address}, headers={"accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def served_rows(page: str, exhibit: str) -> list[Row]:
    """The rows of an exhibit's table, of which there are `PAGE_ROWS` at most; none where nothing is left to show."""
    return [tuple(row) for row in tables_of(page).get(exhibit, [()])[1:]]


def as_served(rows: list[Row]) -> list[Row]:
    """The first rows as the server's page has them: without columns that are empty in all, with dates in words."""
    first = rows[:PAGE_ROWS]
    kept = [column for column in zip(*first, strict=True) if any(column)]
    return list(zip(*[map(in_words, column) for column in kept], strict=True))


def in_words(cell: str) -> str:
    """`2021-03-05` as `5 March 2021`, `2021-03` as `March 2021`, everything else as it is."""
    if not re.fullmatch(r"(19|20)\d\d(-\d\d){1,2}", cell):
        return cell
    day = pd.Timestamp(cell)
    return f"{day.day} {day:%B %Y}" if len(cell) == 10 else f"{day:%B %Y}"


def bare(rows: list[Row]) -> list[Row]:
    """Rows of a CSV without the ' before a text that a spreadsheet would run."""
    return [
        tuple(cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell for cell in row) for row in rows
    ]


def shown_people() -> pd.DataFrame:
    """The register as its page words it."""
    frame = PEOPLE.copy()
    frame["sentence_months"] = [f"{float(cell):g}" if cell else "" for cell in frame["sentence_months"]]
    frame["sentence"] = frame.pop("sentence_kind").map(labels_of("people", "sentence_kind"))
    frame["fine"] = frame["fine"].map({"true": "yes", "false": "no"})
    for name in ("status", "penalty", "region"):
        frame[name] = frame[name].map(labels_of("people", name))
    custody = frame.pop("custody")
    elsewhere = custody.map(labels_of("people", "custody")).where(~custody.isin(["", "facility"]), "")
    frame["facility"] = elsewhere.where(elsewhere != "", frame["facility"])
    return frame[
        [
            "status",
            "gender",
            "age_group",
            "arrested",
            "verdict",
            "released",
            "articles",
            "sentence_months",
            "sentence",
            "fine",
            "penalty",
            "facility",
            "region",
        ]
    ]


def rows_of(frame: pd.DataFrame) -> list[Row]:
    return [tuple(row) for row in frame.itertuples(index=False)]


SHOWN_PEOPLE = shown_people()
FILE_PEOPLE = PEOPLE.assign(sentence_months=SHOWN_PEOPLE["sentence_months"])


@pytest.mark.parametrize("batch", range(BATCHES))
@settings(max_examples=EXAMPLES // BATCHES, phases=AS_FOUND)
@given(address=addresses("people"))
def test_people_are_the_same_in_file_page_and_count(
    batch: int, address: Address, client: TestClient, register: Reader
) -> None:
    others = people_left(address)
    left = others & of_status(address)
    event("somebody is left" if left.any() else "nobody is left")

    rows = file_rows(client, "people", address)
    assert Counter(rows) == Counter(rows_of(FILE_PEOPLE[left]))

    page = register.go(address)
    shown = register.table(list(SHOWN_PEOPLE.columns), "register")
    assert Counter(shown) == Counter(rows_of(SHOWN_PEOPLE[left]))
    assert bare(file_rows(client, "questions/register", address)) == shown

    served = served_page(client, "/register", address)
    assert served_rows(served, "register") == as_served(shown)
    assert headcount(page) == headcount(served) == f"{left.sum():,} of {len(PEOPLE):,}"
    convicted = (others & (PEOPLE["status"] == "convicted")).sum()
    left_out = (
        "; 1 other person prosecuted for political reasons is left out"
        if convicted == 1
        else f"; {convicted:,} others prosecuted for political reasons are left out"
    )
    recognised_only = set(address.get("status", [])) in (set(), {"political_prisoner", "former_political_prisoner"})
    assert (left_out in page) == (recognised_only and convicted > 0)
    assert "; 0 others" not in page
    match = (
        "One person of the register matches;" if left.sum() == 1 else f"{left.sum():,} people of the register match;"
    )
    assert (match in page) == bool(left.sum())


@settings(max_examples=EXAMPLES // BATCHES, phases=AS_FOUND)
@given(address=addresses("organisations"))
def test_organisations_are_the_same_in_file_page_and_count(
    address: Address, client: TestClient, organisations: Reader
) -> None:
    left = ORGANISATIONS[organisations_left(address)]

    assert Counter(bare(file_rows(client, "organisations", address))) == Counter(rows_of(left))

    page = organisations.go(address)
    labelled = {name: left[name].map(labels_of("organisations", name)) for name in ("kind", "region")}
    worded = left.assign(**labelled).drop(columns="date_precision")
    worded = worded.rename(columns={"name_original": "other_name"})
    shown = organisations.table(list(worded.columns), "named_organisations")
    assert Counter(shown) == Counter(rows_of(worded))
    assert bare(file_rows(client, "questions/named_organisations", address)) == shown
    served = served_page(client, "/organisations", address)
    # The source is one cell there, and two here.
    assert [row[:-1] for row in served_rows(served, "named_organisations")] == as_served([row[:-2] for row in shown])
    assert headcount(page) == headcount(served) == f"{len(left):,} of {len(ORGANISATIONS):,}"


SERIES = ("viasna", "wider", "other")


@pytest.mark.parametrize("series", [list(some) for size in range(4) for some in combinations(SERIES, size)])
def test_published_counts_are_the_same_in_file_page_and_count(series: list[str], client: TestClient) -> None:
    address = {"series": series} if series else {}
    left = COUNTS[COUNTS["series"].isin(series or ["viasna"])]
    assert Counter(bare(file_rows(client, "people_counts", address))) == Counter(rows_of(left))

    reader = Reader("prisoners.py")
    reader.app.session_state["view-published_counts"] = "table"
    reader.go(address)
    worded = left[left["political_prisoners"] != ""].assign(
        counter=left["series"].map(labels_of("people_counts", "series")),
        qualifier=left["qualifier"].map(labels_of("people_counts", "qualifier")),
    )
    columns = [
        "date",
        "counter",
        "political_prisoners",
        "qualifier",
        "counted_by",
        "published",
        "source_title",
        "source_url",
    ]
    shown = reader.table(columns, "published_counts")
    assert Counter(shown) == Counter(rows_of(worded[columns]))
    assert bare(file_rows(client, "questions/published_counts", address)) == shown


def choices(scope: str, address: Address) -> dict[str, dict[str, int]]:
    """The counts beside the choices of a page, by filter and code."""
    warehouse = live.current()
    link = {name: [text] for name, text in LINK.items()}
    selection = read_address({**link, **address}, vocabulary(warehouse, "en"), warehouse.days)
    counts: dict[str, dict[str, int]] = {}
    for row in ask(warehouse, f"choices_{scope}", selection).table.to_pylist():
        counts.setdefault(row["filter"], {})[row["value"]] = row["rows"]
    return counts


def choices_of(scope: str) -> dict[str, str]:
    """The choice filters of a dataset, each with its column."""
    return {each.name: each.sql_column for each in FILTERS if isinstance(each, Choice) and each.scope == scope}


def codes_of_people(column: str) -> pd.Series[Any]:
    """The codes that each person counts for beside a filter's choices."""
    if column == "article_numbers":
        return pd.Series(list(map(sorted, PEOPLE_ARTICLES)))
    return PEOPLE[column].replace("", "unknown").map(lambda code: [code])


def counted_by_code(codes: pd.Series[Any], left: pd.Series[Any]) -> dict[str, int]:
    return dict(Counter(code for row in codes[left] for code in row))


@settings(max_examples=EXAMPLES // BATCHES, phases=AS_FOUND)
@given(address=addresses("people"))
def test_counts_beside_choices_of_people_are_what_each_choice_leaves(address: Address) -> None:
    counted = {}
    for name, column in choices_of("people").items():
        # The own choice is lifted, but another article beside those that must all be there narrows them.
        is_lifted = name != "article" or address.get("article_match") != ["all"]
        others = {key: texts for key, texts in address.items() if key != name or not is_lifted}
        left = people_left(others) & (of_status({"status": ["any"]}) if name == "status" else of_status(others))
        counted[name] = counted_by_code(codes_of_people(column), left)
    assert choices("people", address) == {name: counts for name, counts in counted.items() if counts}


@settings(max_examples=EXAMPLES // BATCHES, phases=AS_FOUND)
@given(address=addresses("organisations"))
def test_counts_beside_choices_of_organisations_are_what_each_choice_leaves(address: Address) -> None:
    counted = {}
    for name, column in choices_of("organisations").items():
        left = organisations_left({key: texts for key, texts in address.items() if key != name})
        counted[name] = counted_by_code(ORGANISATIONS[column].replace("", "unknown").map(lambda code: [code]), left)
    assert choices("organisations", address) == {name: counts for name, counts in counted.items() if counts}


@pytest.mark.parametrize("series", [[], ["wider"], ["viasna", "other"]])
def test_counts_beside_counters_are_all_of_each(series: list[str]) -> None:
    expected = {"series": dict(Counter(COUNTS["series"]))}
    assert choices("people_counts", {"series": series} if series else {}) == expected
