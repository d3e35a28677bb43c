"""What file a request asks for, read from its address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from repression.downloads.extract import Part, file_stem
from repression.downloads.formats import FORMATS
from repression.edition import edition
from repression.filters import BadAddress, Problem, Selection, read_address
from repression.languages import LANGUAGES, speaker
from repression.questions import Question, vocabulary
from repression.warehouse import Warehouse
from repression.web.bodies import Label
from repression.wording import sentence

# Parameters of files alone, beside the filters.
PART, PURPOSE = ("columns", "limit"), "for"
EXCEL = "excel"
MOST_DIGITS = 9
MOST_ROWS = 10**MOST_DIGITS - 1


@dataclass(frozen=True)
class Order:
    """What file is asked for; `address` is its own, without query."""

    question: str
    ending: str
    selection: Selection
    part: Part
    for_excel: bool
    address: str

    def label(self, house: Warehouse) -> Label:
        """What is said of the file: the ETag is the same for equal orders of equal data from equal code.

        It is weak, since packing does not change it.
        """
        named = repr((edition(), house.version, self))
        tag = f'W/"{hashlib.sha256(named.encode()).hexdigest()[:24]}"'
        purpose = "_excel" if self.for_excel else ""
        name = f"{file_stem(self.question, self.selection, self.part)}{purpose}.{self.ending}"
        return Label(tag, name, FORMATS[self.ending].media)


def parameters_of(request: Request) -> dict[str, list[str]]:
    """The query parameters of a request, every value of each."""
    parameters: dict[str, list[str]] = {}
    for name, text in request.query_params.multi_items():
        parameters.setdefault(name, []).append(text)
    return parameters


def language_of(request: Request) -> str:
    """The language that an address asks for where that is sound, else English; for what is no view of the data."""
    asked = request.query_params.getlist("lang")
    return asked[0] if len(asked) == 1 and asked[0] in LANGUAGES else LANGUAGES[0]


def selection_of(house: Warehouse, parameters: Mapping[str, Sequence[str]], beside: Sequence[str] = ()) -> Selection:
    """The selection that parameters mean. Raises BadAddress with every fault."""
    return read_address(parameters, vocabulary(house, "en"), house.days, beside)


def read_order(request: Request, house: Warehouse, question: Question) -> Order:
    """What a request asks for. Raises BadAddress that names every wrong parameter and what is allowed."""
    parameters = parameters_of(request)
    ending = request.path_params["ending"]
    beside = (*PART, PURPOSE) if ending == "csv" else PART
    part, problems = _part(parameters, question, language_of(request))
    for_excel = parameters.get(PURPOSE) == [EXCEL]
    if ending == "csv" and PURPOSE in parameters and not for_excel:
        problems.append(Problem(PURPOSE, ", ".join(parameters[PURPOSE]), EXCEL))
    try:
        selection = selection_of(house, parameters, beside)
        problems += _idle(selection, question)
    except BadAddress as fault:
        selection = fault.rest
        problems += fault.problems
    if problems:
        raise BadAddress(problems, selection)
    return Order(question.name, ending, selection, part, for_excel, f"{base_of(request)}{request.url.path}")


def _part(parameters: Mapping[str, Sequence[str]], question: Question, lang: str) -> tuple[Part, list[Problem]]:
    say = speaker(lang)
    problems: list[Problem] = []
    columns: tuple[str, ...] | None = None
    limit: int | None = None
    if texts := parameters.get("columns"):
        columns = tuple(",".join(texts).split(","))
        if not set(columns) <= question.columns.keys() or len(set(columns)) < len(columns):
            template = say("some of {columns}, each once, parted by commas")
            allowed = sentence(template, {"columns": ", ".join(question.columns)}, lang)
            problems.append(Problem("columns", ",".join(texts), allowed))
    if texts := parameters.get("limit"):
        if len(texts) == 1 and re.fullmatch(rf"[1-9]\d{{0,{MOST_DIGITS - 1}}}", texts[0], re.ASCII):
            limit = int(texts[0])
        else:
            allowed = sentence(say("a number of rows from 1 to {most}"), {"most": str(MOST_ROWS)}, lang)
            problems.append(Problem("limit", ", ".join(texts), allowed))
    return Part(columns, limit), problems


def _idle(selection: Selection, question: Question) -> list[Problem]:
    """A filter that does not narrow a file may not stand in its address: whoever reads it would think it did."""
    obeyed = question.filters | set(question.settings)
    say = speaker(selection.lang)
    template = say("nothing, since it does not narrow this; {parameters} do")
    allowed = sentence(template, {"parameters": ", ".join(["snapshot", "lang", *sorted(obeyed)])}, selection.lang)
    return [
        Problem(each.name, ", ".join(each.write(value)), allowed)
        for each, value in selection
        if each.name not in obeyed
    ]


def base_of(request: Request) -> str:
    """The address of the site as the asker sees it, without a slash at its end."""
    return str(request.base_url).rstrip("/")
