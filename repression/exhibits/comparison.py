"""Two registers side by side: which two they are, and the choice of the other one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from repression.exhibits.settings import Setting
from repression.exhibits.view import View
from repression.formatting import format_day, format_message
from repression.i18n import N_, get_translator
from repression.questions.answer import ask, vocabulary
from repression.questions.filters import BY_NAME
from repression.questions.selection import Selection
from repression.templates import html_message


@dataclass(frozen=True)
class Comparison:
    """The registers that a view compares.

    `are_two` says whether there are two, `said` which, or why not. `register` is the choice of the register to compare
    with, None where there is none. Where there are not two, `figure_days` are the choices of two days of the published
    figures.
    """

    are_two: bool
    said: Markup
    register: Setting | None
    figure_days: tuple[Setting, ...]


def comparison_of(view: View) -> Comparison:
    """The registers that a view compares."""
    shown = view.warehouse.catalog.shown_on("people", view.selection.snapshot)
    registers = list(vocabulary(view.warehouse, view.lang).get("against", {}))
    compared = ask(view.warehouse, "compared_days", view.selection).table.to_pylist()
    days = [day for row in compared for day in row.values()]
    return Comparison(
        bool(days),
        _said(shown.date if shown else None, len(registers), days, view.selection),
        _register(shown.date, registers, days, view) if len(registers) > 1 and shown else None,
        () if days else _figure_days(view),
    )


def _said(shown: date | None, registers: int, days: list[date], selection: Selection) -> Markup:
    if days:
        both = N_("The register of <b>{earlier}</b> beside that of <b>{later}</b>. The filters hold for both.")
        return html_message(both, selection.lang, earlier=days[0], later=days[1])
    if shown:
        return html_message(_why_alone(registers, selection), selection.lang, day=shown)
    none = N_("No register is as old as {day}, so there is nothing to compare.")
    return html_message(none, selection.lang, day=selection.snapshot)


def _why_alone(registers: int, selection: Selection) -> str:
    if registers == 1:
        return N_(
            "Only one register with a row for each person is here, that of {day}. So two days of the published counts "
            "stand beside each other."
        )
    if selection.get("against"):
        return N_("Both sides would be the register of {day}. Choose another day.")
    return N_("The register of {day} is the first there is. Choose a later one to compare with.")


def _register(shown: date, registers: list[str], days: list[date], view: View) -> Setting:
    chosen = view.selection.get("against")
    _ = get_translator(view.lang)
    before = format_message(_("The one before: {day}"), {"day": days[0]}, view.lang) if days and not chosen else ""
    others = [day for day in registers if day != shown.isoformat() or day == chosen]
    return _day_choice("against", others, before or _("Choose a day"), view)


def _figure_days(view: View) -> tuple[Setting, ...]:
    """The choice of two days of the published figures."""
    _, days = get_translator(view.lang), list(vocabulary(view.warehouse, view.lang).get("earlier", {}))
    return (
        _day_choice("earlier", days, _("As chosen below"), view),
        _day_choice("later", days, _("The newest of each kind"), view),
    )


def _day_choice(name: str, days: list[str], unset: str, view: View) -> Setting:
    entry = BY_NAME[name]
    _ = get_translator(view.lang)
    # With its digits, so that a day is found however it is typed.
    options = {day: f"{format_day(date.fromisoformat(day), view.lang)} ({day})" for day in days}
    return Setting(name, _(entry.title), options, str(view.selection.get(name) or ""), unset, _(entry.help))
