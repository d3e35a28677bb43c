"""Reads and writes an edition in an object store: S3, and what else the library `obstore` opens by an address.

Objects are written first, under keys that no edition used before. Then `edition.json` is replaced on condition that it
is still the one that the writer knew (`If-Match`, `If-None-Match`): this publishes. Objects that it does not name are
deleted after that. Keys and the store's host come from the environment, as for every program that speaks to S3
(`AWS_ACCESS_KEY_ID`, ...).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    NotModifiedError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)
from obstore.store import from_url

from repression.i18n import N_
from repression.messages import Message, message
from repression.store.edition import (
    MAX_BYTES,
    Edition,
    StoredFile,
    StoreError,
    format_edition,
    number_of,
    parse_edition,
    sha256,
)

EDITION = "edition.json"
_OBJECTS = "objects/"
_PROBE = "probe"
_ANSWER, _CONNECT = timedelta(seconds=30), timedelta(seconds=10)


class Superseded(StoreError):
    """Another maintainer published an edition since the one that this writer knew."""


@dataclass(frozen=True)
class Found:
    """The newest edition of a store, the version of its object by which to ask again (an ETag), and since when it is
    there, by the store's clock."""

    edition: Edition
    version: str | None
    published: datetime


class ObjectStore:
    """The store at one address, such as `s3://bucket/prefix`."""

    def __init__(self, address: str) -> None:
        """Raises StoreError if no library opens such an address; nothing is asked yet."""
        self.address = address
        plain = os.environ.get("AWS_ALLOW_HTTP", "") == "true"  # the library reads it only where nothing else is set
        limits = {"allow_http": plain, "timeout": _ANSWER, "connect_timeout": _CONNECT}
        again = {"max_retries": 2, "retry_timeout": _ANSWER}
        with self._told(message("opened")):
            self._store = from_url(address, client_options=limits, retry_config=again)  # type: ignore[call-overload]

    def newest(self, known: str | None = None) -> Found | None:
        """The newest edition; None if its version is the one that is `known`. One request.

        Raises StoreError if there is none, or it cannot be read.
        """
        try:
            with self._told(message("read")):
                answer = obstore.get(self._store, EDITION, options={"if_none_match": known} if known else {})
                if answer.meta["size"] > MAX_BYTES:
                    file = f"{self.address}/{EDITION}"
                    raise StoreError(message("{file} has more than {bytes} bytes", file=file, bytes=MAX_BYTES))
                content = bytes(answer.bytes())
        except NotModifiedError:
            return None
        return Found(parse_edition(content), answer.meta["e_tag"], answer.meta["last_modified"])

    def read(self, name: str, file: StoredFile) -> bytes:
        """The content of a file of an edition. Raises StoreError if it is not there, or not what the edition says."""
        with self._told(message("read ({file})", file=name)):
            answer = obstore.get(self._store, file.object)
            content = bytes(answer.bytes()) if answer.meta["size"] == file.bytes else b""
        if sha256(content) != file.sha256:
            template = N_("{object} is broken: it is not the {file} that was published")
            raise StoreError(message(template, object=f"{self.address}/{file.object}", file=name))
        return content

    def upload(self, edition: Edition, contents: Mapping[str, bytes]) -> None:
        """Write the objects of those files that are new in an edition. Raises StoreError."""
        for name, content in contents.items():
            file = edition.files[name]
            if number_of(file.object) == edition.number:
                with self._told(message("written to")):
                    obstore.put(self._store, file.object, content)

    def publish(self, edition: Edition, before: Edition | None) -> None:
        """Put an edition in the place of the one `before` it. To publish one twice does nothing.

        Raises Superseded if another one is there, StoreError if the store does not answer: then it may be published or
        not.
        """
        found = self._newest_or_none()
        if found is None:
            mode: object = "create"
            if before is not None:
                template = N_("{store}: {file} is gone, though edition {number} was there")
                raise StoreError(message(template, store=self.address, file=EDITION, number=before.number))
        elif edition.digest in (found.edition.digest, *found.edition.before):
            return
        elif before is None or found.edition.digest != before.digest:
            raise self._superseded(found)
        else:
            mode = {"e_tag": found.version}
        try:
            with self._told(message("written to")):
                obstore.put(self._store, EDITION, format_edition(edition), mode=mode)  # type: ignore[arg-type]
        except (AlreadyExistsError, PreconditionError):
            # A repeated request may have found what the first one wrote.
            newest = self._newest_or_none()
            if newest is None or edition.digest not in (newest.edition.digest, *newest.edition.before):
                raise self._superseded(newest) from None

    def delete_unnamed(self, edition: Edition) -> None:
        """Delete the objects of editions up to this one that it does not name. Raises StoreError.

        What belongs to a later edition stays, since its writer may be at work.
        """
        named = {file.object for file in edition.files.values()}
        with self._told(message("tidied")):
            keys = [each["path"] for batch in obstore.list(self._store, _OBJECTS) for each in batch]
            dead = [key for key in keys if key not in named and 0 < number_of(key) <= edition.number]
            if dead:
                obstore.delete(self._store, dead)

    def check_conditions(self) -> None:
        """Raises StoreError if the store ignores conditions: two maintainers could then overwrite each other unseen."""
        with self._told(message("written to")):
            obstore.put(self._store, _PROBE, b"1")
        try:
            for mode in ("create", {"e_tag": '"none"'}):
                try:
                    with self._told(message("written to")):
                        obstore.put(self._store, _PROBE, b"2", mode=mode)  # type: ignore[arg-type]
                except (AlreadyExistsError, PreconditionError):
                    continue
                template = N_("{store} ignores If-Match or If-None-Match: take a store that keeps them")
                raise StoreError(message(template, store=self.address))
        finally:
            with self._told(message("tidied")):
                obstore.delete(self._store, _PROBE)

    def _newest_or_none(self) -> Found | None:
        try:
            return self.newest()
        except NoEdition:
            return None

    def _superseded(self, found: Found | None) -> Superseded:
        """That another edition is there. What was written for the one that is not published does not stay."""
        if found:
            self.delete_unnamed(found.edition)
        template = N_(
            "{store}: another maintainer published an edition meanwhile. Nothing of this command is published or "
            "written: call it again, and look at what it shows"
        )
        return Superseded(message(template, store=self.address))

    @contextmanager
    def _told(self, done: Message) -> Iterator[None]:
        """Raise what the library says as StoreError in plain words, but for answers to conditions."""
        try:
            yield
        except (NotModifiedError, AlreadyExistsError, PreconditionError):
            raise
        except FileNotFoundError as fault:
            if "NoSuchBucket" in str(fault):
                raise StoreError(message("{store}: there is no such bucket", store=self.address)) from None
            if EDITION in str(fault).partition(" not found")[0]:
                template = N_("{store}: there is no edition here; `publish` makes the first one. Is the prefix right?")
                raise NoEdition(message(template, store=self.address)) from None
            raise self._cannot(done, message("an object of the edition is gone")) from None
        except (PermissionDeniedError, UnauthenticatedError):
            template = N_("the store refuses the key, or the key has no right to this ({variables})")
            why = message(template, variables="AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY")
            raise self._cannot(done, why) from None
        except (BaseError, ValueError) as fault:
            raise self._cannot(done, _first_line(fault)) from None

    def _cannot(self, done: Message, why: str) -> StoreError:
        return StoreError(message("{store} cannot be {done}: {why}", store=self.address, done=done, why=why))


class NoEdition(StoreError):
    """There is nothing at an address."""


def _first_line(fault: Exception) -> str:
    return str(fault).split("\n", 1)[0][:300]
