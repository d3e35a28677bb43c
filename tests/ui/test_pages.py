"""Every page runs through the frame on the real data, and on data that is not whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from repression.__main__ import main
from repression.paths import PACKAGE
from repression.questions import live
from repression.site import PAGES, Page
from repression.snapshots.archived_sources import ArchivedSource, write_archived
from tests.conftest import ROOT
from tests.support.app_tests import parts_of
from tests.support.factories import raw_register
from tests.support.registers import next_register

LINK = {"snapshot": "2026-11-22", "lang": "en"}
SECONDS = 60


@pytest.fixture(autouse=True)
def fresh_warehouse() -> Iterator[None]:
    """Each test builds the warehouse of the data folder it names."""
    live.reset()
    yield
    live.reset()


def app_on(file: str) -> AppTest:
    """The app, of which the next run shows a page."""
    test = AppTest.from_file(str(ROOT / "pages/app.py"), default_timeout=SECONDS)
    # AppTest finds a page by its file only after a run: one of an address that is refused costs no page.
    test.query_params["lang"] = "none"
    return test.run().switch_page(str(ROOT / "pages" / file))


def run(file: str = "overview.py", **parameters: str | list[str]) -> AppTest:
    """A page run through the frame, as a reader who opened an address sees it."""
    test = app_on(file)
    for name, value in {**LINK, **parameters}.items():
        test.query_params[name] = value
    return test.run()


def texts(test: AppTest) -> str:
    return "\n".join(parts_of(test))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_every_page_runs_and_says_something(page: Page) -> None:
    test = run(page.file)
    assert not test.exception
    assert f'tabindex="-1">{page.title}</h1>' in texts(test)
    assert 'class="exhibit-head"' in texts(test)


# The page that compares has no numbers at all before there are two registers.
@pytest.mark.parametrize("file", [page.file for page in PAGES if page.scopes and page.path != "compare"])
def test_every_page_runs_when_the_filter_leaves_nobody(file: str) -> None:
    test = run(file, penalty="fine", length="200..", year="1999..1999")
    assert not test.exception
    assert "Nothing matches this filter" in "\n".join(each.value for each in test.info)


@pytest.mark.parametrize("file", [page.file for page in PAGES])
def test_every_page_runs_on_a_snapshot_without_counts(file: str) -> None:
    assert not run(file, snapshot="2023-02-10").exception


@pytest.fixture
def two_registers(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data folder with a second register, of 30 November 2026."""
    next_register(data_copy, date(2026, 11, 30))
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))


def test_no_style_sheet_has_a_sign_for_which_streamlit_drops_it_whole() -> None:
    sheets = [*(PACKAGE / "static").glob("*.css"), *(ROOT / "pages").glob("*.css")]
    assert len(sheets) > 5
    assert not [path.name for path in sheets if "<" in path.read_text(encoding="utf-8")]


def test_where_there_is_one_register_two_days_of_the_counts_are_compared() -> None:
    test = run("compare.py", back="3", gender="female")
    assert not test.exception
    assert "Only one register with a row for each person is here, that of 10 February 2023." in texts(test)
    assert "1,140 political prisoners on 5 March 2026, " in texts(test)
    assert "fewer than on 28 February 2023" in texts(test)
    assert "How many people" not in texts(test)
    assert "kinds of figures both days are known" in texts(test)
    assert "Filters chosen on other pages do not narrow this one." in texts(test)
    assert not test.multiselect


def test_two_days_of_the_counts_are_chosen_and_the_distance_is_no_choice_then() -> None:
    test = run("compare.py")
    assert [each.label for each in test.selectbox[:2]] == ["Earlier day", "Later day"]
    assert "Filters chosen on other pages" not in texts(test)
    assert "filter-back" in [each.key for each in test.segmented_control]
    test = run("compare.py", earlier="2024-12-31", later="2025-12-31")
    assert not test.exception
    assert [each.value for each in test.selectbox[:2]] == ["2024-12-31", "2025-12-31"]
    assert "political prisoners on 31 December 2025, " in texts(test)
    assert "Filters chosen on other pages" not in texts(test)
    assert "filter-back" not in [each.key for each in test.segmented_control]


@pytest.mark.usefixtures("two_registers")
def test_two_registers_stand_side_by_side() -> None:
    test = run("compare.py", snapshot="2026-11-30", gender="female")
    assert not test.exception
    assert "The register of <b>10 February 2023</b> beside that of <b>30 November 2026</b>" in texts(test)
    assert "344 people in the register of 10 February 2023, 339 in that of 30 November 2026: 5 fewer" in texts(test)


@pytest.mark.usefixtures("two_registers")
@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"snapshot": "2023-02-10"}, "The register of 10 February 2023 is the first there is. Choose a later one"),
        ({"snapshot": "2023-02-10", "against": "2023-02-10"}, "Both sides would be the register of 10 February 2023"),
        ({"snapshot": "2023-02-10", "against": "2026-11-30"}, "beside that of <b>30 November 2026</b>"),
    ],
)
def test_which_registers_are_compared_is_said(parameters: dict[str, str], said: str) -> None:
    test = run("compare.py", **parameters)
    assert not test.exception
    assert said in texts(test)


