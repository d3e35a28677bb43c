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
KNOWN_SIGNS = 4_096  # of which it is remembered what they are: registers use some hundreds, millions of times
_ID = re.compile(r"0*([0-9]+)(?:\.0+)?")


def normal_form(text: str) -> str:
    """A text for comparison: NFKC, without unseen signs, quotation marks and case; a run of blanks is one.

    All dashes are one sign, and `ё` is `е`, as people type both.
    """
    plain = "".join(sign for sign in text if not _is_left_out(sign))
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    kept = ("-" if unicodedata.category(sign) == "Pd" else sign for sign in composed if not _is_left_out(sign))
    return " ".join("".join(kept).replace("ё", "е").replace("−", "-").split())


def normal_id(text: str) -> str:
    """An id of a register as its digits: without blanks, unseen signs, leading zeros and a trailing `.0`.

    Empty for an empty text. Raises ValueError with the rule if it is no such id.
    """
    plain = "".join(normal_form(text).split())
    if not plain:
        return ""
    found = _ID.fullmatch(plain)
    if not found:
        raise ValueError(message("must be a whole number such as 9103, as the register gives it"))
    return found[1]


@functools.lru_cache(KNOWN_SIGNS)
def is_unseen(sign: str) -> bool:
    """Whether nobody sees a sign: a format character, a filler, a variation selector."""
    return unicodedata.category(sign) == "Cf" or bool(_UNSEEN.match(sign))


@functools.lru_cache(KNOWN_SIGNS)
def _is_left_out(sign: str) -> bool:
    if sign in _MARKS or is_unseen(sign):
        return True
    category = unicodedata.category(sign)
    # A control sign that is a blank parts words.
    return category in ("Pi", "Pf") or (category == "Cc" and not sign.isspace())
