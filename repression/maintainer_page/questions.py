"""The questions about a register as forms: what unknown words mean, and which rows are of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from repression.i18n import LANGUAGE_NAMES, N_, get_translator
from repression.intake.identity import PersonGroup
from repression.intake.vocabulary import ASKED, NO_FACILITY, UNREADABLE, OpenWord
from repression.maintain import answers
from repression.maintain.add import Prepared
from repression.maintain.answers import Answers, NewFacility, NewPenalty, PersonAnswer, WordAnswer
from repression.maintainer_page import steps
from repression.maintainer_page.texts import gettext, language, verbatim
from repression.paths import data_folder
from repression.snapshots.catalog import Catalog
from repression.snapshots.schema import Field, fields_of
from repression.snapshots.writer import writer_lock

SAVED = "saved-answers"
OPEN, NEW, ARTICLES = "", "new", "articles"
NEW_IN = ("prison", "penalty")
LINES_SHOWN = 20
MOST_ASKED = 60  # at once: a browser is slow with more forms
_SAME, _DIFFERENT = "same", "different"
_PLACES = {
    "not_held": N_("in no place of detention"),
    "house_arrest": N_("house arrest"),
    "awaiting_sentence": N_("at liberty before the sentence begins"),
}


def show(catalog: Catalog, prepared: Prepared) -> None:
    """The questions, and the button that saves what is answered."""
    words = prepared.report.open_words()
    asked = [group for group in prepared.report.groups if group.ids]
    st.header(gettext("3. Questions about the file"), anchor=False)
    if not (words or asked):
        st.markdown(gettext("Nothing is left to be answered."))
        return
    st.markdown(
        gettext(
            "Each is asked once: the answer holds for later files, too. Every word needs an answer; to leave "
            "its cell empty is one. Rows that may be of one person may stay open. A word that names a person must not "
            "go into the repository. Everybody can read it: tick the box beneath the word."
        )
    )
    known = answers.known_meanings(data_folder())
    labels = _labels(catalog)
    given = [_word(word, known[word.column], labels, catalog) for word in words[:MOST_ASKED]]
    decided = [
        _group(group, _told_apart(catalog, prepared.differences.get(group.ids, {})))
        for group in asked[: MOST_ASKED - len(given)]
    ]
    whole = Answers(tuple(filter(None, given)), tuple(filter(None, decided)))
    ready = len(whole.words) + len(whole.people)
    st.caption(gettext("{ready} of {all:question|questions} answered.", ready=ready, all=len(words) + len(asked)))
    if later := len(words) + len(asked) - len(given) - len(decided):
        st.caption(gettext("{later:question|questions} more will come when these are saved.", later=later))
    pressed = st.button(gettext("Save the answers"), disabled=not ready or steps.is_running(), key="save-answers")
    if pressed:
        words_of_step = gettext("Saving the answers …")
        steps.begin(words_of_step, SAVED, save, data_folder(), whole, date.today(), can_stop=False)
    steps.place(SAVED)
    saved = steps.outcome(SAVED)
    if saved and saved.problem:
        st.error(gettext("The answers are not saved:"))
        verbatim(saved.problem)


def save(data: Path, given: Answers, today: date) -> list[Path]:
    """Save answers; return the paths. Raises ValidationError as `answers.prepare` and the writer's lock do."""
    with writer_lock(data):
        return answers.write(answers.prepare(data, given, today))


def _labels(catalog: Catalog) -> Mapping[str, str]:
    """Codes and names of facilities in the language of the page."""
    _ = get_translator(language())
    codes = {code: label for field in fields_of(catalog.package, "people") for code, label in field.labels.items()}
    return {
        **{code: _(label) for code, label in codes.items()},
        **{code: _(_PLACES[code]) for code in NO_FACILITY},
        OPEN: _("not answered"),
        NEW: _("a new one"),
        ARTICLES: _("these articles"),
        UNREADABLE: _("leave the cell empty, and count it as unreadable"),
    }


