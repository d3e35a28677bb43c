"""`manifest.json`: every file of a mirror with its checksum, the data and the code that it is of; and its signature."""

from __future__ import annotations

import datetime
import hashlib
import re
import subprocess  # nosec B404  # of ssh-keygen alone, without a shell
from collections.abc import Mapping
from pathlib import Path

import msgspec

MANIFEST, SIGNATURE = "manifest.json", "manifest.json.sig"
# What a signature is for, so that none made for another purpose by the same key holds here.
NAMESPACE = "repression-mirror"
MOST_BYTES = 50_000_000  # of a manifest
_DIGEST = re.compile(r"[0-9a-f]{64}")


class BadManifest(ValueError):
    """A manifest cannot be read, or lists what no mirror has; the message says what."""


class FileEntry(msgspec.Struct, frozen=True):
    """A file: the checksum and the number of its bytes, and a short hash of all that it was made of."""

    sha256: str
    size: int
    made_of: str = ""


class Manifest(msgspec.Struct, frozen=True):
    """A mirror: the newest `day` of its data, their `version`, the `build` of the code, its `server`, and its files.

    `server` is empty where readers are led to none.
    """

    day: datetime.date
    version: str
    build: str
    server: str
    files: Mapping[str, FileEntry]


def entry_of(content: bytes, made_of: str = "") -> FileEntry:
    """The entry of a file with this content."""
    return FileEntry(hashlib.sha256(content).hexdigest(), len(content), made_of)


def write_manifest(manifest: Manifest) -> bytes:
    """A manifest as JSON, the same bytes for equal manifests."""
    ordered = msgspec.structs.replace(manifest, files=dict(sorted(manifest.files.items())))
    return msgspec.json.format(msgspec.json.encode(ordered), indent=1) + b"\n"


def read_manifest(content: bytes) -> Manifest:
    """The manifest that the bytes state. Raises BadManifest."""
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BadManifest(f"{MANIFEST} cannot be read: {fault}") from None
    for name, each in manifest.files.items():
        if not is_file_name(name):
            raise BadManifest(f"{MANIFEST} lists {name!r}, which is no name of a file within the mirror")
        if each.size < 0 or not _DIGEST.fullmatch(each.sha256):
            raise BadManifest(f"{MANIFEST} has no checksum or size for {name}")
    return manifest


def is_file_name(name: str) -> bool:
    """Whether a name is that of a file within a folder, also on systems with other separators."""
    parts = name.split("/")
    return all(part not in ("", ".", "..") and not re.search(r"[\\:\x00-\x1f]", part) for part in parts)


class NoSignature(RuntimeError):
    """A signature cannot be made or judged here; the message says why."""


class BadSignature(ValueError):
    """A signature is none of the manifest; the message says what ssh-keygen says."""


def sign(content: bytes, key: Path) -> bytes:
    """The signature of a manifest by a private key of SSH, whose passphrase is asked for on the terminal.

    Raises NoSignature.
    """
    done = _ssh_keygen("sign", "-n", NAMESPACE, "-f", str(key), content=content)
    if done.returncode or not done.stdout:
        raise NoSignature(f"{key}: ssh-keygen does not sign with it: {_said(done)}")
    return done.stdout


def signer_of(content: bytes, signature: Path, signers: Path) -> str | None:
    """Who of a file of allowed signers signed a manifest; None if the signature is by another key.

    Raises BadSignature if the signature is not one of this manifest, NoSignature if there is no file of signers.
    """
    if not signers.is_file():
        raise NoSignature(f"{signers}: there is no such file of signers")
    fits = _ssh_keygen("check-novalidate", "-n", NAMESPACE, "-s", str(signature), content=content)
    if fits.returncode:
        raise BadSignature(f"the signature does not fit {MANIFEST}: {_said(fits)}")
    found = _ssh_keygen("find-principals", "-s", str(signature), "-f", str(signers), content=b"")
    for name in found.stdout.decode(errors="replace").replace(",", "\n").splitlines():
        of = ("-n", NAMESPACE, "-s", str(signature), "-f", str(signers), "-I", name)
        if not _ssh_keygen("verify", *of, content=content).returncode:
            return name
    return None


def _ssh_keygen(step: str, *options: str, content: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # nosec B603, B607  # the program of the machine's OpenSSH; a list of arguments
            ["ssh-keygen", "-Y", step, *options], input=content, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise NoSignature("ssh-keygen is not on this machine: install OpenSSH's client") from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    return b" ".join([done.stdout, done.stderr]).decode(errors="replace").strip().replace("\n", "; ")
