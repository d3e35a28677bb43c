"""What readers of a Streamlit page get where a part of it fails."""

from __future__ import annotations

import streamlit as st

from repression.i18n import LANGUAGES, get_translator
from repression.site import FAILED


def show_failure() -> None:
    """Show in the reader's language that something failed."""
    asked = st.query_params.get("lang", "")
    st.error(get_translator(asked if asked in LANGUAGES else LANGUAGES[0])(FAILED))


def on_script_error(fault: Exception) -> bool:
    """Show that a run of a page failed; True, since Streamlit then shows nothing itself."""
    show_failure()
    return True
