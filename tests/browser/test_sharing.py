"""In a browser: the fact sheet is one page of A4, a frame needs no script, and a table is one key from its chart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from bench.servers import dashboard
from repression.i18n import LANGUAGES
from repression.questions.question import all_questions
from repression.web.embeds import VARIABLE
from tests.browser.test_accessibility import violations
from tests.browser.test_html_first import SCRIPTLESS

Open = Callable[..., Tab]
LINK = "snapshot=2026-11-22&lang="


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_fact_sheet_is_one_page_of_a4(open_page: Open, lang: str) -> None:
    tab = open_page(f"/facts?{LINK}{lang}", settled=False)
    # The print style's own paper and margins, as "Print" and "Save as PDF" take them.
    pdf = tab.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    width, height = (float(side) for side in re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0])
    assert (round(width), round(height)) == (595, 842)


def test_axe_finds_nothing_on_the_fact_sheet(open_page: Open, subtests: pytest.Subtests) -> None:
    for width in (390, 1440):
        tab = open_page(f"/facts?{LINK}be", width=width, settled=False)
        with subtests.test(str(width)):
            assert not (found := violations(tab)), "\n".join(found)
            assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_table_is_the_next_stop_after_its_chart(open_page: Open) -> None:
    tab = open_page(f"/prisoners?{LINK}en", **SCRIPTLESS)
    chart = tab.locator(".exhibit:has(#monthly_counts) .chart")
    # As for a reader who has read the chart: the next stop of the key is counted from there.
    chart.evaluate("chart => { chart.tabIndex = -1; chart.focus(); }")
    tab.keyboard.press("Tab")
    title = tab.locator(f"summary[aria-label='Table: {all_questions()['monthly_counts'].title}']")
    expect(title).to_be_focused()
    expect(title).to_be_in_viewport()
    tab.keyboard.press("Enter")
    table = tab.locator("#table-monthly_counts")
    expect(table).to_be_visible()
    tab.keyboard.press("Tab")
    expect(table).to_be_focused()


@contextmanager
def newsroom(folder: Path) -> Iterator[str]:
    """The address of another site on this machine, which serves a folder."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}"
        site.shutdown()


@pytest.mark.proof
@pytest.mark.parametrize(("switch", "charts"), [("1", 1), ("0", 0)])
def test_another_site_shows_a_frame_only_where_that_is_switched_on(
    browser: Browser, tmp_path: Path, switch: str, charts: int
) -> None:
    with dashboard(tmp_path, variables={VARIABLE: switch}) as server, newsroom(tmp_path) as site:
        frame = f'<iframe src="{server.address}/embed/penalties?{LINK}en" width="700" height="900"></iframe>'
        (tmp_path / "article.html").write_text(frame, encoding="utf-8")
        with browser.new_context() as context:
            tab, asked = context.new_page(), list[str]()
            tab.on("request", lambda request: asked.append(request.url))
            tab.goto(f"{site}/article.html")
            expect(tab.frame_locator("iframe").locator(".chart svg[role=img]")).to_have_count(charts)
            # The frame itself and nothing more: no style, no font, no script.
            assert [url for url in asked if server.address in url] == asked[1:2], asked
