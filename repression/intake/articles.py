"""Articles of the Criminal Code, in the short form `293.2` (part 2 of article 293)."""

import re

from repression.messages import message

RULE = message("must be articles such as 342, 293.2, 361-1 or 13.1+293, joined by ;")

# Offences have three digits, from 122 on, so that a day, an age or a year in the wrong column is refused.
_OFFENCE = r"[1-9][0-9]{2}(?:-[1-9][0-9]?)?(?:\.[1-9][0-9]?)?"
_PREPARATION = r"1[34](?:\.[1-9])?"
_SHORT = re.compile(rf"(?:{_PREPARATION}\+)?{_OFFENCE}|{_PREPARATION}")
# "Part 2 of Art. 293 of the Criminal Code — Participation in riots", "ч. 1 и 2 ст. 293 Уголовного кодекса"
_AND = r"(?:and|и|і|ды)"
_NAMED = (
    rf"(?:(?:parts?|части|часть|частка|часткі|ч\.\s?ч\.|ч\.)\s*"
    rf"(?P<part>[0-9]{{1,2}}(?:(?:\s*,\s*|\s+{_AND}\s+)[0-9]{{1,2}})*)\s+(?:of\s+)?)?"
    r"(?:arts?\.|articles?|ст\.|статья|статьи|арт\.|артыкулу?)\s*(?P<article>[0-9]{2,3}(?:-[0-9]{1,2})?)"
)
_CODE = (
    r"(?:\s+(?:of\s+the\s+criminal\s+code(?:\s+of\s+(?:the\s+republic\s+of\s+)?belarus)?"
    r"|(?:уголовного\s+кодекса|ук|крымінальнага\s+кодэкса|кк)"
    r"(?:\s+(?:республики\s+беларусь|рэспублікі\s+беларусь|рб))?))?"
)
_LONG = re.compile(rf"{_NAMED}{_CODE}(?:\s*[—–]\s(?P<title>.*)|\s-\s(?P<other>.*))?", re.IGNORECASE | re.DOTALL)
# Preparation or attempt and the offence: "Part 1 of Art. 13 and Art. 293 of the Criminal Code".
_WITH_OFFENCE = re.compile(rf"{_NAMED}{_CODE}\s*(?:,\s*|\s{_AND}\s+)(?P<offence>.+)", re.IGNORECASE | re.DOTALL)
_ANOTHER = re.compile(_NAMED, re.IGNORECASE)
# What word processors put in place of a hyphen between two numbers: 361–4.
_HYPHEN = re.compile(r"(?<=[0-9])[\u2010-\u2014\u2212\ufe63\uff0d](?=[0-9])")
_PREPARATION_OR_ATTEMPT = ("13", "14")
# Items are separated by a semicolon, or by a line break before the next article.
_BETWEEN = re.compile(rf";|\n(?=\s*{re.sub('[?]P<[a-z]+>', '?:', _NAMED)})", re.IGNORECASE)


def read_articles(text: str) -> tuple[str, ...]:
    """The articles in `text`, each once, in the order of their numbers.

    `13.1+293` (preparation, part 1 of article 13, of 293) stays as it is. Raises ValueError with the rule if a part of
    the text is no article.
    """
    items = {article for item in split_articles(text) for article in _read_item(item)}
    return tuple(sorted(items, key=_order))


def split_articles(text: str) -> list[str]:
    """The items of a list of articles."""
    return [item.strip() for item in _BETWEEN.split(_HYPHEN.sub("-", text)) if item.strip()]


def numbers_of(article: str) -> tuple[str, ...]:
    """The numbers of an article without parts: `13.1+293` gives `13` and `293`."""
    return tuple(offence.partition(".")[0] for offence in article.split("+"))


def _read_item(item: str) -> list[str]:
    """The articles that one item of a list names: one, or one for each of the parts that it names."""
    if _SHORT.fullmatch(item):
        return [item]
    if found := _LONG.fullmatch(item):
        title = found["title"] or found["other"] or ""
        if not _ANOTHER.search(title):
            return [_checked(article) for article in _short(found)]
    elif found := _WITH_OFFENCE.fullmatch(item):
        title = found["offence"]
    else:
        raise ValueError(RULE)
    # A title that names another article would hide it, unless the two belong together.
    offence = _LONG.fullmatch(title.strip())
    if found["article"] not in _PREPARATION_OR_ATTEMPT or offence is None:
        raise ValueError(RULE)
    if _ANOTHER.search(offence["title"] or offence["other"] or ""):
        raise ValueError(RULE)
    return [_checked(f"{way}+{article}") for way in _short(found) for article in _short(offence)]


def _checked(article: str) -> str:
    """The article. Raises ValueError if it does not have the short form."""
    if not _SHORT.fullmatch(article):
        raise ValueError(RULE)
    return article


def _short(found: re.Match[str]) -> list[str]:
    parts = re.findall("[0-9]+", found["part"] or "")
    return [f"{found['article']}.{part}" for part in parts] or [found["article"]]


def _order(article: str) -> list[tuple[int, int, int]]:
    """The sort key: number, number after the hyphen and part, for each side of a plus sign."""
    keys = []
    for offence in article.split("+"):
        number, _, part = offence.partition(".")
        main, _, inserted = number.partition("-")
        keys.append((int(main), int(inserted or 0), int(part or 0)))
    return keys
