"""The data routes: every dataset and question as a file with exactly the rows of the view."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from repression.build_id import build_id
from repression.cache import ByteLRU
from repression.downloads import query_file
from repression.downloads.extract import Part, extract
from repression.downloads.formats import FORMATS, csv_for_excel
from repression.downloads.full_package import full_package
from repression.exhibits.change_log import FEEDS, PAGE
from repression.formatting import format_message
from repression.i18n import get_translator
from repression.questions import live
from repression.questions.answer import ask
from repression.questions.describe import filter_sentence, why_missing
from repression.questions.filters import PARAMETERS
from repression.questions.problems import wrong_value
from repression.questions.question import Question, published_questions
from repression.questions.selection import BadAddress
from repression.snapshots.issues import ValidationError
from repression.warehouse.database import Warehouse
from repression.web.errors import ERROR_HEADERS, NoFile, not_found
from repression.web.file_requests import (
    MEDIA,
    FileRequest,
    beside_of,
    parameters_of,
    read_file_request,
    requested_language,
    selection_of,
)
from repression.web.file_responses import OPEN_HEADERS, FileMeta, file_response
from repression.web.openapi import document

# Parsed addresses: the address, the version of the data, the parsed request and the metadata of the file.
_read: ByteLRU[tuple[str, str, FileRequest, FileMeta]] = ByteLRU(
    8_000_000, size=lambda known: 4 * len(known[0]) + 2_000
)


async def answer_route(request: Request) -> Response:
    """`/data/<dataset>.<ending>` and `/data/questions/<question>.<ending>`."""
    # An address that is known needs no thread, which would cost more than a cached response.
    found = _parsed_before(request) or await run_in_threadpool(_parse_request, request)
    if found is None:
        return not_found(request)
    warehouse, order, label = found
    return await file_response(request, label, lambda: _chunks(warehouse, order))


def _parsed_before(request: Request) -> tuple[Warehouse, FileRequest, FileMeta] | None:
    """What `_parse_request` gave for the same address and the same data; None if it is not known any more."""
    known = _read.get(str(request.url))
    if known is None:
        return None
    (_, version, order, label), warehouse = known, live.current()
    return (warehouse, order, label) if version == warehouse.version else None


def _parse_request(request: Request) -> tuple[Warehouse, FileRequest, FileMeta] | None:
    """The warehouse, the parsed request and the file's metadata; None if there is no such file."""
    warehouse = live.current()
    question, ending = _question(request, warehouse), request.path_params["ending"]
    if question is None or ending not in MEDIA:
        return None
    order = read_file_request(request, warehouse, question)
    label = order.metadata(warehouse)
    # The parameters that others append are new in every link: such addresses would only displace those that come again.
    if parameters_of(request).keys() <= {*PARAMETERS, *beside_of(ending)}:
        _read.put(str(request.url), (str(request.url), warehouse.version, order, label))
    return warehouse, order, label


def _chunks(warehouse: Warehouse, order: FileRequest) -> Iterator[bytes]:
    answer = ask(warehouse, order.question, order.selection)
    if answer.missing:
        raise NoFile(why_missing(warehouse, answer))
    whole = extract(
        answer, order.part, _schema(warehouse, order.question), filter_sentence(warehouse, answer), order.address
    )
    if order.ending == query_file.ENDING:
        return query_file.query_chunks(warehouse, whole)
    return csv_for_excel(whole) if order.for_excel else FORMATS[order.ending].chunks(whole)


def _question(request: Request, warehouse: Warehouse) -> Question | None:
    """The question that a path names: a published one under questions/, otherwise a dataset's own."""
    name = request.path_params["name"]
    if request.url.path.startswith("/data/questions/") or name in datasets(warehouse):
        return published_questions().get(name)
    return None


def datasets(warehouse: Warehouse) -> dict[str, Mapping[str, Any]]:
    """The datasets that can be had as files, each with its resource of the data package."""
    return {each["name"]: each for each in warehouse.catalog.package["resources"] if "schema" in each}


def _schema(warehouse: Warehouse, name: str) -> Sequence[Mapping[str, Any]]:
    resource = datasets(warehouse).get(name)
    return resource["schema"]["fields"] if resource else ()


async def package_route(request: Request) -> Response:
    """`/data/package.zip`: all snapshots of a day, with dictionary, terms and method."""
    warehouse, order = await run_in_threadpool(_parse_package_request, request)
    try:
        return await file_response(
            request, order.metadata(warehouse), lambda: iter([full_package(warehouse, order.selection)])
        )
    except ValidationError as fault:
        return _being_replaced(request, str(fault))
    except OSError as fault:
        return _being_replaced(request, Path(fault.filename or "").name)


def _parse_package_request(request: Request) -> tuple[Warehouse, FileRequest]:
    warehouse = live.current()
    selection = selection_of(warehouse, parameters_of(request))
    if selection.chosen:
        _ = get_translator(selection.lang)
        whole = _("nothing: the package is whole")
        idle = [(each.name, ", ".join(each.write(value))) for each, value in selection]
        raise BadAddress([wrong_value(name, text, whole, selection.lang) for name, text in idle], selection)
    return warehouse, FileRequest("package", "zip", selection, Part(), for_excel=False, address="")


def _being_replaced(request: Request, file: str) -> Response:
    lang = requested_language(request)
    _ = get_translator(lang)
    said = format_message(_("A file is being replaced, try again in a minute: {file}"), {"file": file}, lang)
    return PlainTextResponse(f"{said}\n", 503, ERROR_HEADERS)


def index(request: Request) -> Response:
    """`/data/`: the index of all downloads."""
    warehouse = live.current()
    return JSONResponse(
        {
            "version": warehouse.version,
            "snapshots": [{"dataset": s.dataset, "date": s.date.isoformat()} for s in warehouse.catalog.snapshots],
            "package": "/data/package.zip",
            "datapackage": "/data/datapackage.json",
            "openapi": "/data/openapi.json",
            "catalogue": "/data/catalogue.jsonld",
            "feeds": [f"/{PAGE}.{ending}" for ending in FEEDS],
            "datasets": {
                name: {"title": resource["title"], "files": [f"/data/{name}.{ending}" for ending in MEDIA]}
                for name, resource in datasets(warehouse).items()
            },
            "questions": {
                name: {
                    "title": question.title,
                    "files": [f"/data/questions/{name}.{ending}" for ending in MEDIA],
                }
                for name, question in published_questions().items()
            },
        },
        headers=OPEN_HEADERS,
    )


def datapackage(request: Request) -> Response:
    """`/data/datapackage.json`: schema, dictionary and labels of every dataset."""
    return JSONResponse(live.current().catalog.package, headers=OPEN_HEADERS)


async def openapi(request: Request) -> Response:
    """`/data/openapi.json`: the description of these routes for programs."""
    warehouse = await run_in_threadpool(live.current)
    label = FileMeta(f'W/"openapi-{build_id()}-{warehouse.version}"', "openapi.json", "application/json")
    return await file_response(
        request, label, lambda: iter([json.dumps(document(warehouse), ensure_ascii=False).encode()])
    )


ROUTES: list[BaseRoute] = [
    Route("/data/", index),
    Route("/data/datapackage.json", datapackage),
    Route("/data/openapi.json", openapi),
    Route("/data/package.zip", package_route),
    Route("/data/questions/{name}.{ending}", answer_route),
    Route("/data/{name}.{ending}", answer_route),
    Route("/data/{rest:path}", not_found),
]
