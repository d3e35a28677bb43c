"""When the next update of the data is due: `next_update.yaml` in the data folder, which a maintainer may write."""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec
import yaml

from repression.messages import message
from repression.snapshots.csv_io import read_regular_file
from repression.snapshots.descriptor import is_possible_day
from repression.snapshots.issues import ValidationError
from repression.snapshots.texts import damage
from repression.snapshots.transaction import carry_out

NEXT_UPDATE = "next_update.yaml"
_MAX_BYTES = 10_000
_RULE = message("must be `day`, such as 2027-01-10, and `note`, a sentence for readers or an empty text")


class NextUpdate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The day for which the next update is planned, and a sentence for readers, which may be empty."""

    day: datetime.date
    note: str = ""


def read_next_update(root: Path) -> NextUpdate | None:
    """The next update that a data folder names, None if it names none. Raises ValidationError for a broken file."""
    try:
        content = read_regular_file(root / NEXT_UPDATE, _MAX_BYTES)
        found = msgspec.convert(yaml.safe_load(content), NextUpdate)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise ValidationError.about(
            NEXT_UPDATE, message("cannot be read: {strerror}", strerror=fault.strerror)
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, msgspec.ValidationError):
        raise ValidationError.about(NEXT_UPDATE, _RULE) from None
    _check(found)
    return found


def write_next_update(root: Path, planned: NextUpdate | None) -> Path:
    """Write the file, or remove it for None; return its path.

    Raises ValidationError for a day or a note that cannot be. The calling function must hold the `writer_lock`.
    """
    path = root / NEXT_UPDATE
    if planned is None:
        carry_out(root, {}, gone=[path])
    else:
        _check(planned)
        content = yaml.safe_dump(msgspec.to_builtins(planned, builtin_types=(datetime.date,)), allow_unicode=True)
        carry_out(root, {path: content.encode()})
    return path


def _check(planned: NextUpdate) -> None:
    if not is_possible_day(planned.day) or damage(planned.note):
        raise ValidationError.about(NEXT_UPDATE, _RULE)
