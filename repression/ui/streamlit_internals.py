"""Every use of a private part of running Streamlit: an upgrade that moves one fails here and in its test.

- The hash of the machine's identity that it sends to every reader: it would reveal that two sites, such as an onion
  service and a public one, run on one machine.
- The thread that runs the pages of a session, and the requests that wait for it. By default every request starts a
  thread of its own: runs that nobody waits for any more are begun, and nothing limits their number.
- Whether Back or Forward began a run.
- The element of a component, which is HTML as it is. `st.html` and `st.markdown` have the browser read all of it again
  to leave out what they do not know: a good part of what it does after a click.
- What a session has written and not sent yet.
- The page that a message asks for. A browser that has not received the page of a link yet sends steps for the page
  before, which would lead back to it.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

import streamlit
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.navigation.page import StreamlitPage
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.runtime import Runtime, app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.metrics_util import Installation
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
)

from repression.fair_slots import RENDER_SLOTS
from repression.ui.pacing import page_of_run

# A hidden widget of every page. A link to a page sends only the widgets that all pages have, a step sends this one too.
STEP_ON_PAGE = "step-on-page"
# Seconds between two parts of a page, in which the browser begins to draw the first.
GAP = 0.02
# Seconds that a run waits at most, however busy the server is.
MOST_WAIT = 0.1
# The page that each session asked for last, by a link, Back or Forward.
_PAGES_ASKED_FOR: WeakKeyDictionary[PagesManager, str] = WeakKeyDictionary()


def mark_steps(page: StreamlitPage) -> None:
    """Add the hidden widget that tells a step on a page from a link to one. It comes before `page.run()`."""
    run = get_script_run_ctx()
    if run is None:
        return
    with run.run_with_active_hash(page._script_hash):
        streamlit.text_input(STEP_ON_PAGE, key=STEP_ON_PAGE, label_visibility="collapsed", autocomplete="off")


def _on_page_asked_for(request: RerunData, session: PagesManager) -> RerunData:
    """The request, for the page that its session asked for last: a step on a page that was left changes no page."""
    widgets = request.widget_states.widgets if request.widget_states else ()
    is_step = any(each.id.endswith(STEP_ON_PAGE) for each in widgets) and not request.is_history_navigation
    if not is_step:
        _PAGES_ASKED_FOR[session] = request.page_script_hash
    return replace(request, page_script_hash=_PAGES_ASKED_FOR.get(session) or request.page_script_hash)


class _PacedRequests(ScriptRequests):
    """The requests for runs of one session. They wait for a slot as one: Streamlit merges a newer one into it."""

    def __init__(self, first: RerunData, session: PagesManager) -> None:
        super().__init__()
        self.slot = ExitStack()
        self._session = session
        self.request_rerun(first)

    def request_rerun(self, new_data: RerunData) -> bool:
        """Ask for a run; whether it will be."""
        return super().request_rerun(_on_page_asked_for(new_data, self._session))

    def on_scriptrunner_ready(self) -> ScriptRequest:
        """The next request, with a slot in which to run it."""
        if self._state == ScriptRequestType.RERUN:
            self.slot.enter_context(RENDER_SLOTS.hold(page_of_run().client))
        request = super().on_scriptrunner_ready()
        if request.type != ScriptRequestType.RERUN:  # the page was closed meanwhile
            self.slot.close()
        return request

    def on_scriptrunner_yield(self) -> ScriptRequest | None:
        """Whether a run is to stop here: if its page is closed, but not for a newer run, which waits for a slot."""
        return super().on_scriptrunner_yield() if self._state == ScriptRequestType.STOP else None


class _PacedRunner(ScriptRunner):
    """Runs the pages of one session, each in a slot."""

    def __init__(self, *, initial_rerun_data: RerunData, pages_manager: PagesManager, **others: Any) -> None:
        super().__init__(initial_rerun_data=initial_rerun_data, pages_manager=pages_manager, **others)
        self._requests: _PacedRequests = _PacedRequests(initial_rerun_data, pages_manager)

    def _run_script(self, rerun_data: RerunData) -> None:
        with self._requests.slot:
            super()._run_script(rerun_data)


def pace_runs() -> None:
    """Let the runs of all sessions wait for a slot, one of each session. Needs `runner.fastReruns = false`."""
    app_session.ScriptRunner = _PacedRunner  # type: ignore[assignment, attr-defined]


def show_html(html: str) -> None:
    """Show HTML of ours, in which everything is escaped, as it is."""
    part = BidiComponent(component_name="html", html_content=f'<div class="part">{html}</div>')
    streamlit._main._enqueue("bidi_component", part, layout_config=LayoutConfig(width="stretch", height="content"))


def hide_installation_id() -> None:
    """Replace the hash of the machine's identity that Streamlit sends to every reader by a constant."""
    Installation.instance().installation_id_v3 = "untold"


def opened_by_history() -> bool:
    """Whether the newest message of the browser says that its reader pressed Back or Forward."""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation


def send_what_is_written() -> None:
    """Wait until the browser has got what the page wrote so far, and a moment longer, so that it draws that first.

    A browser draws once for all messages that come without a gap: what a reader waits for would appear with the last of
    them. Nobody waits for this wait: there is none while all slots for runs are taken.
    """
    run = get_script_run_ctx()
    if run is None or not page_of_run().client or not RENDER_SLOTS.is_free():
        return
    info = Runtime.instance()._session_mgr.get_active_session_info(run.session_id)
    if info is not None:
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(sent(info.session), info.session._event_loop).result(2 * MOST_WAIT)


async def sent(session: AppSession) -> None:
    """Wait until all that was written is sent, at most `MOST_WAIT` since a page may be closed meanwhile, and a gap."""
    with suppress(TimeoutError):
        async with asyncio.timeout(MOST_WAIT):
            while not session._browser_queue.is_empty():
                await asyncio.sleep(0.001)
    await asyncio.sleep(GAP)
