"""Which store a data folder is a copy of, and which edition it has: `.edition.json` in the folder.

A folder without this file is a plain folder, and nothing here touches it.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from repression.i18n import N_
from repression.messages import message
from repression.store.edition import Edition, StoreError

STATE = ".edition.json"


class CopyState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The address of the store, and the edition that the folder has; None before the first one was fetched."""

    address: str
    edition: Edition | None = None


def read_state(path: Path) -> CopyState | None:
    """What a file says; None if there is none. Raises StoreError if it cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=CopyState)
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        template = N_("{file} is broken: remove the folder, it is fetched anew: {fault}")
        raise StoreError(message(template, file=f"{path.parent.name}/{STATE}", fault=str(fault))) from None


def format_state(state: CopyState) -> bytes:
    """The file of a state."""
    return msgspec.json.encode(state)
