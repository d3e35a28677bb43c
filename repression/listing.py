"""What there is to download and which parameters it obeys, as HTML for the page that tells of it; all escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from repression.describe import named_for
from repression.downloads.formats import FORMATS
from repression.filters import Selection, query_of
from repression.languages import speaker
from repression.questions import all_questions, question_in
from repression.schema import datasets_of
from repression.warehouse import Warehouse
from repression.web.parameters import Parameter, parameters
from repression.wording import sentence


def files_table(house: Warehouse, selection: Selection) -> str:
    """Every dataset with a link for each format, and the whole package, for the selection's day and language."""
    say = speaker(selection.lang)
    query = query_of(Selection(selection.snapshot, selection.lang).address())
    resources = {each["name"]: each for each in house.catalog.package["resources"]}
    titles = {name: say(resources[name]["title"]) for name in datasets_of(house.catalog.package)}
    rows = [
        [
            f"<b>{escape(title)}</b><br>{escape(question_in(name, selection.lang).answers)}",
            _links(f"/data/{name}", query, title, selection.lang),
        ]
        for name, title in titles.items()
    ]
    everything, about = say("Everything"), say("All of these, with dictionary, terms and method")
    link = f'<a href="/data/package.zip?{escape(query)}" aria-label="{named_for("ZIP", everything)}" download>ZIP</a>'
    rows.append([f"<b>{escape(everything)}</b><br>{escape(about)}", link])
    return _table([say("Dataset"), say("Files")], rows)


def questions_table(selection: Selection) -> str:
    """Every question with a link for each format, for the selection's day and language."""
    say = speaker(selection.lang)
    query = query_of(Selection(selection.snapshot, selection.lang).address())
    titles = {name: question_in(name, selection.lang).title for name in all_questions()}
    rows = [
        [
            f"{escape(title)}<br><code>{escape(name)}</code>",
            _links(f"/data/questions/{name}", query, title, selection.lang),
        ]
        for name, title in titles.items()
    ]
    return _table([say("Question"), say("Files")], rows)


def parameters_table(house: Warehouse, lang: str) -> str:
    """Every parameter: its name, what it narrows, what it means, and what is allowed, codes with their labels."""
    say = speaker(lang)
    rows = [
        [f"<code>{escape(each.name)}</code>", escape(each.of), escape(each.about), _allowed(each, lang)]
        for each in parameters(house, lang)
    ]
    return _table([say("Parameter"), say("For"), say("Meaning"), say("Allowed")], rows)


def _links(address: str, query: str, title: str, lang: str) -> str:
    say = speaker(lang)
    return " ".join(
        f'<a href="{escape(address)}.{ending}?{escape(query)}" title="{escape(say(each.title))}"'
        f' aria-label="{named_for(ending, title)}" download>{ending}</a>'
        for ending, each in FORMATS.items()
    )


def _allowed(parameter: Parameter, lang: str) -> str:
    """What is allowed in words, or the codes, folded."""
    if parameter.allowed:
        return escape(parameter.allowed)
    say = speaker(lang)
    counted = sentence(say("{count:value|values}"), {"count": len(parameter.codes)}, lang)
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
