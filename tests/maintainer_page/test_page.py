"""The page's tasks, run as Streamlit runs them, on a copy of the frozen data."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from streamlit.testing.v1 import AppTest

from repression import i18n
from repression.__main__ import main
from repression.i18n import LANGUAGES, get_translator
from repression.intake.formats import RawFile
from repression.intake.register import COLUMNS
from repression.maintain import add, answers, extract_messages
from repression.maintain.next_update import NEXT_UPDATE, NextUpdate, read_next_update, write_next_update
from repression.maintain.stated import StatedAnew
from repression.maintainer_page import steps
from repression.maintainer_page.frame import TASKS
from repression.paths import LOCALE
from repression.site import FAILED
from repression.snapshots.catalog import read_catalog
from repression.snapshots.csv_io import format_csv
from repression.snapshots.issues import ValidationError
from repression.snapshots.writer import writer_lock
from tests.conftest import ROOT
from tests.support.export_form import HEADER

pytestmark = pytest.mark.slow

SCRIPT = ROOT / "repression" / "maintainer_page" / "app.py"
SECONDS = 120
DAY = date(2026, 11, 29)
EVENTS = (ROOT / "tests" / "data" / "events" / "2026-11-22.csv").read_bytes()
LATER = date(2026, 12, 24)
NOTES = [
    note
    for snapshot in read_catalog(ROOT / "tests" / "data").snapshots
    if snapshot.dataset == "people"
    for note in snapshot.descriptor.notes
]
ANOTHER = b"2026-11-28,An invented event,It never was.,A source,https://example.org\n"


@pytest.fixture
def page(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    return AppTest.from_file(str(SCRIPT), default_timeout=SECONDS).run()


def shown(page: AppTest) -> str:
    """All texts that the page has, one a line."""
    assert not page.exception
    parts = [page.code, page.markdown, page.error, page.warning, page.success, page.info, page.caption, page.header]
    return "\n".join(str(each.value) for part in parts for each in part)


def look(page: AppTest, name: str, content: bytes, dataset: str = "events") -> str:
    """Drop a file, say what it is, and look at it."""
    page.file_uploader[0].upload(name, content, "text/csv")
    page.selectbox(key="dataset").set_value(dataset).run()
    page.date_input(key=f"day-{dataset}").set_value(DAY)
    page.button(key=f"FormSubmitter:request-{dataset}-Look at the file").click().run()
    return shown(page)


def task(page: AppTest, name: str) -> str:
    page.segmented_control(key="task").set_value(name).run()
    return shown(page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_task_is_there_in_every_language(page: AppTest, lang: str) -> None:
    page.query_params["lang"] = lang
    for name, (title, _) in TASKS.items():
        task(page, name)
        assert get_translator(lang)(title) in page.segmented_control(key="task").options
    assert [each.value for each in page.title] == [get_translator(lang)("Keeping the data")]


def test_a_file_is_looked_at_and_taken_in(page: AppTest, data_copy: Path) -> None:
    said = look(page, "events.csv", EVENTS + ANOTHER)
    assert "1 row added, 0 rows gone" in said
    assert not (data_copy / "events" / f"{DAY}.csv").exists()
    page.button(key="take-in").click().run()
    # The check runs by itself.
    assert "Taken in." in shown(page) and "Checked: every snapshot is valid." in shown(page)
    assert ANOTHER in (data_copy / "events" / f"{DAY}.csv").read_bytes()
    assert page.file_uploader[0].value == []  # the bytes are let go of
    assert page.date_input(key="day-events").value is None  # the next file is of another day
    # Another task may change what the check would find.
    task(page, "correct")
    assert "Taken in." not in task(page, "take-in") and "Checked:" not in shown(page)


def test_a_day_is_named_by_the_maintainer_and_never_guessed(page: AppTest) -> None:
    page.file_uploader[0].upload("events.csv", EVENTS, "text/csv")
    page.selectbox(key="dataset").set_value("events").run()
    assert page.date_input(key="day-events").value is None
    page.button(key="FormSubmitter:request-events-Look at the file").click().run()
    assert "Name the day that the data describe." in shown(page) and not page.metric


def test_what_is_written_is_what_was_shown_without_reading_the_file_again(
    page: AppTest, data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = add.AddRequest(
        data_copy, (RawFile("events.csv", EVENTS + ANOTHER),), "events", DAY, StatedAnew(), DAY, "maintainers"
    )
    prepared = add.prepare(request)

    def reads_again(_: object) -> None:
        raise AssertionError("the file is read again")

    monkeypatch.setattr(add, "prepare", reads_again)
    with pytest.raises(ValidationError, match="are refused"):
        add.write_prepared(prepared.plan, (add.Obstacle("x", "rows are refused"),), request)
    (data_copy / "known_exceptions.yaml").touch()  # as another maintainer's command does
    with pytest.raises(AssertionError):
        add.write_prepared(prepared.plan, (), request)
    monkeypatch.undo()
    prepared = add.prepare(request)
    monkeypatch.setattr(add, "prepare", reads_again)
    assert add.write_prepared(prepared.plan, (), request)
    assert ANOTHER in (data_copy / "events" / f"{DAY}.csv").read_bytes()


def in_the_open(page: AppTest) -> list[str]:
    """The texts of the data and of commands that stand in no fold."""
    folded = {id(each.proto) for fold in page.expander for each in fold.code}
    return [each.value for each in page.code if id(each.proto) not in folded]


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the catalogues, which belongs to the copy of the data; steps run in this process, and so find it."""

    async def run_sync(function: Callable[..., object], *given: object, cancellable: bool) -> object:
        return function(*given)

    copied = Path(shutil.copytree(LOCALE, tmp_path / "locale"))
    for module in (i18n, extract_messages):
        monkeypatch.setattr(module, "LOCALE", copied)
    monkeypatch.setattr(answers, "has_catalogues", lambda _: True)
    monkeypatch.setattr(steps.to_process, "run_sync", run_sync)
    yield copied
    i18n.translations.cache_clear()
    i18n.get_translator.cache_clear()


