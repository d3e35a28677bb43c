"""An exhibit as a piece of HTML for the pages of other sites: to host oneself, or in a frame where that is allowed."""

from __future__ import annotations

import functools
import os
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from repression import palette
from repression.charts import figures
from repression.charts.svg import svg
from repression.downloads.extract import file_stem
from repression.exhibits.frame import DATA_AS_KNOWN
from repression.exhibits.view import Location
from repression.formatting import format_partial_date
from repression.i18n import get_translator
from repression.palette import Shades
from repression.paths import PACKAGE
from repression.questions import live
from repression.questions.answer import Answer
from repression.questions.describe import (
    filter_sentence,
    refused_snapshot_warnings,
    source_words,
    subtitle_of,
    title_of,
)
from repression.questions.question import all_questions
from repression.questions.selection import BadAddress
from repression.site import NAME
from repression.templates import html_message, render
from repression.warehouse.database import Warehouse
from repression.web.errors import language, not_found, refused
from repression.web.file_requests import base_of, unused_filters
from repression.web.guard.headers import FRAMED_HEADERS
from repression.web.guard.slots import with_work_slot
from repression.web.views import answer_with_rows, drawn_question, read_view

VARIABLE = "REPRESSION_EMBED"
# The colours of the site on a light page: the piece has no other style sheet.
ROLES = {name.lower(): role for name, role in vars(palette).items() if isinstance(role, Shades)}
STYLES: tuple[Path, ...] = tuple(PACKAGE / "static" / name for name in ("chart.css", "embed.css"))
NOT_KEPT = {"Cache-Control": "no-store"}


class BadSwitch(ValueError):
    """REPRESSION_EMBED is invalid; the message says what is allowed."""


def frames_allowed() -> bool:
    """Whether other sites may show exhibits in frames: REPRESSION_EMBED is 1. Raises BadSwitch."""
    said = os.environ.get(VARIABLE, "0")
    if said not in ("", "0", "1"):
        raise BadSwitch(f"{VARIABLE}: allowed is 1, or 0 for no, not {said!r}")
    return said == "1"


def piece_to_host(request: Request) -> Response:
    """`/embed/<question>.html`: a file that shows an exhibit anywhere and calls nobody. Raises BadAddress, NoFile."""
    if drawn_question(request) is None:
        return not_found(request)
    html, answer = _piece(request)
    name = f'attachment; filename="{file_stem(answer.question.name, answer.selection)}.html"'
    return Response(html, media_type="text/html", headers={**NOT_KEPT, "Content-Disposition": name})


def framed(request: Request) -> Response:
    """`/embed/<question>`: the same for a frame, if whoever runs the server allows it. Raises BadAddress, NoFile."""
    if drawn_question(request) is None:
        return not_found(request)
    if not frames_allowed():
        _ = get_translator(language(request))
        said = _(
            "This server shows nothing in the pages of other sites. “Share this” below each chart has a file to host."
        )
        return refused(request, 404, said)
    html, _answer = _piece(request)
    return Response(html, media_type="text/html", headers={**NOT_KEPT, **FRAMED_HEADERS})


def _piece(request: Request) -> tuple[Markup, Answer]:
    warehouse = live.current()
    selection, page = read_view(request, warehouse)
    question = all_questions()[request.path_params["name"]]
    if problems := unused_filters(selection, question):
        raise BadAddress(problems, selection)
    answer = answer_with_rows(warehouse, question.name, selection)
    return piece_of(warehouse, answer, Location(page, selection, base_of(request))), answer


@functools.cache
def _style() -> Markup:
    colours = " ".join(f"--{name}: {role.light};" for name, role in ROLES.items())
    texts = (f".exhibit-piece {{ {colours} }}\n", *(path.read_text(encoding="utf-8") for path in STYLES))
    return Markup("".join(texts))  # nosec B704: our own files


def piece_of(warehouse: Warehouse, answer: Answer, place: Location) -> Markup:
    """An exhibit as a document of HTML without script, links of marks or anything to load.

    It says what it is of, by whom, of which day and with which filter, and has a link to `place`.
    """
    question, lang = answer.question, answer.selection.lang
    title, subtitle = title_of(answer), subtitle_of(answer)
    return render(
        "embed",
        lang,
        style=_style(),
        title=title,
        about=subtitle,
        words=answer.details,
        filter_words=filter_sentence(warehouse, answer),
        chart=svg(figures.figure(answer), title=title, description=answer.details or subtitle, anchor=question.name),
        events=[f"{format_partial_date(each.date, lang)}: {each.title}" for each in figures.events(answer)],
        notes=[*refused_snapshot_warnings(warehouse, answer), *answer.notices, *answer.notes],
        source=source_words(answer),
        known=html_message(DATA_AS_KNOWN, lang, day=answer.selection.snapshot),
        site=get_translator(lang)(NAME),
        address=f"{place.site}{place.address(question.name)}",
    )


ROUTES: list[BaseRoute] = [
    Route("/embed/{name}.html", with_work_slot(piece_to_host)),
    Route("/embed/{name}", with_work_slot(framed)),
]
