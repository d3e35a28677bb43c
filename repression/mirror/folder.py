"""The folder of a mirror: files are written beside their places and moved there, and what is finished is kept.

The manifest of a complete mirror says what each file was made of. While a mirror is written, a journal says the same
of the files that are finished. After an interruption only what neither lists, or is not as listed, is made.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from repression.mirror.manifest import (
    MANIFEST,
    MOST_BYTES,
    SIGNATURE,
    BadManifest,
    FileEntry,
    entry_of,
    is_file_name,
    read_manifest,
)

JOURNAL = "unfinished.jsonl"
BESIDE = ".tmp"  # what a file that is being written is called


class NotWritten(RuntimeError):
    """A mirror cannot be written into a folder; the message says why, and what to do."""


class _Line(msgspec.Struct, frozen=True):
    """A line of the journal: a file that is finished."""

    file: str
    entry: FileEntry


class MirrorFolder:
    """Writes files into the folder of a mirror, one process at a time: `with MirrorFolder.open(path) as folder`."""

    def __init__(self, root: Path, known: Mapping[str, FileEntry], journal: BinaryIO) -> None:
        self.root = root
        self.files: dict[str, FileEntry] = {}  # those of the mirror that is written
        self.written = 0
        self._known = known
        self._journal = journal

    @classmethod
    @contextmanager
    def open(cls, root: Path) -> Iterator[MirrorFolder]:
        """The folder, made if there is none. Raises NotWritten, as every function of it does."""
        with _told(root):
            root.mkdir(parents=True, exist_ok=True)
            if any(root.iterdir()) and not any((root / name).exists() for name in (MANIFEST, JOURNAL)):
                raise NotWritten(f"{root} has other files in it: a mirror needs a folder of its own")
            journal = (root / JOURNAL).open("ab")
        with journal:
            try:
                fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise NotWritten(f"{root}: another process writes this mirror") from None
            yield cls(root, _known(root), journal)

    def has(self, file: str, made_of: str) -> bool:
        """Whether a file made of the same is there, as it was written; if so, it belongs to the mirror."""
        entry = self._known.get(file)
        if entry is None or entry.made_of != made_of or self._entry_on_disk(file, made_of) != entry:
            return False
        self.files[file] = entry
        return True

    def put(self, file: str, made_of: str, content: bytes) -> None:
        """Write a file, unless it has this content, and say so in the journal."""
        entry = entry_of(content, made_of)
        if self._entry_on_disk(file, made_of) != entry:
            self.replace(file, content)
            self.written += 1
        with _told(self.root):
            self._journal.write(msgspec.json.encode(_Line(file, entry)) + b"\n")
            self._journal.flush()
        self.files[file] = entry

    def replace(self, file: str, content: bytes) -> None:
        """Put a file into its place in one step."""
        path = self.root / file
        beside = path.with_name(f".{path.name}{BESIDE}")
        with _told(path):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                beside.write_bytes(content)
                os.replace(beside, path)
            except OSError:
                with suppress(OSError):
                    beside.unlink()
                raise

    def finish(self) -> None:
        """Remove what was of an earlier mirror or is half written, and the journal."""
        with _told(self.root):
            for name in self._known.keys() - self.files.keys():
                (self.root / name).unlink(missing_ok=True)
            for path in self.root.rglob(f".*{BESIDE}"):
                path.unlink()
            for path in sorted(self.root.rglob("*"), reverse=True):
                if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
                    path.rmdir()
            (self.root / JOURNAL).unlink()

    def remove_signature(self) -> None:
        """Remove the signature of an earlier manifest."""
        with _told(self.root):
            (self.root / SIGNATURE).unlink(missing_ok=True)

    def _entry_on_disk(self, file: str, made_of: str) -> FileEntry | None:
        try:
            return entry_of((self.root / file).read_bytes(), made_of)
        except FileNotFoundError:
            return None


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Raise NotWritten for whatever the system refuses meanwhile."""
    try:
        yield
    except OSError as fault:
        said = f"{path} cannot be written: {fault.strerror}"
        raise NotWritten(f"{said}. Finished files are kept, and the same command goes on.") from fault


def _known(root: Path) -> dict[str, FileEntry]:
    """The files that the manifest and the journal list; a broken list, or the broken end of one, says nothing."""
    known: dict[str, FileEntry] = {}
    manifest = root / MANIFEST
    with suppress(BadManifest):
        if manifest.is_file() and manifest.stat().st_size <= MOST_BYTES:
            known.update(read_manifest(manifest.read_bytes()).files)
    with suppress(msgspec.DecodeError, FileNotFoundError):
        for text in (root / JOURNAL).read_bytes().splitlines():
            line = msgspec.json.decode(text, type=_Line)
            if is_file_name(line.file):
                known[line.file] = line.entry
    return known
