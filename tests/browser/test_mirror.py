"""A mirror in a browser: from a static host, below a path, and from a folder; without a script, and calling nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab

from tests.browser.test_accessibility import violations
from tests.support.mirrors import served, small_mirror

pytestmark = pytest.mark.slow

Open = Callable[..., Tab]


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small mirror in its folder `of/figures`."""
    folder = tmp_path_factory.mktemp("copies")
    # In a thread, since Playwright's event loop runs in this one.
    with ThreadPoolExecutor() as threads:
        threads.submit(small_mirror, folder / "of/figures").result()
    return folder


@pytest.fixture(scope="module")
def host(copies: Path) -> Iterator[str]:
    with served(copies) as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False])
def test_a_mirror_is_read_and_filtered_from_a_static_host(open_page: Open, host: str, scripts: bool) -> None:
    tab = open_page("/of/figures/en/organisations.html", address=host, settled=False, java_script_enabled=scripts)
    assert tab.locator(".chart svg:visible").first.bounding_box()
    everything = tab.locator(".selected").inner_text()
    tab.locator(".filters > summary").click()
    tab.get_by_role("navigation", name="How it ended").get_by_role("link", name="Suit filed").click()
    tab.wait_for_url("**/of/figures/en/organisations/kind-suit_filed.html")
    assert tab.locator(".selected").inner_text() != everything
    tab.locator(".chosen").get_by_role("link").first.click()
    tab.wait_for_url("**/of/figures/en/organisations.html")
    tab.get_by_role("link", name="Русский").click()
    tab.wait_for_url("**/of/figures/en/lacking.html")
    assert "does not have that page" in tab.locator("h1").inner_text()


def test_a_mirror_is_read_from_a_folder_with_its_styles(open_page: Open, copies: Path) -> None:
    tab = open_page("of/figures/en/defenders.html", address=f"{copies.as_uri()}/", settled=False)
    assert tab.locator(".chart svg:visible").first.bounding_box()
    sizes = tab.locator("h1").evaluate("each => getComputedStyle(each).fontSize")
    plain = tab.evaluate("getComputedStyle(document.querySelector('#plain')).display")
    assert plain == "flex" and sizes != "32px"
    tab.locator(".download > summary").first.click()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="CSV").first.click()
    assert download.value.path().read_bytes().startswith(b"name")
    tab.close()  # a page of a folder cannot be asked for what it keeps


@pytest.mark.parametrize("width", [390, 1440])
def test_a_mirror_is_accessible(open_page: Open, host: str, width: int) -> None:
    tab = open_page("/of/figures/en/organisations/kind-suit_filed.html", width=width, address=host, settled=False)
    assert violations(tab) == []
