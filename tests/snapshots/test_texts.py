"""Texts that may be published, and those that a program has damaged."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repression.snapshots.catalog import read_catalog
from repression.snapshots.csv_io import format_csv
from repression.snapshots.texts import damage, mended, stands_for_nothing
from tests.conftest import LIVE_DATA

SOUND = [
    "Invented Choir", "Вигаданы хор", "Выдуманы хор «Гімціне»", "ГІГІЕНА", "Рёв", "Рэчыца і Сёмкава", "ВІЦЕБСК", "№ 5",
    "café”…", "É»", "Fédération", "— 5 °C —", "two\nlines", "a\tb", "R&D; x&y", "https://e.org/?a=1&copy=2",
    "None of us", "Why???", "-", "🕊", "Nullsoft", "#hashtag!", "C#",
]  # fmt: skip


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_text_stays_as_it_is(text: str) -> None:
    assert damage(text) is None
    assert mended(text) == text


@pytest.mark.parametrize(
    "word", ["NULL", "null", "\\N", "nan", "NaN", "None", "N/A", "n/a", "#N/A", "#Н/Д", "<NA>", " NULL ", "undefined"]
)
def test_a_word_for_nothing_is_empty(word: str) -> None:
    assert mended(word) == ""
    assert stands_for_nothing(word) and damage(word) == "is a word for nothing and no value"


@pytest.mark.parametrize(
    ("text", "meant", "named"),
    [
        ("Invented\u200b Choir", "Invented Choir", "U+200B"),
        ("\ufeffInvented", "Invented", "U+FEFF"),
        ("Inven\u00adted", "Invented", "U+00AD"),
        ("\u202egnp.exe\u2066", "gnp.exe", "U+202E"),
        ("Invented\u00a0Choir", "Invented Choir", "U+00A0"),
        ("Invented\u3164", "Invented", "U+3164"),
        ("Invented\ufe0f", "Invented", "U+FE0F"),
        ("Inven\u17b4ted", "Invented", "U+17B4"),
        ("e\u0301", "é", "extra characters"),
        ("a\r\nb", "a\nb", "ends of lines"),
        ("&quot;Ў&quot; &amp; Co&#039;s", '"Ў" & Co\'s', "&quot;"),
        ("&amp;quot;", '"', "&amp;"),
    ],
)
def test_what_nobody_sees_is_mended_on_the_way_in_and_refused_in_a_snapshot(text: str, meant: str, named: str) -> None:
    assert mended(text) == meant
    assert damage(meant) is None
    assert named in str(damage(text)) and repr(meant) in str(damage(text))


@pytest.mark.parametrize("encoding", ["cp1251", "cp1252", "latin-1"])
@pytest.mark.parametrize("text", ["Выдуманы хор", "Belarus’s", "«Рівне»", "№ 5", "ГІГІЕНА"])
def test_utf_8_that_was_read_as_another_encoding_is_refused_and_not_guessed(text: str, encoding: str) -> None:
    broken = text.encode().decode(encoding, "replace")
    assert damage(broken)
    assert damage(mended(broken))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Inv\ufffdnted", "lost letters"),
        ("????? ????", "lost letters"),
        ("#REF!", "error of a spreadsheet"),
        ("#DIV/0!", "error of a spreadsheet"),
        ("#ССЫЛКА!", "error of a spreadsheet"),
        ("a\x00b", "U+0000"),
        ("a\x1b[2Jb", "U+001B"),
        ("a\x85b", "U+0085"),
        ("a\ue000b", "U+E000"),
    ],
)
def test_what_cannot_be_mended_is_refused(text: str, said: str) -> None:
    assert said in str(damage(text))
    assert damage(mended(text))


@given(st.text() | st.sampled_from(SOUND))
def test_a_mended_text_is_mended_once_and_for_all(text: str) -> None:
    assert mended(mended(text)) == mended(text)


def test_a_long_text_is_looked_through_in_no_time() -> None:
    for piece in ("Рі", "РІ", "Ã", "&", "&amp;", "?", "а", "Р\u00a0"):
        text = piece * 50_000
        assert mended(mended(text)) == mended(text)
        damage(text)


def test_a_snapshot_with_a_damaged_text_is_refused(data_copy: Path) -> None:
    path = data_copy / "organisations" / "2026-11-22.csv"
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    rows[0][header.index("decided_by")] = "NULL"
    rows[1][header.index("name")] += "\u200b"
    path.write_bytes(format_csv(header, rows))
    said = "\n".join(map(str, read_catalog(data_copy).issues))
    assert "row 2, column decided_by: 'NULL' is a word for nothing and no value" in said
    assert "row 3, column name: " in said and "U+200B" in said


def test_the_published_data_have_no_damaged_text() -> None:
    assert read_catalog(LIVE_DATA).issues == ()
