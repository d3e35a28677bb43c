"""A page without a connection says so in the reader's language, and names another way to the data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import WebSocketRoute, expect

from repression.i18n import LANGUAGES, get_translator
from repression.web.guard.limits import ASKING_SECONDS

Open = Callable[..., Tab]
STREAM = "**/_stcore/stream"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_that_never_connects_says_so(open_page: Open, lang: str) -> None:
    def cut(tab: Tab) -> None:
        tab.route_web_socket(STREAM, lambda socket: socket.close())

    tab = open_page(f"/sentences?lang={lang}", prepare=cut, settled=False, width=390, allow=("favicon.ico",))
    told = tab.get_by_role("alert").filter(has_text=get_translator(lang)("index of the files"))
    expect(told).to_be_visible(timeout=20_000)
    assert tab.get_by_text("Connection error").is_hidden()
    told.get_by_role("link").click()
    tab.wait_for_url("**/data/")
    assert "people" in tab.content()


@pytest.mark.parametrize("silent", [0, pytest.param(ASKING_SECONDS + 3, marks=pytest.mark.proof)])
def test_a_lost_connection_is_told_until_it_is_back(open_page: Open, silent: float) -> None:
    """`silent`: seconds for which the page asks for nothing after it is back, longer than a new page may."""
    sockets: list[WebSocketRoute] = []
    down = False

    def through(socket: WebSocketRoute) -> None:
        if down:
            socket.close()
        else:
            socket.connect_to_server()
            sockets.append(socket)

    tab = open_page("/?lang=be", prepare=lambda tab: tab.route_web_socket(STREAM, through))
    expect(tab.locator("#lost")).to_be_hidden()
    down = True
    sockets[-1].close()
    expect(tab.locator("#lost")).to_be_visible(timeout=10_000)
    down = False
    expect(tab.locator("#lost")).to_be_hidden(timeout=60_000)
    # The server takes by this that a page connects again, which then may be silent.
    assert [len(each.protocols) for each in sockets] == [2, 3]
    tab.wait_for_timeout(silent * 1000)
    assert len(sockets) == 2
    expect(tab.locator("#lost")).to_be_hidden()


def test_who_has_no_javascript_is_told_where_the_data_are(open_page: Open) -> None:
    tab = open_page("/?lang=ru", settled=False, java_script_enabled=False, allow=(r"\(csp\)",))
    assert "JavaScript" in tab.locator("body").inner_text()
    files = tab.get_by_role("link", name=get_translator("ru")("index of the files"))
    assert files.get_attribute("href") == "/data/"
