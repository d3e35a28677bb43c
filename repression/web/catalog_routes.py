"""The routes for crawlers and data portals: the catalogue of the data, the site map, robots.txt."""

from __future__ import annotations

import json

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from repression.cache import ByteLRU
from repression.questions import live
from repression.web import dcat
from repression.web.file_requests import base_of
from repression.web.file_responses import OPEN_HEADERS

# A catalogue is made once for this site; then it only gets the address by which a client asks, which has any port.
ANY_SITE = "https://site.invalid"
_cache: ByteLRU[str] = ByteLRU(4_000_000, size=len)


def structured_data(request: Request) -> Markup:
    """The catalogue of the data in schema.org's terms, as JSON for a script block of HTML: search engines read it."""
    warehouse = live.current()
    text = _cache.get_or_compute(
        ("schema.org", warehouse.version), lambda: _json_in_html(dcat.schema_org(warehouse, ANY_SITE))
    )
    return Markup(text.replace(ANY_SITE, base_of(request)))  # nosec B704  # a base has no sign of HTML


def _json_in_html(value: object) -> Markup:
    """JSON for a script block of HTML, which cannot end that block."""
    # Safe as Markup without escaping: JSON has no HTML once these three characters are replaced.
    text = json.dumps(value).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(text)  # nosec B704


def dcat_route(request: Request) -> Response:
    """`/data/catalogue.jsonld`: every dataset and its files as DCAT 3."""
    warehouse = live.current()
    text = _cache.get_or_compute(
        ("dcat", warehouse.version), lambda: json.dumps(dcat.dcat(warehouse, ANY_SITE), ensure_ascii=False)
    )
    body = text.replace(ANY_SITE, base_of(request))
    return Response(body, media_type="application/ld+json", headers=OPEN_HEADERS)


def sitemap_route(request: Request) -> Response:
    """`/sitemap.xml`."""
    text = dcat.sitemap(base_of(request), live.current().catalog.days())
    return Response(text, media_type="application/xml", headers=OPEN_HEADERS)


def robots_route(request: Request) -> Response:
    """`/robots.txt`."""
    return PlainTextResponse(dcat.robots(base_of(request)), headers=OPEN_HEADERS)


ROUTES: list[BaseRoute] = [
    Route("/data/catalogue.jsonld", dcat_route),
    Route("/sitemap.xml", sitemap_route),
    Route("/robots.txt", robots_route),
]
