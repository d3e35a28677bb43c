"""Whether a mirror, in a folder or at an address of the web, is the published one."""

from __future__ import annotations

import http.client
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

from repression.mirror.manifest import (
    MANIFEST,
    MOST_BYTES,
    SIGNATURE,
    BadManifest,
    BadSignature,
    FileEntry,
    Manifest,
    entry_of,
    read_manifest,
    signer_of,
)

MOST_SIGNATURE_BYTES = 100_000
# Of an address of the web: for one answer of its server, for everything, and how many files at once.
ANSWER_SECONDS, ALL_SECONDS, AT_ONCE = 20.0, 1800.0, 8
MOST_MIRROR_BYTES = 2_000_000_000
CHUNK = 65_536


class NotRead(OSError):
    """A file of a mirror cannot be read; the message says why."""


class Place(Protocol):
    """Where a mirror is."""

    def read(self, name: str, most: int) -> bytes:
        """The first bytes of a file, at most one more than `most`. Raises FileNotFoundError and NotRead."""

    def names(self) -> set[str] | None:
        """The files there are; None if that cannot be seen."""


@dataclass(frozen=True)
class Verdict:
    """What is to be said of a mirror, line by line, and whether it is proved to be the published one."""

    lines: Sequence[str]
    is_published: bool


def verify(place: Place, signers: Path | None = None, since: date | None = None) -> Verdict:
    """Hold a mirror to its manifest, and the manifest to its signature.

    `signers` is a file of allowed signers as ssh-keygen reads it; `since` is a day whose data are known to be
    published, so that an older mirror is told apart. Raises NoSignature if no signature can be judged here.
    """
    try:
        content = place.read(MANIFEST, MOST_BYTES)
        manifest = _manifest(content)
    except FileNotFoundError:
        return Verdict([f"no mirror: there is no {MANIFEST}"], False)
    except (BadManifest, NotRead) as fault:
        return Verdict([f"no mirror: {fault}"], False)
    signer, faults = _signature(place, content, signers)
    if since and manifest.day < since:
        faults.append(f"old manifest: its data are as known on {manifest.day}, and data of {since} are published")
    faults += sorted(_faults_of_files(place, manifest))
    return Verdict(
        [*_about(manifest, signer, place), *faults, _conclusion(signer, faults)], bool(signer) and not faults
    )


def _about(manifest: Manifest, signer: str, place: Place) -> Iterator[str]:
    yield f"{len(manifest.files)} files, data as known on {manifest.day} (version {manifest.version})"
    if signer:
        yield f"signed by {signer}"
    if place.names() is None:
        yield f"not seen from here: files that {MANIFEST} does not list"


def _conclusion(signer: str, faults: Sequence[str]) -> str:
    if faults:
        return "This is not the published mirror."
    if signer:
        return "This is the published mirror."
    return "Every file is as listed. Whether this is the published mirror is not known without its signers (--signers)."


def _manifest(content: bytes) -> Manifest:
    """The manifest that the bytes state. Raises BadManifest, also for one that lists more than is read."""
    if len(content) > MOST_BYTES:
        raise BadManifest(f"{MANIFEST} has more than {MOST_BYTES} bytes")
    manifest = read_manifest(content)
    if sum(each.size for each in manifest.files.values()) > MOST_MIRROR_BYTES:
        raise BadManifest(f"{MANIFEST} lists more than {MOST_MIRROR_BYTES} bytes")
    return manifest


def _signature(place: Place, content: bytes, signers: Path | None) -> tuple[str, list[str]]:
    """Who signed the manifest, empty if that is not known; and what is wrong with the signature."""
    try:
        signature = place.read(SIGNATURE, MOST_SIGNATURE_BYTES)
    except FileNotFoundError:
        return "", [f"no signature: there is no {SIGNATURE}"]
    except NotRead as fault:
        return "", [f"no signature: {fault}"]
    if signers is None:
        return "", []
    with tempfile.NamedTemporaryFile() as file:
        file.write(signature)
        file.flush()
        try:
            signer = signer_of(content, Path(file.name), signers)
        except BadSignature as fault:
            return "", [f"broken signature: {fault}"]
    return (signer, []) if signer else ("", [f"wrong key: it is signed by a key that {signers} does not have"])


def _faults_of_files(place: Place, manifest: Manifest) -> Iterator[str]:
    """The files that are changed or missing, and those that are not listed."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = threads.map(lambda each: _fault_of_file(place, *each), manifest.files.items())
        yield from (fault for fault in found if fault)
    for name in (place.names() or set()) - manifest.files.keys() - {MANIFEST, SIGNATURE}:
        yield f"not listed: {name}"


def _fault_of_file(place: Place, name: str, entry: FileEntry) -> str:
    try:
        found = entry_of(place.read(name, entry.size))
    except FileNotFoundError:
        return f"missing: {name}"
    except NotRead as fault:
        return f"not read: {name}: {fault}"
    return "" if (found.sha256, found.size) == (entry.sha256, entry.size) else f"changed: {name}"


class Folder:
    """A mirror in a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, name: str, most: int) -> bytes:
        """As in `Place`; a link, which may lead out of the folder, is no file."""
        try:
            if (self._root / name).resolve() != self._root.resolve() / name:
                raise NotRead("it is a link")
            with (self._root / name).open("rb") as file:
                return file.read(most + 1)
        except (FileNotFoundError, NotADirectoryError):
            raise FileNotFoundError(name) from None
        except OSError as fault:
            raise NotRead(fault.strerror or str(fault)) from None

    def names(self) -> set[str] | None:
        """As in `Place`."""
        return {path.relative_to(self._root).as_posix() for path in self._root.rglob("*") if not path.is_dir()}


class Site:
    """A mirror at an address of the web, which is asked for one file after the other, within limits of time."""

    def __init__(self, address: str) -> None:
        """Raises ValueError for an address that is not one of the web."""
        if urlsplit(address).scheme not in ("http", "https"):
            raise ValueError(f"{address}: allowed is a folder, or an address such as https://figures.example/copy/")
        self._address = address.removesuffix("index.html").rstrip("/")
        self._end = time.monotonic() + ALL_SECONDS

    def read(self, name: str, most: int) -> bytes:
        """As in `Place`."""
        content = bytearray()
        try:
            # The scheme is one of the web: see above; a redirect cannot leave them either.
            with urllib.request.urlopen(f"{self._address}/{quote(name)}", timeout=ANSWER_SECONDS) as answer:  # nosec B310
                while len(content) <= most and (chunk := answer.read(min(CHUNK, most + 1 - len(content)))):
                    content += chunk
                    if time.monotonic() > self._end:
                        raise NotRead(f"the server was too slow: {ALL_SECONDS:.0f} seconds are over")
        except urllib.error.HTTPError as fault:
            if fault.code in (404, 410):
                raise FileNotFoundError(name) from None
            raise NotRead(f"the server answers {fault.code}") from None
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as fault:
            raise NotRead(f"the server does not answer: {fault}") from None
        return bytes(content)

    def names(self) -> set[str] | None:
        """As in `Place`."""
        return None


def place_of(text: str) -> Place:
    """The folder or the address that a text names. Raises ValueError."""
    return Folder(Path(text)) if Path(text).is_dir() else Site(text)
