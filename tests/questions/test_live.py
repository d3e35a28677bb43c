"""A running dashboard takes up new data whole, keeps the good when it breaks, and drops what was removed."""

from __future__ import annotations

import re
import shutil
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from repression.questions import live
from repression.questions.answer import ask
from repression.questions.describe import why_missing
from repression.questions.live import POLL_SECONDS, WARMING_SECONDS, WarehouseReloader
from repression.questions.selection import Selection
from repression.snapshots.local_copy import StoreWatch
from repression.warehouse.database import NoData
from tests.conftest import ROOT
from tests.support.registers import next_register

NEW_DAY = date(2026, 11, 30)


def people(reloader: WarehouseReloader, day: date) -> int:
    return int(ask(reloader.warehouse, "headcount_people", Selection(day)).table.to_pylist()[0]["selected"])


def looks(reloader: WarehouseReloader, times: int = 2) -> None:
    for _ in range(times):
        reloader.poll()


def test_a_new_snapshot_is_taken_at_the_second_look_and_the_old_one_stays(data_copy: Path) -> None:
    reloader = WarehouseReloader(data_copy)
    before = reloader.warehouse
    next_register(data_copy, NEW_DAY)
    reloader.poll()
    assert reloader.warehouse is before
    reloader.poll()
    assert reloader.warehouse.days[-1] == NEW_DAY
    assert reloader.warehouse.version != before.version
    assert people(reloader, NEW_DAY) == 2125 - 5
    assert people(reloader, date(2026, 11, 22)) == 2125


@pytest.mark.parametrize(("seconds", "known"), [(60, True), (0, False)])
def test_what_was_asked_is_asked_of_new_data_before_they_are_shown_for_so_long(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, known: bool
) -> None:
    monkeypatch.setattr(live, "WARMING_SECONDS", seconds)
    reloader = WarehouseReloader(data_copy)
    people(reloader, NEW_DAY)
    before = set(reloader.warehouse.answers.latest())
    next_register(data_copy, NEW_DAY)
    looks(reloader)
    assert before
    assert set(reloader.warehouse.answers.latest()) == (before if known else set())
    assert people(reloader, NEW_DAY) == 2125 - 5


