"""What a run of a page in Streamlit's AppTest shows."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

PART = "bidi_component"  # the type of an element that is HTML of ours


HEAD_ENDS = "</section>"


def html_of(part: Element) -> str:
    """The HTML of a part, without the element around it that every part has."""
    return str(part.proto.html_content).removeprefix('<div class="part">').removesuffix("</div>")


def parts_of(test: AppTest) -> list[str]:
    """The HTML of each part of the page that is ours, in the order of the page."""
    return [html_of(each) for each in test.get(PART)]


def pieces_of(part: Element) -> list[str]:
    """The HTML of a part; the head of an exhibit and the chart that is one part with it are two pieces."""
    head, ends, rest = html_of(part).partition(HEAD_ENDS)
    return [piece for piece in (head + ends, rest) if piece]
