"""What a text must be to be published: whole, and written with characters that can be seen.

`mended` gives a text of somebody else this form where nothing has to be guessed; `damage` says what is left. Both
`add` and `check` go by this module.
"""

import functools
import html
import re
import unicodedata
from collections.abc import Iterator

from repression.messages import message
from repression.normal_form import KNOWN_CHARACTERS, is_unseen

# What programs write into a cell for "no value".
_NOTHING = frozenset(
    {
        *("null", "(null)", "[null]", "\\n", "none", "nil", "undefined"),
        *("nan", "-nan", "nat", "na", "n/a", "<na>", "#na", "#n/a", "#н/д"),
    }
)
# #REF!, #DIV/0!, #NAME?, and what they are called in Russian: #ССЫЛКА!, #ДЕЛ/0!, #ИМЯ?
_SPREADSHEET_ERROR = re.compile(r"#[A-ZА-ЯЁ0-9_/]{2,}[!?]")
# A semicolon is needed: `&copy=1` is a part of an address.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MOST_NESTED = 4  # how many times programs may have escaped a text one after another: &amp;quot;
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029]")
_KEPT_CONTROLS = frozenset("\n\t\r")  # an end of line CR is one that `mended` changes
_LOST_LETTERS = re.compile(r"\ufffd|\?{4,}")
# What texts about Belarus have beyond ASCII. Any other character that a decoded sequence gives is a chance.
_CYRILLIC_TEXT = "\u00a0\u00a7\u00ab\u00b0\u00bb\u0400-\u045f\u0490\u0491\u2010-\u2044\u20ac\u2116"
_LATIN_TEXT = _CYRILLIC_TEXT + "\u00a0-\u017f"


def mended(text: str) -> str:
    """The text as a reader sees it, in one spelling.

    HTML entities become their characters, ends of lines LF, other blanks plain ones; format characters, which nobody
    sees, go; composed letters are one character (NFC). A word for nothing, such as NULL, becomes empty. A text in a
    wrong encoding stays as it is, so that `damage` still knows it.
    """
    if text.isascii() and "&" not in text and "\r" not in text:
        return "" if stands_for_nothing(text) else text
    if next(_wrongly_decoded(text), None):
        return text
    for _ in range(_MOST_NESTED):
        plain = _mended_once(text)
        if plain == text:
            break
        text = plain
    return "" if stands_for_nothing(text) else text


def _mended_once(text: str) -> str:
    text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    text = "".join(map(_seen, _LINE_END.sub("\n", text)))
    return unicodedata.normalize("NFC", text)


def stands_for_nothing(text: str) -> bool:
    """Whether a program wrote this word for a value that there is not."""
    return text.strip().casefold() in _NOTHING


def damage(text: str) -> str | None:
    """What is wrong with a text, in words that complete "<text> …"; None for a text that may be published."""
    if stands_for_nothing(text):
        return message("is a word for nothing and no value")
    if _SPREADSHEET_ERROR.fullmatch(text.strip()):
        return message("is an error of a spreadsheet: write what was meant")
    # A printable text has none: looking at each character of every text takes a third of the time of reading the data.
    if not text.isprintable() and (control := next((character for character in text if _is_control(character)), None)):
        return message("has the control character {sign}: take it out", sign=_name(control))
    if _LOST_LETTERS.search(text):
        return message("has signs in the place of lost letters: write the letters")
    if found := next(_wrongly_decoded(text), None):
        return message(
            "has {found}, which is UTF-8 that was read as another encoding: write the letters", found=repr(found)
        )
    if mended(text) != text:
        return message("must be written {form}, without {surplus}", form=repr(mended(text)), surplus=_surplus(text))
    return None


@functools.lru_cache(KNOWN_CHARACTERS)
def _seen(character: str) -> str:
    if unicodedata.category(character) == "Zs":
        return " "
    return "" if is_unseen(character) else character


def _is_control(character: str) -> bool:
    """Whether a character is no character of a text: a control, half a pair, of private use, or not assigned."""
    return unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") and character not in _KEPT_CONTROLS


def _surplus(text: str) -> str:
    """What `mended` takes out of a text, in words."""
    if entity := _ENTITY.search(text):
        return message("the HTML entity {entity}", entity=entity.group())
    unseen = next((character for character in text if _seen(character) != character), None)
    return (
        message("the unseen or unusual sign {sign}", sign=_name(unseen))
        if unseen
        else message("accents and ends of lines as extra characters")
    )


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"


def _bytes_as(encoding: str) -> dict[str, int]:
    """The characters that an encoding has for the bytes beyond ASCII."""
    known = {bytes([byte]).decode(encoding, "ignore"): byte for byte in range(0x80, 0x100)}
    return {character: byte for character, byte in known.items() if character}


def _sequences(known: dict[str, int], fewest_pairs: int) -> re.Pattern[str]:
    """The pattern of UTF-8 sequences of two and three bytes when each byte is read as a character."""

    def characters(first: int, last: int) -> str:
        return "[" + "".join(re.escape(character) for character, byte in known.items() if first <= byte <= last) + "]"

    follows = characters(0x80, 0xBF)
    pair, three = characters(0xC2, 0xDF) + follows, characters(0xE0, 0xEF) + 2 * follows
    return re.compile(f"(?:{pair}|{three})*(?:{three}|(?:{pair}){{{fewest_pairs}}})(?:{pair}|{three})*")


# Cyrillic words may have one such pair, as Рё or Гі; two beside each other and of Cyrillic letters they do not have.
_MISREAD = tuple(
    (known, _sequences(known, pairs), re.compile(f"[{expected}]+"))
    for encoding, pairs, expected in (("cp1251", 2, _CYRILLIC_TEXT), ("cp1252", 1, _LATIN_TEXT))
    for known in [_bytes_as(encoding)]
)


def _wrongly_decoded(text: str) -> Iterator[str]:
    """The parts of a text that are UTF-8 read as Windows-1251 or Windows-1252 (mojibake)."""
    if text.isascii():
        return
    for known, pattern, expected in _MISREAD:
        for found in pattern.finditer(text):
            meant = bytes(known[character] for character in found.group()).decode("utf-8", "replace")
            if expected.fullmatch(meant):
                yield found.group()
