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

from repression.web.guard.clients import ClientKey, RateLimiter, client_of, counting
from repression.web.guard.limits import (
    FILES_BURST,
    FILES_PER_SECOND,
    PATIENCE_SECONDS,
    QUEUE_PER_CLIENT,
    STREAMS,
    STREAMS_PER_CLIENT,
    WORK_SLOTS_PER_CLIENT,
    WORK_SLOTS_TOTAL,
)


class RateLimited(Exception):
    """A caller asks for more than it may; `seconds` until it may ask again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too much is asked for: again in {seconds:.0f} s")
        self.seconds = seconds


class Overloaded(Exception):
    """More is asked for by all together than can be made in time; `seconds` until it is worth asking again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many ask: again in {seconds:.0f} s")
        self.seconds = seconds


@dataclass
class _Queue:
    """What a caller waits for and has being made."""

    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(WORK_SLOTS_PER_CLIENT))
    length: int = 0


class WorkSlots:
    """The places where something is made, and the lines before them; used on the loop alone."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(WORK_SLOTS_TOTAL)
        self._lines: dict[ClientKey, _Queue] = {}
        self._streams: Counter[ClientKey] = Counter()
        self.limiter = RateLimiter(FILES_PER_SECOND, FILES_BURST)

    @asynccontextmanager
    async def acquire(self, client: ClientKey) -> AsyncIterator[None]:
        """Holds a place as long as something is made. Raises TooMuch, and Busy where none came free in time."""
        line = self._lines.setdefault(client, _Queue())
        if line.length >= QUEUE_PER_CLIENT + WORK_SLOTS_PER_CLIENT:
            raise RateLimited(1.0)
        line.length += 1
        try:
            if wait := self.limiter.hit(client):
                raise RateLimited(wait)
            async with AsyncExitStack() as held:
                try:
                    async with asyncio.timeout(PATIENCE_SECONDS):
                        # The caller's own first: nobody waits before the common ones with more than that.
                        await held.enter_async_context(line.places)
                        await held.enter_async_context(self._places)
                except TimeoutError:
                    raise Overloaded(PATIENCE_SECONDS) from None
                yield
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[client]

    @contextmanager
    def stream(self, client: ClientKey) -> Iterator[None]:
        """Counts a file that is made while it is sent. Raises TooMuch and Busy."""
        if self._streams[client] >= STREAMS_PER_CLIENT:
            raise RateLimited(PATIENCE_SECONDS)
        if self._streams.total() >= STREAMS:
            raise Overloaded(PATIENCE_SECONDS)
        with counting(self._streams, client):
            yield


WORK_SLOTS = WorkSlots()


def with_work_slot(answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """A route whose every answer is made anew, which takes a place."""

    async def answered(request: Request) -> Response:
        async with WORK_SLOTS.acquire(client_of(request.scope)):
            return await run_in_threadpool(answer, request)

    return answered