def _word(
    word: OpenWord, known: Sequence[str] | None, labels: Mapping[str, str], catalog: Catalog
) -> WordAnswer | None:
    """The question about a word, and its answer so far."""
    key = f"{word.column}-{word.word}"
    titles = {field.name: field.title for field in fields_of(catalog.package, "people")}
    _ = get_translator(language())
    with st.container(border=True):
        st.markdown(
            gettext(
                "**{column}**, in {rows:row|rows} (lines {lines})",
                column=_(titles[ASKED[word.column]]),
                rows=word.rows,
                lines=_listed(word.lines),
            )
        )
        verbatim("\n".join(word.examples) or word.word)
        meanings = [ARTICLES] if known is None else list(known)
        options = [OPEN, *meanings, *([NEW] if word.column in NEW_IN else [])]
        options += [UNREADABLE] if word.column != "status" else []
        chosen = st.selectbox(
            gettext("It means"), options, format_func=lambda code: labels.get(code, _(code)), key=f"means-{key}"
        )
        private = st.checkbox(
            gettext("This word might name a person: keep it on this machine"), word.is_rare, key=f"private-{key}"
        )
        if chosen == OPEN:
            return None
        if chosen == ARTICLES:
            articles = st.text_input(gettext("Articles, such as 130;293.2"), key=f"articles-{key}").strip()
            return WordAnswer(word.column, word.word, articles, None, private) if articles else None
        if chosen == NEW:
            new = _new_facility(catalog, key) if word.column == "prison" else _new_penalty(key)
            meaning = new.facility if isinstance(new, NewFacility) else new.code
            return WordAnswer(word.column, word.word, meaning, new, private) if meaning else None
        return WordAnswer(word.column, word.word, chosen, None, private)


def _new_facility(catalog: Catalog, key: str) -> NewFacility:
    fields = {field.name: field for field in fields_of(catalog.package, "facilities")}
    name = st.text_input(gettext("Name in English, without its town"), key=f"facility-{key}").strip()
    kind = _code(fields["kind"], key)
    place = st.text_input(gettext("Town in English"), key=f"place-{key}").strip()
    region = _code(fields["region"], key)
    translated = {
        f"{part}_{lang}": st.text_input(f"{words} ({LANGUAGE_NAMES[lang]})", key=f"{part}-{lang}-{key}").strip()
        for part, words in (("facility", gettext("Name")), ("place", gettext("Town")))
        for lang in ("be", "ru")
    }
    return NewFacility(name, kind, place, region, **translated)


def _new_penalty(key: str) -> NewPenalty:
    code = st.text_input(gettext("Code, such as deferred"), key=f"code-{key}").strip()
    label = st.text_input(gettext("What readers are told in English"), key=f"label-{key}").strip()
    translated = {
        f"label_{lang}": st.text_input(LANGUAGE_NAMES[lang], key=f"label-{lang}-{key}").strip() for lang in ("be", "ru")
    }
    return NewPenalty(code, label, **translated)


def _code(field: Field, key: str) -> str:
    """A code of a field, chosen by its label."""
    _ = get_translator(language())
    chosen = st.selectbox(
        _(field.title),
        field.enum,
        index=None,
        format_func=lambda code: _(field.labels.get(code, code)),
        key=f"{field.name}-{key}",
        placeholder=gettext("Choose one"),
    )
    return chosen or ""


def _told_apart(catalog: Catalog, differences: Mapping[str, Sequence[str]]) -> str:
    """What differs between rows that may be of one person, a column a line, with the cell of each row."""
    _ = get_translator(language())
    fields = {field.name: field for field in fields_of(catalog.package, "people")}
    told = {"": "–", "true": _("yes"), "false": _("no")}
    lines = []
    for name, cells in differences.items():
        field = fields[name]
        # Places and age groups have no labels: they are translated as they are.
        shown = [told.get(cell) or _(field.labels.get(cell, cell)) for cell in cells]
        lines.append(f"{_(field.title)}: {' | '.join(shown)}")
    return "\n".join(lines)


def _group(group: PersonGroup, told_apart: str) -> PersonAnswer | None:
    """The question whether rows are of one person, what differs between them, and the answer so far."""
    key = "-".join(group.ids)
    with st.container(border=True):
        shared = "; ".join(reason.in_language(language()) for reason in group.shared)
        # Ids, too: cells with line breaks make the numbers of lines larger than those of rows in a spreadsheet.
        lines, ids = _listed(group.lines), _listed(group.ids)
        st.markdown(gettext("Lines {lines}, ids {ids}, share: **{shared}**", lines=lines, ids=ids, shared=shared))
        if told_apart:
            st.caption(gettext("They differ in:"))
            verbatim(told_apart)
        choices = {
            OPEN: gettext("not answered"),
            _SAME: gettext("one person"),
            _DIFFERENT: gettext("different people"),
        }
        chosen = st.radio(
            gettext("They are"), list(choices), format_func=choices.__getitem__, horizontal=True, key=f"people-{key}"
        )
        if chosen == OPEN:
            return None
        if chosen == _DIFFERENT:
            return PersonAnswer(group.ids)
        if len(group.ids) == 2:
            return PersonAnswer(group.ids, group.ids)
        same = st.multiselect(gettext("The ids that are one person"), group.ids, default=group.ids, key=f"same-{key}")
        return PersonAnswer(group.ids, tuple(same))


def _listed(lines_or_ids: Sequence[int] | Sequence[str]) -> str:
    shown = ", ".join(map(str, lines_or_ids[:LINES_SHOWN]))
    return f"{shown}, …" if len(lines_or_ids) > LINES_SHOWN else shown
