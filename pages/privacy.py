"""Privacy: what is published about people, what is known of readers, and what the law in Belarus says to both."""

import streamlit as st

from repression.documents import PRIVACY, chapters
from repression.ui import url_state
from repression.ui.text_blocks import heading

lead, parts = chapters(PRIVACY, url_state.current_view().selection.lang)
st.markdown(lead)
for anchor, title, text in parts:
    heading(anchor, title)
    st.markdown(text)