def test_a_question_that_fails_keeps_no_data_back(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reloader = WarehouseReloader(data_copy)
    people(reloader, date(2026, 11, 22))
    reloader.warehouse.answers.put(
        ("no_question", Selection(NEW_DAY)), reloader.warehouse.answers.get(reloader.warehouse.answers.latest()[0])
    )
    next_register(data_copy, NEW_DAY)
    looks(reloader)
    assert reloader.warehouse.days[-1] == NEW_DAY
    assert people(reloader, NEW_DAY) == 2125 - 5
    assert "no_question" in caplog.text


def test_what_does_not_change_is_not_built_again(data_copy: Path) -> None:
    reloader = WarehouseReloader(data_copy)
    before = reloader.warehouse
    looks(reloader, 3)
    assert reloader.warehouse is before


def test_a_file_that_still_grows_is_left_alone(data_copy: Path) -> None:
    reloader = WarehouseReloader(data_copy)
    before = reloader.warehouse
    copied = data_copy / "people" / "2026-11-30.csv"
    for size in range(5):
        copied.write_text("x" * size, encoding="utf-8")
        reloader.poll()
        assert reloader.warehouse is before


@pytest.mark.parametrize("content", [b"", b"nobody\n", b"\0\0\0"])
def test_a_snapshot_that_breaks_stays_as_it_was_and_the_refusal_is_told(data_copy: Path, content: bytes) -> None:
    reloader = WarehouseReloader(data_copy)
    (data_copy / "people" / "2023-02-10.csv").write_bytes(content)
    looks(reloader)
    assert people(reloader, date(2026, 11, 22)) == 2125
    (refused,) = ask(reloader.warehouse, "refused_snapshots", Selection(reloader.warehouse.days[-1])).table.to_pylist()[
        :1
    ]
    assert "people/2023-02-10.csv" in str(refused)


def test_a_broken_data_package_leaves_everything_as_it_was(data_copy: Path) -> None:
    reloader = WarehouseReloader(data_copy)
    (data_copy / "datapackage.json").write_text("{", encoding="utf-8")
    looks(reloader)
    assert people(reloader, date(2026, 11, 22)) == 2125
    assert reloader.warehouse.catalog.issues


def test_a_folder_that_is_gone_leaves_everything_as_it_was(data_copy: Path) -> None:
    reloader = WarehouseReloader(data_copy)
    shutil.rmtree(data_copy)
    looks(reloader)
    assert people(reloader, date(2026, 11, 22)) == 2125


def test_a_snapshot_that_was_removed_is_gone(data_copy: Path) -> None:
    next_register(data_copy, NEW_DAY)
    reloader = WarehouseReloader(data_copy)
    for ending in ("csv", "yaml"):
        (data_copy / "people" / f"2026-11-30.{ending}").unlink()
    looks(reloader)
    assert reloader.warehouse.days[-1] == date(2026, 11, 22)
    assert people(reloader, reloader.warehouse.days[-1]) == 2125


def test_the_pauses_leave_time_to_build_within_ten_seconds() -> None:
    script = (ROOT / "repression/static/page.js").read_text(encoding="utf-8")
    page_looks_ms = int(re.search(r"LOOK_MS = (\d+);", script)[1])  # type: ignore[index]
    assert 2 * POLL_SECONDS + WARMING_SECONDS + page_looks_ms / 1000 <= 10 - 1


def test_a_reset_leaves_no_thread_and_the_next_warehouse_is_of_the_folder_of_that_time(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def threads() -> list[str]:
        return [thread.name for thread in threading.enumerate() if thread.name == live.THREAD_NAME]

    live.reset()
    before = live.current()
    assert live.current() is before
    assert len(threads()) == 1
    next_register(data_copy, NEW_DAY)
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    live.reset()
    assert not threads()
    assert live.current().days[-1] == NEW_DAY
    live.reset()


def test_without_any_valid_data_there_is_nothing_to_keep(tmp_path: Path) -> None:
    with pytest.raises(NoData, match=r"datapackage\.json"):
        WarehouseReloader(tmp_path)


def test_an_older_register_taken_in_later_leaves_the_links_of_before_as_they_were(data_copy: Path) -> None:
    reloader = WarehouseReloader(data_copy)
    link = reloader.warehouse.days[-1]
    next_register(data_copy, date(2023, 3, 10), accessed=date(2026, 12, 5))
    looks(reloader)
    assert people(reloader, link) == 2125
    newest = reloader.warehouse.days[-1]
    assert newest == date(2026, 12, 5)
    assert people(reloader, newest) == 2125 - 5
    shown = ask(reloader.warehouse, "register", Selection(link)).sources
    assert [source.snapshot for source in shown] == [date(2023, 2, 10)]


def test_what_readers_are_told_of_a_refused_file_shows_no_cell_of_it(data_copy: Path) -> None:
    path = data_copy / "people" / "2023-02-10.csv"
    path.write_text(path.read_text("utf-8").replace("convicted,female", "convicted,Invented Person", 1), "utf-8")
    reloader = WarehouseReloader(data_copy)
    assert any("Invented Person" in str(issue) for issue in reloader.warehouse.catalog.issues)
    told = ask(reloader.warehouse, "refused_snapshots", Selection(reloader.warehouse.days[-1])).table.to_pylist()
    missing = why_missing(
        reloader.warehouse, ask(reloader.warehouse, "register", Selection(reloader.warehouse.days[-1]))
    )
    assert "column gender" in str(told)
    assert "refused" in missing
    assert "Invented Person" not in str(told) + missing


def test_data_of_a_store_are_shown_at_the_moment_that_all_servers_know(data_copy: Path, tmp_path: Path) -> None:
    store = StoreWatch(tmp_path, "s3://bucket/figures")
    reloader = WarehouseReloader(data_copy, store)
    before = reloader.warehouse
    next_register(data_copy, NEW_DAY)
    reloader.poll()
    store.shown_from = time.time() + 60
    waiting = threading.Thread(target=reloader.poll)
    waiting.start()
    while reloader.changes_at is None:
        assert waiting.is_alive()
        time.sleep(0.01)
    assert reloader.changes_at == store.shown_from and reloader.warehouse is before
    reloader._closed.set()  # as `close` does, which also waits for the thread that `start` began
    waiting.join(5)
    assert not waiting.is_alive() and reloader.warehouse is before
    reloader._closed.clear()
    store.shown_from = begun = time.time() + 0.5
    reloader.poll()
    assert time.time() >= begun and reloader.warehouse.days[-1] == NEW_DAY and reloader.changes_at is None
