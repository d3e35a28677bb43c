"""A server to be attacked, apart from that of the other tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import uvloop

from bench.servers import Server, dashboard
from bench.sessions import Session
from bench.steps import NEWEST
from tests.attacks.tools import asked, head


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server as `make run` starts it; at its end its log must contain no failure."""
    with dashboard(tmp_path_factory.mktemp("target")) as running:
        uvloop.run(_used(running))
        yield running
        log = running.log.read_text()
        assert "Exception in ASGI application" not in log, log[-5_000:]


async def _used(server: Server) -> None:
    """Warms the caches by a file and a page, so that a cold start is not taken for an effect of an attack."""
    assert asked(server, head(server)).startswith(b"HTTP/1.1 200 ")
    async with Session(server.host, "", NEWEST) as session:
        await session.load()
