"""Correct a cell, withdraw a snapshot, remove somebody: shown first, then written as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from repression.i18n import N_, get_translator
from repression.maintain import correct, remove, withdraw
from repression.maintain.match import RemoveRequest
from repression.maintain.plan import Plan, write_as_shown
from repression.maintain.private_store import IDENTITY_COLUMNS
from repression.maintainer_page import steps
from repression.maintainer_page.texts import gettext, language, titles_of, told, verbatim
from repression.paths import data_folder
from repression.snapshots.catalog import Catalog
from repression.snapshots.schema import Field, fields_of

PEOPLE = "people"


def show_correct(catalog: Catalog) -> None:
    """Correct cells of one row of a published snapshot, with the reason."""
    st.markdown(
        gettext(
            "For a figure of a published snapshot that is wrong. The old value stays readable, and readers are told. "
            "New data come by a new file."
        )
    )
    dataset, day = _snapshot("correct", catalog)
    person, values = _row("correct", catalog, dataset)
    cells = _cells(gettext("Columns to correct"), "correct-to", catalog, dataset, N_("{column}, the right value"))
    if dataset == PEOPLE:
        reasons = {key: gettext(words) for key, words in correct.PEOPLE_REASONS.items()}
        reason = st.selectbox(gettext("Reason"), list(reasons), format_func=reasons.__getitem__, key="correct-reason")
    else:
        reason = st.text_input(gettext("Reason, a sentence for readers"), key="correct-reason-text").strip()
    request = correct.CorrectRequest(data_folder(), dataset, day, person, values, cells, reason, date.today())
    _plan("correct", correct.prepare, request, gettext("Correct it"))


def show_withdraw(catalog: Catalog) -> None:
    """Take a whole snapshot back."""
    st.markdown(
        gettext(
            "For a snapshot that should not have been published. Its rows go; old links to its day say that it was "
            "withdrawn, and why."
        )
    )
    dataset, day = _snapshot("withdraw", catalog)
    reason = st.text_input(gettext("Reason, a sentence for readers"), key="withdraw-reason").strip()
    request = withdraw.WithdrawRequest(data_folder(), dataset, day, reason, date.today())
    _plan("withdraw", withdraw.prepare, request, gettext("Withdraw it"))


def show_remove(catalog: Catalog) -> None:
    """Remove a person or an organisation from every snapshot."""
    st.markdown(
        gettext(
            "When somebody asks to be removed: they go from every snapshot. The suppression list keeps them out "
            "of later files. Nobody is told whom or why."
        )
    )
    dataset = _dataset("remove", [name for name in _present(catalog) if name in IDENTITY_COLUMNS], catalog)
    person, values = _row("remove", catalog, dataset)
    days = st.multiselect(
        gettext("Only from these snapshots, if not from all"),
        sorted((each.date for each in catalog.snapshots if each.dataset == dataset), reverse=True),
        format_func=str,
        placeholder=gettext("All snapshots"),
        key=f"remove-days-{dataset}",
    )
    request = RemoveRequest(data_folder(), dataset, person, values, tuple(days))
    _plan("remove", remove.prepare, request, gettext("Remove them"))
    written = steps.outcome("written-remove")
    if written and not written.problem:
        st.info(
            gettext(
                "Old files stay in the history of the repository and in copies: docs/maintainers.md says what to do "
                "now. Keep private/withheld.csv, the suppression list, safe: without it a new file brings them back."
            )
        )


def _present(catalog: Catalog) -> list[str]:
    """The datasets that have a snapshot, that of people first."""
    return sorted({each.dataset for each in catalog.snapshots}, key=lambda name: (name != PEOPLE, name))


def _dataset(task: str, names: Sequence[str], catalog: Catalog) -> str:
    return st.selectbox(gettext("Data"), names, format_func=titles_of(catalog).__getitem__, key=f"{task}-dataset")


def _snapshot(task: str, catalog: Catalog) -> tuple[str, date]:
    dataset = _dataset(task, _present(catalog), catalog)
    days = sorted((each.date for each in catalog.snapshots if each.dataset == dataset), reverse=True)
    return dataset, st.selectbox(gettext("Snapshot of"), days, format_func=str, key=f"{task}-day-{dataset}")


def _row(task: str, catalog: Catalog, dataset: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The id and the values by which a row is meant."""
    person = ""
    if dataset == PEOPLE:
        person = st.text_input(
            gettext("Id in the register"),
            key=f"{task}-id",
            help=gettext(
                "It needs the source's rows in private/. If those of a snapshot are missing, name values, too."
            ),
        ).strip()
    return person, _cells(gettext("Columns by which the row is found"), f"{task}-by", catalog, dataset)


def _cells(
    label: str, key: str, catalog: Catalog, dataset: str, asked: str = N_("{column}, as it is now")
) -> tuple[tuple[str, str], ...]:
    """Columns with a value each, chosen by their titles. `asked` is what the field of a value says."""
    _ = get_translator(language())
    fields = {field.name: field for field in fields_of(catalog.package, dataset)}
    titles = {name: _(field.title) for name, field in fields.items()}
    chosen = st.multiselect(
        label,
        list(titles),
        format_func=titles.__getitem__,
        placeholder=gettext("Choose columns"),
        key=f"{key}-{dataset}",
    )
    return tuple(
        (name, _cell(fields[name], gettext(asked, column=titles[name]), f"{key}-{dataset}-{name}")) for name in chosen
    )


def _cell(field: Field, label: str, key: str) -> str:
    _ = get_translator(language())
    if field.enum:
        options = ["", *field.enum]
        return st.selectbox(
            label, options, format_func=lambda code: _(field.labels.get(code, code)) if code else "–", key=key
        )
    return st.text_input(label, key=key, help=gettext("Empty means an empty cell.")).strip()


def _plan(task: str, prepare: Callable[[Any], Plan], request: Any, agree: str) -> None:
    """Look at the plan of a request, and write it as it was shown. A request that has changed since has no plan."""
    planned, asked, written = f"plan-{task}", f"asked-{task}", f"written-{task}"
    done = steps.outcome(written)
    if done and not done.problem:
        st.session_state.pop(planned, None)
    if st.session_state.get(asked) != request and not steps.is_running():
        st.session_state.pop(planned, None)
    if st.button(gettext("Look what would change"), disabled=steps.is_running(), key=f"look-{task}"):
        st.session_state.pop(written, None)
        st.session_state[asked] = request
        steps.begin(gettext("Working out what would change …"), planned, prepare, request)
    steps.place(planned)
    found = steps.outcome(planned)
    if found and found.problem:
        st.warning(gettext("This cannot be done:"))
        verbatim(found.problem)
    elif found:
        told(found.value.lines)
        if st.button(agree, type="primary", disabled=steps.is_running(), key=f"write-{task}"):
            words = gettext("Writing the files …")
            steps.begin(words, written, write_as_shown, found.value, prepare, request, can_stop=False)
    steps.place(written)
    if done:
        _show_written(done)


def _show_written(written: steps.Outcome) -> None:
    if written.problem:
        st.error(gettext("Nothing was written:"))
        verbatim(written.problem)
        return
    st.success(gettext("Done. These files were written:"))
    verbatim("\n".join(map(str, written.value)))
