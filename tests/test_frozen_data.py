"""Tests of behaviour run on the frozen copy of the data: what is taken into data/ or removed from it breaks none."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from repression.paths import data_folder
from tests.conftest import DATA, LIVE_DATA, ROOT

# What may read the published data: tests of their validity, privacy, schema and translation, that each of their figures
# is on a page, what draws the pages, what measures the mirror of the whole site, and that our own words are plain.
OF_LIVE_DATA = {"conftest", "pictures", "test_translations", "test_frozen_data", "test_package", "test_privacy"}
OF_LIVE_DATA |= {"test_catalog", "test_figures", "test_mirror", "test_plain_words", "test_row_rules", "test_texts"}
NAMES_LIVE_DATA = re.compile(r"\bLIVE_DATA\b|ROOT / \"data|parent / \"data|parents\[\d\] / \"data")


def test_tests_and_what_they_start_run_on_the_frozen_data() -> None:
    assert data_folder() == DATA
    code = "from repression.paths import data_folder; print(data_folder())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    assert Path(done.stdout.strip()) == DATA


def test_few_tests_read_the_published_data() -> None:
    files = [path for path in (ROOT / "tests").rglob("*.py") if NAMES_LIVE_DATA.search(path.read_text("utf-8"))]
    assert {path.stem for path in files} <= OF_LIVE_DATA


def schema_of(folder: Path) -> dict[str, Any]:
    """The data package without the names of the snapshots."""
    package: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        if "schema" in resource:
            del resource["path"]
    return package


def penalty_of(schema: dict[str, Any]) -> dict[str, Any]:
    """The field `penalty` of people."""
    (people,) = (resource for resource in schema["resources"] if resource["name"] == "people")
    (penalty,) = (field for field in people["schema"]["fields"] if field["name"] == "penalty")
    return dict(penalty)


def test_the_frozen_data_have_the_schema_of_the_published_data() -> None:
    """Who changes data/datapackage.json or the outlines of the regions copies the change to tests/data/.

    Penalties that maintainers answered are more codes of the published schema.
    """
    frozen, published = schema_of(DATA), schema_of(LIVE_DATA)
    known, more = (penalty_of(schema) for schema in (frozen, published))
    answered = len(more["categories"]) - len(known["categories"])
    assert answered >= 0
    for codes in (more["categories"], more["constraints"]["enum"]):
        del codes[len(codes) - answered :]
    assert frozen == published
    assert (DATA / "regions.geojson").read_bytes() == (LIVE_DATA / "regions.geojson").read_bytes()
