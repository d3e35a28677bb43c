"""Everything that the server's app is given: routes, middleware and exception handlers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from repression.downloads.excel_file import TooLarge
from repression.questions.selection import BadAddress
from repression.warehouse.database import NoData, NoMemory
from repression.web import assets, catalog_routes, data_routes, embeds, errors, feeds, health, page_routes, pictures
from repression.web.access import AccessMiddleware
from repression.web.file_responses import NotAcceptable
from repression.web.guard.anonymize import AnonymizeClientMiddleware
from repression.web.guard.slots import Overloaded, RateLimited

# Fixed paths come before patterns: the data routes end with a pattern for any name.
ROUTES: list[BaseRoute] = [
    *page_routes.ROUTES,
    *pictures.ROUTES,
    *embeds.ROUTES,
    *health.ROUTES,
    *assets.ROUTES,
    *catalog_routes.ROUTES,
    *feeds.ROUTES,
    *data_routes.ROUTES,
]
# From the outermost to the one next to the routes.
MIDDLEWARE = [Middleware(AnonymizeClientMiddleware), Middleware(AccessMiddleware)]
EXCEPTION_HANDLERS: Mapping[type[Exception], Callable[[Request, Exception], Response | Awaitable[Response]]] = {
    BadAddress: errors.bad_address,
    NoData: errors.no_data,
    errors.NoFile: errors.no_file,
    NotAcceptable: errors.not_acceptable,
    TooLarge: errors.too_large,
    NoMemory: errors.no_room,
    OSError: errors.no_room,
    RateLimited: errors.rate_limited,
    Overloaded: errors.overloaded,
    Exception: errors.failed,
}
