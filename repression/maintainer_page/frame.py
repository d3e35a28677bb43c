"""The frame of the page: its language, and the choice of what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from repression.exhibits.failures import InItsPlace
from repression.i18n import LANGUAGE_NAMES, N_
from repression.maintainer_page import published_rows, steps, take_in, upkeep
from repression.maintainer_page.texts import gettext, language, told
from repression.paths import PACKAGE, data_folder
from repression.snapshots.catalog import Catalog, read_catalog
from repression.ui.failures import show_failure

TASKS: Mapping[str, tuple[str, Callable[[Catalog], None]]] = {
    "take-in": (N_("Take in a file"), take_in.show),
    "correct": (N_("Correct a figure"), published_rows.show_correct),
    "withdraw": (N_("Withdraw a snapshot"), published_rows.show_withdraw),
    "remove": (N_("Remove somebody"), published_rows.show_remove),
    "next-update": (N_("Next update"), upkeep.show_next_update),
    "check": (N_("Check"), upkeep.show_check),
    "commit": (N_("Commit"), upkeep.show_commit),
}


def _choose_language() -> None:
    st.segmented_control(
        gettext("Language"),
        list(LANGUAGE_NAMES),
        default=language(),
        format_func=LANGUAGE_NAMES.__getitem__,
        key="language",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: st.query_params.update(lang=st.session_state["language"]),
    )


def show() -> None:
    """Draw the page: the language, the tasks, the chosen task, and last the wait for a step that runs."""
    st.set_page_config(page_title=gettext("Keeping the data"), layout="centered")
    st.html(PACKAGE / "static" / "chart.css")  # charts have the looks of those of the public pages, on a dark page too
    _choose_language()
    st.title(gettext("Keeping the data"), anchor=False)
    st.text(gettext("This page works on {folder}, on this machine alone.", folder=str(data_folder())))
    titles = {name: gettext(title) for name, (title, _) in TASKS.items()}
    task = st.segmented_control(
        gettext("What to do"),
        list(titles),
        default=next(iter(titles)),
        format_func=titles.__getitem__,
        key="task",
        required=True,
        disabled=steps.is_running(),
        on_change=take_in.forget_written,  # what another task does may change what the check would find
    )
    catalog = read_catalog(data_folder())
    if not catalog.package:
        st.error(gettext("The data cannot be read:"))
        told(issue.told for issue in catalog.issues)
        return
    _, show_task = TASKS[task]
    with InItsPlace(task, show_failure):
        show_task(catalog)
    steps.wait()
