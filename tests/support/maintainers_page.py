"""The maintainers' page in a process of its own, as `make maintain` starts it."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from bench.servers import free_port
from repression.paths import ROOT

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/[\w-]+/")
START_SECONDS = 60


def command_for(port: int, data: Path) -> list[str]:
    """The command that serves the page."""
    return [sys.executable, "-m", "repression", "maintain", "--port", str(port), "--data", str(data)]


@contextmanager
def maintainers_page(data: Path, log: Path) -> Iterator[str]:
    """The address of the page, with its key; what its process prints besides goes to `log`."""
    with running_page(data, log) as (address, _):
        yield address


@contextmanager
def running_page(data: Path, log: Path) -> Iterator[tuple[str, int]]:
    """The address of the page and the id of its process."""
    command = command_for(free_port(), data)
    with log.open("ab") as errors:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout
        try:
            found = ADDRESS.search(process.stdout.readline())
            assert found, log.read_text()
            yield found[0], process.pid
        finally:
            process.terminate()
            process.wait(timeout=30)
            process.stdout.close()


@contextmanager
def full_disk(process: int, size: int) -> Iterator[None]:
    """No file that the page or a process of its steps writes may be larger than `size` bytes, as on a full disk."""
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    family = [process, *children_of(process)]
    try:
        for each in family:
            resource.prlimit(each, resource.RLIMIT_FSIZE, (size, before[1]))
        yield
    finally:
        for each in {process, *children_of(process)}:
            resource.prlimit(each, resource.RLIMIT_FSIZE, before)


def children_of(process: int) -> list[int]:
    """The ids of the processes that a process has started."""
    threads = Path(f"/proc/{process}/task").iterdir()
    return [int(child) for thread in threads for child in (thread / "children").read_text().split()]


def answering(address: str) -> None:
    """Wait until the page answers."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            urlopen(address, timeout=5).close()
            return
        except OSError:  # refused, or silent while it starts
            assert time.monotonic() < end, "the page does not answer"
            time.sleep(0.1)
