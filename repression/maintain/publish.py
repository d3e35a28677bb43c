"""Puts a data folder into a store as its next edition: the first one, what was edited by hand, or one file alone."""

from __future__ import annotations

from pathlib import Path

from repression.i18n import N_
from repression.maintain.data_tests import EXCEPTIONS
from repression.maintain.next_update import NEXT_UPDATE
from repression.maintain.vocabulary import VOCABULARY
from repression.messages import message
from repression.snapshots.archived_sources import ARCHIVED
from repression.snapshots.catalog import PACKAGE, read_package
from repression.snapshots.outlines import OUTLINES
from repression.snapshots.schema import datasets_of
from repression.snapshots.transaction import carry_out
from repression.store.copy_state import STATE, read_state
from repression.store.edition import Edition, StoreError, edition_after, is_publishable, sha256

# A raw export that somebody left in the folder has names of people in it, whatever its own name is.
BESIDE_DATASETS = (PACKAGE, OUTLINES, EXCEPTIONS, VOCABULARY, ARCHIVED, NEXT_UPDATE)


def publish_folder(root: Path, address: str, replace: bool) -> Edition:
    """Publish a folder, which may only `replace` an edition that is there if that is meant; return the edition.

    Raises StoreError if the store has an edition, ignores conditions or does not answer, ValidationError without a data
    package.
    """
    from repression.store.object_store import NoEdition, ObjectStore

    store = ObjectStore(address)
    try:
        found = store.newest()
    except NoEdition:
        found = None
    if found and not replace:
        template = N_("{store} has edition {number} already: `--replace` puts this folder in its place")
        raise StoreError(message(template, store=address, number=found.edition.number))
    store.check_conditions()
    before = found.edition if found else None
    contents = published_contents(root)
    # Every file gets a new object, so that this also mends a store with broken ones.
    edition = edition_after(before, contents, before.files if before else ())
    store.upload(edition, contents)
    store.publish(edition, before)
    store.delete_unnamed(edition)
    return edition


def publish_edits(root: Path) -> Edition | None:
    """Publish what was edited by hand in a copy of a store; None if nothing was, or if the folder is no copy.

    Raises as `carry_out` does. The calling function must hold the `writer_lock`.
    """
    state = read_state(root / STATE)
    if state is None or state.edition is None:
        return None
    contents = published_contents(root)
    had = state.edition.files
    changed = {
        root / name: content
        for name, content in contents.items()
        if name not in had or had[name].sha256 != sha256(content)
    }
    gone = [root / name for name in had if not (root / name).exists()]
    if not (changed or gone):
        return None
    carry_out(root, changed, gone=gone)
    state = read_state(root / STATE)
    return state.edition if state else None


def publish_file(root: Path, name: str) -> None:
    """Publish one file of a copy of a store if it differs from that of its edition; nothing in a plain folder.

    Other files that were edited by hand wait for `publish_edits`. Raises as `carry_out` does. The calling function must
    hold the `writer_lock`.
    """
    state, path = read_state(root / STATE), root / name
    if state is None or state.edition is None or not path.exists():
        return
    content, had = path.read_bytes(), state.edition.files.get(name)
    if had is None or had.sha256 != sha256(content):
        carry_out(root, {path: content})


def published_contents(root: Path) -> dict[str, bytes]:
    """The files of a data folder that are published, by name: `BESIDE_DATASETS`, snapshots and descriptors.

    Nothing else in the folder is, whatever lies there. Raises ValidationError without a data package.
    """
    datasets = datasets_of(read_package(root))
    paths = [
        *(root / name for name in BESIDE_DATASETS),
        *(path for dataset in datasets for path in (root / dataset).glob("*")),
    ]
    files = [path for path in paths if path.is_file() and not path.is_symlink()]
    named = {path.relative_to(root).as_posix(): path for path in sorted(files)}
    return {name: path.read_bytes() for name, path in named.items() if is_publishable(name)}
