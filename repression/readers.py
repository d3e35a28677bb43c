"""For readers who take a risk: what they are told before they read on or save something, and the way out of a page.

Where the facts are from says `docs/privacy.md`, which every notice leads to.
"""

from __future__ import annotations

from html import escape

from repression.describe import named_for
from repression.filters import Selection, query_of
from repression.languages import marked, speaker

# The page of docs/privacy.md, and the chapter of it that is for them.
PRIVACY, CHAPTER = "privacy", "readers-in-belarus"
# The same thing at three lengths: once before all else, where files are offered, and among the files of an exhibit.
NOTICE = marked(
    "<b>For readers in Belarus.</b> Viasna's publications are listed there as “extremist materials”. Passing them on, "
    "or storing them for that, is punished with a fine or up to 15 days of arrest; a file or a screenshot can count as "
    "storing. Use a private window (“Leave quickly” does not clear the history) and do not keep the files."
)
REMINDER = marked(
    "<b>For readers in Belarus.</b> A file can count there as storing “extremist materials”, which is punished. Use a "
    "private window and do not keep the files."
)
HINT = marked("Readers in Belarus: do not keep the files")

# Where the way out leads: a page that is opened everywhere and every day, and not in the reach of those who punish.
ELSEWHERE = "https://www.google.com/"


def notice(selection: Selection) -> str:
    """The whole notice as a part of the page that can be closed, in HTML."""
    say = speaker(selection.lang)
    return (
        f'<section class="notice" aria-label="{say("For readers in Belarus")}"><p>{say(NOTICE)} {_more(selection)}</p>'
        f"<button>{say('Close')}</button></section>"
    )


def reminder(selection: Selection) -> str:
    """What stands beside files and pictures, as a paragraph in HTML."""
    say = speaker(selection.lang)
    return f'<p class="reminder">{say(REMINDER)} {_more(selection)}</p>'


def hint(selection: Selection, title: str) -> str:
    """What stands among the files of an exhibit, as a link in HTML; `title` is the exhibit's, not escaped yet."""
    say = speaker(selection.lang)
    name = named_for(say(HINT), title)
    return f'<a class="hint" href="{_address(selection)}" aria-label="{name}">{escape(say(HINT))}</a>'


def privacy_link(selection: Selection) -> str:
    """What stands at the foot of every page, as a link in HTML."""
    say = speaker(selection.lang)
    return f'<a href="/{PRIVACY}?{escape(query_of(selection.address()))}">{say("Privacy")}</a>'


def _more(selection: Selection) -> str:
    say = speaker(selection.lang)
    return f'<a href="{_address(selection)}">{say("What the law there says")}</a>'


def _address(selection: Selection) -> str:
    return escape(f"/{PRIVACY}?{query_of(selection.address())}#{CHAPTER}")


def way_out(lang: str) -> dict[str, str]:
    """The words and the address of what leaves at once, for `leave.html`.

    It is a button, since a link before Streamlit's own to the main content would make that a link like any other.
    """
    say = speaker(lang)
    return {
        "address": ELSEWHERE,
        "title": say("Leave quickly"),
        "about": say("This page gives way to a search engine. Earlier steps stay in the browser's history."),
    }
