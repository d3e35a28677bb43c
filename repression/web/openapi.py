"""The data routes for programs: an OpenAPI 3.1 document, made of filters, questions and data package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from repression.build_id import build_id
from repression.documents import section
from repression.downloads.formats import FORMATS
from repression.exhibits.change_log import PAGE
from repression.questions.columns import shown_question
from repression.questions.parameters import filters_of, parameters
from repression.questions.question import Question, published_questions
from repression.questions.selection import Selection
from repression.site import NAME
from repression.snapshots.schema import datasets_of
from repression.warehouse.database import Warehouse
from repression.web import feeds
from repression.web.file_requests import MEDIA

Json = dict[str, Any]

TEXT, URI = {"type": "string"}, {"type": "string", "format": "uri-reference"}
DAY, COUNT = {"type": "string", "format": "date"}, {"type": "integer", "minimum": 0}


def _record(properties: Mapping[str, Any]) -> Json:
    """An object with exactly these properties."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(of: Mapping[str, Any]) -> Json:
    return {"type": "array", "items": dict(of)}


def _ref(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}


# What `repression/downloads/json_file.py` and the index write; a test holds them to it.
SCHEMAS: Mapping[str, Json] = {
    "Table": _record(
        {
            **dict.fromkeys(("title", "answers", "in_words", "filter"), TEXT),
            "snapshot": DAY,
            "link": {"type": "string", "format": "uri"},
            "sources": _list(_ref("schemas", "Source")),
            "archived_sources": _list(_ref("schemas", "ArchivedSource")),
            "caveats": _list(TEXT),
            "columns": _list(_ref("schemas", "Column")),
            "row_count": COUNT,
            "rows_left_out_by_limit": COUNT,
            "rows": _list({"type": "object", "description": "A value, or null, for each of the columns."}),
        }
    ),
    "Source": _record(
        {
            "dataset": TEXT,
            "snapshot": DAY,
            "title": TEXT,
            "url": {"type": ["string", "null"]},
            "publisher": TEXT,
            "licence": TEXT,
            "notices": _list(TEXT),
        }
    ),
    "ArchivedSource": _record(
        {
            "source_url": URI,
            "archived_url": {"type": ["string", "null"]},
            "read_on": DAY,
            "sha256": TEXT,
        }
    ),
    "Column": {
        "description": "A field as the standard Table Schema describes it, its codes with their labels.",
        "type": "object",
        "properties": {"name": TEXT, "type": TEXT, "title": TEXT, "description": TEXT, "unit": TEXT},
        "required": ["name", "type", "title"],
    },
    "Files": {
        "type": "object",
        "additionalProperties": _record({"title": TEXT, "files": _list(URI)}),
    },
    "Index": _record(
        {
            "version": TEXT,
            "snapshots": _list(_record({"dataset": TEXT, "date": DAY})),
            **dict.fromkeys(("package", "datapackage", "openapi", "catalogue"), URI),
            "feeds": _list(URI),
            **dict.fromkeys(("datasets", "questions"), _ref("schemas", "Files")),
        }
    ),
}
HEADERS: Mapping[str, Json] = {
    "ETag": {"description": "Names these bytes: send it as If-None-Match to be told whether they changed."},
    "Content-Disposition": {"description": "The name of the file: neutral, and different for every view."},
}
REFUSALS: Mapping[str, tuple[str, str]] = {
    "304": ("NotModified", "The file is the one whose ETag was sent as If-None-Match."),
    "400": ("BadRequest", "A parameter is not allowed; the text names each with what is allowed."),
    "404": ("NotFound", "There is no such file, or its data are not as old as the snapshot asked for."),
    "405": ("MethodNotAllowed", "Only GET and HEAD are answered."),
    "406": ("NotAcceptable", "Accept-Encoding allows none of the encodings that the file has."),
    "414": ("TooLong", "The address is longer than any view needs."),
    "429": (
        "TooMany",
        "More is asked for than is answered to one address: wait for Retry-After.",
    ),
    "503": ("Unavailable", "The data folder has nothing to show at this moment, or the server no room for a file."),
}
REFUSED = {status: _ref("responses", name) for status, (name, _) in REFUSALS.items()}


def document(warehouse: Warehouse) -> Json:
    """The OpenAPI document of the data routes, for the data and filters there are now."""
    newest = Selection(warehouse.days[-1])
    questions = {name: shown_question(warehouse, each, newest) for name, each in published_questions().items()}
    files = {
        **{
            f"/data/{name}.{{ending}}": _file(questions[name], "dataset")
            for name in datasets_of(warehouse.catalog.package)
        },
        **{f"/data/questions/{name}.{{ending}}": _file(each, "question") for name, each in questions.items()},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": NAME, "version": build_id(), "description": section("The rules")},
        "servers": [{"url": "/"}],
        "tags": [
            {"name": "catalogue", "description": "What there is, and all of it in one file."},
            {"name": "dataset", "description": "The published data, row by row."},
            {"name": "question", "description": "What the charts and tables of the pages show."},
        ],
        "paths": {**_catalogue(), **_feeds(warehouse), **files},
        "components": {
            "schemas": dict(SCHEMAS),
            "headers": {name: about | {"schema": TEXT} for name, about in HEADERS.items()},
            "parameters": _parameters(warehouse),
            "responses": _responses(),
        },
    }


