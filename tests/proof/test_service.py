"""The unit of deploy/repression@.service: judged by systemd, and run by a systemd of its own in a container."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import DATA, ROOT
from tests.support.programs import SECONDS, program

UNIT = ROOT / "deploy" / "repression@.service"
PLACE = "/srv/repression/current"
# What is left of ten: it is on the network, and the machine's root is its root.
MOST_EXPOSED = 1.1
LONGEST_SECONDS = 240
DEBIANS_PYTHON = Path("/usr/bin/python3")
PROOF = f"""
[Unit]
After=repression@8501.service repression@8502.service
Wants=repression@8501.service repression@8502.service

[Service]
Type=oneshot
WorkingDirectory={PLACE}
ExecStartPre=/usr/sbin/ip address add 192.0.2.1/32 dev lo
ExecStart={PLACE}/.venv/bin/python -m tests.proof.in_container
StandardOutput=file:/proof/told
StandardError=file:/proof/errors
ExecStopPost=/usr/bin/systemctl --no-block exit 0
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as an operator has it: its files, the frozen data, and an environment made of Debian's Python."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if DEBIANS_PYTHON.resolve().name != version:
        pytest.skip(f"These packages are those of {version}, and {DEBIANS_PYTHON} is another one")
    left_out = shutil.ignore_patterns(".git", ".venv", "build", "private", ".*_cache", ".hypothesis")
    folder = Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("checkout") / "current", ignore=left_out))
    shutil.rmtree(folder / "data")
    shutil.copytree(DATA, folder / "data")
    subprocess.run([DEBIANS_PYTHON, "-m", "venv", "--without-pip", folder / ".venv"], check=True, timeout=SECONDS)
    return folder


@pytest.fixture(scope="module")
def told(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a machine that runs the unit says of it (tests/proof/in_container.py)."""
    if os.geteuid() != 0:
        pytest.skip("Only root may start a container")
    container = program("systemd-nspawn", "systemd-container")
    proof = tmp_path_factory.mktemp("proof")
    units = tmp_path_factory.mktemp("units")
    (units / "proof.service").write_text(PROOF)
    packages = sysconfig.get_path("purelib")
    inside = [
        # The programs of this machine with nothing else of it, and no network but its own.
        "--directory=/",
        "--volatile=yes",
        "--private-network",
        f"--bind-ro={checkout}:{PLACE}",
        f"--bind-ro={packages}:{PLACE}/.venv/lib/{Path(packages).parent.name}/site-packages",
        f"--bind={proof}:/proof",
        f"--bind-ro={units}:/home/somebody",
        f"--bind-ro={UNIT}:/etc/systemd/system/{UNIT.name}",
        f"--bind-ro={units / 'proof.service'}:/etc/systemd/system/proof.service",
    ]
    # For systemd to keep the service from other addresses, which in a container it may not by default.
    rights = ["--capability=CAP_BPF", "--system-call-filter=bpf"]
    how = ["--quiet", "--register=no", "--keep-unit", "--machine=proof", "--boot"]
    done = subprocess.run(
        [container, *how, *rights, *inside, "systemd.unit=proof.service", "systemd.firstboot=no"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=LONGEST_SECONDS,
    )
    said = (proof / "told").read_text() if (proof / "told").exists() else ""
    assert said, f"{done.stdout}\n{(proof / 'errors').read_text() if (proof / 'errors').exists() else ''}"
    return dict(json.loads(said))


def test_systemd_understands_every_line(tmp_path: Path) -> None:
    here = UNIT.read_text().replace(f"{PLACE}/.venv/bin/python", sys.executable)
    instance = tmp_path / UNIT.name.replace("@", "@8501")
    instance.write_text(here)
    command = [program("systemd-analyze", "systemd"), "verify", "--man=no", str(instance)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_systemd_calls_it_safe() -> None:
    judged = [program("systemd-analyze", "systemd"), "security", "--offline=true", "--no-pager"]
    threshold = f"--threshold={round(MOST_EXPOSED * 10)}"
    done = subprocess.run([*judged, threshold, str(UNIT)], capture_output=True, encoding="utf-8", timeout=SECONDS)
    assert done.returncode == 0, done.stdout


def test_it_serves(told: dict[str, Any]) -> None:
    assert told["csv"] == 3085
    assert told["charts"] > 3 and told["follows"]


def test_it_has_no_rights(told: dict[str, Any]) -> None:
    status = told["status"]
    assert "0" not in status["Uid"].split()
    assert {int(status[f"Cap{kind}"], 16) for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {0}
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")


def test_it_cannot_call_out(told: dict[str, Any]) -> None:
    assert told["reaches loopback"] and not told["reaches outside"]


def test_it_changes_nothing_and_sees_nobody(told: dict[str, Any]) -> None:
    assert told["may write to"] == []
    assert told["in homes"] == []
    assert all(path.startswith(("/run/repression-", "/run/private/repression-")) for path in told["written"])


def test_it_does_not_tell_readers_which_machine_it_is(told: dict[str, Any]) -> None:
    assert told["machine"] == "untold"


def test_it_comes_back_and_goes_when_told(told: dict[str, Any]) -> None:
    assert told["the other one answers meanwhile"]
    assert told["is another process"] and told["is back after"] < 60
    assert told["stops within"] < 12


def test_its_journal_names_no_request(told: dict[str, Any]) -> None:
    assert "The dashboard is at" in told["journal"]
    assert not [word for word in ("people.csv", "sentences", "snapshot=", "Traceback") if word in told["journal"]]
