"""Our documents as HTML."""

from __future__ import annotations

import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markupsafe import Markup

# Without HTML in the text: what looks like a tag is shown as it is.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def markdown_html(text: str) -> Markup:
    """A text in Markdown as HTML; each heading has an anchor that is made of its words.

    A link to another site opens beside the page, and tells that site nothing of it.
    """
    tokens = _MARKDOWN.parse(text)
    for link in (part for block in tokens for part in block.children or () if part.type == "link_open"):
        if str(link.attrGet("href")).startswith("http"):
            link.attrSet("rel", "noopener noreferrer")
            link.attrSet("target", "_blank")
    for opening, content in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", re.sub(r"\W+", "-", content.content.lower()).strip("-"))
    # Markup without a new escape: the renderer has escaped the text.
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # nosec B704
