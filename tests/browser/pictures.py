"""Every page as a picture, as a reader sees it from top to bottom: `make pictures`.

Written to build/pictures/<page>-<width>.png, and as the server sends it to <page>-<width>-plain.png; with `--theme dark
--lang be` to <page>-<width>-dark-be.png. With `--keep`, the pictures of the documents are taken instead: the top of the
overview for the README (docs/screenshots/), and a page, a phone and an exhibit for docs/design.md (docs/design/).
"""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.servers import dashboard
from repression.i18n import LANGUAGES
from repression.site import PAGES
from tests.browser.conftest import QUIET, chromium, settle
from tests.conftest import LIVE_DATA, ROOT

WIDTHS = (390, 1440)
FOLDER = ROOT / "build" / "pictures"
KEPT_HEIGHT = 1400
KEPT, DESIGN = ROOT / "docs" / "screenshots", ROOT / "docs" / "design"


def open_whole(page: Page, address: str, width: int) -> None:
    """Open a page; Streamlit scrolls inside the page, so the window is made as high as the page is."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    settle(page)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": int(height)})
    settle(page)
    page.wait_for_timeout(1500)  # charts draw their marks last


def take(page: Page, address: str, width: int, path: Path) -> None:
    """A picture of a whole page."""
    open_whole(page, address, width)
    page.screenshot(path=path)
    print(path.relative_to(ROOT))


def take_plain(page: Page, address: str, width: int, path: Path) -> None:
    """A picture of a whole page as the server sends it, in a browser without scripts."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.screenshot(path=path, full_page=True)
    print(path.relative_to(ROOT))


def keep(page: Page, site: str) -> None:
    """Take the pictures of the documents."""
    for width in WIDTHS:
        open_whole(page, f"{site}/?lang=en", width)
        _take_top(page, width, KEPT_HEIGHT, KEPT / f"overview-{width}.png")
    _take_top(page, WIDTHS[0], 844, DESIGN / "phone.png", f"{site}/?lang=en")
    _take_top(page, 1200, 900, DESIGN / "page.png", f"{site}/sentences?lang=en&gender=female")
    open_whole(page, f"{site}/charges?lang=en", 1180)
    page.locator(".st-key-exhibit-people_by_article").screenshot(path=DESIGN / "exhibit.png")


def _take_top(page: Page, width: int, height: int, path: Path, address: str = "") -> None:
    """A picture of the top of the page that is open, or of another one."""
    if address:
        open_whole(page, address, width)
    page.screenshot(path=path, clip={"x": 0, "y": 0, "width": width, "height": height})
    print(path.relative_to(ROOT))


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="what the browser asks for")
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="the language of the pages")
    parser.add_argument("--keep", action="store_true", help="take the pictures of the documents instead")
    asked = parser.parse_args()
    suffix = "" if asked.theme == "light" else f"-{asked.theme}"
    suffix += "" if asked.lang == LANGUAGES[0] else f"-{asked.lang}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with dashboard(Path(tempfile.mkdtemp()), LIVE_DATA) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        page = browser.new_page(reduced_motion="reduce", color_scheme=asked.theme)
        if asked.keep:
            keep(page, server.address)
            return
        plain = browser.new_page(color_scheme=asked.theme, java_script_enabled=False)
        for each in PAGES:
            for width in WIDTHS:
                name, address = (
                    f"{each.path or 'overview'}-{width}{suffix}",
                    f"{server.address}/{each.path}?lang={asked.lang}",
                )
                take(page, address, width, FOLDER / f"{name}.png")
                take_plain(plain, address, width, FOLDER / f"{name}-plain.png")
        browser.close()


if __name__ == "__main__":
    main()
