"""Limits how many files, pages, pictures and citations are made at once, in total and for each client."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from repression.fair_slots import RENDER_SLOTS
from repression.web.guard.clients import ClientKey, RateLimiter, client_of, counting
from repression.web.guard.limits import (
    FILES_BURST,
    FILES_PER_SECOND,
    PATIENCE_SECONDS,
    PNG_QUEUE,
    QUEUE_PER_CLIENT,
    STREAMS,
    STREAMS_PER_CLIENT,
    WORK_SLOTS_PER_CLIENT,
    WORK_SLOTS_TOTAL,
)


class RateLimited(Exception):
    """A client asks for more than its rate limit; `seconds` until it may ask again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too much is asked for: again in {seconds:.0f} s")
        self.seconds = seconds


class Overloaded(Exception):
    """All clients together ask for more than can be made in time; `seconds` until a retry makes sense."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many ask: again in {seconds:.0f} s")
        self.seconds = seconds


@dataclass
class _Queue:
    """The requests of one client that wait for a slot or have one."""

    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(WORK_SLOTS_PER_CLIENT))
    length: int = 0


@asynccontextmanager
async def _in_time(slots: asyncio.Semaphore) -> AsyncIterator[None]:
    """Hold a slot until the context ends. Raises Overloaded if none became free in time."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await slots.acquire()
    except TimeoutError:
        raise Overloaded(PATIENCE_SECONDS) from None
    try:
        yield
    finally:
        slots.release()


class WorkSlots:
    """The work slots, with a queue for each client. Not thread-safe: use it on the event loop only."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(WORK_SLOTS_TOTAL)
        self._queues: dict[ClientKey, _Queue] = {}
        self._streams: Counter[ClientKey] = Counter()
        self.limiter = RateLimiter(FILES_PER_SECOND, FILES_BURST)
        self._drawing = asyncio.Semaphore(1)
        self._waiting_to_draw = 0

    def count(self, client: ClientKey, cost: int = 1) -> None:
        """Count one more request of a client, as `cost` files. Raises RateLimited if it is one too many."""
        if wait := self.limiter.hit(client, cost):
            raise RateLimited(wait)

    @asynccontextmanager
    async def turn(self, client: ClientKey, cost: int = 1) -> AsyncIterator[None]:
        """Count a request, cached or not, as `cost` files, and hold one of the client's own slots meanwhile.

        Raises RateLimited, and Overloaded if none of them became free in time.
        """
        queue = self._queues.setdefault(client, _Queue())
        if queue.length >= QUEUE_PER_CLIENT + WORK_SLOTS_PER_CLIENT:
            raise RateLimited(1.0)
        queue.length += 1
        try:
            self.count(client, cost)
            async with _in_time(queue.slots):
                yield
        finally:
            queue.length -= 1
            if not queue.length:
                del self._queues[client]

    @asynccontextmanager
    async def work(self) -> AsyncIterator[None]:
        """Hold one of the slots of all clients, within a turn. Raises Overloaded if none became free in time."""
        async with _in_time(self._slots):
            yield

    @asynccontextmanager
    async def drawing(self) -> AsyncIterator[None]:
        """Draw a PNG, one at a time. Raises Overloaded if the queue is full, or the turn did not come in time."""
        if self._waiting_to_draw >= PNG_QUEUE:
            raise Overloaded(PATIENCE_SECONDS)
        self._waiting_to_draw += 1
        try:
            async with _in_time(self._drawing):
                yield
        finally:
            self._waiting_to_draw -= 1

    @contextmanager
    def stream(self, client: ClientKey) -> Iterator[None]:
        """Count a streamed file until the context ends. Raises RateLimited and Overloaded."""
        if self._streams[client] >= STREAMS_PER_CLIENT:
            raise RateLimited(PATIENCE_SECONDS)
        if self._streams.total() >= STREAMS:
            raise Overloaded(PATIENCE_SECONDS)
        with counting(self._streams, client):
            yield


@asynccontextmanager
async def page_slot(client: ClientKey) -> AsyncIterator[None]:
    """Hold a slot in which a page is computed, within a turn. Raises Overloaded if it did not come in time.

    It is none of the work slots: files do not wait while pages wait for Streamlit's.
    """
    async with AsyncExitStack() as held:
        try:
            await held.enter_async_context(RENDER_SLOTS.hold_in_time(client, PATIENCE_SECONDS))
        except TimeoutError:
            raise Overloaded(PATIENCE_SECONDS) from None
        yield


WORK_SLOTS = WorkSlots()


def with_work_slot(answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """A route that holds a work slot for each response, since none of them is cached."""

    async def answered(request: Request) -> Response:
        async with WORK_SLOTS.turn(client_of(request.scope)), WORK_SLOTS.work():
            return await run_in_threadpool(answer, request)

    return answered
