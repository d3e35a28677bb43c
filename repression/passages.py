"""What stands between exhibits, in the reader's language: headings, paragraphs, lists. Texts may hold simple HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from repression import session
from repression.languages import speaker
from repression.wording import sentence


def passage(text: str, kind: str = "intro", **values: Any) -> None:
    """A paragraph; `values` fill its placeholders."""
    st.html(f'<p class="{kind}">{spoken(text, **values)}</p>')


def heading(anchor: str, title: str, about: str = "") -> None:
    """The heading of a part of the page that is no exhibit, with what it is about."""
    below = f'<p class="answers">{spoken(about)}</p>' if about else ""
    st.html(f'<section class="exhibit-head" id="{anchor}"><h2>{spoken(title)}</h2>{below}</section>')


def points(texts: Sequence[str]) -> None:
    """A list of sentences."""
    st.html(f'<ul class="points">{"".join(f"<li>{spoken(text)}</li>" for text in texts)}</ul>')


def spoken(text: str, **values: Any) -> str:
    """A text in the language of the view, its placeholders filled."""
    lang = session.view().selection.lang
    said = speaker(lang)(text)
    return sentence(said, values, lang) if values else said
