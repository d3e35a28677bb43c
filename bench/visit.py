"""What a visit in Chromium costs the server: the whole page and Streamlit's in its place, or that alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from bench.browser import chromium, settle
from bench.report import Extent, Figure, Goal, Say
from bench.servers import Server, dashboard
from bench.steps import FIRST_MONTHS, LAST_MONTHS, NEWEST
from repression.site import OWN
from repression.streamlit_files import app_tags

QUIET_MS = 1500  # after which the server has nothing more to do for a visit
MOST = 1.2
# Streamlit's page with nothing of ours before it.
FRAME = (
    f'<!doctype html><meta charset="utf-8"><div id="root"></div><script defer src="{OWN}/page.js"></script>{app_tags()}'
)


def measure(scratch: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    """Visits with the takeover and visits to an empty frame, in turns, each in a browser that knows nothing."""
    rounds = 2 if extent.short else 7
    fresh = (f"{NEWEST}&arrested={first}..{last}" for first, last in itertools.product(FIRST_MONTHS, LAST_MONTHS))
    pages = {
        "Overview": itertools.repeat(f"/?{NEWEST}"),
        "Sentences": itertools.repeat(f"/sentences?{NEWEST}"),
        "Sentences, filters never asked before": (f"/sentences?{query}" for query in fresh),
    }
    whole: dict[str, list[float]] = {name: [] for name in pages}
    alone: dict[str, list[float]] = {name: [] for name in pages}
    with dashboard(scratch) as server, chromium() as browser:
        for number in range(rounds + 1):
            for name, paths in pages.items():
                ours, frame = visit(browser, server, next(paths)), visit(browser, server, next(paths), frame=True)
                if number:  # the first round warms the server
                    whole[name].append(ours)
                    alone[name].append(frame)
                    say(f"round {number} of {rounds}: {name} {ours:.2f} s, an empty frame {frame:.2f} s")
    for name in pages:
        yield Figure(
            "visit",
            f"server's processor for a visit to {name}",
            "s",
            tuple(whole[name]),
            Goal(below=MOST, of="ratio"),
            "an empty frame that Streamlit fills",
            tuple(alone[name]),
        )


def visit(browser: Browser, server: Server, path: str, frame: bool = False) -> float:
    """Seconds of the server's processor until the interactive page stands still; with `frame` alone it is loaded."""
    before = server.processor_seconds()
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        if frame:
            page.route(f"{server.address}{path}", lambda route: route.fulfill(body=FRAME, content_type="text/html"))
        page.goto(f"{server.address}{path}")
        settle(page)
        page.wait_for_timeout(QUIET_MS)
    return server.processor_seconds() - before
