"""The commands of docs/deployment.md that back up the raw rows and bring them back, typed as they stand there."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from repression.__main__ import main
from repression.intake import register
from repression.snapshots.csv_io import format_csv
from tests.conftest import DATA, ROOT
from tests.support.programs import SECONDS, program

PAGE = (ROOT / "docs" / "deployment.md").read_text()
DAYS = ("2023-03-10", "2023-04-10")
ROWS = [
    ["7001", "active", "female", "1990", "2023-03-05", "", "", "", "342", "4 years", "", "", "https://example.org/x"],
    ["7002", "np", "male", "", "", "2023-03-04", "", "", "999", "3 years", "fine", "", ""],
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder of a maintainer who took in two registers of invented people."""
    folder = tmp_path / "project"
    shutil.copytree(DATA, folder / "data")
    (tmp_path / "raw.csv").write_bytes(format_csv(register.COLUMNS, ROWS))
    for day in DAYS:
        named = [
            "--dataset",
            "people",
            "--date",
            day,
            "--source-title",
            "A source",
            "--source-url",
            "https://example.org",
        ]
        allowed = ["--yes", "--allow-halved", "--allow-unreadable", "--keep-notes"]
        added = main(["add", str(tmp_path / "raw.csv"), *named, *allowed, "--data", str(folder / "data")])
        assert added == 0
    return folder


@pytest.fixture
def typed(project: Path) -> Callable[[str], None]:
    """`typed(beginning)` runs the commands of the page that begin so, in the project's folder."""
    program("age", "age")

    def run(beginning: str) -> None:
        commands = [line.strip() for line in PAGE.splitlines() if line.startswith(f"    {beginning}")]
        assert commands, f"the page has no {beginning}"
        for command in commands:
            today = re.sub(r"private-[\d-]+\.tar", f"private-{date.today()}.tar", command)
            home = {"HOME": str(project.parent), "PATH": "/usr/bin:/bin"}
            bash = ["/bin/bash", "-euo", "pipefail", "-c", today]
            subprocess.run(bash, check=True, cwd=project, env=home, capture_output=True, timeout=SECONDS)

    return run


def test_raw_rows_come_back_from_an_encrypted_file(
    project: Path, typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def compared() -> str:
        capsys.readouterr()
        assert main(["diff", "people", *DAYS, "--data", str(project / "data")]) == 0
        return capsys.readouterr().out

    before = compared()
    assert "person by person (raw rows: private/people/2023-03-10.csv" in before
    typed("age-keygen")
    typed("tar --create private")
    (backup,) = project.parent.glob("private-*.tar.age")
    assert b"7001" not in backup.read_bytes() and b"people" not in backup.read_bytes()
    shutil.rmtree(project / "private")
    assert "in totals" in compared()
    typed("age --decrypt")
    assert compared() == before
    for path in (project / "private").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
