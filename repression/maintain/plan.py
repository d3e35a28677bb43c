"""What a command is going to write, in words and as files: shown first, then written as a whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from repression.snapshots.descriptor import Descriptor
from repression.snapshots.writer import SnapshotFiles, write_all


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
