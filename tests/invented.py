"""Invented people, and a small data folder to take them into."""

import shutil
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


def small_data(folder: Path) -> Path:
    """A data folder with the package and the tables that a register is read against, and nobody in it."""
    folder.mkdir()
    shutil.copy(DATA / "datapackage.json", folder)
    for dataset in ("articles", "facilities"):
        shutil.copytree(DATA / dataset, folder / dataset)
    return folder
