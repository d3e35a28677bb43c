"""Whose turn it is to have a file, a picture or a citation made: a few at once, and no caller takes all places."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from repression.web.callers import Budgets, Caller, caller_of, counted
from repression.web.limits import (
    MADE_A_SECOND,
    MADE_AT_ONCE,
    PATIENCE_SECONDS,
    PLACES,
    PLACES_OF_A_CALLER,
    STREAMS,
    STREAMS_OF_A_CALLER,
    WAITING_OF_A_CALLER,
)


class TooMuch(Exception):
    """A caller asks for more than it may; `seconds` until it may ask again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too much is asked for: again in {seconds:.0f} s")
        self.seconds = seconds


class Busy(Exception):
    """More is asked for by all together than can be made in time; `seconds` until it is worth asking again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many ask: again in {seconds:.0f} s")
        self.seconds = seconds


@dataclass
class _Line:
    """What a caller waits for and has being made."""

    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PLACES_OF_A_CALLER))
    length: int = 0


class Making:
    """The places where something is made, and the lines before them; used on the loop alone."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(PLACES)
        self._lines: dict[Caller, _Line] = {}
        self._streams: Counter[Caller] = Counter()
        self.budgets = Budgets(MADE_A_SECOND, MADE_AT_ONCE)

    @asynccontextmanager
    async def place(self, caller: Caller) -> AsyncIterator[None]:
        """Holds a place as long as something is made. Raises TooMuch, and Busy where none came free in time."""
        line = self._lines.setdefault(caller, _Line())
        if line.length >= WAITING_OF_A_CALLER + PLACES_OF_A_CALLER:
            raise TooMuch(1.0)
        line.length += 1
        try:
            if wait := self.budgets.spend(caller):
                raise TooMuch(wait)
            async with AsyncExitStack() as held:
                try:
                    async with asyncio.timeout(PATIENCE_SECONDS):
                        # The caller's own first: nobody waits before the common ones with more than that.
                        await held.enter_async_context(line.places)
                        await held.enter_async_context(self._places)
                except TimeoutError:
                    raise Busy(PATIENCE_SECONDS) from None
                yield
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[caller]

    @contextmanager
    def stream(self, caller: Caller) -> Iterator[None]:
        """Counts a file that is made while it is sent. Raises TooMuch and Busy."""
        if self._streams[caller] >= STREAMS_OF_A_CALLER:
            raise TooMuch(PATIENCE_SECONDS)
        if self._streams.total() >= STREAMS:
            raise Busy(PATIENCE_SECONDS)
        with counted(self._streams, caller):
            yield


MAKING = Making()


def made(answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """A route whose every answer is made anew, which takes a place."""

    async def answered(request: Request) -> Response:
        async with MAKING.place(caller_of(request.scope)):
            return await run_in_threadpool(answer, request)

    return answered
