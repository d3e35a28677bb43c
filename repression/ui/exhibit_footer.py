"""What stands below an exhibit, as HTML: notes, sources, files, the rows behind it, how to cite it, its link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import chain

from repression.charts import figures
from repression.downloads import citations
from repression.downloads.citations import Citation
from repression.downloads.formats import FORMATS
from repression.formatting import format_message, format_partial_date
from repression.i18n import N_, get_translator
from repression.questions.answer import Answer
from repression.questions.describe import accessible_name, source_line, source_link, source_words
from repression.questions.filter_types import Single, Vocabulary
from repression.questions.filters import BY_NAME, names_of
from repression.questions.question import Question, question_in
from repression.questions.selection import Selection, query_of
from repression.site import LISTED, Page
from repression.ui.reader_safety import hint

CITATION_FORMATS = {"txt": N_("plain text"), "bib": "BibTeX", "ris": "RIS"}


@dataclass(frozen=True)
class Location:
    """Where an exhibit stands: its page, all that the page's address asks for, the address of the site."""

    page: Page
    selection: Selection
    site: str

    def address(self, exhibit: str) -> str:
        """The exhibit's address on this site."""
        return f"/{self.page.path}?{query_of(self.selection.address())}#{exhibit}"


def exhibit_footer(answer: Answer, place: Location, filter_words: str, today: date) -> str:
    """Everything below an exhibit that is not empty; escaped."""
    parts = (_events(answer), _notes(answer, place), _sources(answer), _files(answer, place), _links(answer, place))
    citation_of = _citations(answer, place, filter_words, today)
    return f'<footer class="exhibit-foot">{"".join(parts)}{citation_of}</footer>'


def _events(answer: Answer) -> str:
    lang = answer.selection.lang
    _ = get_translator(lang)
    dated = ((format_partial_date(each.date, lang), each.title) for each in figures.events(answer))
    items = "".join(f"<li>{day}: {escape(title)}</li>" for day, title in dated)
    summary = escape(_("Events numbered on the chart"))
    return f"<details><summary>{summary}</summary><ol>{items}</ol></details>" if items else ""


def _notes(answer: Answer, place: Location) -> str:
    items = "".join(
        f"<li>{escape(note)}</li>"
        for note in (*_click_note(answer, place), *_truncation_note(answer), *answer.question.caveats)
    )
    return f"<ul>{items}</ul>" if items else ""


def _click_note(answer: Answer, place: Location) -> Iterator[str]:
    """What a reader can do with the marks of the chart, where the page has the filter for it."""
    if filter_of_click(answer, place.page):
        _ = get_translator(answer.selection.lang)
        yield _("A click on a mark narrows the page to it. Each row of the table leads to the rows it counts.")


def filter_of_click(answer: Answer, page: Page) -> str | None:
    """The filter that a click on a mark of the chart sets, None where the page has none for it."""
    click = answer.question.chart.get("click", {})
    name = click.get("filter")
    if isinstance(setting := BY_NAME.get(click.get("filter_of", "")), Single):
        name = str(answer.selection.get(setting.name) or setting.default)
    return name if name in names_of(page.scopes) else None


def _truncation_note(answer: Answer) -> Iterator[str]:
    """What the chart leaves to the table, said wherever it is."""
    top, rows = answer.question.chart.get("top"), answer.table.num_rows
    if top and rows > top:
        lang = answer.selection.lang
        _ = get_translator(lang)
        template = _("The chart shows the first {top} of {rows:row|rows}; the table and the file have all.")
        yield format_message(template, {"top": top, "rows": rows}, lang)


def _sources(answer: Answer) -> str:
    if not answer.sources:
        return ""
    links = [source_link(each.title, each.url) for each in answer.sources]
    said = source_words(escape(source_line(answer)), links, answer.selection.lang)
    return f'<p class="source">{said}</p>'


def _files(answer: Answer, place: Location) -> str:
    _ = get_translator(answer.selection.lang)
    file, query = f"/data/questions/{answer.question.name}", query_of(answer.selection.address())
    links = {_(form.title): f"{file}.{ending}?{query}" for ending, form in FORMATS.items()}
    links[_("CSV for Excel")] = f"{file}.csv?{query}&for=excel"
    named = (_link(answer.question, address, title, download=True) for title, address in links.items())
    return _row(_("Download:"), chain(named, [hint(place.selection, answer.question.title)]))


def _links(answer: Answer, place: Location) -> str:
    return _row("", (_link(answer.question, address, title) for title, address in _link_targets(answer, place)))


def _link_targets(answer: Answer, place: Location) -> Iterator[tuple[str, str]]:
    name, lang = answer.question.name, answer.selection.lang
    _ = get_translator(lang)
    query = query_of(answer.selection.address())
    if answer.question.has_chart:
        yield _("Picture (PNG, SVG)"), f"/picture/{name}?{query}&{_back(place)}"
    for dataset, address in rows_addresses(answer.question, answer.selection).items():
        listing = question_in(LISTED[dataset].exhibit, lang).title
        yield format_message(_("Counted from these rows ({listing})"), {"listing": listing}, lang), address
    yield _("Link to this"), place.address(name)


def _back(place: Location) -> str:
    return query_of({"from": [f"/{place.page.path}"]})


def rows_addresses(question: Question, selection: Selection) -> dict[str, str]:
    """By dataset, where the rows that a question counts from are listed one by one; none where its own table does."""
    selection = selection.kept_within(question.within)
    listings = {name: LISTED[name] for name in question.datasets if name in LISTED and question.filters}
    return {
        name: f"/{listed.path}?{query_of(selection.address())}#{listed.exhibit}"
        for name, listed in listings.items()
        if listed.exhibit != question.name
    }


def rows_behind(question: Question, selection: Selection, name: str, text: str, codes: Vocabulary) -> str | None:
    """Where the rows of one mark are listed, which a filter's text tells apart; None where no address says so."""
    narrowed = selection.narrowed(name, BY_NAME[name].read([text], codes))
    return next(iter(rows_addresses(question, narrowed).values()), None) if narrowed else None


def _citations(answer: Answer, place: Location, filter_words: str, today: date) -> str:
    _ = get_translator(answer.selection.lang)
    citation = citation_of(answer, place, filter_words, today)
    question, query = answer.question, f"{query_of(answer.selection.address())}&{_back(place)}"
    files = (
        _link(question, f"/cite/{question.name}.{ending}?{query}", _(title), download=True)
        for ending, title in CITATION_FORMATS.items()
    )
    texts = "".join(f"<p>{escape(text)}</p>" for text in (citations.apa(citation), citations.as_sentence(citation)))
    cite, row = _("Cite this"), _row(_("As a file:"), files)
    summary = f'<summary aria-label="{accessible_name(cite, question.title)}">{escape(cite)}</summary>'
    return f'<details class="cite">{summary}{texts}{row}</details>'


def citation_of(answer: Answer, place: Location, filter_words: str, today: date) -> Citation:
    """The citation of an exhibit, with the address of its page."""
    link = f"{place.site}{place.address(answer.question.name)}"
    return citations.cite(answer, filter_words=filter_words, link=link, seen=today)


def _link(question: Question, address: str, title: str, download: bool = False) -> str:
    """A link of an exhibit; `address` and `title` are not escaped yet."""
    name, saved = accessible_name(title, question.title), " download" if download else ""
    return f'<a href="{escape(address)}" aria-label="{name}"{saved}>{escape(title)}</a>'


def _row(head: str, links: Iterator[str]) -> str:
    return f'<p class="links">{escape(head)} {" ".join(links)}</p>'
