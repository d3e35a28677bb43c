"""The data routes: every dataset and question as a file, exactly the rows of the view."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from repression import keeper
from repression.describe import filter_sentence, why_missing
from repression.downloads.extract import Part, extract
from repression.downloads.formats import FORMATS, csv_for_excel
from repression.downloads.whole import whole_package
from repression.edition import edition
from repression.filters import BadAddress, Problem
from repression.keeping import Kept
from repression.languages import speaker
from repression.questions import Question, all_questions, ask
from repression.refusals import Refused
from repression.warehouse import Warehouse
from repression.web.bodies import OPEN, Label, file_answer, kept_answer
from repression.web.errors import REFUSAL, NoFile, not_found
from repression.web.openapi import document
from repression.web.orders import Order, language_of, parameters_of, read_order, selection_of
from repression.wording import sentence

# Addresses that were read already: the address, version of the data, label of the file.
_read: Kept[tuple[str, str, Label]] = Kept(8_000_000, size=lambda known: 2 * len(known[0]) + 1_000)


async def answer_route(request: Request) -> Response:
    """`/data/<dataset>.<ending>` and `/data/questions/<question>.<ending>`."""
    known = _read.get(str(request.url))
    if known and known[1] == keeper.current().version and (answer := kept_answer(request, known[2])):
        return answer  # without a thread, which would cost more than the answer
    found = await run_in_threadpool(_ordered, request)
    if found is None:
        return not_found(request)
    house, order, label = found
    return await file_answer(request, label, lambda: _chunks(house, order))


def _ordered(request: Request) -> tuple[Warehouse, Order, Label] | None:
    """What is asked for, of which data; None where there is no such file."""
    house = keeper.current()
    question = _question(request, house)
    if question is None or request.path_params["ending"] not in FORMATS:
        return None
    order = read_order(request, house, question)
    label = order.label(house)
    _read.put(str(request.url), (str(request.url), house.version, label))
    return house, order, label


def _chunks(house: Warehouse, order: Order) -> Iterator[bytes]:
    answer = ask(house, order.question, order.selection)
    if answer.missing:
        raise NoFile(why_missing(house, answer))
    whole = extract(answer, order.part, _schema(house, order.question), filter_sentence(house, answer), order.address)
    return csv_for_excel(whole) if order.for_excel else FORMATS[order.ending].chunks(whole)


def _question(request: Request, house: Warehouse) -> Question | None:
    """The question that a path names: any under questions/, those of the datasets beside it."""
    name = request.path_params["name"]
    if request.url.path.startswith("/data/questions/") or name in datasets(house):
        return all_questions().get(name)
    return None


def datasets(house: Warehouse) -> dict[str, Mapping[str, Any]]:
    """The datasets that can be had as files, each with its resource of the data package."""
    return {each["name"]: each for each in house.catalog.package["resources"] if "schema" in each}


def _schema(house: Warehouse, name: str) -> Sequence[Mapping[str, Any]]:
    resource = datasets(house).get(name)
    return resource["schema"]["fields"] if resource else ()


async def package_route(request: Request) -> Response:
    """`/data/package.zip`: all snapshots of a day, with dictionary, terms and method."""
    house, order = await run_in_threadpool(_package_order, request)
    try:
        return await file_answer(request, order.label(house), lambda: iter([whole_package(house, order.selection)]))
    except Refused as fault:
        return _being_replaced(request, str(fault))
    except OSError as fault:
        return _being_replaced(request, Path(fault.filename or "").name)


def _package_order(request: Request) -> tuple[Warehouse, Order]:
    house = keeper.current()
    selection = selection_of(house, parameters_of(request))
    if selection.chosen:
        say = speaker(selection.lang)
        whole = say("nothing: the package is whole")
        idle = [Problem(each.name, ", ".join(each.write(value)), whole) for each, value in selection]
        raise BadAddress(idle, selection)
    return house, Order("package", "zip", selection, Part(), for_excel=False, address="")


def _being_replaced(request: Request, file: str) -> Response:
    lang = language_of(request)
    say = speaker(lang)
    said = sentence(say("A file is being replaced, try again in a minute: {file}"), {"file": file}, lang)
    return PlainTextResponse(f"{said}\n", 503, REFUSAL)


def index(request: Request) -> Response:
    """`/data/`: what there is to download."""
    house = keeper.current()
    return JSONResponse(
        {
            "version": house.version,
            "snapshots": [{"dataset": s.dataset, "date": s.date.isoformat()} for s in house.catalog.snapshots],
            "package": "/data/package.zip",
            "datapackage": "/data/datapackage.json",
            "openapi": "/data/openapi.json",
            "catalogue": "/data/catalogue.jsonld",
            "datasets": {
                name: {"title": resource["title"], "files": [f"/data/{name}.{ending}" for ending in FORMATS]}
                for name, resource in datasets(house).items()
            },
            "questions": {
                each.name: {
                    "title": each.title,
                    "files": [f"/data/questions/{each.name}.{ending}" for ending in FORMATS],
                }
                for each in all_questions().values()
            },
        },
        headers=OPEN,
    )


def datapackage(request: Request) -> Response:
    """`/data/datapackage.json`: schema, dictionary and labels of every dataset."""
    return JSONResponse(keeper.current().catalog.package, headers=OPEN)


async def openapi(request: Request) -> Response:
    """`/data/openapi.json`: these routes, for programs."""
    house = await run_in_threadpool(keeper.current)
    label = Label(f'W/"openapi-{edition()}-{house.version}"', "openapi.json", "application/json")
    return await file_answer(request, label, lambda: iter([json.dumps(document(house), ensure_ascii=False).encode()]))


ROUTES: list[BaseRoute] = [
    Route("/data/", index),
    Route("/data/datapackage.json", datapackage),
    Route("/data/openapi.json", openapi),
    Route("/data/package.zip", package_route),
    Route("/data/questions/{name}.{ending}", answer_route),
    Route("/data/{name}.{ending}", answer_route),
    Route("/data/{rest:path}", not_found),
]
