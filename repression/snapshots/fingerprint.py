"""The state of a folder: whether any file of it has changed since it was looked at."""

from pathlib import Path
from stat import S_ISDIR

Fingerprint = tuple[tuple[str, int, int], ...]


def fingerprint(root: Path) -> Fingerprint:
    """Name, size and time of every file that the data can depend on.

    The time is ctime, which every change sets, also one of permissions; a copy may keep the mtime of the original.
    """
    found = []
    for path in sorted([*root.glob("*"), *root.glob("*/*")]):
        if path.name.startswith("."):
            continue
        name = path.relative_to(root).as_posix()
        try:
            state = path.stat()
        except FileNotFoundError:
            continue
        except OSError:
            found.append((name, 0, 0))  # it exists, but may not be read
            continue
        if not S_ISDIR(state.st_mode):
            found.append((name, state.st_size, state.st_ctime_ns))
    return tuple(found)
