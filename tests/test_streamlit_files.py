"""The files of Streamlit's page are as they were; an upgrade that changes them fails here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from repression import streamlit_files

BODY = '<body><div id="root"></div></body>'


def test_the_index_page_has_no_inline_script_and_no_relative_address() -> None:
    page = streamlit_files.index_page("Figures", "en", "/own", "", BODY)
    assert "<title>Figures</title>" in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r'(href|src)="(?!/[^/])', page)
    assert page.index("/own/page.js") < page.index('type="module"')


def test_a_page_that_moved_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    moved = tmp_path / "index.html"
    moved.write_text("<html><title>x</title></html>", encoding="utf-8")
    monkeypatch.setattr(streamlit_files, "INDEX", moved)
    with pytest.raises(streamlit_files.StreamlitChanged, match="inline script"):
        streamlit_files.index_page("Figures", "en", "/own", "", BODY)


def test_every_file_that_the_index_page_names_is_where_it_is_served_from() -> None:
    page = streamlit_files.index_page("Figures", "en", "/own", "", BODY)
    named = re.findall(r'"/static/([^"]+)"', page)
    assert named
    assert all((streamlit_files.STATIC / name).is_file() for name in named)
