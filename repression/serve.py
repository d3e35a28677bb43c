"""Starts the dashboard's server on this machine."""

from __future__ import annotations

import os
import resource

import uvicorn

from repression.warehouse import ROOT
from repression.web.limits import MESSAGE_BYTES, OPEN_FILES
from repression.web.wire import BoundedHttp, BoundedWebsocket

# Who asks and by which scheme is believed of a proxy on this machine, whatever the environment says.
PROXIES = ["127.0.0.1", "::1"]


def serve(port: int) -> None:
    """Serves the dashboard on 127.0.0.1 until it is interrupted; nothing of a request is logged."""
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from the folder it is started in
    _allow_open_files()
    print(f"The dashboard is at http://127.0.0.1:{port} (Ctrl+C ends it)", flush=True)
    uvicorn.run(
        "dashboard:app",
        host="127.0.0.1",
        port=port,
        http=BoundedHttp,
        ws=BoundedWebsocket,
        ws_max_size=MESSAGE_BYTES,
        forwarded_allow_ips=PROXIES,
        access_log=False,
        server_header=False,
        log_level="warning",
    )


def _allow_open_files() -> None:
    """Lets the process have as many connections as its bounds allow, as far as the machine does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < OPEN_FILES:
        most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
