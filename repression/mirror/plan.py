"""Which addresses of the site a mirror has, and the file of each: the one list, where new kinds of addresses go.

It has every page without a filter, with one value of one filter, and with one value of one setting; and every file of
what no filter narrows, but for pictures as PNG, which would be 8 MB even with 256 colours.
"""

from __future__ import annotations

import ast
import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from repression.exhibits.change_log import FEEDS, feed_address
from repression.exhibits.footer import CITATION_FORMATS, COPIED_PICTURES, PICTURES
from repression.exhibits.frame import address_of, with_filters
from repression.exhibits.writer import PAGES_FOLDER
from repression.i18n import LANGUAGES
from repression.questions.answer import vocabulary
from repression.questions.filter_types import Choice, Value
from repression.questions.filters import BY_NAME, FILTERS, names_of
from repression.questions.question import all_questions, published_questions
from repression.questions.selection import Selection, query_of
from repression.site import FACTS, OWN, PAGES, Page
from repression.snapshots.schema import datasets_of
from repression.warehouse.database import Warehouse
from repression.web.file_requests import MEDIA

# A filter or a setting with more values has no pages of its own, so that the mirror stays below 60 MB: with articles,
# facilities, penalties and fields of work there would be five times as many pages of one value.
MOST_VALUES = 12
# The pages that list the files of all questions.
LISTS_ALL = ("files", "method")
STYLES = ("icon.svg", "frame.css", "style.css", "chart.css", "plain.css", "fact_sheet.css")
# A script of a query is the same file in all languages.
QUERIES = ".sql"
# The address that stands for whatever a mirror lacks.
LACKING = "/lacking.html"
DATA_INDEX = "/data/"
# What a file system or an address would take for a sign of its own.
ODD_SIGNS = re.compile(r"[^\w.-]")

Key = tuple[str, str, tuple[tuple[str, str], ...]]  # path, language or empty, other parameters


@dataclass(frozen=True)
class Prepared:
    """An address and its file; `page` and `selection` are those of a page, None for other files."""

    address: str
    file: str
    page: Page | None = None
    selection: Selection | None = None

    @property
    def has_links(self) -> bool:
        """Whether it leads to other files of the mirror."""
        return self.page is not None or urlsplit(self.address).path in (DATA_INDEX, LACKING)


class Plan:
    """What is prepared of a warehouse, in some languages and of some pages, in the order in which to make it."""

    def __init__(
        self, warehouse: Warehouse, languages: Sequence[str] = LANGUAGES, pages: Sequence[Page] = PAGES
    ) -> None:
        """List it. Raises ValueError if two addresses would have one file."""
        self._day, self._languages = warehouse.days[-1].isoformat(), languages
        # The question of a dataset's name gives the rows of the dataset.
        self._same = {
            f"/data/questions/{name}.{ending}": f"/data/{name}.{ending}"
            for name in datasets_of(warehouse.catalog.package)
            for ending in MEDIA
        }
        self._own = {f"/{page.path}": _own_filters(with_filters(page, warehouse)) for page in (*PAGES, FACTS)}
        self._prepared = {self._key(each.address, ""): each for each in _prepared(warehouse, languages, pages)}
        # Some file systems do not tell capital letters from small ones.
        (name, times), *_ = Counter(each.file.casefold() for each in self._prepared.values()).most_common(1)
        if times > 1:
            raise ValueError(f"several addresses have the file {name}")

    def __iter__(self) -> Iterator[Prepared]:
        return iter(tuple(self._prepared.values()))

    def __len__(self) -> int:
        return len(self._prepared)

    def leave_out(self, each: Prepared) -> None:
        """Take out an address at which there is nothing."""
        del self._prepared[self._key(each.address, "")]

    def file_of(self, address: str, lang: str) -> str | None:
        """The file of an address on this site, to which a page in a language leads; None if it is not prepared."""
        path, named, others = self._key(address, lang)
        found = self._prepared.get((path, named, others)) or self._prepared.get((path, "", others))
        return found.file if found else None

    def _key(self, address: str, lang: str) -> Key:
        """What an address means: its day is the newest, and a filter means something where it narrows the page."""
        parts = urlsplit(address)
        path = self._same.get(parts.path, parts.path)
        own = self._own.get(path)
        first = self._languages[0] if path.endswith(QUERIES) and self._languages else ""
        others = []
        for name, text in parse_qsl(parts.query, keep_blank_values=True):
            if name == "lang":
                lang = text
            elif (name, text) != ("snapshot", self._day) and (own is None or name in own):
                others.append((name, text))
        return path, first or lang, tuple(others)


def linked_filters(page: Page, warehouse: Warehouse) -> frozenset[str]:
    """The filters of a page of which each value has a page of its own."""
    codes = vocabulary(warehouse, "en")
    names = {name for name in names_of(page.scopes) if isinstance(BY_NAME[name], Choice)}
    return frozenset(name for name in names if len(codes.get(name, {})) <= MOST_VALUES)


