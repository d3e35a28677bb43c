"""The server's app: the frame of the dashboard with the data routes beside it.

Started by `python -m repression serve`, or by `streamlit run dashboard.py`.
"""

import streamlit as st

from pages.parts import failed
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES

app = st.App(
    "pages/frame.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    exception_handlers=EXCEPTION_HANDLERS,
    on_script_error=failed,
)
