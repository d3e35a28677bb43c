"""Compares answers with golden files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from repression.downloads.csv_file import csv_chunks
from repression.questions.answer import ask
from repression.questions.selection import Selection
from repression.warehouse.database import Warehouse

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def same_as_golden(warehouse: Warehouse) -> Callable[..., None]:
    """`same_as_golden(question, selection)` compares an answer's whole CSV with `golden/<file or question>.csv`."""

    def hold(question: str, selection: Selection, file: str = "") -> None:
        expected = (GOLDEN / f"{file or question}.csv").read_text(encoding="utf-8")
        assert b"".join(csv_chunks(ask(warehouse, question, selection).table)).decode() == expected

    return hold
