"""What a machine that runs deploy/repression@.service says of it, as JSON: run there by tests/proof/test_service.py."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosedError

from bench.sessions import Session

HOST = "127.0.0.1:8501"
OTHER = "127.0.0.1:8502"
VIEW = "snapshot=2026-11-22&lang=en"
# An address of this machine that is not a loopback one, for the service to be kept from.
OUTSIDE = "192.0.2.1"
FOLDERS = (
    "/srv/repression/current/data",
    "/srv/repression/current/repression",
    "/etc",
    "/var/lib",
    "/usr/lib",
    "/root",
)


class Noting(Session):
    """A session that notes by which name Streamlit calls this machine."""

    machine = ""

    def _take(self, message: ForwardMsg, frame: bytes) -> None:
        if message.WhichOneof("type") == "new_session":
            self.machine = message.new_session.initialize.user_info.installation_id_v3
        super()._take(message, frame)


def main() -> None:
    wait()
    wait(OTHER)
    first = main_process()
    told: dict[str, Any] = {
        "status": status(first),
        "csv": len(get("/data/people.csv?status=any").splitlines()),
        **asyncio.run(opened()),
        "reaches loopback": reaches(first, "127.0.0.1"),
        "reaches outside": reaches(first, OUTSIDE),
        "may write to": [folder for folder in FOLDERS if may_write(first, folder)],
        "in homes": seen_by(first, "find", "/root", "/home", "-mindepth", "1"),
        "written": written(first),
    }
    os.kill(first, signal.SIGKILL)
    told["the other one answers meanwhile"] = get("/own/alive", OTHER) == b"alive\n"
    told["is back after"] = wait()
    told["is another process"] = main_process() != first
    told["stops within"] = asyncio.run(stopped())
    told["journal"] = output("journalctl", "--unit=repression@8501", "--output=cat")
    print(json.dumps(told))


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.strip()


def main_process() -> int:
    return int(output("systemctl", "show", "repression@8501", "--property=MainPID", "--value"))


def get(path: str, host: str = HOST) -> bytes:
    with urllib.request.urlopen(f"http://{host}{path}", timeout=60) as answer:
        return bytes(answer.read())


def wait(host: str = HOST) -> float:
    """Seconds until the service answers; an error after two minutes."""
    began = time.monotonic()
    while True:
        try:
            get("/_stcore/health", host)
            return time.monotonic() - began
        except OSError:
            if time.monotonic() - began > 120:
                raise
            time.sleep(0.2)


def status(process: int) -> dict[str, str]:
    """What the kernel says of a process."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


async def opened() -> dict[str, Any]:
    """What a page shows, and by which name it calls the machine."""
    async with Noting(HOST, "sentences", VIEW) as session:
        everybody = await session.load()
        women = await session.choose(gender="Women")
    return {
        "charts": len(everybody.charts),
        "follows": everybody.charts != women.charts,
        "machine": session.machine,
    }


def reaches(process: int, address: str) -> bool:
    """Whether something in the service's control group can connect to a server at an address."""
    group = next(line.removeprefix("0::/") for line in Path(f"/proc/{process}/cgroup").read_text().splitlines()[::-1])
    root = Path("/sys/fs/cgroup")
    root = root / "unified" if (root / "unified").exists() else root
    with socket.create_server((address, 0)) as server:
        child = os.fork()
        if not child:
            os._exit(tried(root / group / "cgroup.procs", server.getsockname()))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (0, 1):
        raise RuntimeError(f"could not try to reach {address}")
    return code == 0


def tried(members: Path, address: tuple[str, int]) -> int:
    """0 where a member of a control group can connect to an address, 1 where it cannot, 2 where it could not join."""
    try:
        members.write_text(str(os.getpid()))
    except OSError as error:
        print(f"{members}: {error}", file=sys.stderr, flush=True)
        return 2
    try:
        socket.create_connection(address, timeout=3).close()
    except OSError:
        return 1
    return 0


def seen_by(process: int, *command: str) -> list[str]:
    """The lines that a command prints where the file system is what a process sees."""
    return output("nsenter", f"--target={process}", "--mount", *command).splitlines()


def may_write(process: int, folder: str) -> bool:
    """Whether even root could make a file there, where the file system is what a process sees."""
    try:
        seen_by(process, "touch", f"{folder}/new")
    except subprocess.CalledProcessError:
        return False
    return True


def written(process: int) -> list[str]:
    """Every file that belongs to the service's user, on disks and in memory."""
    user = status(process)["Uid"].split()[0]
    places = ("/", "/run", "/tmp", "/var/tmp", "/dev/shm")
    return sorted(set(seen_by(process, "find", *places, "-xdev", "-user", user)))


async def stopped() -> float:
    """Seconds that it takes to stop the service while somebody has a page open."""
    took = 0.0
    with suppress(ConnectionClosedError):  # as it should be
        async with Session(HOST, "", VIEW) as session:
            await session.load()
            began = time.monotonic()
            await asyncio.to_thread(output, "systemctl", "stop", "repression@8501")
            took = time.monotonic() - began
    return took


if __name__ == "__main__":
    main()
