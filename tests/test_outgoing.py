"""The server asks nobody: from its start to its end it connects to no other host, and looks up no name.

Two watches at once: a hook that sees what Python asks of the network, everywhere; and, where this machine lets a
process have a network of its own, the counters of that one, which count what native code sends, too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow

HOOK = ROOT / "tests" / "support" / "outgoing"
OWN_NETWORKS = (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"])


def own_network() -> list[str]:
    """The command that gives a process a network of its own; none where this machine allows none."""
    return next((each for each in OWN_NETWORKS if subprocess.run([*each, "true"], check=False).returncode == 0), [])


def test_the_server_connects_to_nobody_and_looks_up_no_name(data_copy: Path, tmp_path: Path) -> None:
    alone, outgoing = own_network(), tmp_path / "outgoing"
    visiting = [sys.executable, "-m", "tests.support.outgoing.visiting", str(data_copy), str(tmp_path), str(outgoing)]
    done = subprocess.run(
        [*alone, *visiting, *(["alone"] if alone else [])], cwd=ROOT, check=True, stdout=subprocess.PIPE, timeout=300
    )
    told = json.loads(done.stdout)
    assert told["answers"] > 80
    # Every process of the server is watched, and tells nothing else.
    assert set(outgoing.read_text().splitlines()) == {"watched"}
    if alone:
        assert not any(told["left"].values()), told["left"]


ELSEWHERE = """
import socket
from contextlib import suppress
for kind, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
    with suppress(OSError), socket.socket(kind, socket.SOCK_DGRAM) as one:
        one.connect((address, 53))
with suppress(OSError):
    socket.getaddrinfo("outside.invalid", 80)
"""
ALONE = (
    f"from tests.support.outgoing.visiting import left, raise_loopback\nraise_loopback()\n{ELSEWHERE}\nprint(left())"
)


def test_the_watches_see_what_leaves(tmp_path: Path) -> None:
    outgoing, alone = tmp_path / "outgoing", own_network()
    watched = os.environ | {"PYTHONPATH": f"{HOOK}:{ROOT}", "OUTGOING": str(outgoing)}
    done = subprocess.run(
        [*alone, sys.executable, "-c", ALONE if alone else ELSEWHERE],
        env=watched,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    seen = outgoing.read_text()
    assert "socket.connect" in seen and "192.0.2.1" in seen and "outside.invalid" in seen
    if alone:
        assert "'IpOutNoRoutes': 0" not in done.stdout
