"""Privacy: what is published about people, what is known of readers, and what the law in Belarus says to both."""

import streamlit as st

from repression import session
from repression.guide import PRIVACY, chapters
from repression.passages import heading

lead, parts = chapters(PRIVACY, session.view().selection.lang)
st.markdown(lead)
for anchor, title, text in parts:
    heading(anchor, title)
    st.markdown(text)
