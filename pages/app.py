"""The frame of every page: the address, navigation, filters, what is selected in words, and the footer."""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st

from repression.questions import live
from repression.questions.selection import BadAddress
from repression.site import PAGES, TITLE
from repression.ui import layout, url_state
from repression.ui.failures import InItsPlace
from repression.ui.pacing import page_of_run
from repression.ui.sidebar import sidebar
from repression.ui.streamlit_internals import mark_steps
from repression.ui.text_blocks import gettext, html_block
from repression.warehouse.database import NoData

st.set_page_config(page_title=TITLE, layout="wide")
st.html(Path(__file__).parent / "style.css")

pages = {page.path: st.Page(page.file, url_path=page.path, default=not page.path) for page in PAGES}
shown = st.navigation(list(pages.values()), position="hidden")
page = next(each for each in PAGES if each.path == shown.url_path)

try:
    warehouse = live.current()
except NoData as fault:
    st.error(f"There are no figures to show: {fault}")
    st.stop()
try:
    selection = url_state.sync(warehouse)
except BadAddress as fault:
    layout.bad_link_message(fault, page)
    st.stop()

page = layout.with_filters(page, warehouse)
url_state.CURRENT_VIEW.set(url_state.View(warehouse, selection, page))
st.set_page_config(page_title=gettext(TITLE))
with InItsPlace("navigation"):
    layout.navigation(pages, page)
label = json.dumps(layout.filters_label(page), ensure_ascii=False)
# On the button alone: a change of what all elements inherit would have the browser style all of them anew.
st.html(f'<style>[data-testid="stExpandSidebarButton"] {{ --filters: {label}; }}</style>')
html_block("page_title", anchor=layout.TOP, title=gettext(page.title))
if page_of_run().is_too_fast:
    layout.too_fast_message()
with InItsPlace("summary of the filters"):
    layout.newer_data_banner()
    layout.filter_summary(page)
with InItsPlace(page.file):
    mark_steps(shown)
    shown.run()
with InItsPlace("footer"):
    layout.footer(warehouse.today)
# Last, since what a reader waits for after a click is the page; the counts beside the choices may come after it.
with st.sidebar:
    with InItsPlace("sidebar"):
        sidebar(page)
    url_state.confirm_receipt()
