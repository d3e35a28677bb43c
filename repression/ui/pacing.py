"""Names the open page that waits for a run."""

from __future__ import annotations

import streamlit as st

from repression.open_pages import OPEN_PAGES, PAGE_HEADER, OpenPage


def page_of_run() -> OpenPage:
    """The open page that waits for the run of this thread; one of no client if it was closed, or without a server."""
    return OPEN_PAGES.get(st.context.headers.get(PAGE_HEADER, ""), OpenPage(b""))
