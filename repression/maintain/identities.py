"""What was decided about rows that may be of one person: `private/same_people.csv`, by the register's ids.

A row is a pair of ids, `first,second,decision`, and the decision is `same` or `different`. The file never enters the
repository.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from repression.intake.identity import Identities, identities_of
from repression.intake.suppression import SuppressionList
from repression.maintain import private_store
from repression.messages import message, words_of
from repression.normal_form import normal_id
from repression.snapshots.csv_io import format_csv, parse_csv
from repression.snapshots.issues import Issue, ValidationError

_HEADER = ("first", "second", "decision")
_DECISIONS = {"same": True, "different": False}
Pairs = dict[tuple[str, str], bool]  # whether two ids, the lower one first, are of one person


def identities_path(data: Path) -> Path:
    """The file with the decisions."""
    return private_store.private_folder(data) / "same_people.csv"


def read_identities(data: Path) -> Identities:
    """The decisions on this machine; none if there is no file. Raises ValidationError if it cannot be read."""
    return _identities(read_pairs(data), identities_path(data))


def read_pairs(data: Path) -> Pairs:
    """The pairs of the file. Raises ValidationError if it cannot be read, or holds something else than pairs of ids."""
    path = identities_path(data)
    try:
        table = parse_csv(path.read_bytes(), str(path))
    except FileNotFoundError:
        return {}
    if table.header != _HEADER:
        raise ValidationError.about(str(path), message("must be the header {allowed}", allowed=",".join(_HEADER)), 1)
    pairs: Pairs = {}
    for line, (first, second, decision) in table.rows:
        if decision not in _DECISIONS:
            raise ValidationError(
                Issue(str(path), line, "decision", decision, message("must be one of same, different"))
            )
        try:
            pair = ordered(first, second)
        except ValueError as error:
            raise ValidationError.about(str(path), words_of(error), line) from None
        if pairs.setdefault(pair, _DECISIONS[decision]) != _DECISIONS[decision]:
            raise ValidationError.about(str(path), message("contradicts an earlier row"), line)
    return pairs


def extended(data: Path, added: Iterable[tuple[str, str, bool]]) -> bytes:
    """The file with more pairs; a pair that was decided otherwise before gets the new decision.

    Raises ValidationError if the file cannot be read, or if the decisions contradict each other.
    """
    pairs = read_pairs(data) | {ordered(first, second): same for first, second, same in added}
    _identities(pairs, identities_path(data))
    words = {same: word for word, same in _DECISIONS.items()}
    return format_csv(_HEADER, ((*pair, words[pairs[pair]]) for pair in sorted(pairs, key=_order)))


def suppression_list(data: Path, dataset: str) -> SuppressionList:
    """The people who were removed from a dataset, under all of their ids.

    Raises ValidationError as `private_store.suppression_list` and `read_identities` do.
    """
    listed = private_store.suppression_list(data, dataset)
    if dataset != "people":
        return listed
    known = read_identities(data)
    return replace(listed, keys=frozenset(one for key in listed.keys for one in known.ids_of(key)))


def ordered(first: str, second: str) -> tuple[str, str]:
    """Two ids in their normal form, the lower one first. Raises ValueError if one is no id, or if they are equal."""
    low, high = sorted((normal_id(first), normal_id(second)), key=lambda key: (len(key), key))
    if not low or low == high:
        raise ValueError(message("must be two different ids"))
    return low, high


def _identities(pairs: Pairs, path: Path) -> Identities:
    try:
        return identities_of((first, second, same) for (first, second), same in pairs.items())
    except ValueError as error:
        raise ValidationError.about(str(path), words_of(error)) from None


def _order(pair: tuple[str, str]) -> list[tuple[int, str]]:
    return [(len(key), key) for key in pair]
