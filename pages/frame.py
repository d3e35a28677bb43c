"""The frame of every page: the address, navigation, filters, what is selected in words, and the footer."""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st

from pages import parts
from pages.sidebar import sidebar
from repression import keeper, session
from repression.filters import BadAddress
from repression.passages import spoken
from repression.site import PAGES, TITLE
from repression.turns import TURNS
from repression.warehouse import NoData

with TURNS:
    st.set_page_config(page_title=TITLE, layout="wide")
    st.html(Path(__file__).parent / "style.css")

    pages = {page.path: st.Page(page.file, url_path=page.path, default=not page.path) for page in PAGES}
    shown = st.navigation(list(pages.values()), position="hidden")
    page = next(each for each in PAGES if each.path == shown.url_path)

    try:
        house = keeper.current()
    except NoData as fault:
        st.error(f"There are no figures to show: {fault}")
        st.stop()
    try:
        selection = session.settle(house)
    except BadAddress as fault:
        parts.refuse(fault, page)
        st.stop()

    session.VIEW.set(session.View(house, selection, page))
    st.set_page_config(page_title=spoken(TITLE))
    parts.navigation(pages, page)
    label = json.dumps(parts.filters_label(page), ensure_ascii=False)
    # On the button alone: a change of what all elements inherit would have the browser style all of them anew.
    st.html(f'<style>[data-testid="stExpandSidebarButton"] {{ --filters: {label}; }}</style>')
    st.html(f'<h1 id="{parts.TOP}" tabindex="-1">{spoken(page.title)}</h1>')
    parts.offer()
    parts.selected(page)
    shown.run()
    parts.footer(house.today)
    # Last, since what a reader waits for after a click is the page; the counts beside the choices may come after it.
    with st.sidebar:
        sidebar(page)
