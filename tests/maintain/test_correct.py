"""`python -m repression correct`: what changes, what readers are told, what stays findable; all of it or nothing."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from repression.__main__ import main
from repression.intake.anonymise import COLUMNS
from repression.maintain import private_store
from repression.maintain.correct import FEWEST, PEOPLE_REASONS
from repression.maintain.private_corrections import corrections_path, read_corrections
from repression.maintain.reference import reference_of
from repression.snapshots.catalog import read_catalog
from repression.snapshots.csv_io import temporary_path
from repression.snapshots.writer import writer_lock
from tests.maintain.test_remove import (
    ALIKE,
    ANNA,
    BELA,
    FIRST,
    FREED,
    KNOWN,
    NEW,
    SECOND,
    add,
    cells,
    contents,
    remove,
    snapshot,
    told,
    whole_at_each_step,
)
from tests.snapshots.test_writer import whole_and_tidy
from tests.support.crash_harness import CrashHarness
from tests.support.factories import small_data

COUNTS = date(2026, 11, 22)
MANY = [KNOWN | {"id": str(number), "decision": "2 years"} for number in range(100, 100 + FEWEST)]
MANY += [KNOWN | {"id": str(number), "decision": "5 years"} for number in range(200, 200 + FEWEST)]


def correct(data: Path, dataset: str, day: date, *arguments: str) -> int:
    return main(["correct", dataset, str(day), *arguments, "--data", str(data), "--yes"])


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data and raw rows, of two registers.

    Anna is freed between them, Bela is gone in the second, somebody is new in it.
    """
    data = small_data(tmp_path_factory.mktemp("begun") / "data")
    assert add(data, FIRST, ANNA, BELA, *ALIKE, *MANY) == 0
    assert add(data, SECOND, ANNA | FREED, *ALIKE, NEW, *MANY) == 0
    return data.parent


@pytest.fixture
def data(begun: Path, tmp_path: Path) -> Path:
    """Data with two registers, for one test."""
    return Path(shutil.copytree(begun, tmp_path, dirs_exist_ok=True)) / "data"


def changes(data: Path, day: date = SECOND) -> dict[str, object]:
    entries = told(data, day)["changes"]
    assert isinstance(entries, dict)
    return entries


def corrections(data: Path, day: date, dataset: str = "people") -> list[dict[str, object]]:
    described = yaml.safe_load((data / f"{dataset}/{day}.yaml").read_text("utf-8"))
    return list(described.get("corrections", []))


def person(data: Path, day: date, key: str) -> list[str]:
    """The row that the raw rows lead to from an id."""
    people, _ = private_store.stored_people(data, snapshot(data, day), reference_of(read_catalog(data)))
    assert people
    (found,) = [entry.cells for entry in people if entry.id == key]
    return found


