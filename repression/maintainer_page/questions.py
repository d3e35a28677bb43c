"""The questions about a register: what unknown words mean, and which rows are of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from repression.intake.vocabulary import OpenWord
from repression.maintain import answers
from repression.maintain.add import Prepared
from repression.maintain.answers import Answers
from repression.maintain.person_questions import PersonQuestion, person_questions
from repression.maintainer_page import people_questions, steps, word_questions
from repression.maintainer_page.texts import gettext, verbatim
from repression.paths import data_folder
from repression.snapshots.catalog import Catalog
from repression.snapshots.writer import writer_lock

SAVED = "saved-answers"
MOST_ASKED = 60  # at once: a browser is slow with more forms
_LEFT_OPEN = "people-left-open"  # the ids of the groups that stay open in this file


@dataclass(frozen=True)
class Asked:
    """What is to be asked about a file: words, and which rows are of one person."""

    words: tuple[OpenWord, ...]
    people: tuple[PersonQuestion, ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.people)


def about(prepared: Prepared) -> Asked:
    """The questions about a file, without the groups of rows that stay open."""
    groups = [group for group in prepared.report.groups if group.ids not in _left_open()]
    return Asked(prepared.report.open_words(), tuple(person_questions(groups, prepared.differences)))


def _left_open() -> frozenset[tuple[str, ...]]:
    found: frozenset[tuple[str, ...]] = st.session_state.get(_LEFT_OPEN, frozenset())
    return found


def show(catalog: Catalog, prepared: Prepared, asked: Asked) -> bool:
    """The questions, and the button that saves what is answered; whether none is left."""
    st.header(gettext("3. Questions about the file"), anchor=False)
    if left_open := _left_open():
        st.markdown(gettext("{groups:group|groups} of rows stay open.", groups=len(left_open)))
    elif not asked:
        st.markdown(gettext("Nothing is left to be answered."))
    if not asked:
        return True
    st.markdown(gettext("Answers hold for later files, too. Leave open what you do not know."))
    words, people = asked.words, asked.people
    known = answers.known_meanings(data_folder())
    found_words = [word_questions.ask(word, known[word.column], catalog) for word in words[:MOST_ASKED]]
    keyed = people_questions.with_keys(people)
    if people:
        st.markdown(
            gettext(
                "Is each group of rows one person? Left open, all its rows are published, and readers are told. Of "
                "one person one row is published: of a political prisoner, else of one not released, else the newest "
                "arrest."
            )
        )
    found_people = [people_questions.ask(catalog, each, prepared.differences, each is keyed) for each in people]
    given = Answers(tuple(filter(None, found_words)), tuple(one for each in found_people if each for one in each.given))
    opened = frozenset(ids for each in found_people if each for ids in each.open)
    every = len(words) + len(people)
    left = every - sum(one is not None for one in (*found_words, *found_people))
    st.markdown(gettext("**{left} of {all:question|questions} left.**", left=left, all=every))
    if later := len(words) - len(found_words):
        st.caption(gettext("{later:question|questions} more will come when these are saved.", later=later))
    pressed = st.button(
        gettext("Save the answers, and go on"),
        type="secondary" if left else "primary",
        disabled=left == every or steps.is_running(),
        key="save-answers",
    )
    if pressed:
        _go_on(given, left_open | opened)
    steps.place(SAVED)
    saved = steps.outcome(SAVED)
    if saved and saved.problem:
        st.error(gettext("The answers are not saved:"))
        verbatim(saved.problem)
    return False


def _go_on(given: Answers, left_open: frozenset[tuple[str, ...]]) -> None:
    """Save the answers, if there are any."""
    st.session_state[_LEFT_OPEN] = left_open
    if not (given.words or given.people):
        st.rerun()
    steps.begin(gettext("Saving the answers …"), SAVED, save, data_folder(), given, date.today(), can_stop=False)


def forget() -> None:
    """Forget which groups stay open, and what is answered."""
    people_questions.forget()
    for name in (_LEFT_OPEN, SAVED):
        st.session_state.pop(name, None)


def save(data: Path, given: Answers, today: date) -> list[Path]:
    """Save answers; return the paths. Raises ValidationError as `answers.prepare` and the writer's lock do."""
    with writer_lock(data):
        return answers.write(answers.prepare(data, given, today))
