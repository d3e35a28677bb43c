"""The tags of Viasna's export that are published or used; all others are dropped unread.

A tag may be the name of a person's case. So only these codes go beyond the raw file, into the private rows, too.
"""

from collections import Counter
from collections.abc import Sequence

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
_FLAGS = {"1": True, "yes": True, "true": True, "": False, "0": False, "no": False, "false": False}
_NOT = "not "


def plain_tags(clusters: Sequence[str], listed: Sequence[str]) -> tuple[list[str], list[str]]:
    """The cells of the raw column `tags` for all people of an export, and the codes of which they say something.

    `clusters` has the tags of each person, joined by `;`, and `listed` the mark of the list of terrorists. A cell says
    of each code whether it holds: `pardoned;not deported`. A code that nobody or hardly anybody has is in no cell: its
    word may be another one in this file, and of a few people it would tell who they are. A mark that is no mark stays
    in the cell, where `read_tags` refuses it.
    """
    people = [{_WORDS.get(normal_form(tag)) for tag in mended(cell).split(";")} for cell in clusters]
    odd = [""] * len(people)
    for place, mark in enumerate(listed):
        try:
            if read_flag(mark):
                people[place].add("terrorist_list")
        except ValueError:
            odd[place] = mark
    having = Counter(code for codes in people for code in codes)
    told = [code for code in _CODES if having[code] >= (1 if code == MINOR else FEWEST)]
    cells = [";".join(code if code in codes else _NOT + code for code in told) for codes in people]
    return [mark or cell for mark, cell in zip(odd, cells, strict=True)], told


def read_tags(text: str) -> dict[str, bool]:
    """Whether each code holds of which a cell of `plain_tags` says so. Raises ValueError with the rule."""
    said = [item.strip() for item in text.split(";") if item.strip()]
    tags = {item.removeprefix(_NOT): not item.startswith(_NOT) for item in said}
    if not tags.keys() <= set(_CODES) or len(tags) < len(said):
        raise ValueError(f"must be some of {', '.join(_CODES)}, each once, or not it, such as pardoned;not deported")
    return tags


def read_flag(text: str) -> bool:
    """Whether a mark is set. Raises ValueError with the rule."""
    plain = "" if stands_for_nothing(text) else text.strip().lower()
    if plain not in _FLAGS:
        raise ValueError("must be 1 or 0, yes or no, true or false, or empty")
    return _FLAGS[plain]
