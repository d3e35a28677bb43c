"""`python -m repression bench`: all jobs or some, a table on the screen, JSON and Markdown files."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from bench import browser, load, million, reruns, routes, start
from bench.browser import NoBrowser
from bench.report import Extent, Figure, Say, table, write_json, write_markdown
from bench.routes import NoDatasette
from bench.servers import NotServing
from bench.sessions import FailedRun

Job = Callable[[Path, Extent, Say], Iterator[Figure]]
JOBS: Mapping[str, Job] = {
    "start": start.measure,
    "routes": routes.measure,
    "reruns": reruns.measure,
    "click": browser.measure_clicks,
    "opening": browser.measure_opening,
    "million": million.measure,
    "load": load.measure,
}
FLOOR = ("routes", "reruns")


def run(options: argparse.Namespace) -> int:
    """Measures, shows and writes; gives 1 where a goal is not reached or a job failed, 2 for an unknown job, else 0."""
    if unknown := set(options.only or ()) - set(JOBS):
        print(f"--only {' '.join(sorted(unknown))}: allowed is {', '.join(JOBS)}", file=sys.stderr)
        return 2
    names = options.only or (FLOOR if options.floor else JOBS)
    figures, failed = _measured(names, Extent(options.short or options.floor, options.floor, options.minutes))
    print(table(figures))
    if options.json:
        write_json(options.json, figures)
    if options.markdown:
        write_markdown(options.markdown, figures)
    return 1 if failed or any(each.reached is False for each in figures) else 0


def _measured(names: Iterable[str], extent: Extent) -> tuple[list[Figure], list[str]]:
    """The figures of the jobs, and the names of those that failed; one that fails leaves the others their turn."""
    figures: list[Figure] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        for name in names:
            folder = Path(scratch, name)
            folder.mkdir()
            try:
                figures += JOBS[name](folder, extent, _sayer(name))
            except* (FailedRun, NotServing, NoDatasette, NoBrowser) as faults:
                failed.append(name)
                _sayer(name)(f"FAILED: {'; '.join(map(str, faults.exceptions))}")
    return figures, failed


def _sayer(job: str) -> Say:
    """What tells on the screen how a job gets on."""
    return lambda line: print(f"{job}: {line}", file=sys.stderr, flush=True)
