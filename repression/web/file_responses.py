"""Responses with files: small files are cached, compressed once and revalidated by ETag; large ones are streamed."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from repression.cache import ByteLRU
from repression.web.guard.clients import client_of
from repression.web.guard.slots import WORK_SLOTS

OPEN_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Disposition, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=300",
}
# A file up to this size is sent whole and cached, compressed and uncompressed. A larger file is streamed: it is made
# while it is sent.
CACHED_FILE_BYTES = 2_000_000
CACHE_BYTES = 64_000_000
PACKED_FROM_BYTES = 500


@dataclass(frozen=True)
class CachedBody:
    """A whole file, and the same compressed with gzip if it is worth it."""

    plain: bytes
    packed: bytes | None

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return len(self.plain) + len(self.packed or b"")


@dataclass(frozen=True)
class FileMeta:
    """What is known of a file before it is made: its ETag, its name and its media type."""

    tag: str
    name: str
    media: str

    @property
    def headers(self) -> dict[str, str]:
        """The headers of every response about it."""
        return {
            **OPEN_HEADERS,
            "ETag": self.tag,
            "Vary": "Accept-Encoding",
            "Content-Disposition": f'attachment; filename="{self.name}"',
        }


class _GeneratedFile(StreamingResponse):
    """A file that is made while it is sent. If the client disconnects, the generator is closed and frees its table."""

    def __init__(self, making: Generator[bytes, None, None], media: str, headers: Mapping[str, str]) -> None:
        super().__init__(making, media_type=media, headers=headers)
        self._making = making

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with WORK_SLOTS.stream(client_of(scope)):
                await super().__call__(scope, receive, send)
        finally:
            self._making.close()


_cache: ByteLRU[CachedBody] = ByteLRU(CACHE_BYTES, size=lambda body: body.size)


async def file_response(request: Request, label: FileMeta, make: Callable[[], Iterator[bytes]]) -> Response:
    """The response with a file: 304 if the client has it, otherwise the cached file or the one that `make` gives.

    Raises RateLimited, Overloaded, and what `make` and its first megabytes raise.
    """
    if answer := cached_response(request, label):
        return answer
    async with WORK_SLOTS.acquire(client_of(request.scope)):
        return await run_in_threadpool(_made, request, label, make)


def _made(request: Request, label: FileMeta, make: Callable[[], Iterator[bytes]]) -> Response:
    if answer := cached_response(request, label):
        return answer  # another request made it meanwhile
    chunks = make()
    begun = _beginning(chunks)
    if len(begun) > CACHED_FILE_BYTES:
        # A HEAD request does not need the rest.
        rest = iter(()) if request.method == "HEAD" else chunks
        return _GeneratedFile(_one_by_one(begun, rest), label.media, label.headers)
    return _whole(request, label, _store(label, begun))


def cached_response(request: Request, label: FileMeta) -> Response | None:
    """The response with a file that the client has or that is cached; None if it must be made."""
    if _has(request, label.tag):
        return Response(status_code=304, headers=label.headers)
    body = _cache.get(label.tag)
    return _whole(request, label, body) if body else None


def _whole(request: Request, label: FileMeta, body: CachedBody) -> Response:
    if body.packed and "gzip" in accepted_encodings(request):
        return Response(body.packed, media_type=label.media, headers={**label.headers, "Content-Encoding": "gzip"})
    return Response(body.plain, media_type=label.media, headers=label.headers)


def accepted_encodings(request: Request) -> set[str]:
    """The content encodings that the client accepts; `gzip;q=0` means that it does not accept gzip."""
    named = (each.replace(" ", "").lower() for each in request.headers.get("accept-encoding", "").split(","))
    return {
        name for name, _, weight in (each.partition(";q=") for each in named) if not re.fullmatch(r"0(\.0*)?", weight)
    }


def _has(request: Request, tag: str) -> bool:
    """Whether the client has this version of the file already.

    `*`, which means any version, is ignored: whether there is a file is unknown before it is made.
    """
    asked = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    return bool({tag, tag.removeprefix("W/")} & set(asked))


def _beginning(chunks: Iterator[bytes]) -> bytes:
    """The beginning of a file: all of it if it is small enough to cache, otherwise a little more than that size."""
    begun = bytearray()
    for chunk in chunks:
        begun += chunk
        if len(begun) > CACHED_FILE_BYTES:
            break
    return bytes(begun)


def _one_by_one(begun: bytes, rest: Iterator[bytes]) -> Generator[bytes, None, None]:
    yield begun
    yield from rest


def _store(label: FileMeta, plain: bytes) -> CachedBody:
    text = label.media.startswith("text/") or any(kind in label.media for kind in ("json", "sql"))
    packed = gzip.compress(plain, mtime=0) if text and len(plain) >= PACKED_FROM_BYTES else None
    body = CachedBody(plain, packed)
    _cache.put(label.tag, body)
    return body
