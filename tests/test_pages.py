"""Every page runs through the frame on the real data, and on data that is not whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from repression import keeper
from repression.site import PAGES, Page
from tests.conftest import ROOT

LINK = {"snapshot": "2026-11-22", "lang": "en"}
SECONDS = 60


@pytest.fixture(autouse=True)
def fresh_warehouse() -> Iterator[None]:
    """Each test builds the warehouse of the data folder it names."""
    keeper._started.cache_clear()
    yield
    keeper._started.cache_clear()


def run(file: str = "overview.py", **parameters: str | list[str]) -> AppTest:
    """A page run through the frame, as a reader who opened an address sees it."""
    test = AppTest.from_file(str(ROOT / "pages/frame.py"), default_timeout=SECONDS).run()
    test.switch_page(str(ROOT / "pages" / file))
    for name, value in {**LINK, **parameters}.items():
        test.query_params[name] = value
    return test.run()


def texts(test: AppTest) -> str:
    return "\n".join(str(each.proto.body) for each in test.get("html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_every_page_runs_and_says_something(page: Page) -> None:
    test = run(page.file)
    assert not test.exception
    assert f"<h1>{page.title}</h1>" in texts(test)
    assert 'class="exhibit-head"' in texts(test)


@pytest.mark.parametrize("file", [page.file for page in PAGES if page.scopes])
def test_every_page_runs_when_the_filter_leaves_nobody(file: str) -> None:
    test = run(file, penalty="fine", length="200..", year="1999..1999")
    assert not test.exception
    assert "Nothing matches this filter" in "\n".join(each.value for each in test.info)


@pytest.mark.parametrize("file", [page.file for page in PAGES])
def test_every_page_runs_on_a_snapshot_without_counts(file: str) -> None:
    assert not run(file, snapshot="2023-02-10").exception
