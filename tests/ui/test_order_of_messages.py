"""What a reader waits for after a click is sent first; what is around it comes later, each part into its place."""

from __future__ import annotations

import asyncio
import statistics
import time
from types import SimpleNamespace
from typing import Any

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.PageConfig_pb2 import PageConfig
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from bench.sessions import OUR_CHART, Screen, Session
from repression.ui.streamlit_internals import GAP, MOST_WAIT, sent
from repression.ui.url_state import CONFIRMED

DAY = "snapshot=2026-11-22&lang=en"


def part_of(element: Element) -> str | None:
    """Which of the parts an element is."""
    if element.WhichOneof("type") == "page_link":
        return "page_link"
    if OUR_CHART in element.bidi_component.html_content:
        return "chart"
    marks = {'class="selected"': "headcount", 'class="exhibit-foot"': "footer"}
    return next((part for mark, part in marks.items() if mark in element.bidi_component.html_content), None)


def test_the_charts_of_a_click_come_before_what_is_around_them(server: str) -> None:
    async def click() -> Screen:
        async with Session(server.removeprefix("http://"), "sentences", DAY) as session:
            await session.load()
            return await session.choose(gender=["Women"])

    elements = asyncio.run(click()).elements  # in the order of their coming
    parts = [(place, part) for place, each in elements.items() if (part := part_of(each))]
    came, read = [part for _, part in parts], [part for _, part in sorted(parts)]
    assert came[:8] == ["headcount", *["chart"] * 7]
    assert set(came[8:]) == {"footer", "page_link"}
    assert read == ["page_link"] * came.count("page_link") + ["headcount", *["chart", "footer"] * 7]
    # Last, by which the browser confirms all of it.
    assert list(elements.values())[-1].text_input.label == CONFIRMED


class TimedSession(Session):
    """A session that notes when each part of the page came."""

    def __init__(self, host: str) -> None:
        super().__init__(host, "sentences", DAY)
        self.came: list[tuple[str | None, float]] = []

    def _take_delta(self, message: ForwardMsg) -> None:
        super()._take_delta(message)
        self.came.append((part_of(message.delta.new_element), time.perf_counter()))


def test_between_the_charts_and_what_comes_after_them_a_browser_has_time_to_draw(server: str) -> None:
    async def gaps() -> list[float]:
        found = []
        async with TimedSession(server.removeprefix("http://")) as session:
            await session.load()
            for gender in (["Women"], []) * 3:
                session.came.clear()
                await session.choose(gender=gender)
                charts = [when for part, when in session.came if part == "chart"]
                footers = [when for part, when in session.came if part == "footer"]
                found.append(min(footers) - max(charts))
        return found

    assert statistics.median(asyncio.run(gaps())) > GAP / 2


def test_a_page_that_was_closed_is_not_waited_for() -> None:
    """What a run wrote for a browser that is gone stays unsent."""
    unsent = ForwardMsgQueue()
    unsent.enqueue(ForwardMsg(page_config_changed=PageConfig(title="unsent")))
    session: Any = SimpleNamespace(_browser_queue=unsent)
    asyncio.run(asyncio.wait_for(sent(session), 2 * MOST_WAIT))
