"""The whole mirror: its size and time, every link of it, and how soon a page of it shows its first chart."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from repression.mirror.manifest import MANIFEST, read_manifest
from repression.mirror.verify import Folder, verify
from repression.paths import ROOT
from tests.browser.conftest import QUIET, chromium
from tests.conftest import LIVE_DATA
from tests.support.mirrors import dead_links, key_pair, served

MOST_BYTES, MOST_SECONDS, MOST_CHART_SECONDS = 60_000_000, 300, 0.5
# ms until a page is painted, and all of it has come.
FIRST_SHOWN = """() => Math.max(
    performance.getEntriesByName('first-contentful-paint')[0].startTime,
    performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd)"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length"
VIEWS = ("en/index.html", "be/sentences/gender-female.html", "ru/register.html", "en/prisoners.html")


def write(root: Path, *options: str) -> float:
    """Write the mirror of the published data, as a maintainer does; gives the seconds of processor time."""
    begun = os.times()
    variables = {**os.environ, "REPRESSION_DATA": str(LIVE_DATA)}
    command = [sys.executable, "-m", "repression", "mirror", str(root), *options]
    subprocess.run(command, cwd=ROOT, env=variables, check=True, capture_output=True)
    ended = os.times()
    return ended.children_user + ended.children_system - begun.children_user - begun.children_system


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return key_pair(tmp_path_factory.mktemp("keys"), "publisher")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, key: Path) -> Path:
    root = tmp_path_factory.mktemp("whole") / "site"
    seconds = write(root, "--base", "https://figures.example", "--sign", str(key))
    assert seconds < MOST_SECONDS
    return root


def test_it_is_small_and_whole(whole: Path, key: Path) -> None:
    files = read_manifest((whole / MANIFEST).read_bytes()).files
    assert len(files) > 2500 and sum(each.size for each in files.values()) < MOST_BYTES
    assert verify(Folder(whole), key.with_suffix(".signers")).is_published
    assert dead_links(whole) == []


def test_equal_data_give_equal_bytes_in_another_process(
    whole: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    write(tmp_path / "again", "--base", "https://figures.example", "--sign", str(key))
    for name in (MANIFEST, f"{MANIFEST}.sig"):
        assert (tmp_path / "again" / name).read_bytes() == (whole / name).read_bytes()


def test_nothing_is_made_twice(whole: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in whole.rglob("*.html")}
    write(whole, "--base", "https://figures.example")
    assert {path: path.stat().st_mtime_ns for path in whole.rglob("*.html")} == before


@pytest.fixture(scope="module")
def browser() -> object:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield running
        running.close()


def test_the_first_chart_comes_at_once(whole: Path, browser: Browser) -> None:
    with served(whole) as host:
        for view in VIEWS:
            context = browser.new_context(java_script_enabled=True)
            tab = context.new_page()
            tab.goto(f"{host}/{view}")
            assert tab.locator(".chart svg:visible, table:visible").count()
            tab.wait_for_function(PAINTED)
            assert tab.evaluate(FIRST_SHOWN) < MOST_CHART_SECONDS * 1000, view
            context.close()
