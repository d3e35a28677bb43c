"""Fixtures for the tests in a browser: a page that complains, calls out or leaves a trace fails its test."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, sync_playwright

from repression.i18n import LANGUAGES, get_translator
from repression.site import TITLE

HERE = Path(__file__).parent


def shown_in(lang: str) -> pytest.MarkDecorator:
    """Runs a test in one language, and in the others in `make proof`: what differs between them are words alone."""
    others = [pytest.param(each, marks=pytest.mark.proof) for each in LANGUAGES if each != lang]
    return pytest.mark.parametrize("lang", [lang, *others])


PHONE = 600  # px; narrower pages are opened as a phone opens them

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # What is not on this machine cannot be reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str:
    """Where this machine's chromium is; the variable CHROMIUM may name another one."""
    found = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    if found is None:
        pytest.fail("No chromium: `apt-get install chromium`, or name one with CHROMIUM=/path/to/it")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield running
        running.close()


# Tells `settle` of whatever a page has sent and the server has not begun to answer.
OVERHEAR = """
window.WebSocket = class extends WebSocket {
    constructor(...to) {
        super(...to);
        this.addEventListener('message', () => { window.unanswered = false; });
    }
    send(data) {
        window.unanswered = true;
        super.send(data);
    }
};
"""
# A widget waits a moment before it tells the server, and only then does a run begin: so calm has to last. It is counted
# in frames and not in time, since a page that is kept from drawing is kept from telling, too. A page that Streamlit
# does not take over, such as a refusal, has nothing left to do when it is read.
SETTLED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const calm = !document.getElementById('app') && document.readyState === 'complete' || app
        && !document.getElementById('plain')
        && app.dataset.testConnectionState === 'CONNECTED'
        && app.dataset.testScriptState === 'notRunning'
        && !window.unanswered
        && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
    window.calmFrames = calm ? (window.calmFrames ?? 0) + 1 : 0;
    const lasts = window.calmFrames > 20;
    if (lasts) window.calmFrames = 0;
    return lasts;
}"""


def settle(page: Page) -> None:
    """Wait until the page has nothing left to do: no message on its way, no run, no placeholder, no faded element."""
    page.wait_for_function(SETTLED, timeout=60_000)
    page.evaluate("document.fonts.ready.then(() => null)")


def listen(page: Page, home: str, complaints: list[str]) -> Callable[[], None]:
    """Write down what goes wrong: errors, requests that fail, requests that leave `home`; gives what ends it."""

    def leaves(url: str) -> None:
        address = urlsplit(url)
        travels = address.scheme in ("http", "https", "ws", "wss")
        if travels and address.netloc != urlsplit(home).netloc:
            complaints.append(f"request to another host: {url}")

    def failed(url: str, why: str | None) -> None:
        # A download ends the navigation that began it; the browser calls that aborted.
        if why != "net::ERR_ABORTED":
            complaints.append(f"failed request: {url} ({why})")

    def logged(message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        # A parked tab shows a picture, which names no icon as pages do: the browser asks for one where it is by custom.
        if message.type == "error" and url != f"{home}/favicon.ico":
            complaints.append(f"console: {message.text} ({url})")

    heard: dict[str, Callable[..., Any]] = {
        "request": lambda request: leaves(request.url),
        "websocket": lambda socket: leaves(socket.url),
        "requestfailed": lambda request: failed(request.url, request.failure),
        "pageerror": lambda error: complaints.append(f"page error: {error}"),
        "console": logged,
    }
    for event, write_down in heard.items():
        page.on(event, write_down)

    def end() -> None:
        for event, write_down in heard.items():
            page.remove_listener(event, write_down)

    return end


# A page without a script.
PARKING = "/own/icon.svg"

# What of a page stays on the reader's device, or is more than a link to another site.
TRACES = """async titles => {
    const found = [];
    for (const [name, kept] of Object.entries({localStorage, sessionStorage}))
        found.push(...Object.keys(kept).map(each => `kept in ${name}: ${each}`));
    found.push(...(await indexedDB.databases()).map(each => `database: ${each.name}`));
    found.push(...(await caches.keys()).map(each => `cache: ${each}`));
    const workers = await navigator.serviceWorker.getRegistrations();
    found.push(...workers.map(each => `service worker: ${each.scope}`));
    if (!titles.includes(document.title)) found.push(`title: ${document.title}`);
    const ahead = [...document.querySelectorAll('link')].filter(each => /prefetch|preconnect|prerender/.test(each.rel));
    found.push(...ahead.map(each => `fetched ahead: ${each.outerHTML}`));
    const out = [...document.links].filter(each => /^http/.test(each.protocol) && each.origin !== location.origin);
    const told = out.filter(each => !['noopener', 'noreferrer'].every(word => each.relList.contains(word)));
    found.push(...told.map(each => `outgoing link: ${each.outerHTML}`));
    return found;
}"""
# The index of the files is no page of its own and has no title.
TITLES = ["", *(get_translator(lang)(TITLE) for lang in LANGUAGES)]


def traces(page: Page) -> list[str]:
    """What a page of ours leaves on the reader's device, shows to others in its title or tells other sites."""
    return [f"{each} ({page.url})" for each in page.evaluate(TRACES, TITLES)]


