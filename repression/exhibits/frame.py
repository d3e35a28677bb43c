"""The parts of a page around its exhibits as HTML: languages, the selection in words, messages, the footer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from repression.exhibits.reader_safety import privacy_link
from repression.exhibits.view import View
from repression.formatting import format_message
from repression.i18n import LANGUAGE_NAMES, N_, get_translator
from repression.questions.answer import ask, vocabulary
from repression.questions.describe import older_data_notice
from repression.questions.filter_types import ANY
from repression.questions.filters import names_of
from repression.questions.problems import report
from repression.questions.selection import BadAddress, query_of
from repression.site import FACTS, GROUPS, NAME, SHORT_NAME, Page
from repression.templates import html_message, render
from repression.warehouse.database import Warehouse

STALE_DAYS = 60
DATA_AS_KNOWN = N_("Data as known on {day}.")
# What is recorded of the readers of a server.
NOT_RECORDED = N_("No tracking: nothing you do here is recorded.")
# The anchor of the page's own heading, below the menu.
TOP = "page"
# The page that sets registers against each other.
COMPARE = "compare"
HEADCOUNTS = {
    "people": N_("<b>{selected} of {rows:person|people}</b> in the register of {day}"),
    "organisations": N_(
        "<b>{selected} of {rows:closure or suit|closures and suits}</b> collected by {day}: a sample from our sources, "
        "not the total"
    ),
}


def with_filters(page: Page, warehouse: Warehouse) -> Page:
    """The page with the filters that narrow something on it: Compare has none where there are no two registers."""
    return replace(page, scopes=()) if page.path == COMPARE and not has_two_registers(warehouse) else page


def has_two_registers(warehouse: Warehouse) -> bool:
    """Whether there are two registers to compare."""
    return sum(each.dataset == "people" for each in warehouse.catalog.snapshots) > 1


def address_of(page: Page, parameters: Mapping[str, Sequence[str]]) -> str:
    """The address of a page on this site."""
    return f"/{page.path}?{query_of(parameters)}"


def top(view: View, notice: Markup) -> Markup:
    """The name of the site, the page in each language, and below them a notice, which may be empty."""
    return render(
        "top",
        view.lang,
        anchor=TOP,
        brand=get_translator(view.lang)(NAME),
        short_brand=get_translator(view.lang)(SHORT_NAME),
        languages=[
            (lang, name, address_of(view.page, {**view.selection.address(), "lang": [lang]}))
            for lang, name in LANGUAGE_NAMES.items()
        ],
        notice=notice,
    )


def siblings(page: Page) -> tuple[Page, ...]:
    """The pages of a page's group in the navigation; none where the group has it alone, and its link says all."""
    members = GROUPS.get(page.group, ())
    return members if len(members) > 1 else ()


def filters_title(view: View) -> str:
    """The title of the fold of the filters, with the number of those that narrow the page.

    Where there are none, the day of the data is all that can be chosen.
    """
    _ = get_translator(view.lang)
    if not view.page.scopes:
        return format_message(_("Data as known on {day}"), {"day": view.selection.snapshot}, view.lang)
    active = len(view.selection.only(names_of(view.page.scopes)).chosen)
    return format_message(_("Filters ({active} active)"), {"active": active}, view.lang) if active else _("Filters")


def chosen_filters(view: View) -> Mapping[str, str]:
    """The filters that narrow the page in words, by name; a lifted default, which narrows nothing, is named, too."""
    labels, said = vocabulary(view.warehouse, view.lang), {}
    for entry, value in view.selection.only(names_of(view.page.scopes)):
        if value == (ANY,):
            said[entry.name] = f"{entry.name_in(view.lang)}: {get_translator(view.lang)('all of these')}"
        elif words := entry.words(value, labels, view.lang, view.selection.get):
            said[entry.name] = words
    return said


def filters_elsewhere(view: View) -> Markup:
    """That the chosen filters narrow other pages than this one; empty where that is not so."""
    filtered = {each.scope for each, _ in view.selection} - {"exhibit"}  # settings narrow nothing
    if not filtered or filtered & {*view.page.scopes}:
        return Markup("")
    _ = get_translator(view.lang)
    text = _("Filters chosen on other pages do not narrow this one.")
    return render("paragraph", view.lang, kind="selected", text=text)


