"""Files as answers: small ones are kept, packed once, and not sent again in vain; large ones are made while sent."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from repression.keeping import Kept
from repression.web.callers import caller_of
from repression.web.making import MAKING

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Disposition, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=300",
}
# A file up to this size is sent whole and kept, packed and unpacked, for the next who asks; a larger one is made
# while it is sent.
KEPT_BYTES = 2_000_000
ALL_KEPT_BYTES = 64_000_000
PACKED_FROM_BYTES = 500


@dataclass(frozen=True)
class Body:
    """A whole file, and the same packed with gzip where that makes it smaller."""

    plain: bytes
    packed: bytes | None

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return len(self.plain) + len(self.packed or b"")


@dataclass(frozen=True)
class Label:
    """What is said of a file before it is made: its ETag, which names its bytes, its name and its media type."""

    tag: str
    name: str
    media: str

    @property
    def headers(self) -> dict[str, str]:
        """The headers of every answer about it."""
        return {
            **OPEN,
            "ETag": self.tag,
            "Vary": "Accept-Encoding",
            "Content-Disposition": f'attachment; filename="{self.name}"',
        }


class _Sent(StreamingResponse):
    """A file that is made while it is sent; where whoever asked goes away, the making ends with what it holds open."""

    def __init__(self, making: Generator[bytes, None, None], media: str, headers: Mapping[str, str]) -> None:
        super().__init__(making, media_type=media, headers=headers)
        self._making = making

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with MAKING.stream(caller_of(scope)):
                await super().__call__(scope, receive, send)
        finally:
            self._making.close()


_kept: Kept[Body] = Kept(ALL_KEPT_BYTES, size=lambda body: body.size)


async def file_answer(request: Request, label: Label, make: Callable[[], Iterator[bytes]]) -> Response:
    """The answer with a file: 304 where the asker has it, else what `make` gives or what is kept of it.

    Raises what `make` and the first megabytes of it raise, TooMuch and Busy.
    """
    if answer := kept_answer(request, label):
        return answer
    async with MAKING.place(caller_of(request.scope)):
        return await run_in_threadpool(_made, request, label, make)


def _made(request: Request, label: Label, make: Callable[[], Iterator[bytes]]) -> Response:
    if answer := kept_answer(request, label):
        return answer  # made for somebody else meanwhile
    chunks = make()
    begun = _beginning(chunks)
    if len(begun) > KEPT_BYTES:
        # Whoever asks for the head alone does not have the rest made.
        rest = iter(()) if request.method == "HEAD" else chunks
        return _Sent(_one_by_one(begun, rest), label.media, label.headers)
    return _whole(request, label, _keep(label, begun))


def kept_answer(request: Request, label: Label) -> Response | None:
    """The answer with a file that the asker has, or that is kept; None where it must be made."""
    if _has(request, label.tag):
        return Response(status_code=304, headers=label.headers)
    body = _kept.get(label.tag)
    return _whole(request, label, body) if body else None


def _whole(request: Request, label: Label, body: Body) -> Response:
    if body.packed and "gzip" in accepted_packings(request):
        return Response(body.packed, media_type=label.media, headers={**label.headers, "Content-Encoding": "gzip"})
    return Response(body.plain, media_type=label.media, headers=label.headers)


def accepted_packings(request: Request) -> set[str]:
    """The ways of packing that the asker takes: `gzip;q=0` says that it does not."""
    named = (each.replace(" ", "").lower() for each in request.headers.get("accept-encoding", "").split(","))
    return {
        name for name, _, weight in (each.partition(";q=") for each in named) if not re.fullmatch(r"0(\.0*)?", weight)
    }


def _has(request: Request, tag: str) -> bool:
    """Whether the asker has this edition already.

    `*`, any edition at all, is not heard: whether there is one is not known before the file is made.
    """
    asked = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    return bool({tag, tag.removeprefix("W/")} & set(asked))


def _beginning(chunks: Iterator[bytes]) -> bytes:
    """As much of a file as is kept, and a little more where there is more."""
    begun = bytearray()
    for chunk in chunks:
        begun += chunk
        if len(begun) > KEPT_BYTES:
            break
    return bytes(begun)


def _one_by_one(begun: bytes, rest: Iterator[bytes]) -> Generator[bytes, None, None]:
    yield begun
    yield from rest


def _keep(label: Label, plain: bytes) -> Body:
    text = label.media.startswith("text/") or label.media == "application/json"
    packed = gzip.compress(plain, mtime=0) if text and len(plain) >= PACKED_FROM_BYTES else None
    body = Body(plain, packed)
    _kept.put(label.tag, body)
    return body
