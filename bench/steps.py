"""What readers do on a page, step by step, and what must then be on it: no empty or wrong rerun is counted.

A walk is one reader's: it opens the page and then goes on without end, each step a change of one widget or of the
address, checked. What a filter leaves is counted here from the CSV itself, not asked of the dashboard.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from bench.servers import DATA
from bench.sessions import FailedRun, Screen, Session

REGISTER = DATA / "people" / "2023-02-10.csv"
NEWEST = "snapshot=2026-11-22&lang=en"
RECOGNISED = ("political_prisoner", "former_political_prisoner")
HEADCOUNT = re.compile(r'<p class="selected" role="status"><b>([\d,]+) of ([\d,]+) ')
FAULTS = {"exception", "alert"}
# Exhibits and charts on a page with nothing left out.
WHOLE = {"": (9, 8), "sentences": (7, 7)}

# Months that the register can be asked for, far enough apart that every exhibit has something to show.
FIRST_MONTHS = [f"{year}-{month:02}" for year in range(2010, 2021) for month in range(1, 13)]
LAST_MONTHS = [f"2021-{month:02}" for month in range(6, 13)] + [f"2022-{month:02}" for month in range(1, 13)]

Walk = Callable[[Session, int], AsyncIterator[Screen]]


@dataclass(frozen=True)
class Step:
    """One change a reader makes: widgets by the ends of their keys, and the filters that hold after it."""

    widgets: dict[str, Any]
    holds: dict[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The filters that hold after it, as an address says them."""
        return NEWEST + "".join(f"&{name}={value}" for name, value in self.holds.items())


# A round of clicks on Sentences that ends where it began, as readers look at one group after another.
ROUND = (
    Step({"gender": ["Women"]}, {"gender": "female"}),
    Step({"region": ["Homiel region (Gomel)"]}, {"gender": "female", "region": "Gomel region"}),
    Step({"gender": []}, {"region": "Gomel region"}),
    Step({"region": []}),
    Step({"penalty": ["Penal colony, general security"]}, {"penalty": "penal_colony_general"}),
    Step({"gender": ["Men"]}, {"gender": "male", "penalty": "penal_colony_general"}),
    Step({"penalty": []}, {"gender": "male"}),
    Step({"age_group": ["25–34"]}, {"gender": "male", "age_group": "25–34"}),
    Step({"gender": []}, {"age_group": "25–34"}),
    Step({"region": ["Mahiliou region (Mogilev)"]}, {"age_group": "25–34", "region": "Mogilev region"}),
    Step({"age_group": []}, {"region": "Mogilev region"}),
    Step({"status": ["Political prisoner"]}, {"status": "political_prisoner", "region": "Mogilev region"}),
    Step({"region": []}, {"status": "political_prisoner"}),
    Step({"status": []}),
)


class Register:
    """The register's rows, to count what filters leave."""

    def __init__(self, path: Path = REGISTER) -> None:
        rows = pd.read_csv(path, dtype="category", keep_default_na=False)
        self._columns = {name: rows[name] for name in ("status", "gender", "age_group", "penalty", "region")}
        self._arrested = rows["arrested"].astype(str)
        self._known: dict[tuple[tuple[str, str], ...], int] = {}

    def left(self, **holds: str) -> int:
        """How many people the values of columns leave, and `first` and `last`, the months of arrest."""
        asked = tuple(sorted(holds.items()))
        if asked not in self._known:
            self._known[asked] = self._count(**holds)
        return self._known[asked]

    def _count(self, first: str = "", last: str = "", **holds: str) -> int:
        kept = self._columns["status"].isin([holds.pop("status")] if "status" in holds else RECOGNISED)
        for name, value in holds.items():
            kept &= self._columns[name] == value
        if first:
            kept &= (self._arrested >= first) & (self._arrested <= last)
        return int(kept.sum())


def check(screen: Screen, page: str, left: int | None = None, before: Screen | None = None) -> None:
    """Raises FailedRun unless the page has all its exhibits, no fault, and says that `left` people are left.

    With `before`, at least one chart must be another one than there.
    """
    if faults := screen.kinds & FAULTS:
        raise FailedRun(f"/{page} shows {', '.join(faults)}: {screen.text[:500]}")
    text = screen.text
    if (found := (text.count('class="exhibit-head"'), len(screen.charts))) != WHOLE[page]:
        raise FailedRun(f"/{page} shows {found} exhibits and charts, {WHOLE[page]} are on it")
    if left is not None:
        said = HEADCOUNT.search(text)
        if not said or int(said[1].replace(",", "")) != left:
            raise FailedRun(f"/{page} says {said[0] if said else 'nothing'} where {left} people are left")
    if before and before.charts == screen.charts:
        raise FailedRun(f"/{page} shows the same charts as before")


