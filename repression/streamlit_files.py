"""The files of Streamlit's page as it ships them: an upgrade that changes them fails here and in its test.

- The index page. Its inline script would need an exception in the Content-Security-Policy, its title, icon and font are
  not ours, and without its base path it requests two files below a page's path that do not exist. The script sets
  `window.__streamlit`, from which Streamlit's page learns where the server is.
- The folder of the files that the page loads, which Streamlit would send without compression.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

_SPEC = find_spec("streamlit")
assert _SPEC and _SPEC.origin
INDEX = Path(_SPEC.origin).parent / "static" / "index.html"
STATIC = (INDEX.parent / "static").resolve()
INLINE_SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
FONT_PRELOAD = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>', re.DOTALL)
ICON_LINK = re.compile(r'<link rel="shortcut icon"[^>]*>')
AGENT_LINK = re.compile(r'<link rel="service-desc"[^>]*>')


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
