"""Every use of a private part of Streamlit: if an upgrade moves one, it fails here and in the test of this module.

- The index page as Streamlit ships it. Its inline script would need an exception in the Content-Security-Policy, its
  title, icon and font are not ours, and without its base path it requests two files below a page's path that do not
  exist.
- The folder of the files that its page loads, which Streamlit would send without compression.
- `window.__streamlit`, from which Streamlit's page learns where the server is.
- The hash of the machine's identity that it sends to every reader: it would reveal that two sites, such as an onion
  service and a public one, run on one machine.
- How `st.plotly_chart` takes a figure. It validates a dict by building every object of it, which costs more than
  anything else on a page; of a figure object it takes the result of `to_dict`. Tests validate all figures instead.
- Whether Back or Forward began a run.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import streamlit
from plotly.basedatatypes import BaseFigure
from streamlit.runtime.metrics_util import Installation
from streamlit.runtime.scriptrunner import get_script_run_ctx

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
STATIC = (INDEX.parent / "static").resolve()
INLINE_SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
FONT_PRELOAD = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>', re.DOTALL)
ICON_LINK = re.compile(r'<link rel="shortcut icon"[^>]*>')
AGENT_LINK = re.compile(r'<link rel="service-desc"[^>]*>')


class PreparedFigure(BaseFigure):  # type: ignore[misc]
    """A figure that is a plain dict, for `st.plotly_chart` only. It is not validated here."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.__dict__["_spec"] = spec  # without the constructor, which would check and copy

    def to_dict(self) -> dict[str, Any]:
        """The figure as it was given."""
        spec: dict[str, Any] = self.__dict__["_spec"]
        return spec


def hide_installation_id() -> None:
    """Replace the hash of the machine's identity that Streamlit sends to every reader by a constant."""
    Installation.instance().installation_id_v3 = "untold"


def opened_by_history() -> bool:
    """Whether the newest message of the browser says that its reader pressed Back or Forward."""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation


class StreamlitChanged(RuntimeError):
    """A private part of Streamlit is no longer where it was; the message names it."""


def index_page(title: str, lang: str, assets: str, head: str, body: str) -> str:
    """Streamlit's index page with absolute addresses and our title, language, script, style, icon and body.

    `assets` is the URL prefix that serves `page.js`, `frame.css` and `icon.svg`. `head` is inserted at the end of its
    head. `body` is the HTML of the body and contains an element with the id `root`, which the application fills.

    Raises StreamlitChanged if Streamlit's page lacks a part that is to be replaced.
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
