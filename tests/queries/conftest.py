"""Fixtures for the tests of questions: the warehouse of the project's data, and answers held to golden files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from repression.downloads import to_csv
from repression.filters import Selection
from repression.questions import ask
from repression.snapshots import read_catalog
from repression.warehouse import ROOT, Warehouse, build

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="session")
def house() -> Warehouse:
    """The warehouse of data/."""
    return build(read_catalog(ROOT / "data"))


@pytest.fixture
def same_as_golden(house: Warehouse) -> Callable[..., None]:
    """`same_as_golden(question, selection)` holds an answer's whole CSV to `golden/<file or question>.csv`."""

    def hold(question: str, selection: Selection, file: str = "") -> None:
        expected = (GOLDEN / f"{file or question}.csv").read_text(encoding="utf-8")
        assert to_csv(ask(house, question, selection).table).decode() == expected

    return hold
