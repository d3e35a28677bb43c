"""The rehearsal of a maintainer's month goes through to its end, and leaves the frozen data as they are."""

from pathlib import Path

import pytest

from repression.snapshots.fingerprint import fingerprint
from tests.conftest import DATA
from tests.rehearse import DATED, rehearse

pytestmark = pytest.mark.slow


def test_a_month_is_played_to_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = fingerprint(DATA)
    rehearse(tmp_path, rows=300)
    said = capsys.readouterr().out
    for step in ("without an answer", f"written: {tmp_path}/data/people/{DATED}.csv", "is corrected", "0 rows failed"):
        assert step in said
    assert f"people {DATED}: withdrawn: The file was a rehearsal." in said
    assert not (tmp_path / "data" / "people" / f"{DATED}.csv").exists()
    assert fingerprint(DATA) == before
