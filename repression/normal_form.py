"""The form in which texts and ids are compared: what looks alike to a reader is equal."""

import functools
import re
import unicodedata

from repression.messages import message

# Signs that are not seen, beside those of the category "format" (Cf): joiners, fillers, variation selectors.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
# Quotation marks and apostrophes that Unicode counts to other categories than Pi and Pf.
_MARKS = frozenset("\"'`´‚„″′‵‶ʹʺʻʼʽˈˊˋ＂＇｀〝〞〟❛❜❝❞")
KNOWN_CHARACTERS = 4_096  # of which it is remembered what they are: registers use some hundreds, millions of times
_ID = re.compile(r"0*([0-9]+)(?:\.0+)?")


def normal_form(text: str) -> str:
    """A text for comparison: NFKC, without unseen characters, quotation marks and case; a run of blanks is one.

    All dashes are one character, and `ё` is `е`, as people type both.
    """
    plain = "".join(character for character in text if not _is_left_out(character))
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    kept = (
        "-" if unicodedata.category(character) == "Pd" else character
        for character in composed
        if not _is_left_out(character)
    )
    return " ".join("".join(kept).replace("ё", "е").replace("−", "-").split())


def normal_id(text: str) -> str:
    """An id of a register as its digits: without blanks, unseen characters, leading zeros and a trailing `.0`.

    Empty for an empty text. Raises ValueError with the rule if it is no such id.
    """
    plain = "".join(normal_form(text).split())
    if not plain:
        return ""
    found = _ID.fullmatch(plain)
    if not found:
        raise ValueError(message("must be a whole number such as 9103, as the register gives it"))
    return found[1]


@functools.lru_cache(KNOWN_CHARACTERS)
def is_unseen(character: str) -> bool:
    """Whether nobody sees a character: a format character, a filler, a variation selector."""
    return unicodedata.category(character) == "Cf" or bool(_UNSEEN.match(character))


@functools.lru_cache(KNOWN_CHARACTERS)
def _is_left_out(character: str) -> bool:
    if character in _MARKS or is_unseen(character):
        return True
    category = unicodedata.category(character)
    # A control character that is a blank parts words.
    return category in ("Pi", "Pf") or (category == "Cc" and not character.isspace())
