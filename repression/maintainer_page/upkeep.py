"""What comes after the data are changed: the check, the day of the next update, and the message of the commit."""

from __future__ import annotations

import shlex
from pathlib import Path

import streamlit as st

from repression.maintain.commit_message import commit_message
from repression.maintain.full_check import CheckReport, check_data
from repression.maintain.next_update import NextUpdate, read_next_update, write_next_update
from repression.maintainer_page import steps
from repression.maintainer_page.texts import gettext, language, told, verbatim
from repression.messages import in_language, words_of
from repression.paths import data_folder
from repression.snapshots.catalog import Catalog
from repression.snapshots.issues import ValidationError
from repression.snapshots.writer import writer_lock

CHECKED, PLANNED = "checked", "planned-update"


def show_check(_: Catalog) -> None:
    """Every snapshot, and what is wrong with it."""
    if st.button(gettext("Check all snapshots"), type="primary", disabled=steps.is_running(), key="check"):
        _begin_check()
    _show_checked()


def check_and_commit() -> None:
    """The check after something was written, which begins by itself, and then the commands that keep the change."""
    if CHECKED not in st.session_state:
        _begin_check()
    if _show_checked() and (message := _message()):
        _show_commands(message)


def _begin_check() -> None:
    steps.begin(gettext("Reading and checking every snapshot …"), CHECKED, check_data, data_folder())


def _show_checked() -> bool:
    """What the check found, if it has ended; whether all is well."""
    steps.place(CHECKED)
    found = steps.outcome(CHECKED)
    if found is None:
        return False
    if found.problem:
        st.error(gettext("The data cannot be checked:"))
        verbatim(found.problem)
        return False
    good: bool = found.value.is_good
    if good:
        st.success(gettext("Checked: every snapshot is valid."))
    else:
        st.error(gettext("Something is wrong: see the lines that begin with “refused” or “failed”."))
    with st.expander(_title_of(found.value), expanded=not good):
        told(found.value.lines)
    return good


def _title_of(report: CheckReport) -> str:
    """How many warnings and doubts the check found."""
    counts = [
        gettext("{warnings:warning|warnings}", warnings=report.warnings) if report.warnings else "",
        gettext("{doubts:doubt|doubts}", doubts=report.doubts) if report.doubts else "",
    ]
    found = ", ".join(filter(None, counts)) or gettext("no warning")
    return gettext("All that the check says: {found}", found=found)


def show_next_update(_: Catalog) -> None:
    """The day for which the next update is planned."""
    try:
        planned = read_next_update(data_folder())
    except ValidationError as fault:
        planned = None
        told(fault.lines)
    with st.form("next-update"):
        day = st.date_input(
            gettext("The next update is planned for"), value=planned.day if planned else None, key="next-day"
        )
        note = st.text_input(
            gettext("A sentence for readers, if needed"), planned.note if planned else "", key="next-note"
        )
        sent = st.form_submit_button(gettext("Write it"), type="primary", disabled=steps.is_running())
    st.caption(gettext("Without a day, the one that is named now is taken back."))
    if sent:
        update = NextUpdate(day, note.strip()) if day else None
        steps.begin(gettext("Writing the day …"), PLANNED, plan_update, data_folder(), update, can_stop=False)
    steps.place(PLANNED)
    if found := steps.outcome(PLANNED):
        if found.problem:
            st.error(gettext("Nothing was written:"))
            verbatim(found.problem)
        else:
            st.success(gettext("Written."))


def plan_update(data: Path, update: NextUpdate | None) -> Path:
    """Write the day of the next update under the writer's lock. Raises ValidationError and OSError."""
    with writer_lock(data):
        return write_next_update(data, update)


def show_commit(_: Catalog) -> None:
    """The commands that keep the changes under version control."""
    message = _message()
    if message:
        st.caption(gettext("Check the data first."))
        _show_commands(message)
        st.caption(gettext("The message says what was taken in or withdrawn, and never who was removed."))


def _message() -> str | None:
    """The message for a commit; None, and the page says why, if there is nothing to commit."""
    data = data_folder()
    try:
        message = commit_message(data)
    except FileNotFoundError:
        st.warning(
            gettext("The program git is not on this machine: install it, or commit the folder of the data elsewhere.")
        )
        return None
    except OSError as fault:
        st.info(gettext("This folder is not under version control, so there is nothing to commit:"))
        verbatim(in_language(words_of(fault), language()))
        return None
    if message is None:
        st.info(gettext("Nothing in this folder has changed since the last commit."))
    return message


def _show_commands(message: str) -> None:
    """The commands that keep the changes, with the message."""
    data = data_folder()
    st.markdown(gettext("To keep it, run this in a terminal, in the folder of the project:"))
    folders = " ".join(shlex.quote(str(path)) for path in (data, Path("locale")))
    verbatim(f"git add {folders}\ngit commit -m {shlex.quote(message)}")
    st.caption(gettext("Readers see it when it is pushed to where the site takes its data from."))
