"""How to cite a view: who counted, as of when, where it was seen; as a sentence, in APA style, as BibTeX and RIS.

Who counted is the author. The dashboard counts nothing: it is only ever where the figures were shown.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from repression.describe import source_line
from repression.filters import Selection, query_of
from repression.questions import Answer
from repression.site import NAME
from repression.wording import day_name, month_and_day

EACH_ROW = "Each row names its source"
# What an address may hold as it is. Without `;`, which readers of RIS take for the end of an address.
ADDRESS = "%/:?#[]@!$&'()*+,=~-._"
# Controls, and halves of a character that no file can hold; the ends of lines among them are blanks anyway.
BREAKING = {"Cc", "Cs"}
# A lone brace, even one after a backslash, would end or swallow a field of BibTeX, so braces have names, too.
BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{letter: f"\\{letter}" for letter in "&%#_$"},
    }
)


@dataclass(frozen=True)
class Citation:
    """What a citation of a view says; every text is one line without control characters.

    `key` is the same for the same view, whoever cites it and when. `counters` are those who counted; `in_rows` says
    that there are figures whose counter only their rows name. `counted` tells both in words, each with its day.
    `day` is the newest that the data of the counters stand for, or where none is named all the data; `known` is the
    day that the address names, `seen` the one it was looked at, None where that is not known.
    """

    key: str
    counters: tuple[str, ...]
    in_rows: bool
    counted: str
    day: date
    title: str
    filter_words: str
    known: date
    seen: date | None
    link: str
    lang: str

    @property
    def view(self) -> str:
        """The exhibit's title, with the filter in words where there is one."""
        return f"{self.title}: {self.filter_words}" if self.filter_words else self.title

    @property
    def known_words(self) -> str:
        """Of when the data are: `data as known on 22 November 2026`."""
        return f"data as known on {day_name(self.known, self.lang)}"


def cite(answer: Answer, *, filter_words: str, link: str, seen: date | None = None) -> Citation:
    """The citation of an answer, seen on a day at the absolute address `link`.

    Raises ValueError for an answer that lacks data, since there is nothing to cite, and for a link that is no address
    of the web.
    """
    if answer.missing:
        raise ValueError(f"there is nothing to cite: the answer lacks {', '.join(answer.missing)}")
    if not link.startswith(("https://", "http://")):
        raise ValueError(f"link must begin with https:// or http://, not {link!r}")
    counted = [(_one_line(each.publisher or answer.question.counted_by), each.snapshot) for each in answer.sources]
    # A counter is dated by what it counted, and not by what others collected later, which their rows date.
    days = [day for counter, day in counted if counter] or [day for _, day in counted]
    return Citation(
        key=_key(answer.question.name, answer.selection),
        counters=tuple(dict.fromkeys(counter for counter, _ in counted if counter)),
        in_rows=not all(counter for counter, _ in counted),
        counted=_one_line(source_line(answer)),
        day=max(days, default=answer.selection.snapshot),
        title=_one_line(answer.question.title),
        filter_words=_one_line(filter_words),
        known=answer.selection.snapshot,
        seen=seen,
        link=quote(_one_line(link), safe=ADDRESS),
        lang=answer.selection.lang,
    )


def plain(citation: Citation) -> str:
    """The citation as sentences for a text or a caption."""
    seen = f"seen on {day_name(citation.seen, citation.lang)} at " if citation.seen else ""
    said = [
        f"“{citation.view}”",
        citation.counted,
        f"Compiled and shown by “{NAME}”, {citation.known_words}; {seen}{citation.link}",
    ]
    return ". ".join(filter(None, said))


def apa(citation: Citation) -> str:
    """The citation in the style of APA 7 for a data set that may change; its title leads where nobody is named."""
    lang, day, seen = citation.lang, citation.day, citation.seen
    retrieved = f"Retrieved {month_and_day(seen, lang)}, {seen.year}, from " if seen else ""
    counters = list(citation.counters)
    joined = ", ".join(counters[:-1]) + (", & " if counters[:-1] else "") + "".join(counters[-1:])
    author = joined[:1].upper() + joined[1:]
    dated = f"({day.year}, {month_and_day(day, lang)})"
    work = f"{citation.view} ({citation.known_words}) [Data set]"
    return " ".join(
        [
            *((_ended(author), f"{dated}.", f"{work}.") if counters else (f"{work}.", f"{dated}.")),
            *([f"{EACH_ROW}."] if citation.in_rows else []),
            f"Compiled and shown by {NAME}.",
            f"{retrieved}{citation.link}",
        ]
    )


def bibtex(citation: Citation) -> str:
    """The citation as an entry of BibTeX, in UTF-8; it ends with a line feed."""
    filtered = f"Filter: {citation.filter_words}" if citation.filter_words else ""
    note = ". ".join(filter(None, [filtered, citation.counted]))
    fields = {
        # Braces around each, so that no part of an organisation's name is taken for a family's name.
        "author": " and ".join(f"{{{_escaped(counter)}}}" for counter in citation.counters),
        "title": f"{{{_escaped(citation.title)}}}",
        "year": str(citation.day.year),
        "date": citation.day.isoformat(),
        "howpublished": _escaped(f"Compiled and shown by {NAME}, {citation.known_words}"),
        "note": _escaped(note),
        # Read letter by letter, as \url does: nothing in it is escaped.
        "url": citation.link,
        "urldate": citation.seen.isoformat() if citation.seen else "",
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{{citation.key},\n{''.join(lines)}}}\n"


def ris(citation: Citation) -> str:
    """The citation as a record of RIS, in UTF-8; lines end with CR and LF."""
    lines = [
        ("TY", "DATA"),
        ("ID", citation.key),
        *(("AU", counter) for counter in citation.counters),
        ("TI", citation.title),
        ("PY", str(citation.day.year)),
        ("DA", f"{citation.day:%Y/%m/%d}"),
        ("DB", NAME),
        ("N1", f"Compiled and shown by {NAME}, {citation.known_words}"),
        *([("N1", f"Filter: {citation.filter_words}")] if citation.filter_words else []),
        *([("N1", citation.counted)] if citation.counted else []),
        ("UR", citation.link),
        *([("Y2", f"{citation.seen:%Y/%m/%d}")] if citation.seen else []),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def _key(question: str, selection: Selection) -> str:
    """`sentence-lengths-2026-11-22-1f0c9a3b`; letters, digits and hyphens alone, which every program takes."""
    filters = {each.name: each.write(value) for each, value in selection}
    told_apart = [hashlib.sha256(query_of(filters).encode()).hexdigest()[:8]] if filters else []
    return "-".join([question.replace("_", "-"), selection.snapshot.isoformat(), *told_apart])


def _one_line(text: str) -> str:
    kept = "".join(" " if unicodedata.category(letter) in BREAKING else letter for letter in text)
    return " ".join(kept.split())


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _escaped(text: str) -> str:
    return text.translate(BIBTEX)
