"""What a file changes: the numbers since the snapshot before, the charts, and how easily people are found."""

from __future__ import annotations

import streamlit as st

from repression.charts.svg import svg
from repression.formatting import format_number, format_value
from repression.i18n import N_, get_translator
from repression.maintain.add import Prepared
from repression.maintainer_page import comparison, steps
from repression.maintainer_page.texts import gettext, language, verbatim
from repression.snapshots.catalog import Catalog
from repression.snapshots.descriptor import Changes
from repression.snapshots.schema import fields_of
from repression.ui.streamlit_internals import show_html

CHARTS = "charts-{lang}"
_OPEN = "charts-are-open"
_OF_PEOPLE = {
    "added": N_("New in the register"),
    "gone": N_("No longer in the register"),
    "arrests": N_("Arrested"),
    "verdicts": N_("Sentenced"),
    "releases": N_("Released"),
    "undated": N_("Another status, and no date says why"),
    "corrected": N_("An older fact was corrected"),
}
_OF_ROWS = {
    "added": N_("New, or changed to what they are"),
    "gone": N_("Gone, or changed from what they were"),
}


def show(catalog: Catalog, prepared: Prepared) -> None:
    """The numbers in the open; charts and the risk of disclosure in folds, whose titles say what is in them."""
    st.header(gettext("4. What it changes"), anchor=False)
    changes = prepared.files.descriptor.changes
    if changes:
        _numbers(catalog, prepared.request.dataset, changes)
        _happened(prepared.request.dataset, changes)
    else:
        st.markdown(gettext("There is nothing before it to compare with."))
    _charts(prepared)
    _disclosure(catalog, prepared)


def _numbers(catalog: Catalog, dataset: str, changes: Changes) -> None:
    """Rows by status, then and now."""
    _ = get_translator(language())
    if changes.totals:
        (status,) = (field for field in fields_of(catalog.package, dataset) if field.name == "status")
        st.table(
            {
                _(status.title): [_(status.labels.get(each.status, each.status)) for each in changes.totals],
                format_value(changes.since, language()): [_number(each.before) for each in changes.totals],
                gettext("With the file"): [_number(each.after) for each in changes.totals],
            },
            hide_index=True,
        )


def _happened(dataset: str, changes: Changes) -> None:
    """What happened in between, where it can be told."""
    if dataset == "people" and changes.compared == "rows":
        before, now = (sum(getattr(each, side) for each in changes.totals) for side in ("before", "after"))
        st.markdown(
            gettext(
                "Before {before:row|rows}, now {now}. Rows cannot be followed from one to the other.",
                before=before,
                now=now,
            )
        )
        return
    told = _OF_PEOPLE if changes.compared == "people" else _OF_ROWS
    counted = {"added": changes.added, "gone": changes.gone, "undated": changes.undated, "corrected": changes.corrected}
    counted |= changes.events
    st.table(
        {
            gettext("Since {day}", day=changes.since): [gettext(words) for words in told.values()],
            gettext("Rows"): [_number(counted[name] or 0) for name in told],
        },
        hide_index=True,
    )


def _number(number: int) -> str:
    return format_number(number, language())


def _charts(prepared: Prepared) -> None:
    """The charts before and after, which are drawn when somebody opens them."""
    fold = st.expander(gettext("Charts, as they are now and with the file"), key=_OPEN, on_change="rerun")
    name = CHARTS.format(lang=language())
    with fold:
        steps.place(name)
        if not fold.open:
            return
        compared = steps.outcome(name)
        if compared is None:
            words = gettext("Drawing the charts before and after …")
            steps.begin(words, name, comparison.compare, prepared, language())
        elif compared.problem:
            st.warning(gettext("The charts cannot be drawn:"))
            verbatim(compared.problem)
        elif compared.value:
            _pair(compared.value)
        else:
            st.info(gettext("There is nothing to draw."))


def _pair(charts: tuple[comparison.Pair, ...]) -> None:
    titles = [pair.title for pair in charts]
    chosen = st.selectbox(gettext("Chart"), range(len(titles)), format_func=titles.__getitem__, key="chart")
    before, after = st.columns(2)
    with before:
        _side("before", gettext("As it is now"), charts[chosen].before)
    with after:
        _side("after", gettext("With the file"), charts[chosen].after)


def _side(anchor: str, words: str, side: comparison.Side | None) -> None:
    st.subheader(words, anchor=False)
    if side is None:
        st.info(gettext("There is nothing to draw."))
        return
    show_html(svg(side.figure, title=words, description=side.words, anchor=anchor))


def _disclosure(catalog: Catalog, prepared: Prepared) -> None:
    """How many rows can be told from all others, by what somebody may know of a person."""
    if prepared.disclosure is None:
        return
    _ = get_translator(language())
    titles = {field.name: _(field.title) for field in fields_of(catalog.package, prepared.request.dataset)}
    now, before = prepared.disclosure.now, prepared.disclosure.before
    earlier = before.risks if before else (None,) * len(now.risks)
    title = gettext("How easily people are found: within the limits")
    if prepared.disclosure.exceeded():
        title = gettext("How easily people are found: more easily than allowed")
    with st.expander(title):
        st.caption(gettext("Rows that only one person has, by what somebody may know: see docs/privacy.md."))
        st.table(
            {
                gettext("Known"): [
                    ", ".join(titles[name] for name in risk.key.columns) or gettext("all columns") for risk in now.risks
                ],
                gettext("Rows of one person"): [_number(risk.unique) for risk in now.risks],
                gettext("Share"): [f"{risk.share:.1%}" for risk in now.risks],
                gettext("Share before"): [f"{than.share:.1%}" if than else "–" for than in earlier],
                gettext("Limit"): ["–" if risk.key.limit is None else f"{risk.key.limit:.0%}" for risk in now.risks],
            },
            hide_index=True,
        )
