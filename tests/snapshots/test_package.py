"""An outside judge agrees that the data package and every file it lists are what they say."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import DATA, LIVE_DATA
from tests.support.growth import grow_schema
from tests.warehouse.test_build import NEW_DAY, add_wider_register


def judged(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", *options, "datapackage.json"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def apart(data: Path, folder: Path) -> Path:
    """A copy of a data folder in which every snapshot is a resource of its own, with the columns of its day.

    The judge reads all files of a resource as one table. Two snapshots of a dataset are two editions of a table: what
    is unique in each of them stands in both, and a column may have come in between.
    """
    shutil.copytree(data, folder)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    package["resources"] = [
        resource | {"name": path.replace("/", "-").removesuffix(".csv"), "path": path} | schema_on(resource, path)
        for resource in package["resources"]
        for path in ([resource["path"]] if isinstance(resource["path"], str) else resource["path"])
    ]
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    return folder


def schema_on(resource: dict[str, Any], path: str) -> dict[str, Any]:
    """The schema of a file, if it has one: without the columns that came after the day in its name."""
    if "schema" not in resource:
        return {}
    fields = [field for field in resource["schema"]["fields"] if field.get("since", "") <= Path(path).stem]
    names = [field["name"] for field in fields]
    keys = [[name for name in key if name in names] for key in resource["schema"].get("uniqueKeys", ())]
    return {"schema": resource["schema"] | {"fields": fields} | ({"uniqueKeys": keys} if keys else {})}


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return apart(LIVE_DATA, tmp_path / "data")


def test_the_data_package_is_valid(tmp_path: Path) -> None:
    verdict = judged(apart(DATA, tmp_path / "data"))
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert "INVALID" not in verdict.stdout


def test_every_published_snapshot_is_valid(published: Path) -> None:
    verdict = judged(published)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert "INVALID" not in verdict.stdout


def test_a_snapshot_before_a_column_and_one_after_it_are_valid(data_copy: Path, tmp_path: Path) -> None:
    grow_schema(data_copy, NEW_DAY)
    add_wider_register(data_copy)
    verdict = judged(apart(data_copy, tmp_path / "apart"))
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def test_every_snapshot_is_listed_in_the_data_package(published: Path) -> None:
    listed = {task["place"] for task in json.loads(judged(published, "--json").stdout)["tasks"]}
    assert {path.relative_to(LIVE_DATA).as_posix() for path in LIVE_DATA.glob("*/*.csv")} <= listed
