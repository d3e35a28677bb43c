"""A page as a whole HTML document: its content, what stands around it, and the tags that load Streamlit's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from repression.exhibits import frame
from repression.exhibits.change_log import feed_address
from repression.exhibits.failures import log_failure
from repression.exhibits.reader_safety import ELSEWHERE, PRIVACY, notice
from repression.exhibits.view import View
from repression.i18n import LANGUAGES, N_, get_translator
from repression.questions.selection import Selection
from repression.site import FAILED, GROUPS, NAME, OWN, Page
from repression.streamlit_files import app_tags
from repression.templates import render
from repression.web.feeds import MEDIA
from repression.web.filter_form import choice_links, chosen_filters, filter_form
from repression.web.html_writer import FAILED_KIND, page_content

# What readers of a copy are told in place of `frame.NOT_RECORDED`: who runs its server is not known here.
NOT_KNOWN = N_("Nothing on this page records what you do; whoever serves this copy may.")


@dataclass(frozen=True)
class MirroredSite:
    """A mirror, whose pages have no script and no form.

    `linked` are the filters of which each value has a page of its own; `more` is the address that stands for what the
    mirror lacks, and `has_server` whether the address of a site names one.
    """

    linked: frozenset[str]
    more: str
    has_server: bool


def page_document(
    view: View, passed_over: str = "", structured_data: str = "", mirrored: MirroredSite | None = None
) -> Markup:
    """The document of a page; `passed_over` is its address without parameters that mean nothing here, if it had any.

    `mirrored` is the mirror that the page is for, None if the server sends it. A part that fails says so in its place,
    and takes nothing else along.
    """
    lang = view.lang
    _ = get_translator(lang)
    return render(
        "page",
        lang,
        **frame_parts(view, passed_over, mirrored, can_notify=view.page.path != PRIVACY),
        feeds=[(media, feed_address(ending, lang)) for ending, media in MEDIA.items()],
        structured_data=structured_data,
        has_filters=bool(view.page.scopes),
        filters=part_of(view, "filters", lambda: _filters(view, mirrored)),
        groups=[(_(group), *_link(view, pages[0]), group == view.page.group) for group, pages in GROUPS.items()],
        siblings=[(_(page.title), *_link(view, page)) for page in frame.siblings(view.page)],
        chosen=part_of(view, "chosen filters", lambda: chosen_filters(view)),
        selected=Markup("").join(_selected(view)),
        content=page_content(
            view.warehouse,
            view.page,
            view.selection,
            view.site,
            is_brief=bool(mirrored and view.selection.chosen),
            lacking=mirrored.more if mirrored else "",
        ),
        app=app_tags(),
    )


def frame_parts(
    view: View, passed_over: str, mirrored: MirroredSite | None, can_notify: bool = True
) -> dict[str, object]:
    """What stands around every page, the fact sheet too, as its template takes it; `can_notify`: with the notice."""
    lang, path = view.lang, f"{'' if mirrored else view.site}/{view.page.path}"
    alone = frame.address_of(view.page, Selection(view.selection.snapshot, lang).address())
    recorded = NOT_KNOWN if mirrored else frame.NOT_RECORDED
    return {
        "assets": OWN,
        "elsewhere": ELSEWHERE,
        "has_scripts": not mirrored,
        "canonical": "" if mirrored and not mirrored.has_server else f"{view.site}{alone}",
        "languages": [(code, f"{path}?lang={code}") for code in LANGUAGES],
        "top": frame.top(view, notice(view.selection, not mirrored) if can_notify else Markup("")),
        "anchor": frame.TOP,
        "title": get_translator(lang)(view.page.title),
        "footer": part_of(view, "footer", lambda: frame.footer(view, view.warehouse.today, recorded)),
        "passed_over": render("passed_over", lang, address=passed_over) if passed_over else "",
    }


def _link(view: View, page: Page) -> tuple[str, bool]:
    """The address of a page with what is selected, and whether it is the open one."""
    return frame.address_of(page, view.selection.address()), page.path == view.page.path


def is_whole(document: str) -> bool:
    """Whether no part of a document failed."""
    return f'class="{FAILED_KIND}"' not in document


def refusal_document(lang: str, message: Markup, has_scripts: bool = True) -> Markup:
    """A page that says why there is none: it has no numbers, and nothing takes it over."""
    brand = get_translator(lang)(NAME)
    return render(
        "refusal", lang, assets=OWN, elsewhere=ELSEWHERE, brand=brand, message=message, has_scripts=has_scripts
    )


def _filters(view: View, mirrored: MirroredSite | None) -> Markup:
    return choice_links(view, mirrored.linked, mirrored.more) if mirrored else filter_form(view)


def _selected(view: View) -> Iterator[Markup]:
    """What is selected, in words."""
    yield part_of(view, "newer data", lambda: frame.filters_elsewhere(view) + frame.newer_data(view))
    yield part_of(view, "published counts", lambda: frame.published_counts(view))
    for scope in frame.HEADCOUNTS:
        if scope in view.page.scopes:
            yield part_of(view, f"headcount_{scope}", lambda scope=scope: frame.headcount(view, scope))  # type: ignore[misc]


def part_of(view: View, name: str, make: Callable[[], Markup]) -> Markup:
    """What `make` gives; that it failed where it does."""
    try:
        return make()
    except Exception as fault:
        log_failure(name, fault)
        return render("paragraph", view.lang, kind=FAILED_KIND, text=get_translator(view.lang)(FAILED))
