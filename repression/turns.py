"""Whose turn it is to run a page."""

from __future__ import annotations

import os
import threading

# Threads that run pages all at once spend more time on handing Python and Streamlit's locks to one another than on the
# pages; those who wait their turn are served sooner. One more than there are processors: one may wait for the database.
TURNS = threading.BoundedSemaphore((os.cpu_count() or 1) + 1)
