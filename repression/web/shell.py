"""The page that the browser's application starts in: what stands there before it does and when its server is lost."""

from __future__ import annotations

import functools
from html import escape

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from repression.i18n import get_translator
from repression.paths import PACKAGE
from repression.site import TITLE
from repression.ui.reader_safety import REMINDER, quick_exit
from repression.ui.streamlit_internals import index_page

_TEMPLATES = Environment(loader=FileSystemLoader(PACKAGE), autoescape=True, undefined=StrictUndefined)

# Where links lead is not even looked up before one is followed.
NO_DNS_PREFETCH = '<meta http-equiv="x-dns-prefetch-control" content="off">'


@functools.cache
def html_shell(lang: str, assets: str) -> str:
    """The HTML page in a language; `assets` as `index_page` takes it, whose errors it raises."""
    _ = get_translator(lang)
    words = {
        "opening": _("The figures are being loaded…"),
        "noscript": _("These pages need JavaScript. Without it, all the data can be had as files:"),
        "lost": _(
            "The connection to the server is lost, so nothing on this page answers. It is tried again by itself. Where "
            "only this page cannot connect, all the data can be had as files:"
        ),
        "files": _("index of the files"),
        "reminder": _(REMINDER),
    }
    # What messengers show of a link is as neutral as the title, since others may look at the screen.
    preview = {
        "title": _(TITLE),
        "description": _("Numbers, who counted them, and the files behind them."),
        "locale": lang,
    }
    told = "".join(f'<meta property="og:{name}" content="{escape(text)}">' for name, text in preview.items())
    body = _TEMPLATES.get_template("frame.html").render(words=words, leave=quick_exit(lang))
    return index_page(_(TITLE), lang, assets, f"{NO_DNS_PREFETCH}{told}", body)
