"""What the addresses of pictures, citations and pieces for other sites name: a question, a selection, a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from starlette.requests import Request

from repression.formatting import format_message
from repression.i18n import get_translator
from repression.questions.answer import Answer, ask
from repression.questions.describe import why_missing
from repression.questions.problems import Problem, wrong_value
from repression.questions.question import Question, all_questions
from repression.questions.selection import BadAddress, Selection
from repression.site import PAGES, Page
from repression.warehouse.database import Warehouse
from repression.web.errors import NoFile
from repression.web.file_requests import parameters_of, selection_of

# The parameter that names the page on which a view was seen.
FROM = ("from",)


def drawn_question(request: Request) -> Question | None:
    """The question that a path names, if it has a chart."""
    question = all_questions().get(request.path_params["name"])
    return question if question and question.has_chart else None


def read_view(request: Request, warehouse: Warehouse) -> tuple[Selection, Page]:
    """The selection, and the page it was seen on (parameter `from`). Raises BadAddress."""
    parameters = parameters_of(request)
    pages = {f"/{each.path}": each for each in PAGES}
    texts = parameters.get("from", ["/"])
    selection = selection_of(warehouse, parameters, FROM)
    if len(texts) != 1 or texts[0] not in pages:
        raise BadAddress([not_among("from", texts, pages, selection.lang)], selection)
    return selection, pages[texts[0]]


def not_among(parameter: str, texts: Sequence[str], allowed: Iterable[str], lang: str) -> Problem:
    """The problem of a parameter that is not one of the allowed values."""
    _ = get_translator(lang)
    said = format_message(_("one of {pages}"), {"pages": ", ".join(allowed)}, lang)
    return wrong_value(parameter, ", ".join(texts), said, lang)


def answer_with_rows(warehouse: Warehouse, name: str, selection: Selection) -> Answer:
    """A question's answer. Raises NoFile if it has no rows."""
    answer = ask(warehouse, name, selection)
    if answer.missing or not answer.table.num_rows:
        raise NoFile(why_missing(warehouse, answer))
    return answer
