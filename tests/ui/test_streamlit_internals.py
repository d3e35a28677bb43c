"""The parts of Streamlit that are not public are where they were; an upgrade that moves one fails here."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from repression.ui import streamlit_internals

BODY = '<body><div id="root"></div></body>'


def test_the_index_page_has_no_inline_script_and_no_relative_address() -> None:
    page = streamlit_internals.index_page("Figures", "en", "/own", "", BODY)
    assert "<title>Figures</title>" in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r'(href|src)="(?!/[^/])', page)
    assert page.index("/own/page.js") < page.index('type="module"')


def test_a_page_that_moved_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    moved = tmp_path / "index.html"
    moved.write_text("<html><title>x</title></html>", encoding="utf-8")
    monkeypatch.setattr(streamlit_internals, "INDEX", moved)
    with pytest.raises(streamlit_internals.StreamlitChanged, match="inline script"):
        streamlit_internals.index_page("Figures", "en", "/own", "", BODY)


def test_every_file_that_the_index_page_names_is_where_it_is_served_from() -> None:
    page = streamlit_internals.index_page("Figures", "en", "/own", "", BODY)
    named = re.findall(r'"/static/([^"]+)"', page)
    assert named
    assert all((streamlit_internals.STATIC / name).is_file() for name in named)


def test_a_prepared_figure_reaches_the_page_as_it_is() -> None:
    spec = {"data": [{"type": "bar", "x": [1], "y": [2]}], "layout": {"title": {"text": "Ж"}}}
    chart = AppTest.from_function(_shows_a_chart).run()
    assert not chart.exception
    assert json.loads(chart.get("plotly_chart")[0].proto.spec) == spec


def _shows_a_chart() -> None:
    import streamlit as st

    from repression.ui.streamlit_internals import PreparedFigure

    st.plotly_chart(
        PreparedFigure({"data": [{"type": "bar", "x": [1], "y": [2]}], "layout": {"title": {"text": "Ж"}}}), theme=None
    )
