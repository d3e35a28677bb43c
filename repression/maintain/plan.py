"""What a command is going to write, in words and as files: shown first, then written as a whole or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from repression.maintain import private_store
from repression.snapshots.descriptor import Descriptor
from repression.snapshots.issues import ValidationError
from repression.snapshots.writer import SnapshotFiles, write_all, writer_lock

_Request = TypeVar("_Request")


@dataclass(frozen=True)
class Plan:
    """The snapshots and private files (`own`) to write, and `lines` that describe them.

    `withdrawn` are the descriptors of snapshots that go, `gone` are private files that go.
    """

    data: Path
    editions: tuple[SnapshotFiles, ...]
    own: Mapping[Path, bytes]
    lines: tuple[str, ...]
    withdrawn: tuple[Descriptor, ...] = ()
    gone: tuple[Path, ...] = ()


def write(plan: Plan) -> list[Path]:
    """Write everything in the plan, or nothing; return the paths. The calling function must hold the `writer_lock`."""
    return write_all(plan.data, plan.editions, plan.own, plan.withdrawn, plan.gone)


def write_as_shown(shown: Plan, prepare: Callable[[_Request], Plan], request: _Request) -> list[Path]:
    """Write the plan that `prepare` made of a request, as a maintainer has looked at it; return the paths.

    It is made once more under the lock, since other writers may have been at work. Raises ValidationError if it is not
    the same any more, and as `prepare` does.
    """
    with writer_lock(shown.data):
        private_store.tidy_up(shown.data)
        if prepare(request) != shown:
            raise ValidationError.about(f"{shown.data.name}/", "was changed since this was shown: look again")
        return write(shown)
