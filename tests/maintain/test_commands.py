"""`python -m repression`: what maintainers type, what they are told, what is written."""

import io
import shutil
import stat
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from repression.__main__ import main
from repression.maintain import private_store
from repression.questions.filter_macros import build_warehouse
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog
from repression.snapshots.csv_io import temporary_path
from repression.snapshots.descriptor import Source
from tests.conftest import DATA
from tests.snapshots.test_writer import whole_and_tidy
from tests.support.factories import raw_register, small_data

EVENT = "date,title,description,source_title,source_url\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of our data that a test may change."""
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Of our data the reference tables, events and defenders, which a command has read in a fraction of the time."""
    folder = small_data(tmp_path / "data")
    for dataset in ("events", "defenders"):
        shutil.copytree(DATA / dataset, folder / dataset)
    return folder


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw register of two invented people."""
    first = {"birth_year": "1990", "arrested": "2023-03-05", "articles": "342", "decision": "4 1/2"}
    second = {"status": "np", "gender": "male", "verdict_date": "2023-03-04", "articles": "999", "decision": "3 yers"}
    return raw_register(
        tmp_path / "register.csv",
        first | {"declaration": "https://example.org/x"},
        second | {"penalty": "fine"},
    )


def add(data: Path, file: Path | list[Path], dataset: str, *more: str, day: str = "2023-03-10") -> int:
    files = [str(one) for one in (file if isinstance(file, list) else [file])]
    accessed = max(day, "2023-03-11")
    source = [
        "--source-title",
        "A source",
        "--source-url",
        "https://example.org",
        "--publisher",
        "A publisher",
        "--accessed",
        accessed,
    ]
    return main(["add", *files, "--dataset", dataset, "--date", day, *source, "--data", str(data), *more])


def people_notes(data: Path) -> tuple[str, ...]:
    last = read_catalog(data).on("people", date.max)
    assert last
    return last.descriptor.notes


def events(tmp_path: Path, *rows: str) -> Path:
    tmp_path.mkdir(exist_ok=True)
    path = tmp_path / "events.csv"
    path.write_text(EVENT + "".join(f"{row}\n" for row in rows))
    return path


