"""The bytes of each prepared address: pages by the function of the server's pages, files by its routes, in process."""

from __future__ import annotations

import asyncio
import json
from itertools import count
from posixpath import dirname, relpath
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.types import Message

from repression.exhibits.view import View
from repression.i18n import LANGUAGE_NAMES, N_
from repression.mirror.plan import DATA_INDEX, LACKING, Plan, Prepared, lacking, linked_filters
from repression.mirror.relative import with_links
from repression.site import FACTS, NAME, Page
from repression.templates import html_message, render
from repression.warehouse.database import Warehouse
from repression.web.fact_sheet import fact_sheet
from repression.web.page_document import MirroredSite, is_whole, page_document, refusal_document
from repression.web.routes import EXCEPTION_HANDLERS, ROUTES

START = "index.html"
ABOUT = N_(
    "It is a copy of the site as files, with the data as known on {day}. It has each page without a filter and "
    "with one choice of most filters. It also has the files and pictures that no filter narrows, but for PNG."
)


class NotMade(RuntimeError):
    """An address cannot be made; the message names it and says why."""


class Maker:
    """Makes the files of a mirror of a warehouse, which `live.current` has to give meanwhile.

    `site` is the address of the server, which citations and files name; `is_named` says whether readers are led there.
    """

    def __init__(self, warehouse: Warehouse, plan: Plan, site: str, is_named: bool) -> None:
        self._warehouse, self._plan, self._site, self._is_named = warehouse, plan, site, is_named
        self._app = Starlette(routes=ROUTES, exception_handlers=dict(EXCEPTION_HANDLERS))
        self._loop = asyncio.Runner()
        self._clients = count()

    def __enter__(self) -> Maker:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._loop.close()

    def made(self, each: Prepared) -> bytes | None:
        """The bytes of a prepared address, None if there is nothing at it. Raises NotMade and UnknownLink."""
        path, lang = urlsplit(each.address).path, each.file.partition("/")[0]
        if each.page and each.selection:
            return self._page(each, View(self._warehouse, each.selection, each.page, self._site))
        if path == LACKING:
            server = self._site if self._is_named else ""
            about = html_message(ABOUT, lang, day=self._warehouse.days[-1])
            return self._linked(refusal(lang, render("lacking", lang, about=about, server=server)), each.file, lang)
        content = self._fetched(each.address)
        return self._index(content) if content and path == DATA_INDEX else content

    def start_page(self) -> bytes:
        """The page of the mirror's own address: its languages."""
        message = render("languages", "en", title=NAME, languages=list(LANGUAGE_NAMES.items()))
        return self._linked(refusal("en", message), START, "en")

    def _page(self, each: Prepared, view: View) -> bytes:
        mirrored = self._mirrored(view.page, view.lang)
        is_sheet = view.page == FACTS
        document = fact_sheet(view, mirrored=mirrored) if is_sheet else page_document(view, mirrored=mirrored)
        if not is_whole(document):
            raise NotMade(f"{each.address}: a part of the page failed; the log says which")
        return self._linked(document, each.file, view.lang)

    def _mirrored(self, page: Page, lang: str) -> MirroredSite:
        return MirroredSite(linked_filters(page, self._warehouse), lacking(lang), self._is_named)

    def _linked(self, document: Markup, file: str, lang: str) -> bytes:
        """A document with relative links."""
        folder = dirname(file)

        def relative(address: str) -> tuple[str, bool]:
            found = self._plan.file_of(address, lang)
            target = found or self._plan.file_of(lacking(lang), lang) or START
            return quote(relpath(target, folder or ".")), found is not None

        return with_links(document, relative).encode()

    def _index(self, content: bytes) -> bytes:
        """The index of the files, with addresses that are relative to itself."""

        def relative(value: Any) -> Any:
            if isinstance(value, dict):
                return {name: relative(each) for name, each in value.items()}
            if isinstance(value, list):
                return [found for each in value if (found := relative(each)) is not None]
            if isinstance(value, str) and value.startswith("/"):
                found = self._plan.file_of(value, "en")
                return f"../{quote(found)}" if found else None
            return value

        return json.dumps(relative(json.loads(content)), ensure_ascii=False, indent=1).encode()

    def _fetched(self, address: str) -> bytes | None:
        """What the routes answer; None for a 404. Raises NotMade for any other status than 200."""
        status, body = self._loop.run(self._answer(address))
        if status not in (200, 404):
            raise NotMade(f"{address}: {status}: {body.decode(errors='replace')}")
        return body if status == 200 else None

    async def _answer(self, address: str) -> tuple[int, bytes]:
        site, asked = urlsplit(self._site), urlsplit(address)
        status, body = 0, bytearray()

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            body.extend(message.get("body", b""))

        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": site.scheme,
            "path": asked.path,
            "raw_path": asked.path.encode(),
            "query_string": asked.query.encode(),
            "root_path": "",
            "headers": [(b"host", site.netloc.encode()), (b"accept-encoding", b"identity")],
            "server": None,
            # Each request is a client of its own: the limits are there for those who come from outside.
            "client_key": str(next(self._clients)).encode(),
        }
        await self._app(scope, receive, send)
        return status, bytes(body)


def refusal(lang: str, message: Markup) -> Markup:
    """A page of the mirror that has no figures."""
    return refusal_document(lang, message, has_scripts=False)
