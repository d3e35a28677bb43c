"""The README of an extract, a text that accompanies its file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from repression.downloads import citations
from repression.downloads.extract import Extract
from repression.formatting import format_day, format_message
from repression.i18n import get_translator
from repression.questions.answer import AnswerSource
from repression.questions.describe import source_line
from repression.snapshots.archived_sources import ArchivedSource

WIDTH = 100


def readme(extract: Extract, file: str = "", sha256: str = "") -> str:
    """The text: what is counted, filter, snapshot, rows, columns, sources, caveats, how to cite, address.

    `file` and `sha256` are those of the CSV in the same archive, if there is one.
    """
    answer = extract.answer
    lang = answer.selection.lang
    _ = get_translator(lang)
    citation = citations.cite(answer, filter_words=extract.filter_words, link=extract.link)
    checks = [f"{file}, SHA-256 {sha256}"] if file else []
    kept = [_kept(each, lang) for each in answer.archived.values()]
    sections: list[tuple[str, Iterable[str]]] = [
        (_("What is counted"), [answer.question.answers, *([answer.words] if answer.words else [])]),
        (_("Filter"), [extract.filter_words or _("none: all rows")]),
        (_("Data as known on"), [format_day(answer.selection.snapshot, lang), source_line(answer)]),
        (_("Rows"), [*_rows(extract), *checks]),
        (_("Columns"), [_column(each, lang) for each in extract.fields]),
        (_("Sources"), [_source(each, lang) for each in answer.sources] or [_("none beside the question itself")]),
        *([(_("Sources that were kept"), kept)] if kept else []),
        (_("To bear in mind"), [*answer.notices, *answer.question.caveats, *_of_cells(extract)]),
        (_("How to cite"), [citations.apa(citation)]),
        (_("This view again"), [extract.link]),
    ]
    lines = [answer.question.title, *(line for section in sections for line in _section(*section))]
    return "\n".join(lines) + "\n"


def _section(heading: str, items: Iterable[str]) -> Iterator[str]:
    yield ""
    yield heading.upper()
    for item in items:
        yield from textwrap.wrap(item, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _rows(extract: Extract) -> Iterator[str]:
    lang = extract.answer.selection.lang
    _ = get_translator(lang)
    template = _("{rows}, the first of {whole}: a limit was asked for") if extract.cut else "{rows}"
    values = {"rows": extract.table.num_rows, "whole": extract.answer.table.num_rows}
    yield format_message(template, values, lang)
    if extract.filtered_out:
        left_out = _("The filter leaves out {rows:row|rows} of the dataset.")
        yield format_message(left_out, {"rows": extract.filtered_out}, lang)


def _column(field: Mapping[str, Any], lang: str) -> str:
    _ = get_translator(lang)
    unit = f" ({field['unit']})" if field.get("unit") else ""
    labels = "; ".join(f"{each['value']} = {each['label']}" for each in field.get("categories", []))
    codes = format_message(_("Codes: {codes}"), {"codes": labels}, lang) if labels else ""
    said = [f"{field['name']}: {field['title']}{unit}", field.get("description"), codes]
    return ". ".join(part.removesuffix(".") for part in said if part)


def _source(source: AnswerSource, lang: str) -> str:
    _ = get_translator(lang)
    known = format_message(_("as of {day}"), {"day": source.snapshot}, lang)
    said = ", ".join(part for part in (source.title, source.publisher, known, source.url) if part)
    terms = format_message(_("Terms: {terms}."), {"terms": source.licence}, lang) if source.licence else ""
    return f"{source.dataset}: {said}. {terms}".rstrip()


def _kept(source: ArchivedSource, lang: str) -> str:
    _ = get_translator(lang)
    read = format_message(_("read on {day}"), {"day": source.read_on}, lang)
    said = [source.source_url, source.archived_url, read, f"SHA-256 {source.sha256}"]
    return ", ".join(filter(None, said))


def _of_cells(extract: Extract) -> Iterator[str]:
    _ = get_translator(extract.answer.selection.lang)
    yield _(
        "In CSV, a text that begins with =, +, -, @, a tab or a return has a ' before it. So has such a part of "
        "a text behind a semicolon, a tab or an end of line. No spreadsheet then runs it. Numbers, dates and a "
        "lone - have none."
    )
    if any(each.get("type") == "yearmonth" for each in extract.fields):
        yield _("A month such as 2022-09 is a text: no finer day is published.")