def test_people_are_taken_in_and_their_raw_rows_kept_apart(
    data: Path, raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dropped = [part for note in people_notes(data) for part in ("--drop-note", note)]
    told = ["--publisher", "P", "--licence", "L", "--note", "A note.", *dropped]
    assert add(data, raw, "people", "--yes", *told, "--allow-halved", "--allow-unreadable") == 0
    said = capsys.readouterr().out
    assert "2 rows read, 2 taken, 0 refused" in said
    assert "sentence_kind read as unreadable: 1 row" in said and "1 × '4 1/2'" in said
    assert "articles read as not_in_table: 1 row" in said and "1 × '999'" in said
    assert "Since 2023-02-10, in totals (there is no private/people/2023-02-10.csv):" in said
    assert "  2 rows added, 3,084 rows gone" in said
    assert "  political_prisoner: 1,439 before, 1 now" in said
    assert "1 political prisoner here; Viasna published 1,436" not in said
    assert "WARNING: that is more than 3% apart: find out why." in said

    private = data.parent / "private/people/2023-03-10.csv"
    assert f"written: {private}" in said
    assert private.read_bytes() == raw.read_bytes()
    assert stat.S_IMODE(private.stat().st_mode) == 0o600

    catalog = read_catalog(data)
    assert not catalog.issues
    written = next(one for one in catalog.snapshots if str(one.date) == "2023-03-10")
    lines = written.path.read_text("utf-8").splitlines()[1:]
    assert [line.rstrip(",") for line in lines] == [
        "convicted,male,,,2023-03,,999,36.0,length,true,fine",
        "political_prisoner,female,25–34,2023-03,,,342,,unreadable,false",
    ]
    assert written.descriptor.source.publisher == "P"
    assert written.descriptor.notes == ("A note.",)
    assert written.descriptor.changes is not None
    changes = written.descriptor.changes
    assert (changes.compared, changes.added, changes.gone, changes.corrected) == ("rows", 2, 3084, None)


def test_a_dry_run_writes_nothing(data: Path, raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(data.parent.rglob("*"))
    assert add(data, raw, "people", "--dry-run", "--keep-notes", "--allow-halved", "--allow-unreadable") == 0
    assert "Dry run: nothing is written." in capsys.readouterr().out
    assert sorted(data.parent.rglob("*")) == before


def bare(data: Path, file: Path, dataset: str, *more: str, day: str) -> int:
    """`add` with what has no default."""
    return main(["add", str(file), "--dataset", dataset, "--date", day, "--data", str(data), "--yes", *more])


def stated(data: Path, dataset: str, day: str) -> tuple[Source, tuple[str, ...]]:
    found = read_catalog(data).on(dataset, date.fromisoformat(day))
    assert found and str(found.date) == day
    return found.descriptor.source, found.descriptor.notes


def test_source_and_notes_are_those_of_the_snapshot_before_unless_said_otherwise(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = events(tmp_path, "2021,A,B,T (a mailing),")
    first = ["--source-title", "S", "--source-url", "", "--licence", "L", "--publisher", "P", "--allow-halved"]
    assert bare(small, file, "events", *first, "--note", "Kept.", "--note", "Told once.", day="2026-11-23") == 0
    assert "Source: S (each row names its own); publisher: P; terms: L" in capsys.readouterr().out
    assert bare(small, file, "events", "--publisher", "Q", "--drop-note", "Told once.", day="2026-11-24") == 0
    said = capsys.readouterr().out
    assert "Notes of 2026-11-23 that are taken over; drop those that are no longer true:\n  Kept.\n" in said
    assert "Notes of 2026-11-23 that are not taken over:\n  Told once.\n" in said
    assert stated(small, "events", "2026-11-24") == (Source("S", "", "Q", "L"), ("Kept.",))
    # A replaced snapshot keeps its own, and not what a command wrote about its rows.
    assert bare(small, file, "events", "--replace", "--accessed", "2026-11-25", day="2026-11-24") == 0
    replaced = "Taken in on 2026-11-25 in place of an earlier file of the same date."
    assert stated(small, "events", "2026-11-24") == (Source("S", "", "Q", "L"), ("Kept.", replaced))
    assert bare(small, file, "events", "--accessed", "2026-11-25", day="2026-11-25") == 0
    assert stated(small, "events", "2026-11-25")[1] == ("Kept.",)


def test_a_note_with_a_number_is_taken_over_only_if_it_is_said_to_hold(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (data / "organisations/2026-11-22.csv").read_bytes()
    file = tmp_path / "organisations.csv"
    file.write_bytes(rows)
    assert bare(data, file, "organisations", day="2026-11-23") == 1
    assert "Nothing is written: 1 note of the snapshot before has numbers" in capsys.readouterr().out
    note = "30 rows are closures from 2003 to 2013."
    assert bare(data, file, "organisations", "--drop-note", note, "--note", "31 rows.", day="2026-11-23") == 0
    assert stated(data, "organisations", "2026-11-23")[1][-1] == "31 rows."
    assert note not in stated(data, "organisations", "2026-11-23")[1]
    capsys.readouterr()
    assert bare(data, file, "organisations", "--drop-note", note, day="2026-11-24") == 1
    assert (
        f"note: {note!r} is no note of the snapshot before, so that it cannot be dropped: 'A sample"
        in capsys.readouterr().err
    )
    assert bare(data, file, "organisations", "--keep-notes", day="2026-11-24") == 0


def test_what_the_first_snapshot_of_a_dataset_lacks_is_named(
    tmp_path: Path, raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = small_data(tmp_path / "small")
    assert bare(data, raw, "people", day="2023-03-10") == 1
    assert "source title: is needed for the first snapshot of a dataset" in capsys.readouterr().err
    source = ["--source-title", "S", "--source-url", "https://example.org"]
    assert bare(data, raw, "people", *source, day="2023-03-10") == 1
    assert "publisher: '' must name who made the register" in capsys.readouterr().err
    source += ["--publisher", "P", "--allow-unreadable"]
    assert bare(data, raw, "people", *source, day="2023-03-10") == 0
    assert "The first snapshot of this dataset." in capsys.readouterr().out
    assert bare(data, raw, "people", "--replace", "--allow-unreadable", day="2023-03-10") == 0
    said = capsys.readouterr().out
    assert "The first snapshot" not in said
    assert "No snapshot is older than the one that is replaced" in said


def test_rows_to_add_come_beside_those_that_are_there(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = events(tmp_path, "2021,A,B,T (a mailing),")
    assert bare(small, file, "events", day="2026-11-23") == 1
    published = small / "events/2026-11-22.csv"
    assert f"(if these are rows to add to it, give that file, too: {published})" in capsys.readouterr().out
    both = ["add", str(published), str(file), "--dataset", "events", "--date", "2026-11-23", "--data", str(small)]
    assert main([*both, "--yes"]) == 0
    assert len(read_catalog(small).on("events", date.max).rows()) == 25  # type: ignore[union-attr]


def test_what_changed_since_a_replaced_snapshot_is_counted_anew(small: Path, tmp_path: Path) -> None:
    first, second = (events(tmp_path / name, f"2021,{name},B,T (a mailing),") for name in ("a", "b"))
    for file, day in ((first, "2026-11-23"), (second, "2026-11-24")):
        assert bare(small, file, "events", "--allow-halved", day=day) == 0
    later = read_catalog(small).on("events", date(2026, 11, 24))
    assert later and later.descriptor.changes and later.descriptor.changes.added == 1
    assert bare(small, second, "events", "--replace", "--allow-emptied", day="2026-11-23") == 0
    again = read_catalog(small).on("events", date(2026, 11, 24))
    assert again and again.descriptor.changes and again.descriptor.changes.added == 0
    assert again.content() == later.content()
    whole_and_tidy(small)


@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("yes", 0), ("", 1), ("n", 1)])
def test_it_asks_before_it_writes(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, status: int
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert add(small, events(tmp_path, "2021,A,B,T (a mailing),"), "events") == status
    assert (small / "events/2023-03-10.csv").exists() == (status == 0)


def test_what_is_stored_was_read_before_the_question(data: Path, raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = raw.read_bytes()

    def replace_file_and_agree(_: str) -> str:
        raw.write_bytes(first.replace(b"female", b"male").replace(b"7001", b"7003"))
        return "y"

    monkeypatch.setattr("builtins.input", replace_file_and_agree)
    assert add(data, raw, "people", "--keep-notes", "--allow-halved", "--allow-unreadable") == 0
    assert (data.parent / "private/people/2023-03-10.csv").read_bytes() == first
    assert "political_prisoner,female,25–34" in (data / "people/2023-03-10.csv").read_text("utf-8")


def test_no_answer_is_no(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert add(small, events(tmp_path, "2021,A,B,T (a mailing),"), "events") == 1
    assert not (small / "events/2023-03-10.csv").exists()


def test_several_files_make_one_snapshot(small: Path, tmp_path: Path) -> None:
    first = events(tmp_path, "2021,A,B,T (a mailing),")
    second = tmp_path / "more.csv"
    second.write_text(EVENT + "2020-01,C,D,T (a mailing),\n")
    assert add(small, [first, second], "events", "--yes") == 0
    assert (
        small / "events/2023-03-10.csv"
    ).read_text() == EVENT + "2020-01,C,D,T (a mailing),\n2021,A,B,T (a mailing),\n"


def test_people_come_from_one_file(data: Path, raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(data, [raw, raw], "people", "--yes") == 1
    assert "from one file at a time" in capsys.readouterr().err


def test_an_existing_date_is_refused_unless_it_is_to_be_replaced(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = events(tmp_path, "2021,A,B,T (a mailing),")
    assert add(small, file, "events", "--yes", day="2026-11-22") == 1
    assert "there is a snapshot of 2026-11-22 already; --replace takes it in all the same" in capsys.readouterr().out
    assert add(small, file, "events", "--yes", "--replace", day="2026-11-22") == 1
    said = capsys.readouterr().out
    assert "In place of the present rows of 2026-11-22: 1 added, 24 gone." in said
    assert (
        "24 rows in the snapshot of 2026-11-22, 1 in this one" in said
        and "; --allow-halved takes it in all the same" in said
    )
    assert add(small, file, "events", "--yes", "--replace", "--allow-halved", day="2026-11-22") == 0
    (replaced,) = [one for one in read_catalog(small).snapshots if one.dataset == "events"]
    assert replaced.descriptor.rows == 1
    assert replaced.descriptor.notes == ("Taken in on 2026-11-22 in place of an earlier file of the same date.",)


def test_nothing_is_written_while_a_row_is_refused_unless_it_is_to_be_left_out(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = events(tmp_path, *(f"20{year},A,B,T (a mailing)," for year in range(10, 22)), "soon,A,B,T (a mailing),")
    assert add(small, file, "events", "--yes") == 1
    said = capsys.readouterr().out
    assert "13 rows read, 12 taken, 1 refused" in said
    assert (
        f"{file}: row 14, column date: 'soon' must be a day that the calendar has, a month or a year, such as" in said
    )
    assert "Nothing is written: 1 row is refused and would be left out; --without-refused" in said
    assert not (small / "events/2023-03-10.csv").exists()
    assert add(small, file, "events", "--yes", "--without-refused") == 0
    (written,) = [one for one in read_catalog(small).snapshots if one.path.name == "2023-03-10.csv"]
    assert written.descriptor.rows == 12
    assert written.descriptor.notes == ("1 of 13 rows of the source could not be read and are left out.",)


def test_a_file_of_which_more_than_a_tenth_is_refused_needs_two_options(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = events(tmp_path, "2021,A,B,T (a mailing),", "soon,A,B,T (a mailing),")
    assert add(small, file, "events", "--yes", "--without-refused") == 1
    assert "1 of 2 rows refused" in capsys.readouterr().out
    assert add(small, file, "events", "--yes", "--without-refused", "--allow-unreadable") == 0


def test_what_cannot_be_begun_says_why(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(small, events(tmp_path), "nothing", "--yes") == 1
    assert "'nothing' is no dataset; there are people, people_counts" in capsys.readouterr().err
    assert add(small, tmp_path / "missing.csv", "events", "--yes") == 1
    assert "missing.csv: cannot be read: No such file or directory" in capsys.readouterr().err
    shutil.rmtree(small / "facilities")
    assert add(small, events(tmp_path), "people", "--yes") == 1
    assert "reading people needs a valid snapshot of facilities: add that first" in capsys.readouterr().err
    (small / "datapackage.json").unlink()
    assert add(small, events(tmp_path), "events", "--yes") == 1
    assert "datapackage.json: cannot be read" in capsys.readouterr().err


def test_check_names_what_is_wrong_and_exits_with_1(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--data", str(data)]) == 0
    assert "people 2023-02-10: 3,084 rows" in capsys.readouterr().out
    path = data / "people/2023-02-10.csv"
    path.write_text(path.read_text("utf-8").replace("convicted,female", "convicted,Maria", 1), "utf-8")
    assert main(["check", "--data", str(data)]) == 1
    said = capsys.readouterr().out
    assert "refused: people/2023-02-10.csv: row 2, column gender: 'Maria' must be one of female, male" in said
    assert "refused: people/2023-02-10.csv: has the sha256" in said
    assert "events 2026-11-22: 24 rows" in said


def test_commands_work_on_the_folder_that_the_dashboard_shows_unless_another_is_named(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    named = shutil.copytree(small, tmp_path / "named")
    monkeypatch.setenv("REPRESSION_DATA", str(small))
    for path in (small / "events").iterdir():
        path.unlink()
    assert main(["check"]) == 0
    assert "events 2026-11-22" not in capsys.readouterr().out
    assert main(["check", "--data", str(named)]) == 0
    assert "events 2026-11-22" in capsys.readouterr().out


def test_check_says_what_to_add_to_a_file_put_in_by_hand(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    by_hand = small / "events/2026-12-01.csv"
    shutil.copy(small / "events/2026-11-22.csv", by_hand)
    assert main(["check", "--data", str(small)]) == 0
    said = capsys.readouterr().out
    assert "events 2026-12-01: 24 rows" in said
    assert "warning: events/2026-12-01.yaml is missing: readers are told that the source is not stated." in said
    assert "warning: events/2026-12-01.csv is not named in datapackage.json: the next `add` does it" in said

    asked = "SELECT title, accessed FROM snapshots WHERE snapshot = '2026-12-01'"
    shown = build_warehouse(read_catalog(small)).ask(asked, Selection(date(2026, 12, 1)).bound())
    assert shown.to_pylist() == [{"title": "not stated: no descriptor", "accessed": None}]

    lines = said.partition("`accessed`:\n")[2].splitlines()
    draft = "\n".join(line.removeprefix("    ") for line in lines if line.startswith("    "))
    by_hand.with_suffix(".yaml").write_text(draft.replace("accessed: null", "accessed: 2026-12-02"), "utf-8")
    assert main(["check", "--data", str(small)]) == 0
    assert "events/2026-12-01.yaml" not in capsys.readouterr().out


class Everything(dict[str, str]):
    """A catalogue that has every text."""

    def __contains__(self, text: object) -> bool:
        return True


def test_check_tells_of_texts_without_a_translation(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = events(tmp_path, "2021,An invented event,Invented,T,https://example.org/")
    assert add(small, file, "events", "--yes", "--allow-halved", day="2026-11-23") == 0
    capsys.readouterr()
    assert main(["check", "--data", str(small)]) == 0
    said = capsys.readouterr().out
    assert "warning: events, title: 'An invented event' is not translated (be, ru)\n" in said
    assert "warning: events, description: 'Invented' is not translated (be, ru)\n" in said
    assert "warning: events, source title: 'A source' is not translated (be, ru)\n" in said
    assert "`make messages`" in said


def test_check_names_the_languages_that_lack_a_text(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogues = {"be": Everything(), "ru": Everything()}
    monkeypatch.setattr("repression.maintain.untranslated.translations", catalogues.get)
    assert main(["check", "--data", str(small)]) == 0
    assert "not translated" not in capsys.readouterr().out
    catalogues["ru"] = dict[str, str]()  # type: ignore[assignment]
    assert main(["check", "--data", str(small)]) == 0
    said = capsys.readouterr().out
    assert "warning: facilities, facility: 'Penal colony No. 1' is not translated (ru)\n" in said
    # A part of a cell, and a note of a descriptor.
    assert "warning: defenders, note: 'Taken to Lithuania.' is not translated (ru)\n" in said
    assert "warning: facilities, notes: 'Coordinates are those of the town, not of the place of detention.'" in said
    assert "(be" not in said


def test_check_tells_of_a_listed_file_that_is_gone(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for ending in ("csv", "yaml"):
        (small / f"events/2026-11-22.{ending}").unlink()
    assert main(["check", "--data", str(small)]) == 0
    said = capsys.readouterr().out
    assert "warning: events/2026-11-22.csv is named in datapackage.json and is not there" in said
    assert "warning: defenders/" not in said


def test_check_tells_of_a_stopped_writer_and_the_next_one_completes_it(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = small / "events/2026-11-22.yaml"
    words.rename(temporary_path(words))
    assert main(["check", "--data", str(small)]) == 0
    assert "warning: events/2026-11-22.yaml is not in its place yet" in capsys.readouterr().out
    assert add(small, events(tmp_path, "2021,A,B,T (a mailing),"), "events", "--yes") == 0
    assert words.exists()


def test_serve_hands_its_port_and_its_proxy_to_the_server(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served: list[tuple[object, ...]] = []
    server = ModuleType("repression.web.guard.server")
    monkeypatch.setattr(server, "serve", lambda *given: served.append(given), raising=False)
    monkeypatch.setitem(sys.modules, "repression.web.guard.server", server)
    assert main(["serve"]) == 0
    assert main(["serve", "--port", "9000", "--address", "10.0.0.2", "--proxy", "10.0.0.1"]) == 0
    assert served == [(8501, "127.0.0.1", "127.0.0.1"), (9000, "10.0.0.2", "10.0.0.1")]
    for everybody in ("*", "10.0.0.0/8", "proxy.example", ""):
        with pytest.raises(SystemExit):
            main(["serve", "--proxy", everybody])
        assert f"{everybody!r} must be one address, such as 10.0.0.1" in capsys.readouterr().err


def test_a_command_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([])
    assert "COMMAND" in capsys.readouterr().err


def test_what_is_tried_out_on_a_copy_leaves_the_private_files_alone(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = {"birth_year": "1990", "arrested": "2021-03-05", "articles": "342", "id": "41"}
    file = raw_register(tmp_path / "r.csv", person)
    everything = ["people", "--yes", "--allow-halved", "--keep-notes"]
    assert add(data, file, *everything) == 0
    trial = Path(shutil.copytree(data, tmp_path / "trial"))
    private = tmp_path / "private"
    before = {path: path.read_bytes() for path in private.rglob("*") if path.is_file()}
    assert before
    file = raw_register(tmp_path / "r.csv", person, person | {"id": "42"})
    assert add(trial, file, *everything, day="2023-04-10") == 0
    assert (
        main(["remove", "--dataset", "people", "--id", "41", "--snapshot", "2023-04-10", "--data", str(trial), "--yes"])
        == 0
    )
    assert "trial-private/withheld.csv, the suppression list, keeps them out" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in private.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in (tmp_path / "trial-private").rglob("*.csv")) == [
        "2023-04-10.csv",
        "withheld.csv",
    ]
    # A link is the folder that it leads to.
    (tmp_path / "link").symlink_to(data)
    assert private_store.private_folder(tmp_path / "link") == private
    assert private_store.private_folder(tmp_path / "tests/data") == tmp_path / "tests/private"
