"""Warnings for readers at risk, before they read on or save a file, and the quick exit from a page; all HTML.

`docs/privacy.md`, to which every notice links, names the sources of the facts.
"""

from __future__ import annotations

from markupsafe import Markup

from repression.i18n import N_, get_translator
from repression.questions.selection import Selection, query_of
from repression.templates import html_message, render

# The page that shows docs/privacy.md, and the anchor of its chapter for these readers.
PRIVACY, CHAPTER = "privacy", "readers-in-belarus"
# The warning at three lengths: at the top of a reader's first page, where it unfolds; beside files; and among those of
# an exhibit.
NOTICE = N_("<b>In Belarus</b> storing this or passing it on is punished. Use a private window.")
DETAILS = N_(
    "In Belarus the publications of Viasna, a human rights centre, are listed as “extremist materials”. Passing them "
    "on, or storing them to pass them on, is punished with a fine or up to 15 days of arrest. A file or a screenshot "
    "can count as storing: do not keep the files. “Leave quickly” does not clear the history of the browser."
)
REMINDER = N_(
    "<b>For readers in Belarus.</b> A file can count there as storing “extremist materials”, which is punished. Use a "
    "private window and do not keep the files."
)
HINT = N_("Readers in Belarus: do not keep the files")

# The page that the quick exit opens: a common one, whose operator is out of reach of the authorities.
ELSEWHERE = "https://www.google.com/"


def notice(selection: Selection, can_close: bool = True) -> Markup:
    """One line, which unfolds to the whole notice; `can_close` is whether the page has the script that closes it."""
    text, details = (html_message(each, selection.lang) for each in (NOTICE, DETAILS))
    return render("notice", selection.lang, text=text, details=details, more=_more(selection), can_close=can_close)


def reminder(selection: Selection) -> Markup:
    """The reminder beside files and pictures, as a paragraph."""
    text = Markup("{} {}").format(html_message(REMINDER, selection.lang), _more(selection))
    return render("paragraph", selection.lang, kind="reminder", text=text)


def hint(selection: Selection, title: str) -> Markup:
    """The link among the files of an exhibit; `title` is the exhibit's."""
    text = get_translator(selection.lang)(HINT)
    return _link(selection, text, f"#{CHAPTER}", kind="hint", name=f"{text}: {title}")


def privacy_link(selection: Selection) -> Markup:
    """The link to the privacy page in the footer of every page."""
    _ = get_translator(selection.lang)
    return _link(selection, _("Privacy"))


def _more(selection: Selection) -> Markup:
    _ = get_translator(selection.lang)
    return _link(selection, _("What the law there says"), f"#{CHAPTER}")


def _link(selection: Selection, title: str, anchor: str = "", kind: str = "", name: str = "") -> Markup:
    address = f"/{PRIVACY}?{query_of(selection.address())}{anchor}"
    return render("link", selection.lang, address=address, title=title, kind=kind, name=name)
