"""Articles of the Criminal Code, in the short form `293.2` (part 2 of article 293)."""

import re

RULE = "must be articles such as 342, 293.2, 361-1 or 13.1+293, joined by ;"

_OFFENCE = r"[0-9]{2,3}(?:-[0-9]{1,2})?(?:\.[0-9]{1,2})?"
_SHORT = re.compile(rf"(?:(?:13|14)(?:\.[0-9])?\+)?{_OFFENCE}")
# "Part 2 of Art. 293 of the Criminal Code — Participation in riots", "ч. 2 ст. 293 Уголовного кодекса"
_LONG = re.compile(
    r"(?:(?:part|частка|часть|ч\.)\s*(?P<part>[0-9]{1,2})\s+(?:of\s+)?)?"
    r"(?:art\.|article|ст\.|статья|арт\.|артыкул)\s*(?P<article>[0-9]{2,3}(?:-[0-9]{1,2})?)"
    r"(?:\s+(?:of the criminal code|уголовного кодекса|ук|крымінальнага кодэкса|кк))?"
    r"(?:\s*[—–]\s.*)?",
    re.IGNORECASE | re.DOTALL,
)


def read_articles(text: str) -> tuple[str, ...]:
    """The articles in `text`, each once, in the order of their numbers.

    `13.1+293` (preparation, part 1 of article 13, of 293) stays as it is. Raises ValueError with the
    rule where a part of the text is no article.
    """
    items = {_read_article(item.strip()) for item in text.split(";") if item.strip()}
    return tuple(sorted(items, key=_order))


def numbers_of(article: str) -> tuple[str, ...]:
    """The numbers of an article without parts: `13.1+293` gives `13` and `293`."""
    return tuple(offence.partition(".")[0] for offence in article.split("+"))


def _read_article(item: str) -> str:
    if _SHORT.fullmatch(item):
        return item
    if found := _LONG.fullmatch(item):
        return found["article"] + (f".{found['part']}" if found["part"] else "")
    raise ValueError(RULE)


def _order(article: str) -> list[tuple[int, int, int]]:
    """Number, number behind the hyphen, part, for each side of a plus sign."""
    keys = []
    for offence in article.split("+"):
        number, _, part = offence.partition(".")
        main, _, inserted = number.partition("-")
        keys.append((int(main), int(inserted or 0), int(part or 0)))
    return keys
