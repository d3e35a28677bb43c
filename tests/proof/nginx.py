"""nginx as an ordinary process with the site of deploy/nginx.conf, on free ports of this machine."""

from __future__ import annotations

import os
import re
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.servers import free_port
from tests.conftest import ROOT
from tests.proof.conftest import SECONDS, program

NAME = "figures.example"
SITE = ROOT / "deploy" / "nginx.conf"
DEBIANS = Path("/etc/nginx/nginx.conf")
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Front:
    """A running nginx: its ports on 127.0.0.1, what its certificate is checked by, and where it would write."""

    port: int
    plain_port: int
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
def front(folder: Path, upstream: str, left_out: str = "") -> Iterator[Front]:
    """nginx before the server at `upstream` (host and port) until the end of the block.

    `left_out` is a pattern of lines of the site that are not taken over, to see what they are for.
    """
    nginx = program("nginx", "nginx")
    port, plain_port = free_port(), free_port()
    logs = folder / "logs"
    logs.mkdir(parents=True)
    _certificate(folder)
    site = re.sub(left_out, "", SITE.read_text(), flags=re.MULTILINE) if left_out else SITE.read_text()
    # The one place where the site is changed for a test. No IPv6: not every machine has it.
    site = re.sub(r"^ *listen \[::\].*\n", "", site, flags=re.MULTILINE)
    changes = {
        "listen 80": f"listen {LOOPBACK}:{plain_port}",
        "listen 443": f"listen {LOOPBACK}:{port}",
        "server 127.0.0.1:8501": f"server {upstream}",
        f"/etc/letsencrypt/live/{NAME}": str(folder),
        "/var/www/html": str(folder / "www"),
    }
    (folder / "site").write_text(_changed(site, changes))
    main = {
        # What is in a test's folder only its owner may read.
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
        "/etc/nginx/sites-enabled/*": str(folder / "site"),
        "/var/log/nginx": str(logs),
        "/run/nginx.pid": str(folder / "nginx.pid"),
    }
    (folder / "nginx.conf").write_text(_changed(DEBIANS.read_text(), main))
    # From its first moment on, what it says before it has read its settings, too, is in the test's own folder.
    command = [nginx, "-e", str(logs / "error.log"), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    process = subprocess.Popen(command)
    try:
        _await(process, port)
        yield Front(port, plain_port, ssl.create_default_context(cafile=folder / "fullchain.pem"), logs)
    finally:
        process.terminate()
        process.wait(timeout=SECONDS)


def _changed(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"{old!r} is not there to be changed"
        text = text.replace(old, new)
    return text


def _certificate(folder: Path) -> None:
    keys: Sequence[str] = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    files = ("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"))
    names = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-days", "2")
    command = [program("openssl", "openssl"), "req", "-x509", *keys, *files, *names]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            httpx.get(f"http://{LOOPBACK}:{port}/")
            return
        except httpx.RemoteProtocolError:
            return
        except httpx.ConnectError:
            time.sleep(0.05)
    raise AssertionError(f"nginx does not answer on port {port}")
