"""The server's app: the frame of the dashboard with the data routes beside it.

Started by `python -m repression serve`, or by `streamlit run dashboard.py`.
"""

import sys

import streamlit as st

from pages.parts import failed
from repression.edges import hide_machine
from repression.web.hosts import BadHosts, allowed_hosts
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES

try:
    allowed_hosts()
except BadHosts as fault:
    sys.exit(str(fault))

hide_machine()
app = st.App(
    "pages/frame.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    exception_handlers=EXCEPTION_HANDLERS,
    on_script_error=failed,
)
