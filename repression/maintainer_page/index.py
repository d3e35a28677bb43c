"""Streamlit's index page for the maintainers' page, and the policy by which a browser may load it."""

from __future__ import annotations

import base64
import functools
import hashlib
import re

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from repression.streamlit_files import INDEX
from repression.web.guard.headers import CONTENT_SECURITY_POLICY

INLINE_SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
FONT_PRELOAD = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>', re.DOTALL)
AGENT_LINK = re.compile(r'<link rel="service-desc"[^>]*>')
# Nothing is stored in the browser: Streamlit would store the theme under the page's path, which has the key in it.
SCRIPT = "Storage.prototype.setItem = function () {};"
_DIGEST = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
# The policy of the public pages, which also lets the one script of the index page run.
POLICY = CONTENT_SECURITY_POLICY.replace("script-src 'self'", f"script-src 'self' 'sha256-{_DIGEST}'")


def index(request: Request) -> Response:
    """`/`: the page in which Streamlit's application starts."""
    return HTMLResponse(_html())


@functools.cache
def _html() -> str:
    page = INDEX.read_text(encoding="utf-8")
    page, found = INLINE_SCRIPT.subn(f"<script>{SCRIPT}</script>", page)
    assert found == 1  # or Streamlit's own script would be kept from running
    return FONT_PRELOAD.sub("", AGENT_LINK.sub("", page))
