"""Readers who are quicker than the page: steps at random, any time apart, held against a model of the address.

The walk prints its seed and its steps where it fails; SEED=… takes the same steps again.
"""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest
from playwright.sync_api import Error, Page

from bench.servers import dashboard
from repression.i18n import LANGUAGES
from repression.questions.answer import options
from repression.questions.filter_types import Vocabulary, address_code
from repression.ui.url_state import option_label
from repression.warehouse.database import Warehouse
from tests.browser.conftest import settle
from tests.browser.steps import choose, unfold_filters
from tests.support.slow_line import slow_line

pytestmark = pytest.mark.slow

Open = Callable[..., Page]
Filters = frozenset[tuple[str, str]]  # (filter, code): as in the address, without its day and its language

PAGES = ("charges", "places", "register")
CHOICES = ("gender", "age_group", "penalty", "region")
LONGEST_PAUSE = 1.0
STEPS = 4
# Seconds after which what a step sends has surely come and gone, over the slow line too.
ARRIVAL = 3.0
# Seconds within which a browser may do what comes after a Back before it.
TURN = 0.15


@dataclass(frozen=True)
class Place:
    """Where a reader is: the page, its language and the filters, as (name, code), of the address."""

    page: str
    lang: str = "en"
    filters: Filters = frozenset()

    @classmethod
    def of(cls, url: str) -> Place:
        """The place of an address."""
        query = parse_qs(urlsplit(url).query)
        (lang,) = query.pop("lang")
        query.pop("snapshot")
        filters = frozenset((name, code) for name, codes in query.items() for code in codes)
        return cls(urlsplit(url).path.strip("/"), lang, filters)

    @property
    def address(self) -> str:
        """The address of the place."""
        return f"/{self.page}?{urlencode([('snapshot', '2026-11-22'), ('lang', self.lang), *sorted(self.filters)])}"


@dataclass(frozen=True)
class Trail:
    """The places that a reader has been at in one tab, and which of them is shown."""

    places: tuple[Place, ...]
    at: int = 0

    @property
    def here(self) -> Place:
        """The place that is shown."""
        return self.places[self.at]

    def then(self, place: Place) -> Trail:
        """The trail after a step that leads to a place."""
        return self if place == self.here else Trail((*self.places[: self.at + 1], place), self.at + 1)

    def moved(self, by: int) -> Trail:
        """The trail after Back or Forward."""
        return Trail(self.places, min(max(self.at + by, 0), len(self.places) - 1))


