"""The texts of the page in the language that its address names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import streamlit as st

from repression.formatting import format_message
from repression.i18n import LANGUAGES, get_translator
from repression.intake.terms import in_words
from repression.messages import Message, in_lines
from repression.snapshots.catalog import Catalog

MOST_LINES = 2_000
_MOST_LISTED = 20


def language() -> str:
    """The language of the page; English if the address names none that there is."""
    asked = st.query_params.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def gettext(text: str, /, **values: Any) -> str:
    """A text in the language of the page, its placeholders filled.

    Streamlit reads most texts as Markdown: what comes from a file is shown by `verbatim`, and is no value here.
    """
    lang = language()
    return format_message(get_translator(lang)(text), values, lang)


def told(lines: Iterable[Message]) -> None:
    """Messages in the language of the page, one a line, as they are, codes in words."""
    in_english = language() == LANGUAGES[0]
    verbatim(in_lines(map(in_words, lines) if in_english else lines, language()))


def verbatim(text: str) -> None:
    """A text as it is, of a file or of a command: nothing in it becomes a link, a picture or a heading.

    A text that would be too long for a browser is cut and says so.
    """
    lines = text.split("\n")
    st.code("\n".join(lines[:MOST_LINES]), language=None, wrap_lines=True)
    if more := len(lines[MOST_LINES:]):
        st.caption(gettext("And {more:line|lines} more: the command prints them all.", more=more))


def as_text(text: str) -> str:
    """A text of the data for a label, which Streamlit reads as Markdown: nothing in it becomes a link or a picture."""
    return re.sub(r"([!-/:-@[-`{-~])", r"\\\1", text)


def listed(lines_or_ids: Iterable[int | str]) -> str:
    """Lines or ids; a long list is cut and says so."""
    found = list(map(str, lines_or_ids))
    return ", ".join([*found[:_MOST_LISTED], *(["…"] if found[_MOST_LISTED:] else [])])


def titles_of(catalog: Catalog) -> dict[str, str]:
    """The titles of all datasets in the language of the page."""
    _ = get_translator(language())
    return {each["name"]: _(each["title"]) for each in catalog.package["resources"]}
