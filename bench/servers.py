"""Servers in processes of their own: the dashboard as `make run` starts it, and what it is held against."""

from __future__ import annotations

import os
import socket
import subprocess  # nosec B404
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The frozen data of the tests: the steps and counts of the benchmark are of these, whatever data/ has grown to.
DATA = ROOT / "tests" / "data"
REFERENCES = Path(__file__).parent / "references"
START_SECONDS = 120
LOOK_SECONDS = 0.02


class NotServing(RuntimeError):
    """A server that ended, or does not answer in time; the message has its log."""


@dataclass(frozen=True)
class Server:
    """A running server: `address` such as http://127.0.0.1:8501, `started` on the clock of `time.perf_counter`."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path
    started: float

    @property
    def host(self) -> str:
        return self.address.removeprefix("http://")

    def memory(self) -> int:
        """Bytes of memory that the server holds (resident)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024

    def processor_seconds(self) -> float:
        """Seconds of processor time that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def dashboard(
    scratch: Path,
    data: Path | None = None,
    port: int | None = None,
    under: Sequence[str] = (),
    module: str = "repression",
    variables: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """The dashboard on the frozen data, or on those of the folder `data`; answers when given.

    `under` is a command that runs it, such as `prlimit --nofile=64`, with `variables` of the environment; `module` one
    that takes the place of `repression` and serves as it does.
    """
    named = {"REPRESSION_DATA": str(data or DATA)}
    port = port or free_port()
    command = [*under, sys.executable, "-m", module, "serve", "--port", str(port)]
    log = scratch / f"dashboard-{port}.log"
    with serving(command, port, "/_stcore/health", ROOT, log, {**named, **(variables or {})}) as server:
        yield server


@contextmanager
def streamlit_page(name: str, scratch: Path) -> Iterator[Server]:
    """A page of references/ under `streamlit run`, in a folder without settings, so that the defaults hold.

    No address but this machine's, no browser opened and no statistics sent: the first two do not change what a run
    costs, and without the third the reference calls no outside host.
    """
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(REFERENCES / f"{name}.py")]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", "--browser.serverAddress=localhost"]
    command += ["--server.headless=true", "--browser.gatherUsageStats=false"]
    with serving(command, port, "/_stcore/health", scratch, scratch / f"{name}-{port}.log", {}) as server:
        yield server


@contextmanager
def serving(
    command: Sequence[str],
    port: int,
    path: str,
    folder: Path,
    log: Path,
    variables: Mapping[str, str],
    address: str = "127.0.0.1",
) -> Iterator[Server]:
    """A server from its start, until it answers 200 at `path`, to its end. Raises NotServing with its log."""
    with log.open("ab") as output:
        started = time.perf_counter()
        # The commands are the benchmark's own.
        process = subprocess.Popen(  # nosec B603
            list(command),
            cwd=folder,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | dict(variables),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        server = Server(f"http://{address}:{port}", process, log, started)
        try:
            _await(server, path)
            yield server
        finally:
            _end(process)


def _await(server: Server, path: str) -> None:
    while not _answers(f"{server.address}{path}"):
        ended = server.process.poll() is not None
        if ended or time.perf_counter() - server.started > START_SECONDS:
            state = "ended" if ended else f"does not answer after {START_SECONDS} s"
            raise NotServing(f"the server of {server.log.name} {state}:\n{server.log.read_text()}")
        time.sleep(LOOK_SECONDS)


def _answers(url: str) -> bool:
    try:
        # An address of this machine.
        with urllib.request.urlopen(url, timeout=5) as response:  # nosec B310
            return bool(response.status == 200)
    except OSError:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
