"""Keys that distinguish clients for the limits, and rate limiters.

An address is held in memory only, as a hash with a salt that lives as long as the process. It is forgotten as soon as
no limit needs it: after a minute, or when the client's connections are closed. What a client asks for is not recorded.
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

# Bits of an IPv6 prefix: a household is given up to such a network, and may use any address in it. A phone is given 64
# bits, but a client that has a /48 would be 65,536 clients if those were counted, and 256 with these.
ONE_HOUSEHOLD = 56
_SALT = secrets.token_bytes(16)

ClientKey = bytes


def client_key(address: str) -> ClientKey:
    """The key of the client at an address; all clients without an address have the same key."""
    return blake2b(_network(address).encode(), key=_SALT, digest_size=8).digest()


def client_of(scope: Scope) -> ClientKey:
    """The client that `AnonymizeClientMiddleware` put into the scope: behind a local proxy, the client of the proxy."""
    client: ClientKey = scope["client_key"]
    return client


def _network(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:  # a name, or any text from a proxy
        return address
    if known.version == 4:
        return address
    return str(ipaddress.ip_network((known, ONE_HOUSEHOLD), strict=False))


@contextmanager
def counting(clients: Counter[ClientKey], client: ClientKey) -> Iterator[None]:
    """Count one more for a client until the context ends; a client whose count is zero is deleted."""
    clients[client] += 1
    try:
        yield
    finally:
        clients[client] -= 1
        if not clients[client]:
            del clients[client]


class _TokenBucket:
    """A token bucket: `a_second` events over time and `at_once` in a burst; `clock` returns seconds.

    It is the generic cell rate algorithm (GCRA), which stores one time: when the events so far are paid for.
    """

    def __init__(self, a_second: float, at_once: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._step = 1 / a_second
        self._burst = at_once / a_second
        self._clock = clock

    def _paid(self, before: float, now: float, cost: int = 1) -> float:
        """When one more event, which counts as `cost` events, is paid for; it conforms if that is not after `now`."""
        return max(before, now - self._burst) + self._step * cost


class Throttle(_TokenBucket):
    """A token bucket that delays: every event counts, and an early one has to wait."""

    _due = -math.inf

    def wait(self) -> float:
        """Count one more event; return the seconds by which it comes too early."""
        now = self._clock()
        self._due = self._paid(self._due, now)
        return max(0.0, self._due - now)


class RateLimiter(_TokenBucket):
    """A token bucket for each client that refuses: an early event is not counted."""

    def __init__(self, a_second: float, at_once: float, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(a_second, at_once, clock)
        # After that time the bucket is full again, and the client can be forgotten.
        self._due: TTLCache[ClientKey, float] = TTLCache(MAX_CLIENTS, ttl=self._burst, timer=clock)

    def hit(self, client: ClientKey, cost: int = 1) -> float:
        """Count one more event of a client and return 0; or count nothing and return the seconds until it is allowed.

        `cost` is the number of events as which it counts. Needs a running event loop, which forgets the client in time
        even if no other client comes.
        """
        now = self._clock()
        due = self._paid(self._due.get(client, -math.inf), now, cost)
        if due > now:
            return due - now
        self._due[client] = due
        asyncio.get_running_loop().call_later(self._burst + 1, self._due.expire)
        return 0.0

    def forget(self) -> None:
        """Forget all clients, so that each has a full bucket."""
        self._due.clear()

    def __len__(self) -> int:
        return len(self._due)
