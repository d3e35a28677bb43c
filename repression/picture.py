"""The page that makes an exhibit's picture: the reader's own browser draws it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from repression.figures import PICTURE_SIZE, picture
from repression.languages import marked, speaker
from repression.readers import reminder, way_out
from repression.site import TITLE

if TYPE_CHECKING:
    from repression.questions import Answer

WORDS = {
    "png": marked("Save PNG"),
    "svg": marked("Save SVG"),
    "back": marked("Back to the page"),
    "drawing": marked("Drawing the picture…"),
    "failed": marked("The picture could not be drawn."),
    "noscript": marked("The picture is drawn by your browser: this page needs JavaScript."),
}

_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)


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
    say = speaker(answer.selection.lang)
    spec = picture(answer, filter_words=filter_words, source=source)
    width, height = PICTURE_SIZE
    return _TEMPLATES.get_template("picture.html").render(
        site=say(TITLE),
        title=answer.question.title,
        words=answer.words or answer.question.answers,
        lang=answer.selection.lang,
        spec=json_in_html({**spec, "config": {"staticPlot": True}}),
        width=width,
        height=height,
        file_name=file_name,
        back=back,
        assets=assets.rstrip("/"),
        labels={name: say(words) for name, words in WORDS.items()},
        reminder=reminder(answer.selection),
        leave=way_out(answer.selection.lang),
    )


def _stays_here(address: str) -> bool:
    parts = urlsplit(address)
    odd = "\\" in address or any(ord(letter) < 32 for letter in address)
    return not (parts.scheme or parts.netloc or odd or address.startswith("//"))


def json_in_html(value: object) -> str:
    """JSON that no HTML parser can mistake for the end of its script block."""
    text = json.dumps(value)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
