"""Fixtures for all tests: a server on the frozen data, or on a folder of the test's own."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import settings

from bench.servers import dashboard
from repression.paths import ROOT
from repression.questions import live
from repression.questions.filter_macros import build_warehouse
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse
from repression.web.guard.slots import WORK_SLOTS
from tests.support.crash_harness import CrashHarness

# Tests run on a frozen copy of the data, which no `add` or `remove` changes. Only tests of the published data
# themselves read LIVE_DATA, and these assert no figures.
DATA = ROOT / "tests" / "data"
LIVE_DATA = ROOT / "data"

# The host that Starlette's test client asks for.
os.environ["REPRESSION_HOSTS"] = "testserver"
# For this process and for all that it starts: servers, commands, the pages of AppTest.
os.environ["REPRESSION_DATA"] = str(DATA)

# A shared machine is slow now and then: time is no property of the code.
# In CI the same code meets the same examples, elsewhere new ones.
settings.register_profile("project", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("project")


@pytest.fixture(autouse=True)
def nothing_was_asked_for() -> None:
    """No test is refused for what those before it had made."""
    WORK_SLOTS.limiter.forget()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on the frozen data, one for the whole run."""
    with dashboard(tmp_path_factory.mktemp("server")) as running:
        yield running.address


@pytest.fixture
def spare_server(tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """`spare_server(folder)` starts a server on another data folder and gives its address."""
    with ExitStack() as servers:
        yield lambda data: servers.enter_context(dashboard(tmp_path, data)).address


@pytest.fixture(scope="module")
def crash_harness() -> Iterator[CrashHarness]:
    """Runs commands that a test stops."""
    with closing(CrashHarness()) as running:
        yield running


@pytest.fixture(scope="session")
def warehouse() -> Warehouse:
    """The warehouse of the frozen data."""
    return build_warehouse(read_catalog(DATA))


@pytest.fixture(scope="session", autouse=True)
def frozen_data_are_loaded_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test that begins anew on the frozen data has caches of its own, on the one database of the process.

    The untranslated answers are those of all tests: they depend on the database alone.
    """
    first_warehouse = live._first_warehouse

    def loaded(root: Path) -> Warehouse:
        if root != DATA:
            return first_warehouse(root)
        warehouse: Warehouse = request.getfixturevalue("warehouse")
        return Warehouse(warehouse.catalog, warehouse.version, warehouse.database, warehouse.answers)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "_first_warehouse", loaded)
        yield


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A copy of the frozen data that a test may break."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))
