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
# Beside the languages and the way out, where a phone leaves little room.
SHORT_NAME = N_("Repression in Belarus")
# What readers get where the server fails: in place of a page's part, or of a file.
FAILED = N_("Something failed on the server. Rather than wrong numbers, nothing is shown here: try again in a minute.")
NO_FIGURES = N_("There are no figures to show at this moment: the data cannot be read.")


# The groups of the navigation: the state of things, people in the register, courts, what was shut, the data themselves.
NOW, PEOPLE, COURTS, ORGANISATIONS, DATA = N_("Now"), N_("People"), N_("Courts"), N_("Organisations"), N_("Data")


@dataclass(frozen=True)
class Page:
    """A page of the dashboard: its title in English, and in `scopes` the datasets whose filters it shows.

    What is in no `group` of the navigation is linked from the footer of every page.
    """

    path: str
    title: str
    file: str
    group: str = ""
    scopes: tuple[str, ...] = ()


# In the order of the navigation: a group's link leads to its first page.
PAGES = (
    Page("", N_("Overview"), "overview.py", NOW),
    Page("prisoners", N_("Prisoners over time"), "prisoners.py", NOW, ("people", "people_counts")),
    Page("releases", N_("Releases and deaths"), "releases.py", NOW),
    Page("sentences", N_("Sentences"), "sentences.py", PEOPLE, ("people",)),
    Page("charges", N_("Charges"), "charges.py", PEOPLE, ("people",)),
    Page("places", N_("Places"), "places.py", PEOPLE, ("people",)),
    Page("defenders", N_("Rights defenders"), "defenders.py", PEOPLE),
    Page("register", N_("Register table"), "register.py", PEOPLE, ("people",)),
    Page("courts", N_("Courts"), "courts.py", COURTS),
    Page("organisations", N_("Organisations"), "organisations.py", ORGANISATIONS, ("organisations",)),
    Page("pressure", N_("Pressure beyond prison"), "pressure.py", ORGANISATIONS),
    Page("files", N_("Get the data"), "files.py", DATA),
    Page("method", N_("Data and method"), "method.py", DATA),
    Page("compare", N_("Compare"), "compare.py", DATA, ("people",)),
    Page("changes", N_("Changes"), "changes.py", DATA),
    Page("privacy", N_("Privacy"), "privacy.py"),
)
# The page to print. It has no script of its own, since Streamlit has no such page.
FACTS = Page("facts", N_("Fact sheet"), "")
GROUPS = {
    group: tuple(page for page in PAGES if page.group == group) for group in (NOW, PEOPLE, COURTS, ORGANISATIONS, DATA)
}


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
