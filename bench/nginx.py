"""nginx as an ordinary process with the site of deploy/nginx.conf, on free ports of this machine."""

from __future__ import annotations

import os
import re
import shutil
import ssl
import subprocess  # nosec B404
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.servers import ROOT, NotServing, free_port

NAME = "figures.example"
SITE = ROOT / "deploy" / "nginx.conf"
DEBIANS = Path("/etc/nginx/nginx.conf")
LOOPBACK = "127.0.0.1"
SECONDS = 60


@dataclass(frozen=True)
class Front:
    """A running nginx: its ports on 127.0.0.1, what its certificate is checked by, and where it would write."""

    port: int
    plain_port: int
    onion_port: int
    trust: ssl.SSLContext
    logs: Path

    @property
    def host(self) -> str:
        """Name and port, as a browser says them."""
        return f"{NAME}:{self.port}"

    def ask(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        """An answer over TLS, with nothing unpacked that was not asked for."""
        named = {"Host": self.host, "Accept-Encoding": "identity", **headers}
        address = f"https://{LOOPBACK}:{self.port}{path}"
        with httpx.Client(verify=self.trust, timeout=60) as client:
            return client.request(method, address, headers=named, extensions={"sni_hostname": NAME})

    def written(self) -> str:
        """All that its logs hold."""
        return "".join(each.read_text() for each in sorted(self.logs.iterdir()))


@contextmanager
def front(
    folder: Path, upstreams: Sequence[str], left_out: str = "", changed: Mapping[str, str] | None = None
) -> Iterator[Front]:
    """nginx before the servers at `upstreams` (host and port of each) until the end of the block.

    `left_out` is a pattern of what is not taken over of the site, to see what it is for; `changed` names texts of it
    and what stands in their place. It has room for connections as docs/deployment.md says. Raises NotServing.
    """
    port, plain_port, onion_port = free_port(), free_port(), free_port()
    logs = folder / "logs"
    logs.mkdir(parents=True)
    make_certificate(folder)
    site = re.sub(left_out, "", SITE.read_text(), flags=re.MULTILINE) if left_out else SITE.read_text()
    # The one place where the site is changed for a test. No IPv6: not every machine has it.
    site = re.sub(r"^ *listen \[::\].*\n", "", site, flags=re.MULTILINE)
    # The one line of a process, as often as there are some.
    site = re.sub(r"^ *server 127\.0\.0\.1:8502 .*\n", "", site, flags=re.MULTILINE)
    (line,) = re.findall(r"^ *server 127\.0\.0\.1:8501 .*\n", site, flags=re.MULTILINE)
    changes = {
        "listen 80": f"listen {LOOPBACK}:{plain_port}",
        "listen 443": f"listen {LOOPBACK}:{port}",
        line: "".join(line.replace("127.0.0.1:8501", each) for each in upstreams),
        "listen 127.0.0.1:8080": f"listen {LOOPBACK}:{onion_port}",
        "/dev/shm/repression-pages": str(folder / "cache"),  # nosec B108: it is replaced
        f"/etc/letsencrypt/live/{NAME}": str(folder),
        "/var/www/html": str(folder / "www"),
        **(changed or {}),
    }
    (folder / "site").write_text(_changed(site, changes))
    main = {
        # What is in a test's folder only its owner may read.
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
        "/etc/nginx/sites-enabled/*": str(folder / "site"),
        "/var/log/nginx": str(logs),
        "/run/nginx.pid": str(folder / "nginx.pid"),
        "worker_connections 768": "worker_connections 8192",
        "events {": "worker_rlimit_nofile 20000;\nevents {",
    }
    (folder / "nginx.conf").write_text(_changed(DEBIANS.read_text(), main))
    # From its first moment on, what it says before it has read its settings, too, is in the test's own folder.
    command = [_program("nginx"), "-e", str(logs / "error.log"), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    process = subprocess.Popen(command)  # nosec B603
    try:
        _await(process, port)
        yield Front(port, plain_port, onion_port, ssl.create_default_context(cafile=folder / "fullchain.pem"), logs)
    finally:
        process.terminate()
        process.wait(timeout=SECONDS)


def _changed(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        if old not in text:
            raise NotServing(f"{old!r} is not there to be changed")
        text = text.replace(old, new)
    return text


def make_certificate(folder: Path) -> None:
    """Write `fullchain.pem` and `privkey.pem`, of the site's name, into a folder."""
    keys: Sequence[str] = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    files = ("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"))
    names = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-days", "2")
    command = [_program("openssl"), "req", "-x509", *keys, *files, *names]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # nosec B603


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            httpx.get(f"http://{LOOPBACK}:{port}/", timeout=SECONDS)
            return
        except httpx.RemoteProtocolError:
            return
        except httpx.ConnectError:
            time.sleep(0.05)
    raise NotServing(f"nginx does not answer on port {port}")


def _program(name: str) -> str:
    # Debian keeps servers out of an ordinary user's path.
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None:
        raise NotServing(f"no {name} on this machine: `apt-get install {name}`")
    return found
