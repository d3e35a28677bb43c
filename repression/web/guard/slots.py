"""Limits how many files, pages, pictures and citations are made at once, in total and for each client."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from repression.web.guard.clients import ClientKey, RateLimiter, client_of, counting
from repression.web.guard.limits import (
    FILES_BURST,
    FILES_PER_SECOND,
    PAGES_BURST,
    PAGES_PER_SECOND,
    PATIENCE_SECONDS,
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
        self.page_limiter = RateLimiter(PAGES_PER_SECOND, PAGES_BURST)

    def count(self, client: ClientKey) -> None:
        """Count one more request of a client. Raises RateLimited if it is one too many."""
        _count(self.limiter, client)

    @asynccontextmanager
    async def turn(self, client: ClientKey, limiter: RateLimiter | None = None) -> AsyncIterator[None]:
        """Count a request, cached or not, and hold one of the client's own slots until the context ends.

        `limiter` counts it, that of files unless another is given.

        Raises RateLimited, and Overloaded if none of them became free in time.
        """
        queue = self._queues.setdefault(client, _Queue())
        if queue.length >= QUEUE_PER_CLIENT + WORK_SLOTS_PER_CLIENT:
            raise RateLimited(1.0)
        queue.length += 1
        try:
            _count(self.limiter if limiter is None else limiter, client)
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

    @contextmanager
    def stream(self, client: ClientKey) -> Iterator[None]:
        """Count a streamed file until the context ends. Raises RateLimited and Overloaded."""
        if self._streams[client] >= STREAMS_PER_CLIENT:
            raise RateLimited(PATIENCE_SECONDS)
        if self._streams.total() >= STREAMS:
            raise Overloaded(PATIENCE_SECONDS)
        with counting(self._streams, client):
            yield


def _count(limiter: RateLimiter, client: ClientKey) -> None:
    if wait := limiter.hit(client):
        raise RateLimited(wait)


WORK_SLOTS = WorkSlots()


def with_work_slot(answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """A route that holds a work slot for each response, since none of them is cached."""

    async def answered(request: Request) -> Response:
        async with WORK_SLOTS.turn(client_of(request.scope)), WORK_SLOTS.work():
            return await run_in_threadpool(answer, request)

    return answered
