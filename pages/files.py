"""Get the data: every dataset as a file, how to ask for part of one, and the parameters there are."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from repression.documents import guide
from repression.ui import url_state
from repression.ui.download_tables import files_table, parameters_table, questions_table
from repression.ui.reader_safety import reminder
from repression.ui.text_blocks import heading, html_block

view = url_state.current_view()


def rendered(table: str, make: Callable[[], Markup]) -> Markup:
    """A table that is the same for every reader of the day and the language, from the cache."""
    key = ("files", table, view.selection.snapshot, view.selection.lang)
    html: Markup = view.warehouse.rendered.get_or_compute(key, make)
    return html


st.html(Path(__file__).parent / "files.css")
lead, rest = guide(url_state.site(), view.selection.lang)
st.markdown(lead)
heading("datasets", "Files")
html_block(
    "files",
    reminder=reminder(view.selection),
    datasets=rendered("datasets", lambda: files_table(view.warehouse, view.selection)),
    questions=rendered("questions", lambda: questions_table(view.selection)),
)
st.markdown(rest)
heading(
    "parameters",
    "Parameters",
    "All that an address may say. Each file obeys some of the filters and refuses the others.",
)
st.html(rendered("parameters", lambda: parameters_table(view.warehouse, view.selection.lang)))
