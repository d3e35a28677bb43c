"""The documents of `docs/` that readers get, in their language: data routes, method, privacy, what is wanted."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from repression.i18n import LANGUAGES
from repression.paths import ROOT

# The documents that the site shows; the package of all data contains some of them.
GUIDE, METHOD, PRIVACY, WANTED = DOCUMENTS = ("data-routes", "method", "privacy", "wanted")
# The address in the examples, at which `make run` serves the dashboard.
EXAMPLE_SITE = "http://127.0.0.1:8501"
# The day of the data in them.
EXAMPLE_DAY = "2026-11-22"


def document(name: str, lang: str) -> Path:
    """The file of a document in a language: `docs/method.md` in English, `docs/method.be.md` in Belarusian."""
    return ROOT / "docs" / (f"{name}.md" if lang == LANGUAGES[0] else f"{name}.{lang}.md")


def chapters(name: str, lang: str) -> tuple[str, list[tuple[str, str, str]]]:
    """A document as Markdown without its title: its introduction, and its chapters (anchor, heading, text).

    The anchor is made from the English heading, so that it is the same in every language. Raises ValueError if a
    translation does not have as many chapters as the English document.
    """
    _, named = _parts(name, LANGUAGES[0])
    lead, parts = _parts(name, lang)
    anchors = [re.sub(r"\W+", "-", heading.lower()) for heading in named]
    return lead.partition("\n")[2].strip(), [
        (anchor, heading, text) for anchor, (heading, text) in zip(anchors, parts.items(), strict=True)
    ]


def guide(site: str, day: date, lang: str) -> tuple[str, str]:
    """The guide as Markdown without its title: its introduction, and the rest from its first heading on.

    Its examples are addresses of `site` (without a slash at its end) with the data of a day.
    """
    text = document(GUIDE, lang).read_text(encoding="utf-8").partition("\n")[2]
    text = text.replace(EXAMPLE_SITE, site).replace(EXAMPLE_DAY, day.isoformat())
    lead, heading, rest = text.partition("\n## ")
    return lead.strip(), (heading + rest).strip()


def section(heading: str) -> str:
    """The text under a heading of the English guide. Raises KeyError if there is no such heading."""
    return _parts(GUIDE, LANGUAGES[0])[1][heading]


def _parts(name: str, lang: str) -> tuple[str, dict[str, str]]:
    """The introduction of a document, and the text under each of its headings."""
    lead, *parts = re.split(r"^## (.*)\n", document(name, lang).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return lead, {heading: text.strip() for heading, text in zip(parts[::2], parts[1::2], strict=True)}
