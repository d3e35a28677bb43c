"""The parts of Streamlit that are not public are where they were; an upgrade that moves one fails here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from repression import edges


def test_the_index_page_has_no_inline_script_and_no_relative_address() -> None:
    page = edges.index_page("Figures", "/own/base.js", "/own/icon.svg")
    assert "<title>Figures</title>" in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r'(href|src)="(?!/[^/])', page)
    assert page.index("/own/base.js") < page.index('type="module"')


def test_a_page_that_moved_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    moved = tmp_path / "index.html"
    moved.write_text("<html><title>x</title></html>", encoding="utf-8")
    monkeypatch.setattr(edges, "INDEX", moved)
    edges.index_page.cache_clear()
    with pytest.raises(edges.MovedEdge, match="inline script"):
        edges.index_page("Figures", "/own/base.js", "/own/icon.svg")
    edges.index_page.cache_clear()
