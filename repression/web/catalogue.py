"""What machines look for first: the catalogue of the data, the site map, robots.txt."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from repression import catalogue, keeper
from repression.web.bodies import OPEN
from repression.web.orders import base_of


def dcat(request: Request) -> Response:
    """`/data/catalogue.jsonld`: every dataset and its files as DCAT 3."""
    house, base = keeper.current(), base_of(request)
    text = house.drawn.or_make(("dcat", base), lambda: json.dumps(catalogue.dcat(house, base), ensure_ascii=False))
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
