"""Answers held to golden files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from repression.downloads.delimited import csv_chunks
from repression.filters import Selection
from repression.questions import ask
from repression.warehouse import Warehouse

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def same_as_golden(house: Warehouse) -> Callable[..., None]:
    """`same_as_golden(question, selection)` holds an answer's whole CSV to `golden/<file or question>.csv`."""

    def hold(question: str, selection: Selection, file: str = "") -> None:
        expected = (GOLDEN / f"{file or question}.csv").read_text(encoding="utf-8")
        assert b"".join(csv_chunks(ask(house, question, selection).table)).decode() == expected

    return hold
