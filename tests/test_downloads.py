"""Files are safe to open, and numbers stay numbers."""

from __future__ import annotations

import csv
import io
from datetime import date

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from repression.downloads.delimited import to_csv
from repression.downloads.extract import file_stem
from repression.filters import Selection

HARMFUL = ["=1+1", "+7", "-5", "@x", "\tx", "\rx"]


def cells(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode(), newline="")))


def test_texts_that_a_spreadsheet_would_run_are_made_harmless() -> None:
    table = pa.table({"text": [*HARMFUL, "plain", 'q"uote', "two\nlines", "Мінск 🕊"]})
    rows = [row[0] for row in cells(to_csv(table))[1:]]
    assert rows == [*(f"'{text}" for text in HARMFUL), "plain", 'q"uote', "two\nlines", "Мінск 🕊"]


def test_numbers_and_dates_stay_what_they_are() -> None:
    table = pa.table({"n": [-5, 3], "x": [-1.5, None], "d": [date(2023, 2, 10), None]})
    assert to_csv(table) == b"n,x,d\n-5,-1.5,2023-02-10\n3,,\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1))
def test_any_text_comes_back_and_none_can_be_run(texts: list[str]) -> None:
    table = pa.table({"a": ["x"] * len(texts), "text": pa.array(texts, pa.string())})
    back = [row[1] for row in cells(to_csv(table))[1:]]
    assert [text.removeprefix("'") for text in back] == [text.removeprefix("'") for text in texts]
    assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r")) for text in back)


def test_two_filters_never_share_a_file_name() -> None:
    day = date(2026, 11, 22)
    long = [
        Selection(day).with_value("facility", tuple(f"Penal colony No. {n}" for n in range(12, end)))
        for end in (40, 41)
    ]
    names = {file_stem("people", selection) for selection in [Selection(day), *long]}
    assert len(names) == 3
    assert all(len(name) < 200 and name.isascii() for name in names)
