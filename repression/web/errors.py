"""Plain words for what cannot be answered, in the language of the address where it names one, else in English."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from repression.filters import BadAddress
from repression.languages import speaker
from repression.site import FAILED
from repression.web.bodies import OPEN
from repression.web.orders import language_of
from repression.wording import sentence

LOG = logging.getLogger(__name__)
# What is refused now may be answered soon.
REFUSAL = {**OPEN, "Cache-Control": "no-store"}


class NoFile(LookupError):
    """There are no data for what is asked; the message says why."""


def not_found(request: Request) -> Response:
    """A plain 404, since Streamlit would answer an unknown path with its page."""
    say = speaker(language_of(request))
    said = say("There is nothing at this address. The dashboard is at /, its files are listed at /data/")
    return PlainTextResponse(f"{said}\n", 404, REFUSAL)


def wrong_method(request: Request, allowed: Sequence[str]) -> Response:
    """A plain 405: nothing can be changed here."""
    lang = language_of(request)
    say = speaker(lang)
    *most, last = allowed
    said = sentence(say("Only {most} and {last} are answered"), {"most": ", ".join(most), "last": last}, lang)
    return PlainTextResponse(f"{said}\n", 405, {**REFUSAL, "Allow": ", ".join(allowed)})


def too_long(request: Request, longest: int) -> Response:
    """A plain 414 for an address that asks for more than there is."""
    lang = language_of(request)
    say = speaker(lang)
    said = sentence(
        say("The address is too long: allowed are {longest} signs after the ?"), {"longest": str(longest)}, lang
    )
    return PlainTextResponse(f"{said}\n", 414, REFUSAL)


def bad_address(request: Request, fault: Exception) -> Response:
    """A plain 400 that names every wrong parameter and what is allowed."""
    assert isinstance(fault, BadAddress)
    lang = language_of(request)
    say = speaker(lang)
    template = say("{parameter}={value}: allowed is {allowed}")
    said = "".join(f"{sentence(template, vars(problem), lang)}\n" for problem in fault.problems)
    return PlainTextResponse(said, 400, REFUSAL)


def too_large(request: Request, fault: Exception) -> Response:
    """A plain 400 where a format cannot hold the rows."""
    return PlainTextResponse(f"{fault}\n", 400, REFUSAL)


def no_data(request: Request, fault: Exception) -> Response:
    """A plain 503 where the data folder has nothing valid to show."""
    return PlainTextResponse(f"{fault}\n", 503, REFUSAL)


def failed(request: Request, fault: Exception) -> Response:
    """A plain 503 where memory, the disk or open files do not suffice at this moment."""
    if isinstance(fault, OSError):
        LOG.warning("a file could not be made: %s", fault.strerror)  # not its name, which may be what was asked for
    return PlainTextResponse(f"{speaker(language_of(request))(FAILED)}\n", 503, REFUSAL)


def no_file(request: Request, fault: Exception) -> Response:
    """A plain 404 where data are not as old as asked, or were refused."""
    return PlainTextResponse(f"{fault}\n", 404, REFUSAL)
