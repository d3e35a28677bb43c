"""HTML from the templates in `templates/`. Every value is escaped, unless it is Markup."""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from repression.formatting import format_html
from repression.i18n import get_translator
from repression.paths import PACKAGE

TEMPLATES = PACKAGE / "templates"
# The styles of every page, in their order.
STYLES = ("frame.css", "style.css", "chart.css", "plain.css")
ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def _inline_styles() -> Markup:
    """The rules of STYLES without comments: within a page, they cost no second way to the server before it is seen."""
    rules = "".join((PACKAGE / "static" / name).read_text(encoding="utf-8") for name in STYLES)
    return Markup(re.sub(r"/\*.*?\*/|\n\s*", "", rules, flags=re.DOTALL))  # nosec B704: our own files


# Words with a hyphen, numbers with their sign, and days.
UNBROKEN = re.compile(r"\w+(?:-\w+)+|(?:No\.|№)\s\d+|(?<![\d.,])\d{1,2}\s[^\W\d]+\s\d{4}")


def unbroken(title: str) -> Markup:
    """A title as HTML in which no line ends where a reader would stumble."""
    return Markup(UNBROKEN.sub(r'<span class="unbroken">\g<0></span>', str(escape(title))))  # nosec B704: escaped


ENVIRONMENT.filters["unbroken"] = unbroken
ENVIRONMENT.globals |= {"style_files": STYLES, "inline_styles": _inline_styles()}


def render(name: str, lang: str, /, **values: Any) -> Markup:
    """The template `<name>.html`; in it, `_` translates into the language.

    Raises jinja2.UndefinedError for a value that the template uses and that is not given.
    """
    # Markup without a new escape: the template has escaped its values.
    html = ENVIRONMENT.get_template(f"{name}.html").render(values, lang=lang, _=get_translator(lang))
    return Markup(html)  # nosec B704


def html_message(text: str, lang: str, /, **values: Any) -> Markup:
    """A message of the catalogues that may contain simple HTML, in a language; its values are escaped.

    Raises KeyError for a placeholder without a value.
    """
    return format_html(get_translator(lang)(text), values, lang)
