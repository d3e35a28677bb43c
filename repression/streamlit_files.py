"""The files of Streamlit's page as it ships them: an upgrade that changes them fails here and in its test.

- The index page: of it, our pages take the tags that load the application.
- The folder of the files that the page loads, which Streamlit would send without compression.
"""

from __future__ import annotations

import functools
import re
from importlib.util import find_spec
from pathlib import Path

from markupsafe import Markup

_SPEC = find_spec("streamlit")
assert _SPEC and _SPEC.origin
INDEX = Path(_SPEC.origin).parent / "static" / "index.html"
STATIC = (INDEX.parent / "static").resolve()
APP_TAG = re.compile(r'<script type="module"[^>]*></script>|<link rel="(?:modulepreload|stylesheet)"[^>]*>')


class StreamlitChanged(RuntimeError):
    """A private part of Streamlit is no longer where it was; the message names it."""


@functools.cache
def app_tags() -> Markup:
    """The HTML tags that load Streamlit's application, with absolute addresses; it fills the element `#root`.

    Raises StreamlitChanged if Streamlit's index page has no script or no style sheet where it had them.
    """
    tags = APP_TAG.findall(INDEX.read_text(encoding="utf-8"))
    for name, beginning in (("script", "<script"), ("style sheet", '<link rel="stylesheet"')):
        if not any(tag.startswith(beginning) for tag in tags):
            raise StreamlitChanged(f"Streamlit's index page has no {name} where it had one")
    # Markup without an escape: the tags are those of an installed package.
    return Markup("".join(tags).replace('"./', '"/'))  # nosec B704
