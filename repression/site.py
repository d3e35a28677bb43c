"""The pages there are: their addresses, titles, files, and whose filters mean something on them."""

from __future__ import annotations

from dataclasses import dataclass

from repression.i18n import N_

# In the browser's history and tabs: neutral, since a reader may be asked what they read.
TITLE = N_("Figures")
# Where the server has its own files, beside those of data and of Streamlit.
OWN = "/own"
# On the page itself, and wherever what is shown here is cited or listed.
NAME = N_("Political repression in Belarus, in figures")
# What readers get where the server fails: in place of a page's part, or of a file.
FAILED = N_("Something failed on the server. Rather than wrong numbers, nothing is shown here: try again in a minute.")


@dataclass(frozen=True)
class Page:
    """A page of the dashboard: its title in English, and in `scopes` the datasets whose filters it shows.

    What is not in the menu is linked from the footer of every page.
    """

    path: str
    title: str
    file: str
    scopes: tuple[str, ...] = ()
    in_menu: bool = True


PAGES = (
    Page("", N_("Overview"), "overview.py"),
    Page("prisoners", N_("Prisoners over time"), "prisoners.py", ("people", "people_counts")),
    Page("releases", N_("Releases and deaths"), "releases.py"),
    Page("sentences", N_("Sentences"), "sentences.py", ("people",)),
    Page("charges", N_("Charges"), "charges.py", ("people",)),
    Page("courts", N_("Courts"), "courts.py"),
    Page("places", N_("Places"), "places.py", ("people",)),
    Page("organisations", N_("Organisations"), "organisations.py", ("organisations",)),
    Page("pressure", N_("Pressure beyond prison"), "pressure.py"),
    Page("defenders", N_("Rights defenders"), "defenders.py"),
    Page("register", N_("Register table"), "register.py", ("people",)),
    Page("compare", N_("Compare"), "compare.py", ("people",)),
    Page("changes", N_("Changes"), "changes.py"),
    Page("files", N_("Get the data"), "files.py"),
    Page("method", N_("Data and method"), "method.py"),
    Page("privacy", N_("Privacy"), "privacy.py", in_menu=False),
)
# The page to print. It has no script of its own, since Streamlit has no such page.
FACTS = Page("facts", N_("Fact sheet"), "", in_menu=False)
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
