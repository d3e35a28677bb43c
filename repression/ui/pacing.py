"""Whose turn it is to run a page, and time for the browser to draw its beginning."""

from __future__ import annotations

import os
import threading
import time

# Threads that run pages all at once spend more time on handing Python and Streamlit's locks to one another than on the
# pages; those who wait their turn are served sooner. One more than there are processors: one may wait for the database.
RENDER_SLOTS = threading.BoundedSemaphore((os.cpu_count() or 1) + 1)
# Enough for a browser to begin with what it has; it waits no longer for what comes after that than it takes to draw it.
DRAWING_SECONDS = 0.08
# The same for one that has only just begun: it fetches what draws titles and texts before it draws them.
OPENING_SECONDS = 0.3


def yield_to_browser(seconds: float) -> None:
    """Waits while the browser draws what a page has sent, unless every turn is taken: others would wait, too."""
    if RENDER_SLOTS.acquire(blocking=False):
        RENDER_SLOTS.release()
        time.sleep(seconds)
