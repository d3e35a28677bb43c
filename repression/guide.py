"""The guide to the data routes, `docs/data-routes.md`, as the site shows it and as machines are told."""

from __future__ import annotations

import re

from repression.warehouse import ROOT

GUIDE = ROOT / "docs" / "data-routes.md"
# The address of the examples, where `make run` starts the dashboard.
EXAMPLE_SITE = "http://127.0.0.1:8501"


def guide(site: str) -> tuple[str, str]:
    """The guide as Markdown without its title: what it begins with, and the rest from its first heading on.

    Its examples are addresses of `site` (without a slash at its end).
    """
    _, _, text = GUIDE.read_text(encoding="utf-8").replace(EXAMPLE_SITE, site).partition("\n")
    lead, heading, rest = text.partition("\n## ")
    return lead.strip(), (heading + rest).strip()


def section(heading: str) -> str:
    """What stands under a heading of the guide. Raises KeyError where there is no such heading."""
    parts = re.split(r"^## (.*)\n", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[heading].strip()