def test_a_new_place_is_translated_for_the_check_after_it(page: AppTest, data_copy: Path, catalogues: Path) -> None:
    content = register({"id": "1", "prison": "ИК № 99\n247760, г. Мозырь"})
    look(page, "register.csv", content, "people")
    page.selectbox(key="means-prison-ик no 99").set_value("new").run()
    page.button(key="save-answers").click().run()
    for box in [each for each in page.checkbox if str(each.key).startswith("agree-")]:
        box.check()
    page.run()
    page.button(key="take-in").click().run()
    said = shown(page)
    assert "Checked: every snapshot is valid." in said
    assert "Penal colony No. 99" not in said
    # All files of the commit are named, those of the answers, too.
    written = next(each.code[0].value for each in page.expander if "were written" in each.label).splitlines()
    public = {"vocabulary.csv", "messages.po", f"{DAY}.csv"}
    assert public <= {Path(each).name for each in written}
    assert len([each for each in written if each.endswith("messages.po")]) == 2 and len({*written}) == len(written)


def test_a_long_silence_before_the_day_is_asked_about(page: AppTest) -> None:
    said = look(page, "register.csv", register({"id": "1", "arrested": "2026-10-29"}), "people")
    assert "The newest date in it: **29 October 2026**." in said and "If the day is right" not in said
    page.file_uploader[0].clear()
    said = look(page, "register.csv", register({"id": "1", "arrested": "2026-10-28"}), "people")
    assert (
        "The newest date in the file is 28 October 2026, 32 days before the day that you named. "
        "If the day is right and the file is whole, go on."
    ) in said
    assert "The newest date in it" not in said


