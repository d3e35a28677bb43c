"""Slots are shared among clients by the time they take."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest

from repression import fair_slots
from repression.fair_slots import EXPECTED_SECONDS, FairSlots


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        return self.now


class Line:
    """Runs of clients at one slot, each in a thread of its own, ended one after another: who had the slot, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.slots, self.order = FairSlots(1), list[str]()
        self._clock = Clock()
        monkeypatch.setattr(fair_slots, "time", self._clock)
        self._begun, self._threads = threading.Semaphore(0), list[threading.Thread]()
        self._end, self._ended = threading.Semaphore(0), 0

    def ask(self, *clients: str, seconds: float = 1.0) -> None:
        for client in clients:
            thread = threading.Thread(target=self._run, args=(client, seconds), daemon=True)
            self._threads.append(thread)
            thread.start()
            self._until(lambda: len(self.order) + self._waiting == len(self._threads))

    @property
    def _waiting(self) -> int:
        return sum(len(each.waiting) for each in self.slots._shares.values())

    def _run(self, client: str, seconds: float) -> None:
        with self.slots.hold(client.encode()):
            self.order.append(client)
            self._begun.release()
            self._end.acquire()
            self._clock.now += seconds

    def end(self, count: int) -> str:
        """End so many runs; the clients that had the slot since the beginning."""
        for _ in range(count):
            self._begun.acquire()
            self._end.release()
            self._ended += 1
            self._until(lambda: len(self.order) == min(self._ended + 1, len(self._threads)))
        return "".join(self.order)

    @staticmethod
    def _until(holds: Callable[[], bool]) -> None:
        while not holds():
            time.sleep(0.001)


def test_a_client_that_asks_little_waits_for_one_run_of_a_client_that_asks_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch)
    line.ask(*"gggggg")
    line.end(2)
    line.ask("r")
    assert line.end(5) == "gggrggg"


def test_clients_share_by_time_and_not_by_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(monkeypatch)
    line.ask("l", seconds=4.0)
    line.ask(*"llll", seconds=4.0)
    line.ask(*"ssssssssssssss", seconds=1.0)
    line.end(15)
    assert 2 <= Counter(line.order)["l"] <= 4
    line.end(4)


def test_one_client_has_all_slots_while_nobody_else_asks() -> None:
    slots = FairSlots(3)
    with slots.hold(b"one"), slots.hold(b"one"):
        assert slots.is_free()
        with slots.hold(b"one"):
            assert not slots.is_free()


def test_many_clients_wait_no_longer_than_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(monkeypatch)
    line.ask(*"aaaabbbbcccc")
    line.ask("r")
    assert line.end(13).index("r") <= 4


def test_a_client_is_forgotten_when_nobody_asks() -> None:
    slots = FairSlots(2)
    with slots.hold(b"one"), slots.hold(b"two"):
        assert slots._shares.keys() == {b"one", b"two"}
    assert not slots._shares


def test_a_slot_comes_back_when_a_run_fails() -> None:
    slots = FairSlots(1)
    for _ in range(2):
        with pytest.raises(ValueError, match="failed"), slots.hold(b"one"):
            raise ValueError("failed")
    assert slots.is_free() and EXPECTED_SECONDS < 1


def test_whoever_waits_too_long_gives_up_and_leaves_nothing_behind() -> None:
    slots = FairSlots(1)

    async def run() -> None:
        with slots.hold(b"one"):
            with pytest.raises(TimeoutError):
                async with slots.hold_in_time(b"two", 0.01):
                    pytest.fail("there was no slot")
            assert slots._shares.keys() == {b"one"}
        async with slots.hold_in_time(b"two", 0.01):
            assert not slots.is_free()

    asyncio.run(run())
    assert slots.is_free() and not slots._shares


def test_a_slot_that_is_granted_to_one_who_gives_up_goes_to_the_next() -> None:
    slots = FairSlots(1)

    async def wait(client: bytes) -> None:
        async with slots.hold_in_time(client, 10):
            pass

    async def run() -> None:
        with slots.hold(b"one"):
            leaving, staying = asyncio.create_task(wait(b"two")), asyncio.create_task(wait(b"three"))
            await asyncio.sleep(0.01)
        leaving.cancel()  # the loop has not told it yet that the slot is its own
        await staying
        assert leaving.cancelled()

    asyncio.run(run())
    assert slots.is_free() and not slots._shares
