"""For readers who take a risk: what they are told before they read on or save something, and the way out of a page.

Where the facts are from says `docs/privacy.md`, which every notice leads to.
"""

from __future__ import annotations

from html import escape

from repression.i18n import N_, get_translator
from repression.questions.describe import accessible_name
from repression.questions.selection import Selection, query_of

# The page of docs/privacy.md, and the chapter of it that is for them.
PRIVACY, CHAPTER = "privacy", "readers-in-belarus"
# The same thing at three lengths: once before all else, where files are offered, and among the files of an exhibit.
NOTICE = N_(
    "<b>For readers in Belarus.</b> Viasna's publications are listed there as “extremist materials”. Passing them on, "
    "or storing them for that, is punished with a fine or up to 15 days of arrest; a file or a screenshot can count as "
    "storing. Use a private window (“Leave quickly” does not clear the history) and do not keep the files."
)
REMINDER = N_(
    "<b>For readers in Belarus.</b> A file can count there as storing “extremist materials”, which is punished. Use a "
    "private window and do not keep the files."
)
HINT = N_("Readers in Belarus: do not keep the files")

# Where the way out leads: a page that is opened everywhere and every day, and not in the reach of those who punish.
ELSEWHERE = "https://www.google.com/"


def notice(selection: Selection) -> str:
    """The whole notice as a part of the page that can be closed, in HTML."""
    _ = get_translator(selection.lang)
    return (
        f'<section class="notice" aria-label="{_("For readers in Belarus")}"><p>{_(NOTICE)} {_more(selection)}</p>'
        f"<button>{_('Close')}</button></section>"
    )


def reminder(selection: Selection) -> str:
    """What stands beside files and pictures, as a paragraph in HTML."""
    _ = get_translator(selection.lang)
    return f'<p class="reminder">{_(REMINDER)} {_more(selection)}</p>'


def hint(selection: Selection, title: str) -> str:
    """What stands among the files of an exhibit, as a link in HTML; `title` is the exhibit's, not escaped yet."""
    _ = get_translator(selection.lang)
    name = accessible_name(_(HINT), title)
    return f'<a class="hint" href="{_address(selection)}" aria-label="{name}">{escape(_(HINT))}</a>'


def privacy_link(selection: Selection) -> str:
    """What stands at the foot of every page, as a link in HTML."""
    _ = get_translator(selection.lang)
    return f'<a href="/{PRIVACY}?{escape(query_of(selection.address()))}">{_("Privacy")}</a>'


def _more(selection: Selection) -> str:
    _ = get_translator(selection.lang)
    return f'<a href="{_address(selection)}">{_("What the law there says")}</a>'


def _address(selection: Selection) -> str:
    return escape(f"/{PRIVACY}?{query_of(selection.address())}#{CHAPTER}")


def quick_exit(lang: str) -> dict[str, str]:
    """The words and the address of what leaves at once, for `leave.html`.

    It is a button, since a link before Streamlit's own to the main content would make that a link like any other.
    """
    _ = get_translator(lang)
    return {
        "address": ELSEWHERE,
        "title": _("Leave quickly"),
        "about": _("This page gives way to a search engine. Earlier steps stay in the browser's history."),
    }