@functools.cache
def questions_on(page: Page) -> frozenset[str]:
    """The questions that the script of a page names; none for the fact sheet, which has no script."""
    if not page.file:
        return frozenset()
    script = ast.parse((PAGES_FOLDER / page.file).read_text(encoding="utf-8"))
    texts = (str(each.value) for each in ast.walk(script) if isinstance(each, ast.Constant))
    return frozenset(text for text in texts if text in all_questions())


def _own_filters(page: Page) -> frozenset[str]:
    settings = {name for question in questions_on(page) for name in all_questions()[question].settings}
    return frozenset({"snapshot"} | names_of(page.scopes) | settings)


def _prepared(warehouse: Warehouse, languages: Sequence[str], pages: Sequence[Page]) -> Iterator[Prepared]:
    alone = [Selection(warehouse.days[-1], lang) for lang in languages]
    for name in STYLES:
        yield _file(f"{OWN}/{name}")
    for name in ("", "datapackage.json", "catalogue.jsonld"):
        yield _file(f"{DATA_INDEX}{name}")
    for selection in alone:
        yield _file(lacking(selection.lang))
        for address in _downloads(warehouse, selection, pages):
            if selection.lang == languages[0] or not urlsplit(address).path.endswith(QUERIES):
                yield _file(address)
        address = address_of(FACTS, selection.address())
        yield Prepared(address, _file_name(address, "html"), FACTS, selection)
    # The languages of a view follow each other, since they share its answers.
    for page in pages:
        shown = with_filters(page, warehouse)
        for name, value in _single_values(shown, warehouse):
            for selection in alone:
                narrowed = selection.with_value(name, value) if name else selection
                address = address_of(page, narrowed.address())
                yield Prepared(address, _file_name(address, "html"), shown, narrowed)


def lacking(lang: str) -> str:
    """The address that stands for what a mirror lacks."""
    return f"{LACKING}?{query_of({'lang': [lang]})}"


def _downloads(warehouse: Warehouse, selection: Selection, pages: Sequence[Page]) -> Iterator[str]:
    """The addresses of the files that no filter narrows: rows, the package of all data, feeds, citations."""
    query, datasets = query_of(selection.address()), datasets_of(warehouse.catalog.package)
    questions = _questions(pages)
    counted = {name for question in questions for name in published_questions()[question].datasets}
    for ending in MEDIA:
        yield from (f"/data/{name}.{ending}?{query}" for name in datasets if name in counted)
        yield from (f"/data/questions/{name}.{ending}?{query}" for name in questions if name not in datasets)
    yield f"/data/package.zip?{query}"
    for ending in FEEDS:
        yield from (feed_address(ending, selection.lang, names) for names in [(), *((name,) for name in datasets)])
    for page in pages:
        back = query_of({"from": [f"/{page.path}"]})
        for name in sorted(questions_on(page)):
            yield from (f"/cite/{name}.{ending}?{query}&{back}" for ending in CITATION_FORMATS)
            if all_questions()[name].has_chart:
                yield f"/embed/{name}.html?{query}&{back}"
    for name in sorted(name for page in pages for name in questions_on(page) if all_questions()[name].has_chart):
        shapes = [(ending, shape) for _, ending, shape in PICTURES if f".{ending}" == COPIED_PICTURES]
        yield from (f"/picture/{name}.{ending}?{query}&shape={shape}" for ending, shape in shapes)


def _questions(pages: Sequence[Page]) -> list[str]:
    """The questions whose files some pages lead to."""
    lists_all = any(page.path in LISTS_ALL for page in pages)
    shown = frozenset().union(*map(questions_on, pages))
    return [name for name in published_questions() if lists_all or name in shown]


def _single_values(page: Page, warehouse: Warehouse) -> Iterator[tuple[str, Value]]:
    """Nothing chosen, then each value of each filter and setting that has pages of its own."""
    yield "", None
    codes, linked = vocabulary(warehouse, "en"), linked_filters(page, warehouse)
    for entry in FILTERS:
        listed = entry.codes_in(codes.get(entry.name, {}), "en")
        is_setting = entry.scope == "exhibit" and entry.name in _own_filters(page) and len(listed) <= MOST_VALUES
        if entry.name in linked or is_setting:
            values = [entry.read([code], codes) for code in listed]
            yield from ((entry.name, value) for value in values if value is not None)


def _file(address: str) -> Prepared:
    return Prepared(address, _file_name(address))


def _file_name(address: str, page_ending: str = "") -> str:
    """`en/sentences.html`, `en/sentences/gender-female.html`, `en/data/people.csv`, `data/index.json`."""
    parts = urlsplit(address)
    stem, _, ending = parts.path.strip("/").rpartition(".")
    if page_ending:
        stem, ending = parts.path.strip("/") or "index", page_ending
    if parts.path.endswith("/") and not page_ending:
        stem, ending = f"{parts.path.strip('/')}/index", "json"
    parameters = dict(parse_qsl(parts.query))
    lang = parameters.pop("lang", "")
    parameters.pop("snapshot", "")
    said = [f"{name}-{ODD_SIGNS.sub('', text) or 'index'}" for name, text in parameters.items()]
    return "/".join([*([lang] if lang else []), stem, *said]) + f".{ending}"
