"""Keeps the sources of the data: reads each address once, stores what it read, and asks a public archive for a copy.

What was read is stored as web archives (WARC) in the private folder; `data/archived_sources.csv` says which address was
read when, with the checksum of the bytes, and where the copy is. What is never fetched stands in `fetching`.
"""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from repression.maintain import private_store
from repression.maintain.fetching import BOUNDS, Bounds, Exchange, Reachable, Unreachable, fetch, is_public
from repression.messages import Message, message
from repression.snapshots.archived_sources import (
    ARCHIVED,
    ArchivedSource,
    addresses_in,
    read_archived,
    write_archived,
)
from repression.snapshots.catalog import Catalog, read_catalog
from repression.snapshots.issues import ValidationError

ARCHIVE = "https://web.archive.org/save/"  # the address of a source behind it asks for a copy
PAUSE_SECONDS = 6.0  # between two requests to an archive, which refuses who asks faster


@dataclass(frozen=True)
class ArchiveRequest:
    """Which sources to keep: those of the data folder that are not kept yet.

    `ask` is the address of an archive that is asked for copies, empty for none. `reachable` says which IP addresses may
    be connected to. With `dry_run` every address is read, and nothing is stored.
    """

    data: Path
    today: date
    ask: str = ""
    dry_run: bool = False
    reachable: Reachable = is_public
    bounds: Bounds = BOUNDS
    pause: float = PAUSE_SECONDS


def keep_sources(request: ArchiveRequest) -> Iterator[str]:
    """Read the sources one by one; yield a line for each that is dead, and a summary.

    After each address the file is whole, so that stopping loses nothing. Raises ValidationError if the data or the file
    of kept sources cannot be read, or the address of the archive is none; OSError if nothing can be stored. The calling
    function must hold the `writer_lock`, unless it is a dry run.
    """
    if request.ask and not addresses_in(request.ask):
        raise ValidationError.about(
            "--ask-archive", message("{ask} must begin with http:// or https://", ask=repr(request.ask))
        )
    catalog = read_catalog(request.data)
    if not catalog.snapshots:
        raise ValidationError(*catalog.issues)
    known = read_archived(request.data)
    addresses = addresses_of(catalog)
    unread = [each for each in addresses if request.dry_run or each not in known]
    dead = 0
    with ExitStack() as stack:
        store = _discard if request.dry_run else stack.enter_context(_WarcFile(request.data)).add
        for address in unread:
            try:
                known[address] = _read(address, request, store)
            except Unreachable as why:
                dead += 1
                yield f"dead: {address} {why}"
                continue
            if not request.dry_run:
                write_archived(request.data, known.values())
    yield f"{len(addresses)} addresses in the data, {len(unread) - dead} read now, {dead} dead"
    if request.ask and not request.dry_run:
        yield from _ask_for_copies(request, known)


def addresses_of(catalog: Catalog) -> list[str]:
    """The web addresses of all sources that the snapshots name, each once."""
    cells = (cell for snapshot in catalog.snapshots for cell in snapshot.source_cells())
    return sorted({address for cell in cells for address in addresses_in(cell)})


def unneeded(catalog: Catalog) -> list[Message]:
    """The kept addresses that no snapshot names any more, as warnings."""
    left = sorted(catalog.archived.keys() - set(addresses_of(catalog)))
    return [
        message(
            "warning: {file} has {address}, which no snapshot names: take its line out", file=ARCHIVED, address=address
        )
        for address in left
    ]


_Store = Callable[[Exchange], None]


def _discard(exchange: Exchange) -> None:
    """Store nothing."""


def _read(address: str, request: ArchiveRequest, store: _Store) -> ArchivedSource:
    exchanges = fetch(address, request.reachable, request.bounds)
    for exchange in exchanges:
        store(exchange)
    return ArchivedSource(address, "", request.today, hashlib.sha256(exchanges[-1].body).hexdigest())


def _ask_for_copies(request: ArchiveRequest, known: dict[str, ArchivedSource]) -> Iterator[str]:
    """Ask for a copy of each kept source that has none. An archive that refuses is not asked again."""
    without = [source for source in known.values() if not source.archived_url]
    for source in without:
        try:
            copy = _copy_of(source.source_url, request)
        except Unreachable as why:
            yield f"no copy: {source.source_url}: the archive {why}"
            if why.status == HTTPStatus.TOO_MANY_REQUESTS:
                yield "The archive asks to be left alone for a while: call again tomorrow."
                return
            continue
        known[source.source_url] = replace(source, archived_url=copy)
        write_archived(request.data, known.values())
        time.sleep(request.pause)
    yield f"{sum(1 for source in known.values() if source.archived_url)} of {len(known)} kept sources have a copy"


def _copy_of(address: str, request: ArchiveRequest) -> str:
    """The address of the copy to which an archive leads whoever asks it to make one. Raises Unreachable if to none."""
    asked = f"{request.ask}{address}"
    found = fetch(asked, request.reachable, request.bounds)[-1].url
    if found == asked or urlsplit(found).netloc != urlsplit(asked).netloc:
        raise Unreachable("leads to no copy")
    return found


class _WarcFile:
    """A new web archive in the private folder, for one run; it is removed if nothing was stored in it."""

    def __init__(self, data: Path) -> None:
        """Create the file, which only its owner may read. Raises OSError."""
        self._path = private_store.web_archive_path(data, datetime.now(UTC))
        self._records = 0

    def __enter__(self) -> _WarcFile:
        # Imported here, since the other commands do not need it.
        from warcio.warcwriter import WARCWriter

        self._file: IO[bytes] = private_store.create(self._path)
        self._writer = WARCWriter(self._file, gzip=True)
        return self

    def add(self, exchange: Exchange) -> None:
        """Store an answer."""
        from warcio.statusandheaders import StatusAndHeaders

        status = StatusAndHeaders(f"{exchange.status} {exchange.reason}".rstrip(), list(exchange.headers), "HTTP/1.1")
        body, length = io.BytesIO(exchange.body), len(exchange.body)
        record = self._writer.create_warc_record(exchange.url, "response", body, length, http_headers=status)
        self._writer.write_record(record)
        self._file.flush()
        self._records += 1

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if not self._records:
            self._path.unlink()
