"""Lighthouse, which judges every page as a search engine's makers do: for access, and for good practice."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable

import pytest

from repression.site import PAGES, Page
from tests.browser.conftest import QUIET, chromium
from tests.conftest import ROOT
from tests.support.programs import SECONDS, program

INSTALLED = ROOT / "build" / "lighthouse"
LEAST = 95
CATEGORIES = ("accessibility", "best-practices")

Judge = Callable[[str], dict[str, int]]


@pytest.fixture(scope="session")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """`judge(address)` gives what a page has of a hundred points in each category."""
    node, script = program("node", "nodejs"), INSTALLED / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not script.exists():
        pytest.fail("No Lighthouse: `make build/lighthouse/.made`")
    out = tmp_path_factory.mktemp("lighthouse") / "report.json"
    # What has spaces in its value stands in quotes.
    flags = " ".join(["--headless", *(each.replace("=", '="', 1) + '"' if " " in each else each for each in QUIET)])

    def run(address: str) -> dict[str, int]:
        asked = [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}"]
        # Faults are told to nobody but the one who runs this.
        quiet = ["--quiet", "--no-enable-error-reporting", "--output=json", f"--output-path={out}"]
        subprocess.run(
            [node, str(script), address, *asked, *quiet],
            check=True,
            timeout=SECONDS,
            env=os.environ | {"CHROME_PATH": chromium()},
        )
        report = json.loads(out.read_text(encoding="utf-8"))
        return {name: round(100 * each["score"]) for name, each in report["categories"].items()}

    return run


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path or "overview")
def test_lighthouse_is_content(judge: Judge, server: str, page: Page) -> None:
    points = judge(f"{server}/{page.path}?snapshot=2026-11-22&lang=en")
    print(page.path or "overview", points)
    assert set(points) == set(CATEGORIES)
    assert min(points.values()) >= LEAST, points
