"""What a reader waits for in Chromium: from a click to the changed chart, from an address to numbers and chart."""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.report import Extent, Figure, Goal, Say
from bench.servers import dashboard, streamlit_page
from bench.sessions import FailedRun
from bench.steps import NEWEST

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# The page that a test puts in place of the server's has no address of its own. Chromium lets no such page open a
# websocket to a server on this machine.
FLAGS += ["--disable-features=LocalNetworkAccessChecks"]
PATIENCE = 60_000  # ms
UNFOLDED = 500  # ms, after which a fold that opens stands still: a list in it closes when it moves
# A processor four times slower, and the slow 4G line of Chromium's own tools: bytes and milliseconds.
SLOWER = 4
SLOW_LINE = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
# A reader who saves data gets the page alone.
SAVE_DATA = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}});"
# In the page: when what a reader looks for was first there, in milliseconds since the address was entered.
WATCH_LOAD = """() => {
    window.seen = {};
    const look = () => {
        for (const [name, selector] of WANTED) {
            if (!(name in window.seen)) {
                const found = [...document.querySelectorAll(selector)];
                if (found.some(each => each.getBoundingClientRect().height)) window.seen[name] = performance.now();
            }
        }
        if (Object.keys(window.seen).length < WANTED.length) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""
# In the page: from the press of the mouse to the frame in which all parts have changed.
WATCH_CLICK = """(parts) => {
    const state = () => parts.map(([selector, what]) => [...document.querySelectorAll(selector)]
        .map(each => what ? each.getAttribute(what) : each.textContent).join('|'));
    const before = state();
    window.passed = null;
    document.addEventListener('pointerdown', () => {
        const pressed = performance.now();
        const look = () => {
            const changed = state().every((each, place) => each && each !== before[place]);
            if (changed) window.passed = performance.now() - pressed;
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    }, {capture: true, once: true});
}"""
SETTLED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app && !document.getElementById('plain')
        && app.dataset.testConnectionState === 'CONNECTED' && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
}"""
# What readers look for, first in the server's page, then in Streamlit's.
OWN_SEEN = {
    "numbers": ".card",
    "sentence": "p.words",
    "chart": ".chart svg",
    "interactive": "body:not(.plain) .stMain .chart svg",
}
READ = {name: OWN_SEEN[name] for name in ("sentence", "chart")} | {"heading": "h1"}
BARE_SEEN = {"chart": ".js-plotly-plot .main-svg"}
OWN_PARTS = [["p.selected b", ""], [".st-key-exhibit-sentence_lengths .chart-bars rect", "height"]]
USUAL_PARTS = [[".js-plotly-plot .barlayer .point path", "d"]]
# Clicks on Sentences, in turn: the widget and the option, None for the button that resets.
CLICKS = (("Gender", "Women"), None, ("Region", "Mahiliou region"), None, ("Age at arrest", "25–34"), None)
USUAL_CLICKS = ("home_confinement", "penal_colony_general", "open_facility", "All")


class NoBrowser(RuntimeError):
    """There is no Chromium; the message says how to get it."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or the one that the variable CHROMIUM names. Raises NoBrowser where there is none."""
    path = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    if path is None:
        raise NoBrowser("no chromium: `apt-get install chromium`, or name one with CHROMIUM=/path/to/it")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


def measure_clicks(scratch: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    """Case 3: clicks on *Sentences* and on the usual idiom's select box, in turns."""
    rounds = 2 if extent.short else 10
    with ExitStack() as stack:
        own = stack.enter_context(dashboard(scratch))
        usual = stack.enter_context(streamlit_page("usual", scratch))
        browser = stack.enter_context(chromium())
        passed: list[float] = []
        usually: list[float] = []
        for number in range(rounds + 1):
            with _opened(browser, f"{own.address}/sentences?{NEWEST}") as page:
                ours = [_timed(page, OWN_PARTS, _target(page, click)) for click in CLICKS]
            with _opened(browser, usual.address) as page:
                theirs = [_timed(page, USUAL_PARTS, _usual_target(page, option)) for option in USUAL_CLICKS]
            if not number:
                continue  # the first round warms the servers
            passed += ours
            usually += theirs
            say(f"round {number} of {rounds}: {_said(ours)} ms, the usual idiom {_said(theirs)} ms")
    for name, part, goal in (
        ("p50", statistics.median, Goal(below=250.0)),
        ("p50 against the usual idiom", statistics.median, Goal(below=1.0, of="ratio")),
        ("p95", _p95, Goal(below=500.0)),
    ):
        yield Figure(
            "click",
            f"click to changed chart, {name}, of {len(passed)}",
            "ms",
            (part(passed),),
            goal,
            "the usual idiom",
            (part(usually),),
        )


def _said(times: list[float]) -> str:
    return " ".join(f"{each:.0f}" for each in times)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


@contextmanager
def _opened(browser: Browser, address: str) -> Iterator[Page]:
    """A page that is there and at rest."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    settle(page)
    yield page
    context.close()


def settle(page: Page) -> None:
    """Wait until Streamlit's page stands still."""
    page.wait_for_timeout(200)
    page.wait_for_function(SETTLED, timeout=PATIENCE)


def _target(page: Page, click: tuple[str, str] | None) -> Callable[[], None]:
    """What presses the mouse on the option, its list being open, or on the button that resets."""
    if click is None:
        return page.get_by_role("button", name="Reset filters").first.click
    widget, option = click
    fold = page.locator(".st-key-filters details")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
        page.wait_for_timeout(UNFOLDED)
    box = page.get_by_test_id("stMultiSelect").filter(has_text=widget).locator("input").first
    box.click()
    box.fill(option)
    return page.get_by_role("option", name=option).first.click


def _usual_target(page: Page, option: str) -> Callable[[], None]:
    page.get_by_role("combobox").first.click()
    return page.get_by_role("option", name=option, exact=True).click


def _timed(page: Page, parts: list[list[str]], press: Callable[[], None]) -> float:
    page.evaluate(WATCH_CLICK, parts)
    press()
    page.wait_for_function("() => window.passed !== null", timeout=PATIENCE)
    passed = float(page.evaluate("window.passed"))
    page.locator("h1").first.click()  # closes the list of options, which stays open for more
    settle(page)
    return passed


def measure_opening(scratch: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    """Case 4: *Overview* and a bare page with one chart, in turns, each in a browser that knows nothing."""
    rounds = 2 if extent.short else 9
    read, charts, sizes, bare_charts, bare_sizes = [], [], [], [], []
    with ExitStack() as stack:
        own = stack.enter_context(dashboard(scratch))
        bare = stack.enter_context(streamlit_page("chart", scratch))
        browser = stack.enter_context(chromium())
        for number in range(rounds + 1):
            seen, size = _open(browser, f"{own.address}/", OWN_SEEN)
            bare_seen, bare_size = _open(browser, bare.address, BARE_SEEN)
            if not number:
                continue  # the first round warms the servers
            read.append(max(seen["numbers"], seen["sentence"], seen["chart"]))
            charts.append(seen["interactive"])
            sizes.append(size)
            bare_charts.append(bare_seen["chart"])
            bare_sizes.append(bare_size)
            say(
                f"round {number} of {rounds}: all to read {read[-1]:.2f} s, interactive chart {charts[-1]:.2f} s, "
                f"{sizes[-1]:.2f} MB; bare page: chart {bare_charts[-1]:.2f} s, {bare_sizes[-1]:.2f} MB"
            )
    bare_name = "a bare page with one chart"
    for name, times, limit, ratio in (
        ("address to numbers, sentence and first chart", read, 0.5, 0.3),
        ("address to the interactive page's chart", charts, 4.0, 1.3),
    ):
        yield Figure("opening", name, "s", tuple(times), Goal(below=limit), bare_name, tuple(bare_charts))
        against = Goal(below=ratio, of="ratio")
        yield Figure(
            "opening", f"{name}: against a bare page", "s", tuple(times), against, bare_name, tuple(bare_charts)
        )
    yield Figure(
        "opening",
        "transferred in all, websocket uncompressed",
        "MB",
        tuple(sizes),
        Goal(below=2.5),
        bare_name,
        tuple(bare_sizes),
    )


def measure_slow_opening(scratch: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    """A slow phone: until a page can be read, with all that came until then; beside it, once, the bare page."""
    rounds = 1 if extent.short else 5
    with ExitStack() as stack:
        own = stack.enter_context(dashboard(scratch))
        bare = stack.enter_context(streamlit_page("chart", scratch))
        browser = stack.enter_context(chromium())
        reference, _ = _read(browser, bare.address, BARE_SEEN, slow=True)
        for name, path in (("Overview", "/"), ("Sentences", "/sentences")):
            _read(browser, f"{own.address}{path}", READ, slow=False)  # warms the server
            times, sizes = zip(
                *(_read(browser, f"{own.address}{path}", READ, slow=True) for _ in range(rounds)), strict=True
            )
            say(f"{name}: {_said([1000 * each for each in times])} ms, the bare page {reference:.1f} s")
            title = f"{name} on a slow phone: address to first chart"
            bare_name = "a bare page with one chart, once"
            yield Figure("slow", title, "s", times, Goal(below=3.0), bare_name, (reference,) * rounds)
            yield Figure("slow", f"{name}: transferred until then", "kB", sizes, Goal(below=100.0))


def _read(browser: Browser, address: str, wanted: dict[str, str], slow: bool) -> tuple[float, float]:
    """Seconds until all that is wanted is there in an empty browser that saves data, and the kB that came."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        received: list[float] = []
        line = context.new_cdp_session(page)
        line.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        line.send("Network.enable")
        if slow:
            line.send("Network.emulateNetworkConditions", SLOW_LINE)
            line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        parts = [[name, selector] for name, selector in wanted.items()]
        page.add_init_script(f"{SAVE_DATA} const WANTED = {parts}; ({WATCH_LOAD})()")
        page.goto(address, timeout=2 * PATIENCE)
        page.wait_for_function(
            f"() => window.seen && Object.keys(window.seen).length === {len(parts)}", timeout=2 * PATIENCE
        )
        seen = page.evaluate("window.seen")
        page.wait_for_load_state("networkidle", timeout=2 * PATIENCE)
        return max(map(float, seen.values())) / 1000, sum(received) / 1000


def _open(browser: Browser, address: str, wanted: dict[str, str]) -> tuple[dict[str, float], float]:
    """Seconds to each wanted part in an empty browser, and the megabytes that came until the page was at rest."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    received: list[float] = []
    watch = context.new_cdp_session(page)
    watch.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    watch.on("Network.webSocketFrameReceived", lambda event: received.append(_size(event["response"])))
    watch.send("Network.enable")
    parts = [[name, selector] for name, selector in wanted.items()]
    page.add_init_script(f"const WANTED = {parts}; ({WATCH_LOAD})()")
    page.goto(address)
    page.wait_for_function(f"() => window.seen && Object.keys(window.seen).length === {len(parts)}", timeout=PATIENCE)
    seen = {name: float(passed) / 1000 for name, passed in page.evaluate("window.seen").items()}
    settle(page)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    context.close()
    if not received:
        raise FailedRun(f"{address}: the browser says of no transfer")
    return seen, sum(received) / 1e6


def _size(frame: dict[str, Any]) -> int:
    """Bytes of a websocket frame; the browser gives a binary one in base64."""
    data = str(frame["payloadData"])
    return len(data) * 3 // 4 if frame["opcode"] == 2 else len(data)
