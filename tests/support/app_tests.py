"""What a run of a page in Streamlit's AppTest shows."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def parts_of(test: AppTest) -> list[str]:
    """Each part of the page that is HTML of ours, in the order of the page."""
    return [str(each.proto.html_content) for each in test.get("bidi_component")]
