"""How to cite a view: who counted, the day, where it was seen; as a sentence, in APA style, as BibTeX and RIS.

The author is the organisation that counted. The dashboard counts nothing; it is cited as the place of publication.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from repression.formatting import format_message, format_month_and_day
from repression.i18n import N_, get_translator
from repression.questions.answer import Answer
from repression.questions.describe import source_line
from repression.questions.selection import Selection
from repression.site import NAME
from repression.snapshots.archived_sources import ArchivedSource, archived_among

# What BibTeX calls the languages.
BIBTEX_LANGUAGES = {"en": "english", "be": "belarusian", "ru": "russian"}
# The quotation marks of a title that stands in quotation marks itself.
INNER_MARKS = {"en": str.maketrans("“”", "‘’"), "be": str.maketrans("«»", "„“"), "ru": str.maketrans("«»", "„“")}
# The characters that an address may have unescaped. Without `;`, which programs that read RIS take for its end.
ADDRESS = "%/:?#[]@!$&'()*+,=~-._"
# Control characters, and lone surrogates, which UTF-8 cannot encode; line ends among them have become blanks before.
CONTROL_CATEGORIES = {"Cc", "Cs"}
# A lone brace, even after a backslash, would end or swallow a field of BibTeX, so braces are written by name, too.
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
    """The parts of a citation of a view; every text is one line without control characters.

    `key` is the same for the same view, whenever it is cited. `counters` are the organisations that counted; `in_rows`
    says that the rows name further counters. `counted` states both in words, each with its day. `notices` are what
    readers are told of the snapshots, such as that rows are left out; `copies` the sources that a public archive keeps.
    `day` is the newest day that the data of the counters, or if none is named all the data, are about; `known` is the
    day that the address names, `seen` the day of the visit, None if it is unknown.
    """

    key: str
    counters: tuple[str, ...]
    in_rows: bool
    counted: str
    notices: tuple[str, ...]
    copies: tuple[ArchivedSource, ...]
    day: date
    title: str
    filter_words: str
    known: date
    seen: date | None
    link: str
    lang: str

    @property
    def view(self) -> str:
        """The exhibit's title, and the filter in words if there is one."""
        return f"{self.title}: {self.filter_words}" if self.filter_words else self.title

    @property
    def known_words(self) -> str:
        """The day of the data: `data as known on 22 November 2026`."""
        return self.said(N_("data as known on {day}"), day=self.known)

    @property
    def shown_by(self) -> str:
        """That the dashboard shows the figures, and their day; the counters are named elsewhere."""
        return self.said(N_("Compiled and shown by {site}, {known}"), site=self.site, known=self.known_words)

    @property
    def filtered(self) -> str:
        """The filter in words, after the word `Filter`; empty if there is none."""
        return self.said(N_("Filter: {filter}"), filter=self.filter_words) if self.filter_words else ""

    @property
    def site(self) -> str:
        """The name of the dashboard."""
        return get_translator(self.lang)(NAME)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences that belong to the citation: what is told of the data, and where copies of the sources are."""
        template = N_("Archived copy of the source, read {day}: {link}")
        links = [(each.read_on, quote(each.archived_url, safe=ADDRESS)) for each in self.copies]
        return (*self.notices, *(self.said(template, day=day, link=link) for day, link in links))

    def said(self, template: str, **values: Any) -> str:
        """A template of the catalogues with its values, in the language of the citation."""
        return format_message(get_translator(self.lang)(template), values, self.lang)


def cite(answer: Answer, *, filter_words: str, link: str, seen: date | None = None) -> Citation:
    """The citation of an answer, seen on a day at the absolute address `link`.

    Raises ValueError if the answer lacks data, since there is nothing to cite, and if the link is no web address.
    """
    if answer.missing:
        raise ValueError(f"there is nothing to cite: the answer lacks {', '.join(answer.missing)}")
    if not link.startswith(("https://", "http://")):
        raise ValueError(f"link must begin with https:// or http://, not {link!r}")
    counted = [(_one_line(each.publisher or answer.question.counted_by), each.snapshot) for each in answer.sources]
    # A counter has the day of its own data, not of data that others collected later, whose rows have dates.
    days = [day for counter, day in counted if counter] or [day for _, day in counted]
    return Citation(
        key=_key(answer.question.name, answer.selection),
        counters=tuple(dict.fromkeys(counter for counter, _ in counted if counter)),
        in_rows=not all(counter for counter, _ in counted),
        counted=_one_line(source_line(answer)),
        notices=tuple(map(_one_line, answer.notices)),
        copies=_copies(answer),
        day=max(days, default=answer.selection.snapshot),
        title=_one_line(answer.question.title),
        filter_words=_one_line(filter_words),
        known=answer.selection.snapshot,
        seen=seen,
        link=quote(_one_line(link), safe=ADDRESS),
        lang=answer.selection.lang,
    )


def as_sentence(citation: Citation) -> str:
    """The citation as sentences for a text or a caption."""
    if citation.seen:
        template = N_("Compiled and shown by “{site}”, {known}; seen on {day} at {link}")
    else:
        template = N_("Compiled and shown by “{site}”, {known}; {link}")
    shown = {"site": citation.site, "known": citation.known_words, "day": citation.seen, "link": citation.link}
    view = citation.view.translate(INNER_MARKS[citation.lang])
    said = [citation.said(N_("“{view}”"), view=view), citation.counted, citation.said(template, **shown)]
    return " ".join([". ".join(filter(None, said)), *citation.remarks])


def apa(citation: Citation) -> str:
    """The citation in the style of APA 7 for a data set that may change; without an author it begins with the title."""
    lang, day, seen = citation.lang, citation.day, citation.seen
    counters = list(citation.counters)
    joined = ", ".join(counters[:-1]) + (", & " if counters[:-1] else "") + "".join(counters[-1:])
    author = joined[:1].upper() + joined[1:]
    dated = f"({day.year}, {format_month_and_day(day, lang)})"
    work = citation.said(N_("{view} ({known}) [Data set]"), view=citation.view, known=citation.known_words)
    retrieved = {"day": format_month_and_day(seen, lang), "year": seen.year, "link": citation.link} if seen else {}
    return " ".join(
        [
            *((_ended(author), f"{dated}.", f"{work}.") if counters else (f"{work}.", f"{dated}.")),
            *([citation.said(N_("Each row names its source."))] if citation.in_rows else []),
            citation.said(N_("Compiled and shown by {site}."), site=citation.site),
            *citation.remarks,
            citation.said(N_("Retrieved {day}, {year:year}, from {link}"), **retrieved) if seen else citation.link,
        ]
    )


def bibtex(citation: Citation) -> str:
    """The citation as an entry of BibTeX, in UTF-8; it ends with a line feed."""
    note = ". ".join(filter(None, [citation.filtered, citation.counted, *citation.remarks]))
    fields = {
        # Braces around each, so that no part of an organisation's name is taken for a family name.
        "author": " and ".join(f"{{{_escaped(counter)}}}" for counter in citation.counters),
        "title": f"{{{_escaped(citation.title)}}}",
        "year": str(citation.day.year),
        "date": citation.day.isoformat(),
        "howpublished": _escaped(citation.shown_by),
        "note": _escaped(note),
        # Not escaped: BibTeX styles put it into \url, which reads it verbatim.
        "url": citation.link,
        "urldate": citation.seen.isoformat() if citation.seen else "",
        "langid": BIBTEX_LANGUAGES[citation.lang],
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
        ("DB", citation.site),
        ("N1", citation.shown_by),
        *([("N1", citation.filtered)] if citation.filtered else []),
        *([("N1", citation.counted)] if citation.counted else []),
        *(("N1", remark) for remark in citation.remarks),
        ("LA", citation.lang),
        ("UR", citation.link),
        *([("Y2", f"{citation.seen:%Y/%m/%d}")] if citation.seen else []),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def _copies(answer: Answer) -> tuple[ArchivedSource, ...]:
    """Of the sources of the answer as a whole those that a public archive keeps; rows name their own."""
    own = archived_among((source.url for source in answer.sources), answer.archived)
    return tuple(each for each in own.values() if each.archived_url)


def _key(question: str, selection: Selection) -> str:
    """`sentence-lengths-2026-11-22-1f0c9a3b`: only letters, digits and hyphens, which every program accepts."""
    # Of the codes of the data, so that the key does not depend on how an address is written.
    filters = {each.name: each.texts(value) for each, value in selection}
    digest = [hashlib.sha256(urlencode(filters, doseq=True).encode()).hexdigest()[:8]] if filters else []
    return "-".join([question.replace("_", "-"), selection.snapshot.isoformat(), *digest])


def _one_line(text: str) -> str:
    kept = "".join(" " if unicodedata.category(letter) in CONTROL_CATEGORIES else letter for letter in text)
    return " ".join(kept.split())


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _escaped(text: str) -> str:
    return text.translate(BIBTEX)