def test_a_persons_cell_is_corrected_and_counted_anew_and_the_raw_rows_still_lead_to_it(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert changes(data)["corrected"] == 0
    assert correct(data, "people", FIRST, "--id", "100", "--to", "sentence_months=60.0", "--reason", "misread") == 0
    said = capsys.readouterr().out
    assert "people 2023-02-10: one of 24 rows is corrected\n  status: political_prisoner\n" in said
    assert "  sentence_months: 24.0 -> 60.0\n" in said
    assert "people 2023-03-10: what changed since 2023-02-10 is counted anew" in said
    assert cells(data, FIRST, "sentence_months").count("60.0") == FEWEST + 1
    assert corrections(data, FIRST) == [
        {
            "made_on": date.today(),
            "row": {},
            "field": "sentence_months",
            "before": "24.0",
            "after": "60.0",
            "reason": PEOPLE_REASONS["misread"],
        }
    ]
    # The later register has what was published before, of one person: a revision.
    assert (changes(data)["corrected"], changes(data)["revisions"]) == (1, {"sentence_months": 1})
    assert person(data, FIRST, "100")[COLUMNS.index("sentence_months")] == "60.0"
    assert person(data, FIRST, "100") in snapshot(data, FIRST).rows()
    whole_and_tidy(data)
    # The same in the later one, and nothing is revised any more.
    assert correct(data, "people", SECOND, "--id", "100", "--to", "sentence_months=60.0", "--reason", "misread") == 0
    assert changes(data)["corrected"] == 0
    assert main(["check", "--data", str(data)]) == 0
    assert "warning: people/" not in capsys.readouterr().out


def test_a_corrected_month_moves_the_event(data: Path) -> None:
    assert changes(data)["events"] == {"arrests": 1, "verdicts": 0, "releases": 1}
    values = ["arrested=2023-03"]
    assert correct(data, "people", SECOND, *values, "--to", "arrested=2022-05", "--reason", "source") == 0
    assert changes(data)["events"] == {"arrests": 0, "verdicts": 0, "releases": 1}
    assert changes(data)["added_late"] == 1


def test_a_corrected_person_is_removed_with_what_was_kept_of_the_correction(data: Path) -> None:
    assert correct(data, "people", FIRST, "--id", "41", "--to", "articles=295", "--reason", "misread") == 0
    raw = private_store.private_path(data, "people", FIRST)
    assert [each.id for each in read_corrections(raw)] == ["41"]
    readings = snapshot(data, FIRST).descriptor.readings
    assert remove(data, "--id", "41") == 0
    assert read_corrections(raw) == []
    assert "295" not in cells(data, FIRST, "articles")
    assert snapshot(data, FIRST).descriptor.rows == 23
    length = {(one.field, one.kind): one.rows for one in readings}["sentence_kind", "length"]
    now = {(one.field, one.kind): one.rows for one in snapshot(data, FIRST).descriptor.readings}
    assert now["sentence_kind", "length"] == length - 1


def test_no_row_is_told_of_people_and_no_value_that_few_have(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # 24.0 is that of ten, and together with the article of one.
    both = ["--to", "sentence_months=60.0", "--to", "articles=295"]
    assert correct(data, "people", FIRST, "--id", "100", *both, "--reason", "source") == 0
    assert f"fewer than {FEWEST} people have them" in capsys.readouterr().out
    assert [(each["field"], each["before"], each["after"]) for each in corrections(data, FIRST)] == [
        ("articles", None, None),
        ("sentence_months", None, None),
    ]
    assert all(each["row"] == {} for each in corrections(data, FIRST))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "sentence_months=24.0"], "nothing would change: the row has these values"),
        (["--to", "sentence_months=24.25"], "'24.25' must have one decimal such as 36.0"),
        (["--to", "arrested=2021-03-05"], "column arrested: '2021-03-05' must be a month"),
        (["--to", "facility=The house of Maria"], "must be a place in the table of facilities"),
        (["--to", "region=Minsk city"], "follows from the place of detention: correct `facility`"),
        (["--to", "articles=342;293"], "must be articles in their order, each once"),
        (["--to", "name=Maria"], "'name' is no column of it; there are status, gender"),
        (["--to", "gender=male", "--to", "gender=female"], "a column can have one new value only"),
        (
            ["--to", "gender=male", "--reason", "Her brother told us."],
            "reason: 'Her brother told us.' must be one of",
        ),
    ],
)
def test_what_may_not_be_published_of_a_person_is_no_correction(
    data: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    before = contents(data.parent)
    reason = [] if "--reason" in arguments else ["--reason", "misread"]
    assert correct(data, "people", FIRST, "--id", "100", *arguments, *reason) == 1
    assert said in capsys.readouterr().err
    assert contents(data.parent) == before


def test_a_region_follows_its_place(data: Path) -> None:
    moved = ["--to", "custody=facility", "--to", "facility=Penal colony No. 1"]
    assert correct(data, "people", FIRST, "--id", "41", *moved, "--reason", "source") == 0
    assert cells(data, FIRST, "region").count("Vitebsk region") == 1


def test_whose_row_is_not_clear_is_not_guessed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = ["--to", "gender=male", "--reason", "misread"]
    assert correct(data, "people", FIRST, "gender=female", *to) == 1
    assert "different rows fit, and none is guessed" in capsys.readouterr().err
    assert correct(data, "people", FIRST, "sentence_months=24.0", *to) == 1
    assert "10 people have the row that fits: give the id" in capsys.readouterr().err
    assert correct(data, "people", date(2020, 1, 1), "--id", "41", *to) == 1
    assert "'2020-01-01' is the day of no snapshot; there are 2023-02-10, 2023-03-10" in capsys.readouterr().err


def test_the_register_of_which_no_raw_rows_are_kept_is_corrected_by_values(
    data_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(data_copy, FIRST)
    rows = before.rows()
    values = ["penalty=juvenile_colony", "arrested=2022-01"]
    assert correct(data_copy, "people", FIRST, *values, "--to", "sentence_months=36.0", "--reason", "mistake") == 0
    assert "nothing is kept beside a raw row: there is no private/people/2023-02-10.csv" in capsys.readouterr().out
    after = snapshot(data_copy, FIRST)
    assert after.descriptor.readings == before.descriptor.readings
    now = after.rows()
    assert (sum(row not in rows for row in now), sum(row not in now for row in rows)) == (1, 1)
    assert len(now) == len(rows)
    assert not (data_copy.parent / "private").exists()


def test_a_table_tells_which_row_was_corrected_and_where_it_stands_again(
    data_copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = ["--dataset", "people_counts", "--date", "2026-11-23", "--data", str(data_copy), "--yes", "--accessed"]
    assert main(["add", str(data_copy / "people_counts/2026-11-22.csv"), *later, "2026-11-23"]) == 0
    row = ["date=2023-03-15", "series=viasna"]
    to = ["--to", "political_prisoners=1456", "--reason", "Digits were swapped."]
    assert correct(data_copy, "people_counts", COUNTS, *row, *to) == 0
    said = capsys.readouterr().out
    assert "people_counts 2026-11-23 has the same row: if it is wrong there, too, correct it as well" in said
    (told_of,) = corrections(data_copy, COUNTS, "people_counts")
    assert told_of == {
        "made_on": date.today(),
        "row": {
            "date": "2023-03-15",
            "series": "viasna",
            "counted_by": "Belarusian human rights community / Viasna",
        },
        "field": "political_prisoners",
        "before": "1465",
        "after": "1456",
        "reason": "Digits were swapped.",
    }
    later_changes = snapshot(data_copy, date(2026, 11, 23), "people_counts").descriptor.changes
    assert later_changes and (later_changes.added, later_changes.gone) == (1, 1)
    assert main(["check", "--data", str(data_copy)]) == 0
    assert "people_counts, reason of a correction: 'Digits were swapped.' is not translated" in capsys.readouterr().out


def test_rows_that_break_a_rule_or_a_data_test_are_not_written(
    data_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(data_copy)
    row = ["date=2023-03-15", "series=viasna"]
    assert correct(data_copy, "people_counts", COUNTS, *row, "--to", "women=2000", "--reason", "R.") == 1
    assert "column women: '2000' must not be more than political_prisoners" in capsys.readouterr().err
    assert correct(data_copy, "people_counts", COUNTS, *row, "--to", "source_title=T", "--reason", "R.") == 1
    assert "the corrected rows fail a data test" in capsys.readouterr().err
    assert correct(data_copy, "people_counts", COUNTS, *row, "--to", "women=100", "--reason", " ") == 1
    assert "reason: ' ' must say why" in capsys.readouterr().err
    assert contents(data_copy) == before


def test_whoever_is_removed_stands_in_no_correction(data_copy: Path) -> None:
    name = "name=Tatsiana Lasitsa"
    for to in ("name_be=Т. Л.", "name=Tatsiana L."):
        assert correct(data_copy, "defenders", COUNTS, name, "--to", to, "--reason", "As she writes it.") == 0
    other = ["name=Nasta (Anastasia) Loika", "--to", "name_be=Н. Л.", "--reason", "As she writes it."]
    assert correct(data_copy, "defenders", COUNTS, *other) == 0
    assert len(corrections(data_copy, COUNTS, "defenders")) == 3
    assert remove(data_copy, "name=Tatsiana L.", dataset="defenders") == 0
    (left,) = corrections(data_copy, COUNTS, "defenders")
    assert left["row"] == {"name": "Nasta (Anastasia) Loika"}
    assert "Lasitsa" not in (data_copy / f"defenders/{COUNTS}.yaml").read_text("utf-8")


def test_a_dry_run_a_no_and_another_writer_change_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(data.parent)
    command = ["correct", "people", str(FIRST), "--id", "41", "--to", "gender=male", "--reason", "misread"]
    command += ["--data", str(data)]
    assert main([*command, "--dry-run"]) == 0
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert main(command) == 1
    with writer_lock(data):
        assert main([*command, "--yes"]) == 1
    assert "another command is at work in this folder" in capsys.readouterr().err
    assert contents(data.parent) == before


def test_stopped_anywhere_a_correction_is_not_made_or_completed(data: Path, crash_harness: CrashHarness) -> None:
    arguments = ["correct", "people", str(FIRST), "--id", "41", "--to", "gender=male", "--reason", "misread"]
    arguments += ["--data", str(data), "--yes"]
    before = contents(data.parent)
    copies = crash_harness.stopped_at_each_step(data.parent, arguments)
    whole_at_each_step(copies, before, contents(data.parent))


def test_private_corrections_that_cannot_be_read_stop_what_needs_them(data: Path) -> None:
    raw = private_store.private_path(data, "people", FIRST)
    assert correct(data, "people", FIRST, "--id", "41", "--to", "gender=male", "--reason", "misread") == 0
    corrections_path(raw).write_text("id,row\n", "utf-8")
    kept, why = private_store.stored_register(data, snapshot(data, FIRST), reference_of(read_catalog(data)))
    assert kept is None and str(why) == "private/people/2023-02-10.csv cannot be read"


def test_a_register_that_is_taken_in_again_starts_without_corrections(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert correct(data, "people", FIRST, "--id", "100", "--to", "sentence_months=60.0", "--reason", "misread") == 0
    assert add(data, FIRST, ANNA, BELA, *ALIKE, *MANY, more=("--replace",)) == 0
    said = capsys.readouterr().out
    assert "With the present rows 1 correction goes (sentence_months): correct again if needed." in said
    assert "2023-03-10: what changed since 2023-02-10 is counted anew" in said
    assert corrections(data, FIRST) == []
    assert changes(data)["corrected"] == 0
    assert person(data, FIRST, "100") in snapshot(data, FIRST).rows()


def test_a_replacement_that_a_full_disk_stops_leaves_raw_rows_and_corrections(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert correct(data, "people", SECOND, "--id", "45", "--to", "gender=female", "--reason", "misread") == 0
    before = contents(data.parent)

    def full(path: Path, content: bytes, mode: int = 0o644) -> None:
        if path == data / "people" / f"{SECOND}.yaml":
            raise OSError(28, "No space left on device")
        temporary_path(path).write_bytes(content)

    monkeypatch.setattr("repression.snapshots.transaction.write_temporary", full)
    assert add(data, SECOND, ANNA | FREED, *ALIKE, BELA, *MANY, more=("--replace",)) == 1
    assert "No space left on device" in capsys.readouterr().err
    monkeypatch.undo()
    source = Path(f"{SECOND}.csv")  # the file that was to be taken in
    assert contents(data.parent) | {source: b""} == before | {source: b""}
