"""The examples of the guide to the data routes, to be run as they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from repression.documents import EXAMPLE_SITE, GUIDE, document

HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A block of code, and the heading that it stands under."""

    heading: str
    code: str


def examples(site: str) -> list[Example]:
    """All blocks of the guide in their order, their addresses being those of `site`."""
    parts = HEADING.split(document(GUIDE, "en").read_text(encoding="utf-8").replace(EXAMPLE_SITE, site))
    return [
        Example(heading, code)
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
        for code in BLOCK.findall(text)
    ]


def examples_of(heading: str, site: str) -> list[str]:
    """The blocks under a heading. Raises LookupError where there is none: a test would test nothing."""
    found = [each.code for each in examples(site) if each.heading == heading]
    if not found:
        raise LookupError(f"the guide has no example under {heading}")
    return found