def test_what_a_report_says_first(page: AppTest) -> None:
    rows = [{"id": str(key), "articles": "130" if key > 9 else "what"} for key in range(1, 3_000)]
    said = look(page, "register.csv", register(*rows), "people")
    assert "[The result is below.](#report)" in said
    first = in_the_open(page)
    assert "; 1,140 (exact) for " in first[1] and first[1].startswith("2,999 political prisoners here; ")
    # What another file would not mend is told where it has its yes.
    missing = (
        "no row of 2023-02-10 can be followed: the raw file of that day is not on this machine (there is no "
        "private/people/2023-02-10.csv). Ask whoever took it in for it. If nobody has it, look at the charts, and say "
        "yes"
    )
    assert "Mend this first, if you can:" in said and "perhaps a filtered export" in first[2] and missing not in said
    page.selectbox(key="means-articles-what").set_value("unreadable").run()
    page.button(key="save-answers").click().run()
    assert missing in in_the_open(page) and "Mend this first" not in shown(page)


def test_after_answers_only_what_is_new_is_worth_a_look(page: AppTest) -> None:
    odd = {"arrested": "2021-05-06", "verdict_date": "2021-05-05"}
    rows = [odd | {"id": "1"}, {"id": "2", "penalty": "holidays"}, *pairs(11, 1, arrested="2022-01-02")]
    look(page, "register.csv", register(*rows, names=HEADER), "people")

    def told() -> list[tuple[str, str]]:
        return [(each.label, each.code[0].value) for each in page.expander if each.label.startswith("Not urgent")]

    ((title, lines),) = told()
    assert title == "Not urgent: 1 line on unclear or odd cells"
    assert lines == "  verdict read as before arrest: 1 row (rows 2 = id 1)"
    page.radio(key="people-name and birth date-CASE").set_value("different").run()
    page.button(key="save-answers").click().run()
    assert not told()  # nothing is new
    page.selectbox(key="means-penalty-holidays").set_value("unreadable").run()
    page.button(key="save-answers").click().run()
    ((title, lines),) = told()
    assert title == "Not urgent: 1 line is new after your answers" and "holidays" not in title
    assert lines.startswith("  penalty read as unreadable: 1 row")


def test_rows_that_cannot_be_followed_are_counted_and_no_more(page: AppTest) -> None:
    said = look(page, "register.csv", register({"id": "1"}), "people")
    assert "Before 3,084 rows, now 1. Rows cannot be followed from one to the other." in said
    assert not [each for each in page.table if "New, or changed" in str(each.value)]


def stated(page: AppTest, part: str) -> list[str]:
    """What the form says of the source or the notes."""
    return [each.value for each in (*page.text_input, *page.text_area) if str(each.key).startswith(f"{part}-")]


def test_source_and_notes_are_those_of_the_day_that_is_replaced(page: AppTest, data_copy: Path) -> None:
    for day, title, note in ((DAY, "An older source", "An older note."), (LATER, "A newer source", "A newer note.")):
        (file := data_copy.parent / "events.csv").write_bytes(EVENTS + ANOTHER)
        said = ["add", str(file), "--dataset", "events", "--date", str(day), "--source-title", title, "--note", note]
        assert main([*said, "--accessed", str(LATER), "--allow-later", "--yes", "--data", str(data_copy)]) == 0
    page.selectbox(key="dataset").set_value("events").run()
    assert stated(page, "title") == ["An older source"]  # that of today
    page.date_input(key="accessed").set_value(DAY)
    page.date_input(key="day-events").set_value(date(2027, 1, 1))
    page.button(key="FormSubmitter:request-events-Look at the file").click().run()
    assert f"Source and notes are those of {LATER} now. Look at them, and press again." in shown(page)
    assert stated(page, "title") == ["A newer source"] and "A newer note." in stated(page, "notes")[0]
    assert page.date_input(key="accessed").value == DAY  # it is of the file, not of the snapshot before
    assert "Source and notes are those of 2026-11-29 now." in look(page, "events.csv", EVENTS)
    page.button(key="FormSubmitter:request-events-Look at the file").click().run()
    said_of_it = shown(page)
    assert stated(page, "title") == ["An older source"]
    assert stated(page, "notes") == ["An older note."]
    assert "Source: An older source" in said_of_it and "newer" not in said_of_it
    # That it replaces a snapshot needs a yes of its own.
    assert f"there is a snapshot of {DAY} already" in said_of_it and page.button(key="take-in").disabled
    page.checkbox(key="agree-replace").check().run()
    page.button(key="take-in").click().run()
    assert "Taken in." in shown(page)
    last = read_catalog(data_copy).on("events", DAY)
    assert last and last.descriptor.source.title == "An older source"
    assert last.descriptor.notes[0] == "An older note." and len(last.descriptor.notes) == 2


