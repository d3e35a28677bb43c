"""Take in a file: what it was read as, what it changes, what stands against it, and the yes to each of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from repression.formatting import format_number
from repression.i18n import get_translator
from repression.intake.formats import RawFile
from repression.intake.report import Report
from repression.maintain import add
from repression.maintain.obstacles import NOT_FOLLOWED
from repression.maintain.stated import Stated, StatedAnew, stated_before, with_numbers
from repression.maintainer_page import effects, questions, steps, upkeep, uploader
from repression.maintainer_page.texts import as_text, gettext, language, titles_of, told, verbatim
from repression.messages import Message, in_language
from repression.partial_dates import FIRST_YEAR
from repression.paths import data_folder
from repression.snapshots.catalog import Catalog
from repression.snapshots.descriptor import Source
from repression.snapshots.schema import datasets_of

PREPARED, WRITTEN = "prepared", "written"
ANSWERED = "files-of-answers"  # what saving answers wrote
SEEN = "notable-before-answers"  # the lines worth a look that were shown before the answers were saved
REPORT = "report"  # the anchor of its heading
MOST_DAYS_QUIET = 31  # between the newest date of a register and its day
FIRST_DAY = date(FIRST_YEAR, 1, 1)
ROUND = "upload-round"  # another key of the uploader, so that it lets go of the file


def show(catalog: Catalog) -> None:
    """The task, from the file to the snapshot."""
    _written()
    st.header(gettext("1. The file"), anchor=False)
    files = uploader.files(f"upload-{st.session_state.get(ROUND, 0)}")
    dataset = st.selectbox(
        gettext("What is in it"),
        datasets_of(catalog.package),
        index=datasets_of(catalog.package).index("people"),
        format_func=titles_of(catalog).__getitem__,
        key="dataset",
    )
    _request(catalog, dataset, files)
    steps.place(PREPARED)
    _look_again()
    found = steps.outcome(PREPARED)
    if found:
        st.markdown(gettext("[The result is below.](#{anchor})", anchor=REPORT))
        st.header(gettext("2. What it was read as"), anchor=REPORT)
    if found and found.problem:
        st.error(gettext("The file is not taken in, and nothing was written:"))
        verbatim(found.problem)
    elif found:
        asked = questions.about(found.value)
        _report(found.value, bool(asked))
        if questions.show(catalog, found.value, asked):
            effects.show(catalog, found.value)
            _agreement(found.value)


def _request(catalog: Catalog, dataset: str, files: Sequence[RawFile]) -> None:
    """The form of what is said of the file; sending it begins the look at the file."""
    key, shown = f"day-{dataset}", f"stated-of-{dataset}"
    # The form was sent with this day, which decides whose source and notes are in it: they may not have been seen yet.
    before = stated_before(catalog, dataset, st.session_state.get(key) or date.today())
    base = before.day if before else None
    seen = st.session_state.get(shown, base)
    st.session_state[shown] = base
    with st.form(f"request-{dataset}"):
        # No day is filled in: a wrong one would be published, and nothing in the file says which one is right.
        day = st.date_input(
            gettext("Day that the data describe: of an export, the day on which you saved it"),
            None,
            FIRST_DAY,
            key=key,
        )
        holding = _notes_with_numbers(before, f"{dataset}-{base}")
        stated, accessed = _stated(before, holding, f"{dataset}-{base}")
        sent = st.form_submit_button(gettext("Look at the file"), type="primary", disabled=steps.is_running())
    if not sent:
        return
    if not day:
        st.warning(gettext("Name the day that the data describe."))
        return
    if before and seen != base:
        words = gettext("Source and notes are those of {day} now. Look at them, and press again.", day=str(base))
        st.warning(words)
        return
    if not files:
        st.warning(gettext("There is no file yet: drop it above."))
        return
    questions.forget()
    st.session_state.pop(SEEN, None)
    # Each note with a number was asked about.
    allowed = frozenset(["keep-notes"] if holding else [])
    _look(add.AddRequest(data_folder(), tuple(files), dataset, day, stated, accessed, "maintainers", allowed))


def _notes_with_numbers(before: Stated | None, key: str) -> tuple[str, ...]:
    """Those notes with numbers of the snapshot before of which the maintainer says that they hold for this file."""
    notes = with_numbers(before, before.notes) if before else []
    if not notes:
        return ()
    _ = get_translator(language())
    with st.expander(gettext("{notes:old note|old notes} with numbers: left out unless ticked", notes=len(notes))):
        st.caption(gettext("Tick those that hold for this file, too."))
        return tuple(
            note for place, note in enumerate(notes) if st.checkbox(as_text(_(note)), key=f"holds-{place}-{key}")
        )


def _stated(before: Stated | None, holding: Sequence[str], key: str) -> tuple[StatedAnew, date]:
    """Source, notes and the day of saving, as they were before unless the maintainer changes them."""
    source = before.source if before else Source("", "", "", "not stated")
    numbered = with_numbers(before, before.notes) if before else []
    known = tuple(note for note in before.notes if note not in numbered) if before else ()
    words = gettext("Source and notes")
    if before:
        words = gettext("Source and other notes, as of {day}: nothing has to be changed", day=str(before.day))
    with st.expander(words):
        accessed = st.date_input(gettext("Day on which you saved it"), "today", FIRST_DAY, key="accessed")
        title = st.text_input(gettext("Title of the source"), source.title, key=f"title-{key}")
        url = st.text_input(gettext("Address of the source"), source.url, key=f"url-{key}")
        publisher = st.text_input(gettext("Publisher"), source.publisher, key=f"publisher-{key}")
        licence = st.text_input(gettext("Licence or terms"), source.licence, key=f"licence-{key}")
        written = st.text_area(
            gettext("Notes for readers, one a line"), "\n".join(known), "content", key=f"notes-{key}"
        )
    notes = [line.strip() for line in written.splitlines() if line.strip()]
    notes += holding
    dropped = tuple(note for note in (*numbered, *known) if note not in notes)
    return StatedAnew(title, url, publisher, licence, tuple(notes), dropped), accessed


def _look(request: add.AddRequest) -> None:
    _forget()
    steps.begin(gettext("Reading the file, and comparing it with what is there …"), PREPARED, add.prepare, request)


def _look_again() -> None:
    """After answers are saved, the same bytes are read with them."""
    saved, found = steps.outcome(questions.SAVED), steps.outcome(PREPARED)
    if saved and not saved.problem and found and not found.problem:
        st.session_state[ANSWERED] = (*st.session_state.get(ANSWERED, ()), *saved.value)
        st.session_state[SEEN] = frozenset((*st.session_state.get(SEEN, ()), *found.value.notable))
        _look(found.value.request)


def _report(prepared: add.Prepared, is_asking: bool) -> None:
    """How many rows there are and what becomes of them; the rest in folds whose titles say what is in them."""
    report = prepared.report
    told(report.forms)
    numbers = {
        gettext("rows read"): report.rows,
        gettext("taken"): report.taken_rows,
        gettext("refused"): report.refused_rows,
        gettext("second rows of a person"): len(report.merged),
        gettext("wait for an answer"): report.waiting_rows,
        gettext("withheld"): len(report.withheld),
        gettext("groups that may be one person"): len(report.groups),
    }
    # The first two make the sum plain; of the others only what there is.
    shown = {label: number for place, (label, number) in enumerate(numbers.items()) if number or place < 2}
    with st.container(horizontal=True, gap="large"):
        for label, number in shown.items():
            st.metric(label, format_number(number, language()), width="content")
    _newest_date(prepared)
    if prepared.beside:
        told(prepared.beside)
    if report.issues:
        _refused(report)
    if is_asking:
        _against(prepared)
    _notable(prepared)
    with st.expander(gettext("The whole report")):
        told(prepared.plan.lines)


def _newest_date(prepared: add.Prepared) -> None:
    """The newest date of a register, and a question if it is long before the day of the register."""
    newest = prepared.report.newest
    if newest is None:
        return
    days = (prepared.request.date - newest).days
    if days <= MOST_DAYS_QUIET:
        st.markdown(gettext("The newest date in it: **{day}**.", day=newest))
        return
    st.warning(
        gettext(
            "The newest date in the file is {newest}, {days:day|days} before the day that you named. If the day is "
            "right and the file is whole, go on.",
            newest=newest,
            days=days,
        )
    )


def _against(prepared: add.Prepared) -> None:
    """What stands against the file, while questions are asked: who mends it first need not answer them."""
    reasons = [each.reason for each in prepared.obstacles if each.option]
    # Where people cannot be followed, another file does not help. As all obstacles it has its yes later.
    if to_mend := [each for each in reasons if each.template != NOT_FOLLOWED]:
        st.warning(gettext("Mend this first, if you can:"))
        told(to_mend)


def _notable(prepared: add.Prepared) -> None:
    """What could not be read or may be an error; after answers only what is new."""
    seen: frozenset[Message] | None = st.session_state.get(SEEN)
    lines = [each for each in prepared.notable if each not in (seen or ())]
    if not lines:
        return
    title = gettext("Not urgent: {lines:line|lines} on unclear or odd cells", lines=len(lines))
    if seen is not None:
        title = gettext("Not urgent: {lines:line is|lines are} new after your answers", lines=len(lines))
    with st.expander(title):
        told(lines)


def _refused(report: Report) -> None:
    with st.expander(gettext("Why rows are refused: {cells:cell|cells}", cells=len(report.issues))):
        st.dataframe(
            {
                gettext("Row"): [each.line for each in report.issues],
                gettext("Id"): [report.ids.get(each.line or 0, "") for each in report.issues],
                gettext("Column"): [each.column for each in report.issues],
                gettext("Found"): [each.value for each in report.issues],
                gettext("Rule"): [in_language(each.rule, language()) for each in report.issues],
            },
            hide_index=True,
        )


def _agreement(prepared: add.Prepared) -> None:
    st.header(gettext("5. Take it in"), anchor=False)
    against: dict[str, list[Message]] = {}
    for obstacle in prepared.obstacles:
        against.setdefault(obstacle.option, []).append(obstacle.reason)
    if against:
        st.warning(gettext("Say yes to each, if it is meant:"))
    agreed = set()
    for option, reasons in against.items():
        with st.container(border=True):
            told(reasons)
            if st.checkbox(gettext(add.OVERRIDES[option]), key=f"agree-{option}"):
                agreed.add(option)
    pressed = st.button(
        gettext("Take it in"), type="primary", disabled=against.keys() != agreed or steps.is_running(), key="take-in"
    )
    if pressed:
        steps.begin(
            gettext("Writing the snapshot …"),
            WRITTEN,
            add.write_prepared,
            prepared.plan,
            tuple(each for each in prepared.obstacles if each.option not in agreed),
            replace(prepared.request, allowed=prepared.request.allowed | agreed),
            can_stop=False,
        )
    steps.place(WRITTEN)


def _written() -> None:
    """What was written, with the files of answers, until another file is looked at; then all data are checked.

    The file is let go of.
    """
    written = steps.outcome(WRITTEN)
    if written is None:
        return
    if written.problem:
        st.error(gettext("Nothing was written:"))
        verbatim(written.problem)
        del st.session_state[WRITTEN]
        return
    if PREPARED in st.session_state:
        _forget()
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
        for name in [each for each in st.session_state if str(each).startswith("day-")]:
            st.session_state[name] = None  # the next file is of another day
        written = steps.Outcome([*dict.fromkeys((*st.session_state.pop(ANSWERED, ()), *written.value))])
        st.session_state[WRITTEN] = written
    st.success(gettext("Taken in."))
    with st.expander(gettext("{files:file was written|files were written}", files=len(written.value))):
        verbatim("\n".join(map(str, written.value)))
    upkeep.check_and_commit()


def forget_written() -> None:
    """Forget what was written last, and what the check found after it."""
    for name in (WRITTEN, upkeep.CHECKED):
        st.session_state.pop(name, None)


def _forget() -> None:
    """Forget what is known of a file that was looked at before."""
    for name in list(st.session_state):
        kept = (PREPARED, WRITTEN, questions.SAVED, upkeep.CHECKED)
        if name in kept or str(name).startswith(("charts-", "agree-")):
            del st.session_state[name]
