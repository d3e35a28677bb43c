"""A day on which the numbers are news, simulated: 100,000 readers in an hour, from costs that were measured.

`python -m bench.news_day` first reproduces what was measured on one machine, then says what one core, one machine and
ten machines carry, with nginx's memory in front and without; docs/scaling.md has its tables.

The cores of a site are one queue: who comes first is served first, by the first core that is free. Readers come at
random. What nginx keeps waits for nothing else: its share of a core is small, and the kernel gives it at once.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

HOUR = 3_600.0
OF_NGINX = ("kept page", "kept files")
PAUSE = 0.08  # seconds that a rerun waited on purpose when open pages were measured, and waits no more
# What a reader waits for, with its moment and the seconds of a core that it takes.
Job = tuple[float, str, float]


@dataclass(frozen=True)
class Costs:
    """Seconds of a core, from figures of docs/performance.md, where the commands stand."""

    by_nginx: float = 1 / 10_036  # a page or a file that nginx keeps, with its reader on the same cores
    by_server: float = 1 / 2_688  # the same from the server alone
    new_page: float = 0.190  # *Sentences* under filters that nobody asked for
    rerun: float = 2 / 34.6  # of *Sentences* in Streamlit: two cores gave 34.6 a second
    opening: float = 2 * 9.99 / 100 - 2 / 34.6  # of a page in Streamlit: a hundred, each with a rerun, took 9.99 s


@dataclass(frozen=True)
class Day:
    """What readers do in an hour, and what serves them."""

    readers: int = 100_000
    pages: int = 4  # that each opens
    visit: float = 240.0  # seconds in which they do
    new: float = 0.03  # of the pages have filters that nobody asked for within ten seconds
    interactive: float = 0.1  # of the readers stay until Streamlit takes over, and use it
    reruns: int = 5  # of each of those
    files: int = 40  # scripts, styles and fonts that a reader's browser loads once
    cores: int = 2
    is_kept: bool = True  # by nginx, for all
    seed: int = 2_026


@dataclass(frozen=True)
class Told:
    """How a simulated hour went: how busy the cores were, and how long readers waited (seconds), by what for."""

    busy: float
    waits: dict[str, list[float]]

    def p95(self, what: str) -> float:
        """Seconds that nineteen of twenty waited at most; 0 if nobody asked for it."""
        seconds = sorted(self.waits.get(what, [0.0]))
        return seconds[int(0.95 * (len(seconds) - 1))]


def simulate(jobs: Iterable[Job], cores: int, pause: float = 0.0) -> Told:
    """Serve jobs in the order of their moments; each waits `pause` seconds more, in which no core is busy."""
    free = [0.0] * cores
    waits: dict[str, list[float]] = {}
    work = last = 0.0
    for moment, what, seconds in jobs:
        begin = moment
        if what not in OF_NGINX:
            begin = max(moment, heapq.heappop(free))
            heapq.heappush(free, begin + seconds)
        waits.setdefault(what, []).append(begin + seconds - moment + pause)
        work, last = work + seconds, max(last, begin + seconds)
    return Told(work / (cores * last) if last else 0.0, waits)


def jobs_of(day: Day, costs: Costs) -> Iterator[Job]:
    """All that the readers of a day ask for, in the order in which they do."""
    # The same readers in every run; no secret hangs on it.
    chance = random.Random(day.seed)  # nosec B311
    kept, kind = (costs.by_nginx, "kept ") if day.is_kept else (costs.by_server, "")
    jobs: list[Job] = []
    for _ in range(day.readers):
        came = chance.random() * HOUR
        jobs.append((came, f"{kind}files", day.files * kept))
        for _ in range(day.pages):
            moment = came + chance.random() * day.visit
            is_new = chance.random() < day.new
            jobs.append((moment, "new page", costs.new_page) if is_new else (moment, f"{kind}page", kept))
        if chance.random() < day.interactive:
            jobs.append((came + 5, "opening", costs.opening))
            jobs += ((came + 5 + chance.random() * day.visit, "rerun", costs.rerun) for _ in range(day.reruns))
    return iter(sorted(jobs))


def hour(day: Day, costs: Costs = Costs()) -> Told:
    """How a day's hour goes."""
    return simulate(jobs_of(day, costs), day.cores)


