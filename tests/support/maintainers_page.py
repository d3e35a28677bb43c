"""The maintainers' page in a process of its own, as `make maintain` starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.servers import free_port
from repression.paths import ROOT

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/[\w-]+/")


@contextmanager
def maintainers_page(data: Path, log: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of the page, with its key, and its process; what it prints to stderr goes to `log`."""
    command = [sys.executable, "-m", "repression", "maintain", "--port", str(free_port()), "--data", str(data)]
    with log.open("ab") as errors:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            assert process.stdout
            found = ADDRESS.search(process.stdout.readline())
            assert found, log.read_text()
            yield found[0], process
        finally:
            process.terminate()
            process.wait(timeout=30)
            if process.stdout:
                process.stdout.close()
