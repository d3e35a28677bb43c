"""The benchmark measures what it says: its readers act on the real pages, and refuse a page that is not right."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import million
from bench.__main__ import JOBS, main
from bench.report import WHY, Figure, Goal, table, write_json, write_markdown
from bench.sessions import FailedRun, Screen, Session
from bench.steps import NEWEST, ROUND, Clicks, Register, Walk, check
from repression.questions.answer import ask, vocabulary
from repression.questions.selection import read_address
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse

pytestmark = pytest.mark.slow


def test_what_filters_leave_is_counted_as_the_warehouse_counts_it(warehouse: Warehouse) -> None:
    register = Register()
    for step in ROUND:
        parameters = {name: [value] for name, value in step.holds.items()}
        selection = read_address(parameters, vocabulary(warehouse, "en"), warehouse.days)
        headcount = ask(warehouse, "headcount_people", selection).table.to_pylist()[0]
        assert register.left(**step.holds) == headcount["selected"], step


async def walked(host: str, page: str, walk: Walk, steps: int) -> list[Screen]:
    async with Session(host, page, "") as session:
        path = walk(session, 0)
        return [await anext(path) for _ in range(steps)]


@pytest.mark.parametrize(
    ("page", "walk", "steps"),
    [
        ("sentences", Clicks.sentences, len(ROUND) + 1),
        ("sentences", Clicks.sentences_anew, 4),
        ("", Clicks.overview, 4),
        ("", Clicks.overview_anew, 4),
    ],
    ids=["sentences", "sentences anew", "overview", "overview anew"],
)
def test_readers_walk_over_the_real_pages(server: str, page: str, walk: Callable[..., Walk], steps: int) -> None:
    clicks = Clicks(Register())
    screens = asyncio.run(walked(server.removeprefix("http://"), page, walk.__get__(clicks), steps))
    assert len(screens) == steps
    assert all(each.seconds > 0 for each in screens)


def test_a_page_that_does_not_show_what_was_chosen_is_refused(server: str) -> None:
    async def load() -> Screen:
        async with Session(server.removeprefix("http://"), "sentences", f"{NEWEST}&gender=female") as session:
            return await session.load()

    screen = asyncio.run(load())
    left = Register().left(gender="female")
    check(screen, "sentences", left)
    with pytest.raises(FailedRun, match="are left"):
        check(screen, "sentences", left + 1)
    with pytest.raises(FailedRun, match="same charts"):
        check(screen, "sentences", left, screen)
    with pytest.raises(FailedRun, match="exhibits and charts"):
        check(screen, "", left)


def test_an_option_that_is_not_offered_is_named(server: str) -> None:
    async def choose() -> None:
        async with Session(server.removeprefix("http://"), "sentences", NEWEST) as session:
            await session.load()
            await session.choose(gender=["Nobody"])

    with pytest.raises(FailedRun, match="Nobody"):
        asyncio.run(choose())


def test_the_register_made_for_the_benchmark_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(million, "ROWS", 500)
    million.write_register(tmp_path / "data")
    catalog = read_catalog(tmp_path / "data")
    assert not catalog.issues
    assert [each.descriptor.rows for each in catalog.snapshots if each.dataset == "people"] == [500]


def test_a_ratio_is_of_the_rounds_own_reference() -> None:
    figure = Figure(
        "job", "what", "reruns/s", (40.0, 10.0, 30.0), Goal(at_least=4, of="ratio"), "reference", (10, 2, 6)
    )
    assert figure.ratio == 5.0
    assert figure.value == 30.0
    assert figure.reached
    slow = Figure("job", "what", "s", (3.0,), Goal(below=2.0))
    assert slow.reached is False
    assert "NO" in table([figure, slow]).splitlines()[2]


def test_files_say_every_round_and_the_machine(tmp_path: Path) -> None:
    figures = [Figure("job", "what", "s", (1.0, 2.0, 3.0), Goal(below=2.5), "reference", (2.0, 2.0, 2.0))]
    write_json(tmp_path / "bench.json", figures)
    found = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert found["figures"][0]["values"] == [1.0, 2.0, 3.0]
    assert found["figures"][0]["ratio"] == 1.0
    assert found["machine"]["cores"] > 0
    write_markdown(tmp_path / "performance.md", figures)
    assert "| job | what | 2 s | 2 s (reference) | 1.00 | ≤ 2.5 s | yes |" in (tmp_path / "performance.md").read_text()


def test_what_was_written_by_hand_stays_when_the_table_is_made_anew(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    figures = [Figure("job", "what", "s", (1.0,), Goal(below=2.5), "reference", (2.0,))]
    write_markdown(page, figures)
    page.write_text(f"{page.read_text()}\n{WHY}\nBecause.\n")
    write_markdown(page, [*figures, *figures])
    assert page.read_text().count("| job | what | 1 s |") == 2
    assert page.read_text().endswith(f"\n{WHY}\nBecause.\n")


def test_an_unknown_job_is_refused_with_the_jobs_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "nothing", "start"]) == 2
    assert capsys.readouterr().err == f"--only nothing: allowed is {', '.join(JOBS)}\n"
