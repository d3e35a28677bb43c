"""A page without a connection says so in the reader's language, and names another way to the data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import WebSocketRoute, expect

from repression.i18n import get_translator
from repression.web.guard.limits import ASKING_SECONDS
from tests.browser.conftest import shown_in

pytestmark = pytest.mark.slow

Open = Callable[..., Tab]
STREAM = "**/_stcore/stream"
# Counts how often the page looks whether Streamlit's is there.
LOOKS = """
window.looks = 0;
const find = document.querySelector;
document.querySelector = function (what) {
    if (what.includes('stApp')) window.looks += 1;
    return find.call(this, what);
};
"""


@shown_in("ru")
def test_a_page_that_never_connects_says_so(open_page: Open, lang: str) -> None:
    def cut(tab: Tab) -> None:
        tab.route_web_socket(STREAM, lambda socket: socket.close())
        tab.add_init_script(LOOKS)

    tab = open_page(f"/sentences?lang={lang}", prepare=cut, settled=False, width=390)
    said = get_translator(lang)(
        "The interactive page cannot be reached from here. This page stays as it is, and its filters work."
    )
    expect(tab.get_by_role("status").filter(has_text=said)).to_be_visible(timeout=20_000)
    # It is looked for from then on, without keeping the processor of a phone awake.
    looks = tab.evaluate("looks")
    tab.wait_for_timeout(2_000)
    assert 1 <= tab.evaluate("looks") - looks <= 3
    expect(tab.locator("#lost")).to_be_hidden()
    assert tab.get_by_text("Connection error").is_hidden()
    assert tab.locator("#plain .exhibit-head").count() > 3
    tab.locator(".filters > summary").click()
    tab.locator('.filters [value="female"]').check()
    tab.locator(".filters .apply button").click()
    tab.wait_for_url("**&gender=female")
    assert tab.locator("#plain .exhibit-head").count() > 3


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