def english(lines: list[str]) -> list[str]:
    """Those in which a word of English is left beside codes, names of columns and of files."""
    words = r"(?<![/\w])(the|of|rows?|is|are|and|since|with)\b(?!/)"
    return [line for line in lines if re.search(words, line)]


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_report_obstacles_and_plan_are_told_in_the_language_of_the_page(page: AppTest, lang: str) -> None:
    page.query_params["lang"] = lang
    page.run()
    stated = {"status": "active", "gender": "male", "articles": "130", "arrested": "2021-01-02", "birth_year": "1990"}
    rows = [stated | {"id": str(key)} for key in range(1, 30)]
    rows[0] |= {"verdict_date": "2020-01-02", "appeal_date": "2027-01-02", "decision": "whatever", "prison": "x"}
    rows[1] |= {"gender": "", "release_date": "2020-05-06", "status": ""}
    content = format_csv(COLUMNS, ([row.get(name, "") for name in COLUMNS] for row in rows))
    page.file_uploader[0].upload("register.csv", content, "text/csv")
    page.date_input(key="day-people").set_value(DAY)
    next(each for each in page.button if "request-people" in str(each.key)).click().run()
    assert not page.exception
    told = "\n".join(each.value for each in page.code).splitlines()
    # What a maintainer wrote is as it is.
    kept = [line for line in english(told) if line.strip() not in NOTES]
    assert [line for line in kept if "prisoners.spring96.org" not in line] == []
    assert not [line for line in told if "--" in line]
    # Codes and columns are told in words.
    assert not [line for line in kept if re.search(r"\b[a-z]+_[a-z]+\b|unreadable|\bgender\b", line)]
    assert len(told) > 40
    page.segmented_control(key="task").set_value("withdraw").run()
    page.text_input(key="withdraw-reason").set_value("x").run()
    page.button(key="look-withdraw").click().run()
    assert page.code and not english(page.code[0].value.splitlines())


def test_what_is_no_table_is_refused_in_words(page: AppTest) -> None:
    for name, content, said in (
        ("empty.csv", b"", "the file is empty"),
        ("bomb.xlsx", b"PK\x03\x04" + 2_000 * b"\0", "bomb.xlsx"),
        ("page.html", 100 * b"<script>alert(1)</script>", "page.html"),
        ("[a](https://example.org).csv", b"a,b\n1,2\n", "must be the columns"),
    ):
        answer = look(page, name, content)
        assert "The file is not taken in, and nothing was written:" in answer
        assert said in "\n".join(each.value for each in page.code)  # as it is, never as Markdown
        assert not [each for each in page.markdown if "example.org" in each.value]
        page.file_uploader[0].clear()


def test_a_file_of_nothing_but_unknown_words_does_not_fill_the_page(page: AppTest) -> None:
    stated = {"status": "active", "gender": "male", "articles": "130"}
    rows = [stated | {"id": str(place), "prison": f"Invented place {place}"} for place in range(1, 2_500)]
    rows[-1]["status"] = "invented"
    content = format_csv(COLUMNS, ([row.get(name, "") for name in COLUMNS] for row in rows))
    said = look(page, "register.csv", content, "people")
    assert "2,440 questions more will come when these are saved." in said
    assert len([each for each in page.selectbox if each.label == "It means"]) == 60
    assert "lines more: the command prints them all." in said
    assert [each.value for each in page.metric] == ["2,499", "2,498", "1"]  # read, taken, waiting for an answer
    # A word of one row may name somebody: it stays private unless the maintainer decides otherwise.
    assert {each.value for each in page.checkbox if str(each.key).startswith("private-prison-")} == {True}
    assert "take-in" not in [each.key for each in page.button]


def register(*rows: dict[str, str], names: Sequence[str] = COLUMNS) -> bytes:
    stated = {"status": "active", "gender": "male", "articles": "130"}
    return format_csv(names, [[(stated | row).get(name, "") for name in names] for row in rows])


