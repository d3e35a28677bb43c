"""Responses with files: small files are cached, compressed once and revalidated by ETag; large ones are streamed."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from repression.accept_headers import IDENTITY, best_encoding
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
# What a proxy that packs answers appends to a tag, as Apache does.
PACKED_TAG = re.compile(r'-(gzip|br|deflate|zstd)"$')


class NotAcceptable(Exception):
    """The client takes none of the content encodings that a file has, which are `available`."""

    def __init__(self, available: Sequence[str]) -> None:
        super().__init__(f"Accept-Encoding: the file is available as {', '.join(available)}")


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

    The limits of a client count both, or a client that has used them up would be told which files others asked for. A
    304 tells that of no file, since it needs none. Raises RateLimited, Overloaded, NotAcceptable, and what `make` and
    its first megabytes raise.
    """
    if _has(request, label.tag):
        return Response(status_code=304, headers=label.headers)
    async with WORK_SLOTS.turn(client_of(request.scope)):
        if body := _cache.get(label.tag):
            return _whole(request, label, body)
        async with WORK_SLOTS.work():
            return await run_in_threadpool(_made, request, label, make)


def _made(request: Request, label: FileMeta, make: Callable[[], Iterator[bytes]]) -> Response:
    if body := _cache.get(label.tag):
        return _whole(request, label, body)  # another request made it meanwhile
    chunks = make()
    begun = _beginning(chunks)
    if len(begun) > CACHED_FILE_BYTES:
        _encoding(request, (IDENTITY,))
        # A HEAD request does not need the rest.
        rest = iter(()) if request.method == "HEAD" else chunks
        return _GeneratedFile(_one_by_one(begun, rest), label.media, label.headers)
    return _whole(request, label, _store(label, begun))


def _whole(request: Request, label: FileMeta, body: CachedBody) -> Response:
    bodies = {"gzip": body.packed, IDENTITY: body.plain} if body.packed else {IDENTITY: body.plain}
    encoding = _encoding(request, tuple(bodies))
    headers = {} if encoding == IDENTITY else {"Content-Encoding": encoding}
    return Response(bodies[encoding], media_type=label.media, headers={**label.headers, **headers})


def _encoding(request: Request, available: Sequence[str]) -> str:
    """The content encoding to send. Raises NotAcceptable if the client takes none of those available."""
    encoding = best_encoding(accept_encoding(request), available)
    if encoding is None:
        raise NotAcceptable(available)
    return encoding


def accept_encoding(request: Request) -> str:
    """The header `Accept-Encoding`, which a client may send in several lines."""
    return ",".join(request.headers.getlist("accept-encoding"))


def _has(request: Request, tag: str) -> bool:
    """Whether the client has this version of the file already.

    `*`, which means any version, is ignored: whether there is a file is unknown before it is made.
    """
    asked = {PACKED_TAG.sub('"', each.strip()) for each in request.headers.get("if-none-match", "").split(",")}
    return bool({tag, tag.removeprefix("W/")} & asked)


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
    text = label.media.startswith("text/") or any(kind in label.media for kind in ("json", "sql", "+xml"))
    packed = gzip.compress(plain, mtime=0) if text and len(plain) >= PACKED_FROM_BYTES else None
    body = CachedBody(plain, packed)
    _cache.put(label.tag, body)
    return body
