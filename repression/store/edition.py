"""An edition of the data: which files there are, each with its checksum and the object of the store that holds it.

`edition.json` is the one object of a store that is ever replaced. Whoever replaces it publishes all of its files at
once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping

import msgspec

from repression.i18n import N_
from repression.messages import message

FORMAT = 1
MAX_BYTES = 4 * 2**20
MAX_FILE_BYTES = 256 * 2**20  # as large as a snapshot may be
# A file beside the datasets, or a snapshot or descriptor in one of them: no other name is ever published or written.
_NAME = re.compile(r"[a-z][a-z0-9_]*\.[a-z]+|(?!private/)[a-z][a-z0-9_]*/\d{4}-\d\d-\d\d\.(csv|yaml)")
_OBJECT = re.compile(r"objects/([1-9]\d*)-[0-9a-f]{64}")


class StoreError(OSError):
    """A store cannot do what it is asked; what it says is a `Message`, for maintainers and operators."""


class StoredFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of an edition: its checksum, its size in bytes, and the key of its object below the store's address."""

    sha256: str
    bytes: int
    object: str


class Edition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All files by their names, and the checksums of all editions before this one, oldest first."""

    files: dict[str, StoredFile]
    before: tuple[str, ...] = ()
    format: int = FORMAT

    @property
    def number(self) -> int:
        """Its place among all editions of the store; the first is 1."""
        return len(self.before) + 1

    @property
    def digest(self) -> str:
        """The checksum of its file."""
        return sha256(format_edition(self))


def sha256(content: bytes) -> str:
    """The checksum of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def format_edition(edition: Edition) -> bytes:
    """An edition as the bytes of `edition.json`; equal editions give equal bytes."""
    return msgspec.json.format(msgspec.json.encode(edition, order="sorted"), indent=1)


def parse_edition(content: bytes) -> Edition:
    """Read `edition.json`. Raises StoreError if it is none, or of a newer format."""
    try:
        written = msgspec.json.decode(content)["format"]
        if isinstance(written, int) and written > FORMAT:
            template = N_("edition.json has format {written}, and this program reads {known}: install a newer release")
            raise StoreError(message(template, written=written, known=FORMAT))
        edition = msgspec.json.decode(content, type=Edition)
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError) as fault:
        raise StoreError(message("edition.json is no list of files: {fault}", fault=str(fault))) from None
    for name, file in edition.files.items():
        if not (is_publishable(name) and number_of(file.object) and 0 <= file.bytes <= MAX_FILE_BYTES):
            template = N_("edition.json names what no edition has: {name}, {object}, {bytes:byte|bytes}")
            raise StoreError(message(template, name=repr(name), object=repr(file.object), bytes=file.bytes))
    return edition


def is_publishable(name: str) -> bool:
    """Whether a file of that name, relative to the data folder, may be in an edition."""
    return _NAME.fullmatch(name) is not None


def number_of(key: str) -> int:
    """The number of the edition for which an object was written; 0 for what is no object of ours."""
    found = _OBJECT.fullmatch(key)
    return int(found[1]) if found else 0


def edition_after(before: Edition | None, changed: Mapping[str, bytes], gone: Collection[str] = ()) -> Edition:
    """The edition in which some files are new or have other content, and others are gone.

    A file that did not change keeps its object. Raises StoreError for a name that is not published.
    """
    if refused := [name for name in changed if not is_publishable(name)]:
        template = N_("{file} is no file of the published data, and stays on this machine")
        raise StoreError(message(template, file=repr(refused[0])))
    digests = (*before.before, before.digest) if before else ()
    files = {name: file for name, file in (before.files if before else {}).items() if name not in gone}
    for name, content in changed.items():
        checksum = sha256(content)
        if name not in files or files[name].sha256 != checksum:
            # With the number, so that no key is used again once its object may have been deleted.
            key = f"objects/{len(digests) + 1}-{checksum}"
            files[name] = StoredFile(checksum, len(content), key)
    return Edition(dict(sorted(files.items())), digests)
