"""The address of a page: what the form of a page sends, and the one form in which a view is addressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.requests import Request

from repression.i18n import negotiate_language
from repression.questions.filter_types import Range
from repression.questions.filters import FILTERS, PARAMETERS
from repression.questions.selection import Selection, passed_over, query_of
from repression.site import FACTS, PAGES, Page
from repression.warehouse.database import Warehouse
from repression.web.file_requests import parameters_of, selection_of

# A page's path may end with a slash, which its one address has not.
BY_PATH: Mapping[str, Page] = {
    path: page for page in (*PAGES, FACTS) for path in (f"/{page.path}", f"/{page.path}/".replace("//", "/"))
}
# The two fields of a range in a form, after its name.
SIDES = ("from", "to")
# The first would make the reader's browser send requests to another host; the others change Streamlit's page.
DROPPED = ("staticAppId", "embed", "embed_options")
Parameters = Mapping[str, Sequence[str]]


def page_selection(request: Request, warehouse: Warehouse) -> Selection:
    """The selection that the address of a page states, in its language or the browser's.

    Raises BadAddress that names every wrong parameter.
    """
    return selection_of(warehouse, {"lang": [browser_language(request)], **_page_parameters(request)})


def browser_language(request: Request) -> str:
    """The language of the site that a browser prefers."""
    return negotiate_language(request.headers.get("accept-language", ""))


def other_address(request: Request, page: Page, selection: Selection) -> str | None:
    """The one address of a view, if a request names it by another one; None if it is that address.

    Parameters that mean nothing here are kept, so that the page can say that it passed them over.
    """
    parameters = _page_parameters(request)
    appended = {name: parameters[name] for name in passed_over(parameters)}
    address = {**selection.address(), **appended}
    asked = request.query_params.multi_items()
    if request.url.path == f"/{page.path}" and asked == [(name, text) for name in address for text in address[name]]:
        return None
    return f"/{page.path}?{query_of(address)}"


def _page_parameters(request: Request) -> dict[str, list[str]]:
    """The parameters of a page, those of a form put into the form of an address."""
    parameters = {name: texts for name, texts in parameters_of(request).items() if name not in DROPPED}
    return _without_empty(_with_joined_ranges(parameters))


def _with_joined_ranges(parameters: Parameters) -> dict[str, list[str]]:
    """The parameters with `arrested_from=a&arrested_to=b` as `arrested=a..b`."""
    joined = {name: list(texts) for name, texts in parameters.items()}
    for span in FILTERS:
        if isinstance(span, Range):
            sides = [joined.pop(f"{span.name}_{side}", [""]) for side in SIDES]
            if any(len(texts) > 1 for texts in sides) or any(texts[0] for texts in sides):
                joined.setdefault(span.name, []).append("..".join(",".join(texts) for texts in sides))
    return joined


def _without_empty(parameters: Parameters) -> dict[str, list[str]]:
    """The parameters without the empty values of ours: a form sends its empty fields, too."""
    kept = {name: [text for text in texts if text or name not in PARAMETERS] for name, texts in parameters.items()}
    return {name: texts for name, texts in kept.items() if texts}