@pytest.mark.usefixtures("two_registers")
def test_the_day_chosen_goes_into_the_address_and_out_again() -> None:
    test = run("compare.py", snapshot="2023-02-10")
    (choice,) = [each for each in test.selectbox if each.label == "Compared with"]
    test = choice.select_index(0).run()
    assert test.query_params["against"] == "2026-11-30"
    (choice,) = [each for each in test.selectbox if each.label == "Compared with"]
    test = choice.set_value(None).run()
    assert "against" not in test.query_params


@pytest.mark.usefixtures("two_registers")
def test_two_registers_under_a_filter_that_leaves_nobody() -> None:
    test = run("compare.py", snapshot="2026-11-30", penalty="fine", length="200..")
    assert not test.exception
    assert "Nothing matches this filter" in "\n".join(each.value for each in test.info)


def test_a_link_to_a_day_whose_data_are_gone_says_so() -> None:
    shown = texts(run("sentences.py", snapshot="2025-05-05"))
    assert "No data of 5 May 2025 are here, or not any more." in shown
    assert "These are the numbers as known on 10 February 2023." in shown
    assert shown.count('class="newer"') == 1
    assert "Newer data of 22 November 2026 exist" in shown
    assert "not any more" not in texts(run("sentences.py"))


def test_a_link_to_a_file_that_was_replaced_says_so(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    described = data_copy / "people/2023-02-10.yaml"
    words = described.read_text(encoding="utf-8")
    note = "notes:\n- Taken in on 2026-12-01 in place of an earlier file of the same date.\n"
    assert "notes: []\n" in words or "notes:\n" in words
    described.write_text(words.replace("notes: []\n", note).replace("notes:\n", note), encoding="utf-8")
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    shown = run("sentences.py")
    warned = (
        "The file of “People prosecuted for political reasons” of 10 February 2023: Taken in on 2026-12-01 in place of "
        "an earlier file of the same date."
    )
    assert warned in [each.value for each in shown.warning]
    assert not run("defenders.py").warning


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "1 row is withheld in the file of “People prosecuted for political reasons” of 10 February 2023. Numbers "
            "can be lower than ",
        ),
        ("be", "у файле «Людзі, пераследаваныя з палітычных матываў» на 10 лютага 2023 года не паказана: 1 радок. "),
        ("ru", "в файле «Преследуемые по политическим мотивам» от 10 февраля 2023 года не показано: 1 строка. "),
    ],
)
def test_a_page_says_that_rows_are_withheld(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    values = ["penalty=juvenile_colony", "arrested=2022-01"]
    assert main(["remove", *values, "--dataset", "people", "--data", str(data_copy), "--yes"]) == 0
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    assert any(said in each.value for each in run("sentences.py", lang=lang).warning)
    assert not run("defenders.py", lang=lang).warning


def test_a_page_says_beside_each_exhibit_that_rows_of_the_source_are_left_out(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    raw = raw_register(tmp_path / "raw.csv", {"arrested": "2021-05"}, {"id": "no number"})
    source = [
        "--source-title",
        "S",
        "--source-url",
        "https://example.org",
        "--publisher",
        "A publisher",
        "--accessed",
        "2026-11-22",
        "--yes",
    ]
    anyway = [
        "--replace",
        "--without-refused",
        "--allow-halved",
        "--allow-unreadable",
        "--allow-emptied",
        "--keep-notes",
    ]
    people = ["--dataset", "people", "--date", "2023-02-10", "--data", str(data_copy)]
    assert main(["add", str(raw), *people, *source, *anyway]) == 0
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    shown = run("sentences.py")
    said = (
        "In the file of “People prosecuted for political reasons” of 10 February 2023, 1 of 2 rows could not be read "
        "and are left out. "
    )
    exhibits = sum(1 for each in shown.warning if "in place of an earlier file" in each.value)
    assert exhibits > 1
    assert sum(1 for each in shown.warning if said in each.value) == exhibits


def test_a_link_to_a_day_before_all_that_can_be_read_says_so(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data_copy / "events/2019-01-01.csv").write_text("no,events\n", encoding="utf-8")
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    test = run("sentences.py", snapshot="2019-01-01")
    assert not test.exception
    assert "No data of 1 January 2019 are here, or not any more." in texts(test)


def test_the_archived_copy_stands_beside_the_live_link(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address, copy = "https://prisoners.spring96.org", "https://archive.example/prisoners"
    counted, its_copy = "https://spring96.org/en/news/98647", "https://archive.example/98647"
    read = date(2026, 11, 30)
    write_archived(
        data_copy,
        [ArchivedSource(address, copy, read, "5" * 64), ArchivedSource(counted, its_copy, read, "6" * 64)],
    )
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    shown = texts(run("sentences.py"))
    assert f'<a href="{copy}" rel="noopener noreferrer" target="_blank">archived copy, 30 November 2026</a>' in shown
    assert f'href="{address}"' in shown
