"""Static files: ours, and Streamlit's own, which are compressed once and not for every request."""

from __future__ import annotations

import gzip

import brotli
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from repression.accept_headers import IDENTITY, best_encoding
from repression.cache import ByteLRU
from repression.paths import PACKAGE
from repression.site import OWN
from repression.streamlit_files import STATIC
from repression.web.errors import not_found
from repression.web.file_responses import accept_encoding

STREAMLITS = "/static/"
# Their names change with their contents.
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
# The files to compress; images and fonts are compressed already.
MEDIA = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
# Of Brotli's levels to 11: the last two would take ten times as long for a tenth of the size.
QUALITY = 9

_compressed: ByteLRU[bytes] = ByteLRU(64_000_000, size=len)


def streamlit_file(request: Request) -> Response:
    """`/static/…`: a file of Streamlit's page; Streamlit owns that path, so `AccessMiddleware` calls this function."""
    try:
        path = (STATIC / request.url.path.removeprefix(STREAMLITS)).resolve()
        is_there = path.is_relative_to(STATIC) and path.is_file()
    except (ValueError, OSError):  # not a valid file name
        is_there = False
    if not is_there:
        return not_found(request)
    encoding = best_encoding(accept_encoding(request), ("br", "gzip", IDENTITY))
    if encoding in (None, IDENTITY) or path.suffix not in MEDIA:
        return FileResponse(path, headers=FOREVER)
    body = _compressed.get_or_compute((path, encoding), lambda: _compress(path.read_bytes(), encoding))
    return Response(body, media_type=MEDIA[path.suffix], headers={**FOREVER, "Content-Encoding": encoding})


def _compress(content: bytes, encoding: str) -> bytes:
    return brotli.compress(content, quality=QUALITY) if encoding == "br" else gzip.compress(content, mtime=0)


ROUTES: list[BaseRoute] = [
    Mount(OWN, StaticFiles(directory=PACKAGE / "static")),
]
