"""Gives browsers time to render what they have received, and names the open page that waits for a run."""

from __future__ import annotations

import time

import streamlit as st

from repression.fair_slots import RENDER_SLOTS
from repression.open_pages import OPEN_PAGES, PAGE_HEADER, OpenPage

# Enough for a browser to start rendering what it has; what follows is delayed by no more than that rendering takes.
DRAWING_SECONDS = 0.08
# The same at the start of a session: the browser first loads the scripts that render titles and texts.
OPENING_SECONDS = 0.3


def page_of_run() -> OpenPage:
    """The open page that waits for the run of this thread; one of no client if it was closed, or without a server."""
    return OPEN_PAGES.get(st.context.headers.get(PAGE_HEADER, ""), OpenPage(b""))


def yield_to_browser(seconds: float) -> None:
    """Wait while the browser renders what it has received, unless all slots are taken and other pages would wait."""
    if RENDER_SLOTS.is_free():
        time.sleep(seconds)