def traces_of(context: BrowserContext, home: str) -> list[str]:
    """The traces of all pages of ours that stand open, and the cookies of any site."""
    ours = [page for page in context.pages if page.url.startswith(home)]
    return [*(each for page in ours for each in traces(page)), *(f"cookie: {each}" for each in context.cookies())]


@pytest.fixture(scope="session")
def parked() -> dict[bool, list[Page]]:
    """Tabs of desktops (False) and phones (True) that a test has left without a trace.

    A tab that is used again has Plotly and Streamlit compiled, and a page in it costs half of what it costs in a new
    one. For that it waits on a page of the same host: another page has a process of its own, and the compiled scripts
    would go with the old one. Each has a context of its own, so that two of them are two readers.
    """
    return {False: [], True: []}


@pytest.fixture
def open_page(browser: Browser, server: str, parked: dict[bool, list[Page]]) -> Iterator[Callable[..., Page]]:
    """`open_page("/people?lang=en", width=390)` opens a page as a new reader does, and settles it.

    `allow` names, as regular expressions, complaints that the test expects; `address` is another
    server's, as `spare_server` gives it; `prepare` is done to the tab before; anything else
    goes to Playwright's `new_context`. What is not prepared may be opened in a tab that another test
    has left: with nothing kept in it, which is seen to after each test.
    """
    complaints: list[str] = []
    allowed: list[str] = []
    opened: list[tuple[BrowserContext, str]] = []
    lent: list[tuple[Page, bool, str]] = []

    with ExitStack() as contexts:

        def open_(
            path: str = "/",
            width: int = 1440,
            allow: tuple[str, ...] = (),
            address: str | None = None,
            prepare: Callable[[Page], None] | None = None,
            settled: bool = True,
            color_scheme: Literal["dark", "light"] = "light",
            reduced_motion: Literal["no-preference", "reduce"] = "reduce",
            **options: Any,
        ) -> Page:
            home = address or server
            phone = width < PHONE
            viewport: ViewportSize = {"width": width, "height": 844 if phone else 900}
            lendable = not (prepare or options)
            if lendable and parked[phone]:
                page = parked[phone].pop()
                context = page.context
                page.set_viewport_size(viewport)
            else:
                context = browser.new_context(
                    **{
                        "viewport": viewport,
                        "is_mobile": phone,
                        "has_touch": phone,
                        "locale": "en-GB",
                        "timezone_id": "Europe/Minsk",
                        **options,
                    }
                )
                context.add_init_script(OVERHEAR)
                page = context.new_page()
            page.emulate_media(media="null", color_scheme=color_scheme, reduced_motion=reduced_motion)

            def listen_to(page: Page) -> None:
                hearing.callback(listen(page, home, complaints))

            hearing = ExitStack()
            context.on("page", listen_to)
            hearing.callback(context.remove_listener, "page", listen_to)
            listen_to(page)
            if lendable:
                lent.append((page, phone, home))
                endings.append(hearing)
            else:
                contexts.callback(context.close)
            if options.get("java_script_enabled", True):
                opened.append((context, home))
            allowed.extend(allow)
            if prepare:
                prepare(page)
            page.goto(urljoin(home, path))
            if settled:
                settle(page)
            return page

        endings: list[ExitStack] = []
        yield open_
        for context, home in opened:
            complaints += traces_of(context, home)
        left = [one for one in complaints if not any(re.search(pattern, one) for pattern in allowed)]
        for (page, phone, home), hearing in zip(lent, endings, strict=True):
            hearing.close()
            if left or page.context.pages != [page] or not page.url.startswith(home):
                page.context.close()
                continue
            page.context.unroute_all()
            page.goto(urljoin(server, PARKING))
            parked[phone].append(page)

    assert not left, "The page complained:\n" + "\n".join(left)
