"""What machines look for first: the catalogue of the data, the site map, robots.txt."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from repression import catalogue, keeper
from repression.keeping import Kept
from repression.picture import json_in_html
from repression.web.bodies import OPEN
from repression.web.orders import base_of

# For the few names that a site has; whoever makes up others pushes out these alone.
_kept: Kept[str] = Kept(4_000_000, size=len)


def told_to_search_engines(request: Request) -> str:
    """The same for search engines, as a block of HTML that no browser runs."""
    house, base = keeper.current(), base_of(request)
    key = ("schema.org", house.version, base)
    text = _kept.or_make(key, lambda: json_in_html(catalogue.dataset_schema(house, base)))
    return f'<script type="application/ld+json">{text}</script>'


def dcat(request: Request) -> Response:
    """`/data/catalogue.jsonld`: every dataset and its files as DCAT 3."""
    house, base = keeper.current(), base_of(request)
    key = ("dcat", house.version, base)
    text = _kept.or_make(key, lambda: json.dumps(catalogue.dcat(house, base), ensure_ascii=False))
    return Response(text, media_type="application/ld+json", headers=OPEN)


def sitemap(request: Request) -> Response:
    """`/sitemap.xml`."""
    text = catalogue.sitemap(base_of(request), keeper.current().catalog.days())
    return Response(text, media_type="application/xml", headers=OPEN)


def robots(request: Request) -> Response:
    """`/robots.txt`."""
    return PlainTextResponse(catalogue.robots(base_of(request)), headers=OPEN)


ROUTES: list[BaseRoute] = [
    Route("/data/catalogue.jsonld", dcat),
    Route("/sitemap.xml", sitemap),
    Route("/robots.txt", robots),
]
