"""The page that makes an exhibit's picture: the reader's own browser renders it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup

from repression.charts.figures import PICTURE_SIZE, picture
from repression.exhibits.reader_safety import ELSEWHERE, reminder
from repression.i18n import get_translator
from repression.questions.describe import dated_title
from repression.site import TITLE
from repression.templates import render

if TYPE_CHECKING:
    from repression.questions.answer import Answer


def picture_page(
    answer: Answer,
    *,
    filter_words: str,
    source: str,
    file_name: str,
    back: str,
    assets: str,
) -> str:
    """The HTML page that renders the picture of an answer, shows it and offers it as PNG and SVG.

    `assets` is the URL prefix that serves `plotly.min.js`, `page.js` and the other files of `static/`;
    `file_name` has no suffix; `back` is an address on this site. The page works under the policy
    `script-src 'self'`. Raises ValueError if `back` is on another site, and the errors of `picture`.
    """
    if not _stays_here(back):
        raise ValueError(f"back must be an address on this site: {back!r}")
    lang = answer.selection.lang
    spec = picture(answer, filter_words=filter_words, source=source)
    width, height = PICTURE_SIZE
    return render(
        "picture",
        lang,
        site=get_translator(lang)(TITLE),
        title=dated_title(answer),
        words=answer.words or answer.question.answers,
        spec=json_in_html({**spec, "config": {"staticPlot": True}}),
        width=width,
        height=height,
        file_name=file_name,
        back=back,
        assets=assets.rstrip("/"),
        reminder=reminder(answer.selection),
        elsewhere=ELSEWHERE,
    )


def _stays_here(address: str) -> bool:
    parts = urlsplit(address)
    odd = "\\" in address or any(ord(letter) < 32 for letter in address)
    return not (parts.scheme or parts.netloc or odd or address.startswith("//"))


def json_in_html(value: object) -> Markup:
    """JSON for a script block of HTML, which cannot end that block."""
    # Safe as Markup without escaping: JSON has no HTML once these three characters are replaced.
    text = json.dumps(value).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(text)  # nosec B704