@dataclass
class Walk:
    """A reader's steps in a tab, beside every trail that they can mean."""

    page: Page
    labels: dict[str, Vocabulary]
    chance: random.Random
    trails: set[Trail] = field(default_factory=set)
    told: list[str] = field(default_factory=list)

    def start(self, place: Place) -> None:
        """Open a place anew, so that nothing is behind it."""
        self.told.append(f"open {place.address}")
        self.page.goto(urljoin(self.page.url, place.address))
        settle(self.page)
        self.trails = {Trail((place,))}

    def episode(self) -> None:
        """Some steps in quick succession."""
        self.stepped: list[float] = []  # when the steps within the page were taken
        self.turned = 0.0  # when the last step in the history was
        self.seen = {trail.here for trail in self.trails}
        often = [self.choose, self.remove, self.history]
        seldom = [self.length, self.reset, self.drop, self.switch_page, self.switch_view, self.language]
        for _ in range(self.chance.randint(2, STEPS)):
            self.chance.choice(2 * often + seldom)()
            self.seen |= {trail.here for trail in self.trails}
            pause = LONGEST_PAUSE * self.chance.random() ** 2
            self.told.append(f"  {pause * 1000:.0f} ms")
            self.page.wait_for_timeout(pause * 1000)

    def arrive(self) -> None:
        """Wait for the end of all steps: it has to be one of those that they can mean."""
        settle(self.page)
        place = Place.of(self.page.url)
        self.told.append(f"arrived at {place.address}")
        meant = {trail for trail in self.trails if trail.here == place}
        assert meant, "meant was one of " + "\n".join(sorted(trail.here.address for trail in self.trails))
        self.trails = meant
        if len(meant) > 1 or (self.stepped and self.turned):
            self.start(place)  # the model does not know what is behind it

    def _go(self, step: str, change: Callable[[Place], Place]) -> None:
        self.told.append(step)
        after = {trail.then(change(trail.here)) for trail in self.trails}
        # A Back that was pressed before may be done after this.
        self.trails = after | self.trails if time.monotonic() - self.turned < TURN else after
        self.stepped.append(time.monotonic())

    def choose(self) -> None:
        """Choose one more code of a filter, as one who types."""
        here = next(iter(self.trails)).here
        name = self.chance.choice(CHOICES)
        labels = self.labels[here.lang][name]
        free = [code for code in labels if (name, code) not in here.filters]
        if not free:
            return
        code = self.chance.choice(free)
        unfold_filters(self.page)
        option = self.page.get_by_role("option", name=re.compile(rf"^{re.escape(labels[code])} \("))
        try:
            self.page.locator(f".st-key-filter-{name} input").fill(labels[code], timeout=1500)
            is_chosen = option.first.evaluate(PICK, [name, labels[code]], timeout=1500)
        except Error:  # it is chosen already
            is_chosen = False
        if not is_chosen:  # the list was drawn anew under the reader's hand
            self.page.keyboard.press("Escape")
            return
        self._go(f"choose {name}={code}", lambda place: replace(place, filters=place.filters | {(name, code)}))

    def remove(self) -> None:
        """Take away a code that the page shows as chosen."""
        chips: list[list[str]] = self.page.evaluate(CHIPS)
        if not chips:
            return
        name, label = self.chance.choice(chips)
        codes = {label: code for labels in self.labels.values() for code, label in labels[name].items()}
        code = codes[label.rpartition(" (")[0]]
        if self.page.evaluate(REMOVE, [name, label]):
            self._go(f"remove {name}={code}", lambda place: replace(place, filters=place.filters - {(name, code)}))

    def length(self) -> None:
        """Type the shortest length of a sentence."""
        months = f"{self.chance.randrange(6, 60)}"
        unfold_filters(self.page)
        box = self.page.locator(".st-key-filter-length-from input")
        box.fill(months)
        box.press("Enter")

        def change(place: Place) -> Place:
            others = {each for each in place.filters if each[0] != "length"}
            return replace(place, filters=frozenset({*others, ("length", f"{months}..")}))

        self._go(f"length={months}..", change)

    def reset(self) -> None:
        """Reset all filters."""
        if self.page.evaluate(PRESS, ".st-key-reset button"):
            self._go("reset", lambda place: replace(place, filters=frozenset()))

    def drop(self) -> None:
        """Take away all codes of a filter, by its button in the row of those that are chosen."""
        names: list[str] = self.page.evaluate(DROPPABLE)
        name = self.chance.choice(names or [""])
        if self.page.evaluate(PRESS, f".st-key-chip-{name} button"):
            self._go(
                f"drop {name}",
                lambda place: replace(place, filters=frozenset(each for each in place.filters if each[0] != name)),
            )

    def switch_page(self) -> None:
        """Go to another page of the group."""
        page = self.chance.choice(PAGES)
        if self.page.evaluate(PRESS, f'.st-key-siblings a[href^="{page}?"]'):
            self._go(f"page {page}", lambda place: replace(place, page=page))

    def switch_view(self) -> None:
        """Show an exhibit as something else, which leaves the address alone."""
        self.told.append("switch a view")
        self.page.evaluate(SWITCH, self.chance.randrange(6))

    def language(self) -> None:
        """Load the page in another language. What the link says is from the last run that has arrived."""
        lang = self.chance.choice(LANGUAGES)
        self.told.append(f"language {lang}")
        with self.page.expect_navigation(wait_until="commit"):
            self.page.locator(f".languages a[lang={lang}]").dispatch_event("click")
        settle(self.page)
        self.trails = {Trail((replace(place, lang=lang),)) for place in self.seen}
        self.seen = {trail.here for trail in self.trails}

    def history(self) -> None:
        """Go back or forward."""
        by = self.chance.choice((-1, -1, -2, +1))
        # The addresses of steps may not have come yet: then Back leads behind them, and Forward nowhere.
        underway = sum(time.monotonic() - each < ARRIVAL for each in self.stepped)
        ways = range(by - underway, by + 1)
        if (by > 0 and underway) or any(not 0 <= trail.at + ways[0] < len(trail.places) for trail in self.trails):
            return
        self.told.append(f"history {by}")
        self.page.evaluate("by => history.go(by)", by)
        self.trails = {trail.moved(each) for trail in self.trails for each in ways}
        self.turned = time.monotonic()


