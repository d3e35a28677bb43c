"""Decodes bytes that are certainly UTF-8, UTF-16 or Windows-1251; it never guesses between two encodings."""

import io
import re

from repression.messages import message
from repression.snapshots.issues import ValidationError

# Letters of the languages of Belarus and its neighbours, and their punctuation beyond ASCII.
_EXPECTED = re.compile(r"[А-яЁёІіЎўЇїЄєҐґ«»„“”‘’–—…№•§\u00a0]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[А-яЁёІіЎў]")
_ODD_WORD = re.compile(r"[A-Za-z]|[а-яёіў][А-ЯЁІЎ]")  # two scripts, or a capital after a small letter
_MOST_ODD = 0.05  # of the words: a Latin i in a Belarusian word is common, a text of such words is not
_MOST_UNEXPECTED = 0.01  # of the characters beyond ASCII
_MARK = "\ufeff"  # the byte order mark; programs that join files leave several
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(content: bytes, path: str) -> tuple[str, str]:
    """The text of a file and the name of its encoding.

    Raises ValidationError, with the line, if the encoding is uncertain, if encodings are mixed, or if this is no text.
    """
    text, encoding = _decoded(content, path)
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        sign = f"U+{ord(found.group()):04X}"
        held = (
            message("holds a NUL byte: this is no text")
            if found.group() == "\0"
            else message("holds the control character {sign}: this is no text", sign=sign)
        )
        raise ValidationError.about(path, held, line)
    return text, encoding


def _decoded(content: bytes, path: str) -> tuple[str, str]:
    if wide := _utf_16(content):
        try:
            return content.decode(wide).lstrip(_MARK), "UTF-16"
        except UnicodeDecodeError as error:
            line = content[: error.start].decode(wide, "ignore").count("\n") + 1
            raise ValidationError.about(path, message("is not whole UTF-16"), line) from None
    try:
        return content.decode("utf-8").lstrip(_MARK), "UTF-8"
    except UnicodeDecodeError as error:
        broken = content.count(b"\n", 0, error.start) + 1
    _refuse_a_mixture(content, path)
    text = content.decode("cp1251", "replace")
    if not _plausible(text):
        raise ValidationError.about(path, message("is not UTF-8, nor does it read as UTF-16 or Windows-1251"), broken)
    return text, "Windows-1251"


def _utf_16(content: bytes) -> str | None:
    """The variant of UTF-16, by its byte order mark or by the zero bytes of ASCII characters; None if it is another."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16-le" if content.startswith(b"\xff\xfe") else "utf-16-be"
    even, odd = content[::2].count(0), content[1::2].count(0)
    if len(content) % 2 or bool(even) == bool(odd):
        return None
    return "utf-16-le" if content[1:2] == b"\0" else "utf-16-be" if content[:1] == b"\0" else None


def _refuse_a_mixture(content: bytes, path: str) -> None:
    """Raise ValidationError at the first line whose encoding differs from that of the lines above."""
    first: bool | None = None
    for line, raw in enumerate(io.BytesIO(content), start=1):
        kind = _is_utf_8(raw)
        if kind is None:
            continue
        if first is None:
            first = kind
        elif kind != first:
            mixed = (
                message("is UTF-8 while lines above are not: the file mixes encodings")
                if kind
                else message("is not UTF-8 while lines above are: the file mixes encodings")
            )
            raise ValidationError.about(path, mixed, line)


def _is_utf_8(raw: bytes) -> bool | None:
    """Whether a line is UTF-8; None if that is uncertain."""
    if raw.isascii():
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # Two letters of Windows-1251 may by chance be one character of UTF-8, but not several times in a line.
    return True if len(_BEYOND_ASCII.findall(text)) > 1 else None


def _plausible(text: str) -> bool:
    """Whether a text that was decoded as Windows-1251 looks right: Cyrillic words in ordinary case."""
    beyond = _BEYOND_ASCII.findall(text)
    unexpected = sum(not _EXPECTED.match(character) for character in beyond)
    # In two steps, since one pattern for both would take quadratic time on a long word.
    words = [word for word in _WORD.findall(text) if _CYRILLIC.search(word)]
    odd = sum(bool(_ODD_WORD.search(word)) for word in words)
    return (
        any(len(word) > 1 for word in words)
        and unexpected <= _MOST_UNEXPECTED * len(beyond)
        and odd <= _MOST_ODD * len(words)
    )
