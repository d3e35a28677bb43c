"""Get the data: every dataset as a file, how to ask for part of one, and the parameters there are."""

from pathlib import Path

import streamlit as st

from repression import session
from repression.guide import guide
from repression.listing import files_table, parameters_table, questions_table

view = session.view()
st.html(Path(__file__).parent / "files.css")
lead, rest = guide(session.site(), view.selection.lang)
st.markdown(lead)
st.html(
    '<section class="exhibit-head" id="datasets"><h2>Files</h2></section>'
    f"{files_table(view.house, view.selection)}"
    f"<details><summary>What the charts and tables show, as files</summary>{questions_table(view.selection)}</details>"
)
st.markdown(rest)
st.html(
    '<section class="exhibit-head" id="parameters"><h2>Parameters</h2><p class="answers">All that an address may say. '
    "Each file obeys some of the filters and refuses the others.</p></section>"
    f"{parameters_table(view.house, view.selection.lang)}"
)