# Click on an element; whether it is there.
PRESS = """what => {
    const found = document.querySelector(what);
    found?.click();
    return Boolean(found);
}"""
# The filters that have a button to take them away.
DROPPABLE = """() => [...document.querySelectorAll('[class*="st-key-chip-"]')].map(
    each => each.className.match(/st-key-chip-(\\w+)/)[1],
)"""
# The filter and the label of every choice that is shown as chosen in its field.
CHIPS = """() => [...document.querySelectorAll('.st-key-filters [aria-label^="Remove "]')].map(each => [
    each.closest('[class*="st-key-filter-"]').className.match(/st-key-filter-(\\w+)/)[1],
    each.getAttribute('aria-label').slice('Remove '.length),
])"""
REMOVE = """([name, label]) => {
    const found = document.querySelector(`.st-key-filter-${name} [aria-label="Remove ${label}"]`);
    found?.click();
    return Boolean(found);
}"""
# Choose an option; whether the page shows it as chosen, which it does at once.
PICK = """async (option, [name, label]) => {
    option.click();
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const chips = [...document.querySelectorAll(`.st-key-filter-${name} [aria-label^="Remove "]`)];
    return chips.some(each => each.getAttribute('aria-label').startsWith(`Remove ${label} (`));
}"""
SWITCH = "at => document.querySelectorAll('.stMain [data-testid=stButtonGroup] button')[at]?.click()"
# What a page says, in a fold or not: its title, its sentences and chips with numbers, its fields, what went wrong.
SAID = """() => Object.fromEntries(Object.entries({
    title: 'h1', exhibits: '.exhibit-head h2', sentences: '.selected, .exhibit-head',
    chips: '.st-key-filters [data-tag], [class*="st-key-chip-"] button',
    alerts: '.stMain [role=alert]',
}).map(([name, where]) => [name, [...document.querySelectorAll(where)].map(each => each.textContent)]).concat([
    ['fields', [...document.querySelectorAll('.st-key-filters .stElementContainer input')].map(each => each.value)],
]))"""


@pytest.fixture(scope="module")
def labels(warehouse: Warehouse) -> dict[str, Vocabulary]:
    """The words for the codes of filters, as addresses have these, in each language."""
    known = {lang: options(warehouse, lang) for lang in LANGUAGES}
    return {
        lang: {name: {address_code(code): label for code, label in codes.items()} for name, codes in words.items()}
        for lang, words in known.items()
    }


@pytest.fixture(scope="module", params=[0, 0.15], ids=["near", "far"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a server, beside it or at the end of a slow line, and its log."""
    delay: float = request.param
    folder = tmp_path_factory.mktemp("site")
    with dashboard(folder) as server, slow_line(server.host, delay) if delay else nullcontext(server.address) as home:
        yield home, server.log


PAUSES = (0, 0.05, 0.15)  # s
# The walk takes such steps at both ends of a line in every run.
FAR_FIRST = pytest.mark.parametrize(
    "site",
    [pytest.param(0.15, id="far"), pytest.param(0, id="near", marks=pytest.mark.proof)],
    indirect=True,
    scope="module",
)


@FAR_FIRST
def test_two_codes_removed_are_both_gone(
    site: tuple[str, Path], open_page: Open, labels: dict[str, Vocabulary]
) -> None:
    home, _ = site
    page = open_page("/register?lang=en", address=home)
    three = frozenset({("gender", "female"), ("region", "Grodno_region"), ("age_group", "25-34")})
    for pause in PAUSES:
        Walk(page, labels, random.Random()).start(Place("register", filters=three))
        chips = dict(page.evaluate(CHIPS))
        page.evaluate(REMOVE, ["region", chips["region"]])
        page.wait_for_timeout(pause * 1000)
        page.evaluate(REMOVE, ["age_group", chips["age_group"]])
        settle(page)
        assert Place.of(page.url).filters == {("gender", "female")}, pause
        assert [label for _, label in page.evaluate(CHIPS)] == [option_label("female", "Women", 344, "en")], pause


@FAR_FIRST
def test_back_twice_leads_two_steps_back(site: tuple[str, Path], open_page: Open) -> None:
    home, _ = site
    page = open_page("/register?lang=en", address=home)
    before = page.url
    choose(page, "Gender", "Women")
    choose(page, "Region", "Hrodna region")
    after = page.url
    for pause in PAUSES:
        page.evaluate("pause => { history.back(); setTimeout(() => history.back(), pause) }", pause * 1000)
        page.wait_for_url(before)
        settle(page)
        assert (page.url, page.evaluate(CHIPS)) == (before, []), pause
        page.evaluate("history.go(2)")
        page.wait_for_url(after)
        settle(page)
        assert [name for name, _ in page.evaluate(CHIPS)] == ["gender", "region"]


@pytest.mark.parametrize("seconds", [30, pytest.param(300, marks=pytest.mark.proof)])
def test_quick_steps_end_where_the_reader_meant(
    site: tuple[str, Path], open_page: Open, labels: dict[str, Vocabulary], seconds: int
) -> None:
    home, log = site
    seed = int(os.environ.get("SEED") or (1 if os.environ.get("CI") else random.randrange(10**6)))
    walking, fresh = (open_page("/charges?lang=en", address=home) for _ in range(2))
    walk = Walk(walking, labels, random.Random(seed))
    walk.start(Place("charges", filters=frozenset({("gender", "female"), ("region", "Grodno_region")})))
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            walk.episode()
            walk.arrive()
            fresh.goto(walking.url)
            settle(fresh)
            said = walking.evaluate(SAID)
            assert not said["alerts"]
            assert said == fresh.evaluate(SAID)
    except BaseException:
        print(f"SEED={seed}", *walk.told, sep="\n")
        raise
    assert "Traceback" not in log.read_text()
