"""The message for a commit of the data folder, from what `git` says is changed in it."""

from __future__ import annotations

import re
import subprocess  # nosec B404
from collections.abc import Iterator
from pathlib import Path

from repression.messages import message

_SNAPSHOT = re.compile(r"(?:.*/)?([a-z_]+)/(\d{4}-\d{2}-\d{2})\.csv")
_NEW, _GONE = ("?", "A"), "D"
# It says neither whom nor why: a changed snapshot may be one from which somebody was removed.
_OTHERWISE = "Update the data"


def commit_message(data: Path) -> str | None:
    """A message of one line, or of several snapshots of a line each; None if nothing is changed.

    Raises FileNotFoundError if `git` is not on this machine, another OSError if the folder is in no repository, or no
    file of it is (a trial's copy).
    """
    if not _git(data, "ls-files", "-z", "--", "."):
        raise OSError(message("{folder}: no file of it is under version control", folder=str(data)))
    changed = _changed(data)
    if not changed:
        return None
    return "\n".join(dict.fromkeys(_lines(changed))) or _OTHERWISE


def _lines(changed: list[tuple[str, str]]) -> Iterator[str]:
    for state, path in changed:
        found = _SNAPSHOT.fullmatch(path)
        if found and state in _NEW:
            yield f"Take in {found[1]} as of {found[2]}"
        elif found and state == _GONE:
            yield f"Withdraw {found[1]} of {found[2]}"


def _changed(data: Path) -> list[tuple[str, str]]:
    """The state, a letter of `git status`, and the path of each changed file."""
    entries = _git(data, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", ".").split("\0")
    return [(entry[:2].strip()[0], entry[3:]) for entry in entries if entry]


def _git(data: Path, *arguments: str) -> str:
    """What `git` prints in the folder. Raises FileNotFoundError if there is no `git`, another OSError if it fails."""
    # Fixed commands; the folder is the one that the maintainer works on.
    done = subprocess.run(["git", "-C", str(data), *arguments], capture_output=True, check=False)  # nosec B603 B607
    if done.returncode:
        raise OSError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout.decode("utf-8", "replace")
