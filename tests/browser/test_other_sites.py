"""What a script on a page of another site may do with our files, in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

# The first answer's tag is sent back, with a header that no simple request has.
ASK_TWICE = """async address => {
    const first = await fetch(address, {cache: 'no-store'});
    await first.text();
    const headers = {'If-None-Match': first.headers.get('ETag'), 'Accept': 'text/csv'};
    const again = await fetch(address, {cache: 'no-store', headers});
    return [first.status, again.status, again.headers.get('ETag') === first.headers.get('ETag')];
}"""


class Blank(BaseHTTPRequestHandler):
    """Answers every request with an empty page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *of: object) -> None:
        """Log nothing."""


@pytest.fixture
def another_site() -> Iterator[str]:
    """The address of a site on another port, which is another origin."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Blank) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}/"
        site.shutdown()


def test_a_script_may_ask_whether_a_file_changed(browser: Browser, server: str, another_site: str) -> None:
    page = browser.new_page()
    page.goto(another_site)
    for path in ("/data/people.csv?gender=female", "/data/openapi.json", "/data/package.zip"):
        assert page.evaluate(ASK_TWICE, f"{server}{path}") == [200, 304, True], path
    page.close()
