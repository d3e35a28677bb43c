"""What was made once and may be asked for again, up to a number of bytes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from cachetools import LRUCache

Value = TypeVar("Value")


class ByteLRU(Generic[Value]):
    """Values by key, safe under threads; what was not asked for longest goes first.

    `most_bytes` bounds them all, `size` tells the bytes of one. Larger ones than an eighth of that are not kept, so
    that one of them does not push out all the others.
    """

    def __init__(self, most_bytes: int, size: Callable[[Value], int]) -> None:
        self._values: LRUCache[Hashable, Value] = LRUCache(most_bytes, getsizeof=size)
        self._size = size
        self._lock = threading.Lock()
        self._being_made: dict[Hashable, Future[Value]] = {}

    @property
    def bytes(self) -> int:
        """How many bytes all kept values have."""
        return int(self._values.currsize)

    def latest(self) -> list[Any]:
        """The keys of all kept values, what was made last first."""
        with self._lock:
            return list(self._values)[::-1]

    def get(self, key: Hashable) -> Value | None:
        """The value of a key, None where there is none (any more)."""
        with self._lock:
            return self._values.get(key)

    def put(self, key: Hashable, value: Value) -> None:
        """Keeps a value unless it is too large."""
        if self._size(value) <= self._values.maxsize / 8:
            with self._lock:
                self._values[key] = value

    def get_or_compute(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key. The first thread calls `make`, the others wait for it. Raises what `make` raises."""
        with self._lock:
            if (known := self._values.get(key)) is not None:
                return known
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
