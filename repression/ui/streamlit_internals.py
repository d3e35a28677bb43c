"""Every use of a part of Streamlit that is not public: an upgrade that moves one fails here, and in its test.

- The index page as Streamlit ships it: its inline script would need a hole in the Content-Security-Policy, its title,
  icon and font are not ours, and without being told its base it asks for two files below a page's path that are not
  there.
- The folder of the files that its page loads, which it would send unpacked.
- `window.__streamlit`, which tells Streamlit's page where the server is.
- What is said of the machine to every reader: a hash of its identity, by which two sites on it, an onion's among them,
  could be known for one.
- How `st.plotly_chart` takes a figure: it checks a dict by building every object of it, which costs more than all else
  on a page; of a figure it takes what `to_dict` gives. Tests check all figures instead.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import streamlit
from plotly.basedatatypes import BaseFigure
from streamlit.runtime.metrics_util import Installation

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
STATIC = (INDEX.parent / "static").resolve()
INLINE_SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
FONT_PRELOAD = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>', re.DOTALL)
ICON_LINK = re.compile(r'<link rel="shortcut icon"[^>]*>')
AGENT_LINK = re.compile(r'<link rel="service-desc"[^>]*>')


class PreparedFigure(BaseFigure):  # type: ignore[misc]
    """A figure that is a plain dict, checked by whoever made it; for `st.plotly_chart` alone."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.__dict__["_spec"] = spec  # without the constructor, which would check and copy

    def to_dict(self) -> dict[str, Any]:
        """The figure as it was given."""
        spec: dict[str, Any] = self.__dict__["_spec"]
        return spec


def hide_installation_id() -> None:
    """Has every reader be told the same of the machine that the server runs on, wherever that is."""
    Installation.instance().installation_id_v3 = "untold"


class StreamlitChanged(RuntimeError):
    """A part of Streamlit that is not public is no longer where it was; the message names it."""


def index_page(title: str, lang: str, assets: str, head: str, body: str) -> str:
    """Streamlit's index page with absolute addresses and what is ours: title, language, script, style, icon and body.

    `assets` is the URL prefix that serves `page.js`, `frame.css` and `icon.svg`; `head` comes to the end of its
    head; in `body` is an element `root`.

    Raises MovedEdge where the page is not as this was written for.
    """
    page = INDEX.read_text(encoding="utf-8")
    for name, pattern, replacement in (
        ("inline script", INLINE_SCRIPT, f'<script src="{assets}/page.js"></script>'),
        ("preload of the font", FONT_PRELOAD, ""),
        ("link to the agent API", AGENT_LINK, ""),
        ("icon", ICON_LINK, f'<link rel="icon" href="{assets}/icon.svg" type="image/svg+xml" />'),
        ("end of its head", re.compile("</head>"), f'<link rel="stylesheet" href="{assets}/frame.css">{head}</head>'),
        ("root", re.compile(r'<body>.*<div id="root"></div>.*</body>', re.DOTALL), body),
        ("title", re.compile("<title>.*?</title>"), f"<title>{title}</title>"),
        ("language", re.compile(r'<html lang="en"'), f'<html lang="{lang}"'),
        ("relative addresses", re.compile(r'(href|src)="\./'), r'\1="/'),
    ):
        page, found = pattern.subn(replacement, page)
        if not found:
            raise StreamlitChanged(f"Streamlit's index page has no {name} where it had one")
    return page
