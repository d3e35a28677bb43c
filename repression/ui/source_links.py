"""Sources of figures as HTML."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from markupsafe import Markup

from repression.i18n import guess_language
from repression.questions.describe import SEPARATOR
from repression.templates import render

# Between the titles, or the addresses, of several sources in one cell of the data.
CELL_SEPARATOR = " ; "


def source_links_of_cells(titles: str, urls: str | None, lang: str) -> Markup:
    """Links to the one or several sources that a row names."""
    split_titles, split_urls = titles.split(CELL_SEPARATOR), (urls or "").split(CELL_SEPARATOR)
    return source_links(zip_longest(split_titles, split_urls[: len(split_titles)], fillvalue=""), lang)


def source_links(sources: Iterable[tuple[str, str]], lang: str) -> Markup:
    """Sources, given as titles and addresses; only web addresses become links (`-` does not).

    A title whose letters show its language is marked with it, so that a screen reader pronounces it correctly.
    """
    return render(
        "source_links",
        lang,
        separator=SEPARATOR,
        sources=[
            {
                "title": title,
                "url": url if url.startswith(("https://", "http://")) else "",
                "lang": guess_language(title),
            }
            for title, url in sources
        ],
    )
