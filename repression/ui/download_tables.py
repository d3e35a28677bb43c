"""What there is to download and which parameters it obeys, as HTML for the page that tells of it; all escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from repression.downloads.formats import FORMATS
from repression.formatting import format_message
from repression.i18n import get_translator
from repression.questions.describe import accessible_name
from repression.questions.parameters import Parameter, parameters
from repression.questions.question import published_questions, question_in
from repression.questions.selection import Selection, query_of
from repression.snapshots.schema import datasets_of
from repression.warehouse.database import Warehouse


def files_table(warehouse: Warehouse, selection: Selection) -> str:
    """Every dataset with a link for each format, and the whole package, for the selection's day and language."""
    _ = get_translator(selection.lang)
    query = query_of(Selection(selection.snapshot, selection.lang).address())
    resources = {each["name"]: each for each in warehouse.catalog.package["resources"]}
    titles = {name: _(resources[name]["title"]) for name in datasets_of(warehouse.catalog.package)}
    rows = [
        [
            f"<b>{escape(title)}</b><br>{escape(question_in(name, selection.lang).answers)}",
            _links(f"/data/{name}", query, title, selection.lang),
        ]
        for name, title in titles.items()
    ]
    everything, about = _("Everything"), _("All of these, with dictionary, terms and method")
    name = accessible_name("ZIP", everything)
    link = f'<a href="/data/package.zip?{escape(query)}" aria-label="{name}" download>ZIP</a>'
    rows.append([f"<b>{escape(everything)}</b><br>{escape(about)}", link])
    return _table([_("Dataset"), _("Files")], rows)


def questions_table(selection: Selection) -> str:
    """Every question with a link for each format, for the selection's day and language."""
    _ = get_translator(selection.lang)
    query = query_of(Selection(selection.snapshot, selection.lang).address())
    titles = {name: question_in(name, selection.lang).title for name in published_questions()}
    rows = [
        [
            f"{escape(title)}<br><code>{escape(name)}</code>",
            _links(f"/data/questions/{name}", query, title, selection.lang),
        ]
        for name, title in titles.items()
    ]
    return _table([_("Question"), _("Files")], rows)


def parameters_table(warehouse: Warehouse, lang: str) -> str:
    """Every parameter: its name, what it narrows, what it means, and what is allowed, codes with their labels."""
    _ = get_translator(lang)
    rows = [
        [f"<code>{escape(each.name)}</code>", escape(each.of), escape(each.about), _allowed(each, lang)]
        for each in parameters(warehouse, lang)
    ]
    return _table([_("Parameter"), _("For"), _("Meaning"), _("Allowed")], rows)


def _links(address: str, query: str, title: str, lang: str) -> str:
    _ = get_translator(lang)
    return " ".join(
        f'<a href="{escape(address)}.{ending}?{escape(query)}" title="{escape(_(each.title))}"'
        f' aria-label="{accessible_name(ending, title)}" download>{ending}</a>'
        for ending, each in FORMATS.items()
    )


def _allowed(parameter: Parameter, lang: str) -> str:
    """What is allowed in words, or the codes, folded."""
    if parameter.allowed:
        return escape(parameter.allowed)
    _ = get_translator(lang)
    counted = format_message(_("{count:value|values}"), {"count": len(parameter.codes)}, lang)
    return (
        f"<details><summary>{escape(counted)}</summary>"
        # A long list scrolls within itself: whoever has no mouse must come into it.
        f'<ul tabindex="0">{"".join(_code(code, label) for code, label in parameter.codes.items())}</ul></details>'
    )


def _code(code: str, label: str) -> str:
    return f"<li><code>{escape(code)}</code>{'' if label == code else f' {escape(label)}'}</li>"


def _table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table whose rows stand as blocks on a narrow screen, each cell then with its title."""
    columns = [escape(title) for title in titles]
    head = "".join(f'<th scope="col">{title}</th>' for title in columns)
    body = "".join(f"<tr>{''.join(_cells(columns, row))}</tr>" for row in rows)
    return f'<table class="prose"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cells(titles: Iterable[str], cells: Iterable[str]) -> Iterable[str]:
    return (f'<td data-title="{title}">{cell}</td>' for title, cell in zip(titles, cells, strict=True))
