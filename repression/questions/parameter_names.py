"""Names of parameters in an address: which of them mean a parameter of ours, and which mean nothing here.

Search engines, messengers and mailers append parameters of their own to links, new ones every year. So a name is judged
by how near it is to ours: what is near may be a misspelt filter and is refused; what is not belongs to somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

# What a program that escapes an address for HTML twice leaves of the sign between two parameters.
ESCAPED_AMPERSAND = re.compile(r"^(amp;)+")
# Most misspellings are one edit. In a longer name two of them still leave no doubt.
LONG_NAME = 8


def unescaped(parameters: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The parameters of an address by the names that were meant: `amp;gender` is `gender`."""
    found: dict[str, list[str]] = {}
    for name, texts in parameters.items():
        found.setdefault(ESCAPED_AMPERSAND.sub("", name), []).extend(texts)
    return found


def near_names(name: str, known: Iterable[str]) -> list[str]:
    """The known names that a name may be meant for: `gendr`, `Gender`, `gender[]`, `gender_is` for `gender`."""
    words = "_".join(re.findall(r"[^\W_]+", name.lower()))
    return [
        each for each in known if _is_part(words, each) or _is_misspelt(name.lower(), each) or _is_misspelt(words, each)
    ]


def _is_part(words: str, known: str) -> bool:
    """Whether one is the first words of the other."""
    return bool(words) and (f"{words}_".startswith(f"{known}_") or f"{known}_".startswith(f"{words}_"))


def _is_misspelt(text: str, known: str) -> bool:
    most = 2 if len(known) >= LONG_NAME else 1
    return abs(len(text) - len(known)) <= most and _edits(text, known) <= most


def _edits(one: str, other: str) -> int:
    """The fewest letters to insert, delete, replace or swap with the next (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [place]
        for column, wanted in enumerate(other, start=1):
            edits = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != wanted))
            if place > 1 and column > 1 and letter == other[column - 2] and one[place - 2] == wanted:
                edits = min(edits, earlier[column - 2] + 1)
            row.append(edits)
    return row[-1]
