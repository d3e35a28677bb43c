"""A register of a million rows, made from the real one's distributions for this measurement alone and then removed."""

from __future__ import annotations

import csv
import random
import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from bench.report import Extent, Figure, Goal, Say
from bench.reruns import pace
from bench.servers import DATA, dashboard
from bench.start import first_page
from bench.steps import REGISTER, Clicks, Register
from repression.cache import ByteLRU
from repression.questions.answer import ask, vocabulary
from repression.questions.filter_macros import build_warehouse
from repression.questions.question import all_questions
from repression.questions.selection import Selection, read_address
from repression.snapshots.catalog import read_catalog, read_package
from repression.snapshots.schema import fields_on
from repression.snapshots.writer import write_snapshot, writer_lock
from repression.warehouse.database import Warehouse

ROWS = 1_000_000
READERS = 4
# Columns that say one thing together come from one person of the real register, the groups from different ones.
TOGETHER = (
    ("status", "gender", "age_group"),
    ("arrested", "verdict", "released"),
    ("articles",),
    ("sentence_months", "sentence_kind", "fine", "penalty"),
    ("custody", "facility", "region"),
)
FILTERS: tuple[dict[str, list[str]], ...] = (
    {},
    {"status": ["any"]},
    {"gender": ["female"]},
    {"article": ["342"]},
    {"article": ["342", "369"], "article_match": ["all"]},
    {"penalty": ["penal_colony_general"], "length": ["24..60"]},
    {"arrested": ["2020-08..2021-12"], "region": ["Minsk city"]},
    {"age_group": ["18–24", "25–34"], "verdict": ["2021-01.."]},
)


def measure(scratch: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    """Case 7; the real register is served and asked beside it, in turns."""
    folder = scratch / "million"
    begin = time.perf_counter()
    write_register(folder)
    say(f"{ROWS:,} rows written in {time.perf_counter() - begin:.0f} s")
    rounds, seconds = (1, 5.0) if extent.short else (4, 8.0)
    starts, real_starts, memory, real_memory = [], [], [], []
    reruns: list[float] = []
    real_reruns: list[float] = []
    clicks, real_clicks = Clicks(Register(folder / "people" / REGISTER.name)), Clicks(Register())
    for number in range(rounds):
        with ExitStack() as servers:
            own = servers.enter_context(dashboard(scratch, folder))
            starts.append(first_page(own))
            real = servers.enter_context(dashboard(scratch))
            real_starts.append(first_page(real))
            for server, walks, found in ((own, clicks, reruns), (real, real_clicks, real_reruns)):
                # Filters are repeated from the second time on: the first one has their answers made.
                for _ in range(2):
                    seen = pace(server, "sentences", walks.sentences, seconds, READERS)
                found.append(statistics.median(seen.seconds))
            memory.append(own.memory() / 1e9)
            real_memory.append(real.memory() / 1e9)
        say(
            f"round {number + 1} of {rounds}: start {starts[-1]:.1f} s, rerun {reruns[-1]:.2f} s beside "
            f"{real_reruns[-1]:.2f} s of the real register, memory {memory[-1]:.2f} GB"
        )
    many, few = _answer_times(folder, say), _answer_times(DATA, say)
    reference = "the real register"
    yield Figure("million", "server start", "s", tuple(starts), Goal(below=15), reference, tuple(real_starts))
    yield Figure("million", "filter to answer, p95", "s", (_p95(many),), Goal(below=0.3), reference, (_p95(few),))
    yield Figure("million", "memory", "GB", tuple(memory), Goal(below=1.5), reference, tuple(real_memory))
    goal = Goal(below=3, of="ratio")
    yield Figure("million", "rerun of Sentences, p50", "s", tuple(reruns), goal, reference, tuple(real_reruns))


def write_register(folder: Path) -> None:
    """Writes a copy of the data with `ROWS` people in place of the register, by the project's own writer."""
    shutil.copytree(DATA, folder)
    (snapshot,) = (each for each in read_catalog(folder).snapshots if each.dataset == "people")
    with REGISTER.open(newline="", encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    fields = fields_on(read_package(folder), "people", snapshot.date)  # without the columns that came later
    drawn = [name for group in TOGETHER for name in group]
    assert [each.name for each in fields] == drawn
    # The same chances in every run; no secret hangs on them.
    chance = random.Random(2020)  # nosec B311
    groups = [[[person[name] for name in group] for person in people] for group in TOGETHER]
    columns = [chance.choices(group, k=ROWS) for group in groups]
    rows = [[cell for part in parts for cell in part] for parts in zip(*columns, strict=True)]
    notes = ("Made by the benchmark from the distributions of the real register: no row is a person.",)
    with writer_lock(folder):
        write_snapshot(folder, structs.replace(snapshot.descriptor, notes=notes), fields, rows)


def _answer_times(folder: Path, say: Say) -> list[tuple[float, str]]:
    """Seconds to the answer of every question under every filter, each asked for the first time."""
    # A cache of no size: every question is asked for the first time.
    warehouse = replace(build_warehouse(read_catalog(folder)), answers=ByteLRU(0, size=lambda answer: answer.size))
    times = []
    for name in all_questions():
        for parameters in FILTERS:
            selection = _selection(warehouse, parameters)
            begin = time.perf_counter()
            ask(warehouse, name, selection)
            times.append((time.perf_counter() - begin, f"{name} {parameters}"))
    slowest = "; ".join(f"{seconds * 1000:.0f} ms {what}" for seconds, what in sorted(times, reverse=True)[:12])
    say(f"{len(times)} answers of {folder.name}/, slowest: {slowest}")
    return times


def _selection(warehouse: Warehouse, parameters: dict[str, list[str]]) -> Selection:
    return read_address(parameters, vocabulary(warehouse, "en"), warehouse.days)


def _p95(times: list[tuple[float, str]]) -> float:
    return statistics.quantiles([seconds for seconds, _ in times], n=20)[-1]
