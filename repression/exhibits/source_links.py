"""Sources of figures as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import zip_longest

from markupsafe import Markup

from repression.formatting import format_message
from repression.i18n import get_translator, guess_language
from repression.questions.describe import SEPARATOR
from repression.snapshots.archived_sources import CELL_SEPARATOR, ArchivedSource, is_web_address
from repression.templates import render

Archive = Mapping[str, ArchivedSource]


def source_links_of_cells(titles: str, urls: str | None, archived: Archive, lang: str) -> Markup:
    """Links to the one or several sources that a row names."""
    split_titles, split_urls = titles.split(CELL_SEPARATOR), (urls or "").split(CELL_SEPARATOR)
    return source_links(zip_longest(split_titles, split_urls[: len(split_titles)], fillvalue=""), archived, lang)


def source_links(sources: Iterable[tuple[str, str]], archived: Archive, lang: str) -> Markup:
    """Sources, given as titles and addresses; only web addresses become links (`-` does not).

    Beside a source that a public archive keeps stands the address of its copy, with the day on which the source was
    read. A title whose letters show its language is marked with it, so that a screen reader pronounces it correctly.
    """
    return render(
        "source_links",
        lang,
        separator=SEPARATOR,
        sources=[
            {
                "title": title,
                "url": url if is_web_address(url) else "",
                "archived": _copy(archived.get(url), lang),
                "lang": guess_language(title),
            }
            for title, url in sources
        ],
    )


def _copy(source: ArchivedSource | None, lang: str) -> tuple[str, str] | None:
    """The address of the copy in an archive, and what its link says; None if there is no copy."""
    if source is None or not source.archived_url:
        return None
    _ = get_translator(lang)
    return source.archived_url, format_message(_("archived copy, {day}"), {"day": source.read_on}, lang)
