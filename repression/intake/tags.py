"""The tags of Viasna's export that are published or used; all others are dropped unread.

A tag may be the name of a person's case. So only these codes go beyond the raw file, into the private rows, too.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from repression.messages import message
from repression.normal_form import normal_form
from repression.snapshots.texts import mended, stands_for_nothing

MINOR = "minor"
PUBLISHED_TAGS = ("pardoned", "deported", "tried_in_absentia", "extremist_list", "terrorist_list")
FEWEST = 10  # people; a tag that fewer have would single them out
_CODES = (MINOR, *PUBLISHED_TAGS)
# The words of the English export. Those of the others were never seen, so that there no tag is known.
_WORDS = {
    normal_form(word): code
    for word, code in {
        "Detained juveniles": MINOR,
        "Pardon / amnesty": "pardoned",
        "Forced transfer": "deported",
        "Trials in absentia": "tried_in_absentia",
        "List of extremists": "extremist_list",
        "Terrorist list": "terrorist_list",
    }.items()
}
_MARKS = {"1": True, "yes": True, "true": True, "": False, "0": False, "no": False, "false": False}
_NOT = "not "


def plain_tags(clusters: Sequence[str], listed: Sequence[bool | None]) -> tuple[list[str], list[str]]:
    """The cells of the raw column `tags` for all people of an export, and the codes of which they say something.

    `clusters` has the tags of each person, joined by `;`, and `listed` whether the list of terrorists is marked. A cell
    says of each code whether it holds: `pardoned;not deported`. A code that nobody or hardly anybody has is in no cell:
    its word may be another one in this file, and it would single out a few people. The list of terrorists is in no
    cell if a mark could not be read, since that person may be on it.
    """
    people = [{_WORDS.get(normal_form(tag)) for tag in mended(cell).split(";")} for cell in clusters]
    for codes, mark in zip(people, listed, strict=True):
        if mark:
            codes.add("terrorist_list")
    having = Counter(code for codes in people for code in codes)
    if None in listed:
        having["terrorist_list"] = 0
    stated = [code for code in _CODES if having[code] >= (1 if code == MINOR else FEWEST)]
    return [";".join(code if code in codes else _NOT + code for code in stated) for codes in people], stated


def read_tags(text: str) -> dict[str, bool]:
    """Whether each code holds of which a cell of `plain_tags` says so. Raises ValueError with the rule."""
    items = [item.strip() for item in text.split(";") if item.strip()]
    tags = {item.removeprefix(_NOT): not item.startswith(_NOT) for item in items}
    if not tags.keys() <= set(_CODES) or len(tags) < len(items):
        raise ValueError(
            message(
                "must be some of {allowed}, each once, or not it, such as pardoned;not deported",
                allowed=", ".join(_CODES),
            )
        )
    return tags


def codes_of_few(people: Collection[Mapping[str, bool]]) -> list[str]:
    """The published codes that are stated of these people, and that fewer than `FEWEST` of them have."""
    stated = {code for tags in people for code in tags}
    having = Counter(code for tags in people for code, holds in tags.items() if holds)
    return [code for code in PUBLISHED_TAGS if code in stated and having[code] < FEWEST]


def without_codes(cell: str, codes: Collection[str]) -> str:
    """A cell of the raw column `tags` that says nothing of these codes."""
    items = (item.strip() for item in cell.split(";"))
    return ";".join(item for item in items if item.removeprefix(_NOT) not in codes)


def read_mark(text: str) -> bool | None:
    """Whether a mark such as `1` is set; None for any other text."""
    return _MARKS.get("" if stands_for_nothing(text) else text.strip().lower())
