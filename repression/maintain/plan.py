"""What a command is going to write, in words and as files: shown first, then written as a whole or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from repression.maintain import private_store
from repression.messages import Message, message
from repression.paths import LOCALE, ROOT
from repression.snapshots.descriptor import Descriptor
from repression.snapshots.fingerprint import Fingerprint, fingerprint
from repression.snapshots.issues import ValidationError
from repression.snapshots.writer import SnapshotFiles, write_all, writer_lock

_Request = TypeVar("_Request")


@dataclass(frozen=True)
class Plan:
    """The snapshots, the private files (`own`) and the other files (`public`) to write, and `lines` that describe them.

    `withdrawn` are the descriptors of snapshots that go, `gone` are private files that go. `package` is the data
    package with a changed schema, None if its schema stays. `state` is that of the folders before the plan was made,
    None if it is not known.
    """

    data: Path
    snapshots: tuple[SnapshotFiles, ...]
    own: Mapping[Path, bytes]
    lines: tuple[Message, ...]
    withdrawn: tuple[Descriptor, ...] = ()
    gone: tuple[Path, ...] = ()
    public: Mapping[Path, bytes] = field(default_factory=dict)
    package: Mapping[str, Any] | None = None
    state: Fingerprint | None = field(default=None, repr=False, compare=False)


def state_of(data: Path) -> Fingerprint:
    """The state of a data folder and of the private one beside it: the same state gives the same plan."""
    return (*fingerprint(data), *fingerprint(private_store.private_folder(data)))


def recounted(dataset: str, day: date, since: date) -> Message:
    """That the changes of a snapshot are counted anew, since it or the one before changed."""
    return message("{dataset} {day}: what changed since {since} is counted anew", dataset=dataset, day=day, since=since)


def write(plan: Plan) -> list[Path]:
    """Write everything in the plan, or nothing; return the paths. The calling function must hold the `writer_lock`."""
    tidy_up(plan.data)
    return write_all(plan.data, plan.snapshots, plan.own, plan.withdrawn, plan.gone, plan.public, plan.package)


def write_as_shown(shown: Plan, prepare: Callable[[_Request], Plan], request: _Request) -> list[Path]:
    """Write the plan that `prepare` made of a request, as a maintainer has looked at it; return the paths.

    If a file of the folders changed since, it is made once more under the lock. Raises ValidationError if it is not the
    same any more, and as `prepare` does.
    """
    with writer_lock(shown.data):
        if shown.state != state_of(shown.data) and prepare(request) != shown:
            raise ValidationError.about(f"{shown.data.name}/", message("was changed since this was shown: look again"))
        return write(shown)


def has_catalogues(data: Path) -> bool:
    """Whether the catalogues of translations belong to the data of a folder."""
    return data.resolve() == (ROOT / "data").resolve()


def tidy_up(data: Path) -> None:
    """Remove the temporary files that a stopped writer left outside the data folder, where `writer_lock` looks.

    The calling function must hold the `writer_lock`.
    """
    private_store.tidy_up(data)
    if has_catalogues(data):
        for part in LOCALE.rglob(".*.tmp"):
            part.unlink()
