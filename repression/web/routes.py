"""All that the server's app needs of ours: routes, middleware, and what becomes of errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from repression.downloads.workbook import TooLarge
from repression.filters import BadAddress
from repression.warehouse import NoData, NoMemory
from repression.web import assets, catalogue, errors, files, health, pages
from repression.web.doorkeeper import Doorkeeper
from repression.web.making import Busy, TooMuch
from repression.web.unaddressed import Unaddressed

# What is named comes before what is not: the files end with a pattern for any name.
ROUTES: list[BaseRoute] = [*pages.ROUTES, *health.ROUTES, *assets.ROUTES, *catalogue.ROUTES, *files.ROUTES]
# The last comes next to the routes.
MIDDLEWARE = [Middleware(Unaddressed), Middleware(Doorkeeper)]
EXCEPTION_HANDLERS: Mapping[type[Exception], Callable[[Request, Exception], Response]] = {
    BadAddress: errors.bad_address,
    NoData: errors.no_data,
    errors.NoFile: errors.no_file,
    TooLarge: errors.too_large,
    NoMemory: errors.no_room,
    OSError: errors.no_room,
    TooMuch: errors.too_much,
    Busy: errors.busy,
    Exception: errors.failed,
}
