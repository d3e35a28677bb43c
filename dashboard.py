"""The server's app: the frame of the dashboard with the data routes beside it.

Started by `python -m repression serve`, or by `streamlit run dashboard.py`.
"""

import sys

import streamlit as st

from repression.charts.map import keep_regions
from repression.ui.failures import on_script_error
from repression.ui.streamlit_internals import hide_installation_id, pace_runs
from repression.web.embeds import BadSwitch, frames_allowed
from repression.web.guard.hosts import BadHosts, allowed_hosts
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES

try:
    allowed_hosts()
    frames_allowed()
except (BadHosts, BadSwitch) as fault:
    sys.exit(str(fault))

keep_regions()
hide_installation_id()
pace_runs()
app = st.App(
    "pages/app.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    exception_handlers=EXCEPTION_HANDLERS,
    on_script_error=on_script_error,
)
