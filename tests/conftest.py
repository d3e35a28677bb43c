"""Fixtures for all tests: a server on the project's data, or on a folder of the test's own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from repression.snapshots import read_catalog
from repression.warehouse import Warehouse, build

ROOT = Path(__file__).parent.parent
START_SECONDS = 90

# A shared machine is slow now and then: time is no property of the code.
# In CI the same code meets the same examples, elsewhere new ones.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


@contextmanager
def running_server(log: Path, data: Path | None = None) -> Iterator[str]:
    """A server in a process of its own, as `make run` starts it; gives its address.

    `data` is a folder to serve instead of data/.
    """
    port = free_port()
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    if data is not None:
        environment["REPRESSION_DATA"] = str(data)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "repression", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            patience = time.monotonic() + START_SECONDS
            while not answers(f"{address}/_stcore/health"):
                if process.poll() is not None or time.monotonic() > patience:
                    state = "ended" if process.poll() is not None else "does not answer"
                    pytest.fail(f"The server {state}. Its log:\n{log.read_text(errors='replace')}")
                time.sleep(0.1)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on the project's own data, one for the whole run."""
    with running_server(tmp_path_factory.mktemp("server") / "server.log") as address:
        yield address


@pytest.fixture
def spare_server(tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """`spare_server(folder)` starts a server on another data folder and gives its address."""
    with ExitStack() as servers:
        started = 0

        def start(data: Path) -> str:
            nonlocal started
            started += 1
            log = tmp_path / f"spare-server-{started}.log"
            return servers.enter_context(running_server(log, data))

        yield start


@pytest.fixture(scope="session")
def house() -> Warehouse:
    """The warehouse of the project's own data."""
    return build(read_catalog(ROOT / "data"))


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A copy of the data folder that a test may break."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
