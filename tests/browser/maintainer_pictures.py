"""The pictures of docs/maintainers.md, taken of the maintainers' page with an invented export: `make pictures`.

The whole page goes to build/pictures/maintain-<width>.png as well, to look at.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import OVERHEAR, QUIET, chromium
from tests.browser.maintaining import answer, choose, drop, settle
from tests.browser.pictures import FOLDER, WIDTHS
from tests.conftest import DATA, ROOT
from tests.support.export_form import machine_export
from tests.support.maintainers_page import answering, maintainers_page
from tests.support.unknown_words import with_unknown_words

KEPT = ROOT / "docs" / "maintainers"
ROWS = 3_000
WIDTH = 820
HIGHEST = 1_600  # pixels of a picture in the repository: of many questions the first ones
COLOURS = 32  # a page has few, and a picture in the repository is to be small


def picture(page: Page, path: Path, parts: Sequence[str] = ()) -> None:
    """A picture of the whole page, or of it from one heading to another; the window is made as high as the page."""
    size = page.viewport_size
    assert size
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": int(height)})
    settle(page)
    page.wait_for_timeout(1500)  # charts draw their marks last
    page.screenshot(path=path)
    if parts:
        ends = [page.get_by_role("heading", name=name).bounding_box() for name in parts]
        top, bottom = (int(box["y"]) - 12 if box else 0 for box in (ends[0], ends[-1]))
        with Image.open(path) as whole:
            bottom = min(bottom if len(parts) > 1 else whole.height, top + HIGHEST)
            cut = whole.crop((0, top, size["width"], bottom))
            cut.quantize(COLOURS).save(path, optimize=True)
    page.set_viewport_size(size)
    settle(page)
    print(path.relative_to(ROOT))


def main() -> None:
    """Take all pictures."""
    KEPT.mkdir(parents=True, exist_ok=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    export = with_unknown_words(machine_export(ROWS, seed=2)).as_csv()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(shutil.copytree(DATA, Path(folder) / "data"))
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        with maintainers_page(data, Path(folder) / "page.log") as address:
            answering(address)
            for width in (WIDTH, *WIDTHS):
                page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
                page.add_init_script(OVERHEAR)
                page.goto(address)
                settle(page)
                drop(page, "export.csv", export)
                if width != WIDTH:
                    picture(page, FOLDER / f"maintain-{width}.png")
                    continue
                picture(page, KEPT / "file.png", ["1. The file", "2. What it was read as"])
                picture(page, KEPT / "report.png", ["2. What it was read as", "3. Questions about the file"])
                choose(page, 1, "a new one")
                picture(page, KEPT / "questions.png", ["3. Questions about the file"])
                answer(page)
                picture(page, KEPT / "take-in.png", ["4. What it changes"])
        browser.close()


if __name__ == "__main__":
    main()
