"""What a reader waits for after a click is sent first; what is around it comes later, each part into its place."""

from __future__ import annotations

import asyncio

from streamlit.proto.Element_pb2 import Element

from bench.sessions import OUR_CHART, Screen, Session
from repression.ui.url_state import CONFIRMED

DAY = "snapshot=2026-11-22&lang=en"


def part_of(element: Element) -> str | None:
    """Which of the parts an element is."""
    if element.WhichOneof("type") == "page_link":
        return "page_link"
    if element.bidi_component.html_content.startswith(OUR_CHART):
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
