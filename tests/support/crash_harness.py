"""Commands that a test kills at any moment."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from repression.paths import ROOT


class CrashHarness:
    """Runs commands in children that can be killed (`tests/support/crash_child.py`).

    `said` is what the last command wrote to stderr.
    """

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.crash_child"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said = ""

    def run(self, order: object, kill_after: float | None = None) -> tuple[int, float]:
        """Run a command, kill it after some seconds; return exit status and seconds taken."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        self._child = child = int(self.process.stdout.readline())
        begun = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            # The parent may have seen it end by now; its process id is not reused that soon.
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        status, self.said = json.loads(self.process.stdout.readline())
        return status, time.monotonic() - begun

    def kill(self) -> None:
        """Kill the command that runs; another thread waits for it."""
        os.kill(self._child, signal.SIGKILL)

    def stopped_at_each_step(self, folder: Path, arguments: Sequence[str]) -> list[Path]:
        """Run a command to its end, under `folder`; return copies of the folder as a kill at each step leaves it."""
        copies = Path(tempfile.mkdtemp(dir=folder.parent)) / "copies"
        status, _ = self.run({"copies": str(copies), "under": str(folder), "arguments": arguments})
        assert status == 0
        return sorted(copies.iterdir())

    def close(self) -> None:
        """End the parent process of the children."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()
