"""What the scripts of pages call: exhibits, headings, paragraphs, lists and folds, in the reader's language.

They go to the page writer in force. There are two: Streamlit's, and that of plain HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Protocol

from markupsafe import Markup

from repression.exhibits.comparison import comparison_of
from repression.exhibits.exhibit import Exhibit, exhibit_of, failed_head
from repression.exhibits.failures import InItsPlace, log_failure
from repression.exhibits.frame import address_of, has_two_registers
from repression.exhibits.settings import Setting
from repression.exhibits.view import View
from repression.formatting import format_message
from repression.i18n import get_translator
from repression.paths import ROOT
from repression.site import PAGES, Page
from repression.templates import html_message, render

# The scripts of the pages, and their style sheets.
PAGES_FOLDER = ROOT / "pages"


class PageWriter(Protocol):
    """Takes the parts of a page in their order, and shows them."""

    @property
    def view(self) -> View:
        """What the page shows."""

    def html(self, html: str) -> None:
        """HTML of ours, in which everything is escaped."""

    def markdown(self, text: str) -> None:
        """A text of ours in Markdown."""

    def code(self, text: str) -> None:
        """Code, as it is."""

    def fold(self, name: str, title: str) -> AbstractContextManager[bool]:
        """A part that readers unfold; whether what is in it is to be written. `name` is unique on the page."""

    def stylesheet(self, path: Path) -> None:
        """The rules of a file of CSS."""

    def setting(self, setting: Setting, anchor: str = "") -> None:
        """The choice of a setting; `anchor` is that of the exhibit beside which it stands."""

    def side_by_side(self) -> AbstractContextManager[Any]:
        """A row for several settings."""

    def pair(self) -> AbstractContextManager[Any]:
        """A row for two exhibits, below each other on a narrow screen."""

    def exhibit(self, exhibit: Exhibit) -> None:
        """An exhibit with everything that belongs to it."""

    def place_of(self, name: str) -> AbstractContextManager[Any]:
        """The part of the page in which the exhibit of a question is written."""

    def failure(self) -> None:
        """That something failed here."""


WRITER: ContextVar[PageWriter] = ContextVar("page writer")


@contextmanager
def writing_to(writer: PageWriter) -> Iterator[None]:
    """While a page is written by a writer."""
    token = WRITER.set(writer)
    try:
        yield
    finally:
        WRITER.reset(token)


def current_view() -> View:
    """The view of the page that is written. Raises LookupError where none is, as in Streamlit's callbacks."""
    return WRITER.get().view


def in_its_place(part: str) -> InItsPlace:
    """`with in_its_place("summary"):` shows in place of what fails within that it failed, and goes on behind it."""
    return InItsPlace(part, WRITER.get().failure)


def exhibit(name: str) -> None:
    """Show one question of queries/ for the view's selection, with everything that belongs to it."""
    with WRITER.get().place_of(name):
        _exhibit(name)


def station(name: str, path: str) -> None:
    """Show of a question what was found and its chart, and a link to the page that tells more."""
    page = page_at(path)
    with WRITER.get().place_of(name):
        _exhibit(name, is_brief=True)
        paragraph('<a href="{address}">More: {page}</a>', kind="more", address=link_to(path), page=gettext(page.title))


def page_at(path: str) -> Page:
    """The page of a path."""
    return next(each for each in PAGES if each.path == path)


def link_to(path: str, exhibit: str = "") -> str:
    """The address of a page, or of an exhibit on it, which keeps the selection of the view."""
    return address_of(page_at(path), current_view().selection.address()) + (f"#{exhibit}" if exhibit else "")


def pair() -> AbstractContextManager[Any]:
    """`with pair():` sets two stations beside each other where there is room."""
    return WRITER.get().pair()


def _exhibit(name: str, is_brief: bool = False) -> None:
    writer = WRITER.get()
    try:
        shown = exhibit_of(writer.view, name, is_brief)
    except Exception as fault:  # of any query: it must not take the page along
        writer.html(failed_head(name, writer.view.lang))
        log_failure(name, fault)
        writer.failure()
        return
    with in_its_place(name):
        writer.exhibit(shown)


def headline(name: str) -> None:
    """Show the first figure of a question whose chart is cards, large; its exhibit has the others."""
    writer = WRITER.get()
    with in_its_place(name):
        shown = exhibit_of(writer.view, name)
        if not shown.why_missing:
            writer.html(shown.headline())


def comparison() -> bool:
    """Show the choice of what to compare, and a sentence on the two registers; return whether there are two.

    Where there are not, two days of the published figures are chosen. If that fails, whether there are two registers at
    all: every exhibit knows itself which it has.
    """
    writer = WRITER.get()
    with in_its_place("compared_days"):
        compared = comparison_of(writer.view)
        if compared.register:
            writer.setting(compared.register)
        html_block("paragraph", kind="compared", text=compared.said)
        with writer.side_by_side():
            for setting in compared.figure_days:
                writer.setting(setting)
        return compared.are_two
    return has_two_registers(writer.view.warehouse)


def html(part: str) -> None:
    """A part of the page that is HTML already, in which everything is escaped."""
    WRITER.get().html(part)


def html_block(template: str, /, **values: Any) -> None:
    """A template of `templates/` in the language of the view."""
    html(render(template, current_view().lang, **values))


def paragraph(text: str, kind: str = "intro", **values: Any) -> None:
    """A paragraph, whose text may contain simple HTML; `values` fill its placeholders and are escaped."""
    html_block("paragraph", kind=kind, text=html_text(text, **values))


def heading(anchor: str, title: str, about: str = "") -> None:
    """The heading of a part of the page that is no exhibit, with a line of explanation."""
    html_block("heading", anchor=anchor, title=gettext(title), about=gettext(about), words="")


def bullet_list(texts: Sequence[str]) -> None:
    """A list of sentences, which may contain simple HTML."""
    html_block("bullet_list", texts=[html_text(text) for text in texts])


def markdown(text: str) -> None:
    """A text of a document in Markdown, in the language of the view already."""
    WRITER.get().markdown(text)


def code(text: str) -> None:
    """A query, as it is."""
    WRITER.get().code(text)


def fold(name: str, title: str) -> AbstractContextManager[bool]:
    """`with fold("macros", title) as is_open:` is a part that readers unfold, to be written only if it is open.

    `name` is unique on the page; `title` is in the language of the view already.
    """
    return WRITER.get().fold(name, title)


def stylesheet(name: str) -> None:
    """The rules of a file of `pages/`, for this page alone."""
    WRITER.get().stylesheet(PAGES_FOLDER / name)


def gettext(text: str, /, **values: Any) -> str:
    """A plain text in the language of the view, its placeholders filled."""
    lang = current_view().lang
    return format_message(get_translator(lang)(text), values, lang)


def html_text(text: str, /, **values: Any) -> Markup:
    """A text that may contain simple HTML, in the language of the view; `values` fill its placeholders, escaped."""
    return html_message(text, current_view().lang, **values)
