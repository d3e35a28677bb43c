"""Writes a mirror: all that the plan lists, then the manifest, and its signature where a key is given."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from repression.build_id import build_id
from repression.documents import EXAMPLE_SITE
from repression.i18n import LANGUAGES
from repression.maintain.next_update import NEXT_UPDATE
from repression.mirror.content import START, Maker
from repression.mirror.folder import MirrorFolder
from repression.mirror.manifest import MANIFEST, SIGNATURE, Manifest, sign, write_manifest
from repression.mirror.plan import Plan
from repression.paths import data_folder
from repression.questions import live
from repression.questions.filter_macros import build_warehouse
from repression.site import PAGES, Page
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse

EACH = 100  # files after which progress is told


@dataclass(frozen=True)
class MirrorRequest:
    """A mirror to write into the folder `root`.

    `base` is the address of the server, such as https://figures.example; where it is empty readers are led to none, and
    files and citations name the address of the examples. `key` is a private key of SSH to sign with. `languages` and
    `pages` are those to prepare.
    """

    root: Path
    base: str = ""
    key: Path | None = None
    languages: Sequence[str] = LANGUAGES
    pages: Sequence[Page] = PAGES

    def __post_init__(self) -> None:
        """Raises ValueError for a base that is not the address of a site."""
        if self.base and not re.fullmatch(r"https?://[\w.:\[\]-]+", self.base, re.ASCII):
            raise ValueError(f"--base {self.base}: allowed is the address of a site such as https://figures.example")

    @property
    def site(self) -> str:
        """The address of the server as files and citations name it."""
        return self.base or EXAMPLE_SITE


def write_mirror(request: MirrorRequest, tell: Callable[[str], None]) -> Manifest:
    """Write a mirror of the data folder; `tell` is given lines on its progress.

    Raises NoData, NotMade, NotWritten, NoSignature.
    """
    with _held_warehouse() as warehouse, MirrorFolder.open(request.root) as folder:
        plan = Plan(warehouse, request.languages, request.pages)
        with Maker(warehouse, plan, request.site, bool(request.base)) as maker:
            _write_files(folder, plan, maker, _Recipes(warehouse, request), tell)
        manifest = Manifest(warehouse.days[-1], warehouse.version, build_id(), request.base, folder.files)
        _write_manifest(folder, manifest, request.key)
    tell(f"{len(manifest.files)} files, {folder.written} of them written, {_megabytes(manifest)} MB")
    return manifest


class _Recipes:
    """Short hashes of all that files are made of."""

    def __init__(self, warehouse: Warehouse, request: MirrorRequest) -> None:
        planned = warehouse.catalog.root / NEXT_UPDATE
        self._common = [build_id(), warehouse.version, request.base, planned.read_bytes() if planned.is_file() else b""]

    def of(self, address: str, *others: object) -> str:
        """The hash for an address, and for others that its file depends on."""
        return hashlib.sha256(repr([*self._common, address, *others]).encode()).hexdigest()[:16]


def _write_files(
    folder: MirrorFolder, plan: Plan, maker: Maker, recipes: _Recipes, tell: Callable[[str], None]
) -> None:
    """Write the files, then the pages: by then it is known at which addresses there is a file to link to."""
    done, total = 0, len(plan) + 1

    def write(file: str, recipe: str, make: Callable[[], bytes | None]) -> bool:
        """Write one file; whether there is one."""
        nonlocal done
        done += 1
        if not folder.has(file, recipe):
            content = make()
            if content is None:
                return False
            folder.put(file, recipe, content)
        if done % EACH == 0:
            tell(f"{done} of {total} files, {folder.written} of them written")
        return True

    for each in plan:
        if not each.has_links and not write(each.file, recipes.of(each.address), partial(maker.made, each)):
            plan.leave_out(each)
    linked = sorted(each.file for each in plan)
    for each in plan:
        if each.has_links:
            write(each.file, recipes.of(each.address, linked), partial(maker.made, each))
    write(START, recipes.of("/", linked), maker.start_page)


def _write_manifest(folder: MirrorFolder, manifest: Manifest, key: Path | None) -> None:
    content = write_manifest(manifest)
    signature = sign(content, key) if key else None
    old = folder.root / MANIFEST
    if not signature and old.is_file() and old.read_bytes() != content:
        folder.remove_signature()
    folder.replace(MANIFEST, content)
    if signature:
        folder.replace(SIGNATURE, signature)
    folder.finish()


@contextmanager
def _held_warehouse() -> Iterator[Warehouse]:
    """The data as they are now, with their newest day as today, so that equal data give equal bytes."""
    built = build_warehouse(read_catalog(data_folder()))
    warehouse = replace(built, fixed_today=built.days[-1])
    live.hold(warehouse)
    try:
        yield warehouse
    finally:
        live.reset()


def _megabytes(manifest: Manifest) -> str:
    return f"{sum(each.size for each in manifest.files.values()) / 1e6:.1f}"