def test_a_word_in_a_column_that_is_not_published_is_asked_about(page: AppTest) -> None:
    said = look(page, "register.csv", register({"id": "1", "died": "perhaps", "tags": "somehow"}), "people")
    assert "**died**, in 1 row" in said and "**tags**, in 1 row" in said


def test_a_new_place_has_no_kind_and_no_town_that_its_text_does_not_say(page: AppTest, data_copy: Path) -> None:
    places = ("Invented place\nMinsk region, Invented Person", "ИК № 99\n247760, г. Мозырь, Invented Person")
    content = register(*({"id": str(key), "prison": place} for key, place in enumerate(places, start=1)))
    said = look(page, "register.csv", content, "people")
    assert "2 of 2 questions left." in said and "4. What it changes" not in said
    # Of an address only a known town is told.
    assert "Invented Person" not in said and "The town is that of the address" not in said
    for word in ("invented place", "ик no 99"):
        page.selectbox(key=f"means-prison-{word}").set_value("new").run()
    asked = {str(each.key): each.value for each in (*page.text_input, *page.selectbox) if "prison" in str(each.key)}
    filled = [("facility", ""), ("facility", "-be"), ("facility", "-ru"), ("kind", ""), ("place", "")]
    assert [asked[f"{part}-prison-invented place{lang}"] or "" for part, lang in filled] == [""] * 5
    assert "1 of 2 questions left." in shown(page)
    assert shown(page).count("The town is that of the address, which may name a person and is not shown.") == 1
    known = [asked[f"{part}-prison-ик no 99{lang}"] for part, lang in filled]
    assert known == ["Penal colony No. 99", "Папраўчая калонія № 99", "ИК-99", "penal_colony", "Mazyr"]
    page.selectbox(key="means-prison-invented place").set_value("unreadable").run()
    page.button(key="save-answers").click().run()
    assert "Nothing is left to be answered." in shown(page)
    added = read_catalog(data_copy).on("facilities", date.max)
    # Region and coordinates are those of the town.
    assert added and ["Penal colony No. 99", "penal_colony", "Mazyr", "Gomel region", "52.05", "29.25"] in added.rows()


def pairs(first: int, number: int, **second: str) -> list[dict[str, str]]:
    """Pairs of rows that share a name and a birth date, with what the second one of each has otherwise."""
    rows = []
    for key in range(first, first + 2 * number, 2):
        person = {"name": f"Invented Person {key}", "birthday": f"1990-01-{key:02}", "arrested": "2021-03-04"}
        for one, other in ((key, {}), (key + 1, second)):
            rows.append(person | {"id": str(one), "url": f"https://example.org/person/{one}"} | other)
    return rows


def test_rows_that_may_be_of_one_person_are_shown_by_what_differs(page: AppTest) -> None:
    content = register(*pairs(7, 1, arrested="2021-03-05", prison="ИК № 4"), names=HEADER)
    said = look(page, "register.csv", content, "people")
    assert "1 group shares **name and birth date**: one gender, other columns differ" in said
    (table,) = (each.value for each in page.dataframe if "Custody" in each.value)
    # The published values: neither a name nor a day.
    assert table.to_dict("records") == [
        {
            "Ids": "7, 8",
            "Custody": "– | In a place of detention",
            "Place of detention": "– | Penal colony No. 4",
            "Region": "– | Homiel region",
            "Rows": "2, 3",
        }
    ]
    assert "Invented Person" not in said and "2021-03-04" not in said
    page.query_params["lang"] = "be"
    page.run()
    assert "– | Папраўчая калонія № 4" in [cell for each in page.dataframe for cell in each.value.to_numpy().ravel()]


