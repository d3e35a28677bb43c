"""Blocks of text between exhibits, in the reader's language: headings, paragraphs, lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from repression.formatting import format_message
from repression.i18n import get_translator
from repression.templates import html_message, render
from repression.ui import url_state


def html_block(template: str, /, **values: Any) -> None:
    """A template of `templates/` in the language of the view."""
    st.html(render(template, url_state.current_view().selection.lang, **values))


def paragraph(text: str, kind: str = "intro", **values: Any) -> None:
    """A paragraph, whose text may contain simple HTML; `values` fill its placeholders and are escaped."""
    html_block("paragraph", kind=kind, text=html_text(text, **values))


def heading(anchor: str, title: str, about: str = "") -> None:
    """The heading of a part of the page that is no exhibit, with a line of explanation."""
    html_block("heading", anchor=anchor, title=gettext(title), about=gettext(about), words="")


def bullet_list(texts: Sequence[str]) -> None:
    """A list of sentences, which may contain simple HTML."""
    html_block("bullet_list", texts=[html_text(text) for text in texts])


def gettext(text: str, /, **values: Any) -> str:
    """A plain text in the language of the view, its placeholders filled."""
    lang = url_state.current_view().selection.lang
    return format_message(get_translator(lang)(text), values, lang)


def html_text(text: str, /, **values: Any) -> Markup:
    """A text that may contain simple HTML, in the language of the view; `values` fill its placeholders, escaped."""
    return html_message(text, url_state.current_view().selection.lang, **values)
