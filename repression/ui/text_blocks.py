"""What stands between exhibits, in the reader's language: headings, paragraphs, lists. Texts may hold simple HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from repression.formatting import format_message
from repression.i18n import get_translator
from repression.ui import url_state


def paragraph(text: str, kind: str = "intro", **values: Any) -> None:
    """A paragraph; `values` fill its placeholders."""
    st.html(f'<p class="{kind}">{gettext(text, **values)}</p>')


def heading(anchor: str, title: str, about: str = "") -> None:
    """The heading of a part of the page that is no exhibit, with what it is about."""
    below = f'<p class="answers">{gettext(about)}</p>' if about else ""
    st.html(f'<section class="exhibit-head" id="{anchor}"><h2>{gettext(title)}</h2>{below}</section>')


def bullet_list(texts: Sequence[str]) -> None:
    """A list of sentences."""
    st.html(f'<ul class="points">{"".join(f"<li>{gettext(text)}</li>" for text in texts)}</ul>')


def gettext(text: str, **values: Any) -> str:
    """A text in the language of the view, its placeholders filled."""
    lang = url_state.current_view().selection.lang
    said = get_translator(lang)(text)
    return format_message(said, values, lang) if values else said
