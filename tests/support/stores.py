"""A store with maintainers, each with a copy and a private folder of their own."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from repression.__main__ import main
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


def public_files(root: Path) -> dict[str, bytes]:
    """The files of a data folder that are not hidden, by name."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def told(captured: Sequence[str]) -> str:
    """Output and errors as one text."""
    return "".join(captured)
