"""Other spellings of a name or an id, as files of sources, spreadsheets and keyboards give them."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

UNSEEN = ("\u200b", "\u00ad", "\ufeff", "\u200d", "\u2060", "\ufe0f", "\u034f", "\u202e")
BLANKS = (" ", "\u00a0", "\u202f", "\t", "  ", "\u2009")
MARKS = ("«", "»", "“", "”", "„", '"', "'", "’", "ʼ", "`", "")
DASHES = ("-", "\u2010", "\u2011", "–", "−")


@st.composite
def spellings(draw: st.DrawFn, name: str) -> str:
    """A spelling of a name: composed or not, in any case, with other blanks, quotation marks and unseen signs."""
    signs = []
    for sign in name:
        if sign.isspace():
            sign = draw(st.sampled_from(BLANKS))
        elif unicodedata.category(sign) in ("Pi", "Pf"):
            sign = draw(st.sampled_from(MARKS))
        elif sign == "-":
            sign = draw(st.sampled_from(DASHES))
        elif sign in "ёЁ":
            sign = draw(st.sampled_from("ёеЁЕ"))
        else:
            sign = draw(st.sampled_from((sign, sign, sign.upper(), sign.lower())))
        signs += [sign, draw(st.sampled_from(("", "", "", *UNSEEN)))]
    written = "".join(draw(st.permutations(BLANKS))[:1]) + "".join(signs)
    return unicodedata.normalize(draw(st.sampled_from(("NFC", "NFD", "NFKC", "NFKD"))), written)


@st.composite
def id_spellings(draw: st.DrawFn, number: str) -> str:
    """A spelling of an id: as a decimal number, with leading zeros, blanks between its digits, or unseen signs."""
    zeros, end = draw(st.sampled_from(("", "0", "000"))), draw(st.sampled_from(("", ".0", ".00")))
    between = [draw(st.sampled_from(("", "", *BLANKS, *UNSEEN))) for _ in number]
    digits = "".join(f"{sign}{digit}" for sign, digit in zip(between, number, strict=True))
    return f"{zeros}{digits}{end}{draw(st.sampled_from(('', *BLANKS)))}"
