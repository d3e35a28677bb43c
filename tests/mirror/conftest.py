"""A small mirror of the frozen data, made once, and a key that has signed it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.mirrors import key_pair, small_mirror


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publisher's private key; the file of signers that names it is beside it."""
    return key_pair(tmp_path_factory.mktemp("keys"), "publisher")


@pytest.fixture(scope="session")
def mirror(tmp_path_factory: pytest.TempPathFactory, key: Path) -> Path:
    """A mirror of two pages in one language, signed; no test changes it."""
    return small_mirror(tmp_path_factory.mktemp("mirror") / "site", key)


@pytest.fixture
def copied(mirror: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may break."""
    return Path(shutil.copytree(mirror, tmp_path / "copied"))