def test_groups_that_are_alike_are_answered_together_or_one_after_the_other(page: AppTest, data_copy: Path) -> None:
    rows = [*pairs(1, 3, arrested="2022-01-02"), *pairs(11, 2), *pairs(21, 3, gender="female")]
    said = look(page, "register.csv", register(*rows, names=HEADER), "people")
    assert "3 of 3 questions left." in said and page.button(key="save-answers").disabled
    assert said.count("“One person” is not offered for all of them together. Leave them open, or look at each.") == 1
    asked = "people-name and birth date-"
    # Not together, since their genders differ.
    offered = "one person in each"
    assert offered not in page.radio(key=f"{asked}GENDER").options and offered in page.radio(key=f"{asked}CASE").options
    page.radio(key=f"{asked}CASE").set_value("same")
    page.radio(key=f"{asked}EQUAL").set_value("open")
    page.radio(key=f"{asked}GENDER").set_value("each").run()
    answer = "people-answer-name and birth date-{}-{}".format
    for press in ("1", "2", "3"):
        page.button(key=answer("GENDER", press)).click().run()
    assert "0 of 3 questions left." in shown(page)
    page.button(key=f"back-{asked.removeprefix('people-')}GENDER").click().run()
    assert "1 of 3 questions left." in shown(page)
    # Two questions are looked at: the first has the keys, and the next one when it is answered.
    page.radio(key=f"{asked}CASE").set_value("each").run()
    assert [page.button(key=answer(each, "1")).proto.shortcut for each in ("GENDER", "CASE")] == ["1", ""]
    page.button(key=answer("GENDER", "2")).click().run()
    assert page.button(key=answer("CASE", "1")).proto.shortcut == "1"
    page.radio(key=f"{asked}CASE").set_value("same")
    page.button(key="save-answers").click().run()
    said = shown(page)
    assert "2 groups of rows stay open." in said and "5. Take it in" in said
    decided = (data_copy.parent / "private" / "same_people.csv").read_text().splitlines()
    assert decided[1:] == [
        "1,2,same", "3,4,same", "5,6,same", "21,22,same", "23,24,different", "25,26,different",
    ]  # fmt: skip
    assert [each.value for each in page.metric] == ["16", "12", "4", "2"]  # with second rows, and groups left open


def test_of_three_rows_of_different_genders_nobody_is_called_one_person_unasked(page: AppTest, data_copy: Path) -> None:
    one, two = pairs(1, 1)
    third = two | {"id": "3", "url": "https://example.org/person/3", "gender": "female"}
    look(page, "register.csv", register(one, two, third, names=HEADER), "people")
    (asked,) = (str(each.key) for each in page.radio if str(each.key).startswith("people-name"))
    page.radio(key=asked).set_value("each").run()
    (ids,) = (each for each in page.multiselect if str(each.key).startswith("same-"))
    answer = f"people-answer-{asked.removeprefix('people-')}-1"
    assert (ids.value, page.button(key=answer).disabled) == ([], True)
    ids.set_value(["1"]).run()
    assert page.button(key=answer).disabled  # one row is of one person anyway
    page.multiselect(key=ids.key).set_value(["1", "2"]).run()
    page.button(key=answer).click().run()
    page.button(key="save-answers").click().run()
    decided = (data_copy.parent / "private" / "same_people.csv").read_text().splitlines()
    assert decided[1:] == ["1,2,same", "1,3,different", "2,3,different"]


def test_notes_with_numbers_go_unless_they_hold(page: AppTest) -> None:
    numbered = [note for note in NOTES if re.search(r"\d", note)]
    page.file_uploader[0].upload("register.csv", register({"id": "1"}), "text/csv").run()
    boxes = [each for each in page.checkbox if str(each.key).startswith("holds-")]
    assert [each.value for each in boxes] == [False] * len(numbered) and len(boxes) > 1
    boxes[0].check()
    page.date_input(key="day-people").set_value(DAY)
    page.button(key="FormSubmitter:request-people-Look at the file").click().run()
    said = "\n".join(each.value for each in page.code)
    assert "notes of the snapshot before" not in said  # each was asked about already
    taken, _, left = said.partition("that are not taken over:")
    assert numbered[0] in taken and numbered[1] in left


