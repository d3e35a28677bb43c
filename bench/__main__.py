"""`python -m bench`: runs all jobs or some, prints a table, and writes JSON and Markdown files."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench import browser, drawing, load, million, proxy, reruns, routes, start, visit
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
    "slow": browser.measure_slow_opening,
    "visit": visit.measure,
    "drawing": drawing.measure,
    "million": million.measure,
    "load": load.measure,
    "proxy": proxy.measure,
}
FLOOR = ("routes", "reruns")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write; give 1 where a goal is missed or a job failed, 2 for an unknown job, else 0."""
    options = _parser().parse_args(arguments)
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
    return 1 if failed or any(figure.reached is False for figure in figures) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure the dashboard on this machine, beside what it is held against."
    )
    option = parser.add_argument
    option("--only", nargs="+", metavar="JOB", help=f"some of the jobs: {', '.join(JOBS)}")
    option("--short", action="store_true", help="fewer and shorter rounds")
    option("--floor", action="store_true", help="only whether it keeps the lowest ratios, in a minute")
    option("--minutes", type=float, default=3.0, help="how long the hundred sessions stay open")
    option("--json", type=Path, metavar="FILE", help="write every figure with all its rounds")
    option("--markdown", type=Path, metavar="FILE", help="write the table of docs/performance.md")
    return parser


def _measured(names: Iterable[str], extent: Extent) -> tuple[list[Figure], list[str]]:
    """The figures of the jobs, and the names of those that failed; after a failed job the others still run."""
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
    """A function that prints a line on the progress of a job."""
    return lambda line: print(f"{job}: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
