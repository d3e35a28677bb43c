"""The page that the browser's application starts in: what stands there before it does and when its server is lost."""

from __future__ import annotations

import functools
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from repression.edges import index_page
from repression.languages import speaker
from repression.readers import REMINDER, way_out
from repression.site import TITLE

_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)

# Where links lead is not even looked up before one is followed.
NOTHING_AHEAD = '<meta http-equiv="x-dns-prefetch-control" content="off">'


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
        "reminder": say(REMINDER),
    }
    # What messengers show of a link is as neutral as the title, since others may look at the screen.
    preview = {
        "title": say(TITLE),
        "description": say("Numbers, who counted them, and the files behind them."),
        "locale": lang,
    }
    told = "".join(f'<meta property="og:{name}" content="{escape(text)}">' for name, text in preview.items())
    body = _TEMPLATES.get_template("frame.html").render(words=words, leave=way_out(lang))
    return index_page(say(TITLE), lang, assets, f"{NOTHING_AHEAD}{told}", body)
