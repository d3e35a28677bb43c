"""A server to be attacked, apart from that of the other tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.servers import Server, dashboard


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server as `make run` starts it; at its end its log tells of no failure."""
    with dashboard(tmp_path_factory.mktemp("target")) as running:
        yield running
        assert "Exception in ASGI application" not in running.log.read_text()
