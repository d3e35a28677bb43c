"""Starts the dashboard's server on this machine."""

from __future__ import annotations

import os

import uvicorn

from repression.warehouse import ROOT


def serve(port: int) -> None:
    """Serves the dashboard on 127.0.0.1 until it is interrupted; nothing of a request is logged."""
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from the folder it is started in
    print(f"The dashboard is at http://127.0.0.1:{port} (Ctrl+C ends it)", flush=True)
    uvicorn.run("dashboard:app", host="127.0.0.1", port=port, access_log=False, log_level="warning")
