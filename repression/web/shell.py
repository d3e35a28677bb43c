"""The HTML page in which Streamlit's application starts, with what it shows before and without the application."""

from __future__ import annotations

import functools

from repression.exhibits.reader_safety import ELSEWHERE, REMINDER
from repression.i18n import get_translator
from repression.site import TITLE
from repression.streamlit_files import index_page
from repression.templates import html_message, render


@functools.cache
def html_shell(lang: str, assets: str) -> str:
    """The HTML page in a language; `assets` as `index_page` takes it, whose errors it raises."""
    title = get_translator(lang)(TITLE)
    body = render("frame", lang, reminder=html_message(REMINDER, lang), elsewhere=ELSEWHERE)
    return index_page(title, lang, assets, render("head", lang, title=title), body)
