"""What is kept stays within its bytes, and is made once however many ask for it at a time."""

from __future__ import annotations

import threading
import time

import pytest

from repression.cache import ByteLRU


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept: ByteLRU[bytes] = ByteLRU(80, size=len)
    for name in "abcdefgh":
        kept.put(name, bytes(10))
    assert kept.get("a") is not None
    kept.put("i", bytes(10))
    assert (kept.get("a"), kept.get("b")) == (bytes(10), None)
    assert kept.bytes == 80


def test_what_would_push_out_much_else_is_not_kept() -> None:
    kept: ByteLRU[bytes] = ByteLRU(80, size=len)
    assert kept.get_or_compute("large", lambda: bytes(11)) == bytes(11)
    assert (kept.get("large"), kept.bytes) == (None, 0)


@pytest.mark.parametrize("most", [1000, 8])
def test_many_who_ask_at_once_have_it_made_once_whether_it_is_kept_or_not(most: int) -> None:
    kept: ByteLRU[bytes] = ByteLRU(most, size=len)
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        time.sleep(0.3)
        return b"made"

    given: list[bytes] = []
    askers = [threading.Thread(target=lambda: given.append(kept.get_or_compute("it", make))) for _ in range(12)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert (len(made), given) == (1, [b"made"] * 12)


def test_what_could_not_be_made_can_be_asked_for_again() -> None:
    kept: ByteLRU[bytes] = ByteLRU(1000, size=len)
    with pytest.raises(ZeroDivisionError):
        kept.get_or_compute("it", lambda: bytes(1 // 0))
    assert kept.get_or_compute("it", lambda: b"made") == b"made"
