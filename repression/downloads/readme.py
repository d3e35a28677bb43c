"""What must be known of an extract, as a text that goes with its file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from repression import citing
from repression.describe import source_line
from repression.downloads.extract import Extract
from repression.questions import Source
from repression.wording import day_name, number

WIDTH = 100


def readme(extract: Extract, file: str = "", sha256: str = "") -> str:
    """The text: what is counted, filter, snapshot, rows, columns, sources, caveats, how to cite, address.

    `file` and `sha256` are those of the CSV beside it, where there is one.
    """
    answer = extract.answer
    lang = answer.selection.lang
    citation = citing.cite(answer, filter_words=extract.filter_words, link=extract.link)
    checks = [f"{file}, SHA-256 {sha256}"] if file else []
    sections: list[tuple[str, Iterable[str]]] = [
        ("What is counted", [answer.question.answers, *([answer.words] if answer.words else [])]),
        ("Filter", [extract.filter_words or "none: all rows"]),
        ("Data as known on", [day_name(answer.selection.snapshot, lang), source_line(answer)]),
        ("Rows", [_rows(extract), *checks]),
        ("Columns", [_column(each) for each in extract.fields]),
        ("Sources", [_source(each, lang) for each in answer.sources] or ["none beside the question itself"]),
        ("To bear in mind", [*answer.question.caveats, *_of_cells(extract)]),
        ("How to cite", [citing.apa(citation)]),
        ("This view again", [extract.link]),
    ]
    lines = [answer.question.title, *(line for section in sections for line in _section(*section))]
    return "\n".join(lines) + "\n"


def _section(heading: str, items: Iterable[str]) -> Iterator[str]:
    yield ""
    yield heading.upper()
    for item in items:
        yield from textwrap.wrap(item, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _rows(extract: Extract) -> str:
    rows = number(extract.table.num_rows, extract.answer.selection.lang)
    if not extract.cut:
        return rows
    whole = number(extract.answer.table.num_rows, extract.answer.selection.lang)
    return f"{rows}, the first of {whole}: a limit was asked for"


def _column(field: Mapping[str, Any]) -> str:
    unit = f" ({field['unit']})" if field.get("unit") else ""
    codes = "; ".join(f"{each['value']} = {each['label']}" for each in field.get("categories", []))
    said = [f"{field['name']}: {field['title']}{unit}", field.get("description"), codes and f"Codes: {codes}"]
    return ". ".join(part.removesuffix(".") for part in said if part)


def _source(source: Source, lang: str) -> str:
    said = [source.title, source.publisher, f"as of {day_name(source.snapshot, lang)}", source.url or ""]
    terms = f" Terms: {source.licence}." if source.licence else ""
    return f"{source.dataset}: {', '.join(part for part in said if part)}.{terms}"


def _of_cells(extract: Extract) -> Iterator[str]:
    yield (
        "In CSV, a text that begins with =, +, -, @, a tab or a return has a leading ' so that no spreadsheet runs it; "
        "numbers and dates never do."
    )
    if any(each.get("type") == "yearmonth" for each in extract.fields):
        yield "A month such as 2022-09 is a text: no finer day is published."
