"""Limits how many pages are computed at once, and gives the browser time to render the beginning of a page."""

from __future__ import annotations

import os
import threading
import time

# Threads that compute pages all at once spend more time on contention for the locks of Python and Streamlit than on the
# pages; with a limit, every page is ready sooner. One more than processors, since one may wait for the database.
RENDER_SLOTS = threading.BoundedSemaphore((os.cpu_count() or 1) + 1)
# Enough for a browser to start rendering what it has; what follows is delayed by no more than that rendering takes.
DRAWING_SECONDS = 0.08
# The same at the start of a session: the browser first loads the scripts that render titles and texts.
OPENING_SECONDS = 0.3


def yield_to_browser(seconds: float) -> None:
    """Wait while the browser renders what it has received, unless all slots are taken and other pages would wait."""
    if RENDER_SLOTS.acquire(blocking=False):
        RENDER_SLOTS.release()
        time.sleep(seconds)
