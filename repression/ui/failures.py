"""What readers and the log get where a part of a page fails. The rest of the page stays.

The log says what failed and where in the code. It has no message of an exception, which may say what was asked for.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

import streamlit as st

from repression.i18n import LANGUAGES, get_translator
from repression.site import FAILED
from repression.warehouse.database import NoMemory

LOG = logging.getLogger(__name__)


class InItsPlace:
    """`with InItsPlace("sidebar"):` shows in place of what fails within that it failed, and goes on behind it."""

    def __init__(self, part: str) -> None:
        self._part = part

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None) -> bool:
        # What ends a run, by `st.stop` or because the connection was lost, is no Exception.
        if not isinstance(fault, Exception):
            return False
        report_failure(self._part, fault)
        return True


def report_failure(part: str, fault: Exception) -> None:
    """Show in the reader's language that a part of the page failed, and write to the log where in the code."""
    if not isinstance(fault, NoMemory):  # which is in the log already, and says nothing of the code
        frames = "".join(traceback.format_tb(fault.__traceback__))
        LOG.error("%s failed: %s, at\n%s", part, type(fault).__name__, frames)
    show_failure(fault)


def show_failure(fault: Exception) -> bool:
    """Show in the reader's language that something failed; True, since Streamlit then shows nothing itself."""
    asked = st.query_params.get("lang", "")
    st.error(get_translator(asked if asked in LANGUAGES else LANGUAGES[0])(FAILED))
    return True
