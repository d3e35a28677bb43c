"""Take in a file: what it was read as, what it changes, what stands against it, and the yes to each of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from repression.charts.svg import svg
from repression.formatting import format_number
from repression.i18n import N_, get_translator
from repression.intake.formats import RawFile
from repression.maintain import add
from repression.maintain.plan import write_as_shown
from repression.maintain.stated import Stated, StatedAnew, stated_before, with_numbers
from repression.maintainer_page import comparison, questions, steps, uploader
from repression.maintainer_page.texts import as_text, gettext, language, next_task, titles_of, told, verbatim
from repression.messages import Message, in_language
from repression.partial_dates import FIRST_YEAR
from repression.paths import data_folder
from repression.snapshots.catalog import Catalog
from repression.snapshots.descriptor import Source
from repression.snapshots.schema import datasets_of, fields_of

PREPARED, WRITTEN, CHARTS = "prepared", "written", "charts-{lang}"
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
    if found and found.problem:
        st.error(gettext("The file is not taken in, and nothing was written:"))
        verbatim(found.problem)
    elif found:
        _report(found.value)
        if questions.show(catalog, found.value):
            _comparison(found.value)
            _disclosure(catalog, found.value)
            _agreement(found.value)


def _request(catalog: Catalog, dataset: str, files: Sequence[RawFile]) -> None:
    """The form of what is said of the file; sending it begins the look at the file."""
    key, shown = f"day-{dataset}", f"stated-of-{dataset}"
    # The form was sent with this day, which decides whose source and notes are in it: they may not have been seen yet.
    before = stated_before(catalog, dataset, st.session_state.get(key, date.today()))
    base = before.day if before else None
    seen = st.session_state.get(shown, base)
    st.session_state[shown] = base
    with st.form(f"request-{dataset}"):
        described, saved = st.columns(2)
        with described:
            day = st.date_input(gettext("Day that the data describe"), "today", FIRST_DAY, key=key)
        with saved:
            accessed = st.date_input(
                gettext("Day on which you saved it"), "today", FIRST_DAY, key=f"accessed-{dataset}"
            )
        holding = _notes_with_numbers(before, f"{dataset}-{base}")
        stated = _stated(before, holding, f"{dataset}-{base}")
        sent = st.form_submit_button(gettext("Look at the file"), type="primary", disabled=steps.is_running())
    if not sent:
        return
    if before and seen != base:
        words = gettext("Source and notes are those of {day} now. Look at them, and press again.", day=str(base))
        st.warning(words)
        return
    if not files:
        st.warning(gettext("There is no file yet: drop it above."))
        return
    questions.forget()
    # Each note with a number was asked about.
    allowed = frozenset(["keep-notes"] if holding else [])
    _look(add.AddRequest(data_folder(), tuple(files), dataset, day, stated, accessed, "maintainers", allowed))


def _notes_with_numbers(before: Stated | None, key: str) -> tuple[str, ...]:
    """Those notes with numbers of the snapshot before of which the maintainer says that they hold for this file."""
    notes = with_numbers(before, before.notes) if before else []
    if before and notes:
        words = gettext(
            "These notes of {day} have numbers. Tick those that hold for this file, too:", day=str(before.day)
        )
        st.markdown(words)
    _ = get_translator(language())
    return tuple(note for place, note in enumerate(notes) if st.checkbox(as_text(_(note)), key=f"holds-{place}-{key}"))


def _stated(before: Stated | None, holding: Sequence[str], key: str) -> StatedAnew:
    """Source and notes, as they are stated of the snapshot before unless the maintainer changes them."""
    source = before.source if before else Source("", "", "", "not stated")
    numbered = with_numbers(before, before.notes) if before else []
    known = tuple(note for note in before.notes if note not in numbered) if before else ()
    words = gettext("Source and notes")
    if before:
        words = gettext("Source and other notes, as of {day}", day=str(before.day))
    with st.expander(words):
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
    return StatedAnew(title, url, publisher, licence, tuple(notes), dropped)


def _look(request: add.AddRequest) -> None:
    _forget()
    steps.begin(gettext("Reading the file, and comparing it with what is there …"), PREPARED, add.prepare, request)


def _look_again() -> None:
    """After answers are saved, the same bytes are read with them."""
    saved, found = steps.outcome(questions.SAVED), steps.outcome(PREPARED)
    if saved and not saved.problem and found and not found.problem:
        _look(found.value.request)


def _report(prepared: add.Prepared) -> None:
    report = prepared.report
    st.header(gettext("2. What it was read as"), anchor=False)
    told(report.forms)
    numbers = {
        gettext("rows read"): report.rows,
        gettext("taken"): report.taken_rows,
        gettext("refused"): report.refused_rows,
        gettext("withheld"): len(report.withheld),
    }
    for column, (label, number) in zip(st.columns(len(numbers)), numbers.items(), strict=True):
        column.metric(label, format_number(number, language()))
    if report.issues:
        st.warning(gettext("These cells are refused, and their rows with them. The lines are those of your file."))
        st.dataframe(
            {
                gettext("Line"): [each.line for each in report.issues],
                gettext("Column"): [each.column for each in report.issues],
                gettext("Found"): [each.value for each in report.issues],
                gettext("Rule"): [in_language(each.rule, language()) for each in report.issues],
            },
            hide_index=True,
        )
    if against := [each.reason for each in prepared.obstacles if each.option]:
        st.warning(gettext("This stands against the file. If it can be mended, do that first:"))
        told(against)
    if prepared.notable:
        st.markdown(gettext("Worth a look:"))
        told(prepared.notable)
    with st.expander(gettext("The whole report")):
        told(prepared.plan.lines)


def _comparison(prepared: add.Prepared) -> None:
    st.header(gettext("4. What it changes"), anchor=False)
    name = CHARTS.format(lang=language())
    steps.place(name)
    compared = steps.outcome(name)
    if compared is None:
        words = gettext("Drawing the charts before and after …")
        steps.begin(words, name, comparison.compare, prepared, language())
        return
    if compared.problem:
        st.warning(gettext("The charts cannot be drawn:"))
        verbatim(compared.problem)
        return
    made: comparison.Comparison = compared.value
    if made.changes:
        kinds, changes, numbers = zip(*made.changes, strict=True)
        st.dataframe({gettext("Kind"): kinds, gettext("Change"): changes, gettext("People"): numbers}, hide_index=True)
    if made.charts:
        titles = [pair.title for pair in made.charts]
        chosen = st.selectbox(gettext("Chart"), range(len(titles)), format_func=titles.__getitem__, key="chart")
        before, after = st.columns(2)
        with before:
            _side("before", gettext("As it is now"), made.charts[chosen].before)
        with after:
            _side("after", gettext("With the file"), made.charts[chosen].after)


def _side(anchor: str, words: str, side: comparison.Side | None) -> None:
    st.subheader(words, anchor=False)
    if side is None:
        st.info(gettext("There is nothing to draw."))
        return
    st.markdown(svg(side.figure, title=words, description=side.words, anchor=anchor), unsafe_allow_html=True)


def _disclosure(catalog: Catalog, prepared: add.Prepared) -> None:
    """How many rows can be told from all others, by what somebody may know of a person."""
    if prepared.disclosure is None:
        return
    _ = get_translator(language())
    titles = {field.name: _(field.title) for field in fields_of(catalog.package, prepared.request.dataset)}
    now, before = prepared.disclosure.now, prepared.disclosure.before
    earlier = before.risks if before else (None,) * len(now.risks)
    st.subheader(gettext("How easily people are found"), anchor=False)
    st.caption(gettext("Rows that only one person has, by what somebody may know: see docs/privacy.md."))
    st.table(
        {
            gettext("Known"): [
                ", ".join(titles[name] for name in risk.key.columns) or gettext("all columns") for risk in now.risks
            ],
            gettext("Rows of one person"): [risk.unique for risk in now.risks],
            gettext("Share"): [f"{risk.share:.1%}" for risk in now.risks],
            gettext("Share before"): [f"{than.share:.1%}" if than else "–" for than in earlier],
            gettext("Limit"): ["–" if risk.key.limit is None else f"{risk.key.limit:.0%}" for risk in now.risks],
        },
        hide_index=True,
    )


def _agreement(prepared: add.Prepared) -> None:
    st.header(gettext("5. Take it in"), anchor=False)
    against: dict[str, list[Message]] = {}
    for obstacle in prepared.obstacles:
        against.setdefault(obstacle.option, []).append(obstacle.reason)
    if against:
        template = N_("{things:thing stands|things stand} against it. Mend each, if you can, or say yes to each.")
        st.warning(gettext(template, things=len(against)))
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
            write_as_shown,
            prepared.plan,
            add.plan_of,
            replace(prepared.request, allowed=prepared.request.allowed | agreed),
            can_stop=False,
        )
    steps.place(WRITTEN)


def _written() -> None:
    """What was written, once; the file is then let go of."""
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
    st.success(gettext("Taken in. These files were written:"))
    verbatim("\n".join(map(str, written.value)))
    next_task("check", gettext("Next: check"))


def _forget() -> None:
    """Forget what is known of a file that was looked at before."""
    for name in list(st.session_state):
        if name in (PREPARED, WRITTEN, questions.SAVED) or str(name).startswith(("charts-", "agree-")):
            del st.session_state[name]
