"""The page that makes an exhibit's picture: the reader's own browser draws it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from repression.charts.figures import PICTURE_SIZE, picture
from repression.i18n import N_, get_translator
from repression.paths import PACKAGE
from repression.site import TITLE
from repression.ui.reader_safety import quick_exit, reminder

if TYPE_CHECKING:
    from repression.questions.answer import Answer

WORDS = {
    "png": N_("Save PNG"),
    "svg": N_("Save SVG"),
    "back": N_("Back to the page"),
    "drawing": N_("Drawing the picture…"),
    "failed": N_("The picture could not be drawn."),
    "noscript": N_("The picture is drawn by your browser: this page needs JavaScript."),
}

_TEMPLATES = Environment(loader=FileSystemLoader(PACKAGE), autoescape=True, undefined=StrictUndefined)


def picture_page(
    answer: Answer,
    *,
    filter_words: str,
    source: str,
    file_name: str,
    back: str,
    assets: str,
) -> str:
    """The HTML page that draws the picture of an answer, shows it and offers it as PNG and SVG.

    `assets` is the URL prefix that serves `plotly.min.js`, `page.js` and what else is in `static/`;
    `file_name` has no suffix; `back` is an address on this site. It runs under a policy of
    `script-src 'self'`. Raises ValueError for a `back` that leads elsewhere, and as `figure` does.
    """
    if not _stays_here(back):
        raise ValueError(f"back must be an address on this site: {back!r}")
    _ = get_translator(answer.selection.lang)
    spec = picture(answer, filter_words=filter_words, source=source)
    width, height = PICTURE_SIZE
    return _TEMPLATES.get_template("picture.html").render(
        site=_(TITLE),
        title=answer.question.title,
        words=answer.words or answer.question.answers,
        lang=answer.selection.lang,
        spec=json_in_html({**spec, "config": {"staticPlot": True}}),
        width=width,
        height=height,
        file_name=file_name,
        back=back,
        assets=assets.rstrip("/"),
        labels={name: _(words) for name, words in WORDS.items()},
        reminder=reminder(answer.selection),
        leave=quick_exit(answer.selection.lang),
    )


def _stays_here(address: str) -> bool:
    parts = urlsplit(address)
    odd = "\\" in address or any(ord(letter) < 32 for letter in address)
    return not (parts.scheme or parts.netloc or odd or address.startswith("//"))


def json_in_html(value: object) -> str:
    """JSON that no HTML parser can mistake for the end of its script block."""
    text = json.dumps(value)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
