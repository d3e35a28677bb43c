"""The pages there are: their addresses, titles, files, and whose filters mean something on them."""

from __future__ import annotations

from dataclasses import dataclass

from repression.languages import marked

# In the browser's history and tabs: neutral, since a reader may be asked what they read.
TITLE = marked("Figures")
# On the page itself, and wherever what is shown here is cited or listed.
NAME = marked("Political repression in Belarus, in figures")
# What readers get where the server fails: in place of a page's part, or of a file.
FAILED = marked(
    "Something failed on the server. Rather than wrong numbers, nothing is shown here: try again in a minute."
)


@dataclass(frozen=True)
class Page:
    """A page of the dashboard: its title in English, and in `scopes` the datasets whose filters it shows.

    What is not in the menu is led to from the foot of every page.
    """

    path: str
    title: str
    file: str
    scopes: tuple[str, ...] = ()
    in_menu: bool = True


PAGES = (
    Page("", marked("Overview"), "overview.py"),
    Page("prisoners", marked("Prisoners over time"), "prisoners.py", ("people", "people_counts")),
    Page("sentences", marked("Sentences"), "sentences.py", ("people",)),
    Page("charges", marked("Charges"), "charges.py", ("people",)),
    Page("places", marked("Places"), "places.py", ("people",)),
    Page("organisations", marked("Organisations"), "organisations.py", ("organisations",)),
    Page("defenders", marked("Rights defenders"), "defenders.py"),
    Page("register", marked("Register table"), "register.py", ("people",)),
    Page("compare", marked("Compare"), "compare.py", ("people",)),
    Page("files", marked("Get the data"), "files.py"),
    Page("method", marked("Data and method"), "method.py"),
    Page("privacy", marked("Privacy"), "privacy.py", in_menu=False),
)
MENU = tuple(page for page in PAGES if page.in_menu)


@dataclass(frozen=True)
class Listing:
    """Where a dataset's rows are shown one by one: the exhibit, and the page it is on."""

    path: str
    exhibit: str


LISTED = {
    "people": Listing("register", "register"),
    "organisations": Listing("organisations", "named_organisations"),
    "people_counts": Listing("prisoners", "published_counts"),
}
PATHS = frozenset(page.path for page in PAGES)
