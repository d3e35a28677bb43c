"""`python -m repression withdraw`: what goes, what stays and says so, what is counted anew; all of it or nothing."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from repression.__main__ import main
from repression.questions.answer import ask
from repression.questions.describe import why_missing
from repression.questions.filter_macros import build_warehouse
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog
from tests.maintain.test_remove import (
    ALIKE,
    ANNA,
    BELA,
    FIRST,
    FREED,
    NEW,
    SECOND,
    add,
    contents,
    snapshot,
    told,
    whole_at_each_step,
)
from tests.snapshots.test_writer import whole_and_tidy
from tests.support.crash_harness import CrashHarness
from tests.support.factories import small_data

THIRD = date(2023, 4, 10)
REASON = "It was a part of the register."


def withdraw(data: Path, dataset: str, day: date, reason: str = REASON) -> int:
    return main(["withdraw", dataset, str(day), "--reason", reason, "--data", str(data), "--yes"])


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data and raw rows, of three registers, the second of which is a part."""
    data = small_data(tmp_path_factory.mktemp("begun") / "data")
    assert add(data, FIRST, ANNA, BELA, *ALIKE) == 0
    assert add(data, SECOND, ANNA, BELA, more=("--allow-halved",)) == 0
    assert add(data, THIRD, ANNA | FREED, BELA, *ALIKE, NEW) == 0
    return data.parent


@pytest.fixture
def data(begun: Path, tmp_path: Path) -> Path:
    """Data with three registers, for one test."""
    return Path(shutil.copytree(begun, tmp_path, dirs_exist_ok=True)) / "data"


