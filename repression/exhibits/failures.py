"""What happens where a part of a page fails: it is logged and said in its place, and the rest of the page stays.

The log says what failed and where in the code. It has no message of an exception, which may say what was asked for.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from types import TracebackType

from repression.warehouse.database import NoMemory

LOG = logging.getLogger(__name__)


class InItsPlace:
    """`with InItsPlace("filters", show):` has `show` say in place of what fails that it failed, and goes on behind."""

    def __init__(self, part: str, show: Callable[[], None]) -> None:
        self._part = part
        self._show = show

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None) -> bool:
        # What ends a run, as Streamlit does where the connection was lost, is no Exception.
        if not isinstance(fault, Exception):
            return False
        log_failure(self._part, fault)
        self._show()
        return True


def log_failure(part: str, fault: Exception) -> None:
    """Write to the log that a part of a page failed, and where in the code."""
    if not isinstance(fault, NoMemory):  # which is in the log already, and says nothing of the code
        frames = "".join(traceback.format_tb(fault.__traceback__))
        LOG.error("%s failed: %s, at\n%s", part, type(fault).__name__, frames)