def _catalogue() -> Json:
    package = _operation("package", "All snapshots of a day, with dictionary, terms and method", "catalogue") | {
        "parameters": [_ref("parameters", name) for name in ("snapshot", "lang", "if-none-match")],
        "responses": {"200": _answer({FORMATS["zip"].media: {}}), **REFUSED},
    }
    return {
        "/data/": _plain("index", "What there is to download", _ref("schemas", "Index")),
        "/data/datapackage.json": _plain("datapackage", "Schema, dictionary and labels of every dataset"),
        "/data/openapi.json": _plain("openapi", "This document"),
        "/data/catalogue.jsonld": _plain("dcat", "Every dataset and its files as DCAT 3", media="application/ld+json"),
        "/data/package.zip": {"get": package},
    }


def _feeds(warehouse: Warehouse) -> Json:
    datasets = {"type": "array", "minItems": 1, "items": {"enum": list(datasets_of(warehouse.catalog.package))}}
    about = _operation("feed", "What each update of the data brought, for feed readers", "catalogue") | {
        "parameters": [
            {"name": "ending", "in": "path", "required": True, "schema": {"enum": list(feeds.MEDIA)}},
            {"name": feeds.DATASET, "in": "query", "description": "Only updates of these.", "schema": datasets},
            *(_ref("parameters", name) for name in ("lang", "if-none-match")),
        ],
        "responses": {"200": _answer({media: {} for media in feeds.MEDIA.values()}), **REFUSED},
    }
    return {f"/{PAGE}.{{ending}}": {"get": about}}


def _plain(name: str, title: str, schema: Mapping[str, Any] | None = None, media: str = "application/json") -> Json:
    """A path without parameters."""
    answer = {"description": title, "content": {media: {"schema": schema or {"type": "object"}}}}
    refused = {status: REFUSED[status] for status in ("405", "414", "429", "503")}
    return {"get": _operation(name, title, "catalogue") | {"responses": {"200": answer, **refused}}}


def _file(question: Question, tag: str) -> Json:
    """The path of a dataset or question in every format."""
    names = [
        "ending",
        "snapshot",
        "lang",
        *(each.name for each in filters_of(question)),
        "limit",
        "for",
        "if-none-match",
    ]
    about = _operation(f"{tag}_{question.name}", question.title, tag) | {
        "description": _description(question),
        "parameters": [*(_ref("parameters", name) for name in names), _columns(question)],
        "responses": {"200": _ref("responses", "File"), **REFUSED},
    }
    return {"get": about}


def _operation(name: str, title: str, tag: str) -> Json:
    return {"operationId": name, "summary": title, "tags": [tag]}


def _description(question: Question) -> str:
    counted = f"Where no status is chosen: {question.population}." if "status" in question.filters else ""
    unheard = "" if filters_of(question) else "No filter narrows it."
    return " ".join(part for part in (f"{question.answers.removesuffix('.')}.", counted, unheard) if part)


def _columns(question: Question) -> Json:
    return {
        "name": "columns",
        "in": "query",
        "description": "Only these columns, in this order, each once, parted by commas.",
        "style": "form",
        "explode": False,
        "schema": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": list(question.columns)}},
    }


def _parameters(warehouse: Warehouse) -> Json:
    """The components that paths share; the columns differ from path to path."""
    shared = {
        parameter.name: {
            "name": parameter.name,
            "in": "query",
            "description": parameter.about,
            "style": "form",
            "explode": True,
            "schema": dict(parameter.schema),
        }
        for parameter in parameters(warehouse, "en")
        if parameter.schema
    }
    formats = {"description": "The format.", "schema": {"enum": list(MEDIA)}}
    known = {"description": "The ETag of the file you have.", "schema": TEXT}
    return shared | {
        "ending": {"name": "ending", "in": "path", "required": True, **formats},
        "if-none-match": {"name": "If-None-Match", "in": "header", **known},
    }


def _responses() -> Json:
    media: Json = {each: {} for each in MEDIA.values()}
    media[FORMATS["json"].media] = {"schema": _ref("schemas", "Table")}
    refusals = {name: {"description": about, **_body(status)} for status, (name, about) in REFUSALS.items()}
    return {"File": _answer(media), **refusals}


def _answer(media: Mapping[str, Any]) -> Json:
    headers = {name: _ref("headers", name) for name in HEADERS}
    return {"description": "The file.", "headers": headers, "content": dict(media)}


def _body(status: str) -> Json:
    return {} if status == "304" else {"content": {"text/plain": {"schema": TEXT}}}
