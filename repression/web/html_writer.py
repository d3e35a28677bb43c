"""The page writer of plain HTML: what a page's script writes, readable without any script in the browser."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from types import CodeType

from markupsafe import Markup

from repression.exhibits.exhibit import Exhibit
from repression.exhibits.frame import with_filters
from repression.exhibits.settings import Setting, links_of, not_on_page
from repression.exhibits.tables import PAGE_ROWS, table_html
from repression.exhibits.view import View
from repression.exhibits.writer import PAGES_FOLDER, in_its_place, writing_to
from repression.i18n import get_translator
from repression.questions.selection import Selection
from repression.site import FAILED, Page
from repression.templates import render
from repression.warehouse.database import Warehouse
from repression.web.markdown import markdown_html

MOST_LINKS = 8  # of a setting; more of them would be a wall
# The class of a paragraph that says that a part of the page failed.
FAILED_KIND = "failed"


def page_content(
    warehouse: Warehouse, page: Page, selection: Selection, site: str, is_brief: bool = False, lacking: str = ""
) -> Markup:
    """What the script of a page writes, as HTML: all that stands between the page's heading and its footer.

    `site` is the address of the site without a slash at its end. A brief page leaves out what BriefWriter does.
    `lacking` is where a copy without a server, which reads no form, says what it lacks. What fails costs its own part
    of the page.
    """
    view = View(warehouse, selection, with_filters(page, warehouse), site)
    writer = (BriefWriter if is_brief else HtmlWriter)(view, lacking)
    with writing_to(writer), in_its_place(page.file):
        # Our own script, which the repository holds.
        exec(_script(page.file), {"__name__": f"pages.{page.path}"})  # nosec B102
    return writer.content()


@functools.cache
def _script(file: str) -> CodeType:
    path = PAGES_FOLDER / file
    return compile(path.read_text(encoding="utf-8"), str(path), "exec")


class HtmlWriter:
    """Writes a page as one piece of HTML.

    `has_links` says whether the marks of its charts are links; `most_rows` is how many rows a table has.
    """

    has_links = True
    most_rows = PAGE_ROWS

    def __init__(self, view: View, lacking: str = "") -> None:
        self.view = view
        self._lacking = lacking
        self._parts: list[str] = []
        self._settings: set[str] = set()  # on the page already
        self._row: list[Setting] | None = None  # the settings side by side, while they are gathered

    def content(self) -> Markup:
        """What was written."""
        return Markup("\n").join(map(Markup, self._parts))  # nosec B704: every part is escaped

    def html(self, html: str) -> None:
        """HTML of ours, in which everything is escaped."""
        self._parts.append(html)

    def markdown(self, text: str) -> None:
        """A text of ours in Markdown."""
        self._write("document", text=markdown_html(text))

    def code(self, text: str) -> None:
        """Code, as it is."""
        self._write("code", text=text)

    @contextmanager
    def fold(self, name: str, title: str) -> Iterator[bool]:
        """A part that the browser unfolds."""
        with self._between("details", id=name):
            self._write("summary", title=title)
            yield True

    def stylesheet(self, path: Path) -> None:
        """The rules of a file of CSS."""
        self.html(f"<style>{path.read_text(encoding='utf-8')}</style>")

    def setting(self, setting: Setting, anchor: str = "") -> None:
        """A link for each option, to the page with it; a form where there are many."""
        if self._row is not None:
            self._row.append(setting)
        elif len(setting.options) > MOST_LINKS:
            self._form([setting], anchor)
        else:
            self._write("setting", title=setting.title, links=links_of(setting, self.view, anchor))

    @contextmanager
    def side_by_side(self) -> Iterator[None]:
        """Settings that belong together have one form."""
        self._row = gathered = list[Setting]()
        try:
            yield
        finally:
            self._row = None
        if gathered:
            self._form(gathered)

    def _form(self, settings: Sequence[Setting], anchor: str = "") -> None:
        own = {each.name for each in settings}
        address = self.view.selection.address().items()
        self._write(
            "setting_form",
            settings=settings,
            action=f"/{self.view.page.path}{f'#{anchor}' if anchor else ''}",
            kept=[(name, text) for name, texts in address if name not in own for text in texts],
            lacking=self._lacking,
        )

    def pair(self) -> AbstractContextManager[None]:
        """An element that the style sheet makes a row."""
        return self._between("div", **{"class": "pair"})

    @contextmanager
    def place_of(self, name: str) -> Iterator[None]:
        """An element around an exhibit; its head has the anchor."""
        with self._between("div", **{"class": "exhibit"}):
            yield

    def failure(self) -> None:
        """That something failed here."""
        self._message(FAILED_KIND, get_translator(self.view.lang)(FAILED))

    def exhibit(self, exhibit: Exhibit) -> None:
        """Head, settings, chart and its table as a fold, or the table alone, footer; where there are no rows, why."""
        self.html(exhibit.head())
        if settings := list(not_on_page(exhibit.settings, self._settings)):
            # As high as Streamlit's switches, so that what is below stands as high in both pages.
            with self._between("div", **{"class": "settings"}):
                for setting in settings:
                    self.setting(setting, exhibit.name)
        if exhibit.why_missing:
            self._message("missing", exhibit.why_missing)
        else:
            self._chart(exhibit)
            self._footer(exhibit)
        for warning in exhibit.warnings:
            self._message("warning", warning)

    def _table(self, exhibit: Exhibit) -> None:
        question = exhibit.answer.question
        self._write(
            "table_fold",
            title=question.title,
            anchor=_table_anchor(exhibit),
            has_chart=bool(exhibit.kind),
            is_whole=question.prose,
            table=table_html(exhibit, self.most_rows),
        )

    def _footer(self, exhibit: Exhibit) -> None:
        if not self._lacking:
            self.html(exhibit.footer_html())
            return
        footer = exhibit.footer()
        share = footer.share and footer.share.in_copy(self._lacking)
        self.html(replace(footer, share=share).html())

    def _chart(self, exhibit: Exhibit) -> None:
        if exhibit.is_written:
            self.html(exhibit.written())
        elif exhibit.kind:
            self.html(exhibit.svg(self.has_links))
        self._table(exhibit)

    @contextmanager
    def _between(self, tag: str, **attributes: str) -> Iterator[None]:
        """An element around what is written meanwhile, closed also if that fails."""
        said = "".join(Markup(' {}="{}"').format(name, value) for name, value in attributes.items())
        self.html(f"<{tag}{said}>")
        try:
            yield
        finally:
            self.html(f"</{tag}>")

    def _message(self, kind: str, text: str) -> None:
        self._write("paragraph", kind=kind, text=text)

    def _write(self, template: str, **values: object) -> None:
        self.html(render(template, self.view.lang, **values))


def _table_anchor(exhibit: Exhibit) -> str:
    return f"table-{exhibit.name}"


class BriefWriter(HtmlWriter):
    """Writes a page without what leads on from it: table, files and citation of what has a chart, marks with links.

    Of an exhibit that the selection does not narrow, it writes what leads to the page without a selection.
    """

    has_links = False
    most_rows = 100

    def exhibit(self, exhibit: Exhibit) -> None:
        """An exhibit that the selection narrows; of any other, its head and a link."""
        if exhibit.answer.selection.chosen:
            super().exhibit(exhibit)
            return
        self.html(exhibit.head())
        alone = self.view.place.with_selection(Selection(self.view.selection.snapshot, self.view.lang))
        self._write("not_narrowed", address=alone.address(exhibit.name), title=exhibit.answer.question.title)

    def _table(self, exhibit: Exhibit) -> None:
        if not exhibit.kind:
            super()._table(exhibit)

    def _footer(self, exhibit: Exhibit) -> None:
        footer = replace(exhibit.footer(), clicks="", rows=(), link="", share=None, citations=(), query="")
        if exhibit.kind:  # otherwise the note below a long table tells of its files
            footer = replace(footer, files=(), hint=Markup(""))
        self.html(footer.html())
