"""Serves the maintainers' page on 127.0.0.1, at an address with a new random key."""

from __future__ import annotations

import os
import secrets
import socket
from contextlib import suppress
from pathlib import Path

import streamlit as st
import uvicorn
from starlette.formparsers import MultiPartParser
from starlette.routing import Route

from repression.intake.formats.limits import MAX_FILE_BYTES, MEGABYTE
from repression.maintainer_page.index import index
from repression.maintainer_page.key_guard import KeyGuard
from repression.paths import PACKAGE, ROOT
from repression.ui.streamlit_internals import hide_installation_id

KEY_BYTES = 32


def serve(port: int, data: Path) -> None:
    """Serve the page for a data folder until it is interrupted; requests are not logged.

    Raises OSError if something else listens on the port.
    """
    # Where the page, and every process that it starts, finds the data.
    os.environ["REPRESSION_DATA"] = str(data.absolute())
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from the folder it is started in
    key = secrets.token_urlsafe(KEY_BYTES)
    config = uvicorn.Config(KeyGuard(page(), key, port), access_log=False, server_header=False, log_level="warning")
    # Before the key is told: whatever else listens there would be sent it, and then the file.
    listening = socket.create_server(("127.0.0.1", port))
    print(f"The maintainers' page for {data} is at http://127.0.0.1:{port}/{key}/ (Ctrl+C ends it)", flush=True)
    print("The key in this address lets in whoever has it. It is a new one each time.", flush=True)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def page() -> st.App:
    """The page as an ASGI app, without the guard."""
    # An upload has names of people in it: it stays in memory, where the parser would write it to a temporary file.
    MultiPartParser.spool_max_size = MAX_FILE_BYTES + MEGABYTE
    hide_installation_id()
    return st.App(PACKAGE / "maintainer_page" / "app.py", routes=[Route("/", index)])
