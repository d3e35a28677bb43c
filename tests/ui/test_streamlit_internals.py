"""The parts of Streamlit that are not public are where they were; an upgrade that moves one fails here."""

from __future__ import annotations

import json

from streamlit.testing.v1 import AppTest


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
