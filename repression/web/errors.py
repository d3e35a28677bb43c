"""Refusals in plain words, in the language that the address names: a page for browsers, plain text for programs."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from repression.exhibits import frame
from repression.formatting import format_message
from repression.i18n import LANGUAGES, get_translator
from repression.questions.problems import report
from repression.questions.selection import BadAddress
from repression.site import FAILED, NO_FIGURES
from repression.templates import render
from repression.web.file_requests import parameters_of, requested_language
from repression.web.file_responses import OPEN_HEADERS
from repression.web.guard.clients import client_of
from repression.web.guard.headers import SECURITY_HEADERS
from repression.web.guard.slots import WORK_SLOTS, Overloaded, RateLimited
from repression.web.page_address import BY_PATH, browser_language
from repression.web.page_document import refusal_document

LOG = logging.getLogger(__name__)
# Errors are not cached: the same request may succeed soon.
ERROR_HEADERS = {**OPEN_HEADERS, "Cache-Control": "no-store"}
PAGE_HEADERS = {"Cache-Control": "no-store"}


class NoFile(LookupError):
    """There are no data for what is asked; the message says why."""


def language(request: Request) -> str:
    """The language of a refusal: that of the address, otherwise a browser's own, English for programs."""
    asked = parameters_of(request).get("lang", [])
    is_named = len(asked) == 1 and asked[0] in LANGUAGES
    return browser_language(request) if is_page(request) and not is_named else requested_language(request)


def is_page(request: Request) -> bool:
    """Whether a refusal is read as a page: browsers say that they take HTML where they open an address."""
    return "text/html" in request.headers.get("accept", "")


def refused(request: Request, status: int, said: str, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal of one or more lines: a page for a browser, plain text for a program."""
    if not is_page(request):
        return PlainTextResponse(f"{said}\n", status, {**ERROR_HEADERS, **(headers or {})})
    first, *more = said.splitlines()
    message = render("message", language(request), title=first, lines=more)
    html = refusal_document(language(request), message)
    return HTMLResponse(html, status, {**PAGE_HEADERS, **(headers or {})})


def forbidden(request: Request) -> Response:
    """A 403: this part of Streamlit is closed."""
    _ = get_translator(language(request))
    return refused(request, 403, _("This is not open to anybody."))


def not_found(request: Request) -> Response:
    """A 404. Without it Streamlit would answer an unknown path with its page."""
    _ = get_translator(language(request))
    said = _("There is nothing at this address. The dashboard is at /, its files are listed at /data/")
    return refused(request, 404, said)


def wrong_method(request: Request, allowed: Sequence[str]) -> Response:
    """A 405: nothing can be changed here."""
    lang = language(request)
    _ = get_translator(lang)
    *most, last = allowed
    said = format_message(_("Only {most} and {last} are answered"), {"most": ", ".join(most), "last": last}, lang)
    return refused(request, 405, said, {"Allow": ", ".join(allowed)})


def too_long(request: Request, path: int, query: int) -> Response:
    """A 414: the address is longer than any that can mean a view."""
    lang = requested_language(request)
    _ = get_translator(lang)
    template = _("The address is too long: allowed are {path} characters before the ? and {query} after it")
    said = format_message(template, {"path": str(path), "query": str(query)}, lang)
    return PlainTextResponse(f"{said}\n", 414, ERROR_HEADERS)


async def bad_address(request: Request, fault: Exception) -> Response:
    """A 400 that names the wrong parameters and what is allowed; a 429 where the client asks too much."""
    assert isinstance(fault, BadAddress)
    try:
        WORK_SLOTS.count(client_of(request.scope))
    except RateLimited as limited:
        return rate_limited(request, limited)
    page, lang = BY_PATH.get(request.url.path), language(request)
    if is_page(request) and page:
        html = refusal_document(lang, frame.refusal(fault, page, lang))
        return HTMLResponse(html, 400, PAGE_HEADERS)
    return refused(request, 400, "\n".join(report(fault.problems, fault.names, lang)))


def not_acceptable(request: Request, fault: Exception) -> Response:
    """A plain 406: the client takes none of the content encodings of a file."""
    return PlainTextResponse(f"{fault}\n", 406, ERROR_HEADERS)


def too_large(request: Request, fault: Exception) -> Response:
    """A 400: the format cannot hold so many rows."""
    return refused(request, 400, str(fault))


def rate_limited(request: Request, fault: Exception) -> Response:
    """A 429: the client asks for more than the rate limit allows."""
    assert isinstance(fault, RateLimited)
    _ = get_translator(language(request))
    template = _("Too much was asked from one address: try again in {seconds:second|seconds}.")
    return _later(request, 429, template, fault.seconds)


def overloaded(request: Request, fault: Exception) -> Response:
    """A 503: all clients together ask for more than can be made."""
    assert isinstance(fault, Overloaded)
    _ = get_translator(language(request))
    template = _("The server is busy at this moment: try again in {seconds:second|seconds}.")
    return _later(request, 503, template, fault.seconds)


def _later(request: Request, status: int, template: str, seconds: float) -> Response:
    whole = math.ceil(seconds)
    said = format_message(template, {"seconds": whole}, language(request))
    return refused(request, status, said, {"Retry-After": str(whole)})


def failed(request: Request, fault: Exception) -> Response:
    """A plain 500; the log has the failure. It sets its own headers: `AccessMiddleware` does not see this response."""
    _ = get_translator(requested_language(request))
    said = _("This could not be answered: something is wrong on the server, not with your address.")
    return PlainTextResponse(f"{said}\n", 500, {**SECURITY_HEADERS, **ERROR_HEADERS})


def no_data(request: Request, fault: Exception) -> Response:
    """A 503: the data folder has no valid data. Programs are told why, since who runs the site asks by one."""
    said = get_translator(language(request))(NO_FIGURES) if is_page(request) else str(fault)
    return refused(request, 503, said)


def no_room(request: Request, fault: Exception) -> Response:
    """A 503: memory, disk space or file descriptors are exhausted at this moment."""
    if isinstance(fault, OSError):
        LOG.warning("a file could not be made: %s", fault.strerror)  # not its name, which may tell what a reader asked
    return refused(request, 503, get_translator(language(request))(FAILED))


def no_file(request: Request, fault: Exception) -> Response:
    """A 404: there is no data as old as asked, or it was refused."""
    return refused(request, 404, str(fault))
