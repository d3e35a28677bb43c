"""The line below an exhibit, whose parts unfold: notes, sources, files, what to share and to cite, its query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from markupsafe import Markup

from repression.charts import figures
from repression.downloads import citations, query_file
from repression.downloads.citations import Citation
from repression.downloads.formats import FORMATS
from repression.exhibits.reader_safety import hint
from repression.exhibits.row_links import filter_of_click, rows_addresses
from repression.exhibits.source_links import source_links
from repression.exhibits.view import Location
from repression.formatting import format_html, format_message, format_partial_date
from repression.i18n import N_, get_translator
from repression.questions.answer import Answer
from repression.questions.describe import linked_sources, source_line, source_template
from repression.questions.question import question_in
from repression.questions.selection import query_of
from repression.site import LISTED
from repression.templates import render

Link = tuple[str, str]  # title, address
# The pictures of a chart: title, ending, shape.
PICTURES = (
    (N_("PNG, wide"), "png", "wide"),
    (N_("SVG, wide"), "svg", "wide"),
    (N_("PNG, square"), "png", "square"),
    (N_("SVG, square"), "svg", "square"),
)
# Those that a copy of the site as files has, since with the others it would be far above its limit of 60 MB.
COPIED_PICTURES = ".svg"
CITATION_FORMATS = {"txt": N_("plain text"), "bib": "BibTeX", "ris": "RIS"}


@dataclass(frozen=True)
class Share:
    """What others can show of a chart: the address of a piece of HTML, and its pictures.

    `lacking` is where a copy of the site as files says what it lacks; empty on the server, which has every picture.
    """

    piece: str
    pictures: Sequence[Link]
    lacking: str = ""

    def in_copy(self, lacking: str) -> Share:
        """What a copy has of it."""
        pictures = [link for link in self.pictures if urlsplit(link[1]).path.endswith(COPIED_PICTURES)]
        return Share(self.piece, pictures, lacking)


@dataclass(frozen=True)
class Footer:
    """The parts of an exhibit's footer, in its language; those that have nothing to say are empty; `share` is None
    without a chart.

    `title` is that of the question; `events` are the dates and titles of the events in the time that the chart shows;
    `clicks` says what a click on a mark does; `rows` lead to the lists of what is counted; `link` is the address of the
    exhibit; `query` is that of its SQL file, and `questions` that of the page which shows the SQL of all.
    """

    lang: str
    title: str
    events: Sequence[tuple[str, str]]
    clicks: str
    notes: Sequence[str]
    sources: Markup
    rows: Sequence[Link]
    files: Sequence[Link]
    hint: Markup
    link: str
    share: Share | None
    citations: Sequence[str]
    citation_files: Sequence[Link]
    query: str
    questions: str

    def html(self) -> Markup:
        """The footer as HTML."""
        return render("exhibit_footer", self.lang, footer=self)


def footer_of(answer: Answer, place: Location, filter_words: str, today: date) -> Footer:
    """The footer of an exhibit; `filter_words` are its filters in words, `today` the day on which it is seen."""
    question, lang = answer.question, answer.selection.lang
    _ = get_translator(lang)
    citation = citation_of(answer, place, filter_words, today)
    return Footer(
        lang,
        question.title,
        events=[(format_partial_date(each.date, lang), each.title) for each in figures.events(answer)],
        clicks=_click_note(answer, place),
        notes=[*_truncation_note(answer), *answer.notes],
        sources=_sources(answer),
        rows=list(_rows_behind(answer)),
        files=[(_(form.title), _file(answer, ending)) for ending, form in FORMATS.items()],
        hint=hint(place.selection, question.title),
        link=place.address(question.name),
        share=_share(answer, place) if question.has_chart else None,
        citations=[citations.apa(citation), citations.as_sentence(citation)],
        citation_files=_citation_files(answer, place),
        query=_file(answer, query_file.ENDING),
        questions=f"/method?{query_of(place.selection.address())}#questions",
    )


def _click_note(answer: Answer, place: Location) -> str:
    """The note on clicks; empty unless the page has the filter that a click on a mark sets."""
    if not filter_of_click(answer, place.page):
        return ""
    _ = get_translator(answer.selection.lang)
    return _("Click a part of the chart to filter the page by it. Each row of the table leads to the rows it counts.")


def _truncation_note(answer: Answer) -> Iterator[str]:
    """The note on the rows that only the table shows."""
    top, rows = answer.question.chart.get("top"), answer.table.num_rows
    if top and rows > top:
        lang = answer.selection.lang
        _ = get_translator(lang)
        template = _("The chart shows the first {top} of {rows:row|rows}; the table and the file have all.")
        yield format_message(template, {"top": top, "rows": rows}, lang)


def _sources(answer: Answer) -> Markup:
    lang = answer.selection.lang
    if not answer.sources:
        return Markup("")
    sources = linked_sources(answer)
    template = source_template(len(sources), lang)
    links = source_links(sources, answer.archived, lang)
    return format_html(template, {"counted": source_line(answer), "sources": links}, lang)


def _file(answer: Answer, ending: str) -> str:
    """The address of a file of the answer."""
    return f"/data/questions/{answer.question.name}.{ending}?{query_of(answer.selection.address())}"


def _share(answer: Answer, place: Location) -> Share:
    name, _ = answer.question.name, get_translator(answer.selection.lang)
    query = query_of(answer.selection.address())
    pictures = [(_(title), f"/picture/{name}.{ending}?{query}&shape={shape}") for title, ending, shape in PICTURES]
    return Share(f"/embed/{name}.html?{query}&{_back(place)}", pictures)


def _rows_behind(answer: Answer) -> Iterator[Link]:
    lang = answer.selection.lang
    _ = get_translator(lang)
    for dataset, address in rows_addresses(answer.question, answer.selection).items():
        listing = question_in(LISTED[dataset].exhibit, lang).title
        yield format_message(_("Counted from these rows ({listing})"), {"listing": listing}, lang), address


def _back(place: Location) -> str:
    return query_of({"from": [f"/{place.page.path}"]})


def _citation_files(answer: Answer, place: Location) -> list[Link]:
    _ = get_translator(answer.selection.lang)
    file, query = f"/cite/{answer.question.name}", f"{query_of(answer.selection.address())}&{_back(place)}"
    return [(_(title), f"{file}.{ending}?{query}") for ending, title in CITATION_FORMATS.items()]


def citation_of(answer: Answer, place: Location, filter_words: str, today: date) -> Citation:
    """The citation of an exhibit, with the address of its page."""
    link = f"{place.site}{place.address(answer.question.name)}"
    return citations.cite(answer, filter_words=filter_words, link=link, seen=today)
