"""An outside judge agrees that the data package and every file it lists are what they say."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DATA, LIVE_DATA


def judged(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", *options, "datapackage.json"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A copy of the published data, in which every snapshot is a resource of its own.

    The judge reads all files of a resource as one table. Two snapshots of a dataset are two editions of a table: what
    is unique in each of them stands in both.
    """
    folder = Path(shutil.copytree(LIVE_DATA, tmp_path / "data"))
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    package["resources"] = [
        resource | {"name": path.replace("/", "-").removesuffix(".csv"), "path": path}
        for resource in package["resources"]
        for path in ([resource["path"]] if isinstance(resource["path"], str) else resource["path"])
    ]
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    return folder


def test_the_data_package_is_valid() -> None:
    verdict = judged(DATA)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert "INVALID" not in verdict.stdout


def test_every_published_snapshot_is_valid(published: Path) -> None:
    verdict = judged(published)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert "INVALID" not in verdict.stdout


def test_every_snapshot_is_listed_in_the_data_package(published: Path) -> None:
    listed = {task["place"] for task in json.loads(judged(published, "--json").stdout)["tasks"]}
    assert {path.relative_to(LIVE_DATA).as_posix() for path in LIVE_DATA.glob("*/*.csv")} <= listed
