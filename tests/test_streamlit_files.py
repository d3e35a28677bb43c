"""The files of Streamlit's page are as they were; an upgrade that changes them fails here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from repression import streamlit_files


def test_the_tags_of_the_application_have_no_inline_script_and_no_relative_address() -> None:
    tags = streamlit_files.app_tags()
    assert len(re.findall(r'<script type="module"[^>]* src="/static/js/', tags)) == 1
    assert not re.search(r"<script(?![^>]*\bsrc=)", tags)
    assert not re.search(r'(href|src)="(?!/[^/])', tags)


def test_a_page_that_moved_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    moved = tmp_path / "index.html"
    moved.write_text("<html><title>x</title></html>", encoding="utf-8")
    monkeypatch.setattr(streamlit_files, "INDEX", moved)
    with pytest.raises(streamlit_files.StreamlitChanged, match="script"):
        streamlit_files.app_tags.__wrapped__()


def test_every_file_that_the_tags_name_is_where_it_is_served_from() -> None:
    named = re.findall(r'"/static/([^"]+)"', streamlit_files.app_tags())
    assert len(named) > 2
    assert all((streamlit_files.STATIC / name).is_file() for name in named)