def newer_data(view: View) -> Markup:
    """A link to the newest data if the address names older data, otherwise nothing."""
    newest, shown = view.warehouse.days[-1], view.selection.snapshot
    if shown >= newest:
        return Markup("")
    _ = get_translator(view.lang)
    return render(
        "newer_data",
        view.lang,
        shown=older_data_notice(view.warehouse.catalog, shown, view.lang),
        newer=format_message(_("Newer data of {day} exist:"), {"day": newest}, view.lang),
        address=address_of(view.page, {**view.selection.address(), "snapshot": [newest.isoformat()]}),
    )


def published_counts(view: View) -> Markup:
    """The counters that were chosen, in words; empty where none was, or the page shows no published counts."""
    if "people_counts" not in view.page.scopes or not view.selection.get("series"):
        return Markup("")
    _ = get_translator(view.lang)
    chosen = view.selection.only({"series"}).words(vocabulary(view.warehouse, view.lang))
    return render("paragraph", view.lang, kind="selected", text=f"{_('Published counts')} – {chosen}.")


def headcount(view: View, scope: str) -> Markup:
    """How many rows of how many the filters leave, the filters in words, and whom the default leaves out."""
    answer = ask(view.warehouse, f"headcount_{scope}", view.selection)
    if answer.missing:
        return Markup("")
    row = answer.table.to_pylist()[0]
    selection = view.selection.only(names_of([scope]))
    by_default = scope == "people" and selection.get("status") is None
    return render(
        "headcount",
        view.lang,
        counted=html_message(HEADCOUNTS[scope], view.lang, **row, day=answer.sources[0].snapshot),
        words=selection.words(vocabulary(view.warehouse, view.lang)),
        left_out=_left_out(row["left_out"], view.lang) if by_default else "",
        count_all=address_of(view.page, view.selection.with_value("status", ("any",)).address())
        if by_default and row["left_out"]
        else "",
    )


def _left_out(others: int, lang: str) -> str:
    """Who is counted by default; without its full stop if the link that counts the others follows."""
    _ = get_translator(lang)
    if not others:
        return _("Counted are those recognised as political prisoners, present and former.")
    template = _(
        "Counted are those recognised as political prisoners, present and former; {others:other person prosecuted for "
        "political reasons is left out|others prosecuted for political reasons are left out}"
    )
    return format_message(template, {"others": others}, lang)


def refusal(fault: BadAddress, page: Page, lang: str) -> Markup:
    """The invalid parameters of an address, and a link to the page without these; no numbers."""
    rest = replace(fault.rest, lang=lang)
    problems = report(fault.problems, fault.names, lang)
    return render("bad_link", lang, problems=problems, back=address_of(page, rest.address()))


def footer(view: View, today: date, recorded: str = NOT_RECORDED) -> Markup:
    """The day of the data, warnings if they are old or a file was refused, and what is `recorded` of readers."""
    on_screen = Markup(" ").join(_foot_of_screen(view, recorded))
    parts = [*_foot_of_data(view, today), Markup('<span class="on-screen">{}</span>').format(on_screen)]
    return render("paragraph", view.lang, kind="footer", text=Markup(" ").join(parts))


def _foot_of_data(view: View, today: date) -> Iterator[Markup]:
    newest, lang = view.warehouse.days[-1], view.lang
    yield html_message(DATA_AS_KNOWN, lang, day=view.selection.snapshot)
    if (today - newest).days > STALE_DAYS:
        yield html_message(N_("The newest data are {days:day|days} old."), lang, days=(today - newest).days)
    if view.warehouse.catalog.issues:
        yield html_message(
            N_("A snapshot in the data folder was refused; <b>Data and method</b> says which and why."), lang
        )


def _foot_of_screen(view: View, recorded: str) -> Iterator[Markup]:
    """What means nothing on paper."""
    yield html_message(recorded, view.lang)
    if view.page != FACTS:
        yield _fact_sheet_link(view)
    yield privacy_link(view.selection)


def _fact_sheet_link(view: View) -> Markup:
    """The link to the page to print, for the same day."""
    title, address = get_translator(view.lang)(FACTS.title), address_of(FACTS, view.selection.only(()).address())
    return render("link", view.lang, address=address, title=title, kind="", name="")
