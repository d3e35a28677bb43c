"""The Makefile makes the environment anew in a folder of its own alone."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def test_an_environment_that_is_a_link_is_refused_and_left_whole(tmp_path: Path) -> None:
    other, copy = tmp_path / "other", tmp_path / "copy"
    other.mkdir()
    copy.mkdir()
    (other / "installed").touch()
    (copy / "requirements.txt").touch()
    (copy / ".venv").symlink_to(other)
    command = ["make", "-f", str(ROOT / "Makefile"), f"PYTHON={sys.executable}", ".venv/.run"]
    ended = subprocess.run(command, cwd=copy, capture_output=True, text=True)
    assert ended.returncode != 0
    assert f"would empty {other}. Remove the link (rm .venv)" in ended.stderr
    assert [path.name for path in other.iterdir()] == ["installed"]
