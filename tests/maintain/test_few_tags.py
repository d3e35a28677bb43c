"""A tag that few of the published people have is published for nobody: not by a file, a removal or a correction."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from repression.__main__ import main
from repression.intake.tags import FEWEST
from repression.maintain import private_store
from tests.maintain.test_remove import KNOWN, add, remove, snapshot
from tests.support.factories import small_data

DAY, NEXT = date(2026, 8, 30), date(2026, 9, 30)
TAGGED = [KNOWN | {"id": str(number), "tags": "pardoned;not minor"} for number in range(100, 100 + FEWEST)]
MORE = [KNOWN | {"id": "150", "tags": "pardoned;not minor"}]
OTHER = [KNOWN | {"id": str(number), "tags": "not pardoned;not minor"} for number in range(200, 203)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_data(tmp_path / "data")


def pardoned(data: Path, day: date = DAY) -> list[str]:
    rows = csv.DictReader(io.StringIO(snapshot(data, day).content().decode()))
    return sorted(row["pardoned"] for row in rows)


def correct(data: Path, key: str, *cells: str) -> int:
    to = [part for cell in cells for part in ("--to", cell)]
    return main(["correct", "people", str(DAY), "--id", key, *to, "--reason", "misread", "--data", str(data), "--yes"])


def test_enough_people_have_it(data: Path) -> None:
    assert add(data, DAY, *TAGGED, *OTHER, more=("--allow-later",)) == 0
    assert pardoned(data) == ["false"] * 3 + ["true"] * FEWEST


def test_rows_that_are_left_out_do_not_count(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused = TAGGED[0] | {"status": ""}
    more = ("--allow-later", "--without-refused")
    assert add(data, DAY, refused, *TAGGED[1:], *OTHER, more=more) == 0, capsys.readouterr().err
    assert set(pardoned(data)) == {""}
    assert f"the tag pardoned, which fewer than {FEWEST} people have" in capsys.readouterr().out
    raw = private_store.private_path(data, "people", DAY).read_text("utf-8")
    assert "pardoned" not in raw and "not minor" in raw
    # The stored rows still give the published ones.
    assert remove(data, "--id", "205") == 1
    assert remove(data, "--id", "101") == 0
    assert "read otherwise" not in capsys.readouterr().out
    assert len(pardoned(data)) == FEWEST + 1


def test_a_removal_that_leaves_few_empties_the_column(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(data, DAY, *TAGGED, *OTHER, more=("--allow-later",)) == 0
    assert add(data, NEXT, *TAGGED, *OTHER, *MORE, more=("--allow-later",)) == 0
    capsys.readouterr()
    assert remove(data, "--id", "101") == 0
    said = f"  pardoned is published for nobody from now on: fewer than {FEWEST} people have it\n"
    assert capsys.readouterr().out.count(said) == 1
    assert set(pardoned(data)) == {""} and len(pardoned(data)) == FEWEST + 2
    raw = private_store.private_path(data, "people", DAY).read_text("utf-8")
    assert "pardoned" not in raw and "not minor" in raw
    # The other register still has enough, and nobody counts as corrected since one of the two says nothing.
    assert pardoned(data, NEXT).count("true") == FEWEST
    changes = snapshot(data, NEXT).descriptor.changes
    assert changes and (changes.compared, changes.corrected, changes.added) == ("people", 0, 1)
    # The stored rows give the published ones.
    assert remove(data, "--id", "102", "--snapshot", str(DAY)) == 0
    assert "read otherwise" not in capsys.readouterr().out


def test_rows_are_compared_without_a_tag_that_one_of_them_does_not_tell(data: Path) -> None:
    assert add(data, DAY, *TAGGED[1:], *OTHER, more=("--allow-later",)) == 0
    private_store.private_path(data, "people", DAY).unlink()
    assert add(data, NEXT, *TAGGED, *OTHER, more=("--allow-later",)) == 0
    changes = snapshot(data, NEXT).descriptor.changes
    assert changes and (changes.compared, changes.added, changes.gone) == ("rows", 1, 0)


def test_a_correction_that_leaves_few_empties_the_column_and_tells_no_value(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(data, DAY, *TAGGED, MORE[0], *OTHER, more=("--allow-later",)) == 0
    assert correct(data, "101", "pardoned=false") == 0  # ten are left: the values are told
    assert [each.before for each in snapshot(data, DAY).descriptor.corrections] == [None]  # only few are false
    assert pardoned(data).count("true") == FEWEST
    assert correct(data, "102", "gender=male") == 0
    capsys.readouterr()
    assert correct(data, "103", "pardoned=false") == 0
    assert "pardoned is published for nobody from now on" in capsys.readouterr().out
    assert set(pardoned(data)) == {""}
    assert {each.after for each in snapshot(data, DAY).descriptor.corrections if each.field == "pardoned"} == {None}
    private = private_store.private_path(data, "people", DAY)
    kept = private.with_name(f"{DAY}.corrections.csv").read_text("utf-8")
    assert "pardoned" not in private.read_text("utf-8") and '"true"' not in kept and kept.count("\n") == 2
    # What is read of the raw rows again is what is published, and nothing brings the tag back.
    assert remove(data, "--id", "102") == 0
    assert "read otherwise" not in capsys.readouterr().out
    assert correct(data, "104", "pardoned=true") == 1
    assert "nothing would change: pardoned is published for nobody" in capsys.readouterr().err


def test_a_tag_of_few_that_was_put_in_by_hand_is_found_by_check(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(data, DAY, *TAGGED, *OTHER, more=("--allow-later",)) == 0
    path = data / "people" / f"{DAY}.csv"
    header, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([header, *rows[:5]]) + "\n", "utf-8")
    path.with_suffix(".yaml").unlink()
    capsys.readouterr()
    assert main(["check", "--data", str(data)]) == 1
    assert f"failed: people {DAY}, few_tags: pardoned: " in capsys.readouterr().out
