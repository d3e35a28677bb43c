"""A store on this machine for each test, and copies of it."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.support.s3_server import S3Server
from tests.support.stores import Store

_NUMBERS = count(1)


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    """A running S3 server, which the environment names."""
    server = S3Server()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.variables.items():
            patch.setenv(name, value)
        yield server
    server.stop()


@pytest.fixture
def store(s3: S3Server, tmp_path: Path) -> Iterator[Store]:
    """An empty bucket of its own."""
    bucket = f"bucket{next(_NUMBERS)}-{os.getpid()}"
    s3.ask("PUT", f"/{bucket}")
    s3.asked.clear()
    yield Store(s3, f"s3://{bucket}/figures", tmp_path)
    s3.refuses = s3.before = None
