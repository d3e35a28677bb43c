"""The frame of every page: the address, navigation, filters, what is selected in words, and the footer."""

from __future__ import annotations

import streamlit as st

from repression.exhibits import frame
from repression.exhibits.view import View
from repression.exhibits.writer import WRITER, gettext, html, html_block, in_its_place
from repression.i18n import get_translator
from repression.paths import PACKAGE
from repression.questions import live
from repression.questions.selection import BadAddress, language_of
from repression.site import NO_FIGURES, PAGES, TITLE
from repression.ui import layout, url_state
from repression.ui.filters import filters
from repression.ui.pacing import page_of_run
from repression.ui.streamlit_internals import mark_steps, send_what_is_written
from repression.ui.streamlit_writer import StreamlitWriter
from repression.warehouse.database import NoData

st.set_page_config(page_title=TITLE, layout="wide")
st.html(PACKAGE / "static" / "style.css")

pages = {page.path: st.Page(page.file, url_path=page.path, default=not page.path) for page in PAGES}
shown = st.navigation(list(pages.values()), position="hidden")
page = next(each for each in PAGES if each.path == shown.url_path)

try:
    warehouse = live.current()
except NoData:
    st.error(get_translator(language_of({"lang": st.query_params.get_all("lang")}))(NO_FIGURES))
    st.stop()
try:
    selection = url_state.sync(warehouse)
except BadAddress as fault:
    st.html(frame.refusal(fault, page, fault.rest.lang))
    st.stop()

page = frame.with_filters(page, warehouse)
view = View(warehouse, selection, page, url_state.site())
writer = StreamlitWriter(view)
WRITER.set(writer)
st.set_page_config(page_title=gettext(TITLE))
place_of_navigation = st.container()
html_block("page_title", anchor=frame.TOP, title=gettext(page.title))
if page.scopes:
    fold_of_filters = layout.filter_row()
if page_of_run().is_too_fast:
    layout.too_fast_message()
with in_its_place("summary of the filters"):
    layout.newer_data_banner()
    layout.filter_summary()
with in_its_place(page.file):
    mark_steps(shown)
    shown.run()
# What a reader waits for after a click is what stands above. The rest comes after it, each part into its place.
send_what_is_written()
writer.finish()
with place_of_navigation, in_its_place("navigation"):
    layout.navigation(pages, page)
if not page.scopes:  # a page without filters answers first: the day of its data can be chosen below
    fold_of_filters = layout.filter_row()
with in_its_place("footer"):
    html(frame.footer(view, warehouse.today))
with fold_of_filters, in_its_place("filters"):
    filters(page)
url_state.confirm_receipt()
