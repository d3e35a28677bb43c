"""Programs of this machine that tests use, beside Python."""

from __future__ import annotations

import shutil

import pytest

SECONDS = 600


def program(name: str, package: str) -> str:
    """Where a program is; fails the test where it is not, and names the package of Debian that has it."""
    # Debian keeps servers out of an ordinary user's path.
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None:
        pytest.fail(f"No {name}: `apt-get install {package}`")
    return found
