"""Invented people, and a small data folder to take them into."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from repression.intake.register import COLUMNS
from repression.snapshots.csv_io import format_csv
from tests.conftest import DATA


def small_data(folder: Path) -> Path:
    """A data folder with the package and the reference tables, but without people."""
    folder.mkdir()
    shutil.copy(DATA / "datapackage.json", folder)
    shutil.copy(DATA / "regions.geojson", folder)
    for dataset in ("articles", "facilities"):
        shutil.copytree(DATA / dataset, folder / dataset)
    return folder


def raw_register(path: Path, *people: Mapping[str, str]) -> Path:
    """A raw register of invented people; each is given by the fields that differ from the default row."""
    plain = dict.fromkeys(COLUMNS, "") | {"status": "active", "gender": "female"}
    numbered = [{**plain, "id": str(number), **person} for number, person in enumerate(people, start=7001)]
    path.write_bytes(format_csv(COLUMNS, [[person[column] for column in COLUMNS] for person in numbered]))
    return path