def test_a_snapshot_goes_its_descriptor_says_so_and_later_changes_are_counted_anew(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sha256 = snapshot(data, SECOND).descriptor.sha256
    assert withdraw(data, "people", SECOND) == 0
    said = capsys.readouterr().out
    assert "people 2023-03-10: 2 rows go, the descriptor stays and says why" in said
    assert "addresses of that day show people of 2023-02-10 from then on" in said
    assert "people 2023-04-10: what changed since 2023-02-10 is counted anew" in said
    assert "private/people/2023-03-10.csv goes" in said
    catalog = read_catalog(data)
    assert not catalog.issues
    (withdrawn,) = catalog.withdrawn
    assert (withdrawn.date, withdrawn.rows, withdrawn.sha256) == (SECOND, 2, sha256)
    assert withdrawn.withdrawn and withdrawn.withdrawn.reason == REASON
    assert not (withdrawn.notes or withdrawn.readings or withdrawn.changes)
    assert not (data.parent / f"private/people/{SECOND}.csv").exists()
    whole_and_tidy(data)
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    (paths,) = (each["path"] for each in package["resources"] if each["name"] == "people")
    assert paths == ["people/2023-02-10.csv", "people/2023-04-10.csv"]
    # What is told of the third is what it would be if the second had never been there.
    apart = small_data(tmp_path / "apart")
    assert add(apart, FIRST, ANNA, BELA, *ALIKE) == 0
    assert add(apart, THIRD, ANNA | FREED, BELA, *ALIKE, NEW) == 0
    assert told(data, THIRD) == told(apart, THIRD)
    capsys.readouterr()
    assert main(["check", "--data", str(data)]) == 0
    said = capsys.readouterr().out
    assert f"people 2023-03-10: withdrawn: {REASON}" in said
    assert f"people, reason of a withdrawal: {REASON!r} is not translated" in said
    assert "warning: people/" not in said


def test_an_address_of_that_day_stays_valid_and_says_why(data: Path) -> None:
    assert withdraw(data, "people", SECOND) == 0
    warehouse = build_warehouse(read_catalog(data))
    assert SECOND in warehouse.days
    asked = ask(warehouse, "headcount_people", Selection(SECOND))
    day = f"{date.today().day} {date.today():%B %Y}"
    notice = f"The file of “People prosecuted for political reasons” of 10 March 2023 was withdrawn on {day}: {REASON}"
    # All three were taken in on one day, 11 March, so that an address of 10 March shows the newest up to it.
    assert [source.snapshot for source in asked.sources] == [FIRST]
    assert asked.notices == (notice,)
    assert ask(warehouse, "headcount_people", Selection(FIRST)).notices == ()
    assert ask(warehouse, "headcount_people", Selection(THIRD)).notices == ()
    told_of = ask(warehouse, "corrected_figures", Selection(THIRD))
    assert told_of.words == "0 figures were corrected, 1 file was withdrawn."
    assert [row["reason"] for row in told_of.table.to_pylist()] == [REASON]
    before = build_warehouse(read_catalog(data))
    assert before.version == warehouse.version


def test_the_first_snapshot_goes_and_the_next_is_the_first(data: Path) -> None:
    assert withdraw(data, "people", FIRST) == 0
    assert snapshot(data, SECOND).descriptor.changes is None
    assert snapshot(data, THIRD).descriptor.changes is not None
    warehouse = build_warehouse(read_catalog(data))
    answer = ask(warehouse, "headcount_people", Selection(FIRST))
    assert answer.missing == ("people",)
    assert "10 February 2023 was withdrawn on" in why_missing(warehouse, answer)


def test_taking_the_file_in_again_undoes_it(data: Path) -> None:
    assert withdraw(data, "people", SECOND) == 0
    assert add(data, SECOND, ANNA, BELA, more=("--allow-halved",)) == 0
    catalog = read_catalog(data)
    assert not catalog.withdrawn and not catalog.issues
    assert snapshot(data, SECOND).replacements
    assert (data.parent / f"private/people/{SECOND}.csv").exists()
    whole_and_tidy(data)


def test_what_cannot_be_withdrawn_is_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(data.parent)
    assert withdraw(data, "people", date(2020, 1, 1)) == 1
    assert "people/2020-01-01.csv: is no valid snapshot; there are 2023-02-10, 2023-03-10, 2023-04-10" in (
        capsys.readouterr().err
    )
    assert withdraw(data, "people", SECOND, reason=" ") == 1
    assert "reason: ' ' must say why" in capsys.readouterr().err
    assert main(["withdraw", "people", str(SECOND), "--reason", REASON, "--data", str(data), "--dry-run"]) == 0
    assert contents(data.parent) == before
    (data / f"people/{FIRST}.csv").write_text("nothing\n", "utf-8")
    assert withdraw(data, "people", SECOND) == 1
    assert "people/2023-02-10.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda described: described.pop("withdrawn"), "has no CSV of the same name beside it"),
        (lambda described: described.update(withdrawn=None), "has no CSV of the same name beside it"),
        (lambda described: described["withdrawn"].pop("reason"), "is no complete descriptor"),
        (lambda described: described.update(date=FIRST), "must describe people 2023-03-10"),
    ],
)
def test_a_descriptor_without_a_csv_is_refused_unless_it_says_that_it_was_withdrawn(
    data: Path, break_it: object, said: str
) -> None:
    assert withdraw(data, "people", SECOND) == 0
    path = data / f"people/{SECOND}.yaml"
    described = yaml.safe_load(path.read_text("utf-8"))
    break_it(described)  # type: ignore[operator]
    path.write_text(yaml.safe_dump(described), "utf-8")
    catalog = read_catalog(data)
    assert [(issue.path, said in issue.rule) for issue in catalog.issues] == [(f"people/{SECOND}.yaml", True)]
    assert len([one for one in catalog.snapshots if one.dataset == "people"]) == 2


def test_another_csv_in_the_place_of_a_withdrawn_one_is_refused(data: Path) -> None:
    assert withdraw(data, "people", SECOND) == 0
    (data / f"people/{SECOND}.csv").write_bytes((data / f"people/{FIRST}.csv").read_bytes())
    catalog = read_catalog(data)
    assert not catalog.withdrawn
    assert {issue.path for issue in catalog.issues} == {f"people/{SECOND}.csv"}


def test_stopped_anywhere_a_snapshot_is_there_or_withdrawn(data: Path, crash_harness: CrashHarness) -> None:
    arguments = ["withdraw", "people", str(SECOND), "--reason", REASON, "--data", str(data), "--yes"]
    before = contents(data.parent)
    copies = crash_harness.stopped_at_each_step(data.parent, arguments)
    whole_at_each_step(copies, before, contents(data.parent))
    for stopped in copies:
        seen = read_catalog(stopped / "data")
        assert len(seen.withdrawn) + sum(one.dataset == "people" for one in seen.snapshots) == 3
