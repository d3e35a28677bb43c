"""Where the parts of the project are: its folders, and the data folder that the process reads."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "repression"
QUERIES = ROOT / "queries"
LOCALE = ROOT / "locale"


def store_address() -> str:
    """The address of the store that REPRESSION_DATA names, such as s3://bucket/prefix; empty if it names a folder."""
    named = os.environ.get("REPRESSION_DATA", "")
    return named.rstrip("/") if "://" in named else ""


def data_folder() -> Path:
    """The folder of the snapshots: `data/`, or what the variable REPRESSION_DATA names.

    If that is the address of a store, then its copy on this machine: `copy/`, or what REPRESSION_COPY names.
    """
    if store_address():
        return Path(os.environ.get("REPRESSION_COPY", ROOT / "copy"))
    return Path(os.environ.get("REPRESSION_DATA", ROOT / "data"))
