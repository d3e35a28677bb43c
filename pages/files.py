"""Get the data: every dataset as a file, how to ask for part of one, and the parameters there are."""

from pathlib import Path

import streamlit as st

from repression import session
from repression.guide import guide
from repression.listing import files_table, parameters_table, questions_table
from repression.passages import heading, spoken
from repression.readers import reminder

view = session.view()
st.html(Path(__file__).parent / "files.css")
lead, rest = guide(session.site(), view.selection.lang)
st.markdown(lead)
heading("datasets", "Files")
st.html(
    f"{reminder(view.selection)}{files_table(view.house, view.selection)}"
    f"<details><summary>{spoken('What the charts and tables show, as files')}</summary>"
    f"{questions_table(view.selection)}</details>"
)
st.markdown(rest)
heading(
    "parameters",
    "Parameters",
    "All that an address may say. Each file obeys some of the filters and refuses the others.",
)
st.html(parameters_table(view.house, view.selection.lang))
