"""Feeds of what each update brought, for feed readers: Atom 1.0 and JSON Feed 1.1, of all datasets or of some."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5
from xml.etree import ElementTree  # nosec B405  # it writes, and reads nothing

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from repression.build_id import build_id
from repression.exhibits.change_log import PAGE, QUESTION, feed_address, planned_update
from repression.formatting import format_message
from repression.i18n import get_translator
from repression.maintain.next_update import NextUpdate
from repression.questions import live
from repression.questions.answer import ask
from repression.questions.problems import wrong_value
from repression.questions.selection import BadAddress, Selection, query_of
from repression.site import NAME
from repression.snapshots.schema import datasets_of
from repression.warehouse.database import Warehouse
from repression.web.file_requests import base_of, parameters_of, selection_of
from repression.web.file_responses import FileMeta, file_response

MEDIA = {"atom": "application/atom+xml", "json": "application/feed+json"}
DATASET = "dataset"  # the parameter that narrows a feed
ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
# Ids must be the same under every name of the site, so they are made of what an entry is about. Never change this.
NAMESPACE = UUID("5d0f1f0e-7d0b-4b5c-9a55-2f3f1c8f6a51")


@dataclass(frozen=True)
class FeedRequest:
    """A request for a feed; no `datasets` means all of them. `site` is the address of the site without a path.

    `planned` is the next update, if its day is known and has not passed.
    """

    ending: str
    lang: str
    datasets: tuple[str, ...]
    site: str
    planned: NextUpdate | None

    @property
    def address(self) -> str:
        """Its own address."""
        return f"{self.site}{feed_address(self.ending, self.lang, self.datasets)}"

    def metadata(self, warehouse: Warehouse) -> FileMeta:
        """ETag, name and media type, as of every file."""
        named = repr((build_id(), warehouse.version, self))
        tag = f'W/"{hashlib.sha256(named.encode()).hexdigest()[:24]}"'
        return FileMeta(tag, f"{PAGE}.{self.ending}", MEDIA[self.ending])


@dataclass(frozen=True)
class Entry:
    """An entry of a feed; `moment` is the beginning of the day on which it was published, as RFC 3339 has it.

    One that is about all data has no `dataset`.
    """

    id: str
    title: str
    text: str
    moment: str
    address: str
    dataset: str = ""


@dataclass(frozen=True)
class Feed:
    """A feed with its entries, the newest first."""

    id: str
    title: str
    about: str
    address: str
    page: str
    lang: str
    moment: str
    entries: tuple[Entry, ...]


async def feed_route(request: Request) -> Response:
    """`/changes.atom` and `/changes.json`."""
    warehouse, asked = await run_in_threadpool(_parse, request)
    return await file_response(
        request, asked.metadata(warehouse), lambda: iter([WRITERS[asked.ending](feed(warehouse, asked))])
    )


def _parse(request: Request) -> tuple[Warehouse, FeedRequest]:
    """The feed that is asked for. Raises BadAddress for every parameter but those of feeds."""
    warehouse, parameters = live.current(), parameters_of(request)
    selection = selection_of(warehouse, parameters, (DATASET,))
    lang, known = selection.lang, datasets_of(warehouse.catalog.package)
    _ = get_translator(lang)
    names = parameters.get(DATASET, [])
    problems = []
    if not set(names) <= set(known):
        allowed = format_message(_("one of {codes:,}"), {"codes": list(known)}, lang)
        problems.append(wrong_value(DATASET, ", ".join(names), allowed, lang))
    narrowing = {each.name: each.write(value) for each, value in selection}
    if "snapshot" in parameters:
        narrowing["snapshot"] = parameters["snapshot"]
    nothing = _("nothing: a feed is of the newest data and obeys only lang and dataset")
    problems += [wrong_value(name, ", ".join(texts), nothing, lang) for name, texts in narrowing.items()]
    if problems:
        raise BadAddress(problems, selection)
    ending = request.url.path.rpartition(".")[2]
    return warehouse, FeedRequest(ending, lang, tuple(sorted(set(names))), base_of(request), planned_update(warehouse))


def feed(warehouse: Warehouse, asked: FeedRequest) -> Feed:
    """The feed with the entries of the datasets that are asked for."""
    newest = warehouse.days[-1]
    answer = ask(warehouse, QUESTION, Selection(newest, asked.lang))
    rows = [row for row in answer.table.to_pylist() if not asked.datasets or row["dataset"] in asked.datasets]
    page = f"{asked.site}/{PAGE}?{query_of({'lang': [asked.lang]})}"
    entries = tuple(_entry(row, asked.lang, page) for row in rows)
    if asked.planned:
        entries = (_planned_entry(asked.planned, asked.lang, page, newest), *entries)
    _ = get_translator(asked.lang)
    titles = {each["name"]: _(each["title"]) for each in warehouse.catalog.package["resources"]}
    return Feed(
        id=_id(asked.lang, *asked.datasets),
        title=": ".join([_(NAME), ", ".join(titles[name] for name in asked.datasets) or _("Changes")]),
        about=answer.question.answers,
        address=asked.address,
        page=page,
        lang=asked.lang,
        moment=entries[0].moment if entries else _moment(newest),
        entries=entries,
    )


def _entry(row: Mapping[str, Any], lang: str, page: str) -> Entry:
    parts = (row["change"], row["by_status"] and f"{row['by_status']}.", row["why"])
    return Entry(
        id=_id(lang, row["entry"]),
        title=f"{row['kind']}: {row['title']} ({row['snapshot']})",
        text="\n\n".join(part for part in parts if part),
        moment=_moment(row["day"]),
        address=f"{page}#{row['entry']}",
        dataset=row["dataset"],
    )


def _planned_entry(planned: NextUpdate, lang: str, page: str, newest: date) -> Entry:
    """What is said of the next update. It is as new as the newest data: nobody states when its day was named."""
    _ = get_translator(lang)
    title = format_message(_("The next update is planned for {day}"), {"day": planned.day}, lang)
    text = _(planned.note) or f"{title}."
    return Entry(_id(lang, "next-update", planned.day), title, text, _moment(newest), page)


def _id(*parts: object) -> str:
    return uuid5(NAMESPACE, " ".join(map(str, parts))).urn


def _moment(day: object) -> str:
    return f"{day}T00:00:00Z"


def atom(made: Feed) -> bytes:
    """A feed as Atom 1.0 (RFC 4287)."""
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": made.lang})
    _texts(root, id=made.id, title=made.title, subtitle=made.about, updated=made.moment)
    _texts(ElementTree.SubElement(root, "author"), name=made.title.partition(":")[0])
    ElementTree.SubElement(root, "link", rel="self", type=MEDIA["atom"], href=made.address)
    ElementTree.SubElement(root, "link", rel="alternate", type="text/html", href=made.page)
    for each in made.entries:
        entry = ElementTree.SubElement(root, "entry")
        _texts(entry, id=each.id, title=each.title, updated=each.moment, published=each.moment)
        ElementTree.SubElement(entry, "link", rel="alternate", type="text/html", href=each.address)
        if each.dataset:
            ElementTree.SubElement(entry, "category", term=each.dataset)
        _texts(entry, content=each.text)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _texts(parent: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, name).text = text


def json_feed(made: Feed) -> bytes:
    """A feed as JSON Feed 1.1."""
    content = {
        "version": JSON_FEED,
        "title": made.title,
        "description": made.about,
        "home_page_url": made.page,
        "feed_url": made.address,
        "language": made.lang,
        "items": [
            {
                "id": each.id,
                "url": each.address,
                "title": each.title,
                "content_text": each.text,
                "date_published": each.moment,
                "tags": [each.dataset] if each.dataset else [],
            }
            for each in made.entries
        ],
    }
    return json.dumps(content, ensure_ascii=False).encode()


WRITERS: Mapping[str, Callable[[Feed], bytes]] = {"atom": atom, "json": json_feed}
ROUTES: list[BaseRoute] = [Route(f"/{PAGE}.{ending}", feed_route) for ending in WRITERS]
