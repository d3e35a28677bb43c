"""Slots that clients share by the time they take, and those in which pages are computed."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

# Threads that compute pages all at once spend more time on contention for the locks of Python and Streamlit than on the
# pages; with a limit, every page is ready sooner. One more than processors, since one may wait for the database.
RENDER_SLOTS_TOTAL = (os.cpu_count() or 1) + 1
# What a run is taken to need until it has ended. Without it, a client could take all slots at once for nothing.
EXPECTED_SECONDS = 0.1


# Tells the one who waits that a slot is theirs.
Grant = Callable[[], object]


@dataclass
class _Share:
    """What one client has of the slots: `start` is the virtual time at which its next run is due."""

    start: float
    running: int = 0
    waiting: deque[Grant] = field(default_factory=deque)


class FairSlots:
    """Slots that are shared among clients by the time they take: start-time fair queuing.

    The next slot goes to the waiting client that has had the least; a client that asks for the first time, or has not
    asked for long, is taken to have had as much as the one whose turn it is. So the wait of a client depends on how
    many clients ask, not on how much each of them asks for. Nobody waits while a slot is free. Within a client, whoever
    waits longest is next.
    """

    def __init__(self, total: int) -> None:
        self._lock = threading.Lock()
        self._free = total
        self._virtual_time = 0.0
        self._shares: dict[bytes, _Share] = {}

    @contextmanager
    def hold(self, client: bytes) -> Iterator[None]:
        """Wait for a slot and hold it until the context ends. The client is charged the time for which it is held."""
        granted = threading.Event()
        self._ask(client, granted.set)
        granted.wait()
        with self._held(client):
            yield

    @asynccontextmanager
    async def hold_in_time(self, client: bytes, seconds: float) -> AsyncIterator[None]:
        """The same on an event loop, which does other things meanwhile. Raises TimeoutError if the wait is too long."""
        granted, loop = asyncio.Event(), asyncio.get_running_loop()

        def grant() -> None:
            loop.call_soon_threadsafe(granted.set)

        self._ask(client, grant)
        try:
            await asyncio.wait_for(granted.wait(), seconds)
        except BaseException:
            self._give_up(client, grant)
            raise
        with self._held(client):
            yield

    def is_free(self) -> bool:
        """Whether a slot is free, so that nobody waits."""
        return self._free > 0

    def _ask(self, client: bytes, grant: Grant) -> None:
        with self._lock:
            share = self._shares.setdefault(client, _Share(self._virtual_time))
            if not share.running and not share.waiting:
                share.start = max(share.start, self._virtual_time)
            share.waiting.append(grant)
            self._grant()

    def _give_up(self, client: bytes, grant: Grant) -> None:
        """Wait no longer; a slot that was granted at this very moment is given back."""
        with self._lock:
            waiting = self._shares[client].waiting
            if grant in waiting:
                waiting.remove(grant)
                self._forget()
                return
        self._release(client, 0.0)

    @contextmanager
    def _held(self, client: bytes) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self._release(client, time.perf_counter() - began)

    def _release(self, client: bytes, seconds: float) -> None:
        with self._lock:
            share = self._shares[client]
            share.running -= 1
            share.start += seconds - EXPECTED_SECONDS
            self._free += 1
            self._grant()
            self._forget()

    def _grant(self) -> None:
        while self._free and (asking := [each for each in self._shares.values() if each.waiting]):
            share = min(asking, key=lambda each: each.start)
            self._virtual_time = max(self._virtual_time, share.start)
            self._free -= 1
            share.running += 1
            share.start += EXPECTED_SECONDS
            share.waiting.popleft()()

    def _forget(self) -> None:
        """Forget the clients that ask for nothing and have not had more than others; all of them, if nobody asks."""
        asking = {client: each for client, each in self._shares.items() if each.running or each.waiting}
        ahead = {client: each for client, each in self._shares.items() if each.start > self._virtual_time}
        self._shares = {**ahead, **asking} if asking else {}


RENDER_SLOTS = FairSlots(RENDER_SLOTS_TOTAL)
