"""Names of parameters in an address: which of them mean a parameter of ours, and which mean nothing here.

Search engines, messengers and mailers append parameters of their own to links, new ones every year. So a name is judged
by how near it is to ours: what is near may be a misspelt filter and is refused; what is not belongs to somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

# What a program that escapes an address for HTML twice leaves of the sign between two parameters.
ESCAPED_AMPERSAND = re.compile(r"^(amp;)+")
# Most misspellings are one edit. In a longer name two of them still leave no doubt; a short one becomes another word.
SHORT_NAME, LONG_NAME = 3, 8


def unescaped(parameters: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The parameters of an address by the names that were meant: `amp;gender` is `gender`."""
    found: dict[str, list[str]] = {}
    for name, texts in parameters.items():
        found.setdefault(ESCAPED_AMPERSAND.sub("", name), []).extend(texts)
    return found


def near_names(name: str, known: Iterable[str]) -> list[str]:
    """The known names that a name may be meant for: `gendr`, `Gender`, `gender[]`, `gender_is` for `gender`."""
    words = "_".join(re.findall(r"[^\W_]+", name.lower()))
    texts = {name.lower(), words}
    return [each for each in known if _is_part(words, each) or any(_is_misspelt(text, each) for text in texts)]


def _is_part(words: str, known: str) -> bool:
    """Whether one is the first words of the other."""
    return bool(words) and (f"{words}_".startswith(f"{known}_") or f"{known}_".startswith(f"{words}_"))


def _is_misspelt(text: str, known: str) -> bool:
    most = 0 if len(known) <= SHORT_NAME else 2 if len(known) >= LONG_NAME else 1
    return abs(len(text) - len(known)) <= most and _is_within(most, text, known)


def _is_within(edits: int, one: str, other: str) -> bool:
    """Whether so many edits make one text the other: a letter put in, left out, replaced, or swapped with the next."""
    if not one or not other:
        return len(one) + len(other) <= edits
    if one[0] == other[0]:
        return _is_within(edits, one[1:], other[1:])
    return edits > 0 and (
        _is_within(edits - 1, one[1:], other)
        or _is_within(edits - 1, one, other[1:])
        or _is_within(edits - 1, one[1:], other[1:])
        or (one[:2] == other[1::-1] and _is_within(edits - 1, one[2:], other[2:]))
    )
