"""Parses the address of a request for a file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from repression.build_id import build_id
from repression.downloads import query_file
from repression.downloads.extract import Part, file_stem
from repression.downloads.formats import FORMATS
from repression.formatting import format_message
from repression.i18n import get_translator
from repression.questions.answer import vocabulary
from repression.questions.columns import shown_question
from repression.questions.filters import PART, PURPOSE
from repression.questions.parameter_names import unescaped
from repression.questions.parameters import EXCEL, MAX_LIMIT, MAX_LIMIT_DIGITS
from repression.questions.problems import Problem, wrong_value
from repression.questions.question import Question
from repression.questions.selection import BadAddress, Selection, language_of, read_address
from repression.warehouse.database import Warehouse
from repression.web.file_responses import FileMeta

# The media type of each ending: of the formats that hold rows, and of the query that gives them.
MEDIA: Mapping[str, str] = {
    **{ending: form.media for ending, form in FORMATS.items()},
    query_file.ENDING: query_file.MEDIA,
}


@dataclass(frozen=True)
class FileRequest:
    """A request for a file; `address` is its URL without the query."""

    question: str
    ending: str
    selection: Selection
    part: Part
    for_excel: bool
    address: str

    def metadata(self, warehouse: Warehouse) -> FileMeta:
        """ETag, name and media type of the file. Equal requests on equal data and equal code have the same ETag.

        The ETag is weak, since it is the same for every content encoding.
        """
        named = repr((build_id(), warehouse.version, self))
        tag = f'W/"{hashlib.sha256(named.encode()).hexdigest()[:24]}"'
        purpose = "_excel" if self.for_excel else ""
        name = f"{file_stem(self.question, self.selection, self.part)}{purpose}.{self.ending}"
        return FileMeta(tag, name, MEDIA[self.ending])


def parameters_of(request: Request) -> dict[str, list[str]]:
    """The query parameters of a request by the names that were meant, each with all its values."""
    parameters: dict[str, list[str]] = {}
    for name, text in request.query_params.multi_items():
        parameters.setdefault(name, []).append(text)
    return unescaped(parameters)


def requested_language(request: Request) -> str:
    """The language that an address names if it is valid, otherwise English; for responses that show no data."""
    return language_of(parameters_of(request))


def selection_of(
    warehouse: Warehouse, parameters: Mapping[str, Sequence[str]], beside: Sequence[str] = ()
) -> Selection:
    """The selection that the parameters state. Raises BadAddress that names every wrong parameter."""
    return read_address(parameters, vocabulary(warehouse, "en"), warehouse.days, beside)


def beside_of(ending: str) -> Sequence[str]:
    """The parameters of a file beside those of pages."""
    return (*PART, PURPOSE) if ending == "csv" else PART


def read_file_request(request: Request, warehouse: Warehouse, question: Question) -> FileRequest:
    """The file that a request asks for. Raises BadAddress that names every wrong parameter and what is allowed."""
    parameters = parameters_of(request)
    ending = request.path_params["ending"]
    beside = beside_of(ending)
    names: Sequence[str] = ()
    try:
        selection = selection_of(warehouse, parameters, beside)
        faults = unused_filters(selection, question)
    except BadAddress as fault:
        selection, names, faults = fault.rest, fault.names, list(fault.problems)
    columns = shown_question(warehouse, question, selection).columns
    part, problems = _part(parameters, columns, selection.lang)
    for_excel = parameters.get(PURPOSE) == [EXCEL]
    if ending == "csv" and PURPOSE in parameters and not for_excel:
        problems.append(wrong_value(PURPOSE, ", ".join(parameters[PURPOSE]), EXCEL, selection.lang))
    problems += faults
    if problems:
        raise BadAddress(problems, selection, names)
    return FileRequest(question.name, ending, selection, part, for_excel, f"{base_of(request)}{request.url.path}")


def _part(parameters: Mapping[str, Sequence[str]], known: Collection[str], lang: str) -> tuple[Part, list[Problem]]:
    _ = get_translator(lang)
    problems: list[Problem] = []
    columns: tuple[str, ...] | None = None
    limit: int | None = None
    if texts := parameters.get("columns"):
        columns = tuple(",".join(texts).split(","))
        if not set(columns) <= set(known) or len(set(columns)) < len(columns):
            template = _("some of {columns}, each once, separated by commas")
            allowed = format_message(template, {"columns": ", ".join(known)}, lang)
            problems.append(wrong_value("columns", ",".join(texts), allowed, lang))
    if texts := parameters.get("limit"):
        if len(texts) == 1 and re.fullmatch(rf"[1-9]\d{{0,{MAX_LIMIT_DIGITS - 1}}}", texts[0], re.ASCII):
            limit = int(texts[0])
        else:
            allowed = format_message(_("a number of rows from 1 to {most}"), {"most": str(MAX_LIMIT)}, lang)
            problems.append(wrong_value("limit", ", ".join(texts), allowed, lang))
    return Part(columns, limit), problems


def unused_filters(selection: Selection, question: Question) -> list[Problem]:
    """Filters that do not narrow this file; they are refused, since a reader of the address would think they did."""
    obeyed = question.filters | set(question.settings)
    _ = get_translator(selection.lang)
    template = _("nothing, since it does not narrow this; {parameters} do")
    allowed = format_message(template, {"parameters": ", ".join(["snapshot", "lang", *sorted(obeyed)])}, selection.lang)
    return [
        wrong_value(narrowing.name, ", ".join(narrowing.write(value)), allowed, selection.lang)
        for narrowing, value in selection
        if narrowing.name not in obeyed
    ]


def base_of(request: Request) -> str:
    """The address of the site as the client sees it, without a slash at its end."""
    return str(request.base_url).rstrip("/")