def most_readers(day: Day, busy: float = 0.7) -> int:
    """How many readers an hour a site bears with its cores busy for that part; beyond it, waiting grows quickly."""
    # A tenth of the readers, or a sum of few: what they cost grows with their number.
    sample = replace(day, readers=10_000)
    seconds = sum(cost for _, _, cost in jobs_of(sample, Costs()))
    return int(busy * day.cores * HOUR / seconds * sample.readers)


def sessions(open_pages: int, pause: float, seconds: float, costs: Costs = Costs()) -> Told:
    """Open pages that each ask for a rerun at every `pause`, as `bench/load.py` and `bench/proxy.py` have them."""
    clicks = sorted(
        (page * pause / open_pages + turn * pause, "rerun", costs.rerun)
        for page in range(open_pages)
        for turn in range(int(seconds / pause))
    )
    return simulate(clicks, 2, PAUSE)


def closed(readers: int, cost: float, seconds: float, cores: int = 2) -> float:
    """Answers a second to readers who ask again as soon as they have one."""
    free, ready = [0.0] * cores, [0.0] * readers
    count = 0
    while (moment := heapq.heappop(ready)) < seconds:
        end = max(moment, heapq.heappop(free)) + cost
        heapq.heappush(free, end)
        heapq.heappush(ready, end)
        count += 1
    return count / seconds


def main() -> None:
    """Print the tables of docs/scaling.md."""
    print("\n".join(tables(Costs())))


def tables(costs: Costs) -> Iterator[str]:
    """The lines of the tables of docs/scaling.md."""
    yield "| measured on one machine of two cores | measured | simulated |"
    yield "| --- | --- | --- |"
    for what, measured, simulated in reproduced(costs):
        yield f"| {what} | {measured:g} | {simulated:.3g} |"
    yield ""
    yield "| what serves | readers an hour, cores busy for 70 % |"
    yield "| --- | --- |"
    for name, day in SITES.items():
        yield f"| {name} | {most_readers(day):,} |"
    yield ""
    yield "| 100,000 readers in an hour | cores busy | page asked for before, p95 | new page, p95 | rerun, p95 |"
    yield "| --- | --- | --- | --- | --- |"
    for name, day in SITES.items():
        told = hour(day)
        kept = "kept page" if day.is_kept else "page"
        waits = " | ".join(_said(told.p95(what)) for what in (kept, "new page", "rerun"))
        yield f"| {name} | {min(told.busy, 1):.0%} | {waits} |"


def _said(seconds: float) -> str:
    if not seconds:
        return ""
    return (
        "minutes"
        if seconds > 60
        else f"{seconds:.1f} s"
        if seconds >= 1
        else f"{1_000 * seconds:.0f} ms"
        if seconds > 0.001
        else "below 1 ms"
    )


def reproduced(costs: Costs) -> list[tuple[str, float, float]]:
    """What was measured on one machine and is not put into `Costs`, beside what the simulation makes of it."""
    return [
        ("100 open pages, a rerun each 10 s: p95, in s", 0.142, sessions(100, 10, 180, costs).p95("rerun")),
        ("reruns with filters never asked before, 20 readers: a second", 9.74, closed(20, costs.new_page, 60)),
    ]


SITES = {
    "one core": Day(cores=1),
    "one core, nothing kept by nginx": Day(cores=1, is_kept=False),
    "one machine of two cores": Day(),
    "one machine, nothing kept by nginx": Day(is_kept=False),
    "one machine of two cores, plain pages alone": Day(interactive=0, files=4),
    "ten machines of two cores": Day(cores=20),
}

if __name__ == "__main__":
    main()
