"""Who calls, as far as limits must know, and how much a caller may still ask for.

An address is held in memory only, as a hash with a salt that lives as long as the process, and no longer than it
counts: a minute, or until what the caller holds open is closed. Nothing says what was asked for.
"""

from __future__ import annotations

import asyncio
import ipaddress
import math
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b

from cachetools import TTLCache
from starlette.types import Scope

from repression.web.guard.limits import MAX_CLIENTS

# One connection of a household or a phone is given so much of IPv6, and may take any address of it.
ONE_CONNECTION = 64
_SALT = secrets.token_bytes(16)

ClientKey = bytes


def client_key(address: str) -> ClientKey:
    """Who asks from an address; all callers without one are one."""
    return blake2b(_network(address).encode(), key=_SALT, digest_size=8).digest()


def client_of(scope: Scope) -> ClientKey:
    """The client that `AnonymizeClientMiddleware` put into the scope: behind a local proxy, the client of the proxy."""
    client: ClientKey = scope["caller"]
    return client


def _network(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:  # a name, or what a proxy made up
        return address
    if known.version == 4:
        return address
    return str(ipaddress.ip_network((known, ONE_CONNECTION), strict=False))


@contextmanager
def counting(clients: Counter[ClientKey], client: ClientKey) -> Iterator[None]:
    """Counts one more of a caller for as long as that is held; of who holds nothing any more, nothing is left."""
    clients[client] += 1
    try:
        yield
    finally:
        clients[client] -= 1
        if not clients[client]:
            del clients[client]


class _TokenBucket:
    """A token bucket: `a_second` events over time and `at_once` in a burst; `clock` gives seconds.

    As the generic cell rate algorithm (GCRA) it keeps one time, at which the events so far are paid for.
    """

    def __init__(self, a_second: float, at_once: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._step = 1 / a_second
        self._burst = at_once / a_second
        self._clock = clock

    def _paid(self, before: float, now: float) -> float:
        """When one more event is paid for; it conforms if that is not after `now`."""
        return max(before, now - self._burst) + self._step


class Throttle(_TokenBucket):
    """A token bucket that delays: every event counts, and an early one has to wait."""

    _due = -math.inf

    def wait(self) -> float:
        """Count one more event; give the seconds that it comes too early."""
        now = self._clock()
        self._due = self._paid(self._due, now)
        return max(0.0, self._due - now)


class RateLimiter(_TokenBucket):
    """A token bucket for each caller that refuses: an early event is not counted."""

    def __init__(self, a_second: float, at_once: float, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(a_second, at_once, clock)
        # After that time the bucket is full again, and the caller need not be known any more.
        self._due: TTLCache[ClientKey, float] = TTLCache(MAX_CLIENTS, ttl=self._burst, timer=clock)

    def hit(self, client: ClientKey) -> float:
        """Count one more event of a caller and give 0; or count nothing and give the seconds until it is allowed.

        Needs a running loop, which forgets the caller in time even if no other caller comes.
        """
        now = self._clock()
        due = self._paid(self._due.get(client, -math.inf), now)
        if due > now:
            return due - now
        self._due[client] = due
        asyncio.get_running_loop().call_later(self._burst + 1, self._due.expire)
        return 0.0

    def forget(self) -> None:
        """Every caller may ask for everything again."""
        self._due.clear()

    def __len__(self) -> int:
        return len(self._due)
