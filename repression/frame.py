"""The page that the browser's application starts in: what stands there before it does and when its server is lost."""

from __future__ import annotations

import functools
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from repression.edges import index_page
from repression.languages import speaker
from repression.site import TITLE

_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)


@functools.cache
def frame(lang: str, assets: str) -> str:
    """The HTML page in a language; `assets` as `index_page` takes it, whose errors it raises."""
    say = speaker(lang)
    words = {
        "opening": say("The figures are being loaded…"),
        "noscript": say("These pages need JavaScript. Without it, all the data can be had as files:"),
        "lost": say(
            "The connection to the server is lost, so nothing on this page answers. It is tried again by itself. Where "
            "only this page cannot connect, all the data can be had as files:"
        ),
        "files": say("index of the files"),
    }
    return index_page(say(TITLE), lang, assets, _TEMPLATES.get_template("frame.html").render(words=words))