class Clicks:
    """The walks on the dashboard for one register."""

    def __init__(self, register: Register) -> None:
        self._register = register
        # The same clicks in every run; no secret hangs on them.
        self._random = random.Random(2020)  # nosec B311
        self._used: set[tuple[str, str]] = set()

    async def sentences(self, session: Session, place: int) -> AsyncIterator[Screen]:
        """*Sentences* with repeated filters: the round of clicks again and again, each reader beginning elsewhere."""
        begin = place % len(ROUND)
        session.query = ROUND[begin - 1].query
        screen = await session.load()
        check(screen, "sentences", self._register.left(**ROUND[begin - 1].holds))
        for step in itertools.islice(itertools.cycle(ROUND), begin, None):
            before, screen = screen, await session.choose(**step.widgets)
            check(screen, "sentences", self._register.left(**step.holds), before)
            yield screen

    async def sentences_anew(self, session: Session, place: int) -> AsyncIterator[Screen]:
        """*Sentences* with filters never chosen before: every change makes months of arrest nobody asked for yet.

        Months and not lengths, since a length leaves an exhibit out: the one on sentences without a length.
        """
        first, last = self._fresh()
        session.query = f"{NEWEST}&arrested={first}..{last}&gender=male"
        check(await session.load(), "sentences", self._register.left(first=first, last=last, gender="male"))
        while True:
            first, _ = self._fresh(last=last)
            screen = await session.choose(arrested_from=_month(first))
            check(screen, "sentences", self._register.left(first=first, last=last, gender="male"))
            yield screen
            _, last = self._fresh(first=first)
            screen = await session.choose(arrested_to=_month(last))
            check(screen, "sentences", self._register.left(first=first, last=last, gender="male"))
            yield screen

    def _fresh(self, first: str | None = None, last: str | None = None) -> tuple[str, str]:
        """A range of months that was never given before, one of its ends as told or both free.

        Raises FailedRun where every such range was given.
        """
        pairs = itertools.product([first] if first else FIRST_MONTHS, [last] if last else LAST_MONTHS)
        if not (left := [pair for pair in pairs if pair not in self._used]):
            raise FailedRun("every range of months was asked for before: the benchmark needs more of them")
        pair = self._random.choice(left)
        self._used.add(pair)
        return pair

    async def overview(self, session: Session, place: int) -> AsyncIterator[Screen]:
        """*Overview*, which has no filters of its own: in the address the steps of its histogram, and filters."""
        session.query = NEWEST
        screen = await session.load()
        check(screen, "")
        while True:
            for added, is_other in (
                ("&bin=6", True),
                ("&bin=6&gender=female", False),
                ("&gender=female", True),
                ("", False),
            ):
                before, screen = screen, await session.go(NEWEST + added)
                _carries(screen, session.query, before if is_other else None)
                yield screen

    async def overview_anew(self, session: Session, place: int) -> AsyncIterator[Screen]:
        """*Overview* with filters in the address that were never there before, and other steps of its histogram."""
        session.query = NEWEST
        check(await session.load(), "")
        while True:
            first, last = self._fresh()
            screen = await session.go(f"{NEWEST}&arrested={first}..{last}")
            _carries(screen, session.query)
            yield screen
            before, screen = screen, await session.go(f"{NEWEST}&arrested={first}..{last}&bin=6")
            _carries(screen, session.query, before)
            yield screen


def _carries(screen: Screen, query: str, before: Screen | None = None) -> None:
    """Raises FailedRun unless the page is whole, another than `before`, and its links carry the address on."""
    check(screen, "", before=before)
    if missing := [each for each in query.split("&") if each not in screen.text]:
        raise FailedRun(f"the links of / do not carry {missing}")


async def usual(session: Session, place: int) -> AsyncIterator[Screen]:
    """The usual idiom's page: its select box through all its options."""
    screen = await session.load()
    options = session.options("penalty")
    for option in itertools.islice(itertools.cycle(options), place % len(options) + 1, None):
        if option == session.value("penalty"):
            continue
        before, screen = screen, await session.choose(penalty=option)
        if not screen.charts or "dataframe" not in screen.kinds or before.charts == screen.charts:
            raise FailedRun("the usual idiom's page does not show what was chosen")
        yield screen


async def empty(session: Session, place: int) -> AsyncIterator[Screen]:
    """The empty page, asked for again and again."""
    await session.load()
    while True:
        yield await session.go("")


def _month(text: str) -> str:
    """A month as a widget shows it: `2020-08` is August 2020."""
    return f"{date.fromisoformat(text + '-01'):%B %Y}"
