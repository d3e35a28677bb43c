"""What a page shows, and where it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from repression.questions.selection import Selection, query_of
from repression.site import Page
from repression.warehouse.database import Warehouse


@dataclass(frozen=True)
class Location:
    """Where an exhibit is shown: its page, the complete selection of the page's address, the address of the site."""

    page: Page
    selection: Selection
    site: str

    def address(self, anchor: str = "") -> str:
        """The address of the page on this site, or of the part of it that has an anchor, such as an exhibit."""
        return f"/{self.page.path}?{query_of(self.selection.address())}" + (f"#{anchor}" if anchor else "")

    def with_selection(self, selection: Selection) -> Location:
        """The same page for another selection."""
        return replace(self, selection=selection)


@dataclass(frozen=True)
class View:
    """What a page shows: the data, the selection, the page, and the address of the site without a slash at its end."""

    warehouse: Warehouse
    selection: Selection
    page: Page
    site: str

    @property
    def lang(self) -> str:
        """The language of the selection."""
        return self.selection.lang

    @property
    def place(self) -> Location:
        """Where this is: it does not hold the data, so it may be a part of a key in a cache."""
        return Location(self.page, self.selection, self.site)
