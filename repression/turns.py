"""Whose turn it is to run a page, and what of it the browser is given time to draw first."""

from __future__ import annotations

import os
import threading
import time

# Threads that run pages all at once spend more time on handing Python and Streamlit's locks to one another than on the
# pages; those who wait their turn are served sooner. One more than there are processors: one may wait for the database.
TURNS = threading.BoundedSemaphore((os.cpu_count() or 1) + 1)
# Enough for a browser to begin with what it has; it waits no longer for what comes after that than it takes to draw it.
DRAWING_SECONDS = 0.08


def fold() -> None:
    """Lets the browser draw what a page has sent, before the rest comes.

    A browser draws all charts that it has at hand before it shows one of them. Where every turn is taken, nothing
    waits: others do, and the rest comes late enough without it.
    """
    if TURNS.acquire(blocking=False):
        TURNS.release()
        time.sleep(DRAWING_SECONDS)
