"""The open pages as the server knows them: the guard enters them, and a run of a page finds its own."""

from __future__ import annotations

from dataclasses import dataclass

# The header of a websocket that names its page in `OPEN_PAGES`. The server sets it, readers cannot.
PAGE_HEADER = "x-open-page"


@dataclass
class OpenPage:
    """An open page: its client, and whether it lags behind what it asks for, since that is more than people do."""

    client: bytes
    is_too_fast: bool = False


OPEN_PAGES: dict[str, OpenPage] = {}
