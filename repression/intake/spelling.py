"""Typing errors: finds the one known word that a mistyped word can be."""

from collections.abc import Mapping

_SHORTEST_CORRECTED = 4  # letters; an error in "day" or "год" may give too many other words
_LONG = 6  # letters; from this length a word with two errors is still recognisable
_MARGIN = 2  # any other meaning must be farther away by this distance, otherwise the word is ambiguous


def distance(first: str, second: str) -> int:
    """The edit distance: insertions, deletions, substitutions and swaps of neighbouring letters."""
    before_last: list[int] = []
    last = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        row = [i]
        for j, b in enumerate(second, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last[-1]


def closest(word: str, meanings: Mapping[str, str]) -> str | None:
    """The one meaning of `word`, which may be mistyped; None if there is none or more than one.

    `meanings` has the meaning of every known word; all words are in lower case.
    """
    if word in meanings:
        return meanings[word]
    nearest: dict[str, int] = {}
    within_reach = set()
    for known, meaning in meanings.items():
        if abs(len(known) - len(word)) > _MARGIN + 1:
            continue
        slips = distance(word, known)
        nearest[meaning] = min(slips, nearest.get(meaning, slips))
        if slips <= _allowance(known):
            within_reach.add(meaning)
    if len(within_reach) != 1:
        return None
    (found,) = within_reach
    rivals = (slips for meaning, slips in nearest.items() if meaning != found)
    return found if all(slips >= nearest[found] + _MARGIN for slips in rivals) else None


def swapped(word: str, known: str) -> bool:
    """Whether `word` is `known` with two neighbouring letters in the wrong order ("adn")."""
    return sorted(word) == sorted(known) and distance(word, known) == 1


def _allowance(known: str) -> int:
    if len(known) < _SHORTEST_CORRECTED:
        return 0
    return 2 if len(known) >= _LONG else 1
