"""A thread-safe LRU cache that is limited by bytes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from operator import itemgetter
from typing import Any, Generic, TypeVar

from cachetools import LRUCache

Value = TypeVar("Value")


class ByteLRU(Generic[Value]):
    """Values by key; the least recently used are evicted first.

    `most_bytes` limits the sum of the sizes, `size` gives the bytes of one value. A value larger than an eighth of the
    limit is not cached, since it would evict all the others.
    """

    def __init__(self, most_bytes: int, size: Callable[[Value], int]) -> None:
        # Each value beside its size, which is computed once.
        self._values: LRUCache[Hashable, tuple[Value, int]] = LRUCache(most_bytes, getsizeof=itemgetter(1))
        self._size = size
        self._lock = threading.Lock()
        self._being_made: dict[Hashable, Future[Value]] = {}

    @property
    def bytes(self) -> int:
        """The size of all cached values in bytes."""
        return int(self._values.currsize)

    def latest(self) -> list[Any]:
        """The keys of all cached values, the newest first."""
        with self._lock:
            return list(self._values)[::-1]

    def get(self, key: Hashable) -> Value | None:
        """The value of a key, None if it is not cached (any more)."""
        with self._lock:
            known = self._values.get(key)
        return known[0] if known else None

    def put(self, key: Hashable, value: Value) -> None:
        """Cache a value unless it is too large."""
        size = self._size(value)
        if size <= self._values.maxsize / 8:
            with self._lock:
                self._values[key] = value, size

    def get_or_compute(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key. The first thread calls `make`, the others wait for it. Raises what `make` raises."""
        with self._lock:
            if known := self._values.get(key):
                return known[0]
            is_first = key not in self._being_made
            made = self._being_made.setdefault(key, Future())
        if is_first:
            try:
                made.set_result(make())
                self.put(key, made.result())
            except BaseException as fault:
                made.set_exception(fault)
            finally:
                with self._lock:
                    self._being_made.pop(key)
        return made.result()
