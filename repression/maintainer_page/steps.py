"""Long steps: each runs in a process of its own, so that the page shows that it goes on, and can end it.

The process also keeps a hostile file away from the page: if it takes too long or too much memory, only the step ends.
"""

from __future__ import annotations

import atexit
import functools
import logging
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import streamlit as st
from anyio import BrokenWorkerProcess, to_process
from anyio.from_thread import BlockingPortal, start_blocking_portal
from streamlit.delta_generator import DeltaGenerator

from repression.i18n import forget_translations
from repression.maintainer_page.texts import gettext, language
from repression.messages import in_language, in_lines, words_of
from repression.snapshots.issues import ValidationError
from repression.warehouse.database import ChangedWhileReading, NoData

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 0.2
_RUNNING = "running-step"
_PLACE = "place-of-"
_KEPT = ExitStack()
atexit.register(_KEPT.close)  # ends the processes with the server


@dataclass(frozen=True)
class Outcome:
    """What a step gave: a `value`, or the `problem` in words, in which case the value is None."""

    value: Any
    problem: str = ""


@dataclass(frozen=True)
class _Step:
    words: str
    keep_as: str
    can_stop: bool
    began: float
    future: Future[Any]


@functools.cache
def _portal() -> BlockingPortal:
    """The event loop that waits for the processes."""
    return _KEPT.enter_context(start_blocking_portal())


def begin(words: str, keep_as: str, function: Callable[..., Any], *given: Any, can_stop: bool = True) -> None:
    """Start `function(*given)`; its Outcome will be in the session as `keep_as`. Does nothing while a step runs.

    `function` is one of a module, its arguments and its value can be pickled. `words` say what is done. A step that
    writes cannot be stopped: it goes on also if the browser is closed.
    """
    if _RUNNING in st.session_state:
        return
    st.session_state.pop(keep_as, None)
    call = functools.partial(to_process.run_sync, _with_translations_of_now, function, *given, cancellable=can_stop)
    st.session_state[_RUNNING] = _Step(words, keep_as, can_stop, time.monotonic(), _portal().start_task_soon(call))


def _with_translations_of_now(function: Callable[..., Any], *given: Any) -> Any:
    """Do the step. Its process has done others, and one that saved answers wrote translations."""
    forget_translations()
    return function(*given)


def outcome(name: str) -> Outcome | None:
    """What the step gave that was begun with `keep_as=name`; None while it runs, and if there was none."""
    found: Outcome | None = st.session_state.get(name)
    return found


def is_running() -> bool:
    """Whether a step runs in this session."""
    return _RUNNING in st.session_state


def place(keep_as: str) -> None:
    """Here the page shows that the step runs which was begun with `keep_as`."""
    st.session_state[_PLACE + keep_as] = st.container()


def wait() -> None:
    """If a step runs, show in its place that it does until it has ended, then run the page again.

    To be called when all else is on the page, since widgets that a run does not show are forgotten.
    """
    step: _Step | None = st.session_state.get(_RUNNING)
    if step is None:
        return
    here: DeltaGenerator = st.session_state[_PLACE + step.keep_as]
    with here.container(border=True):
        shown = st.empty()
        if step.can_stop:
            st.button(gettext("Stop"), key="stop-step", on_click=_stop)
    while not step.future.done():
        seconds = int(time.monotonic() - step.began)
        shown.markdown(f"⏳ {step.words} {gettext('({seconds:second|seconds})', seconds=seconds)}")
        time.sleep(LOOK_SECONDS)
    st.session_state.pop(_RUNNING, None)
    st.session_state[step.keep_as] = _ended(step)
    forget_translations()  # the step may have written some
    st.rerun()


def _stop() -> None:
    step: _Step | None = st.session_state.pop(_RUNNING, None)
    if step:
        step.future.cancel()
        st.session_state[step.keep_as] = Outcome(None, gettext("Stopped. Nothing was written."))


def _ended(step: _Step) -> Outcome:
    try:
        return Outcome(step.future.result())
    except CancelledError:
        return Outcome(None, gettext("Stopped. Nothing was written."))
    except ValidationError as fault:
        return Outcome(None, in_lines(fault.lines, language()))
    except (OSError, NoData, ChangedWhileReading) as fault:
        return Outcome(None, in_language(words_of(fault), language()))
    except (BrokenWorkerProcess, MemoryError):
        # A step that writes may have been killed after it had decided to.
        told = gettext(
            "The step ended by itself, most likely because memory ran out. See “Check” for what was written."
        )
        return Outcome(None, told)
    except Exception as fault:
        # The message of an unforeseen fault may have a cell of the file in it, and is not logged.
        LOG.error("%s failed: %s", step.keep_as, type(fault).__name__)
        return Outcome(None, gettext("This failed, by a fault in the program ({kind}).", kind=type(fault).__name__))
