"""A file object for streaming: writers write into it while the chunks are sent."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer


class ChunkBuffer(io.RawIOBase):
    """Collects what is written until `take` returns it; it cannot seek, so that nothing stays in memory."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Buffer, /) -> int:
        taken = bytes(piece)
        self._pieces.append(taken)
        self._written += len(taken)
        return len(taken)

    def tell(self) -> int:
        return self._written

    def take(self) -> bytes:
        """The bytes that were written since the last call."""
        taken, self._pieces = b"".join(self._pieces), []
        return taken