def test_what_keeps_it_from_being_written_is_told(page: AppTest, data_copy: Path) -> None:
    look(page, "events.csv", EVENTS + ANOTHER)
    before = sorted(data_copy.rglob("*"))
    with writer_lock(data_copy):
        page.button(key="take-in").click().run()
        assert "is at work in this folder" in shown(page)
    stands_in_the_way = data_copy / "events" / f".{DAY}.csv.tmp"
    stands_in_the_way.mkdir()  # an error of the system, as that of a full disk is
    page.button(key="take-in").click().run()
    assert "Nothing was written:" in shown(page)
    stands_in_the_way.rmdir()
    assert sorted(data_copy.rglob("*")) == before
    other = data_copy / "events" / "2026-11-22.csv"
    for file in (other, other.with_suffix(".yaml")):
        file.unlink()  # as another maintainer's command does
    page.button(key="take-in").click().run()
    assert "was changed since this was shown: look again" in shown(page)
    assert not (data_copy / "events" / f"{DAY}.csv").exists()


def test_a_folder_without_data_is_told(page: AppTest, data_copy: Path) -> None:
    (data_copy / "datapackage.json").unlink()
    assert "datapackage.json" in task(page, "correct")
    assert "The data cannot be read:" in shown(page)


def test_a_fault_of_the_program_is_told_and_logged_without_its_message(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    name = "Invented Person"

    def fails(_: object) -> None:
        raise ValueError(name)

    monkeypatch.setitem(cast("dict[str, object]", TASKS), "check", ("Check", fails))
    assert FAILED in task(page, "check")
    assert "ValueError" in caplog.text
    assert name not in caplog.text + shown(page)


def test_a_figure_is_corrected_as_it_was_shown(page: AppTest, data_copy: Path) -> None:
    task(page, "correct")
    page.selectbox(key="correct-dataset").set_value("events").run()
    page.multiselect(key="correct-by-events").set_value(["title"])
    page.multiselect(key="correct-to-events").set_value(["date"]).run()
    title = read_catalog(data_copy).on("events", DAY)
    assert title
    name = title.rows()[0][[field.name for field in title.fields].index("title")]
    page.text_input(key="correct-by-events-title").set_value(name)
    page.text_input(key="correct-to-events-date").set_value("2020-01-02")
    page.text_input(key="correct-reason-text").set_value("The source had a misprint.").run()
    page.button(key="look-correct").click().run()
    assert "2020-01-02" in shown(page)
    page.button(key="write-correct").click().run()
    assert "Done. These files were written:" in shown(page)
    assert "write-correct" not in [each.key for each in page.button]  # it is done, and cannot be done twice
    assert b"2020-01-02" in (data_copy / "events" / "2026-11-22.csv").read_bytes()


def test_somebody_is_removed_from_the_snapshot_that_is_named(page: AppTest, data_copy: Path) -> None:
    """A snapshot without raw rows knows no ids, and so keeps nobody from being removed from the others."""
    people = [{"id": key, "status": "active", "gender": "male", "articles": "130"} for key in ("9103", "9104")]
    content = format_csv(COLUMNS, ([person.get(name, "") for name in COLUMNS] for person in people))
    said = [
        "add", str(raw := data_copy.parent / "register.csv"), "--dataset", "people", "--date", str(DAY), "--yes",
        "--keep-notes", "--allow-halved", "--allow-filtered", "--allow-emptied", "--data", str(data_copy),
    ]  # fmt: skip
    raw.write_bytes(content)
    assert main(said) == 0
    task(page, "remove")
    page.text_input(key="remove-id").set_value("9103").run()
    page.button(key="look-remove").click().run()
    assert "This cannot be done:" in shown(page)
    page.multiselect(key="remove-days-people").set_value([DAY]).run()
    page.button(key="look-remove").click().run()
    assert f"people {DAY}: one of 2 rows goes" in shown(page)


def test_what_cannot_be_done_is_said(page: AppTest) -> None:
    task(page, "remove")
    page.text_input(key="remove-id").set_value("999999").run()
    page.button(key="look-remove").click().run()
    assert "This cannot be done:" in shown(page)
    task(page, "withdraw")
    page.button(key="look-withdraw").click().run()
    assert "This cannot be done:" in shown(page)


def test_the_check_is_that_of_the_command(page: AppTest, data_copy: Path) -> None:
    (data_copy / "events" / "2026-11-22.csv").write_bytes(
        EVENTS + ANOTHER
    )  # by hand, so that the checksum does not fit
    task(page, "check")
    page.button(key="check").click().run()
    said = shown(page)
    assert "Something is wrong" in said
    assert page.expander[0].label == "All that the check says: 2 doubts"
    assert "refused: events/2026-11-22" in said


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_what_is_refused_is_told_in_the_language_of_the_page(page: AppTest, data_copy: Path, lang: str) -> None:
    _ = get_translator(lang)
    (data_copy / "events" / "2026-11-22.csv").write_bytes(EVENTS + ANOTHER)
    page.query_params["lang"] = lang
    page.run()
    task(page, "remove")
    page.text_input(key="remove-id").set_value("999999").run()
    page.button(key="look-remove").click().run()
    assert _("give values of the row, too, or choose other snapshots") in shown(page)
    task(page, "check")
    page.button(key="check").click().run()
    said = shown(page)
    assert "refused" not in said and "snapshots" not in said and " must " not in said
    for refused in read_catalog(data_copy).issues:
        assert refused.told.in_language(lang) in said and refused.told.in_language(lang) != str(refused)
    (data_copy / "events" / "2026-11-22.csv").write_bytes(EVENTS)
    cell = b"2026-11-28,,It never was.,A source,not an address\n"
    task(page, "take-in")
    page.file_uploader[0].upload("events.csv", EVENTS.splitlines(keepends=True)[0] + cell, "text/csv")
    page.selectbox(key="dataset").set_value("events").run()
    page.date_input(key="day-events").set_value(DAY)
    next(each for each in page.button if "request-events" in str(each.key)).click().run()
    rules = [str(rule) for table in page.dataframe for rule in table.value[_("Rule")]]
    assert _("must not be empty") in rules and not any("must" in rule for rule in rules)


def test_the_next_update_is_named_and_read(page: AppTest, data_copy: Path) -> None:
    task(page, "next-update")
    page.date_input(key="next-day").set_value(date(2027, 1, 10))
    page.button(key="FormSubmitter:next-update-Write it").click().run()
    assert "Written." in shown(page)
    assert read_next_update(data_copy) == NextUpdate(date(2027, 1, 10))
    with writer_lock(data_copy):
        write_next_update(data_copy, None)
    assert read_next_update(data_copy) is None


@pytest.mark.parametrize(
    "content", ["day: soon\n", "day: 2027-01-10\nnote: [a]\n", "- 1\n", "day: 2027-01-10\nwho: me\n", "\x00"]
)
def test_a_broken_next_update_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / NEXT_UPDATE).write_text(content)
    with pytest.raises(ValidationError, match=NEXT_UPDATE.replace(".", "[.]")):
        read_next_update(tmp_path)


