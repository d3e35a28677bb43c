"""A store on this machine for each test, and copies of it."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.support.s3_server import S3Server
from tests.support.stores import Store

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A running S3 server."""
    with S3Server(tmp_path_factory.mktemp("s3") / "log") as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def s3(s3_server: S3Server) -> Iterator[S3Server]:
    """The server, which the environment names."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in s3_server.variables.items():
            patch.setenv(name, value)
        yield s3_server


@pytest.fixture(scope="module")
def bucket(s3: S3Server) -> str:
    """A bucket, in which each test begins with what it asks for."""
    name = f"bucket{next(_NUMBERS)}-{os.getpid()}"
    s3.ask("PUT", f"/{name}")
    return name


@pytest.fixture
def store(s3: S3Server, bucket: str, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    store = Store(s3, f"s3://{bucket}/figures", tmp_path)
    store.reset({})
    s3.asked.clear()
    yield store
    s3.refuses, s3.before, s3.forgets = None, None, ()
