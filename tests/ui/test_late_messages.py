"""What a browser sends before it has received the newest runs of its page ends where its reader meant."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.sessions import Screen, Session
from repression.questions.filters import FILTERS
from repression.ui.url_state import option_label

DAY = "snapshot=2026-11-22&lang=en"
WOMEN, YOUNG, GRODNO = "gender=female", "age_group=25-34", "region=Grodno_region"
ALL = f"{DAY}&{WOMEN}&{YOUNG}&{GRODNO}"

Arrived = tuple[str, str, Mapping[str, Any], Mapping[str, Any]]
OF_ALL_PAGES = (*("-" + each.name for each in FILTERS), "-from", "-to", "-snapshot", "-confirmed")
Steps = Callable[["Browser"], Awaitable[None]]


class Browser(Session):
    """A browser of which a test says what has arrived in it: the address, the page, and the state of every widget."""

    pages: Mapping[str, str]  # by path, as Streamlit names them

    @property
    def arrived(self) -> Arrived:
        """What has arrived up to now."""
        return self.query, self._script, dict(self._widgets), dict(self._values)

    def has_only(self, arrived: Arrived) -> None:
        """All that was sent to it later is still on its way."""
        self.query, self._script, self._widgets, self._values = *arrived[:2], dict(arrived[2]), dict(arrived[3])

    @property
    def page(self) -> str:
        """The path of the page that is shown."""
        (path,) = [path for path, script in self.pages.items() if script == self._script]
        return path

    async def follow(self, path: str) -> Screen:
        """A link to a page: the widgets of the page that is left are not sent."""
        self._values = {widget: value for widget, value in self._values.items() if widget.endswith(OF_ALL_PAGES)}
        return await self._run(page_script_hash=self.pages[path])

    def _take(self, message: ForwardMsg, frame: bytes) -> None:
        if message.WhichOneof("type") == "navigation":
            self.pages = {each.url_pathname: each.page_script_hash for each in message.navigation.app_pages}
        super()._take(message, frame)

    async def set(self, **values: Any) -> Screen:
        """A step, by the values that widgets send."""
        for name, value in values.items():
            self._values[self._named(name)] = value
        return await self._run(page_script_hash=self._script)

    def said(self, name: str) -> Any:
        """What a widget is set to."""
        return self._values[self._named(name)]


async def two_filters_are_cleared(browser: Browser) -> None:
    before = browser.arrived
    await browser.set(region=[])
    browser.has_only(before)
    await browser.set(region=[], age_group=[])
    assert filters(browser) == {"gender": ["female"]}
    assert browser.said("gender") == [option_label("female", "Women", 344, "en")]


async def the_page_of_the_first_step_arrives_between_the_second_and_the_third(browser: Browser) -> None:
    before = browser.arrived
    await browser.set(region=[])
    first = browser.arrived
    browser.has_only(before)
    await browser.set(region=[], age_group=[])
    browser.has_only(first)  # in which the age is chosen again, as it was when the page was made
    await browser.set(gender=[])
    assert filters(browser) == {}


async def a_code_is_taken_away_and_chosen_again(browser: Browser) -> None:
    before = browser.arrived
    await browser.set(region=[])
    browser.has_only(before)
    await browser.set(region=[], age_group=[])
    browser.has_only(before)
    await browser.set(region=[])
    assert filters(browser) == {"gender": ["female"], "age_group": ["25-34"]}


async def back_is_pressed_twice(browser: Browser) -> None:
    before = browser.arrived
    await browser.go(f"{DAY}&{WOMEN}&{YOUNG}")
    browser.has_only(before)
    await browser.go(f"{DAY}&{WOMEN}")
    assert filters(browser) == {"gender": ["female"]}
    assert browser.said("age_group") == []


async def back_and_then_a_code_is_taken_away(browser: Browser) -> None:
    before = browser.arrived
    await browser.go(f"{DAY}&{WOMEN}&{YOUNG}")
    browser.has_only((browser.query, *before[1:]))
    await browser.set(gender=[])
    assert filters(browser) == {"age_group": ["25-34"]}


async def back_begins_no_run_since_a_step_follows_at_once(browser: Browser) -> None:
    browser.query = f"{DAY}&{WOMEN}&{YOUNG}"
    await browser.set(gender=[])
    assert filters(browser) == {"age_group": ["25-34"]}


async def a_code_is_taken_away_and_back_is_pressed(browser: Browser) -> None:
    before = browser.arrived
    await browser.set(gender=[])
    browser.has_only(before)
    await browser.go(f"{DAY}&{WOMEN}&{YOUNG}")
    assert filters(browser) == {"gender": ["female"], "age_group": ["25-34"]}


async def a_view_is_switched(browser: Browser) -> None:
    before = browser.arrived
    await browser.set(gender=[])
    browser.has_only(before)
    await browser.set(gender=[], view_people_by_article=["Table"])
    assert filters(browser) == {"age_group": ["25-34"], "region": ["Grodno_region"]}


async def a_link_is_followed_and_a_code_is_taken_away(browser: Browser) -> None:
    before = browser.arrived
    await browser.follow("register")
    browser.has_only(before)
    await browser.set(gender=[])
    assert browser.page == "register"
    assert filters(browser) == {"age_group": ["25-34"], "region": ["Grodno_region"]}


async def a_link_leads_back_to_the_page_that_is_still_shown(browser: Browser) -> None:
    before = browser.arrived
    await browser.follow("register")
    browser.has_only(before)
    await browser.follow("charges")
    assert browser.page == "charges"


async def what_nobody_offered_changes_nothing(browser: Browser) -> None:
    await browser.set(
        region=["Atlantis (12)"], arrested_from="Smarch 2021", length_from=12.0, article_match="none", snapshot="then"
    )
    assert filters(browser) == {**parse_qs(f"{WOMEN}&{YOUNG}&{GRODNO}"), "length": ["12.."]}
    assert browser.said("region")[0].startswith("Hrodna region (Grodno) (")


def filters(browser: Browser) -> dict[str, list[str]]:
    """The filters of the address."""
    return {name: codes for name, codes in parse_qs(browser.query).items() if name not in ("snapshot", "lang")}


@pytest.mark.parametrize(
    "steps",
    [
        two_filters_are_cleared,
        the_page_of_the_first_step_arrives_between_the_second_and_the_third,
        a_code_is_taken_away_and_chosen_again,
        back_is_pressed_twice,
        back_and_then_a_code_is_taken_away,
        back_begins_no_run_since_a_step_follows_at_once,
        a_code_is_taken_away_and_back_is_pressed,
        a_view_is_switched,
        a_link_is_followed_and_a_code_is_taken_away,
        a_link_leads_back_to_the_page_that_is_still_shown,
        what_nobody_offered_changes_nothing,
    ],
    ids=lambda steps: steps.__name__,
)
def test_late_messages(server: str, steps: Steps) -> None:
    async def read() -> None:
        async with Browser(server.removeprefix("http://"), "charges", ALL) as browser:
            await browser.load()
            await steps(browser)
            said = filters(browser)
            again = Browser(server.removeprefix("http://"), browser.page, browser.query)
            async with again:
                whole = await again.load()
                assert filters(again) == said
                assert [each.body for each in whole.each("alert")] == []
                for name in ("gender", "age_group", "region"):
                    assert browser.said(name) == again.said(name)

    asyncio.run(read())
