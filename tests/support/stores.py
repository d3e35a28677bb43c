"""A store with maintainers, each with a copy and a private folder of their own."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from unittest.mock import patch

from repression.__main__ import main
from repression.snapshots.local_copy import open_copy
from tests.support.crash_harness import CrashHarness
from tests.support.s3_server import S3Server


@dataclass
class Store:
    """The store at an address of an S3 server; copies of it lie under `folder`, one a maintainer."""

    s3: S3Server
    address: str
    folder: Path

    def copy(self, who: str) -> Path:
        """The copy of a maintainer."""
        return self.folder / who / "data"

    @contextmanager
    def seen_by(self, who: str) -> Iterator[Path]:
        """The environment of a maintainer, or of a server."""
        with patch.dict(os.environ, self.variables(who)):
            yield self.copy(who)

    def variables(self, who: str) -> dict[str, str]:
        """What names the store and the copy of a maintainer."""
        return {"REPRESSION_DATA": self.address, "REPRESSION_COPY": str(self.copy(who))}

    def run(self, who: str, *arguments: str) -> int:
        """A command of a maintainer on the store; its exit status."""
        with self.seen_by(who):
            return main(arguments)

    def look(self, who: str) -> str:
        """Bring a maintainer's copy to the newest edition; what hindered it."""
        return open_copy(self.copy(who), self.address)

    def objects(self) -> dict[str, bytes]:
        """All objects below the address, by key."""
        bucket, _, prefix = self.address.removeprefix("s3://").partition("/")
        listing = self.s3.ask("GET", f"/{bucket}?list-type=2").decode()
        keys = re.findall("<Key>([^<]+)</Key>", listing)
        return {key.removeprefix(f"{prefix}/"): self.s3.ask("GET", f"/{bucket}/{key}") for key in keys}

    def files(self) -> dict[str, bytes]:
        """The files of the newest edition; each object is there and has its checksum's name."""
        objects = self.objects()
        edition = json.loads(objects["edition.json"])
        assert set(objects) >= {file["object"] for file in edition["files"].values()}
        return {name: objects[file["object"]] for name, file in edition["files"].items()}

    def put(self, key: str, content: bytes) -> None:
        """Replace an object behind everybody's back."""
        self.s3.ask("PUT", f"/{self.address.removeprefix('s3://')}/{key}", content)

    def reset(self, objects: Mapping[str, bytes]) -> None:
        """Let the store have these objects and no others."""
        base = f"/{self.address.removeprefix('s3://')}"
        for key, content in self.objects().items():
            if key not in objects:
                self.s3.ask("DELETE", f"{base}/{key}")
            elif objects[key] != content:
                self.put(key, objects[key])
        for key in objects.keys() - self.objects().keys():
            self.put(key, objects[key])

    def killed(self, crash_harness: CrashHarness, arguments: Sequence[str], place: str, at: int) -> int:
        """Run a command that is killed at its request or step on the disk number `at`; return its exit status.

        At a request it is killed `before` the store does anything, or once the store has `answered`.
        """
        if place == "disk":
            return crash_harness.run({"at": at, "under": str(self.folder), "arguments": arguments})[0]
        numbers = count(1)

        def kill(method: str, path: str) -> None:
            if next(numbers) == at:
                crash_harness.kill()
                if place == "before":
                    raise ConnectionAbortedError

        self.s3.before = kill
        try:
            return crash_harness.run(list(arguments))[0]
        finally:
            self.s3.before = None


def public_files(root: Path) -> dict[str, bytes]:
    """The files of a data folder that are not hidden, by name."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
