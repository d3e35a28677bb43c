"""The settings of exhibits: choices of one value, which no filter has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from repression.exhibits.view import View
from repression.i18n import get_translator
from repression.questions.answer import vocabulary
from repression.questions.filter_types import Single
from repression.questions.filters import BY_NAME
from repression.questions.question import Question


@dataclass(frozen=True)
class Setting:
    """A choice of one value, in the reader's language.

    `name` is that of its filter; `options` are labels by code. `chosen` is the code that holds, empty where none is
    chosen; that is possible if there is a text `unset`, which says so. `help` may be empty.
    """

    name: str
    title: str
    options: Mapping[str, str]
    chosen: str
    unset: str = ""
    help: str = ""


def settings_of(question: Question, view: View) -> Iterator[Setting]:
    """The settings that stand beside the exhibit of a question, without those that another one overrules."""
    _ = get_translator(view.lang)
    for entry in (BY_NAME[name] for name in question.settings):
        if isinstance(entry, Single) and not view.selection.get(entry.overruled_by):
            chosen = str(view.selection.get(entry.name) or entry.default)
            yield Setting(entry.name, _(entry.title), entry.codes_in({}, view.lang), chosen)


def not_on_page(settings: Iterable[Setting], shown: set[str]) -> list[Setting]:
    """The settings that no exhibit above has; their names are added to `shown`, those of all that are on the page."""
    new = [each for each in settings if each.name not in shown]
    shown.update(each.name for each in new)
    return new


def links_of(setting: Setting, view: View, anchor: str) -> list[tuple[str, str, bool]]:
    """For each option its label, the address of the page with it, and whether it is the one that holds.

    That nothing is chosen comes first while it holds: later, one of the codes gives the same.
    """
    codes, entry = vocabulary(view.warehouse, "en"), BY_NAME[setting.name]
    values = {code: entry.read([code], codes) for code in setting.options}
    labels = dict(setting.options) if setting.chosen else {"": setting.unset, **setting.options}
    return [
        (
            label,
            view.place.with_selection(view.selection.with_value(setting.name, values.get(code))).address(anchor),
            code == setting.chosen,
        )
        for code, label in labels.items()
    ]
