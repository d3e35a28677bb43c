"""Error responses in plain words, in the language that the address names, otherwise in English."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from repression.formatting import format_message
from repression.i18n import get_translator
from repression.questions.problems import report
from repression.questions.selection import BadAddress
from repression.site import FAILED
from repression.web.file_requests import requested_language
from repression.web.file_responses import OPEN_HEADERS
from repression.web.guard.clients import client_of
from repression.web.guard.headers import SECURITY_HEADERS
from repression.web.guard.slots import WORK_SLOTS, Overloaded, RateLimited

LOG = logging.getLogger(__name__)
# Errors are not cached: the same request may succeed soon.
ERROR_HEADERS = {**OPEN_HEADERS, "Cache-Control": "no-store"}


class NoFile(LookupError):
    """There are no data for what is asked; the message says why."""


def not_found(request: Request) -> Response:
    """A plain 404. Without it Streamlit would answer an unknown path with its page."""
    _ = get_translator(requested_language(request))
    said = _("There is nothing at this address. The dashboard is at /, its files are listed at /data/")
    return PlainTextResponse(f"{said}\n", 404, ERROR_HEADERS)


def wrong_method(request: Request, allowed: Sequence[str]) -> Response:
    """A plain 405: nothing can be changed here."""
    lang = requested_language(request)
    _ = get_translator(lang)
    *most, last = allowed
    said = format_message(_("Only {most} and {last} are answered"), {"most": ", ".join(most), "last": last}, lang)
    return PlainTextResponse(f"{said}\n", 405, {**ERROR_HEADERS, "Allow": ", ".join(allowed)})


def too_long(request: Request, path: int, query: int) -> Response:
    """A plain 414: the address is longer than any that can mean a view."""
    lang = requested_language(request)
    _ = get_translator(lang)
    template = _("The address is too long: allowed are {path} signs before the ? and {query} after it")
    said = format_message(template, {"path": str(path), "query": str(query)}, lang)
    return PlainTextResponse(f"{said}\n", 414, ERROR_HEADERS)


async def bad_address(request: Request, fault: Exception) -> Response:
    """A plain 400 that names the wrong parameters and what is allowed; a 429 where the client asks too much."""
    assert isinstance(fault, BadAddress)
    try:
        WORK_SLOTS.count(client_of(request.scope))
    except RateLimited as limited:
        return rate_limited(request, limited)
    said = "".join(f"{line}\n" for line in report(fault.problems, fault.names, requested_language(request)))
    return PlainTextResponse(said, 400, ERROR_HEADERS)


def not_acceptable(request: Request, fault: Exception) -> Response:
    """A plain 406: the client takes none of the content encodings of a file."""
    return PlainTextResponse(f"{fault}\n", 406, ERROR_HEADERS)


def too_large(request: Request, fault: Exception) -> Response:
    """A plain 400: the format cannot hold so many rows."""
    return PlainTextResponse(f"{fault}\n", 400, ERROR_HEADERS)


def rate_limited(request: Request, fault: Exception) -> Response:
    """A plain 429: the client asks for more than the rate limit allows."""
    assert isinstance(fault, RateLimited)
    _ = get_translator(requested_language(request))
    template = _("You ask for more than is answered to one address: try again in {seconds:second|seconds}.")
    return _later(request, 429, template, fault.seconds)


def overloaded(request: Request, fault: Exception) -> Response:
    """A plain 503: all clients together ask for more than can be made."""
    assert isinstance(fault, Overloaded)
    _ = get_translator(requested_language(request))
    template = _("Too many files are being made at this moment: try again in {seconds:second|seconds}.")
    return _later(request, 503, template, fault.seconds)


def _later(request: Request, status: int, template: str, seconds: float) -> Response:
    whole = math.ceil(seconds)
    said = format_message(template, {"seconds": whole}, requested_language(request))
    return PlainTextResponse(f"{said}\n", status, {**ERROR_HEADERS, "Retry-After": str(whole)})


def failed(request: Request, fault: Exception) -> Response:
    """A plain 500; the log has the failure. It sets its own headers: `AccessMiddleware` does not see this response."""
    _ = get_translator(requested_language(request))
    said = _("This could not be answered: something is wrong on the server, not with your address.")
    return PlainTextResponse(f"{said}\n", 500, {**SECURITY_HEADERS, **ERROR_HEADERS})


def no_data(request: Request, fault: Exception) -> Response:
    """A plain 503: the data folder has no valid data."""
    return PlainTextResponse(f"{fault}\n", 503, ERROR_HEADERS)


def no_room(request: Request, fault: Exception) -> Response:
    """A plain 503: memory, disk space or file descriptors are exhausted at this moment."""
    if isinstance(fault, OSError):
        LOG.warning("a file could not be made: %s", fault.strerror)  # not its name, which may tell what a reader asked
    return PlainTextResponse(f"{get_translator(requested_language(request))(FAILED)}\n", 503, ERROR_HEADERS)


def no_file(request: Request, fault: Exception) -> Response:
    """A plain 404: there is no data as old as asked, or it was refused."""
    return PlainTextResponse(f"{fault}\n", 404, ERROR_HEADERS)