def test_a_machine_without_git_is_told_so(page: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "The program git is not on this machine" in task(page, "commit")
    assert "not under version control" not in shown(page)


def test_the_message_of_the_commit_tells_what_came_and_never_who_went(page: AppTest, data_copy: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A maintainer", "-c", "user.email=maintainer@example.org")
        subprocess.run(["git", "-C", str(data_copy), *who, *arguments], check=True, capture_output=True)

    assert "not under version control" in task(page, "commit")
    git("init", "-q")
    task(page, "check")
    assert "not under version control" in task(page, "commit")  # a copy to try things out, in the project's folder
    git("add", ".")
    git("commit", "-qm", "Begin")
    said = task(page, "check") + task(page, "commit")
    assert "Nothing in this folder has changed" in said and "Check the data first." not in said
    (data_copy / "people" / "2023-02-10.csv").write_bytes(b"status\n")
    task(page, "check")
    said = task(page, "commit")
    assert "git commit -m 'Update the data'" in said and "Check the data first." in said
    (data_copy / "events" / "2026-11-29.csv").write_bytes(EVENTS)
    (data_copy / "articles" / "2026-11-22.csv").unlink()
    task(page, "check")
    said = task(page, "commit")
    assert "Withdraw articles of 2026-11-22\nTake in events as of 2026-11-29" in said
    assert "people" not in said.partition("git commit")[2]
