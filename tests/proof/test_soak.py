"""Mixed use for an hour leaves memory, open files and threads where they were; nothing fails, nothing is logged.

`SOAK_MINUTES` is another time than an hour. Before it begins, what the server keeps up to a bound is filled to that
bound: files, and the sessions of readers who left. Then some readers open pages, ask for filters that nobody asked for
yet, and leave; others fetch files of every kind; some leave a page open for good; and every minute new data come. The
readers rest while somebody looks, so that what is counted is what the server keeps and not what it is doing.
"""

from __future__ import annotations

import os
import shutil
import statistics
from pathlib import Path

import uvloop

from bench.servers import dashboard
from tests.conftest import DATA
from tests.proof.soak_load import Look, Soak

SECONDS = 60 * float(os.environ.get("SOAK_MINUTES", "60"))
# In a short one, looks and new editions of the data come closer upon one another.
LOOK_EVERY, NEWS_EVERY = min(10.0, SECONDS / 40), min(60.0, SECONDS / 8)
# Looks without any growth lie this far apart, since memory that was given back is not returned at once. In a short one
# the caches, which have 288 MB at the most, are still being filled after the first quarter.
SLACK_MEGABYTES = 30 if SECONDS >= 600 else 60
# Connections that are just being put away; workers that wait for more to do, of which there may be as many as had work.
SLACK_FILES, SLACK_THREADS = 4, 8


def test_mixed_use_leaves_memory_files_and_threads_where_they_were(tmp_path: Path) -> None:
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    with dashboard(tmp_path, data) as server:
        soak = Soak(server, data, SECONDS, LOOK_EVERY, NEWS_EVERY)
        try:
            uvloop.run(soak.run())
        finally:
            _tell(soak)
    assert server.log.read_text().splitlines()[1:] == []
    assert all(soak.given.values())
    second, last = _quarter(soak.looks, 1), _quarter(soak.looks, 3)  # the first one is there to warm up
    memory = [statistics.median(look.memory for look in part) for part in (second, last)]
    assert memory[1] <= memory[0] + SLACK_MEGABYTES
    # Streamlit keeps 128 sessions of readers who left, each with three open files, for two minutes: how many there are
    # goes up and down with the pace of readers. The most there can be were there at the beginning.
    most_files = [max(look.files for look in part) for part in (_quarter(soak.looks, 0), last)]
    assert most_files[1] <= most_files[0] + SLACK_FILES
    # Workers that have nothing to do stay for some seconds: they come and go.
    fewest_threads = [min(look.threads for look in part) for part in (second, last)]
    assert fewest_threads[1] <= fewest_threads[0] + SLACK_THREADS


def _quarter(looks: list[Look], number: int) -> list[Look]:
    return looks[len(looks) * number // 4 : len(looks) * (number + 1) // 4]


def _tell(soak: Soak) -> None:
    print(f"\n{SECONDS / 60:g} minutes: {', '.join(f'{count} {kind}' for kind, count in soak.given.items())}")
    for part in range(8):
        looks = soak.looks[len(soak.looks) * part // 8 : len(soak.looks) * (part + 1) // 8]
        if looks:
            print(f"part {part + 1} of 8: {'; '.join(_said(looks, kind) for kind in ('memory', 'files', 'threads'))}")


def _said(looks: list[Look], kind: str) -> str:
    values = [getattr(look, kind) for look in looks]
    return f"{kind} {min(values):.0f} to {max(values):.0f}, median {statistics.median(values):.0f}"
