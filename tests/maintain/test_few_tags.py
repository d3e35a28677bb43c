"""A tag that few of the published people have is published of nobody, whatever the file has beside them."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from repression.intake.tags import FEWEST
from repression.maintain import private_store
from tests.maintain.test_remove import KNOWN, add, remove, snapshot
from tests.support.factories import small_data

DAY = date(2026, 8, 30)
TAGGED = [KNOWN | {"id": str(number), "tags": "pardoned;not minor"} for number in range(100, 100 + FEWEST)]
OTHER = [KNOWN | {"id": str(number), "tags": "not pardoned;not minor"} for number in range(200, 203)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_data(tmp_path / "data")


def pardoned(data: Path) -> list[str]:
    rows = csv.DictReader(io.StringIO(snapshot(data, DAY).content().decode()))
    return sorted(row["pardoned"] for row in rows)


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
