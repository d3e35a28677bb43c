"""Where the parts of the project are: its folders, and the data folder that the process reads."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "repression"
QUERIES = ROOT / "queries"
LOCALE = ROOT / "locale"


def data_folder() -> Path:
    """The folder of the snapshots: `data/`, or what the variable REPRESSION_DATA names."""
    return Path(os.environ.get("REPRESSION_DATA", ROOT / "data"))
