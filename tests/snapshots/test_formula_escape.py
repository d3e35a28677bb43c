"""The apostrophe before what a spreadsheet could run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repression.snapshots.formula_escape import escape_formulas, unescape_formulas


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("=1+1", "'=1+1"),
        ("x;=1+1;y", "x;'=1+1;y"),
        ("x\t@a", "x\t'@a"),
        ("two\n+7", "two\n'+7"),
        ('x; "=1"', 'x; "\'=1"'),
        ("＝1", "'＝1"),
        ("-5", "'-5"),
        ("- x", "'- x"),
        ("-\n1", "'-\n1"),
        ("'=1", "''=1"),
        ("'-", "''-"),
        ("-", "-"),
        ("- ; https://e.org ; -", "- ; https://e.org ; -"),
        ("a - b; c-d", "a - b; c-d"),
        ("'quoted'", "'quoted'"),
    ],
)
def test_only_what_could_run_gets_an_apostrophe(text: str, escaped: str) -> None:
    assert escape_formulas(text) == escaped
    assert unescape_formulas(escaped) == text


def test_files_of_before_have_one_before_a_placeholder_and_it_is_taken_off() -> None:
    assert unescape_formulas("'- ; https://e.org") == "- ; https://e.org"


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("=+-@'\";\t\r\n ,1")))
def test_every_text_comes_back(text: str) -> None:
    assert unescape_formulas(escape_formulas(text)) == text
