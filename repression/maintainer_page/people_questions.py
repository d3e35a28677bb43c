"""The questions which rows are of one person: one answer for all groups that are alike, or each group on its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from repression.formatting import format_length
from repression.i18n import N_, get_translator
from repression.intake.identity import PersonGroup
from repression.maintain.answers import PersonAnswer
from repression.maintain.person_questions import Differences, PersonQuestion
from repression.maintainer_page.texts import gettext, language, listed
from repression.messages import in_language
from repression.snapshots.catalog import Catalog
from repression.snapshots.schema import Field, fields_of

SAME, DIFFERENT, OPEN, EACH = "same", "different", "open", "each"
_ANSWERS = {
    SAME: N_("one person in each"),
    DIFFERENT: N_("different people"),
    OPEN: N_("leave open"),
    EACH: N_("look at each"),
}
_LOOKED_AT = "people-looked-at"  # the answers to single groups, by their ids: None for one that stays open


@dataclass(frozen=True)
class Answered:
    """What is answered about a question: `given` to save, and the ids of the groups that are left `open`."""

    given: tuple[PersonAnswer, ...] = ()
    open: tuple[tuple[str, ...], ...] = ()


def with_keys(questions: Sequence[PersonQuestion]) -> PersonQuestion | None:
    """The first question whose groups are looked at one after the other: the keys 1 to 3 answer it, and no other."""
    return next(
        (
            question
            for question in questions
            if st.session_state.get(f"people-{question.key}") == EACH
            and any(group.ids not in _looked_at() for group in question.groups)
        ),
        None,
    )


def ask(catalog: Catalog, question: PersonQuestion, differences: Differences, has_keys: bool) -> Answered | None:
    """A question about groups of rows; None until it is answered."""
    fields = {field.name: field for field in fields_of(catalog.package, "people")}
    with st.container(border=True):
        st.markdown(
            gettext(
                "{groups:group shares|groups share} **{shared:,}**: {likeness}.",
                groups=len(question.groups),
                shared=tuple(in_language(each, language()) for each in question.shared),
                likeness=gettext(question.likeness.value),
            )
        )
        if not question.allows(same=True):
            st.markdown(
                gettext("“One person” is not offered for all of them together. Leave them open, or look at each.")
            )
        _table(question.groups, differences, fields)
        chosen = st.radio(
            gettext("They are"),
            [key for key in _ANSWERS if key in (OPEN, EACH) or question.allows(same=key == SAME)],
            index=None,
            format_func=lambda key: gettext(_ANSWERS[key]),
            key=f"people-{question.key}",
            label_visibility="collapsed",
        )
        if chosen == EACH:
            return _each(question, differences, fields, has_keys)
    if chosen is None:
        return None
    if chosen == OPEN:
        return Answered(open=tuple(group.ids for group in question.groups))
    return Answered(question.answers(chosen == SAME))


def forget() -> None:
    """Forget the answers to single groups."""
    st.session_state.pop(_LOOKED_AT, None)


def _looked_at() -> dict[tuple[str, ...], PersonAnswer | None]:
    found: dict[tuple[str, ...], PersonAnswer | None] = st.session_state.setdefault(_LOOKED_AT, {})
    return found


def _each(
    question: PersonQuestion, differences: Differences, fields: Mapping[str, Field], has_keys: bool
) -> Answered | None:
    """The groups one after the other; None until each is answered."""
    looked_at = _looked_at()
    done = [group for group in question.groups if group.ids in looked_at]
    left = [group for group in question.groups if group.ids not in looked_at]
    st.progress(
        len(done) / len(question.groups),
        gettext("{done} of {all:group|groups} looked at", done=len(done), all=len(question.groups)),
    )
    if left:
        _show(left[0], differences.get(left[0].ids, {}), fields)
        _answer_buttons(question, left[0], has_keys)
    if done:
        st.button(
            gettext("Back to the group before"),
            on_click=looked_at.__delitem__,
            args=(done[-1].ids,),
            key=f"back-{question.key}",
        )
    if left:
        return None
    answers = {group.ids: looked_at[group.ids] for group in done}
    return Answered(
        tuple(answer for answer in answers.values() if answer),
        tuple(ids for ids, answer in answers.items() if not answer),
    )


def _show(group: PersonGroup, differing: Mapping[str, Sequence[str]], fields: Mapping[str, Field]) -> None:
    """One group, by what differs within it."""
    st.markdown(gettext("Rows {rows}, ids {ids}", rows=listed(group.lines), ids=listed(group.ids)))
    if differing:
        _ = get_translator(language())
        rows = {
            key: [_cell(fields[name], cells[at]) for name, cells in differing.items()]
            for at, key in enumerate(group.ids)
        }
        st.table({gettext("They differ in"): [_(fields[name].title) for name in differing], **rows}, hide_index=True)


def _answer_buttons(question: PersonQuestion, group: PersonGroup, has_keys: bool) -> None:
    """A button for each answer to a group, which a key presses, too, if the question has the keys."""
    same = group.ids
    if len(group.ids) > 2:
        key = f"same-{'-'.join(group.ids)}"
        chosen = group.ids if question.allows(same=True) else ()
        same = tuple(st.multiselect(gettext("The ids that are one person"), group.ids, chosen, key=key))
    choices = (
        ("1", gettext("One person"), PersonAnswer(group.ids, same)),
        ("2", gettext("Different people"), PersonAnswer(group.ids)),
        ("3", gettext("Leave open"), None),
    )
    with st.container(horizontal=True):
        for shortcut, words, answer in choices:
            st.button(
                words,
                shortcut=shortcut if has_keys else None,
                on_click=_looked_at().__setitem__,
                args=(group.ids, answer),
                disabled=shortcut == "1" and len(same) < 2,
                key=f"people-answer-{question.key}-{shortcut}",
            )


def _table(groups: Sequence[PersonGroup], differences: Differences, fields: Mapping[str, Field]) -> None:
    """What differs within each group, a group a row."""
    _ = get_translator(language())
    columns = [name for name in fields if any(name in differences.get(group.ids, {}) for group in groups)]
    table = {gettext("Ids"): [listed(group.ids) for group in groups]}
    for name in columns:
        cells = [differences.get(group.ids, {}).get(name, ()) for group in groups]
        table[_(fields[name].title)] = [" | ".join(_cell(fields[name], cell) for cell in each) for each in cells]
    table[gettext("Rows")] = [listed(group.lines) for group in groups]
    with st.expander(gettext("All of them, and what differs")):
        st.dataframe(table, hide_index=True)


def _cell(field: Field, cell: str) -> str:
    """A published cell as a reader sees it."""
    if not cell:
        return "–"
    if field.name == "sentence_months":
        return format_length(float(cell), language())
    _ = get_translator(language())
    # Places and age groups have no labels: they are translated as they are.
    return {"true": _("yes"), "false": _("no")}.get(cell) or _(field.labels.get(cell, cell))
